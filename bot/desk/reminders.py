"""What the clocks want: questions nobody answered, cases nobody has, tasks nobody took in time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk import wording, wording_handlers
from bot.desk.completing import give_up_asking
from bot.desk.desk import Desk, Telling, Visit, line_of
from bot.desk.dispatching import choose, dispatch, tell_reporter
from matching.case import Case, State
from storage.unit_of_work import UnitOfWork

_AT_ONCE = 100
_REMINDER = "reminder"


@dataclass(frozen=True, slots=True)
class Due:
    """Something a clock wants done: `what` is dispatch_unanswered, dispatch_again or remind_signin."""

    case: int
    what: str
    since: datetime


def what_is_due(desk: Desk, now: datetime) -> Sequence[Due]:
    """What the clocks want as of `now`, the longest waiting first. Changes nothing."""
    return desk.store.read(lambda unit: _due(desk, unit, now))


def _due(desk: Desk, unit: UnitOfWork, now: datetime) -> list[Due]:
    asked_before = now - timedelta(minutes=desk.customs.question_minutes)
    unanswered = unit.cases.waiting(State.AWAITING_INFO, asked_before, _AT_ONCE)
    ownerless = unit.cases.waiting(State.AWAITING_DISPATCH, now - timedelta(minutes=1), _AT_ONCE)
    late = unit.cases.overdue_signin(now, _REMINDER, _AT_ONCE)
    found = [
        *(Due(case.number, "dispatch_unanswered", case.touched_at or case.created_at) for case in unanswered),
        *(Due(case.number, "dispatch_again", case.touched_at or case.created_at) for case in ownerless),
        *(Due(case.number, "remind_signin", case.signin_due_at or case.created_at) for case in late),
    ]
    return sorted(found, key=lambda due: (due.since, due.case))


def do_due(desk: Desk, now: datetime) -> Sequence[Due]:
    """Do what the clocks want as of `now`, each in a transaction of its own; what was done, in that order."""
    return [due for due in what_is_due(desk, now) if desk.store.run(_doing(desk, due, now))]


def _doing(desk: Desk, due: Due, now: datetime) -> Callable[[UnitOfWork], bool]:
    def work(unit: UnitOfWork) -> bool:
        case = unit.cases.load(due.case)
        contact = unit.people.contact(case.reporter) if case else None
        if case is None or contact is None:
            return False
        key = f"tick/{due.what}/{due.case}/{int(due.since.timestamp())}"
        visit = Visit(desk, unit, desk.library.current(unit, now), contact, key, now)
        return _DOING[due.what](visit, case)

    return work


def _dispatch_unanswered(visit: Visit, case: Case) -> bool:
    if case.state is not State.AWAITING_INFO:
        return False
    case = give_up_asking(visit, case)
    tell_reporter(visit, case, "receipt", wording.receipt(line_of(visit, case)))
    return True


def _dispatch_again(visit: Visit, case: Case) -> bool:
    choice = choose(visit, case) if case.state is State.AWAITING_DISPATCH else None
    if choice is None:
        return False
    case = dispatch(visit, case, choice)
    tell_reporter(visit, case, "receipt", wording.passed_for_resident(line_of(visit, case)))
    return True


def _remind_signin(visit: Visit, case: Case) -> bool:
    """Once per due time: the notice's key holds it, so that a second tick says nothing new."""
    waiting = case.state in (State.AWAITING_SIGNIN, State.REDO)
    if not waiting or case.signin_due_at is None or case.signin_due_at > visit.now:
        return False
    return visit.tell(Telling(_REMINDER, wording_handlers.reminder(line_of(visit, case)), case), person=case.responder)


_DOING = {
    "dispatch_unanswered": _dispatch_unanswered,
    "dispatch_again": _dispatch_again,
    "remind_signin": _remind_signin,
}
