"""How many hands a need wants, and how it is called."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from matching.need import Need, NeedKind, NeedState, NeedUrgency, Part

NOW = datetime(2026, 3, 3, 2, tzinfo=UTC)
NEED = Need(5, NeedKind.HELP, NeedState.OPEN, NeedUrgency.TODAY, "p", "3栋", "换灯泡", NOW, NOW, NOW, NOW)


def test_one_of_a_case_is_called_by_its_number_another_by_its_own() -> None:
    assert replace(NEED, case=12).said == "12"
    assert NEED.said == "Z5"


def test_its_parts_say_how_many_and_a_pair_is_two_at_least() -> None:
    assert NEED.people == 1
    assert replace(NEED, pair=True).people == 2
    assert replace(NEED, parts=(Part("医疗", 2), Part("理发"))).people == 3
