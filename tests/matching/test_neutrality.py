"""Who may reconcile two sides."""

from __future__ import annotations

import pytest

from matching.neutrality import Mediator, Sides, buildings_of, is_neutral, neighbours_on_duty
from matching.responder import Directory, Duty, Responder, Role
from matching.territory import Territory
from tests.builders import places

TOWN = Territory(places())
SIDES = Sides(("rongyu-3", "rongyu-5"), frozenset({"chen"}))


@pytest.mark.parametrize(
    ("code", "where", "neutral"),
    [
        ("mei", ("rongyu-1",), True),
        ("mei", ("rongyu-sq", ""), True),
        ("mei", ("rongyu-3",), False),
        ("mei", ("rongyu-sq", "rongyu-5"), False),
        ("chen", ("rongyu-1",), False),
    ],
)
def test_neither_a_side_nor_from_the_building_of_one(code, where, neutral):
    assert is_neutral(Mediator(code, where), SIDES, TOWN) is neutral


def test_only_buildings_make_neighbours():
    assert buildings_of(("rongyu", "rongyu-3", "nowhere", ""), TOWN) == {"rongyu-3"}


def test_who_is_on_duty_at_the_building_of_a_side():
    duty = Duty(Role.BUILDING_LEADER, "rongyu-5", frozenset("*"))
    directory = Directory([Responder("li", "李明", (duty,))])
    assert neighbours_on_duty(SIDES, TOWN, directory) == {"li"}
    assert neighbours_on_duty(Sides(("rongyu-1",)), TOWN, directory) == frozenset()
