"""What the clocks want: questions nobody answered, and whatever the ladder and the waiting want of a case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from bot.desk import wording
from bot.desk.announcing import ACTIVITIES
from bot.desk.calling_on import DOORS_OVER
from bot.desk.checking import SILENCE
from bot.desk.clock import AT_ONCE, Clock, Due
from bot.desk.completing import give_up_asking
from bot.desk.desk import Desk, Visit, line_of, nobody
from bot.desk.digest import DIGEST
from bot.desk.dispatching import tell_reporter
from bot.desk.escalation import CLIMBING
from bot.desk.gathering import MEETINGS
from bot.desk.gating import RULES
from bot.desk.inspecting import INSPECTING
from bot.desk.mediating import FOLLOWING
from bot.desk.mustering import ROLL_CALL
from bot.desk.needfollowing import follow_cases
from bot.desk.needticking import NEEDS
from bot.desk.polling import CLOSE_POLL
from bot.desk.pressing import PRESSING
from bot.desk.rechecking import LATER
from bot.desk.resourcing import LOANS
from bot.desk.resting import RESUMING
from bot.desk.surging import SURGE_OVER
from bot.desk.visitclocks import VISITS
from bot.desk.wishing import WISH_WAITS
from matching.case import Case, State
from matching.waking import Step, step_due
from storage.errors import StoreUnavailable
from storage.unit_of_work import UnitOfWork


def what_is_due(desk: Desk, now: datetime) -> Sequence[Due]:
    """What the clocks want as of `now`, the longest waiting first. Changes nothing."""
    return desk.store.read(lambda unit: _due(desk, unit, now))


def _due(desk: Desk, unit: UnitOfWork, now: datetime) -> list[Due]:
    desk.library.current(unit, now)  # clocks and nights as they are set by now
    found = [due for clock in CLOCKS.values() for due in clock.find(desk, unit, now)]
    return sorted(found, key=lambda due: (due.since, due.case, due.which))


def do_due(desk: Desk, now: datetime) -> Sequence[Due]:
    """Do what the clocks want as of `now`, each in a transaction of its own; what was done, in that order.

    One that fails does not hold up the others: all are tried, then the failures are raised together, as an
    ExceptionGroup that names each. Raises StoreUnavailable at once.
    """
    done, failed = [], []
    for due in what_is_due(desk, now):
        try:
            if desk.store.run(_doing(desk, due, now)):
                done.append(due)
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 (raised below) # house: broad-except (none holds up the others)
            error.add_note(f"{due.what} of case {due.case or due.which}")
            failed.append(error)
    if failed:
        raise ExceptionGroup("clocks failed", failed)
    return done


def _doing(desk: Desk, due: Due, now: datetime) -> Callable[[UnitOfWork], bool]:
    def work(unit: UnitOfWork) -> bool:
        case = unit.cases.load(due.case) if due.case else None
        contact = unit.people.contact(case.reporter) if case else nobody(now)
        if contact is None or (due.case and case is None):
            return False
        key = f"tick/{due.what}/{due.case or due.which}/{int(due.since.timestamp())}"
        visit = Visit(desk, unit, desk.library.current(unit, now), contact, key, now, by_clock=True)
        acted = CLOCKS[due.what].act(visit, case, due)
        follow_cases(visit)
        return acted

    return work


def _find_unanswered(desk: Desk, unit: UnitOfWork, now: datetime) -> Iterator[Due]:
    asked_before = now - timedelta(minutes=desk.customs.question_minutes)
    for case in unit.cases.waiting(State.AWAITING_INFO, asked_before, AT_ONCE):
        yield Due(case.number, "dispatch_unanswered", case.touched_at or case.created_at)


def _stepping(step: Step, act: Callable[[Visit, Case], bool]) -> Clock:
    """The clock of one step of `matching.waking`; it acts only where that step is still what is wanted."""

    def find(_desk: Desk, unit: UnitOfWork, now: datetime) -> Iterator[Due]:
        for case in unit.cases.waking(now, AT_ONCE):
            due = step_due(case, now)
            if due is not None and due[1] is step:
                yield Due(case.number, step, due[0])

    def still(visit: Visit, case: Case | None, _due: Due) -> bool:
        due = step_due(case, visit.now) if case is not None else None
        return case is not None and due is not None and due[1] is step and act(visit, case)

    return Clock(step, find, still)


def _dispatch_unanswered(visit: Visit, case: Case | None, _due: Due) -> bool:
    if case is None or case.state is not State.AWAITING_INFO or case.paused_at is not None:
        return False
    case = give_up_asking(visit, case)
    tell_reporter(visit, case, "receipt", wording.receipt(line_of(visit, case)))
    return True


#: Every clock of the desk by its name.
CLOCKS = {
    clock.what: clock
    for clock in (
        Clock("dispatch_unanswered", _find_unanswered, _dispatch_unanswered),
        DIGEST,
        *SILENCE,
        *LATER,
        *(_stepping(step, act) for step, act in (*CLIMBING.items(), *RESUMING.items())),
        *PRESSING,
        CLOSE_POLL,
        *MEETINGS,
        *ACTIVITIES,
        LOANS,
        ROLL_CALL,
        SURGE_OVER,
        INSPECTING,
        FOLLOWING,
        NEEDS,
        *VISITS,
        WISH_WAITS,
        DOORS_OVER,
        RULES,
    )
}
