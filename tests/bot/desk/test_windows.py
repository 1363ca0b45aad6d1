"""From a time as written to a window."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.windows import window_of
from intents.needs.when import read_when
from matching.need import NeedUrgency
from tests.builders import MORNING, ZONE

#: A Saturday, 19:00 in Zhangzhou.
SATURDAY_EVENING = datetime(2026, 3, 7, 11, 0, tzinfo=UTC)


def window(text: str, now: datetime, minutes: int = 60) -> str:
    found = window_of(read_when(text), now, ZONE, minutes)
    starts, ends = found.starts_at.astimezone(ZONE), found.ends_at.astimezone(ZONE)
    unread = "" if found.read else " ?"
    return f"{starts:%m-%d %H:%M} {ends:%m-%d %H:%M} {found.urgency}{unread}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "03-03 10:00 03-03 20:00 today"),
        ("今天", "03-03 10:00 03-03 20:00 today"),
        ("周六上午", "03-07 08:00 03-07 12:00 planned"),
        ("今晚7点", "03-03 19:00 03-03 20:30 today"),
        ("明天下午三点前", "03-04 08:00 03-04 15:00 planned"),
        ("下周三9-11点", "03-11 09:00 03-11 11:00 planned"),
        ("中午", "03-03 11:30 03-03 14:00 today"),
        ("晚上", "03-03 18:30 03-03 21:00 today"),
        ("下午2点到4点", "03-03 14:00 03-03 16:00 today"),
        ("今天上午", "03-03 10:00 03-03 12:00 urgent"),
        ("马上", "03-03 10:00 03-03 12:00 urgent"),
        ("3天后", "03-06 08:00 03-06 20:00 planned"),
        ("周末", "03-07 08:00 03-08 20:00 planned"),
        ("下周末上午", "03-14 08:00 03-14 12:00 planned"),
        ("每天", "03-03 10:00 03-03 20:00 today"),
    ],
)
def test_a_time_has_its_window_on_a_tuesday_morning(text: str, expected: str):
    assert window(text, MORNING) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9点", "03-04 09:00 03-04 10:30 planned"),
        ("早上8点到9点", "03-04 08:00 03-04 09:00 planned"),
        ("9点前", "03-04 08:00 03-04 09:00 planned"),
    ],
)
def test_an_hour_that_is_past_is_tomorrows(text: str, expected: str):
    assert window(text, MORNING) == expected


@pytest.mark.parametrize("text", ["今天上午9点", "12月1日", "2月31日", "年前"])
def test_what_cannot_be_made_out_or_lies_behind_is_said_to_be_unread(text: str):
    assert window(text, MORNING) == "03-03 10:00 03-03 20:00 today ?"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "03-08 08:00 03-08 20:00 planned"),
        ("周末", "03-07 19:00 03-08 20:00 planned"),
        ("周末上午", "03-08 08:00 03-08 12:00 planned"),
        ("今晚", "03-07 19:00 03-07 21:00 urgent"),
        ("周六", "03-14 08:00 03-14 20:00 planned"),
    ],
)
def test_in_the_evening_help_is_looked_for_tomorrow(text: str, expected: str):
    assert window(text, SATURDAY_EVENING) == expected


def test_on_a_sunday_the_weekend_is_what_is_left_of_it():
    sunday = SATURDAY_EVENING + timedelta(hours=15)
    assert window("周末", sunday) == "03-08 10:00 03-08 20:00 today"


def test_work_that_takes_long_has_the_time_it_takes():
    assert window_of(read_when("马上"), MORNING, ZONE, 240).ends_at == MORNING + timedelta(hours=4)
    assert window_of(None, MORNING, ZONE, 60).urgency is NeedUrgency.TODAY
