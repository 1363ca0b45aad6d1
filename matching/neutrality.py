"""Who may reconcile two neighbours: nobody from the building of one, nor one of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from matching.responder import Directory
from matching.territory import NodeKind, Territory


@dataclass(frozen=True, slots=True)
class Sides:
    """The two sides of a dispute: where each lives (place codes, "" unknown), and who of them is on duty (codes)."""

    places: tuple[str, ...]
    people: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Mediator:
    """Somebody who could mediate: a person's code and the places where he lives or has a duty."""

    code: str
    places: tuple[str, ...]


def buildings_of(places: Iterable[str], territory: Territory) -> frozenset[str]:
    """The codes of the buildings that places are or lie in; a compound or an unknown place is in none."""
    return frozenset(
        node.code for place in places for node in territory.lineage(place) if node.kind is NodeKind.BUILDING
    )


def is_neutral(mediator: Mediator, sides: Sides, territory: Territory) -> bool:
    """Whether he is neither side nor from the building of one."""
    if mediator.code in sides.people:
        return False
    return buildings_of(mediator.places, territory).isdisjoint(buildings_of(sides.places, territory))


def neighbours_on_duty(sides: Sides, territory: Territory, directory: Directory) -> frozenset[str]:
    """The codes of those with a duty at the building of a side: they know both too well to decide between them."""
    buildings = buildings_of(sides.places, territory)
    return frozenset(holder.code for building in buildings for holder, _ in directory.at(building))
