"""What a round of work counts, and what many come to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from matching.hours import Served, ServiceHours, minutes_worked, of_year, served

ZONE = ZoneInfo("Asia/Shanghai")
TEN = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)


def an_entry(at: datetime = TEN, minutes: int = 60, need: int = 1) -> ServiceHours:
    return ServiceHours(need, "zhou", at, minutes, "修灯")


@pytest.mark.parametrize(
    ("planned", "after", "said", "minutes"),
    [
        pytest.param(60, 90, 0, 60, id="as planned"),
        pytest.param(60, 20, 0, 20, id="done sooner"),
        pytest.param(60, 90, 75, 75, id="said to be longer"),
        pytest.param(60, 90, 200, 90, id="said to be longer than can be"),
        pytest.param(60, 0, 0, 60, id="done when it was claimed"),
        pytest.param(60, -5, 0, 60, id="done before it was claimed"),
        pytest.param(0, 90, 0, 1, id="planned for no time"),
        pytest.param(2000, 3000, 0, 720, id="longer than a day's work"),
    ],
)
def test_what_a_round_of_work_counts(planned: int, after: int, said: int, minutes: int):
    assert minutes_worked(planned, TEN, TEN + timedelta(minutes=after), said) == minutes


def test_without_both_times_it_counts_as_planned():
    assert minutes_worked(45, None, TEN) == 45
    assert minutes_worked(45, TEN, None) == 45


def test_a_minute_begun_counts():
    assert minutes_worked(60, TEN, TEN + timedelta(minutes=10, seconds=1)) == 11


def test_many_rounds_together_in_local_days():
    late = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)  # 01:00 of the 5th in Zhangzhou
    assert served([an_entry(late, 30), an_entry()], ZONE) == Served(2, 90, date(2026, 3, 3), date(2026, 3, 5))
    assert served([], ZONE) is None


def test_the_rounds_of_a_local_year():
    eve = an_entry(datetime(2025, 12, 31, 17, 0, tzinfo=UTC))  # already 2026 in Zhangzhou
    before = an_entry(datetime(2025, 12, 31, 12, 0, tzinfo=UTC))
    assert of_year([before, eve], 2026, ZONE) == [eve]
