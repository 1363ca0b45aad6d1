"""The clocks of meetings: one that is due is called for, one that comes is reminded of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from bot.desk import wording_meetings
from bot.desk.clock import Clock, Due
from bot.desk.desk import Desk, Telling, Visit, nobody
from bot.desk.labels import day_name
from bot.desk.meeting import REMINDED_BEFORE, agenda_of, line_for, tell_seats
from bot.desk.seating import seats_for
from matching.case import Case
from matching.gathering import CALLED_BY, HELD_AT, Gathering, MeetingState, overdue_since
from matching.responder import Responder
from storage.unit_of_work import UnitOfWork

_SOON, _CALL = "meeting_soon", "meeting_due"
_LOOKED_FOR = timedelta(hours=24)
_ASKED_AT = time(9)
#: Asked once a week, not every day: whoever calls meetings has other work too.
_ASKED_AGAIN = timedelta(days=7)
_KINDS = tuple(Gathering)
_SEATS_LEAST = {Gathering.FIVE_PARTIES: 3, Gathering.JOINT: 2, Gathering.WEEKLY: 2}


def _find_soon(_desk: Desk, unit: UnitOfWork, now: datetime) -> Iterator[Due]:
    for meeting in unit.meetings.planned_before(now + REMINDED_BEFORE):
        if meeting.reminded_at is None and meeting.at > now:
            yield Due(0, _SOON, meeting.at - REMINDED_BEFORE, meeting.number)


def _remind(visit: Visit, _case: Case | None, due: Due) -> bool:
    meeting = visit.unit.meetings.load(due.which)
    if meeting is None or meeting.reminded_at is not None or meeting.state is not MeetingState.PLANNED:
        return False
    visit.unit.meetings.save(replace(meeting, reminded_at=visit.now))
    seats = [seat for seat in visit.unit.meetings.seats(meeting.number) if seat.attending != "no"]
    tell_seats(visit, meeting, seats, wording_meetings.reminder(line_for(visit, meeting)), "明天开会")
    return True


def _find_due(desk: Desk, unit: UnitOfWork, now: datetime) -> Iterator[Due]:
    """Once a working day after 9:00 the whole town is looked through; a day without a meeting to call is done."""
    local = now.astimezone(desk.calendar.zone)
    if local.time() < _ASKED_AT or not desk.calendar.is_working_day(local.date()):
        return
    if desk.memory.get(_looked_key(local)) is not None:
        return
    if _to_call(Visit(desk, unit, desk.library.current(unit, now), nobody(now), "", now)):
        yield Due(0, _CALL, datetime.combine(local.date(), _ASKED_AT, local.tzinfo).astimezone(UTC))
    else:
        desk.memory.put(_looked_key(local), "looked", _LOOKED_FOR)


def _looked_key(local: datetime) -> str:
    return f"meetings:{local.date().isoformat()}"


@dataclass(frozen=True, slots=True)
class _Owed:
    """A meeting that should be called: by whom, where, and when the last one was."""

    caller: Responder
    kind: Gathering
    place: str
    last: datetime | None


def _to_call(visit: Visit) -> list[_Owed]:
    """The meetings that are due and were not asked for within a week."""
    latest = visit.unit.meetings.latest()
    owed = [
        _Owed(caller, kind, place, latest.get((place, kind)))
        for kind in _KINDS
        for place, caller in _callers(visit, kind)
    ]
    return [one for one in owed if _is_due(visit, one)]


def _is_due(visit: Visit, owed: _Owed) -> bool:
    today = visit.now.astimezone(visit.zone).date()
    last = owed.last.astimezone(visit.zone).date() if owed.last else None
    if overdue_since(owed.kind, last, today) is None or visit.desk.memory.get(_asked_key(owed)) is not None:
        return False
    # a weekly meeting is asked for where people hold one; the others want enough parties to be one
    if owed.kind is Gathering.WEEKLY and last is None:
        return False
    # and the first one a matter to speak of: else a town just imported would hear of every compound at once
    if last is None and not agenda_of(visit, owed.place):
        return False
    return len(seats_for(visit, owed.kind, owed.place)) >= _SEATS_LEAST[owed.kind]


def _asked_key(owed: _Owed) -> str:
    return f"asked to call:{owed.kind}:{owed.place}"


def _ask_to_call(visit: Visit, _case: Case | None, _due: Due) -> bool:
    """Each due meeting is asked for once a week."""
    visit.desk.memory.put(_looked_key(visit.now.astimezone(visit.zone)), "looked", _LOOKED_FOR)
    told = [_ask(visit, owed) for owed in _to_call(visit)]  # all of them: any() would stop at the first
    return any(told)


def _callers(visit: Visit, kind: Gathering) -> Iterator[tuple[str, Responder]]:
    """The places that hold such meetings, each with who calls them there: the lowest duty, nobody on leave."""
    town, today = visit.knowledge.town, visit.now.astimezone(visit.zone).date()
    for code in town.directory.places():
        node = town.territory.get(code)
        if node is None or node.kind is not HELD_AT[kind]:
            continue
        holders = [
            holder
            for above in town.territory.lineage(code)
            for holder, duty in town.directory.at(above.code)
            if duty.role in CALLED_BY[kind] and not holder.on_leave(today)
        ]
        if holders:
            yield code, holders[0]


def _ask(visit: Visit, owed: _Owed) -> bool:
    local = visit.now.astimezone(visit.zone)
    visit.desk.memory.put(_asked_key(owed), local.date().isoformat(), _ASKED_AGAIN)
    title = visit.knowledge.town.territory.title(owed.place)
    last = day_name(owed.last, visit.now, visit.zone) if owed.last else ""
    words = wording_meetings.due_to_call(owed.kind.label, title, last)
    card = {
        "number": "M",
        "matter": f"{title}{owed.kind.label}",
        "state": "该召集了",
        "due": local.strftime("%Y-%m-%d %H:%M"),
    }
    own = replace(visit, key=f"{visit.key}/{owed.kind}/{owed.place}", told=0)
    return own.tell(Telling("meeting", words, None, card), person=owed.caller.code)


MEETINGS = (Clock(_SOON, _find_soon, _remind), Clock(_CALL, _find_due, _ask_to_call))
