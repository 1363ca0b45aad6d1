"""A need follows the case it came from, however that one ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matching.case import State
from matching.need import NeedState
from matching.offers import OfferState
from tests.bot.desk.offered import WU, ZHOU, ends, enlist, need_now, offered
from tests.builders import DeskTalk

CHEN, COMMUNITY, STREET = "openid-chen", "openid-shequ", "openid-jiedao"


@pytest.fixture
def going(talk: DeskTalk) -> DeskTalk:
    """A case of the leader's; one volunteer goes, the others know it is filled."""
    enlist(talk)
    talk.says("resident", "榕御小区3栋楼下乱停车")
    offered(talk, case=1)
    talk.says(ZHOU, "接 1")
    return talk


def test_the_leader_reports_it_done_and_the_verdict_counts_the_hours(going: DeskTalk):
    going.says(CHEN, "办结 1 无照片：一起换好了")
    assert need_now(going).state is NeedState.DONE
    assert "您还没去就不用去了" in going.told(ZHOU, "done")[0]

    going.says("resident", "满意")
    assert need_now(going).state is NeedState.CONFIRMED
    assert ends(going)["zhou"] is OfferState.CONFIRMED
    assert "谢谢您" in going.told(ZHOU, "thanked")[0]


def test_satisfied_before_anybody_reports_it(going: DeskTalk):
    going.says("resident", "满意 1")

    assert going.case(1).state is State.CLOSED
    assert need_now(going).state is NeedState.CONFIRMED


def test_handed_on_it_keeps_its_need(going: DeskTalk):
    going.says(CHEN, "转办 1 物业 他们有梯子")

    assert need_now(going).state is NeedState.FILLED
    assert "接了" in going.says("resident", "进度 1")


def test_not_accepted_needs_nobody(talk: DeskTalk):
    enlist(talk)
    talk.says("resident", "榕御小区3栋楼下乱停车")
    offered(talk, case=1)
    talk.says(COMMUNITY, "不受理 1 这要找交警，打122")
    assert talk.case(1).state is State.NOT_ACCEPTED, talk.case(1)

    assert need_now(talk).state is NeedState.CANCELLED
    assert set(ends(talk).values()) == {OfferState.WITHDRAWN}
    assert "不用去了" in talk.told(WU, "cancelled")[0]


def test_a_matter_of_a_child_is_reported_by_whoever_has_it_and_a_second_person(going: DeskTalk):
    case = replace(going.case(1), care=("未成年人",), responder="shequ")
    going.store.run(lambda unit: unit.cases.save(case))
    going.says(ZHOU, "完成 1")
    assert going.case(1).state is State.IN_PROGRESS, "a volunteer does not close it"
    assert "请您核实后回“办结 1 做了什么”" in going.told("shequ", "need")[-1]
    going.says(COMMUNITY, "办结 1 陪到家长回来")
    going.says(STREET, "双签 1")

    assert going.case(1).state is State.AWAITING_VERDICT
    going.says("resident", "满意")
    assert need_now(going).state is NeedState.CONFIRMED


def test_sent_back_again_it_is_looked_for_again_each_time(going: DeskTalk):
    going.says(ZHOU, "完成 1")
    going.says("resident", "不满意 1 没修好")
    assert need_now(going).state in (NeedState.OPEN, NeedState.FALLBACK)
    assert "是您的了" in going.says(ZHOU, "接 1")
    assert need_now(going).state is NeedState.FILLED
    going.says(ZHOU, "完成 1 这次好了")
    assert going.case(1).state is State.AWAITING_VERDICT
    going.says("resident", "满意")

    assert need_now(going).state is NeedState.CONFIRMED
