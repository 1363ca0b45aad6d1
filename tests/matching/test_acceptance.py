from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.acceptance import AT_FIRST, LEVELS, UNKNOWN, chance, learn_population
from matching.diary import Entry, Habit, WeekPart
from matching.need import NeedKind
from matching.offers import OfferState

NOW = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
EVENING, WEEKEND, HELP = WeekPart.EVENING, WeekPart.WEEKEND, NeedKind.HELP


def an_entry(state: OfferState, level: int = 3) -> Entry:
    return Entry("lin", state, NOW, HELP, EVENING, date(2026, 3, 3), level=level)


def likely(habit: Habit, part: WeekPart = EVENING, kind: NeedKind = HELP) -> float:
    return chance(habit, 3, part, kind)


def test_of_somebody_new_is_believed_what_is_believed_of_everybody() -> None:
    assert likely(Habit()) == pytest.approx(AT_FIRST)


def test_a_few_answers_are_shrunk_towards_everybody() -> None:
    assert AT_FIRST < likely(Habit(claims=1)) < likely(Habit(claims=10)) < 1
    assert likely(Habit(claims=1)) == pytest.approx((4 * AT_FIRST + 1) / 5)


def test_silence_lowers_everything() -> None:
    silent = Habit(silences=3)
    for part in WeekPart:
        assert likely(silent, part) < AT_FIRST


def test_a_decline_lowers_only_its_hour_and_its_kind() -> None:
    declined = Habit().with_answer(an_entry(OfferState.DECLINED))
    assert likely(declined, EVENING, HELP) < likely(declined, WEEKEND, HELP) < AT_FIRST
    assert likely(declined, EVENING, NeedKind.VISIT) < AT_FIRST
    assert likely(declined, WEEKEND, NeedKind.VISIT) == pytest.approx(AT_FIRST)


def test_the_share_of_yes_and_no_is_found_where_there_are_many_answers() -> None:
    habit = Habit()
    for _ in range(200):
        habit = habit.with_answer(an_entry(OfferState.CLAIMED)).with_answer(an_entry(OfferState.SILENT))
    assert likely(habit) == pytest.approx(0.5, abs=0.01)


def test_nobody_is_given_up_and_nobody_is_certain() -> None:
    assert likely(Habit(silences=1000)) == 0.02
    assert likely(Habit(claims=1000)) == 0.98


def test_a_town_without_a_past_is_believed_to_be_as_others() -> None:
    learnt = learn_population([])
    assert learnt.mean == pytest.approx(AT_FIRST)
    assert learnt.by_level == pytest.approx(UNKNOWN.by_level)


def test_a_town_learns_how_far_people_go() -> None:
    near = [an_entry(OfferState.CONFIRMED, 0)] * 60 + [an_entry(OfferState.SILENT, 0)] * 40
    far = [an_entry(OfferState.LATE, 9)] * 10 + [an_entry(OfferState.DECLINED, 5)] * 90
    learnt = learn_population([*near, *far, an_entry(OfferState.FILLED)])
    assert learnt.by_level[0] > learnt.mean > learnt.by_level[LEVELS - 1]
    assert learnt.by_level[2] == pytest.approx(learnt.mean)
    assert chance(Habit(), 0, EVENING, HELP, learnt) > chance(Habit(), 9, EVENING, HELP, learnt)


@given(st.lists(st.sampled_from(sorted(OfferState))), st.integers(0, 9))
def test_a_chance_is_always_one(states: list[OfferState], level: int) -> None:
    habit = Habit()
    for state in states:
        habit = habit.with_answer(an_entry(state))
    assert 0 < chance(habit, level, EVENING, HELP) < 1
