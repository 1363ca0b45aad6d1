from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from matching.agenda import Why, propose
from matching.case import Kind, State
from tests.builders import MORNING, a_case

LATER = MORNING + timedelta(days=9)
QUIET = a_case(number=1, due_at=LATER + timedelta(days=1), state=State.IN_PROGRESS)


def test_a_case_that_goes_its_way_is_nothing_to_talk_about() -> None:
    assert propose([(QUIET, 1)], LATER) == ()


@pytest.mark.parametrize(
    ("given", "reporters", "why"),
    [
        ({"due_at": LATER - timedelta(hours=1)}, 1, (Why.STUCK,)),
        ({"rung": 1}, 1, (Why.STUCK,)),
        ({"due_at": None, "times": 3}, 1, (Why.CHRONIC,)),
        ({}, 2, (Why.SEVERAL,)),
        ({"reopened": 1}, 1, (Why.REOPENED,)),
        ({"rung": 2, "times": 4, "reopened": 1}, 5, tuple(Why)),
    ],
)
def test_why_a_case_is_proposed(given, reporters, why) -> None:
    assert [item.why for item in propose([(replace(QUIET, **given), reporters)], LATER)] == [why]


@pytest.mark.parametrize(
    "given",
    [{"private": True}, {"kind": Kind.MEDIATION}, {"state": State.CLOSED}],
    ids=["private", "mediation", "ended"],
)
def test_what_never_stands_there(given) -> None:
    assert propose([(replace(QUIET, rung=2, **given), 3)], LATER) == ()


def test_more_reasons_first_then_the_more_pressing_then_the_older() -> None:
    several = replace(QUIET, number=2)
    stuck = replace(QUIET, number=3, rung=1)
    older = replace(stuck, number=4, created_at=MORNING - timedelta(days=1))
    both = replace(stuck, number=5)
    items = propose([(several, 2), (stuck, 1), (older, 1), (both, 2)], LATER, most=3)
    assert [item.case.number for item in items] == [5, 4, 3]
