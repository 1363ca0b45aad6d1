"""What paired units lend: rooms, goods, people; how much of it is free when somebody wants it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ResourceKind(StrEnum):
    """What is lent. Stored as text."""

    ROOM = "room"
    GOODS = "goods"
    PEOPLE = "people"


class UseState(StrEnum):
    """Where a use stands. Stored as text."""

    ASKED = "asked"        # its keeper has not answered
    AGREED = "agreed"
    REFUSED = "refused"
    RETURNED = "returned"  # given back, or no longer wanted


#: It is kept for somebody in one of these.
KEPT = frozenset({UseState.ASKED, UseState.AGREED})


@dataclass(frozen=True, slots=True)
class Resource:
    """Something a unit offers at a place (a code) and below it; `count` of them; `keeper` a person's code or ""."""

    code: str
    unit: str
    place: str
    kind: ResourceKind
    name: str
    aliases: tuple[str, ...] = ()
    count: int = 1
    keeper: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a resource: `count` of it from `starts_at` to `ends_at` (aware UTC), `by` a person's code.

    `contact` is the account that asked, 0 for none; `what` what for.
    """

    number: int
    resource: str
    by: str
    what: str
    count: int
    at: datetime
    starts_at: datetime
    ends_at: datetime
    state: UseState = UseState.ASKED
    why: str = ""
    contact: int = 0


def free_count(resource: Resource, uses: Iterable[Use], starts: datetime, ends: datetime) -> int:
    """How many are free for the whole span, never below 0. Everything that is kept for anybody within the span
    counts as used for all of it: two uses one after the other may have the same one, but nobody carries it over.
    """
    used = sum(
        one.count
        for one in uses
        if one.resource == resource.code and one.state in KEPT and one.starts_at < ends and starts < one.ends_at
    )
    return max(0, resource.count - used)


def named_in(resources: Iterable[Resource], words: str) -> list[Resource]:
    """The resources whose name or an alias stands in the words, those with the longest name first."""
    found = [
        (max((len(name) for name in (one.name, *one.aliases) if name and name in words), default=0), one)
        for one in resources
    ]
    return [one for length, one in sorted(found, key=lambda pair: -pair[0]) if length]


def nearest_first(resources: Sequence[Resource], line: Sequence[str]) -> list[Resource]:
    """Those at the first of these places (a lineage) or above it, the nearest first; others are left out."""
    nearness = {code: at for at, code in enumerate(line)}
    return sorted((one for one in resources if one.place in nearness), key=lambda one: nearness[one.place])
