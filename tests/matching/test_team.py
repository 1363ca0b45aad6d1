"""A team's end, its week's quota, and whether it rides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from matching.team import ERRAND_SKILL, Team, TeamKind, with_errands
from matching.volunteer import Volunteer

TEAM = Team("t1", "千里顺风队", TeamKind.RIDER, "xinqiao", "V1", 20, date(2026, 3, 31), ("V1", "V2"))


@pytest.mark.parametrize(
    ("until", "stands"),
    [
        pytest.param(None, True, id="without an end"),
        pytest.param(date(2026, 3, 3), True, id="on its last day"),
        pytest.param(date(2026, 3, 2), False, id="the day after"),
    ],
)
def test_a_team_stands_until_its_last_day_is_over(until: date | None, *, stands: bool) -> None:
    assert replace(TEAM, until_day=until).stands(date(2026, 3, 3)) is stands


def test_the_week_is_spent_with_the_last_offer_and_never_without_a_quota() -> None:
    assert not TEAM.is_spent(19)
    assert TEAM.is_spent(20)
    assert not replace(TEAM, weekly_quota=0).is_spent(1000)


@pytest.mark.parametrize("kind", TeamKind)
def test_those_with_meals_and_parcels_ride(kind: TeamKind) -> None:
    assert replace(TEAM, kind=kind).rides is (kind in (TeamKind.RIDER, TeamKind.COURIER))


def test_whoever_rides_can_run_errands_and_nobody_else_because_of_that() -> None:
    known = [Volunteer("V1", "王强", skills=frozenset({"理发"})), Volunteer("V3", "周晓梅")]

    rider, other = with_errands(known, [TEAM, replace(TEAM, kind=TeamKind.REPAIR, members=("V3",))])

    assert rider.skills == {"理发", ERRAND_SKILL}
    assert other == known[1]
