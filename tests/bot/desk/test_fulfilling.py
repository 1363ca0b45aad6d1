"""完成 and the requester's word: hours once, thanks, or it is looked for anew."""

from __future__ import annotations

import pytest

from matching.case import Action, State
from matching.need import NeedState, Part
from matching.offers import OfferState
from tests.bot.desk.offered import QIAN, WU, ZHOU, an_electrician, ends, enlist, need_now, offered
from tests.builders import DeskTalk

COMMUNITY, CHEN = "openid-shequ", "openid-chen"


def hours(talk: DeskTalk) -> dict[str, int]:
    kept = talk.store.read(lambda unit: unit.hours.of_need(1))
    return {one.volunteer: one.minutes for one in kept}


@pytest.fixture
def done(talk: DeskTalk) -> DeskTalk:
    """A lamp without a case, said to be done after an hour; there is one more to ask."""
    enlist(talk)
    enlist(talk, an_electrician("he", "何勇", "rongyu-1"))
    offered(talk)
    talk.says(ZHOU, "接")
    talk.later(hours=1)
    assert "辛苦了" in talk.says(ZHOU, "完成")
    return talk


@pytest.fixture
def case_done(talk: DeskTalk) -> DeskTalk:
    """The same for a case that 3栋's leader has."""
    enlist(talk)
    enlist(talk, an_electrician("he", "何勇", "rongyu-1"))
    talk.says("resident", "榕御小区3栋楼下乱停车")
    offered(talk, case=1)
    talk.says(ZHOU, "接 1")
    talk.later(hours=1)
    assert "辛苦了" in talk.says(ZHOU, "完成 1 换了新灯泡")
    return talk


def test_the_requester_is_asked_and_her_word_counts_the_hours_once(done: DeskTalk):
    assert need_now(done).state is NeedState.DONE
    assert "志愿者周**说做好了" in done.told("resident", "done")[0]
    assert hours(done) == {}

    assert "就算完成了" in done.says("resident", "满意 Z1")
    assert need_now(done).state is NeedState.CONFIRMED
    assert ends(done)["zhou"] is OfferState.CONFIRMED
    assert hours(done) == {"zhou": 60}
    assert "谢谢您" in done.told(ZHOU, "thanked")[0]
    done.says("resident", "满意 Z1")
    assert len(done.told(ZHOU, "thanked")) == 1


def test_the_bare_word_means_the_only_one_that_waits(done: DeskTalk):
    assert "就算完成了" in done.says("resident", "满意")


def test_unhappy_it_is_looked_for_anew_and_whoever_went_may_go_again(done: DeskTalk):
    assert "马上再找人" in done.says("resident", "不满意 Z1 还是不亮")

    assert need_now(done).state is NeedState.OPEN
    assert ends(done)["zhou"] is OfferState.RELEASED
    assert "居民说还没好：还是不亮" in done.told(ZHOU, "not_good")[0]
    assert "是您的了" in done.says(ZHOU, "接 Z1")


def test_silence_for_three_days_is_content(done: DeskTalk):
    done.later(hours=71)
    done.tick()
    assert need_now(done).state is NeedState.DONE
    done.later(hours=2)
    done.tick()

    assert need_now(done).state is NeedState.CONFIRMED
    assert hours(done) == {"zhou": 60}


def test_a_case_goes_its_own_way_to_the_verdict(case_done: DeskTalk):
    case = case_done.case(1)
    assert case.state is State.AWAITING_VERDICT
    assert case_done.events(1)[-1].action == Action.FINISH
    assert case_done.events(1)[-1].actor == "zhou"
    assert case_done.told("resident", "verdict")[0].startswith("#1 志愿者周**说：换了新灯泡。")
    assert "已问居民" in case_done.told("chen", "need")[0]

    case_done.says("resident", "满意")
    assert case_done.case(1).state is State.CLOSED
    assert need_now(case_done).state is NeedState.CONFIRMED
    assert hours(case_done) == {"zhou": 60}


def test_how_long_it_took_alone_is_no_answer_to_the_resident(talk: DeskTalk):
    enlist(talk)
    talk.says("resident", "榕御小区3栋楼下乱停车")
    offered(talk, case=1)
    talk.says(ZHOU, "接 1")
    talk.later(hours=1)
    talk.says(ZHOU, "完成 1 40分钟")
    assert "已上门做好，用了40分钟" in talk.told("resident", "verdict")[-1]
    talk.says("resident", "满意 1")
    assert hours(talk) == {"zhou": 40}


def test_a_case_sent_back_needs_somebody_again(case_done: DeskTalk):
    case_done.says("resident", "不满意 还是不亮")

    assert case_done.case(1).state is State.REDO
    assert need_now(case_done).state is NeedState.OPEN
    assert "居民说还没好" in case_done.told(ZHOU, "not_good")[0]


def test_the_leader_who_reports_it_done_ends_the_asking(talk: DeskTalk):
    enlist(talk)
    talk.says("resident", "榕御小区3栋楼下乱停车")
    offered(talk, case=1)
    talk.says(CHEN, "接 1")
    talk.says(CHEN, "办结 1 无照片：自己换好了")

    assert need_now(talk).state is NeedState.CANCELLED
    assert "已经办好了" in talk.told(ZHOU, "cancelled")[0]


def test_of_a_team_the_last_one_ends_it(talk: DeskTalk):
    enlist(talk)
    offered(talk, parts=(Part("水电维修", 2),), by="shequ", requester=0)
    for who in (ZHOU, WU):
        talk.says(who, "接")
    assert "还有1位没回完成" in talk.says(ZHOU, "完成")
    assert need_now(talk).state is NeedState.FILLED
    talk.says(WU, "完成")

    assert need_now(talk).state is NeedState.DONE
    assert "做好了吗" in talk.told("shequ", "done")[0]
    talk.says(COMMUNITY, "满意 Z1")
    assert set(hours(talk)) == {"zhou", "wu"}


def test_who_ordered_it_may_say_it_for_all(talk: DeskTalk):
    enlist(talk)
    offered(talk, parts=(Part("水电维修", 2),), by="shequ", requester=0)
    talk.says(ZHOU, "接")
    talk.says(COMMUNITY, "完成 Z1")

    assert need_now(talk).state is NeedState.CONFIRMED
    assert set(hours(talk)) == {"zhou"}
    assert "已有人接了" in talk.told(WU, "filled")[0]


def test_words_go_to_the_resident_and_back(case_done: DeskTalk):
    assert "已带到" in case_done.says(ZHOU, "回复 1 灯座也换了")
    assert "志愿者周**带话：灯座也换了" in case_done.told("resident", "said")[0]


def test_mine_lists_what_waits_and_what_is_claimed(talk: DeskTalk):
    enlist(talk)
    offered(talk)
    assert "今天10:30前回“接 Z1”" in talk.says(ZHOU, "我的")
    talk.says(ZHOU, "接")

    assert "您接下的：\n#Z1 换灯泡：今天16:00前，约1小时，榕御小区3栋" in talk.says(ZHOU, "我的")
    assert "没有请您帮忙的事" in talk.says(QIAN, "我的")
    assert "志愿者的话" in talk.says(QIAN, "帮助")
