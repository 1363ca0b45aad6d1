"""What the clocks want: questions nobody answered, cases nobody has, tasks nobody took in time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from bot.desk import wording, wording_handlers
from bot.desk.clock import AT_ONCE, Clock, Due
from bot.desk.completing import give_up_asking
from bot.desk.desk import Desk, Telling, Visit, line_of, nobody
from bot.desk.dispatching import choose, dispatch, tell_reporter
from matching.case import Case, State
from storage.unit_of_work import UnitOfWork

_REMINDER = "reminder"


def what_is_due(desk: Desk, now: datetime) -> Sequence[Due]:
    """What the clocks want as of `now`, the longest waiting first. Changes nothing."""
    return desk.store.read(lambda unit: _due(desk, unit, now))


def _due(desk: Desk, unit: UnitOfWork, now: datetime) -> list[Due]:
    found = [due for clock in CLOCKS.values() for due in clock.find(desk, unit, now)]
    return sorted(found, key=lambda due: (due.since, due.case, due.which))


def do_due(desk: Desk, now: datetime) -> Sequence[Due]:
    """Do what the clocks want as of `now`, each in a transaction of its own; what was done, in that order."""
    return [due for due in what_is_due(desk, now) if desk.store.run(_doing(desk, due, now))]


def _doing(desk: Desk, due: Due, now: datetime) -> Callable[[UnitOfWork], bool]:
    def work(unit: UnitOfWork) -> bool:
        case = unit.cases.load(due.case) if due.case else None
        contact = unit.people.contact(case.reporter) if case else nobody(now)
        if contact is None or (due.case and case is None):
            return False
        key = f"tick/{due.what}/{due.case or due.which}/{int(due.since.timestamp())}"
        visit = Visit(desk, unit, desk.library.current(unit, now), contact, key, now, by_clock=True)
        return CLOCKS[due.what].act(visit, case, due)

    return work


def _find_unanswered(desk: Desk, unit: UnitOfWork, now: datetime) -> Iterator[Due]:
    asked_before = now - timedelta(minutes=desk.customs.question_minutes)
    for case in unit.cases.waiting(State.AWAITING_INFO, asked_before, AT_ONCE):
        yield Due(case.number, "dispatch_unanswered", case.touched_at or case.created_at)


def _find_ownerless(_desk: Desk, unit: UnitOfWork, now: datetime) -> Iterator[Due]:
    for case in unit.cases.waiting(State.AWAITING_DISPATCH, now - timedelta(minutes=1), AT_ONCE):
        yield Due(case.number, "dispatch_again", case.touched_at or case.created_at)


def _find_unsigned(_desk: Desk, unit: UnitOfWork, now: datetime) -> Iterator[Due]:
    for case in unit.cases.overdue_signin(now, _REMINDER, AT_ONCE):
        yield Due(case.number, "remind_signin", case.signin_due_at or case.created_at)


def _dispatch_unanswered(visit: Visit, case: Case | None, _due: Due) -> bool:
    if case is None or case.state is not State.AWAITING_INFO:
        return False
    case = give_up_asking(visit, case)
    tell_reporter(visit, case, "receipt", wording.receipt(line_of(visit, case)))
    return True


def _dispatch_again(visit: Visit, case: Case | None, _due: Due) -> bool:
    if case is None or case.state is not State.AWAITING_DISPATCH:
        return False
    choice = choose(visit, case)
    if choice is None:
        return False
    case = dispatch(visit, case, choice)
    tell_reporter(visit, case, "receipt", wording.passed_for_resident(line_of(visit, case)))
    return True


def _remind_signin(visit: Visit, case: Case | None, _due: Due) -> bool:
    """Once per due time: the notice's key holds it, so that a second tick says nothing new."""
    if case is None or case.state not in (State.AWAITING_SIGNIN, State.REDO):
        return False
    if case.signin_due_at is None or case.signin_due_at > visit.now:
        return False
    return visit.tell(Telling(_REMINDER, wording_handlers.reminder(line_of(visit, case)), case), person=case.responder)


#: Every clock of the desk by its name.
CLOCKS = {
    clock.what: clock
    for clock in (
        Clock("dispatch_unanswered", _find_unanswered, _dispatch_unanswered),
        Clock("dispatch_again", _find_ownerless, _dispatch_again),
        Clock("remind_signin", _find_unsigned, _remind_signin),
    )
}
