"""接 and 不接: the first come, the others, the case it came from."""

from __future__ import annotations

import pytest

from matching.case import Action, State
from matching.need import NeedState, Part
from matching.offers import OfferState
from tests.bot.desk.offered import QIAN, WU, ZHENG, ZHOU, an_electrician, ends, enlist, need_now, offered
from tests.builders import DeskTalk

LIGHT = "榕御小区3栋501灯坏了"


@pytest.fixture
def asked(talk: DeskTalk) -> DeskTalk:
    """Three electricians asked for a lamp."""
    enlist(talk)
    offered(talk)
    assert set(ends(talk)) == {"zhou", "wu", "zheng"}
    return talk


@pytest.fixture
def with_case(talk: DeskTalk) -> DeskTalk:
    """The same, for a resident's case that 3栋's leader has."""
    enlist(talk)
    talk.says("resident", "榕御小区3栋楼下乱停车")
    offered(talk, case=1)
    return talk


def test_the_first_one_has_it_with_the_address_and_the_others_hear_it_at_once(asked: DeskTalk):
    reply = asked.says(ZHOU, "接 Z1")

    assert reply.startswith("#Z1 是您的了，谢谢。换灯泡\n地点：榕御小区3栋")
    assert need_now(asked).state is NeedState.FILLED
    assert ends(asked) == {"zhou": OfferState.CLAIMED, "wu": OfferState.FILLED, "zheng": OfferState.FILLED}
    assert asked.told(WU, "filled") == ["#Z1 换灯泡 · 榕御小区3栋：已有人接了，您不用跑了，谢谢。"]
    assert asked.told("resident", "claimed")[0].endswith("志愿者周**（水电维修，住4栋）接了，今天15:00前到。")


@pytest.mark.parametrize("word", ["接", "接 1", "接Z1", "接单 z1", "接 Z1 我马上去"], ids=str)
def test_it_is_claimed_however_the_number_is_written(asked: DeskTalk, word: str):
    assert "是您的了" in asked.says(ZHOU, word)


def test_who_comes_too_late_is_thanked_and_would_have_said_yes(asked: DeskTalk):
    asked.says(ZHOU, "接 Z1")

    assert "刚刚已有人接了" in asked.says(WU, "接 Z1")
    assert "刚刚已有人接了" in asked.says(ZHENG, "接")
    assert ends(asked)["wu"] is OfferState.LATE


def test_a_second_claim_says_it_is_hers_already(asked: DeskTalk):
    asked.says(ZHOU, "接 Z1")

    assert "已经是您的了" in asked.says(ZHOU, "接 Z1")
    assert len(asked.told("resident", "claimed")) == 1


def test_nobody_claims_what_was_offered_to_others(asked: DeskTalk):
    assert "没有找到" in asked.says(QIAN, "接 Z1")
    assert "还没有绑定工作身份" in asked.says("stranger", "接 1")
    assert need_now(asked).state is NeedState.OPEN


def test_a_decline_asks_the_next_one_at_once(talk: DeskTalk):
    enlist(talk, *(an_electrician(f"v{at}", f"志{at}", "rongyu-4") for at in range(8)))
    offered(talk, "v0")

    assert "没关系" in talk.says("openid-v0", "不接 Z1 没空")
    after = ends(talk)
    assert after.pop("v0") is OfferState.DECLINED
    assert set(after.values()) == {OfferState.ASKED}


def test_the_claim_signs_for_the_case_and_is_the_first_word(with_case: DeskTalk):
    reply = with_case.says(ZHOU, "接 1")
    assert "是您的了" in reply
    assert "居民说：榕御小区3栋楼下乱停车" in reply
    assert "志愿者周**" in with_case.says("resident", "谁看过 1")

    case = with_case.case(1)
    assert case.state is State.IN_PROGRESS
    assert case.responder == "chen"
    assert case.first_word_at == with_case.now
    assert with_case.moves(1)[-1] == Action.TAKE
    assert with_case.events(1)[-1].actor == "zhou"
    assert "志愿者周**（水电维修，住4栋）接了，今天15:00前到。" in with_case.says("resident", "进度")
    assert "您不用另找人" in with_case.told("chen", "claimed")[0]


def test_the_leader_still_takes_his_own_case(with_case: DeskTalk):
    assert "已接单" in with_case.says("openid-chen", "接 1")
    assert need_now(with_case).state is NeedState.OPEN


def test_a_case_that_came_to_somebody_asked_is_hers_to_take_and_named_once(talk: DeskTalk):
    enlist(talk, an_electrician("chen", "陈建国"))
    talk.says("resident", "榕御小区3栋楼下乱停车")
    offered(talk, "chen", case=1)
    offered(talk, "chen")

    assert "您有#Z2、#1，" in talk.says("openid-chen", "接")
    assert "已接单" in talk.says("openid-chen", "接 1")
    assert "#Z2 是您的了" in talk.says("openid-chen", "接")


def test_a_withdrawn_case_needs_nobody(with_case: DeskTalk):
    with_case.says(ZHOU, "接 1")
    with_case.says("resident", "取消 1")

    assert need_now(with_case).state is NeedState.CANCELLED
    assert "不用去了" in with_case.told(ZHOU, "cancelled")[0]
    assert "不用人了" in with_case.says(WU, "接 1")


def test_a_team_with_mixed_skills_is_filled_part_by_part(talk: DeskTalk):
    enlist(talk)
    parts = (Part("水电维修", 2), Part("陪伴聊天"))
    offered(talk, "zhou", "wu", "zheng", "qian", parts=parts, what="便民集市")
    talk.says(ZHOU, "接 Z1")
    talk.says(QIAN, "接 Z1")
    assert need_now(talk).state is NeedState.OPEN
    assert "共3人，和志愿者周**、志愿者钱**一起" in talk.says(WU, "接 Z1")

    assert need_now(talk).state is NeedState.FILLED
    assert "人齐了" in talk.told(ZHOU, "together")[0]
    assert "刚刚已有人接了" in talk.says(ZHENG, "接 Z1")
