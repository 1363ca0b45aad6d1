"""The figures, on weeks small enough to be reckoned by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.audit.measure import gini, measure
from bot.audit.week import Ground, Held, Met, Week
from bot.audit.yardstick import Yardstick, load_prices
from matching.need import NeedUrgency, Part
from matching.pool import Pool
from matching.ranking import Prices
from matching.volunteer import Roster
from tests.matching.askers import NOON, TOWN, a_need, a_volunteer

MINUTE = timedelta(minutes=1)
LIN, CHEN = a_volunteer(code="lin", weekly_cap=2), a_volunteer(code="chen", weekly_cap=2)
EVEN = Prices(level=0.1, fitting=0.0, load=0.0, urgency=dict.fromkeys(NeedUrgency, 1.0))
BEST = Yardstick(value=2.0, hands=2.0, expected=1.5, eligible=frozenset({"lin", "chen"}))


def a_ground(**given: float) -> Ground:
    roster = Roster([LIN, CHEN])
    return Ground(roster, Pool(roster, TOWN), replace(EVEN, **given))


def met(*held: tuple[str, int, int], asked: int = 1, **given: object) -> Met:
    """A need of noon: who holds it, how near, after how many minutes."""
    need = a_need(urgency=NeedUrgency.URGENT, created_at=NOON, **given)
    return Met(need, asked, tuple(Held(code, "", level, NOON + minutes * MINUTE) for code, level, minutes in held))


def figures(*needs: Met, weeks: int = 1, **prices: float):
    asked = tuple(("lin", NOON) for one in needs for _ in range(one.asked))
    return measure(a_ground(**prices), TOWN, Week(needs, asked, weeks), BEST)


def test_the_value_is_that_of_the_needs_met_over_the_best() -> None:
    assert figures(met(("lin", 0, 0)), met()).value_ratio == pytest.approx(0.5)
    assert figures(met(("lin", 5, 0)), met()).value_ratio == pytest.approx(0.25)


def test_questions_and_waiting_have_their_price() -> None:
    found = figures(met(("lin", 0, 20), asked=3), met(asked=0))
    assert found.priced_ratio == pytest.approx((1.0 - 3 * 0.02 - 0.3 / 3) / (2.0 - 2 * 0.02))


def test_waiting_is_cheaper_where_windows_are_longer() -> None:
    urgent, planned = (
        figures(replace(one, need=replace(one.need, urgency=urgency))).priced_ratio
        for urgency in (NeedUrgency.URGENT, NeedUrgency.PLANNED)
        for one in [met(("lin", 0, 60))]
    )
    assert planned > urgent


def test_the_second_task_of_a_week_costs_more_than_the_first() -> None:
    first, second = load_prices(a_ground(load=1.0), LIN)
    assert 0 < first < second
    one = figures(met(("lin", 0, 0)), met(("chen", 0, 0)), load=1.0)
    both = figures(met(("lin", 0, 0)), met(("lin", 0, 0)), load=1.0)
    assert one.value_ratio > both.value_ratio


def test_shares_and_minutes_are_of_the_needs_that_were_met() -> None:
    found = figures(met(("lin", 0, 10), asked=4), met(asked=2))
    assert (found.fill, found.offers_per_filled) == (0.5, 6.0)
    assert (found.minutes_p50, found.minutes_p90) == (10.0, 10.0)


def test_a_need_for_two_is_met_when_two_have_it() -> None:
    two = {"parts": (Part("", 2),)}
    assert figures(met(("lin", 0, 1), **two)).fill == 0
    assert figures(met(("lin", 0, 1), ("chen", 0, 5), **two)).minutes_p50 == 5.0


def test_who_was_never_asked_counts_among_the_weeks_of_persons() -> None:
    found = figures(met(asked=4))
    assert (found.notifications_most, found.notifications_p99) == (4, pytest.approx(3.96))


def test_the_load_is_measured_among_those_who_hold_something_and_among_all_who_could() -> None:
    found = figures(met(("lin", 0, 1)))
    assert (found.load_gini, found.load_gini_all) == (0.0, 0.5)


def test_the_usual_visitor_is_counted_where_there_is_one() -> None:
    found = figures(met(("lin", 0, 1), usual="lin"), met(("chen", 0, 1), usual="lin"), met(("chen", 0, 1)))
    assert found.continuity == 0.5


def test_somebody_who_has_left_is_worth_nothing() -> None:
    assert figures(met(("gone", 0, 0))).value_ratio == 0.0


def test_the_minutes_until_somebody_on_duty_is_told_stand_apart() -> None:
    told = replace(met(), told_at=NOON + 60 * MINUTE)
    assert figures(told).told_p50 == 60.0
    assert figures(told).minutes_p50 == 0.0


def test_places_with_fewer_needs_met_show() -> None:
    found = figures(met(("lin", 0, 1)), met(place="c2"))
    assert found.area_gini == pytest.approx(0.5)
    assert found.fill_by["urgent"] == 0.5


@pytest.mark.parametrize(
    ("values", "expected"),
    [([], 0.0), ([0, 0], 0.0), ([1, 1, 1], 0.0), ([0, 0, 0, 4], 0.75), ([1, 3], 0.25)],
    ids=["nobody", "nothing", "alike", "one has all", "one and three"],
)
def test_gini(values: list[float], expected: float) -> None:
    assert gini(values) == pytest.approx(expected)
