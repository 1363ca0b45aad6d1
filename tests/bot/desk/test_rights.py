"""What each role may do and see: tables."""

from __future__ import annotations

import pytest

from bot.desk.rights import RIGHTS, ConsoleRole, Right, Standing
from matching.territory import Territory
from tests.builders import a_case, places

TOWN = Territory(places())


def test_every_role_has_its_rights_and_only_the_owner_all() -> None:
    assert set(RIGHTS) == set(ConsoleRole)
    assert [role for role in ConsoleRole if RIGHTS[role] == frozenset(Right)] == [ConsoleRole.OWNER]


@pytest.mark.parametrize("right", [Right.MOVE, Right.EDIT, Right.PUBLISH, Right.ROSTER, Right.SETTINGS, Right.ACCOUNTS])
def test_a_supervisor_changes_nothing(right: Right) -> None:
    assert not Standing(ConsoleRole.SUPERVISOR, "xinqiao").may(right)


@pytest.mark.parametrize(("standing", "seen"), [
    (Standing(ConsoleRole.OWNER), True),
    (Standing(ConsoleRole.STREET, "xinqiao"), True),
    (Standing(ConsoleRole.COMMUNITY, "rongyu-sq"), True),
    (Standing(ConsoleRole.COMMUNITY, "elsewhere"), False),
    (Standing(ConsoleRole.PROPERTY, "", "wuye"), False),
    (Standing(ConsoleRole.PROPERTY, "", "chen"), True),
    (Standing(ConsoleRole.PROPERTY), False),
], ids=["owner", "street", "community", "other community", "other company", "own", "no company"])  # fmt: skip
def test_who_sees_a_case(standing: Standing, *, seen: bool) -> None:
    assert standing.sees(TOWN, a_case()) is seen


def test_a_case_without_a_place_is_for_those_who_stand_for_everywhere() -> None:
    nowhere = a_case(place="", responder="")
    assert Standing(ConsoleRole.OWNER).sees(TOWN, nowhere)
    assert not Standing(ConsoleRole.STREET, "xinqiao").sees(TOWN, nowhere)
    assert not Standing(ConsoleRole.PROPERTY).sees(TOWN, nowhere)


def test_a_company_sees_what_it_had_but_nothing_private() -> None:
    wuye = Standing(ConsoleRole.PROPERTY, "", "wuye")
    assert wuye.sees(TOWN, a_case(had=("wuye",)))
    assert not wuye.sees(TOWN, a_case(responder="wuye", private=True))


def test_private_words_are_for_offices() -> None:
    private = a_case(private=True)
    assert Standing(ConsoleRole.COMMUNITY, "rongyu-sq").reads(private)
    assert not Standing(ConsoleRole.SUPERVISOR, "xinqiao").reads(private)
    assert not Standing(ConsoleRole.EDITOR).reads(private)
    assert Standing(ConsoleRole.EDITOR).reads(a_case())
