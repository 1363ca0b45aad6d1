from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.encoding import (
    from_iso,
    from_json_list,
    from_json_mapping,
    from_millis,
    to_iso,
    to_json_list,
    to_json_mapping,
    to_millis,
    to_millis_or_null,
)


@given(st.datetimes(min_value=datetime(1960, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 (hypothesis wants naive bounds)
def test_a_moment_comes_back_to_the_millisecond(moment: datetime) -> None:
    kept = from_millis(to_millis(moment))

    assert timedelta(0) <= moment - kept < timedelta(milliseconds=1)
    assert kept.tzinfo is UTC


def test_a_local_moment_comes_back_in_utc() -> None:
    shanghai = timezone(timedelta(hours=8))

    kept = from_millis(to_millis(datetime(2026, 3, 2, 8, tzinfo=shanghai)))

    assert kept == datetime(2026, 3, 2, tzinfo=UTC)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="timezone"):
        to_millis(datetime(2026, 3, 2, 8))  # noqa: DTZ001 (the point of the test)


def test_no_moment_stays_none() -> None:
    assert to_millis_or_null(None) is None


@given(st.lists(st.text()))
def test_a_list_comes_back_in_order(items: list[str]) -> None:
    assert from_json_list(to_json_list(items)) == tuple(items)


@given(st.dictionaries(st.text(), st.text()))
def test_a_mapping_comes_back(items: dict[str, str]) -> None:
    assert from_json_mapping(to_json_mapping(items)) == items


@pytest.mark.parametrize("day", [date(2026, 3, 2), None])
def test_a_day_comes_back(day: date | None) -> None:
    assert from_iso(to_iso(day)) == day
