"""Meetings with their seats and decisions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select

from matching.gathering import Decision, Gathering, Meeting, MeetingState, Seat
from storage.casework_tables import meeting_decisions, meeting_seats, meetings
from storage.encoding import (
    from_json_list,
    from_millis,
    from_millis_or_null,
    to_json_list,
    to_millis,
    to_millis_or_null,
)
from storage.prepared import Row, Statement, Transaction, insert_into, update_by

_MEETING = select(*meetings.columns)
_ADD = insert_into(meetings, "id", returning="id")
_LOAD = Statement(_MEETING.where(meetings.c.id == bindparam("which")))
_SAVE = update_by(meetings, "id", "chair", "at", "spot", "state", "agenda", "minutes", "reminded_at", "ended_at")
_AT = Statement(_MEETING.where(meetings.c.place == bindparam("at_place")).order_by(meetings.c.at, meetings.c.id))
_PLANNED = Statement(
    _MEETING.where(meetings.c.state == bindparam("in_state"), meetings.c.at < bindparam("before"))
    .order_by(meetings.c.at, meetings.c.id)
    .limit(bindparam("many"))
)
_SINCE = Statement(_MEETING.where(meetings.c.at >= bindparam("since")).order_by(meetings.c.id))
_SEATED = Statement(
    _MEETING.where(
        meetings.c.at >= bindparam("since"),
        meetings.c.id.in_(select(meeting_seats.c.meeting).where(meeting_seats.c.person == bindparam("code"))),
    ).order_by(meetings.c.at.desc(), meetings.c.id.desc())
)
_LATEST = Statement(
    select(meetings.c.place, meetings.c.kind, meetings.c.at).where(meetings.c.state != bindparam("not_in_state"))
)
_ADD_SEAT = insert_into(meeting_seats)
_SEATS = Statement(
    select(meeting_seats.c.party, meeting_seats.c.person, meeting_seats.c.attending, meeting_seats.c.position)
    .where(meeting_seats.c.meeting == bindparam("which"))
    .order_by(meeting_seats.c.party)
)
_SAVE_SEAT = Statement(
    meeting_seats.update()
    .where(meeting_seats.c.meeting == bindparam("which"), meeting_seats.c.party == bindparam("of_party"))
    .values(attending=bindparam("attending"), position=bindparam("position"))
)
_ADD_DECISION = insert_into(meeting_decisions, "id")
_DECISIONS = Statement(
    select(meeting_decisions.c.text, meeting_decisions.c.owner, meeting_decisions.c.due_at, meeting_decisions.c.case)
    .where(meeting_decisions.c.meeting == bindparam("which"))
    .order_by(meeting_decisions.c.id)
)


class Meetings:
    """The meetings."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def add(self, meeting: Meeting, seats: tuple[Seat, ...]) -> int:
        """Keep a new meeting with its seats; its number, which the store gives."""
        values = {"kind": str(meeting.kind), "place": meeting.place, **_changing(meeting)}
        row = self._transaction.first(_ADD, values)
        number = int(row[0]) if row else 0
        for seat in seats:
            self._transaction.change(_ADD_SEAT, {
                "meeting": number,
                "party": seat.party,
                "person": seat.person,
                "invited_at": None,
                "attending": seat.attending,
                "position": seat.position,
            })  # fmt: skip
        return number

    def load(self, number: int) -> Meeting | None:
        """A meeting, or None."""
        row = self._transaction.first(_LOAD, {"which": number})
        return None if row is None else _meeting_of(row)

    def save(self, meeting: Meeting) -> None:
        """Keep a meeting as it is now, but its kind and place."""
        self._transaction.change(_SAVE, {"_id": meeting.number, **_changing(meeting)})

    def at(self, place: str) -> list[Meeting]:
        """The meetings of exactly this place, the earliest first."""
        return [_meeting_of(row) for row in self._transaction.rows(_AT, {"at_place": place})]

    def planned_before(self, moment: datetime, many: int = 100) -> list[Meeting]:
        """Planned meetings that begin before a moment, the earliest first."""
        asked = {"in_state": str(MeetingState.PLANNED), "before": to_millis(moment), "many": many}
        return [_meeting_of(row) for row in self._transaction.rows(_PLANNED, asked)]

    def since(self, moment: datetime) -> list[Meeting]:
        """The meetings that begin at or after a moment, in the order they were called."""
        return [_meeting_of(row) for row in self._transaction.rows(_SINCE, {"since": to_millis(moment)})]

    def seated(self, person: str, moment: datetime) -> list[Meeting]:
        """The meetings that somebody has a seat at and that begin at or after a moment, the latest first."""
        rows = self._transaction.rows(_SEATED, {"code": person, "since": to_millis(moment)})
        return [_meeting_of(row) for row in rows]

    def latest(self) -> dict[tuple[str, Gathering], datetime]:
        """When the latest meeting of each place and kind was or will be; those called off don't count."""
        found: dict[tuple[str, Gathering], datetime] = {}
        for place, kind, at in self._transaction.rows(_LATEST, {"not_in_state": str(MeetingState.CALLED_OFF)}):
            key, moment = (place, Gathering(kind)), from_millis(at)
            found[key] = max(moment, found.get(key, moment))
        return found

    def seats(self, number: int) -> list[Seat]:
        """The seats of a meeting, by party."""
        return [Seat(*row) for row in self._transaction.rows(_SEATS, {"which": number})]

    def save_seat(self, number: int, seat: Seat) -> None:
        """Keep whether a party comes and what its position is."""
        self._transaction.change(_SAVE_SEAT, {
            "which": number, "of_party": seat.party, "attending": seat.attending, "position": seat.position,
        })  # fmt: skip

    def decide(self, number: int, decision: Decision) -> None:
        """Keep a decision."""
        self._transaction.change(_ADD_DECISION, {
            "meeting": number,
            "text": decision.text,
            "owner": decision.owner,
            "due_at": to_millis_or_null(decision.due_at),
            "case": decision.case or None,
        })  # fmt: skip

    def decisions(self, number: int) -> list[Decision]:
        """What a meeting decided, in order."""
        return [
            Decision(row[0], row[1], from_millis_or_null(row[2]), row[3] or 0)
            for row in self._transaction.rows(_DECISIONS, {"which": number})
        ]


def _changing(meeting: Meeting) -> dict[str, object]:
    return {
        "chair": meeting.chair,
        "at": to_millis(meeting.at),
        "spot": meeting.spot,
        "state": str(meeting.state),
        "agenda": to_json_list(map(str, meeting.agenda)),
        "minutes": meeting.minutes,
        "reminded_at": to_millis_or_null(meeting.reminded_at),
        "ended_at": to_millis_or_null(meeting.ended_at),
    }


def _meeting_of(row: Row) -> Meeting:
    return Meeting(
        number=row[0],
        kind=Gathering(row[1]),
        place=row[2],
        chair=row[3],
        at=from_millis(row[4]),
        spot=row[5],
        state=MeetingState(row[6]),
        agenda=tuple(map(int, from_json_list(row[7]))),
        minutes=row[8],
        reminded_at=from_millis_or_null(row[9]),
        ended_at=from_millis_or_null(row[10]),
    )
