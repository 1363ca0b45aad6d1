"""Hours as people write them in chat."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from bot.desk.hours import find_hours, read_clock
from tests.builders import MORNING, ZONE


@pytest.mark.parametrize(
    ("words", "starts", "ends"),
    [
        ("周六上午", "03-07 08:00", "12:00"),
        ("周三16:30-18:00", "03-04 16:30", "18:00"),
        ("明天下午3点", "03-04 15:00", None),
        ("明天下午三点到五点半", "03-04 15:00", "17:30"),
        ("9-11点", "03-03 10:00", "11:00"),
        ("3月8日 上午", "03-08 08:00", "12:00"),
        ("晚上7点半到9点", "03-03 19:30", "21:00"),
        ("明天", "03-04 08:00", "18:00"),
        ("上午", "03-03 10:00", "12:00"),
        ("早上", "03-04 07:00", "09:00"),
        ("四点半", "03-03 16:30", None),
        ("今天8:00-9:00", "03-03 08:00", "09:00"),
        ("16:30到15:00", "03-03 16:30", None),
    ],
)
def test_hours_are_read_as_people_mean_them(words: str, starts: str, ends: str | None):
    found = find_hours(words, MORNING, ZONE)
    assert found is not None
    assert found.starts_at.astimezone(ZONE).strftime("%m-%d %H:%M") == starts
    assert (found.ends_at.astimezone(ZONE).strftime("%H:%M") if found.ends_at else None) == ends
    assert found.starts_at.tzinfo is UTC


@pytest.mark.parametrize("words", ["四点半课堂", "没有时间", "28:00", "", "3号楼", "25点"])
def test_what_tells_no_hours_is_none(words: str):
    assert find_hours(words, MORNING, ZONE) is None


def test_the_words_around_are_kept():
    found = find_hours("3号楼 周六上午 2台 读书会用", MORNING, ZONE)
    assert found is not None
    assert (found.before, found.behind) == ("3号楼", "2台 读书会用")


def test_an_end_that_nobody_said_is_so_many_minutes_later():
    found = find_hours("周三16:30", MORNING, ZONE)
    assert found is not None
    assert found.until(90) == datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


def test_a_clock_alone_says_how_far_it_was_read():
    clock = read_clock("9点到11点半做饭")
    assert clock is not None
    assert (clock.start, clock.end, clock.length) == (time(9), time(11, 30), 7)
    assert read_clock("做饭") is None
