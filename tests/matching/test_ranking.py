from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.diary import BLANK, Diary, Habit, Task
from matching.need import NeedKind, NeedUrgency, Part
from matching.ranking import (
    PLAIN,
    Outlook,
    Prices,
    appraise,
    available,
    burden,
    explain,
    is_committed,
    rank,
    wait_price,
    weight,
)
from matching.slot import parse_slots
from matching.volunteer import Engagement
from tests.matching.askers import a_need, a_volunteer, an_errand, local


def value(**given: object) -> float:
    level = given.pop("level", 3)
    return appraise(a_volunteer(**given), level, an_errand()).value


def test_who_lives_nearer_is_worth_more() -> None:
    worth = [value(level=level) for level in range(6)]
    assert worth == sorted(worth, reverse=True)
    assert worth[0] - worth[1] == pytest.approx(Prices().level * weight(a_need()))


def test_the_usual_face_is_worth_more_than_the_one_next_door() -> None:
    errand = an_errand(usual="lin", kind=NeedKind.VISIT)
    usual = appraise(a_volunteer(), 2, errand)
    other = appraise(a_volunteer(code="wang"), 0, errand)
    assert usual.value > other.value
    assert usual.committed
    assert not other.committed


def test_who_reported_for_this_kind_is_worth_more() -> None:
    assert value(kinds=frozenset({Engagement.SERVICE})) > value(kinds=frozenset({Engagement.STANDING}))
    assert value(kinds=frozenset({Engagement.STANDING})) == value()


def test_urgent_and_vulnerable_needs_count_more() -> None:
    plain = weight(a_need(urgency=NeedUrgency.PLANNED))
    assert plain < weight(a_need(urgency=NeedUrgency.TODAY)) < weight(a_need(urgency=NeedUrgency.URGENT))
    for vulnerable in ({"vetted": True}, {"recipient": "r1"}, {"kind": NeedKind.VISIT}):
        assert weight(a_need(urgency=NeedUrgency.PLANNED, **vulnerable)) > plain


def test_a_grid_that_is_behind_counts_more_and_one_ahead_no_less() -> None:
    assert weight(a_need(), Outlook(behind=0.2)) == pytest.approx(1.2 * weight(a_need()))
    assert weight(a_need(), Outlook(behind=-0.2)) == weight(a_need())


@pytest.mark.parametrize(
    ("slots", "cap", "hours"),
    [("", 2, 4), ("周六 09:00-11:00", 2, 2), ("每天 08:00-20:00", 3, 6), ("周六 09:00-09:30", 2, 1), ("", 0, 2)],
    ids=["any time", "two hours", "no more than wanted", "little", "nothing wanted"],
)
def test_somebody_offers_her_hours_but_no_more_than_her_errands_take(slots: str, cap: int, hours: float) -> None:
    assert available(a_volunteer(slots=parse_slots(slots), weekly_cap=cap)) == hours


@given(st.floats(0, 20), st.floats(0.5, 4), st.floats(1, 12))
def test_load_is_convex(hours: float, more: float, offered: float) -> None:
    assert burden(hours, more, offered) <= burden(hours + more, more, offered)
    assert burden(hours, more, offered) >= burden(hours, more, offered + 1)


def test_who_has_done_much_comes_after_who_is_free() -> None:
    errand = an_errand()
    busy = Diary(tasks=(Task(date(2026, 3, 2), 120),))
    tired = appraise(a_volunteer(), 3, errand, busy)
    free = appraise(a_volunteer(code="wang"), 3, errand)
    assert [one.volunteer.code for one in rank([tired, free])] == ["wang", "lin"]


def test_who_was_asked_often_is_dearer_to_ask() -> None:
    now = local(3, 13)
    often = appraise(a_volunteer(), 3, an_errand(), Diary((now - timedelta(days=1),) * 3))
    assert often.price > appraise(a_volunteer(), 3, an_errand()).price
    assert often.score < appraise(a_volunteer(), 3, an_errand()).score


def test_who_says_yes_more_often_comes_first_among_equals() -> None:
    willing = appraise(a_volunteer(code="zhu"), 3, an_errand(), Diary(habit=Habit(claims=5)))
    new = appraise(a_volunteer(), 3, an_errand())
    silent = appraise(a_volunteer(code="bai"), 3, an_errand(), Diary(habit=Habit(silences=5)))
    assert [one.volunteer.code for one in rank([silent, new, willing])] == ["zhu", "lin", "bai"]


def test_equals_are_ranked_by_code_and_the_committed_first() -> None:
    errand = an_errand(team="dui")
    people = [a_volunteer(code=code) for code in ("c", "a")] + [a_volunteer(code="z", teams=frozenset({"dui"}))]
    assert [one.volunteer.code for one in rank(appraise(one, 3, errand) for one in people)] == ["z", "a", "c"]


@pytest.mark.parametrize(
    ("given", "wanted", "committed"),
    [
        ({}, {}, False),
        ({}, {"usual": "lin"}, True),
        ({"code": ""}, {"usual": ""}, False),
        ({"teams": frozenset({"dui"})}, {"team": "dui"}, True),
        ({"teams": frozenset({"dui"})}, {"team": "", "usual": "wang"}, False),
        ({"teams": frozenset({""})}, {"team": ""}, False),
    ],
    ids=["nobody", "usual", "nobody usual", "team", "another", "no team"],
)
def test_committed_are_the_usual_face_and_the_team(given: dict, wanted: dict, committed: bool) -> None:
    assert is_committed(a_volunteer(**given), a_need(**wanted)) is committed


def test_waiting_costs_the_more_the_more_a_need_counts() -> None:
    dear = Outlook(prices=Prices(waiting=0.6))
    assert wait_price(a_need(), dear) == pytest.approx(2 * wait_price(a_need()))
    assert wait_price(a_need(urgency=NeedUrgency.URGENT), PLAIN) > wait_price(a_need())


def test_reasons_say_why_somebody_is_asked() -> None:
    volunteer = a_volunteer(
        skills=frozenset({"电工"}),
        verified=frozenset({"电工"}),
        languages=frozenset({"闽南语"}),
        vetted=True,
        slots=parse_slots("每天 18:00-22:00"),
    )
    errand = an_errand(part=Part("电工"), languages=("闽南语",), vetted=True, usual="lin")
    diary = Diary((local(3, 9),))
    assert explain(appraise(volunteer, 0, errand, diary), errand, diary) == (
        "上次也是这位",
        "同楼",
        "会电工（已核实）",
        "会说闽南语",
        "经社区审核",
        "这段时间有空",
        "近7天问过1次",
        "约3成会接",
    )


def test_reasons_are_few_where_little_is_asked_for() -> None:
    errand = an_errand(part=Part("电工"), team="dui")
    one = a_volunteer(skills=frozenset({"电工"}), teams=frozenset({"dui"}))
    assert explain(appraise(one, 5, errand), errand) == ("本队队员", "同区", "会电工", "近7天没问过", "约3成会接")
    assert explain(appraise(a_volunteer(), 4, an_errand()), an_errand()) == ("同街道", "近7天没问过", "约3成会接")


def test_a_chance_is_never_told_as_none() -> None:
    never = Diary(habit=Habit(silences=100))
    candidate = replace(appraise(a_volunteer(), 3, an_errand(), never), chance=0.02)
    assert explain(candidate, an_errand(), BLANK)[-1] == "约1成会接"
