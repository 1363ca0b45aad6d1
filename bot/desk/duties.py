"""责任清单 as those above read it: this month's counts in chat, and every event as a table. Nobody changes anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.desk import refusals, wording_whistles
from bot.desk.chatwords import Command
from bot.desk.desk import Visit
from bot.desk.exporting import iso
from bot.desk.seeing import WATCHING
from bot.desk.wording_whistles import DutyLine
from matching.duty import DutyCode, is_late, shipped_duties
from matching.responder import EVERYTHING, Duty, Role
from storage.unit_of_work import UnitOfWork

_DUTIES = shipped_duties()


def duties(visit: Visit, command: Command) -> str:
    """责任清单: how often each duty came up this month at the places the visitor watches, done, open and late; and
    how often was whistled there.
    """
    del command
    places = _watched(visit)
    if not places:
        raise refusals.NotADutyReader
    local = visit.now.astimezone(visit.zone)
    since = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
    counted: dict[DutyCode, Counter[str]] = {code: Counter() for code in _DUTIES}
    for one in visit.unit.duties.counts(since, visit.now):
        if _within(visit, one.place, places):
            counted[one.duty] += Counter(came_up=one.came_up, done=one.done, open=one.open, late=one.late)
    lines = [
        DutyLine(duty.name, count["came_up"], count["done"], count["open"], count["late"])
        for duty in _DUTIES.values()
        for count in (counted[duty.code],)
    ]
    title = visit.knowledge.town.territory.title
    where = "、".join(dict.fromkeys(title(place) for place in places))
    return wording_whistles.duties(where, f"{local.month}月1日", lines, _whistled(visit, since, places))


def _watched(visit: Visit) -> list[str]:
    responder = visit.knowledge.town.directory.get(visit.contact.person) if visit.contact.person else None
    return [duty.place for duty in responder.duties if _watches(duty)] if responder else []


def _watches(duty: Duty) -> bool:
    return duty.role in WATCHING or (duty.role is Role.DEPARTMENT and EVERYTHING in duty.categories)


def _within(visit: Visit, place: str, places: list[str]) -> bool:
    """Whether a place lies below one of these; what has no place is everybody's to see."""
    return not place or any(node.code in places for node in visit.knowledge.town.territory.lineage(place))


def _whistled(visit: Visit, since: datetime, places: list[str]) -> str:
    whistles = sum(_within(visit, whistle.place, places) for whistle, _ in visit.unit.whistles.export(since))
    cases = sum(_within(visit, case.place, places) for case in visit.unit.cases.export(since))
    return wording_whistles.whistle_rate(whistles, cases)


def duty_records(
    unit: UnitOfWork, since: datetime | None, zone: ZoneInfo, now: datetime
) -> Iterator[Mapping[str, Any]]:
    """Every event of a duty since a moment (None: all), in the order they came up. Times are ISO 8601 with the
    zone's offset; `owner` and `place` are codes.
    """
    for event in unit.duties.since(since):
        yield {
            "duty": event.duty.value,
            "name": _DUTIES[event.duty].name,
            "owner": event.owner,
            "place": event.place,
            "case": event.case or None,
            "whistle": event.whistle or None,
            "meeting": event.meeting or None,
            "at": iso(event.at, zone),
            "due_at": iso(event.due_at, zone),
            "done_at": iso(event.done_at, zone),
            "late": is_late(event, now),
            "evidence": event.evidence,
        }
