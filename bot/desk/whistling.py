"""吹哨: the street calls departments to one place for a case, and ends it when they have reported: 收哨."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.desk import refusals, wording_handlers, wording_whistles
from bot.desk.chatwords import Command
from bot.desk.desk import (
    LINLI,
    Telling,
    Visit,
    duty_for,
    is_arbiter,
    line_of,
    move,
    move_or_refuse,
    parties_of,
)
from bot.desk.dispatching import parties_to, said_of, tell_reporter
from bot.desk.forwarding import send_on, stop_sending_on
from bot.desk.labels import handler_title
from bot.desk.picking import words_of
from bot.desk.whistle_words import Meeting, read_kind, read_meeting
from bot.desk.wording_whistles import HELPS, LEADS, WhistleLine
from intents.text import mask_sensitive
from matching.calling import Callee, NobodyCalled, callable_at, owners_of, read_callees
from matching.case import Action, Case, State
from matching.deadline import decided_by
from matching.duty import DutyCode, call_duties
from matching.lifecycle import Party
from matching.routing import Enquiry
from matching.whistle import (
    Call,
    Whistle,
    WhistleKind,
    call_times,
    latest_report,
    left_alone_until,
    next_step,
    stage,
    usual_meeting,
)

_NAMES_MOST = 8
_RESULTS_MOST = 300


def whistle(visit: Visit, command: Command) -> str:
    """吹哨: those named are called, or the category's own departments; alone it lists the whistles under way.

    In a case that is handled jointly already more are called to the same place. Only the street over the place and
    a command centre may.
    """
    if command.number is None and not command.rest:
        return _under_way(visit)
    case = _case_to_whistle(visit, command)
    kind, words = read_kind(words_of(command, case, "叫谁、为什么"))
    callees, words = _callees(visit, case, words)
    if case.state is State.JOINT:
        return _call_more(visit, case, callees)
    at = read_meeting(words, visit.now, visit.zone)
    if not at.reason:
        raise refusals.WordsMissing(number=case.number, word="吹哨", what="原因")
    blown = _whistle(visit, case, kind, at, callees)
    case = move_or_refuse(visit, case, (Action.WHISTLE, "吹哨"), visit.contact.person, blown.reason)
    blown = replace(blown, number=visit.unit.whistles.add(blown))
    calls = [_call(visit, blown, callee) for callee in callees]
    before = case.responder
    case = _joint(visit, case, blown, calls)
    _tell_called(visit, case, blown, calls)
    if before and before not in {call.person for call in calls}:
        taken = wording_handlers.taken_away(line_of(visit, case))
        visit.tell(Telling("taken_away", taken, case), person=before)
    tell_reporter(visit, case, "passed", wording_whistles.blown_for_resident(whistle_line(visit, case, blown, calls)))
    return wording_whistles.blown(whistle_line(visit, case, blown, calls, calls[0]))


def _case_to_whistle(visit: Visit, command: Command) -> Case:
    if not visit.contact.person:
        raise refusals.NotAHandler
    if command.number is None:
        raise refusals.WhichNumber(word="吹哨", example="12 城管局")
    case = visit.unit.cases.load(command.number)
    if case is None:
        raise refusals.NoSuchCase(number=command.number)
    if Party.ARBITER not in parties_of(visit, case, visit.contact.person):
        raise refusals.NotAWhistler(number=case.number)
    return case


def _callees(visit: Visit, case: Case, words: str) -> tuple[Sequence[Callee], str]:
    """Those that the words begin with, else the departments of the category; never a party to the matter."""
    day = visit.now.astimezone(visit.zone).date()
    enquiry = Enquiry(case.place, case.category, day, parties_to(visit, case))
    town = visit.knowledge.town
    try:
        callees, rest = read_callees(words, enquiry, town)
    except NobodyCalled as nobody:
        raise _nobody(case, enquiry, visit, f"“{nobody.said}”") from nobody
    callees = callees or owners_of(enquiry, town)
    if not callees:
        raise _nobody(case, enquiry, visit, "要叫的部门")
    return callees, rest


def _nobody(case: Case, enquiry: Enquiry, visit: Visit, said: str) -> refusals.NobodyToCall:
    names = callable_at(enquiry, visit.knowledge.town)[:_NAMES_MOST]
    return refusals.NobodyToCall(number=case.number, said=said, names="、".join(names) or "还没有登记部门")


def _whistle(visit: Visit, case: Case, kind: WhistleKind, at: Meeting, callees: Sequence[Callee]) -> Whistle:
    calendar = visit.desk.calendar
    meet_at = at.meet_at or usual_meeting(kind, visit.now, calendar)
    until = call_times(kind, visit.now, calendar).report
    if not visit.now <= meet_at <= until:
        raise refusals.MeetingOutOfTime(number=case.number, until=visit.until(until))
    return Whistle(
        number=0,
        case=case.number,
        place=case.place,
        spot=mask_sensitive(at.spot) or case.place_text,
        meet_at=meet_at,
        kind=kind,
        reason=mask_sensitive(at.reason),
        lead=callees[0].choice.responder.code,
        by=visit.contact.person,
        at=visit.now,
    )


def _call(visit: Visit, blown: Whistle, callee: Callee) -> Call:
    """One called and its duties, kept."""
    due = call_times(blown.kind, visit.now, visit.desk.calendar)
    person = callee.choice.responder.code
    part = mask_sensitive(callee.part) or (LEADS if person == blown.lead else HELPS)
    call = with_clock(visit, blown, Call(blown.number, person, part, due.signin, due.contact, due.report))
    visit.unit.whistles.call(call)
    visit.unit.duties.add(call_duties(blown, call))
    return call


def with_clock(visit: Visit, blown: Whistle, call: Call) -> Call:
    """The call with the moment at which a clock wants something of it next."""
    step = next_step(call, blown.kind, visit.desk.calendar)
    return replace(call, wakes_at=step[0] if step is not None else None)


def _joint(visit: Visit, case: Case, blown: Whistle, calls: Sequence[Call]) -> Case:
    """The case in the lead's hands, saved. What was promised stays; who had it answers until the lead has signed."""
    report = latest_report(calls)
    lead, changes = blown.lead, case.responder != blown.lead
    if case.responder and changes:
        stop_sending_on(visit, case)
    case = replace(
        case,
        responder=lead,
        urgent=case.urgent or blown.kind is WhistleKind.URGENT,
        reasons=(f"{title_of(visit, blown.by, case)}吹哨，由{title_of(visit, lead, case)}牵头",),
        answerable=(case.answerable or case.responder) if changes else "",
        hops=case.hops + 1 if case.responder and changes else case.hops,
        had=(*(code for code in case.had if code != case.responder), *([case.responder] if case.responder else []))
        if changes
        else case.had,
        held_since=visit.now,
        dispatched_at=case.dispatched_at or visit.now,
        signin_due_at=calls[0].signin_due_at,
        due_at=case.due_at or report,
        own_due_at=report if case.due_at is not None and case.due_at < report else case.own_due_at,
        climb_at=left_alone_until(blown.kind, report, visit.desk.calendar),
        resume_at=None,
        disputed=False,
    )
    visit.unit.cases.save(case)
    return case


def _tell_called(visit: Visit, case: Case, blown: Whistle, calls: Sequence[Call]) -> None:
    said, messages = said_of(visit, case), visit.unit.cases.messages(case.number)
    everybody = visit.unit.whistles.calls(blown.number)
    for call in calls:
        words = wording_whistles.called(whistle_line(visit, case, blown, everybody, call), said)
        visit.tell(Telling("whistle", words, case), person=call.person)
        send_on(visit, replace(case, responder=call.person), messages)


def _call_more(visit: Visit, case: Case, callees: Sequence[Callee]) -> str:
    """More are called to a whistle that is under way, to the same place and time."""
    blown = open_whistle(visit, case)
    there = {call.person for call in visit.unit.whistles.calls(blown.number)}
    new = [callee for callee in callees if callee.choice.responder.code not in there]
    if not new:
        raise refusals.CalledAlready(number=case.number)
    names = [title_of(visit, callee.choice.responder.code, case) for callee in new]
    case = move_or_refuse(visit, case, (Action.WHISTLE, "吹哨"), visit.contact.person, f"加叫{'、'.join(names)}")
    calls = [_call(visit, blown, callee) for callee in new]
    alone = left_alone_until(blown.kind, latest_report(calls), visit.desk.calendar)
    visit.unit.cases.save(replace(case, climb_at=max(alone, case.climb_at or alone)))
    _tell_called(visit, case, blown, calls)
    line = whistle_line(visit, case, blown, visit.unit.whistles.calls(blown.number))
    tell_reporter(visit, case, "passed", wording_whistles.blown_for_resident(line))
    return wording_whistles.called_too(line, names)


# -- ending --------------------------------------------------------------------------------------


def conclude(visit: Visit, command: Command) -> str:
    """收哨: the joint part is over, as the street (or the lead) says; the lead has the case and finishes it."""
    if not visit.contact.person:
        raise refusals.NotAHandler
    if command.number is None:
        raise refusals.WhichNumber(word="收哨", example=12)
    case = visit.unit.cases.load(command.number)
    if case is None:
        raise refusals.NoSuchCase(number=command.number)
    blown = open_whistle(visit, case)
    conclusion = words_of(command, case, "结论")
    case = move_or_refuse(visit, case, (Action.CONCLUDE, "收哨"), visit.contact.person, conclusion)
    case = _ended(visit, case, blown, mask_sensitive(conclusion))
    return wording_whistles.concluded(line_of(visit, case), title_of(visit, case.responder, case))


def conclude_if_all_reported(visit: Visit, case: Case, blown: Whistle) -> Case:
    """The case with its lead once the last one called has reported; else the case as it was."""
    calls = visit.unit.whistles.calls(blown.number)
    if any(call.reported_at is None for call in calls):
        return case
    results = "；".join(f"{title_of(visit, call.person, case)}：{call.result}" for call in calls)
    case = _ended(visit, move(visit, case, Action.CONCLUDE, LINLI, wording_whistles.ALL_REPORTED), blown,
                  results[:_RESULTS_MOST])
    words = wording_whistles.all_reported(line_of(visit, case), title_of(visit, case.responder, case))
    visit.tell(Telling("whistle", words, case), person=blown.by)
    return case


def _ended(visit: Visit, case: Case, blown: Whistle, conclusion: str) -> Case:
    """The case in the lead's hands with time to finish, saved; whoever has not reported need not any more."""
    until = decided_by(visit.now, visit.desk.calendar)
    promised = case.own_due_at or case.due_at
    case = replace(
        case,
        climb_at=max(until, case.climb_at or until),
        own_due_at=until if promised is not None and promised < until else case.own_due_at,
        answerable="",
    )
    visit.unit.cases.save(case)
    visit.unit.duties.settle(DutyCode.CONFER, blown.number, case.responder, visit.now, "收哨")
    call_off(visit, case, blown, conclusion, "街道已有结论")
    line = line_of(visit, case)
    words = wording_whistles.lead_finishes(line, conclusion)
    if case.responder != visit.contact.person:
        visit.tell(Telling("whistle", words, case), person=case.responder)
    tell_reporter(
        visit, case, "progress", wording_whistles.concluded_for_resident(line, title_of(visit, case.responder, case))
    )
    return case


def call_off(visit: Visit, case: Case, blown: Whistle, conclusion: str, why: str) -> None:
    """The whistle is over; whoever has not reported yet, but the lead who has the case, is told that he need not."""
    for call in visit.unit.whistles.calls(blown.number):
        if call.reported_at is None and call.person not in (case.responder, visit.contact.person):
            words = wording_whistles.called_off(line_of(visit, case), why)
            visit.tell(Telling("whistle", words, case), person=call.person)
    visit.unit.whistles.end(blown.number, visit.now, conclusion)
    visit.unit.duties.release(blown.number, visit.now, why)


# -- looking -------------------------------------------------------------------------------------


def open_whistle(visit: Visit, case: Case) -> Whistle:
    """The whistle under way for a case. Raises `refusals.NoWhistle`."""
    found = next((one for one in visit.unit.whistles.of_case(case.number) if one.ended_at is None), None)
    if found is None or case.state is not State.JOINT:
        raise refusals.NoWhistle(number=case.number)
    return found


def _under_way(visit: Visit) -> str:
    directory, territory = visit.knowledge.town.directory, visit.knowledge.town.territory
    visitor = directory.get(visit.contact.person) if visit.contact.person else None
    if not is_arbiter(visitor, ()):
        raise refusals.NotAWhistler(number="")
    lines = []
    for blown in visit.unit.whistles.open():
        case = visit.unit.cases.load(blown.case)
        over = {node.code for node in territory.lineage(blown.place)}
        if case is not None and case.state is State.JOINT and is_arbiter(visitor, over):
            calls = visit.unit.whistles.calls(blown.number)
            stages = [(title_of(visit, call.person, case), stage(call)) for call in calls]
            lines.append(wording_whistles.one_listed(whistle_line(visit, case, blown, calls), stages))
    return wording_whistles.listed(lines)


def whistle_line(
    visit: Visit, case: Case, blown: Whistle, calls: Sequence[Call], call: Call | None = None
) -> WhistleLine:
    """A whistle as the sentences of `wording_whistles` need it, said to the one of `call`."""
    ordered = sorted(calls, key=lambda one: one.person != blown.lead)
    who = tuple(dict.fromkeys(title_of(visit, code, case) for code in (blown.lead, *(one.person for one in ordered))))

    def until(moment: datetime | None) -> str:
        return visit.until(moment)

    return WhistleLine(
        case=line_of(visit, case),
        kind=blown.kind,
        street=title_of(visit, blown.by, case),
        who=who,
        when=until(blown.meet_at),
        spot=blown.spot,
        reason=blown.reason,
        part=call.part if call else "",
        leads=call is not None and call.person == blown.lead,
        signin=until(call.signin_due_at if call else None),
        contact=until(call.contact_due_at if call else None),
        report=until(call.report_due_at if call else None),
    )


def title_of(visit: Visit, code: str, case: Case) -> str:
    """Somebody on duty as people call him at the case's place; the code where nobody has it any more."""
    responder = visit.knowledge.town.directory.get(code)
    choice = duty_for(visit, responder, case.place) if responder else None
    return handler_title(choice) if choice is not None else code
