"""When the resident keeps silent: she is reminded, then somebody else than the handler looks, one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.desk import refusals, wording_closing
from bot.desk.chatwords import Command
from bot.desk.clock import AT_ONCE, Clock, Due
from bot.desk.closing import CLOSING
from bot.desk.desk import Desk, Telling, Visit, duty_for, line_of, move_or_refuse
from bot.desk.dispatching import parties_to, said_of, tell_handler, tell_reporter
from bot.desk.judging import closed
from bot.desk.labels import handler_title
from bot.desk.looking import SENT
from bot.desk.picking import words_of
from bot.desk.reopening import reopen
from matching.case import Action, Case, Kind, State
from matching.checker import choose_checker
from matching.closing import CHECK_AGAIN, CHECK_TERM, CHECKED_AFTER, REMINDED_AFTER, reminded_at
from matching.judgement import CHECKED
from matching.routing import Choice, Enquiry
from storage.checks import Check
from storage.looks import Look
from storage.unit_of_work import UnitOfWork

_PASSED = re.compile(
    r"[\s,，:：]*(?:已?通过|办好|已?经?(?:办|修|弄|处理|解决|清理?)(?:好|完|掉|干净)?了|好了|没问题|属实|合格|可以|解决|ok)",
    re.IGNORECASE,
)
_NOT_PASSED = re.compile(r"[\s,，:：]*(?:不|没|未|还|又|仍|只)")


# -- silence -----------------------------------------------------------------------------------------


def _find_silent(_desk: Desk, unit: UnitOfWork, now: datetime) -> Iterator[Due]:
    for case in unit.cases.check_due(now, AT_ONCE):
        if case.check_due_at is not None and not case.checker:
            yield Due(case.number, "verdict_silent", case.check_due_at)


def _find_unchecked(_desk: Desk, unit: UnitOfWork, now: datetime) -> Iterator[Due]:
    for case in unit.cases.check_due(now, AT_ONCE):
        if case.check_due_at is not None and case.checker:
            yield Due(case.number, "check_silent", case.check_due_at)


def _still_due(visit: Visit, case: Case | None, *, checked: bool) -> Case | None:
    """The case when its verdict is late still; one that waits for none any more loses the clock."""
    if case is None or case.check_due_at is None or case.check_due_at > visit.now or bool(case.checker) is not checked:
        return None
    if case.state is State.AWAITING_VERDICT:
        return case
    visit.unit.checks.end(case.number, CLOSING, visit.now)
    visit.unit.cases.save(replace(case, checker="", check_due_at=None))
    return None


def _verdict_silent(visit: Visit, case: Case | None, _due: Due) -> bool:
    """She has not said anything: reminded twice, then a checker is asked."""
    case = _still_due(visit, case, checked=False)
    if case is None:
        return False
    asked_at = _asked_at(visit, case)
    if visit.now >= asked_at + CHECKED_AFTER:
        return _ask_checker(visit, case)
    last = visit.now >= asked_at + REMINDED_AFTER[1]
    due = asked_at + CHECKED_AFTER if last else reminded_at(asked_at, 1, None, visit.zone)
    case = replace(case, check_due_at=due)
    visit.unit.cases.save(case)
    words = wording_closing.verdict_reminder(line_of(visit, case), last=last)
    visit.tell(Telling("verdict_reminder", words, case), contact=case.reporter)
    return True


def _asked_at(visit: Visit, case: Case) -> datetime:
    """When it was reported as done."""
    events = visit.unit.cases.events(case.number)
    return next((event.at for event in reversed(events) if event.action is Action.FINISH), case.created_at)


def _check_silent(visit: Visit, case: Case | None, _due: Due) -> bool:
    """Whoever was asked to look did not: the next one up is."""
    case = _still_due(visit, case, checked=True)
    return case is not None and _ask_checker(visit, case)


def _ask_checker(visit: Visit, case: Case) -> bool:
    """Somebody who was not asked since it was reported as done; at the top it is stuck, and tried again daily.

    Whether anything has changed for people.
    """
    since = _asked_at(visit, case)
    asked = [check.person for check in visit.unit.checks.of_case(case.number) if check.asked_at > since]
    choice = checker_for(visit, case, frozenset(asked))
    if choice is None:
        stuck = case.stuck_at or visit.now
        visit.unit.cases.save(replace(case, check_due_at=visit.now + CHECK_AGAIN, stuck_at=stuck))
        return case.stuck_at is None
    before, person = case.checker, choice.responder.code
    visit.unit.checks.end(case.number, CLOSING, visit.now)
    case = replace(case, checker=person, check_due_at=visit.now + CHECK_TERM, stuck_at=None)
    visit.unit.checks.add(Check(0, case.number, CLOSING, person, visit.now, visit.now + CHECK_TERM))
    visit.unit.cases.save(case)
    line = line_of(visit, case)
    task = wording_closing.check_task(line, said_of(visit, case), _done(visit, case), visit.until(case.check_due_at))
    visit.tell(Telling("check", task, case), person=person)
    visit.unit.looks.record(Look(case.number, person, None, visit.now, SENT))
    if before:
        words = wording_closing.check_taken_over(line, handler_title(choice))
        visit.tell(Telling("check_over", words, case), person=before)
    return True


def checker_for(visit: Visit, case: Case, without: frozenset[str]) -> Choice | None:
    """Who looks whether a case is solved: never its handler, never a party, none of `without`; None at the top."""
    nobody_of = without | parties_to(visit, case) | {case.responder}
    day = visit.now.astimezone(visit.zone).date()
    private = case.private or case.kind is Kind.MEDIATION
    return choose_checker(Enquiry(case.place, case.category, day, nobody_of), visit.knowledge.town, private=private)


def _done(visit: Visit, case: Case) -> str:
    events = visit.unit.cases.events(case.number)
    return next((event.reason for event in reversed(events) if event.action is Action.FINISH), "")


SILENCE = (
    Clock("verdict_silent", _find_silent, _verdict_silent),
    Clock("check_silent", _find_unchecked, _check_silent),
)


# -- what the checker saw ----------------------------------------------------------------------------


def check(visit: Visit, command: Command) -> str:
    """核查: the checker says whether it is solved; alone, the word lists what waits for his look."""
    if not visit.contact.person:
        raise refusals.NotAHandler
    waiting = _waiting_for(visit)
    if command.number is None and not command.rest:
        return wording_closing.checks([line_of(visit, case) for case in waiting])
    case = _checked_case(command, waiting)
    said = _said(command)
    if _NOT_PASSED.match(said) and not said.startswith("没问题"):
        return _refuted(visit, case, said)
    if _PASSED.match(said):
        return _confirmed(visit, case, said)
    return wording_closing.which_check(case.number)


def confirm(visit: Visit, command: Command) -> str:
    """核查通过, as pages say it."""
    return _confirmed(visit, _checked_case(command, _waiting_for(visit)), _said(command))


def refute(visit: Visit, command: Command) -> str:
    """核查没办好, as pages say it."""
    case = _checked_case(command, _waiting_for(visit))
    return _refuted(visit, case, words_of(command, case, "哪里没办好"))


def _said(command: Command) -> str:
    return command.rest.strip(" ，,。")


def _waiting_for(visit: Visit) -> list[Case]:
    """What the visitor was asked to look at and nobody has decided, the longest waiting first."""
    asked = [visit.unit.cases.load(one.case) for one in visit.unit.checks.open_of(visit.contact.person)]
    person = visit.contact.person
    return [case for case in asked if case and case.checker == person and case.state is State.AWAITING_VERDICT]


def _checked_case(command: Command, waiting: list[Case]) -> Case:
    if command.number is None and len(waiting) == 1:
        return waiting[0]
    found = next((case for case in waiting if case.number == command.number), None)
    if found is not None:
        return found
    if command.number is not None:
        raise refusals.NotYoursToCheck(number=command.number)
    if not waiting:
        raise refusals.NothingFits(word="核查")
    listed = "、".join(f"#{case.number}" for case in waiting)
    raise refusals.SeveralFit(word="核查", listed=listed, first=waiting[0].number)


def _confirmed(visit: Visit, case: Case, said: str) -> str:
    case = move_or_refuse(visit, case, (Action.CONFIRM, "核查"), visit.contact.person, said)
    visit.unit.checks.end(case.number, CLOSING, visit.now, passed=True, why=said)
    case = closed(visit, case, CHECKED)
    line = line_of(visit, case)
    tell_handler(visit, case, "closed", wording_closing.checked_for_handler(line))
    tell_reporter(visit, case, "closed", wording_closing.checked_for_resident(line, _title(visit, case)))
    return wording_closing.check_passed(line)


def _refuted(visit: Visit, case: Case, said: str) -> str:
    case = move_or_refuse(visit, case, (Action.REFUTE, "核查"), visit.contact.person, said)
    visit.unit.checks.end(case.number, CLOSING, visit.now, passed=False, why=said)
    case = reopen(visit, case, said)
    line = line_of(visit, case)
    tell_reporter(visit, case, "reopened", wording_closing.refuted_for_resident(line, _title(visit, case)))
    return wording_closing.check_failed(line)


def _title(visit: Visit, case: Case) -> str:
    """The visitor as residents read it."""
    responder = visit.knowledge.town.directory.get(visit.contact.person)
    choice = duty_for(visit, responder, case.place) if responder else None
    return handler_title(choice) if choice else "核查的人"
