from __future__ import annotations

from datetime import date, timedelta

from matching.gathering import CALLED_BY, EVERY, HELD_AT, Gathering, overdue_since

TODAY = date(2026, 3, 3)


def test_every_kind_has_its_name_rhythm_place_and_callers() -> None:
    assert set(EVERY) == set(HELD_AT) == set(CALLED_BY) == set(Gathering)
    assert len({kind.label for kind in Gathering}) == len(Gathering)


def test_one_that_was_never_held_is_due_today() -> None:
    assert overdue_since(Gathering.JOINT, None, TODAY) == TODAY


def test_due_when_its_time_has_passed() -> None:
    assert overdue_since(Gathering.WEEKLY, TODAY - timedelta(days=6), TODAY) is None
    assert overdue_since(Gathering.WEEKLY, TODAY - timedelta(days=9), TODAY) == TODAY - timedelta(days=2)
