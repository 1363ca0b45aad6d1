"""Holes in the net: what nobody is responsible for, who cannot be reached, who has nobody to stand in. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from matching.responder import NOT_HANDLING, Directory, Responder, Role
from matching.territory import Node, NodeKind, Territory


class HoleKind(StrEnum):
    """What is missing."""

    NO_LEADER = "no_leader"        # a building or lane without a leader
    NO_OWNER = "no_owner"          # a category that nobody takes at a place or anywhere above it
    NO_BACKUP = "no_backup"        # a leader for whom nobody stands in
    LEFT = "left"                  # somebody on duty whose account has unsubscribed
    NO_ACCOUNT = "no_account"      # somebody on duty who has never bound an account
    CLOSED_PLACE = "closed_place"  # a duty at a place that is closed or unknown


@dataclass(frozen=True, slots=True)
class Hole:
    """One hole: at which place, of whom (a code, "" for nobody), and the category where one is without an owner."""

    kind: HoleKind
    place: str
    person: str = ""
    category: str = ""


_LED: Mapping[NodeKind, Role] = {NodeKind.BUILDING: Role.BUILDING_LEADER, NodeKind.LANE: Role.LANE_LEADER}
#: A category is looked after for the whole of one of these; a building has what its compound has.
_WHOLE = frozenset({NodeKind.COMPOUND, NodeKind.LANE, NodeKind.PARK})
#: They work at a place of their own and fall ill; an office has its colleagues.
_STANDS_IN = frozenset({Role.BUILDING_LEADER, Role.LANE_LEADER, Role.GRID_WORKER, Role.ESTATE_SECRETARY})


def find_holes(
    territory: Territory, directory: Directory, subscribed: Mapping[str, bool], categories: Collection[str]
) -> tuple[Hole, ...]:
    """Every hole: those of places first, in the tree's order, then those of people by code. `subscribed` says of
    everybody with an account whether it still is. Raises nothing.
    """
    found = [hole for node in territory.nodes() if not node.is_closed for hole in _of_place(node, directory)]
    found += [
        Hole(HoleKind.NO_OWNER, node.code, category=category)
        for node in territory.nodes()
        if node.kind in _WHOLE and not node.is_closed
        for category in _without_owner(node, territory, directory, categories)
    ]
    for responder in directory.responders():
        found.extend(_of_person(responder, territory, directory, subscribed))
    return tuple(found)


def _of_place(node: Node, directory: Directory) -> Iterator[Hole]:
    role = _LED.get(node.kind)
    if role is not None and all(duty.role is not role for _, duty in directory.at(node.code)):
        yield Hole(HoleKind.NO_LEADER, node.code)


def _without_owner(
    node: Node, territory: Territory, directory: Directory, categories: Collection[str]
) -> Iterator[str]:
    handling = [
        duty
        for above in territory.lineage(node.code)
        for _, duty in directory.at(above.code)
        if duty.role not in NOT_HANDLING
    ]
    yield from (category for category in categories if not any(duty.covers(category) for duty in handling))


def _of_person(
    person: Responder, territory: Territory, directory: Directory, subscribed: Mapping[str, bool]
) -> Iterator[Hole]:
    home = person.duties[0].place if person.duties else ""
    if person.code not in subscribed:
        yield Hole(HoleKind.NO_ACCOUNT, home, person.code)
    elif not subscribed[person.code]:
        yield Hole(HoleKind.LEFT, home, person.code)
    leads = any(duty.role in _STANDS_IN for duty in person.duties)
    if leads and directory.get(person.backup) is None:
        yield Hole(HoleKind.NO_BACKUP, home, person.code)
    for duty in person.duties:
        node = territory.get(duty.place)
        if node is None or node.is_closed:
            yield Hole(HoleKind.CLOSED_PLACE, duty.place, person.code)
