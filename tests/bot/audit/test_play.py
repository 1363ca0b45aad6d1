"""A week played: rules are kept, the same luck for everybody, weeks that can be told by hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from bot.audit.district import ZONE, District, Scale, build_district
from bot.audit.play import Conditions, best_of, ground_of, play
from bot.audit.policies import NEAREST_ROUNDS, POLICIES
from bot.audit.week import Week

DISTRICT = build_district(Scale(volunteers=150, tasks=24, seed=3))
GROUND = ground_of(DISTRICT)
LINLI, NEAREST, BROADCAST = POLICIES


def with_truth(**given: object) -> District:
    return replace(DISTRICT, truth=replace(DISTRICT.truth, **given))


def everybody(value: float) -> np.ndarray:
    return np.full(len(DISTRICT.roster), value)


@pytest.fixture(params=POLICIES, ids=lambda policy: policy.name)
def week(request: pytest.FixtureRequest) -> Week:
    return play(DISTRICT, GROUND, request.param)


def test_every_need_has_somebody_or_somebody_on_duty_is_told(week: Week) -> None:
    assert len(week.met) == len(DISTRICT.needs)
    assert all(one.filled != (one.told_at is not None) for one in week.met)


def test_only_those_hold_a_need_who_can_do_it_and_one_a_day(week: Week) -> None:
    days = Counter()
    for one in week.met:
        for held in one.held:
            volunteer = DISTRICT.roster.get(held.volunteer)
            assert volunteer is not None
            assert one.need.parts[0].skill in volunteer.skills
            assert held.at > one.need.created_at
            days[held.volunteer, one.need.starts_at.astimezone(ZONE).date()] += 1
    assert max(days.values()) == 1


def test_no_question_is_lost(week: Week) -> None:
    assert len(week.asked) == sum(one.asked for one in week.met)


def test_ours_asks_nobody_more_often_than_she_allows() -> None:
    asked = Counter(code for code, _ in play(DISTRICT, GROUND, LINLI).asked)
    assert max(asked.values()) <= 7  # six in seven days in a row: the week before counts


def test_the_same_week_is_played_the_same_way_twice() -> None:
    assert play(DISTRICT, GROUND, LINLI) == play(DISTRICT, GROUND, LINLI)


def test_where_nobody_ever_says_yes_nobody_is_asked_for_ever() -> None:
    never = with_truth(willing=everybody(0.0))
    for policy in (LINLI, NEAREST):
        week = play(never, GROUND, policy)
        assert not any(one.held for one in week.met)
        assert all(one.told_at is not None and one.told_at <= one.need.ends_at for one in week.met)
    assert max(one.asked for one in play(never, GROUND, NEAREST).met) <= NEAREST_ROUNDS


def test_where_everybody_says_yes_at_once_the_first_question_is_enough() -> None:
    always = with_truth(willing=everybody(1.0), minutes=np.full_like(DISTRICT.truth.minutes, 0.1))
    week = play(always, GROUND, NEAREST)
    assert all(one.asked == 1 for one in week.met if one.held)


def test_the_nearest_is_asked_first() -> None:
    always = with_truth(willing=everybody(1.0))
    nearest = {one.need.number: one.held[0].level for one in play(always, GROUND, NEAREST).met if one.held}
    whoever = {one.need.number: one.held[0].level for one in play(always, GROUND, BROADCAST).met if one.held}
    both = nearest.keys() & whoever.keys()
    assert sum(nearest[number] for number in both) < sum(whoever[number] for number in both)


def test_who_grows_tired_says_yes_less_often() -> None:
    fresh, tired = (play(DISTRICT, GROUND, BROADCAST, Conditions(tired=tired)) for tired in (False, True))
    assert sum(one.filled for one in tired.met) <= sum(one.filled for one in fresh.met)


def test_known_odds_need_fewer_questions() -> None:
    learnt, known = (play(DISTRICT, GROUND, LINLI, Conditions(known=known)) for known in (False, True))
    assert len(known.asked) < len(learnt.asked)


def test_the_best_is_whole_and_better_than_any_policy() -> None:
    best = best_of(DISTRICT, GROUND)
    assert best.fractional == 0
    assert best.hands <= len(DISTRICT.needs)
    assert best.value > 0
    assert best.eligible <= {volunteer.code for volunteer in DISTRICT.roster}
