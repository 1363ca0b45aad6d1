"""Who is on duty where, for what, and who stands in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

#: In a duty's categories: everything.
EVERYTHING = "*"


class Role(StrEnum):
    """What somebody is responsible as. The words are those of people.csv."""

    BUILDING_LEADER = "building_leader"
    LANE_LEADER = "lane_leader"
    GRID_WORKER = "grid_worker"
    ESTATE_SECRETARY = "estate_secretary"
    PROPERTY = "property"
    COMMUNITY = "community"
    STREET = "street"
    DEPARTMENT = "department"
    TEAM = "team"
    PAIRED_LEADER = "paired_leader"
    SUPERVISOR = "supervisor"
    MEDIATOR = "mediator"


#: They see, decide or reconcile, but a case is never theirs to handle.
NOT_HANDLING = frozenset({Role.PAIRED_LEADER, Role.SUPERVISOR, Role.MEDIATOR})
#: They may send for volunteers; everybody else asks for help as a resident does.
ORDERING = frozenset({
    Role.COMMUNITY, Role.STREET, Role.BUILDING_LEADER, Role.LANE_LEADER, Role.ESTATE_SECRETARY, Role.PROPERTY,
    Role.GRID_WORKER, Role.TEAM,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Duty:
    """One responsibility: a role at a place for some categories; `*` among them means all."""

    role: Role
    place: str
    categories: frozenset[str]

    def names(self, category: str) -> bool:
        """Whether the category is written there, `*` aside."""
        return category in self.categories

    def covers(self, category: str) -> bool:
        """Whether the duty takes the category, by name or by `*`."""
        return category in self.categories or EVERYTHING in self.categories


@dataclass(frozen=True, slots=True)
class Responder:
    """A person or an office that takes cases. `backup` is another responder's code or "".

    Leave counts both days; an open end (None) is open.
    """

    code: str
    name: str
    duties: tuple[Duty, ...]
    backup: str = ""
    leave_from: date | None = None
    leave_until: date | None = None

    def on_leave(self, day: date) -> bool:
        """Whether that day falls into the leave; without a first day there is none."""
        if self.leave_from is None or day < self.leave_from:
            return False
        return self.leave_until is None or day <= self.leave_until


class Directory:
    """Everybody on duty, immutable, in the order given."""

    def __init__(self, responders: Iterable[Responder]) -> None:
        self._responders = {responder.code: responder for responder in responders}
        places: dict[str, list[tuple[Responder, Duty]]] = {}
        for responder in self._responders.values():
            for duty in responder.duties:
                places.setdefault(duty.place, []).append((responder, duty))
        self._places = {place: tuple(found) for place, found in places.items()}

    def responders(self) -> tuple[Responder, ...]:
        """Everybody, in the order given."""
        return tuple(self._responders.values())

    def get(self, code: str) -> Responder | None:
        """The responder with this code, or None."""
        return self._responders.get(code)

    def at(self, place: str) -> tuple[tuple[Responder, Duty], ...]:
        """Those with a duty at exactly this place, each with that duty."""
        return self._places.get(place, ())

    def places(self) -> tuple[str, ...]:
        """The codes of all places where somebody has a duty."""
        return tuple(self._places)
