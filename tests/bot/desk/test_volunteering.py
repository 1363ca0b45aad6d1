"""A need on its way: who is asked at once, and what others may do with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk import refusals
from bot.desk.asking_round import _behind
from bot.desk.chatwords import Command, Verb
from bot.desk.volunteering import assign, cancel, change, need_of, seek, start
from matching.need import NeedKind, NeedState, Part
from matching.offers import OfferState
from storage.unit_of_work import UnitOfWork
from tests.bot.desk.offered import (
    WU,
    ZHENG,
    ZHOU,
    a_need,
    an_electrician,
    as_,
    ends,
    enlist,
    need_now,
    offered,
    sought,
    visit_of,
)
from tests.builders import DeskTalk


def test_those_who_can_are_asked_at_once_and_read_all_but_the_room(talk: DeskTalk):
    enlist(talk)
    need = sought(talk)

    assert need_now(talk) == need
    assert need.number == 1
    assert "qian" not in ends(talk), "she keeps company"
    first = next(iter(ends(talk)))
    text = talk.told(f"openid-{first}", "offer")[0]
    assert text.startswith("请您帮忙：#Z1 换灯泡 · 榕御小区3栋\n今天16:00前，约1小时，一个人去就行。")
    assert "今天10:30前回“接 Z1”" in text
    assert len(text.encode()) < 2048


def test_one_that_waits_for_its_card_asks_nobody_until_it_starts(talk: DeskTalk):
    enlist(talk)
    need = sought(talk, state=NeedState.CARD)
    assert ends(talk) == {}

    assert as_(talk, "resident", lambda visit: start(visit, need)).state is NeedState.OPEN
    assert ends(talk)
    asked = dict(ends(talk))
    as_(talk, "resident", lambda visit: start(visit, need))
    assert ends(talk) == asked, "started once"


def test_a_matter_of_a_child_is_for_two_who_were_looked_into(talk: DeskTalk):
    enlist(talk, an_electrician("plain"), an_electrician("vetted", "吴审", vetted=True))
    talk.says("resident", "榕御小区3栋有个6岁孩子一个人在家没人管")
    need = a_need(talk, case=1, requester=talk.contact("resident").id)
    need = as_(talk, "resident", lambda visit: seek(visit, need))

    assert need.vetted
    assert need.pair
    assert set(ends(talk)) == {"vetted"}


def test_cancelled_everybody_who_was_asked_or_goes_hears_it_once(talk: DeskTalk):
    enlist(talk)
    need = offered(talk, "zhou", "wu", pair=True)
    talk.says(ZHOU, "接")
    for _ in range(2):
        as_(talk, "resident", lambda visit: cancel(visit, need, "不用了"))

    assert need_now(talk).state is NeedState.CANCELLED
    assert need_now(talk).wakes_at is None
    for who in (ZHOU, WU):
        assert talk.told(who, "cancelled") == ["#Z1 换灯泡 · 榕御小区3栋：不用去了（不用了）。谢谢您。"]
    assert set(ends(talk).values()) == {OfferState.WITHDRAWN}


def test_given_by_name_they_hold_it_with_all_the_facts(talk: DeskTalk):
    enlist(talk)
    need = sought(talk, kind=NeedKind.VISIT, state=NeedState.CARD, note="怕生")
    need = as_(talk, "resident", lambda visit: assign(visit, need, ["zhou"]))

    assert need.state is NeedState.FILLED
    assert ends(talk) == {"zhou": OfferState.CLAIMED}
    text = talk.told(ZHOU, "assigned")[0]
    assert text.startswith("轮到您：#Z1 换灯泡")
    assert "要知道：怕生" in text
    assert "谢谢您说一声" in talk.says(ZHOU, "来不了 Z1")


def test_who_goes_together_by_order_reads_it_once_and_who_claimed_before_hears_that_all_are_there(talk: DeskTalk):
    enlist(talk)
    need = sought(talk, parts=(Part("水电维修", 3),))
    assert need.people == 3
    talk.says(ZHENG, "接 Z1")
    as_(talk, "resident", lambda visit: assign(visit, need, ["zhou", "wu"]))

    assert "和志愿者吴**、志愿者郑**一起" in talk.told(ZHOU, "assigned")[0]
    assert talk.told(ZHOU, "together") == talk.told(WU, "together") == []
    assert "人齐了" in talk.told(ZHENG, "together")[0]


def test_other_facts_reach_whoever_was_asked_or_goes_and_nobody_loses_her_place(talk: DeskTalk):
    enlist(talk)
    need = offered(talk, "zhou", "wu", pair=True)
    talk.says(ZHOU, "接")
    later = talk.now + timedelta(days=1)
    other = replace(need, starts_at=later, ends_at=later + timedelta(hours=2))
    as_(talk, "resident", lambda visit: change(visit, other))

    assert need_now(talk).starts_at == later
    assert "改了：\n明天10:00–12:00" in talk.told(ZHOU, "changed")[0]
    assert "能去回“接 Z1”" in talk.told(WU, "changed")[0]
    assert ends(talk)["zhou"] is OfferState.CLAIMED


@pytest.mark.parametrize(
    ("number", "own", "found"),
    [
        pytest.param(1, False, 1, id="the case before the need's own number"),
        pytest.param(2, True, 2, id="Z2"),
        pytest.param(2, False, 2, id="2, as no case has it"),
        pytest.param(7, False, None, id="no such"),
        pytest.param(7, True, None, id="no such Z"),
    ],
)
def test_a_number_means_a_case_or_a_need(talk: DeskTalk, number: int, own: bool, found: int | None):
    enlist(talk)
    talk.says("resident", "榕御小区3栋楼下乱停车")
    offered(talk, "zhou", case=1)
    offered(talk, "zhou", what="搬书")

    def meant(visit):
        try:
            return need_of(visit, Command(Verb.TAKE, number, "", own)).number
        except refusals.NoSuchNeed:
            return None

    assert talk.store.run(lambda unit: meant(visit_of(talk, unit, ZHOU))) == found
    assert talk.store.run(lambda unit: meant(visit_of(talk, unit, "stranger"))) is None


def test_a_needs_own_number_is_never_taken_for_a_case(talk: DeskTalk):
    enlist(talk)
    talk.says("resident", "榕御小区3栋楼下乱停车")
    offered(talk, "zhou")
    assert need_now(talk).said == "Z1"

    assert "正在找人，0/1人已接" in talk.says("resident", "进度 Z1")
    assert "不能“补充”" in talk.says("resident", "补充 Z1 快点")
    assert "不能“办结”" in talk.says("openid-chen", "办结 Z1 好了")
    assert talk.moves(1) == ["open", "dispatch"]
    assert "没有找到" in talk.says("stranger", "取消 Z1")
    assert "已取消" in talk.says("resident", "取消 Z1")
    assert need_now(talk).state is NeedState.CANCELLED
    assert talk.moves(1) == ["open", "dispatch"]
    assert "不用去了" in talk.told(ZHOU, "cancelled")[0]


def test_without_a_number_several_are_asked_which(talk: DeskTalk):
    enlist(talk)
    offered(talk, "zhou")
    offered(talk, "zhou", what="搬书")
    assert "您有#Z1、#Z2，是哪一件" in talk.says(ZHOU, "接")


def test_a_grid_where_fewer_needs_were_met_is_behind(talk: DeskTalk):
    def past(unit: UnitOfWork) -> None:
        for place, state, count in (("jiangbin-1", NeedState.CONFIRMED, 9), ("rongyu-3", NeedState.FALLBACK, 9)):
            for _ in range(count):
                unit.needs.add(a_need(talk, place=place, state=state))

    talk.store.run(past)

    known = talk.store.run(lambda unit: _behind(visit_of(talk, unit), talk.now.date()))
    assert set(known) == {"rongyu"}
    assert 0.2 < known["rongyu"] < 0.5
