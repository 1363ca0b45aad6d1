"""来不了 and 没来: another is looked for at once, and who should hear it does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from matching.need import NeedState, NeedUrgency
from matching.offers import OfferState
from tests.bot.desk.offered import WU, ZHENG, ZHOU, an_electrician, ends, enlist, need_now, offered
from tests.builders import DeskTalk

COMMUNITY = "openid-shequ"


@pytest.fixture
def claimed(talk: DeskTalk) -> DeskTalk:
    """A lamp that 周大明 has claimed; there are others to ask."""
    enlist(talk, *(an_electrician(f"v{at}", f"吴{at}", "rongyu-5") for at in range(6)), an_electrician("zhou"))
    offered(talk, "zhou")
    assert "是您的了" in talk.says(ZHOU, "接 Z1")
    return talk


def test_it_is_open_again_at_once_and_all_who_should_know_do(claimed: DeskTalk):
    before = set(ends(claimed))
    assert "谢谢您说一声" in claimed.says(ZHOU, "来不了 Z1 孩子发烧")

    assert need_now(claimed).state is NeedState.OPEN
    assert ends(claimed)["zhou"] is OfferState.RELEASED
    assert set(ends(claimed)) - before, "others are asked at once"
    assert "临时来不了，正在另找人" in claimed.told("resident", "released")[0]
    assert "原因：孩子发烧" in claimed.told("shequ", "need")[0]


def test_late_it_is_more_urgent(claimed: DeskTalk):
    claimed.later(hours=4)
    claimed.says(ZHOU, "来不了 Z1")

    assert need_now(claimed).urgency is NeedUrgency.URGENT
    asked = [offer for offer in ends(claimed).values() if offer is OfferState.ASKED]
    assert asked


def test_one_of_a_pair_must_not_go_alone(talk: DeskTalk):
    enlist(talk)
    offered(talk, pair=True)
    talk.says(ZHOU, "接")
    talk.says(WU, "接")
    assert need_now(talk).state is NeedState.FILLED
    talk.says(WU, "来不了 Z1")

    assert "先别一个人去" in talk.told(ZHOU, "released")[0]


def test_who_was_only_asked_declines_with_the_same_word(claimed: DeskTalk):
    offered(claimed, "v0", what="装窗帘杆")
    assert "没关系" in claimed.says("openid-v0", "来不了 Z2")
    assert ends(claimed, 2)["v0"] is OfferState.DECLINED


def test_who_did_not_come_is_told_to_the_coordinator_alone(claimed: DeskTalk):
    claimed.later(hours=1)
    assert "对不住" in claimed.says("resident", "没来 Z1")

    assert ends(claimed)["zhou"] is OfferState.NO_SHOW
    assert need_now(claimed).state is NeedState.OPEN
    assert "志愿者周**没有到" in claimed.told("shequ", "no_show")[0]
    assert claimed.told(ZHOU, "no_show") == []
    assert "刚刚已有人接了" in claimed.says(ZHOU, "接 Z1")


def test_nobody_is_late_before_it_is_time(talk: DeskTalk):
    enlist(talk)
    offered(talk, starts_at=talk.now + timedelta(hours=3))
    talk.says(ZHOU, "接")

    assert "还没到时间：今天13:00–16:00" in talk.says("resident", "没来 Z1")
    assert ends(talk)["zhou"] is OfferState.CLAIMED


def test_of_several_it_is_said_who(talk: DeskTalk):
    enlist(talk)
    offered(talk, pair=True)
    for who in (ZHOU, WU):
        talk.says(who, "接")
    assert "是哪一位没来？请写上姓" in talk.says(COMMUNITY, "没来 Z1")
    talk.says(COMMUNITY, "没来 Z1 吴")

    assert ends(talk)["wu"] is OfferState.NO_SHOW
    assert ends(talk)["zhou"] is OfferState.CLAIMED


@pytest.mark.parametrize("word", ["没来 Z1", "来不了 Z1", "完成 Z1", "不接 Z1"])
def test_strangers_learn_nothing(claimed: DeskTalk, word: str):
    reply = claimed.says("stranger", word)
    assert "换灯泡" not in reply
    assert need_now(claimed).state is NeedState.FILLED


def test_when_the_time_is_over_a_named_person_has_it(talk: DeskTalk):
    enlist(talk, an_electrician("zhou"))
    offered(talk, "zhou")
    talk.says(ZHOU, "接")
    talk.later(hours=5, minutes=30)
    talk.says(ZHOU, "来不了 Z1")

    need = need_now(talk)
    assert need.state is NeedState.FALLBACK
    assert need.given_to
    assert "交给您" in talk.told(need.given_to, "fallback")[0]
    assert "已交给" in talk.told("resident", "fallback")[0]
    assert ZHENG not in talk.told("resident", "fallback")[0]


def test_who_leaves_for_good_gives_back_and_wants_nothing(claimed: DeskTalk):
    offered(claimed, "v0", who=ZHOU, what="搬书", case=0)
    assert "是您的了" in claimed.says("openid-v0", "接 Z2")
    claimed.says(ZHOU, "删除我的信息")
    claimed.says(ZHOU, "确认删除")

    assert ends(claimed)["zhou"] is OfferState.RELEASED
    assert need_now(claimed).state is NeedState.OPEN
    assert need_now(claimed, 2).state is NeedState.CANCELLED
    assert need_now(claimed, 2).what == ""
    assert claimed.told("openid-v0", "cancelled") == ["您接下的 #Z2 不用去了，居民已经注销。谢谢您。"]
