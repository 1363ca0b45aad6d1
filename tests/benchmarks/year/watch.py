"""What must hold at any moment: no case waits for ever, none is with nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from bot.desk.desk import Desk
from matching.case import Case, State
from matching.lifecycle import ENDED, IN_HAND
from matching.waking import wakes_at

#: A clock that struck so long ago and did nothing has stopped.
STOPPED_AFTER = timedelta(hours=2)
#: Somebody is found within the two hours after which the arbiter gets it even on his leave, and a tick.
NOBODY_MOST = timedelta(hours=3)
_WITH_SOMEBODY = IN_HAND | {State.AWAITING_VERDICT}


def strikes_at(case: Case, question: timedelta) -> datetime | None:
    """When a clock strikes next for a case that has not ended, whichever it is; None where none does."""
    if case.state is State.AWAITING_INFO and case.paused_at is None:
        return (case.touched_at or case.created_at) + question
    if case.state is State.AWAITING_VERDICT:
        return case.check_due_at
    return wakes_at(case)


def faults_of(case: Case, desk: Desk, on_duty: Collection[str], now: datetime) -> Iterator[str]:
    """What is wrong with a case that has not ended, in words; nothing where all is well."""
    strikes = strikes_at(case, timedelta(minutes=desk.customs.question_minutes))
    if strikes is None:
        yield "no clock strikes for it"
    elif strikes < now - STOPPED_AFTER:
        yield f"its clock struck at {strikes:%Y-%m-%d %H:%M} and nothing came of it"
    if case.state in _WITH_SOMEBODY and not case.responder:
        yield "nobody has it"
    if case.responder and case.responder not in on_duty:
        yield f"{case.responder}, who has it, is not on duty"
    if case.state is State.AWAITING_DISPATCH and now - (case.touched_at or case.created_at) > NOBODY_MOST:
        yield "nobody was found for it"


def watch(desk: Desk, now: datetime) -> tuple[list[str], Counter[str]]:
    """Every fault of every case that has not ended, and how many cases stand in each state; those in a digest too."""
    faults: list[str] = []
    states: Counter[str] = Counter()
    on_duty = {responder.code for responder in desk.store.read(lambda unit: unit.people.directory())}
    for case in desk.store.read(lambda unit: list(unit.cases.export(None))):
        states[case.state] += 1
        if case.state not in ENDED:
            states["of which nobody is left above"] += case.stuck_at is not None
            faults += [f"#{case.number} {case.state}: {fault}" for fault in faults_of(case, desk, on_duty, now)]
    return faults, states
