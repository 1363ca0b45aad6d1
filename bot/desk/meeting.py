"""五方例会, 联席会议, 小区议事会: called, invited, minuted; what is decided becomes a case with an owner and a date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.desk import wording_meetings
from bot.desk.caseline import head
from bot.desk.chatwords import Command
from bot.desk.dates import read_day
from bot.desk.desk import LINLI, Telling, Visit, line_of, move
from bot.desk.dispatching import choose, dispatch
from bot.desk.handling import colleague
from bot.desk.reporting import keep_words
from bot.desk.seating import seats_for
from bot.desk.understanding import understand
from bot.desk.whistle_words import read_meeting
from intents.verdict import Category, Intent
from matching.agenda import propose
from matching.case import Action, Case, State
from matching.deadline import OFFICE_CLOSES
from matching.duty import HeldMeeting, meeting_duties, quarter_ends
from matching.gathering import CALLED_BY, HELD_AT, Decision, Gathering, Meeting, MeetingState, Seat
from matching.responder import Role
from matching.rotation import next_chair
from matching.routing import masked

_CALLED: tuple[tuple[str, Gathering], ...] = (
    ("五方例会", Gathering.FIVE_PARTIES),
    ("例会", Gathering.FIVE_PARTIES),
    ("联席会议", Gathering.JOINT),
    ("联席会", Gathering.JOINT),
    ("小区议事会", Gathering.WEEKLY),
    ("议事会", Gathering.WEEKLY),
)
#: So long before it begins everybody who comes is reminded.
REMINDED_BEFORE = timedelta(hours=24)
_LISTED_MOST = 8
#: Meetings of so long ago are still listed.
_LOOKED_BACK = timedelta(days=31)


# -- calling together ----------------------------------------------------------------------------------


def call_meeting(visit: Visit, command: Command) -> str:
    """开会: the agenda is made of what is stuck, comes from many or keeps coming back; every party is invited."""
    named = next(((word, kind) for word, kind in _CALLED if command.rest.startswith(word)), None)
    if named is None:
        return wording_meetings.HOW_TO_CALL
    kind = named[1]
    place = _place_called_for(visit, kind)
    if place is None:
        return wording_meetings.NOT_YOURS_TO_CALL
    read = read_meeting(command.rest.removeprefix(named[0]).strip(" ，,"), visit.now, visit.zone)
    if read.meet_at is None or read.meet_at <= visit.now:
        return wording_meetings.HOW_TO_CALL
    agenda = agenda_of(visit, place)
    seats = seats_for(visit, kind, place)
    held = [one.chair for one in visit.unit.meetings.at(place) if one.kind is kind]
    chair = next_chair([seat.party for seat in seats], held) or ""
    meeting = Meeting(
        0, kind, place, chair, read.meet_at, read.spot or read.reason, MeetingState.PLANNED,
        tuple(item.number for item, _ in agenda),
        reminded_at=visit.now if read.meet_at - visit.now <= REMINDED_BEFORE else None,  # the invitation reminds
    )  # fmt: skip
    meeting = replace(meeting, number=visit.unit.meetings.add(meeting, seats))
    invite(visit, meeting, seats, [words for _, words in agenda])
    return wording_meetings.called_together(line_for(visit, meeting), len(seats), len(agenda))


def line_for(visit: Visit, meeting: Meeting) -> wording_meetings.MeetingLine:
    """A meeting as the sentences need it."""
    return wording_meetings.MeetingLine(
        meeting.number, meeting.kind.label, visit.until(meeting.at), meeting.spot, meeting.chair
    )


def _place_called_for(visit: Visit, kind: Gathering) -> str | None:
    """The place for which the visitor may call this kind of meeting, None when there is none."""
    person = visit.knowledge.town.directory.get(visit.contact.person) if visit.contact.person else None
    territory = visit.knowledge.town.territory
    for duty in person.duties if person else ():
        if duty.role in CALLED_BY[kind]:
            nodes = [node for code in territory.below(duty.place) if (node := territory.get(code)) is not None]
            found = [node.code for node in nodes if node.kind is HELD_AT[kind]]
            if found:
                return found[0]
    return None


def agenda_of(visit: Visit, place: str) -> list[tuple[Case, str]]:
    """The cases that a meeting of this place should talk about, each with its line."""
    cases = visit.unit.cases.open_at(visit.knowledge.town.territory.below(place))
    counted = [(case, 1 + len(visit.unit.cases.followers(case.number))) for case in cases]
    items = propose(counted, visit.now)
    return [
        (item.case, wording_meetings.agenda_line(at, head(line_of(visit, item.case)), item.why))
        for at, item in enumerate(items, 1)
    ]


def invite(visit: Visit, meeting: Meeting, seats: Sequence[Seat], agenda: Sequence[str]) -> None:
    """Every seat that somebody sits on reads what, when, where and what about."""
    words = wording_meetings.invitation(line_for(visit, meeting), agenda)
    tell_seats(visit, meeting, seats, words, "请答复")


def tell_seats(visit: Visit, meeting: Meeting, seats: Sequence[Seat], words: str, state: str) -> None:
    """Tell every seat that somebody sits on, each person once."""
    card = {
        "number": f"M{meeting.number}",  # a character_string keyword takes no Chinese (47003)
        "matter": meeting.kind.label,
        "state": state,
        "due": meeting.at.astimezone(visit.zone).strftime("%Y-%m-%d %H:%M"),
    }
    for person in dict.fromkeys(seat.person for seat in seats if seat.person):
        visit.tell(Telling("meeting", words, None, card), person=person)


# -- what the seats say --------------------------------------------------------------------------------


def _seated(visit: Visit, command: Command, act: Callable[[Meeting, Seat], str]) -> str:
    """What `act` makes of the visitor's seat at the meeting named, or the only planned one she sits at."""
    meeting = _meeting_of(visit, command)
    if meeting is None:
        return wording_meetings.NO_MEETING
    seat = next((s for s in visit.unit.meetings.seats(meeting.number) if s.person == visit.contact.person), None)
    if seat is None or not visit.contact.person:
        return wording_meetings.NO_SEAT.format(number=meeting.number)
    if meeting.state is not MeetingState.PLANNED:
        return wording_meetings.ENDED.format(number=meeting.number)
    return act(meeting, seat)


def _meeting_of(visit: Visit, command: Command) -> Meeting | None:
    if command.number is not None:
        return visit.unit.meetings.load(command.number)
    mine = [one for one in _recent(visit) if one.state is MeetingState.PLANNED]
    return mine[0] if len(mine) == 1 else None


def _recent(visit: Visit) -> list[Meeting]:
    """The meetings of the last and the coming weeks that the visitor has a seat at, the latest first."""
    person = visit.contact.person
    return visit.unit.meetings.seated(person, visit.now - _LOOKED_BACK) if person else []


def attend(visit: Visit, command: Command) -> str:
    """参会: the seat will be taken."""
    return _seated(visit, command, lambda meeting, seat: _answer(visit, meeting, replace(seat, attending="yes")))


def stay_away(visit: Visit, command: Command) -> str:
    """不参会: with the reason as her position."""
    def act(meeting: Meeting, seat: Seat) -> str:
        return _answer(visit, meeting, replace(seat, attending="no", position=command.rest or seat.position))

    return _seated(visit, command, act)


def _answer(visit: Visit, meeting: Meeting, seat: Seat) -> str:
    visit.unit.meetings.save_seat(meeting.number, seat)
    return wording_meetings.answered(meeting.number, seat.attending)


def take_position(visit: Visit, command: Command) -> str:
    """意见: what this party thinks, kept for the minutes."""
    def act(meeting: Meeting, seat: Seat) -> str:
        if not command.rest:
            return wording_meetings.WHICH.format(word="意见", number=meeting.number)
        visit.unit.meetings.save_seat(meeting.number, replace(seat, position=command.rest))
        return wording_meetings.position_kept(meeting.number)

    return _seated(visit, command, act)


def keep_minutes(visit: Visit, command: Command) -> str:
    """纪要: what was said; a later one goes over the earlier."""
    def act(meeting: Meeting, _seat: Seat) -> str:
        if not command.rest:
            return wording_meetings.WHICH.format(word="纪要", number=meeting.number)
        visit.unit.meetings.save(replace(meeting, minutes=command.rest))
        return wording_meetings.minutes_kept(meeting.number)

    return _seated(visit, command, act)


# -- deciding ------------------------------------------------------------------------------------------


def decide(visit: Visit, command: Command) -> str:
    """决定: who does what by when; it becomes a case that is followed like any other."""
    return _seated(visit, command, lambda meeting, _seat: _decide(visit, meeting, command.rest))


def _decide(visit: Visit, meeting: Meeting, words: str) -> str:
    who, _, what = words.strip().partition(" ")
    what, due_at = _dated(visit, what.strip())
    if not who or len(what) < 2 or due_at is None or due_at <= visit.now:
        return wording_meetings.HOW_TO_DECIDE.format(number=meeting.number)
    case = replace(_case_from(visit, meeting, what), due_at=due_at)
    owner = colleague(visit, case, who) or choose(visit, case)
    case = dispatch(visit, move(visit, case, Action.OPEN, LINLI, f"会议{meeting.number}的决定"), owner)
    visit.unit.meetings.decide(meeting.number, Decision(what, case.responder, due_at, case.number))
    line = line_of(visit, case)
    return wording_meetings.decided(meeting.number, head(line), line.who or who, line.due)


def _dated(visit: Visit, words: str) -> tuple[str, datetime | None]:
    """The words without the day at their end, and the end of that working day; None where no day stands there."""
    today = visit.now.astimezone(visit.zone).date()
    what, _, last = words.rpartition(" ")
    read = read_day(last, today)
    if read is None or read[1]:
        return words, None
    return what.strip(), datetime.combine(read[0], OFFICE_CLOSES, visit.zone).astimezone(UTC)


def _case_from(visit: Visit, meeting: Meeting, what: str) -> Case:
    verdict = understand(what, visit.knowledge.rules, visit.knowledge.gazetteer).verdict
    case = Case(
        number=0,
        state=State.NEW,
        intent=Intent.REPORT,
        category=verdict.category or Category.OTHER,
        secondary=(),
        place=meeting.place,
        place_text=visit.knowledge.town.territory.title(meeting.place),
        summary=what,
        responder="",
        reporter=visit.contact.id,
        urgent=False,
        private=False,
        confidence=1.0,
        revision=visit.knowledge.rules.rules.revision,
        created_at=visit.now,
        touched_at=visit.now,
    )
    case = replace(case, number=visit.unit.cases.add(case))
    keep_words(visit, case.number, what)
    return case


# -- the end, and looking ------------------------------------------------------------------------------


def adjourn(visit: Visit, command: Command) -> str:
    """散会: minutes and decisions go to every seat."""
    def act(meeting: Meeting, _seat: Seat) -> str:
        visit.unit.meetings.save(replace(meeting, state=MeetingState.ENDED, ended_at=visit.now))
        if meeting.kind is Gathering.JOINT and meeting.state is MeetingState.PLANNED:
            visit.unit.duties.add(meeting_duties(_held(visit, meeting)))
        words = wording_meetings.published(line_for(visit, meeting), meeting.minutes, _decisions(visit, meeting))
        others = [s for s in visit.unit.meetings.seats(meeting.number) if s.person != visit.contact.person]
        tell_seats(visit, meeting, others, words, "已散会")
        return words

    return _seated(visit, command, act)


def _held(visit: Visit, meeting: Meeting) -> HeldMeeting:
    """A joint meeting as the list of duties counts it: by the quarter it was held in, for whoever keeps the place."""
    keepers = [held for held, duty in visit.knowledge.town.directory.at(meeting.place) if duty.role is Role.COMMUNITY]
    chairs = [seat.person for seat in visit.unit.meetings.seats(meeting.number) if seat.party == meeting.chair]
    return HeldMeeting(
        number=meeting.number,
        place=meeting.place,
        keeper=keepers[0].code if keepers else "",
        chair=chairs[0] if chairs else "",
        at=visit.now,
        due_at=quarter_ends(visit.now, visit.zone),
    )


def _decisions(visit: Visit, meeting: Meeting) -> list[str]:
    directory = visit.knowledge.town.directory
    lines = []
    for decision in visit.unit.meetings.decisions(meeting.number):
        owner = directory.get(decision.owner)
        who = masked(owner.name) if owner else ""
        lines.append(wording_meetings.decision_line(decision, who, visit.until(decision.due_at)))
    return lines


def meetings(visit: Visit, command: Command) -> str:
    """会议: the visitor's meetings, or one of them whole."""
    recent = _recent(visit)
    if command.number is None:
        return wording_meetings.listed([_line(visit, one) for one in recent[:_LISTED_MOST]])
    meeting = next((one for one in recent if one.number == command.number), None)
    if meeting is None:
        return wording_meetings.NO_MEETING
    seats = visit.unit.meetings.seats(meeting.number)
    cases = [visit.unit.cases.load(number) for number in meeting.agenda]
    parts = {
        "议题": [head(line_of(visit, case)) for case in cases if case is not None],
        "各方": [f"{seat.party}：{wording_meetings.ATTENDING[seat.attending]}" for seat in seats],
        "意见": [f"{seat.party}：{seat.position}" for seat in seats if seat.position],
        "决定": _decisions(visit, meeting),
        "纪要": [meeting.minutes] if meeting.minutes else [],
    }
    return wording_meetings.overview(line_for(visit, meeting), parts)


def _line(visit: Visit, meeting: Meeting) -> str:
    state = "" if meeting.state is MeetingState.PLANNED else "（已散会）"
    return f"{meeting.number} {meeting.kind.label} {visit.until(meeting.at)}{state}"
