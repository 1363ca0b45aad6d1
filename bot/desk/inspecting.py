"""隐患复查: what was dangerous is looked at by others than its handler, a week and a month after it was closed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.desk import refusals, wording_hazards
from bot.desk.chatwords import Command
from bot.desk.checking import checker_for
from bot.desk.clock import AT_ONCE, Clock, Due
from bot.desk.desk import Desk, Telling, Visit, line_of, move_or_refuse
from bot.desk.dispatching import said_of, tell_reporter
from bot.desk.labels import handler_title
from bot.desk.reopening import reopen
from matching.case import Action, Case, Kind, State
from matching.hazard import INSPECTION_TERM, inspected_at
from storage.checks import Check
from storage.unit_of_work import UnitOfWork

HAZARD = "hazard"
_GONE = re.compile(r"[\s,，:：]*(?:已经?)?(?:没了|没有了|没再|消除|整改好|好了|通过|正常|没问题)")
_THERE = re.compile(r"[\s,，:：]*(?:还|又|仍|没(?:修|整改|弄|处理|解决)|未)")


def _find(_desk: Desk, unit: UnitOfWork, now: datetime) -> Iterator[Due]:
    for case in unit.cases.hazards_due(now, AT_ONCE):
        yield Due(case.number, "inspect", case.recheck_at or now)


def _inspect(visit: Visit, case: Case | None, _due: Due) -> bool:
    """Somebody is asked to look, then, silent for three days, the next one up; nobody left: the first one again."""
    if case is None or case.kind is not Kind.HAZARD or case.recheck_at is None or case.recheck_at > visit.now:
        return False
    if case.state is not State.CLOSED:
        visit.unit.cases.save(replace(case, recheck_at=None))
        return False
    open_now, asked = _asked(visit, case)
    choice = checker_for(visit, case, asked) or checker_for(visit, case, frozenset())
    until = visit.now + INSPECTION_TERM
    if choice is None:
        visit.unit.cases.save(replace(case, recheck_at=until))
        return False
    visit.unit.checks.end(case.number, HAZARD, visit.now)
    person = choice.responder.code
    visit.unit.checks.add(Check(0, case.number, HAZARD, person, visit.now, until))
    case = replace(case, checker=person, recheck_at=until)
    visit.unit.cases.save(case)
    line = line_of(visit, case)
    words = wording_hazards.task(line, said_of(visit, case), visit.until(until))
    visit.tell(Telling("check", words, case), person=person)
    for before in open_now - {person}:
        over = wording_hazards.taken_over(line, handler_title(choice))
        visit.tell(Telling("check_over", over, case), person=before)
    return True


def _asked(visit: Visit, case: Case) -> tuple[frozenset[str], frozenset[str]]:
    """Who is asked now, and who was asked in vain since the last look."""
    checks = [one for one in visit.unit.checks.of_case(case.number) if one.kind == HAZARD]
    seen = max((one.at for one in checks if one.at is not None and one.passed is not None), default=None)
    since = seen or case.closed_at or case.created_at
    silent = frozenset(one.person for one in checks if one.asked_at >= since and one.passed is None)
    return frozenset(one.person for one in checks if one.at is None), silent


INSPECTING = Clock("inspect", _find, _inspect)


def inspect(visit: Visit, command: Command) -> str:
    """复查: what the inspector saw; alone, the word lists what waits for his look."""
    if not visit.contact.person:
        raise refusals.NotAHandler
    waiting = _waiting(visit)
    if command.number is None and not command.rest:
        return wording_hazards.waiting([line_of(visit, case) for case in waiting])
    named = [case for case in waiting if command.number in (None, case.number)]
    if len(named) != 1:
        raise refusals.NotYoursToCheck(number=command.number or "")
    if _GONE.match(command.rest):
        return _gone(visit, named[0], command.rest)
    if _THERE.match(command.rest):
        return _still_there(visit, named[0], command.rest)
    return wording_hazards.which(named[0].number)


def _waiting(visit: Visit) -> list[Case]:
    person = visit.contact.person
    asked = [one.case for one in visit.unit.checks.open_of(person) if one.kind == HAZARD]
    found = [visit.unit.cases.load(number) for number in asked]
    return [case for case in found if case and case.state is State.CLOSED and case.checker == person]


def _gone(visit: Visit, case: Case, said: str) -> str:
    case = move_or_refuse(visit, case, (Action.RECHECK, "复查"), visit.contact.person, said)
    visit.unit.checks.end(case.number, HAZARD, visit.now, passed=True, why=said)
    again = inspected_at(case.closed_at or case.created_at, visit.now)
    case = replace(case, checker="", recheck_at=again)
    visit.unit.cases.save(case)
    line = line_of(visit, case)
    tell_reporter(visit, case, "recheck", wording_hazards.gone_for_resident(line))
    return wording_hazards.gone(line, visit.until(again))


def _still_there(visit: Visit, case: Case, said: str) -> str:
    case = move_or_refuse(visit, case, (Action.REFUTE, "复查"), visit.contact.person, said)
    visit.unit.checks.end(case.number, HAZARD, visit.now, passed=False, why=said)
    case = reopen(visit, case, said)
    line = line_of(visit, case)
    tell_reporter(visit, case, "reopened", wording_hazards.still_there_for_resident(line))
    return wording_hazards.still_there(line)
