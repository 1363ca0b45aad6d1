"""What leaves the desk of polls and meetings as tables: nobody's vote, nobody's name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.desk.exporting import iso
from storage.unit_of_work import UnitOfWork

_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)


def poll_records(unit: UnitOfWork, since: datetime | None, zone: ZoneInfo) -> Iterator[Mapping[str, Any]]:
    """Polls opened since a moment (None: all), in order; votes by option once they are closed."""
    for poll in unit.polls.since(since or _ALWAYS):
        yield {
            "number": poll.number,
            "case": poll.case or None,
            "place": poll.place,
            "question": poll.question,
            "options": list(poll.options),
            "by": poll.by,
            "opens_at": iso(poll.opens_at, zone),
            "closes_at": iso(poll.closes_at, zone),
            "closed_at": iso(poll.closed_at, zone),
            "result": list(poll.result),
        }


def meeting_records(unit: UnitOfWork, since: datetime | None, zone: ZoneInfo) -> Iterator[Mapping[str, Any]]:
    """Meetings that begin since a moment (None: all), in the order they were called."""
    for meeting in unit.meetings.since(since or _ALWAYS):
        seats, decisions = unit.meetings.seats(meeting.number), unit.meetings.decisions(meeting.number)
        yield {
            "number": meeting.number,
            "kind": meeting.kind,
            "place": meeting.place,
            "chair": meeting.chair,
            "at": iso(meeting.at, zone),
            "state": meeting.state,
            "agenda": list(meeting.agenda),
            "seats": [seat.party for seat in seats],
            "came": [seat.party for seat in seats if seat.attending == "yes"],
            "decisions": [decision.case for decision in decisions],
            "minutes": meeting.minutes,
            "ended_at": iso(meeting.ended_at, zone),
        }
