"""The clocks of a whistle: whoever is called and silent is reminded, then the next head answers for him."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from bot.desk import wording_whistles
from bot.desk.clock import AT_ONCE, Clock, Due
from bot.desk.desk import LINLI, Desk, Telling, Visit, line_of, move
from bot.desk.dispatching import said_of, tell_reporter
from bot.desk.forwarding import send_on
from bot.desk.whistling import call_off, title_of, whistle_line, with_clock
from bot.desk.wording_whistles import WhistleLine
from matching.calling import heads_over
from matching.case import Action, Case, State
from matching.duty import DutyCode, DutyEvent
from matching.ladder import leaders_over
from matching.responder import Responder
from matching.whistle import RUNGS, Call, Step, Whistle, latest_report, next_step
from storage.unit_of_work import UnitOfWork

_REMINDERS: dict[Step, Callable[[WhistleLine], str]] = {
    Step.SIGNIN: wording_whistles.not_signed,
    Step.CONTACT: wording_whistles.not_contacted,
    Step.REPORT: wording_whistles.not_reported,
}


def _clock_of(step: Step) -> Clock:
    """The clock of one step; it acts only where that step is still what is wanted."""

    def find(desk: Desk, unit: UnitOfWork, now: datetime) -> Iterator[Due]:
        for waking in unit.whistles.waking(now, AT_ONCE):
            blown = unit.whistles.load(waking.whistle)
            calls = unit.whistles.calls(waking.whistle)
            since = [due for call in calls if blown and (due := _due(desk, blown, call, step, now))]
            if since:
                yield Due(waking.case, step, min(since), waking.whistle)

    def act(visit: Visit, case: Case | None, due: Due) -> bool:
        blown = visit.unit.whistles.load(due.which)
        if case is None or case.state is not State.JOINT or blown is None or blown.ended_at is not None:
            return False
        wanted = [
            call
            for call in visit.unit.whistles.calls(blown.number)
            if _due(visit.desk, blown, call, step, visit.now) is not None
        ]
        for call in wanted:
            # a lead that was handed on stands in the rows, no more in what was read before
            again = visit.unit.cases.load(case.number) or case
            pressed = _press(visit, again, blown, call, step)
            visit.unit.whistles.save(with_clock(visit, blown, replace(pressed, stepped_at=visit.now)))
        return bool(wanted)

    return Clock(step, find, act)


def _due(desk: Desk, blown: Whistle, call: Call, step: Step, now: datetime) -> datetime | None:
    """Since when a step is wanted of a call; None where it is not."""
    wanted = next_step(call, blown.kind, desk.calendar)
    return wanted[0] if wanted is not None and wanted[1] is step and wanted[0] <= now else None


def _line(visit: Visit, case: Case, blown: Whistle, call: Call) -> WhistleLine:
    return whistle_line(visit, case, blown, visit.unit.whistles.calls(blown.number), call)


def _press(visit: Visit, case: Case, blown: Whistle, call: Call, step: Step) -> Call:
    if step is Step.CLIMB:
        return _climb(visit, case, blown, call)
    _remind(visit, case, blown, call, step)
    return call


def _remind(visit: Visit, case: Case, blown: Whistle, call: Call, step: Step) -> None:
    words = _REMINDERS[step](_line(visit, case, blown, call))
    for code in dict.fromkeys((call.person, call.climbed_to)):
        if code:
            visit.tell(Telling("reminder", words, case), person=code)


def _climb(visit: Visit, case: Case, blown: Whistle, call: Call) -> Call:
    """One rung up: the backup or the command centre answers for it and leads where it led; at the top the leaders
    above read it. The old one is told, the street too.
    """
    day = visit.now.astimezone(visit.zone).date()
    heads = heads_over(call.person, case.place, day, visit.knowledge.town, {blown.by})
    who = title_of(visit, call.person, case)
    if call.climbed < len(heads):
        head = heads[call.climbed]
        to = [title_of(visit, head.code, case)]
        _bring(visit, case, blown, call, head)
        call = replace(call, climbed=call.climbed + 1, climbed_to=head.code)
    else:
        leaders = leaders_over(case.place, visit.knowledge.town)
        words = wording_whistles.climbed_to_leader(_line(visit, case, blown, call), who)
        reading = [leader for leader in leaders if leader.code != blown.by]
        for leader in reading:
            visit.tell(Telling("whistle", words, case), person=leader.code)
        to = [title_of(visit, leader.code, case) for leader in reading]
        # without a head the leader who reads it stands there; a head goes on answering
        call = replace(call, climbed=RUNGS, climbed_to=call.climbed_to or (reading[0].code if reading else ""))
    visit.tell(Telling("whistle", wording_whistles.pressed(line_of(visit, case), who, to), case), person=blown.by)
    return call


def _bring(visit: Visit, case: Case, blown: Whistle, call: Call, head: Responder) -> None:
    """A head has it now, and the case where the silent one led."""
    before = call.climbed_to or call.person
    line = _line(visit, case, blown, call)
    said, title = said_of(visit, case), title_of(visit, head.code, case)
    visit.tell(Telling("taken_away", wording_whistles.climbed_away(line_of(visit, case), title), case), person=before)
    if case.responder == before:
        case = _hand_lead(visit, case, blown, head.code)
        line = replace(line, leads=True)
    else:
        line = replace(line, leads=False)
    words = wording_whistles.climbed_to(line, title_of(visit, call.person, case), said)
    visit.tell(Telling("whistle", words, case), person=head.code)
    send_on(visit, replace(case, responder=head.code), visit.unit.cases.messages(case.number))


def _hand_lead(visit: Visit, case: Case, blown: Whistle, lead: str) -> Case:
    before, title = case.responder, title_of(visit, lead, case)
    case = move(visit, case, Action.WHISTLE, LINLI, f"{title_of(visit, before, case)}没动静，改由{title}牵头")
    had = (*(code for code in case.had if code != before), before)
    case = replace(case, responder=lead, rung=case.rung + 1, hops=case.hops + 1, had=had, held_since=visit.now)
    visit.unit.cases.save(case)
    visit.unit.whistles.hand_lead(blown.number, lead)
    calls = visit.unit.whistles.calls(blown.number)
    confer = DutyEvent(
        DutyCode.CONFER, lead, blown.place, visit.now, latest_report(calls), case=case.number, whistle=blown.number
    )
    visit.unit.duties.add([confer])
    for call in calls:
        if call.person not in (before, lead):
            words = wording_whistles.now_led_by(line_of(visit, case), title)
            visit.tell(Telling("whistle", words, case), person=call.person)
    tell_reporter(visit, case, "passed", wording_whistles.led_by_for_resident(line_of(visit, case), title))
    return case


# -- whistles whose case went another way ------------------------------------------------------------


def _find_outlived(_desk: Desk, unit: UnitOfWork, _now: datetime) -> Iterator[Due]:
    for one in unit.whistles.outlived(AT_ONCE):
        yield Due(one.case, "whistle_over", one.since, one.whistle)


def _call_off(visit: Visit, case: Case | None, due: Due) -> bool:
    blown = visit.unit.whistles.load(due.which)
    if case is None or case.state is State.JOINT or blown is None or blown.ended_at is not None:
        return False
    call_off(visit, case, blown, "", wording_whistles.WENT_ANOTHER_WAY)
    return True


#: The clocks of whistles.
PRESSING = (*(_clock_of(step) for step in Step), Clock("whistle_over", _find_outlived, _call_off))
