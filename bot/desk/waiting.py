"""What a handler says and waits for: 回复, 追问, 排期, 等外, 延期; and who grants more time: 同意, 不同意."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.desk import refusals, wording_refusals, wording_waiting
from bot.desk.chatwords import Command
from bot.desk.dates import read_day
from bot.desk.desk import OFFICES, Telling, Visit, duty_for, is_arbiter, line_of, move_or_refuse, parties_of
from bot.desk.dialogue import Asked, Question, write_question
from bot.desk.dispatching import parties_to, tell_handler, tell_reporter
from bot.desk.handling import signed, take
from bot.desk.labels import handler_title
from bot.desk.picking import any_case, handlers_case, words_of
from bot.desk.resting import resume
from matching.case import Action, Case, State
from matching.deadline import DAY_STARTS, OFFICE_CLOSES
from matching.lifecycle import IN_HAND, Party
from matching.responder import Responder
from matching.waking import PAUSES_MOST
from storage.extensions import Extension

#: No date may lie further ahead.
FARTHEST = timedelta(days=90)
_SIGNING = frozenset({State.AWAITING_SIGNIN, State.REDO})
_RESTING = frozenset({State.SCHEDULED, State.AWAITING_OUTSIDE})
_GRANTING = frozenset({Party.OFFICE, Party.ARBITER})
_MINE = IN_HAND | {State.AWAITING_INFO}


def say(visit: Visit, command: Command) -> str:
    """回复: the speaker's own words go to the resident; whoever has the case may speak, and the offices over it."""
    case = any_case(visit, command) if command.number is not None else handlers_case(visit, command, _MINE)
    words = words_of(command, case, "要对居民说的话")
    case = move_or_refuse(visit, case, (Action.SAY, "回复"), visit.contact.person, words)
    visit.unit.cases.save(case)
    line = replace(line_of(visit, case), who=_title(visit, case))
    tell_reporter(visit, case, "said", wording_waiting.said(line, words))
    return wording_waiting.said_for_handler(line)


def inquire(visit: Visit, command: Command) -> str:
    """追问: the resident is asked; until she answers the clocks rest, twice 48 hours at most."""
    case = handlers_case(visit, command, _SIGNING | {State.IN_PROGRESS})
    words = words_of(command, case, "想问居民什么")
    if case.pauses >= PAUSES_MOST:
        raise refusals.AskedTwice(number=case.number)
    signing = case.state in _SIGNING
    case = move_or_refuse(visit, case, (Action.INQUIRE, "追问"), visit.contact.person, words)
    case = signed(visit, case) if signing else case
    question = write_question(Question(Asked.HANDLER))
    case = replace(case, question=question, paused_at=visit.now, pauses=case.pauses + 1)
    visit.unit.cases.save(case)
    line = line_of(visit, case)
    tell_reporter(visit, case, "inquire", wording_waiting.inquired(line, words))
    return wording_waiting.inquired_for_handler(line)


def schedule(visit: Visit, command: Command) -> str:
    """排期: it will be done on a day; behind the term more time is asked for with it."""
    return _rest(visit, command, Action.SCHEDULE, "排期")


def wait_outside(visit: Visit, command: Command) -> str:
    """等外: somebody outside must act first, by a day."""
    return _rest(visit, command, Action.WAIT_OUTSIDE, "等外")


def _rest(visit: Visit, command: Command, action: Action, word: str) -> str:
    case = handlers_case(visit, command, _SIGNING | _RESTING | {State.IN_PROGRESS})
    day, why = _day_and_words(visit, command, case)
    case = _in_progress(visit, case)
    case = move_or_refuse(visit, case, (action, word), visit.contact.person, f"{wording_waiting.day(day)} {why}")
    case = replace(case, resume_at=_moment(visit, day, DAY_STARTS))
    visit.unit.cases.save(case)
    line = line_of(visit, case)
    tell = wording_waiting.scheduled if action is Action.SCHEDULE else wording_waiting.waits_outside
    tell_reporter(visit, case, action, tell(line, wording_waiting.day(day), why))
    until = _moment(visit, day, OFFICE_CLOSES)
    asked = _ask_for_more(visit, case, until, why) if _is_behind(case, until) and not _pending(visit, case) else ""
    return wording_waiting.rests_for_handler(line, wording_waiting.day(day)) + asked


def _in_progress(visit: Visit, case: Case) -> Case:
    """The case taken or taken up again where it was not: one message is enough for a busy leader."""
    if case.state in _SIGNING:
        return signed(visit, move_or_refuse(visit, case, (Action.TAKE, "接单"), visit.contact.person))
    return resume(visit, case, visit.contact.person) if case.state in _RESTING else case


# -- more time ---------------------------------------------------------------------------------------


def extend(visit: Visit, command: Command) -> str:
    """延期: the office over the place is asked for more time, with a day and a reason."""
    case = handlers_case(visit, command, IN_HAND)
    day, why = _day_and_words(visit, command, case)
    until = _moment(visit, day, OFFICE_CLOSES)
    if case.state not in IN_HAND or not _is_behind(case, until):
        raise refusals.TermIsLonger(number=case.number, due=visit.until(case.due_at))
    if _pending(visit, case):
        raise refusals.AskedAlready(number=case.number)
    asked = _ask_for_more(visit, case, until, why)
    if not asked:
        raise refusals.NobodyGrants(number=case.number)
    return asked.lstrip("\n")


def _is_behind(case: Case, until: datetime) -> bool:
    return case.due_at is None or until > case.due_at


def _ask_for_more(visit: Visit, case: Case, until: datetime, why: str) -> str:
    """What the handler reads of it, a line of its own; empty when there is nobody to ask."""
    approver = _approver(visit, case)
    if approver is None:
        return ""
    before = len([one for one in visit.unit.extensions.of_case(case.number) if one.granted])
    visit.unit.extensions.ask(
        Extension(0, case.number, visit.contact.person, why, until, visit.now, approver.code)
    )
    words = wording_waiting.asked_for_more(line_of(visit, case), visit.until(until), why, before + 1)
    visit.tell(Telling("extension", words, case), person=approver.code)
    choice = duty_for(visit, approver, case.place)
    return wording_waiting.asks_for_more(visit.until(until), handler_title(choice) if choice else approver.name)


def _approver(visit: Visit, case: Case) -> Responder | None:
    """The nearest office over the place, else its arbiter: never who asks, nor a party to the matter."""
    town, day = visit.knowledge.town, visit.now.astimezone(visit.zone).date()
    line = town.territory.lineage_or_top(case.place)
    places = {node.code for node in line}
    not_these = parties_to(visit, case) | {visit.contact.person}
    for node in line:
        for responder, duty in town.directory.at(node.code):
            grants = duty.role in OFFICES or is_arbiter(responder, places)
            if grants and responder.code not in not_these and not responder.on_leave(day):
                return responder
    return None


def _pending(visit: Visit, case: Case) -> Extension | None:
    """The request that nobody has decided; one of somebody who has the case no more has lapsed."""
    requests = visit.unit.extensions.of_case(case.number)
    return next((one for one in requests if one.granted is None and one.by == case.responder), None)


def agree(visit: Visit, command: Command) -> str:
    """同意: the office grants the time that was asked for; the handler and the resident are told."""
    case, request = _decided(visit, command)
    case = move_or_refuse(visit, case, (Action.EXTEND, "同意延期"), visit.contact.person, request.reason)
    case = replace(case, due_at=request.until, own_due_at=None, stuck_at=None)
    visit.unit.cases.save(case)
    visit.unit.extensions.decide(request, visit.contact.person, visit.now, granted=True)
    line = line_of(visit, case)
    tell_handler(visit, case, "extension", wording_waiting.granted(line))
    tell_reporter(visit, case, "extension", wording_waiting.extended(line, request.reason))
    return wording_waiting.granted_by_you(line)


def disagree(visit: Visit, command: Command) -> str:
    """不同意: the term stays; the handler reads why."""
    case, request = _decided(visit, command)
    why = words_of(command, case, "不同意的原因")
    visit.unit.extensions.decide(request, visit.contact.person, visit.now, granted=False, why=why)
    line = line_of(visit, case)
    tell_handler(visit, case, "extension", wording_waiting.refused(line, why))
    return wording_waiting.refused_by_you(line)


def _decided(visit: Visit, command: Command) -> tuple[Case, Extension]:
    """The case and the request that the visitor decides; who asked does not decide himself."""
    case = any_case(visit, command)
    request = _pending(visit, case)
    if request is None or request.until <= visit.now:
        raise refusals.NothingAsked(number=case.number)
    if visit.contact.person == request.by or _GRANTING.isdisjoint(parties_of(visit, case, visit.contact.person)):
        raise refusals.NotForYou(number=case.number, word=wording_refusals.word_of(command.verb))
    return case, request


# -- taking it up again ------------------------------------------------------------------------------


def take_up(visit: Visit, command: Command) -> str:
    """接单: takes a case, and takes up again at once what rests in the same hands."""
    resting = _resting_meant(visit, command)
    if resting is None:
        return take(visit, command)
    line = line_of(visit, resume(visit, resting, visit.contact.person))
    return wording_waiting.taken_up(line)


def awake(act: Callable[[Visit, Command], str]) -> Callable[[Visit, Command], str]:
    """A word of a handler's that also works for what waits for the resident's answer: he waits no longer."""

    def acting(visit: Visit, command: Command) -> str:
        resting = _resting_meant(visit, command) if command.rest else None
        if resting is not None and resting.paused_at is not None:
            command = replace(command, number=resume(visit, resting, visit.contact.person).number)
        return act(visit, command)

    return acting


def _resting_meant(visit: Visit, command: Command) -> Case | None:
    """The resting case that a handler means: by its number, or the only one when he has nothing else in hand."""
    code = visit.contact.person
    if not code:
        return None
    held = [case for case in visit.unit.cases.open_of_responder(code) if case.state in _MINE]
    meant = [case for case in held if command.number in (None, case.number)]
    case = visit.unit.cases.load(meant[0].number) if len(meant) == 1 else None
    rests = case is not None and (case.state in _RESTING or case.paused_at is not None)
    return case if rests else None


# -- what all of them need ---------------------------------------------------------------------------


def _day_and_words(visit: Visit, command: Command, case: Case) -> tuple[date, str]:
    """The day that the words begin with, ahead and not too far, and the reason behind it."""
    word = wording_refusals.word_of(command.verb)
    today = visit.now.astimezone(visit.zone).date()
    found = read_day(command.rest, today)
    if found is None:
        raise refusals.NoDay(number=case.number, word=word)
    day, why = found
    if not today < day <= today + FARTHEST:
        raise refusals.DayOutOfReach(day=wording_waiting.day(day), most=FARTHEST.days)
    if not why:
        raise refusals.WordsMissing(number=f"{case.number} {wording_waiting.day(day)}", word=word, what="原因")
    return day, why


def _moment(visit: Visit, day: date, at: time) -> datetime:
    return datetime.combine(day, at, visit.zone).astimezone(UTC)


def _title(visit: Visit, case: Case) -> str:
    """Who speaks, as the resident may know him."""
    speaker = visit.knowledge.town.directory.get(visit.contact.person)
    choice = duty_for(visit, speaker, case.place) if speaker else None
    return handler_title(choice) if choice else "工作人员"
