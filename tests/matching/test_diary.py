from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from matching.deadline import WorkCalendar
from matching.diary import (
    BLANK,
    HALF_LIFE,
    Diary,
    Entry,
    Habit,
    Task,
    WeekPart,
    entry_of,
    week_part,
    write_diaries,
)
from matching.need import NeedKind
from matching.offers import Offer, OfferState
from tests.matching.askers import a_need

NOW = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
TODAY = date(2026, 3, 3)  # a Tuesday
ENTRY = Entry("lin", OfferState.ASKED, NOW, NeedKind.HELP, WeekPart.EVENING, TODAY)


@pytest.mark.parametrize(
    ("hour", "working", "part"),
    [
        (17, True, WeekPart.WORKDAY),
        (18, True, WeekPart.EVENING),
        (10, False, WeekPart.WEEKEND),
        (20, False, WeekPart.WEEKEND),
    ],
)
def test_a_week_has_working_days_their_evenings_and_days_off(hour: int, working: bool, part: WeekPart) -> None:
    assert week_part(datetime(2026, 3, 3, hour), working_day=working) is part  # noqa: DTZ001 - local


def test_an_offer_becomes_an_entry_of_the_local_day_of_the_need() -> None:
    late = a_need(starts_at=datetime(2026, 3, 3, 16, 30, tzinfo=UTC))
    offer = Offer(7, 1, "lin", NOW, NOW, ring=3, state=OfferState.CLAIMED)
    entry = entry_of(late, offer, WorkCalendar())
    assert (entry.day, entry.part, entry.level, entry.state) == (
        date(2026, 3, 4),
        WeekPart.WORKDAY,
        2,
        OfferState.CLAIMED,
    )
    assert entry_of(late, replace(offer, ring=0), WorkCalendar()).level == 0


@pytest.mark.parametrize(
    "state", [OfferState.CLAIMED, OfferState.DONE, OfferState.CONFIRMED, OfferState.LATE], ids=lambda state: state.value
)
def test_a_claim_raises_the_person_the_hour_and_the_kind(state: OfferState) -> None:
    habit = Habit().with_answer(replace(ENTRY, state=state))
    assert (habit.claims, habit.silences) == (1, 0)
    assert habit.agreed == {WeekPart.EVENING: 1, NeedKind.HELP: 1}
    assert not habit.declined


@pytest.mark.parametrize("state", [OfferState.DECLINED, OfferState.RELEASED], ids=lambda state: state.value)
def test_a_decline_is_kept_for_its_hour_and_its_kind_only(state: OfferState) -> None:
    habit = Habit().with_answer(replace(ENTRY, state=state))
    assert (habit.claims, habit.silences, dict(habit.agreed)) == (0, 0, {})
    assert habit.declined == {WeekPart.EVENING: 1, NeedKind.HELP: 1}


def test_silence_is_kept_of_the_person() -> None:
    habit = Habit().with_answer(replace(ENTRY, state=OfferState.SILENT), 0.5)
    assert (habit.silences, dict(habit.declined)) == (0.5, {})


@pytest.mark.parametrize(
    "state",
    [OfferState.ASKED, OfferState.FILLED, OfferState.WITHDRAWN, OfferState.NO_SHOW],
    ids=lambda state: state.value,
)
def test_what_is_no_answer_counts_for_nothing(state: OfferState) -> None:
    assert Habit().with_answer(replace(ENTRY, state=state)) == Habit()


def test_offers_are_counted_over_seven_days() -> None:
    diary = Diary((NOW - timedelta(days=7), NOW - timedelta(days=6), NOW, NOW + timedelta(hours=1)))
    assert diary.asked_in_week(NOW) == 2
    assert BLANK.asked_in_week(NOW) == 0


def test_an_offer_more_drops_those_older_than_a_week() -> None:
    assert Diary((NOW - timedelta(days=8), NOW - timedelta(days=1))).with_offer(NOW).asked == (
        NOW - timedelta(days=1),
        NOW,
    )


def test_tasks_are_counted_by_day_by_week_and_by_hours() -> None:
    diary = Diary(tasks=(Task(date(2026, 3, 2), 90), Task(date(2026, 3, 8), 30), Task(date(2026, 2, 24), 60)))
    assert diary.busy_on(date(2026, 3, 2))
    assert not diary.busy_on(TODAY)
    assert diary.tasks_in_week(TODAY) == 2  # Monday to Sunday; the 24th of February lies in the week before
    assert diary.tasks_in_week(date(2026, 3, 9)) == 0
    assert diary.hours(TODAY) == 2.0
    assert diary.hours(date(2026, 3, 2)) == 3.0


def test_a_claim_takes_the_day_and_a_decline_does_not() -> None:
    claimed = BLANK.with_answer(replace(ENTRY, state=OfferState.CLAIMED, minutes=90))
    assert claimed.tasks == (Task(TODAY, 90),)
    assert BLANK.with_answer(replace(ENTRY, state=OfferState.DECLINED)).tasks == ()
    assert BLANK.with_answer(replace(ENTRY, state=OfferState.LATE)).tasks == ()


def test_diaries_are_written_from_all_entries_and_old_answers_fade() -> None:
    old = replace(ENTRY, at=NOW - HALF_LIFE, state=OfferState.CONFIRMED, day=date(2025, 9, 4))
    found = write_diaries(
        [old, replace(ENTRY, state=OfferState.SILENT), replace(ENTRY, volunteer="wang", state=OfferState.CLAIMED)], NOW
    )
    assert set(found) == {"lin", "wang"}
    assert found["lin"].asked == (NOW,)
    assert found["lin"].habit.claims == pytest.approx(0.5)
    assert found["lin"].habit.silences == 1
    assert found["lin"].tasks == (Task(date(2025, 9, 4), 60),)
    assert found["wang"].tasks == (Task(TODAY, 60),)
