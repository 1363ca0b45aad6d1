"""Who may open a case's page, and as what."""

from __future__ import annotations

from enum import StrEnum

from bot.desk.desk import Visit, parties_of
from bot.desk.picking import concerns
from bot.desk.two_keys import may_read
from matching.case import Case, State
from matching.lifecycle import Party
from matching.responder import Role

#: They read what goes wrong below their place, and change nothing.
WATCHING = frozenset({Role.SUPERVISOR, Role.PAIRED_LEADER})
#: Of a private case only those who work on it see anything; anybody else needs a second person (`two_keys`).
_OF_PRIVATE = frozenset({Party.OWNER, Party.CHECKER})


class SeenAs(StrEnum):
    """As what somebody reads a case."""

    RESIDENT = "resident"
    HANDLER = "handler"
    WATCHER = "watcher"


def seen_as(visit: Visit, case: Case) -> SeenAs | None:
    """As what the visitor may read a case; None when it is not hers to read. Her own case goes first."""
    if concerns(visit, case):
        return SeenAs.RESIDENT
    person = visit.contact.person
    if not person:
        return None
    parties = parties_of(visit, case, person)
    if parties & (_OF_PRIVATE if case.private else frozenset(Party)) or person == case.answerable:
        return SeenAs.HANDLER
    if _was_called(visit, case, person) or (case.private and may_read(visit, case)):
        return SeenAs.HANDLER
    return SeenAs.WATCHER if not case.private and watches(visit, case.place) else None


def _was_called(visit: Visit, case: Case, person: str) -> bool:
    """Whether a whistle for this case calls somebody, or called him the last time; of a private one only while it
    calls.
    """
    if case.private and case.state is not State.JOINT:
        return False
    blown = next(iter(visit.unit.whistles.of_case(case.number)), None)
    calls = visit.unit.whistles.calls(blown.number) if blown is not None else []
    return any(person in (call.person, call.climbed_to) for call in calls)


def watches(visit: Visit, place: str = "") -> bool:
    """Whether the visitor supervises a place, or any at all when none is named."""
    responder = visit.knowledge.town.directory.get(visit.contact.person) if visit.contact.person else None
    if responder is None:
        return False
    line = {node.code for node in visit.knowledge.town.territory.lineage(place)}
    return any(duty.role in WATCHING and (not place or duty.place in line) for duty in responder.duties)
