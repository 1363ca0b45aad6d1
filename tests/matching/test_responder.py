from __future__ import annotations

from datetime import date

import pytest

from matching.responder import Directory, Duty, Responder, Role

PARKING = Duty(Role.BUILDING_LEADER, "y-3", frozenset({"parking"}))
ALL = Duty(Role.PROPERTY, "y", frozenset({"*"}))


def test_a_duty_covers_what_it_names_and_a_star_covers_all() -> None:
    assert PARKING.names("parking")
    assert PARKING.covers("parking")
    assert not PARKING.covers("noise")
    assert ALL.covers("noise")
    assert not ALL.names("noise")


@pytest.mark.parametrize(
    ("first", "last", "away"),
    [
        (None, None, False),
        (None, date(2026, 5, 9), False),
        (date(2026, 5, 1), date(2026, 5, 9), True),
        (date(2026, 5, 5), date(2026, 5, 5), True),
        (date(2026, 5, 6), None, False),
        (date(2026, 5, 1), None, True),
        (date(2026, 5, 1), date(2026, 5, 4), False),
    ],
)
def test_leave_counts_both_days(first: date | None, last: date | None, *, away: bool) -> None:
    assert Responder("p", "陈建国", (), "", first, last).on_leave(date(2026, 5, 5)) is away


def test_a_directory_answers_by_code_and_by_place() -> None:
    leader = Responder("p1", "陈建国", (PARKING,))
    desk = Responder("p2", "榕御物业", (ALL, Duty(Role.PROPERTY, "z", frozenset({"*"}))))
    directory = Directory([leader, desk])

    assert directory.get("p1") == leader
    assert directory.get("p9") is None
    assert directory.at("y-3") == ((leader, PARKING),)
    assert directory.at("nowhere") == ()
    assert directory.places() == ("y-3", "y", "z")
    assert directory.responders() == (leader, desk)
