"""What offices take away as tables: catalogues, activities, work notices, what units lend and who used it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.desk.exporting import iso
from matching.activity import SignUpState
from matching.resource import UseState
from matching.service import write_parts
from storage.unit_of_work import UnitOfWork

_EVER = datetime(1970, 1, 1, tzinfo=UTC)
SERVICE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "services": ("code", "place", "number", "name", "aliases", "mode", "parts", "minutes", "note", "until_day"),
    "activities": (
        "number", "place", "title", "spot", "starts_at", "ends_at", "capacity", "minors", "by", "state", "people",
        "waiting",
    ),
    "jobs": ("number", "kind", "place", "what", "skills", "slots", "pay", "state", "until_day", "at", "matches",
             "answers"),
    "resources": ("code", "unit", "place", "kind", "name", "aliases", "count", "keeper", "note"),
    "resource_uses": (
        "number", "unit", "resource", "name", "kind", "place", "by", "what", "count", "at", "starts_at", "ends_at",
        "hours", "state", "why",
    ),
}  # fmt: skip


def service_records(unit: UnitOfWork) -> Iterator[Mapping[str, Any]]:
    """The catalogues in the columns that `linli import services` reads."""
    for one in unit.services.all():
        yield {
            "code": one.code,
            "place": one.place,
            "number": one.number,
            "name": one.name,
            "aliases": "|".join(one.aliases),
            "mode": one.mode.value,
            "parts": write_parts(one.parts),
            "minutes": one.minutes,
            "note": one.note,
            "until_day": one.until.isoformat() if one.until else "",
        }


def activity_records(unit: UnitOfWork, since: datetime | None, zone: ZoneInfo) -> Iterator[Mapping[str, Any]]:
    """The activities that begin since a moment (None: all); of who came only how many, nobody's name."""
    counts = unit.activities.counts()
    for one in unit.activities.since(since or _EVER):
        yield {
            "number": one.number,
            "place": one.place,
            "title": one.title,
            "spot": one.spot,
            "starts_at": iso(one.starts_at, zone),
            "ends_at": iso(one.ends_at, zone),
            "capacity": one.capacity or None,
            "minors": one.minors,
            "by": one.by,
            "state": one.state.value,
            "people": counts.get((one.number, SignUpState.IN), (0, 0))[0],
            "waiting": counts.get((one.number, SignUpState.WAITING), (0, 0))[0],
        }


def job_records(unit: UnitOfWork, since: datetime | None, zone: ZoneInfo) -> Iterator[Mapping[str, Any]]:
    """The work notices since a moment (None: all), whoever posted them left out; how many were told and answered."""
    for one in unit.jobs.since(since or _EVER):
        matches = unit.jobs.matches(one.number)
        yield {
            "number": one.number,
            "kind": one.kind.value,
            "place": one.place,
            "what": one.what,
            "skills": list(one.skills),
            "slots": one.slots,
            "pay": one.pay,
            "state": one.state.value,
            "until_day": one.until.isoformat(),
            "at": iso(one.at, zone),
            "matches": len(matches),
            "answers": sum(state != "told" for _, _, state in matches),
        }


def resource_records(unit: UnitOfWork) -> Iterator[Mapping[str, Any]]:
    """What units lend in the columns that `linli import resources` reads."""
    for one in unit.resources.all():
        yield {
            "code": one.code,
            "unit": one.unit,
            "place": one.place,
            "kind": one.kind.value,
            "name": one.name,
            "aliases": "|".join(one.aliases),
            "count": one.count,
            "keeper": one.keeper,
            "note": one.note,
        }


def use_records(unit: UnitOfWork, since: datetime | None, zone: ZoneInfo) -> Iterator[Mapping[str, Any]]:
    """Every use asked for since a moment (None: all): which unit gave what to whom, for how many hours. What was
    refused has none.
    """
    known = {one.code: one for one in unit.resources.all()}
    for use in unit.resources.uses_since(since or _EVER):
        resource = known[use.resource]
        given = use.state in (UseState.AGREED, UseState.RETURNED)
        yield {
            "number": use.number,
            "unit": resource.unit,
            "resource": use.resource,
            "name": resource.name,
            "kind": resource.kind.value,
            "place": resource.place,
            "by": use.by,
            "what": use.what,
            "count": use.count,
            "at": iso(use.at, zone),
            "starts_at": iso(use.starts_at, zone),
            "ends_at": iso(use.ends_at, zone),
            "hours": round((use.ends_at - use.starts_at).total_seconds() / 3600, 1) if given else 0,
            "state": use.state.value,
            "why": use.why,
        }
