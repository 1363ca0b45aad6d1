"""Who is next when whoever has a case keeps silent: the rungs above a responder, lowest first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum

from matching.preference import COMMUNITY_ROLES
from matching.responder import EVERYTHING, NOT_HANDLING, Directory, Duty, Responder, Role
from matching.routing import Choice, Enquiry, Town, is_arbiters, masked
from matching.territory import Node


class Rung(IntEnum):
    """The rungs, from the one beside the trouble upwards; a case only climbs, but for a backup beside its owner.

    Above the top stand the paired leaders, who get a digest and never a case.
    """

    OWNER = 0
    GRID_WORKER = 1
    ESTATE_SECRETARY = 2
    COMMUNITY = 3
    STREET = 4
    DEPARTMENT = 5
    CENTRE = 6  # a department that takes everything: the command centre of a district


_BY_ROLE = {
    Role.GRID_WORKER: Rung.GRID_WORKER,
    Role.ESTATE_SECRETARY: Rung.ESTATE_SECRETARY,
    Role.COMMUNITY: Rung.COMMUNITY,
    Role.STREET: Rung.STREET,
    Role.DEPARTMENT: Rung.DEPARTMENT,
}
#: They see what is stuck and never have a case.
_READING = frozenset({Role.PAIRED_LEADER, Role.SUPERVISOR})


@dataclass(frozen=True, slots=True)
class _Held:
    """A duty over the place, `depth` steps above it."""

    holder: Responder
    duty: Duty
    node: Node
    depth: int


def rung_of(duty: Duty) -> Rung:
    """The rung that a duty stands on; property, teams and leaders of buildings and lanes stand at the bottom."""
    if duty.role is Role.DEPARTMENT and EVERYTHING in duty.categories:
        return Rung.CENTRE
    return _BY_ROLE.get(duty.role, Rung.OWNER)


def next_rung(enquiry: Enquiry, silent: str, town: Town, *, joint: bool = False) -> Choice | None:
    """Who has a case next when the responder with the code `silent` kept silent; None at the top.

    First his backup, then the rungs above his own: the lowest rung and place first, who names the category before
    who takes everything. Whoever is away is stood in for by the backup. Who had it before (`enquiry.without`)
    never gets it this way again, so that every ladder ends. What communities are not given passes them by. A
    `joint` case goes to an arbiter, whoever leads it.
    """
    without = enquiry.without | {silent}
    enquiry = replace(enquiry, without=without)
    held = _held_over(enquiry, town)
    owner = town.directory.get(silent)
    if owner is not None and not joint:
        there = stand_in(owner, enquiry, town.directory)
        own = next((one for one in held if one.holder.code == silent), None)
        if there is not None and own is not None:
            return Choice(there, own.duty, own.node, (f"由{masked(owner.name)}的B角接办",))
    below = min((rung_of(one.duty) for one in held if one.holder.code == silent), default=Rung.OWNER)
    for one in held:
        above = is_arbiters(one.duty) if joint else rung_of(one.duty) > below
        there = _there(one.holder, enquiry, town.directory) if above and _fits(one.duty, enquiry, town) else None
        if there is not None:
            return Choice(there, one.duty, one.node, (f"由上一级{town.preferences.role(one.duty.role)}接办",))
    return None


def at_the_top(enquiry: Enquiry, town: Town) -> Choice | None:
    """The arbiter over a place, street before command centre, also while on leave: for a case that nobody else can
    have. None where there is none, or where he is in `enquiry.without`.
    """
    for one in _held_over(enquiry, town):
        if is_arbiters(one.duty) and one.holder.code not in enquiry.without:
            return Choice(one.holder, one.duty, one.node, ("没有别人在岗，由上一级兜底",))
    return None


def leaders_over(place: str, town: Town) -> tuple[Responder, ...]:
    """Who reads the digest of what is stuck at a place: paired leaders and supervisors over it, the nearest first;
    without any the arbiters over it. Each once. Empty where there is nobody.
    """
    line = town.territory.lineage_or_top(place)
    over = [(holder, duty) for node in line for holder, duty in town.directory.at(node.code)]
    reading = [holder for holder, duty in over if duty.role in _READING]
    reading = reading or [holder for holder, duty in over if is_arbiters(duty)]
    return tuple({holder.code: holder for holder in reading}.values())


def _held_over(enquiry: Enquiry, town: Town) -> list[_Held]:
    """The duties over a place, the first to be asked in front."""
    line = town.territory.lineage_or_top(enquiry.place)
    held = [
        _Held(holder, duty, node, depth)
        for depth, node in enumerate(line)
        for holder, duty in town.directory.at(node.code)
        if duty.role not in NOT_HANDLING
    ]
    return sorted(held, key=lambda one: (rung_of(one.duty), one.depth, not one.duty.names(enquiry.category)))


def _fits(duty: Duty, enquiry: Enquiry, town: Town) -> bool:
    """Whether a duty takes the category on its way up; a street takes everything, whatever its row says."""
    if enquiry.category in town.preferences.negative and duty.role in COMMUNITY_ROLES:
        return False
    return duty.role is Role.STREET or duty.covers(enquiry.category)


def _there(holder: Responder, enquiry: Enquiry, directory: Directory) -> Responder | None:
    """The holder, or on his leave whoever stands in; None when neither can have it. A holder who had it is passed
    by with his backup, who was asked then.
    """
    if holder.code in enquiry.without:
        return None
    return stand_in(holder, enquiry, directory) if holder.on_leave(enquiry.day) else holder


def stand_in(holder: Responder, enquiry: Enquiry, directory: Directory) -> Responder | None:
    """The first of the chain of backups who is there and is not in `enquiry.without`; None when nobody is."""
    seen, person = {holder.code}, directory.get(holder.backup)
    while person is not None and person.code not in seen:
        if not person.on_leave(enquiry.day) and person.code not in enquiry.without:
            return person
        seen.add(person.code)
        person = directory.get(person.backup)
    return None
