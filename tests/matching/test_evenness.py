"""How far a grid is behind the others in what was met."""

from __future__ import annotations

import pytest

from matching.evenness import Fate, behind


def test_without_any_need_nobody_is_behind() -> None:
    assert behind([]) == {}


def test_a_grid_with_fewer_needs_met_is_behind_and_the_others_are_not() -> None:
    found = behind([Fate("a", met=True, count=30), Fate("b", met=True, count=10), Fate("b", met=False, count=20)])

    assert set(found) == {"b"}
    assert found["b"] == pytest.approx(40 / 60 - (10 + 5 * 40 / 60) / 35)


def test_one_unlucky_need_weighs_little() -> None:
    many = [Fate("a", met=True, count=90)]

    assert behind([*many, Fate("b", met=False)])["b"] < 0.2 < behind([*many, Fate("b", met=False, count=30)])["b"]


def test_where_all_fare_alike_nobody_is_behind() -> None:
    assert behind([Fate("a", met=False, count=3), Fate("b", met=False, count=9)]) == {}
