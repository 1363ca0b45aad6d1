"""Free hours as files have them: read, compared with a span, counted."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from matching.slot import Slot, covered, parse_slot, parse_slots, weekly_hours

ZONE = ZoneInfo("Asia/Shanghai")
WEEKEND = Slot(frozenset({6, 7}), time(9), time(17))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026; the 2nd is a Monday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("text", "days", "start", "end"),
    [
        ("周末 09:00-17:00", {6, 7}, time(9), time(17)),
        ("工作日18:00—21:00", {1, 2, 3, 4, 5}, time(18), time(21)),
        ("18:00-21:30", set(range(1, 8)), time(18), time(21, 30)),
        ("每天 8:05~9:00", set(range(1, 8)), time(8, 5), time(9)),
        ("星期天 9:00至10:00", {7}, time(9), time(10)),
        ("周三 20:00-24:00", {3}, time(20), time(23, 59)),
    ],
)
def test_a_slot_as_files_write_it(text: str, days: set[int], start: time, end: time):
    assert parse_slot(text) == Slot(frozenset(days), start, end)


@pytest.mark.parametrize("text", ["", "周末", "火星日 9:00-10:00", "周一 10:00-09:00", "周一 25:00-26:00", "9点到10点"])
def test_what_is_no_slot(text: str):
    assert parse_slot(text) is None


def test_slots_are_read_apart_and_the_unreadable_left_out():
    assert parse_slots("周末 09:00-17:00|晚上|") == (WEEKEND,)
    assert parse_slots("") == ()


@pytest.mark.parametrize(
    ("starts", "ends", "covers"),
    [
        (at(7, 9), at(7, 17), True),
        (at(7, 8, 59), at(7, 10), False),
        (at(7, 16), at(7, 17, 1), False),
        (at(6, 10), at(6, 11), False),
        (at(7, 10), at(8, 10), False),
    ],
    ids=["all of it", "too early", "too late", "another day", "over a night"],
)
def test_whether_a_span_lies_in_it(starts: datetime, ends: datetime, covers: bool):
    assert WEEKEND.covers(starts, ends) is covers
    assert covered([Slot(frozenset({1}), time(0), time(1)), WEEKEND], starts, ends) is covers


def test_the_hours_of_a_week():
    assert WEEKEND.hours() == 16
    assert weekly_hours([WEEKEND, Slot(frozenset({1}), time(18), time(19, 30))]) == 17.5
    assert weekly_hours([]) == 0
