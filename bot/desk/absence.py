"""Leave has a door: 请假 hands on what nobody has taken and names who stands in, 销假 ends it."""

from __future__ import annotations

from datetime import date

from bot.desk import refusals, wording, wording_waiting
from bot.desk.caseline import CaseLine
from bot.desk.chatwords import Command
from bot.desk.dates import read_span
from bot.desk.desk import Visit, line_of, move_or_refuse
from bot.desk.dispatching import choose, dispatch, tell_reporter
from bot.desk.waiting import FARTHEST
from matching.case import Action, Case, State
from matching.lifecycle import IN_HAND
from matching.routing import masked

_UNSIGNED = frozenset({State.AWAITING_SIGNIN, State.REDO})
_REASON = "请假"


def leave(visit: Visit, command: Command) -> str:
    """请假: from which day to which; what he has not signed for goes to the backup when the leave begins today."""
    code = visit.contact.person
    if not code:
        raise refusals.NotAHandler
    today = visit.now.astimezone(visit.zone).date()
    span = read_span(command.rest, today)
    if span is None:
        raise refusals.NoSpan
    first, last = span
    if first < today or last > today + FARTHEST:
        raise refusals.DayOutOfReach(day=wording_waiting.day(last if first >= today else first), most=FARTHEST.days)
    visit.unit.people.set_leave(code, first, last)
    held = [case for case in visit.unit.cases.open_of_responder(code) if case.state in IN_HAND]
    moved: list[CaseLine] = []
    kept: list[CaseLine] = []
    for case in held:
        handed = _handed_on(visit, case) if first == today and case.state in _UNSIGNED and not case.disputed else None
        (kept if handed is None else moved).append(line_of(visit, handed or case))
    return wording_waiting.on_leave(_span(first, last), _stands_in(visit, code, first), moved, kept)


def _handed_on(visit: Visit, case: Case) -> Case | None:
    """The case with whoever stands in; None when there is nobody but him."""
    locked = visit.unit.cases.load(case.number)
    choice = choose(visit, case, frozenset({visit.contact.person}))
    if locked is None or locked.responder != visit.contact.person or choice is None:
        return None
    moved = move_or_refuse(visit, locked, (Action.PASS_ON, "转办"), visit.contact.person, _REASON)
    moved = dispatch(visit, moved, choice)
    tell_reporter(visit, moved, "passed", wording.passed_for_resident(line_of(visit, moved)))
    return moved


def _stands_in(visit: Visit, code: str, day: date) -> str:
    """The backup's name, as colleagues say it; empty when there is none who is there."""
    directory = visit.knowledge.town.directory
    person = directory.get(code)
    backup = directory.get(person.backup) if person else None
    return masked(backup.name) if backup is not None and not backup.on_leave(day) else ""


def _span(first: date, last: date) -> str:
    if first == last:
        return wording_waiting.day(first)
    return f"{wording_waiting.day(first)}到{wording_waiting.day(last)}"


def back(visit: Visit, _command: Command) -> str:
    """销假: he is there again."""
    code = visit.contact.person
    if not code:
        raise refusals.NotAHandler
    person = visit.knowledge.town.directory.get(code)
    away = person is not None and person.leave_from is not None
    visit.unit.people.set_leave(code, None, None)
    return wording_waiting.back(was_away=away)
