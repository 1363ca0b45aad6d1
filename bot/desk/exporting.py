"""What leaves the desk as tables: cases and their events without anybody's name, people and volunteers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.desk.entrycode import entry_code
from matching.case import Case, PointState
from storage.unit_of_work import UnitOfWork

#: The columns of each table in their order: a table without rows has them too.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "cases": (
        "number", "state", "intent", "category", "secondary", "place", "place_text", "responder", "urgent",
        "private", "created_at", "dispatched_at", "signin_due_at", "due_at", "closed_at", "verdict", "returns",
        "reopened", "confidence", "revision", "times", "merged_into", "kind", "named", "hops", "rung", "had",
        "pauses", "disputed", "answerable", "checker", "points", "points_explained", "held_since", "first_word_due_at",
        "first_word_at", "own_due_at", "check_due_at", "recheck_at", "stuck_at",
    ),
    "events": ("case", "at", "actor", "action", "from_state", "to_state", "reason", "revision"),
    "people": ("code", "name", "role", "place", "categories", "openid", "phone", "backup", "bind_code"),
    "volunteers": (
        "code", "name", "openid", "home", "work", "skills", "languages", "gender", "slots", "weekly_cap", "vetted",
        "verified", "kinds", "unit", "quiet", "at_work", "offers_cap", "resting_until", "bind_code",
    ),
    "hours": ("need", "volunteer", "at", "minutes", "what", "home", "work", "confirmed_by"),
    "duties": (
        "duty", "name", "owner", "place", "case", "whistle", "meeting", "at", "due_at", "done_at", "late", "evidence",
    ),
    "whistles": (
        "whistle", "case", "street", "place", "kind", "by", "at", "meet_at", "spot", "reason", "department", "lead",
        "part", "stage", "signin_due_at", "signed_at", "contact_due_at", "contacted_at", "arrived_at", "report_due_at",
        "reported_at", "result", "rating", "rating_why", "reply", "climbed", "climbed_to", "ended_at", "conclusion",
    ),
    "whistle_rates": (
        "street", "month", "cases", "whistles", "hard", "urgent", "rate", "calls", "signed_in_time",
    ),
    "polls": (
        "number", "case", "place", "question", "options", "by", "opens_at", "closes_at", "closed_at", "result",
    ),
    "meetings": (
        "number", "kind", "place", "chair", "at", "state", "agenda", "seats", "came", "decisions", "minutes",
        "ended_at",
    ),
    "flags": ("sign", "handler", "reason", "count", "examples", "last_at"),
    "corrections": ("text", "category", "intent", "secondary", "writer", "corrected_from", "by"),
}  # fmt: skip


def case_records(unit: UnitOfWork, since: datetime | None, zone: ZoneInfo) -> Iterator[Mapping[str, Any]]:
    """Cases opened since a moment (None: all), by number. Times are ISO 8601 with the zone's offset."""
    return (case_record(case, zone) for case in unit.cases.export(since))


def case_record(case: Case, zone: ZoneInfo) -> Mapping[str, Any]:
    """A case in the columns of its table."""
    return {
        "number": case.number,
        "state": case.state,
        "intent": case.intent,
        "category": case.category,
        "secondary": list(case.secondary),
        "place": case.place,
        "place_text": case.place_text,
        "responder": case.responder,
        "urgent": case.urgent,
        "private": case.private,
        "created_at": iso(case.created_at, zone),
        "dispatched_at": iso(case.dispatched_at, zone),
        "signin_due_at": iso(case.signin_due_at, zone),
        "due_at": iso(case.due_at, zone),
        "closed_at": iso(case.closed_at, zone),
        "verdict": case.verdict,
        "returns": case.returns,
        "reopened": case.reopened,
        "confidence": round(case.confidence, 4),
        "revision": case.revision,
        "times": case.times,
        "merged_into": case.merged_into or None,
        **_casework(case, zone),
    }


def _casework(case: Case, zone: ZoneInfo) -> Mapping[str, Any]:
    """How a case was handled; of its points only how many there are, for what they say is the resident's."""
    moments = ("held_since", "first_word_due_at", "first_word_at", "own_due_at", "check_due_at", "recheck_at",
               "stuck_at")
    return {
        "kind": case.kind,
        "named": case.named,
        "hops": case.hops,
        "rung": case.rung,
        "had": list(case.had),
        "pauses": case.pauses,
        "disputed": case.disputed,
        "answerable": case.answerable,
        "checker": case.checker,
        "points": len(case.points),
        "points_explained": sum(point.state is PointState.EXPLAINED for point in case.points),
        **{name: iso(getattr(case, name), zone) for name in moments},
    }


def event_records(unit: UnitOfWork, since: datetime | None, zone: ZoneInfo) -> Iterator[Mapping[str, Any]]:
    """Moves made since a moment (None: all), in the order they were made."""
    for event in unit.cases.export_events(since):
        yield {
            "case": event.case,
            "at": iso(event.at, zone),
            "actor": event.actor,
            "action": event.action,
            "from_state": event.from_state,
            "to_state": event.to_state,
            "reason": event.reason,
            "revision": event.revision,
        }


def person_records(unit: UnitOfWork) -> Iterator[Mapping[str, Any]]:
    """One row a duty, in the columns that `linli import people` reads."""
    for row in unit.people.people_rows():
        yield {
            "code": row.code,
            "name": row.name,
            "role": row.role,
            "place": row.place,
            "categories": "|".join(row.categories),
            "openid": row.openid,
            "phone": row.phone,
            "backup": row.backup,
            "bind_code": row.bind_code,
        }


def volunteer_records(unit: UnitOfWork, of_unit: str = "", key: str = "") -> Iterator[Mapping[str, Any]]:
    """One row a volunteer, in the columns that `linli import volunteers` reads; of one unit alone, if named.

    With the key that signs links, whoever has no account yet has the code to make the entry her own (绑定).
    """
    for row in unit.people.volunteer_rows():
        if of_unit not in ("", row.unit):
            continue
        yield {
            "code": row.code,
            "name": row.name,
            "openid": row.openid,
            "home": row.home,
            "work": row.work,
            "skills": "|".join(row.skills),
            "languages": "|".join(row.languages),
            "gender": row.gender,
            "slots": row.slots,
            "weekly_cap": row.weekly_cap,
            "vetted": row.vetted,
            "verified": "|".join(row.verified),
            "kinds": "|".join(row.kinds),
            "unit": row.unit,
            "quiet": row.quiet,
            "at_work": row.at_work,
            "offers_cap": row.offers_cap,
            "resting_until": row.resting_until,
            "bind_code": "" if row.openid else entry_code(key, row.code),
        }


def hour_records(
    unit: UnitOfWork, since: datetime | None, zone: ZoneInfo, of_unit: str = ""
) -> Iterator[Mapping[str, Any]]:
    """The ledger of hours since a moment (None: all), the earliest first, by codes; of one unit's people, if named."""
    members = {row.code for row in unit.people.volunteer_rows() if of_unit in ("", row.unit)}
    for entry in unit.hours.since(since):
        if of_unit and entry.volunteer not in members:
            continue
        yield {
            "need": entry.need,
            "volunteer": entry.volunteer,
            "at": iso(entry.at, zone),
            "minutes": entry.minutes,
            "what": entry.what,
            "home": entry.home,
            "work": entry.work,
            "confirmed_by": entry.confirmed_by,
        }


def iso(moment: datetime | None, zone: ZoneInfo) -> str | None:
    """A moment as tables hold it: ISO 8601 with the zone's offset, to the second; None stays None."""
    return moment.astimezone(zone).isoformat(timespec="seconds") if moment else None
