from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from matching.precedent import Precedent, Precedents
from matching.territory import Node, NodeKind

AT = datetime(2026, 3, 3, tzinfo=UTC)
COMPOUND, COMMUNITY = Node("rongyu", "sq", NodeKind.COMPOUND, "榕御"), Node("sq", "", NodeKind.COMMUNITY, "榕御社区")
DECIDED = Precedent(1, 7, "sq", "parking", "lin", "jiedao", "网格管", AT)


def test_none_decided_none_found() -> None:
    assert Precedents().find((COMPOUND,), "parking") is None
    assert Precedents().standing() == ()


def test_a_decision_holds_below_its_place() -> None:
    held = Precedents([DECIDED])
    assert held.find((COMPOUND, COMMUNITY), "parking") == DECIDED
    assert held.find((COMPOUND, COMMUNITY), "noise") is None
    assert held.find((COMPOUND,), "parking") is None


def test_the_lower_place_goes_first() -> None:
    lower = replace(DECIDED, number=2, place="rongyu", owner="wuye", at=AT - timedelta(days=9))
    assert Precedents([DECIDED, lower]).find((COMPOUND, COMMUNITY), "parking") == lower


def test_of_two_the_later_holds_whatever_the_order() -> None:
    later = replace(DECIDED, number=2, owner="wuye", at=AT + timedelta(days=1))
    assert Precedents([later, DECIDED]).find((COMMUNITY,), "parking") == later
    assert Precedents([later, DECIDED]).standing() == (later,)


def test_a_revoked_one_holds_no_more() -> None:
    assert Precedents([replace(DECIDED, revoked_at=AT)]).standing() == ()
