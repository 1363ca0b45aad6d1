from __future__ import annotations

from datetime import date

import pytest

from matching.checker import choose_checker
from matching.responder import Directory, Duty, Responder, Role
from matching.routing import Enquiry, Town, parse_preferences, shipped_preferences_text
from matching.territory import Territory
from tests.builders import places

DAY = date(2026, 3, 3)


def holder(code: str, role: Role, place: str, *categories: str, away: bool = False) -> Responder:
    duty = Duty(role, place, frozenset(categories or {"parking"}))
    return Responder(code, code, (duty,), leave_from=DAY if away else None)


ALL = (
    holder("chen", Role.BUILDING_LEADER, "rongyu-3"),
    holder("wuye", Role.PROPERTY, "rongyu"),
    holder("centre", Role.DEPARTMENT, "xiangcheng", "*"),
    holder("water", Role.DEPARTMENT, "xiangcheng", "utilities"),
    holder("jiedao", Role.STREET, "xinqiao"),
    holder("shequ", Role.COMMUNITY, "rongyu-sq"),
    holder("lin", Role.GRID_WORKER, "rongyu-sq"),
    holder("near", Role.GRID_WORKER, "rongyu"),
    holder("zhang", Role.ESTATE_SECRETARY, "rongyu"),
    holder("boss", Role.PAIRED_LEADER, "xinqiao", "*"),
)


def asked(
    *without: str, place: str = "rongyu-3", staff: tuple[Responder, ...] = ALL, private: bool = False
) -> str | None:
    town = Town(Territory(places()), Directory(staff), parse_preferences(shipped_preferences_text()))
    choice = choose_checker(Enquiry(place, "noise", DAY, frozenset(without)), town, private=private)
    return choice.responder.code if choice else None


def test_whoever_is_nearest_is_asked_and_then_the_next_one_up() -> None:
    order: list[str] = []
    while (code := asked(*order)) is not None:
        order.append(code)
    assert order == ["zhang", "near", "lin", "shequ", "jiedao", "centre"]


def test_the_handler_is_never_asked() -> None:
    assert asked("zhang") == "near"


def test_whoever_is_away_is_passed_by_without_a_stand_in() -> None:
    assert asked(staff=(holder("zhang", Role.ESTATE_SECRETARY, "rongyu", away=True), *ALL[:8])) == "near"


def test_what_is_private_only_those_check_who_may_decide_it() -> None:
    assert asked(private=True) == "jiedao"
    assert asked("jiedao", private=True) == "centre"
    assert asked("jiedao", "centre", private=True) is None


@pytest.mark.parametrize(("place", "code"), [("", "centre"), ("jiangbin-1", "lin")])
def test_somebody_over_the_place_is_asked(place: str, code: str) -> None:
    assert asked(place=place) == code
