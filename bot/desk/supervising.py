"""Signs of closing on paper, for whoever supervises a place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk import refusals, wording_closing
from bot.desk.chatwords import Command
from bot.desk.desk import Visit, duty_for
from bot.desk.labels import handler_title
from bot.desk.seeing import WATCHING
from matching.case import Action, CaseEvent
from matching.closing import shipped_signs
from matching.paper_closing import Closing, Flag, find_flags
from matching.routing import masked
from storage.unit_of_work import UnitOfWork

_WEEK = 7
_LISTED_MOST = 15
#: What ends a proposal: by whose word, and whether it held.
_HEARD = {Action.ACCEPT: (True, True), Action.CONFIRM: (False, True), Action.REJECT: (True, False)}


def flags(unit: UnitOfWork, since: datetime) -> list[Flag]:
    """The signs in what was reported as done since a moment, the latest first. Reads the events of that time."""
    return find_flags(closings(unit.cases.export_events(since)), shipped_signs())


def closings(events: Iterator[CaseEvent]) -> list[Closing]:
    """Each report that a case is done among events in their order, with what became of it."""
    found: dict[int, list[Closing]] = {}
    for event in events:
        own = found.setdefault(event.case, [])
        if event.action is Action.FINISH:
            own.append(Closing(event.case, event.actor, event.at, event.reason))
        elif own and event.action in (*_HEARD, Action.REFUTE):
            own[-1] = _ended(own[-1], event)
    return [closing for own in found.values() for closing in own]


def _ended(last: Closing, event: CaseEvent) -> Closing:
    heard, ended = _HEARD.get(event.action, (False, False))
    back = event.at if not ended else last.opened_again_at
    return Closing(last.case, last.handler, last.at, last.words, back, last.heard or heard, ended)


def watch(visit: Visit, command: Command) -> str:
    """督办: the signs of the last seven days at the places that the visitor supervises."""
    del command
    responder = visit.knowledge.town.directory.get(visit.contact.person) if visit.contact.person else None
    watched = [duty.place for duty in responder.duties if duty.role in WATCHING] if responder else []
    if not watched:
        raise refusals.NotASupervisor
    seen = [one for one in flags(visit.unit, visit.now - timedelta(days=_WEEK)) if _within(visit, one, watched)]
    return wording_closing.flags(_WEEK, [_line(visit, one) for one in seen[:_LISTED_MOST]])


def _within(visit: Visit, flag: Flag, places: list[str]) -> bool:
    """Whether one of its cases lies at one of the places."""
    territory = visit.knowledge.town.territory
    cases = [visit.unit.cases.load(number) for number in flag.examples]
    lines = [{node.code for node in territory.lineage(case.place)} for case in cases if case and case.place]
    return any(not line.isdisjoint(places) for line in lines)


def _line(visit: Visit, flag: Flag) -> str:
    responder = visit.knowledge.town.directory.get(flag.handler)
    choice = duty_for(visit, responder, "") if responder else None
    who = handler_title(choice) if choice else masked(responder.name) if responder else flag.handler
    return wording_closing.flag(who, flag.reason, flag.examples)


def flag_records(unit: UnitOfWork, since: datetime | None, zone: ZoneInfo) -> Iterator[Mapping[str, object]]:
    """The signs since a moment (None: ever) as rows of a table. Times are ISO 8601 with the zone's offset."""
    for flag in find_flags(closings(unit.cases.export_events(since)), shipped_signs()):
        yield {
            "sign": flag.sign,
            "handler": flag.handler,
            "reason": flag.reason,
            "count": flag.count,
            "examples": list(flag.examples),
            "last_at": flag.last_at.astimezone(zone).isoformat(timespec="seconds"),
        }
