from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from intents.verdict import Category
from matching.closing import RECHECKED_AFTER, in_sample, recheck_due, reminded_at, shipped_signs, wants_photo
from tests.builders import a_case

ZONE = ZoneInfo("Asia/Shanghai")
ASKED = datetime(2026, 3, 3, 10, 0, tzinfo=ZONE).astimezone(UTC)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("window_until", "when"),
    [
        (None, at(4, 10)),  # a day after the question
        (at(3, 20), at(3, 19)),  # an hour before the window shuts
        (at(4, 20), at(4, 10)),  # it shuts later than that anyway
        (at(3, 12), at(4, 10)),  # it shuts too soon: twice within two hours is no reminder
        (at(3, 23, 30), at(3, 21)),  # it shuts at night
        (at(4, 3), at(3, 21)),
    ],
)
def test_the_first_reminder_comes_while_she_can_be_written_to(window_until: datetime | None, when: datetime) -> None:
    assert reminded_at(ASKED, 0, window_until, ZONE) == when


def test_the_second_reminder_comes_after_two_days_and_there_is_no_third() -> None:
    assert reminded_at(ASKED, 1, at(3, 20), ZONE) == at(5, 10)
    with pytest.raises(IndexError):
        reminded_at(ASKED, 2, None, ZONE)


def test_a_tenth_is_asked_again_the_same_ones_always() -> None:
    sample = [number for number in range(1, 10_001) if in_sample(number)]
    assert 900 < len(sample) < 1_100
    assert all(in_sample(number) for number in sample)


def test_what_came_more_than_once_is_always_asked_about_again() -> None:
    number = next(number for number in range(1, 100) if not in_sample(number))
    assert recheck_due(a_case(number=number), ASKED) is None
    assert recheck_due(a_case(number=number, times=2), ASKED) == ASKED + RECHECKED_AFTER
    assert recheck_due(a_case(number=number, reopened=1), ASKED) == ASKED + RECHECKED_AFTER
    sampled = next(number for number in range(1, 100) if in_sample(number))
    assert recheck_due(a_case(number=sampled), ASKED) == ASKED + RECHECKED_AFTER


def test_the_data_fits() -> None:
    assert wants_photo() <= set(Category)
    signs = shipped_signs()
    assert signs.mass_within == timedelta(minutes=10)
    assert 0 < signs.back_share < 1
    assert 0 < signs.wordless_share < 1
