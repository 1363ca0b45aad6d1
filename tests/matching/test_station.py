"""The nearest stations, what works there, and until when they are open."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from matching.station import (
    SERVICES,
    Near,
    Opening,
    Station,
    by_hours,
    look_at,
    nearest,
    opening_of,
    round_the_clock,
    service_named,
)

ZONE = ZoneInfo("Asia/Shanghai")
#: A Tuesday, ten in the morning.
TEN = datetime(2026, 3, 3, 10, 0, tzinfo=ZONE)
MIDNIGHT = datetime(2026, 3, 4, 0, 0, tzinfo=ZONE)
DAILY = "每天 08:00-22:00"


def a_station(code: str = "s1", east: float = 0.0, **given: object) -> Station:
    """A station so many thousandths of a degree east of 117.65, 24.51 (about 101 m each)."""
    station = Station(code, f"驿站{code}", "rongyu", 117.65 + east / 1000, 24.51, DAILY, {"饮水": "", "充电": ""}, "V1")
    return replace(station, **given)  # type: ignore[arg-type]  # its own fields


def at(hour: int, minute: int = 0) -> datetime:
    return TEN.replace(hour=hour, minute=minute)


@pytest.mark.parametrize(
    ("hours", "now", "opening"),
    [
        pytest.param(DAILY, at(10), Opening(open=True, until=at(22)), id="open"),
        pytest.param(DAILY, at(8), Opening(open=True, until=at(22)), id="just opened"),
        pytest.param(DAILY, at(7, 59), Opening(open=False, opens=at(8)), id="opens later today"),
        pytest.param(DAILY, at(22, 30), Opening(open=False), id="shut for today"),
        pytest.param("周末 09:00-17:00", at(10), Opening(open=False), id="another day"),
        pytest.param("每天 08:00-12:00|每天 14:00-18:00", at(13), Opening(open=False, opens=at(14)), id="at noon"),
        pytest.param("每天 08:00-12:00|工作日 10:00-18:00", at(11), Opening(open=True, until=at(18)), id="longest"),
        pytest.param("每天 00:00-24:00", at(10), Opening(open=True, until=MIDNIGHT), id="whole day"),
        pytest.param("", at(3), Opening(open=True), id="without hours"),
        pytest.param("看心情", at(3), Opening(open=True), id="hours nobody can read"),
    ],
)
def test_hours_say_whether_it_is_open_and_until_when(hours: str, now: datetime, opening: Opening) -> None:
    assert by_hours(hours, now) == opening


@pytest.mark.parametrize(
    ("given", "now", "opening"),
    [
        pytest.param({}, at(10), Opening(open=True, until=at(22)), id="by its hours"),
        pytest.param({"open": False}, at(10), Opening(open=False), id="shut until the keeper opens"),
        pytest.param({"open": False, "until_at": MIDNIGHT}, at(10), Opening(open=False), id="shut today"),
        pytest.param({"open": False, "until_at": at(0)}, at(10), Opening(open=True, until=at(22)), id="shut yesterday"),
        pytest.param({"until_at": at(23)}, at(22, 30), Opening(open=True, until=at(23)), id="open longer today"),
        pytest.param({"until_at": at(21)}, at(21, 30), Opening(open=True, until=at(22)), id="his word is over"),
    ],
)
def test_the_keepers_word_holds_as_long_as_it_was_given_for(given: dict, now: datetime, opening: Opening) -> None:
    assert opening_of(a_station(**given), now) == opening


def test_the_end_of_the_keepers_word_is_told_in_local_time() -> None:
    station = a_station(until_at=datetime(2026, 3, 3, 15, 0, tzinfo=UTC))

    until = opening_of(station, at(22, 30)).until

    assert until is not None
    assert until.hour == 23


def test_what_works_and_what_does_not_are_told_apart() -> None:
    near = look_at(a_station(services={"饮水": "", "微波炉": "坏了", "充电": ""}), TEN, 80.0)

    assert near == Near(near.station, 80.0, near.opening, ("饮水", "充电"), (("微波炉", "坏了"),))


def test_the_nearest_three_come_first_and_the_open_ones_before_the_shut() -> None:
    stations = [a_station("far", 9), a_station("shut", 1, open=False), a_station("b", 3), a_station("a", 2)]

    found = nearest(stations, (117.65, 24.51), TEN)

    assert [near.station.code for near in found] == ["a", "b", "shut"]
    assert [round(near.metres or 0, -1) for near in found] == [200, 300, 100]


def test_where_all_near_are_shut_the_nearest_open_one_is_named_too() -> None:
    stations = [a_station(str(far), far, open=far > 4) for far in range(1, 8)]

    found = nearest(stations, (117.65, 24.51), TEN)

    assert [near.station.code for near in found] == ["5", "1", "2"]


def test_where_everything_is_shut_the_nearest_are_named_as_such() -> None:
    found = nearest([a_station(str(far), far, open=False) for far in range(1, 6)], (117.65, 24.51), TEN)

    assert [near.station.code for near in found] == ["1", "2", "3"]


@pytest.mark.parametrize("missing", [{"lng": None}, {"lat": None}])
def test_a_station_that_nobody_measured_is_not_near(missing: dict) -> None:
    assert nearest([a_station(**missing)], (117.65, 24.51), TEN) == ()


@pytest.mark.parametrize(
    ("said", "service"),
    [
        ("微波炉坏了", "微波炉"),
        ("缺热水", "饮水"),
        ("手机充电的线没了", "充电"),
        ("没有伞了", "雨具"),
        ("换电柜坏了", "换电"),
        ("空调不冷", "休息"),
        ("门口有人停车", ""),
    ],
)
def test_people_call_the_services_by_other_names(said: str, service: str) -> None:
    assert service_named(said, ["换电", "饮水"]) == service


def test_a_stations_own_name_for_something_goes_first() -> None:
    assert service_named("空调坏了", ["空调"]) == "空调"
    assert service_named("空调坏了") == "休息"


def test_there_are_ten_services_and_no_word_means_two() -> None:
    words = [word for name, others in SERVICES.items() for word in (name, *others)]

    assert len(SERVICES) == 10
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("hours", "whole"),
    [
        ("每天 00:00-24:00", True),
        ("", True),
        (DAILY, False),
        ("工作日 00:00-24:00", False),
        ("每天 01:00-24:00", False),
    ],
)
def test_hours_of_whole_days_are_known_as_such(hours: str, *, whole: bool) -> None:
    assert round_the_clock(hours) is whole
