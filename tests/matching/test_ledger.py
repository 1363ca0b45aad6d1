from __future__ import annotations

from datetime import date, timedelta

import pytest

from matching.case import Kind, State
from matching.ledger import (
    LedgerFigures,
    Tally,
    figures_of,
    folded,
    is_done,
    listed_at,
    months_until,
    named_place,
    next_month,
    residents_by_place,
)
from matching.territory import Territory
from tests.builders import MORNING, a_case, places

TOWN = Territory(places())


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({}, True),
        ({"state": State.NOT_ACCEPTED}, True),
        ({"private": True}, False),
        ({"kind": Kind.MEDIATION}, False),
        ({"kind": Kind.HAZARD}, True),
        ({"care": ("独居老人",)}, False),
        ({"category": "care"}, False),
        ({"secondary": ("child",)}, False),
        ({"intent": "praise"}, False),
        ({"state": State.NEW}, False),
        ({"state": State.MERGED}, False),
        ({"verdict": "withdrawn", "state": State.CLOSED}, False),
    ],
    ids=str,
)
def test_which_cases_may_be_shown(given: dict[str, object], shown: bool) -> None:
    assert listed_at(a_case(**given)) == (MORNING if shown else None)


def test_what_is_done() -> None:
    assert [state for state in State if is_done(state)] == [State.CLOSED, State.ARCHIVED]


def test_a_building_is_named_by_its_compound() -> None:
    assert [named_place(TOWN, code) for code in ("rongyu-3", "rongyu", "xiuwen", "xinqiao", "nowhere", "")] == [
        "rongyu", "rongyu", "xiuwen", "xinqiao", "", "",
    ]  # fmt: skip


def test_a_case_is_folded_to_where_three_residents_hide_it() -> None:
    seen = [("rongyu-1", 1), ("rongyu-2", 2), ("rongyu-2", 3), ("rongyu-2", 3), ("jiangbin-1", 4), ("", 5)]
    residents = residents_by_place(TOWN, seen)
    assert residents["rongyu"] == {1, 2, 3}
    assert "rongyu-2" not in residents
    assert folded(TOWN, "rongyu-3", residents) == "rongyu"
    assert folded(TOWN, "jiangbin-1", residents) == "rongyu-sq"
    assert folded(TOWN, "nowhere", residents) == ""
    assert folded(TOWN, "rongyu-1", residents_by_place(TOWN, [("rongyu-1", 1), ("rongyu-1", 2)])) is None


@pytest.mark.parametrize(
    ("tallies", "figures"),
    [
        ([], LedgerFigures(0, 0, None)),
        ([Tally("parking", None, 2)], LedgerFigures(2, 0, None)),
        ([Tally("parking", 5, 1), Tally("noise", 1, 1), Tally("noise", None, 1)], LedgerFigures(3, 2, 1)),
        ([Tally("parking", 0, 1), Tally("noise", 4, 2)], LedgerFigures(3, 3, 4)),
    ],
)
def test_what_is_counted(tallies: list[Tally], figures: LedgerFigures) -> None:
    assert figures_of(tallies) == figures


def test_months() -> None:
    assert months_until(date(2026, 1, 31), 3) == (date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1))
    assert next_month(date(2026, 12, 31)) == date(2027, 1, 1)
    assert next_month(date(2026, 1, 1)) - timedelta(days=1) == date(2026, 1, 31)
