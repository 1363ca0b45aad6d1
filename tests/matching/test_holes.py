"""Holes in the net, and who has too much in hand."""

from __future__ import annotations

from matching.holes import Hole, HoleKind, find_holes
from matching.responder import Directory, Duty, Responder, Role
from matching.strain import overloaded
from matching.territory import Node, NodeKind, Territory

ALL = frozenset({"*"})
TERRITORY = Territory([
    Node("s", "", NodeKind.STREET, "新桥街道"),
    Node("c", "s", NodeKind.COMPOUND, "榕御小区"),
    Node("c-1", "c", NodeKind.BUILDING, "1栋"),
    Node("c-2", "c", NodeKind.BUILDING, "2栋"),
    Node("c-9", "c", NodeKind.BUILDING, "9栋", successor="c-1"),
])


def somebody(code: str, role: Role, place: str, categories: frozenset[str] = ALL, backup: str = "") -> Responder:
    return Responder(code, code, (Duty(role, place, categories),), backup)


def holes(*people: Responder, **subscribed: bool) -> set[Hole]:
    return set(find_holes(TERRITORY, Directory(people), subscribed, ("parking", "noise")))


def test_a_building_without_a_leader_and_a_category_without_an_owner_are_holes() -> None:
    chen = somebody("chen", Role.BUILDING_LEADER, "c-1", backup="lin")
    lin = somebody("lin", Role.PROPERTY, "c", frozenset({"parking"}))
    watcher = somebody("watcher", Role.SUPERVISOR, "s")

    assert holes(chen, lin, watcher, chen=True, lin=True, watcher=True) == {
        Hole(HoleKind.NO_LEADER, "c-2"),
        Hole(HoleKind.NO_OWNER, "c", category="noise"),
    }


def test_who_left_who_never_bound_and_who_has_nobody_to_stand_in_are_holes() -> None:
    one = somebody("one", Role.BUILDING_LEADER, "c-1", backup="gone")
    two = somebody("two", Role.BUILDING_LEADER, "c-2", backup="one")
    office = somebody("office", Role.STREET, "s")

    assert holes(one, two, office, one=False, office=True) == {
        Hole(HoleKind.LEFT, "c-1", "one"),
        Hole(HoleKind.NO_BACKUP, "c-1", "one"),
        Hole(HoleKind.NO_ACCOUNT, "c-2", "two"),
    }


def test_a_duty_at_a_closed_or_unknown_place_is_a_hole_and_the_place_itself_none() -> None:
    found = holes(
        somebody("a", Role.STREET, "s"), somebody("b", Role.PROPERTY, "c-9"), somebody("d", Role.PROPERTY, "nowhere"),
        Responder("e", "e", ()), a=True, b=True, d=True, e=True,
    )  # fmt: skip

    assert {hole for hole in found if hole.kind is HoleKind.CLOSED_PLACE} == {
        Hole(HoleKind.CLOSED_PLACE, "c-9", "b"),
        Hole(HoleKind.CLOSED_PLACE, "nowhere", "d"),
    }
    assert Hole(HoleKind.NO_LEADER, "c-9") not in found


def test_too_much_is_three_late_ones_or_twice_what_the_others_of_the_role_have() -> None:
    people = Directory([
        *(somebody(code, Role.BUILDING_LEADER, f"c-{code}") for code in "abcde"), somebody("p", Role.PROPERTY, "c"),
    ])

    found = overloaded(people, {"a": 2, "b": 3, "c": 7, "d": 3, "p": 40}, {"a": 3, "b": 2})

    assert found == {"a", "c"}
