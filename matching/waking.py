"""When a clock strikes next for a case, what it wants then, and what a move does to a case's clocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from matching.case import Action, Case, State
from matching.lifecycle import IN_HAND

#: Waiting for the resident rests the clocks this long at most, this often at most.
PAUSE_MOST: Final = timedelta(hours=48)
PAUSES_MOST: Final = 2
#: How long a case with a responder is waited for when it has no due time: it never was dispatched by the rules.
_WITHOUT_DUE: Final = timedelta(days=7)

_SIGNING: Final = frozenset({State.AWAITING_SIGNIN, State.REDO})
_RESTING: Final = frozenset({State.SCHEDULED, State.AWAITING_OUTSIDE})
#: With these a person's own words reach the resident.
_SPEAKING: Final = frozenset(
    {Action.SAY, Action.INQUIRE, Action.SCHEDULE, Action.WAIT_OUTSIDE, Action.FINISH}
)


class Step(StrEnum):
    """What a clock wants of a case; of several at once the first here is done first."""

    GO_ON = "go_on"  # she has not answered for 48 hours
    RESUME = "resume"  # the day of a schedule or of somebody outside has come
    REMIND_SIGNIN = "remind_signin"
    REMIND_FIRST_WORD = "remind_first_word"
    DISPATCH_AGAIN = "dispatch_again"  # nobody has it
    CLIMB = "climb"  # who has it kept silent: the next rung owns it


_ORDER: Final = {step: at for at, step in enumerate(Step)}


def wakes_at(case: Case) -> datetime | None:
    """When a clock strikes for a case next; None where none does: it has ended, waits for its verdict or for the
    answer to the question that is asked before anybody has it (these have clocks of their own).
    """
    return min((moment for moment, _ in _steps(case)), default=None)


def step_due(case: Case, now: datetime) -> tuple[datetime, Step] | None:
    """What the clocks want of a case at `now` and since when; None when they want nothing."""
    due = [(moment, step) for moment, step in _steps(case) if moment <= now]
    return min(due, key=lambda found: _ORDER[found[1]], default=None)


def _steps(case: Case) -> Iterator[tuple[datetime, Step]]:
    """What will be wanted of a case as it stands, each with its moment."""
    touched = case.touched_at or case.created_at
    if case.state is State.AWAITING_INFO:
        if case.paused_at is not None:
            yield case.paused_at + PAUSE_MOST, Step.GO_ON
    elif case.state is State.AWAITING_DISPATCH or (case.state in IN_HAND and not case.responder):
        yield case.climb_at or touched, Step.DISPATCH_AGAIN
    elif case.state in IN_HAND:
        yield from _in_hand(case, touched)


def _in_hand(case: Case, touched: datetime) -> Iterator[tuple[datetime, Step]]:
    if case.state in _SIGNING:
        yield case.climb_at or touched, Step.CLIMB
        yield from _reminder(case, case.signin_due_at, Step.REMIND_SIGNIN)
    else:
        yield unfinished_at(case), Step.CLIMB
    if case.state in _RESTING:
        yield case.resume_at or touched, Step.RESUME
    if case.first_word_at is None and case.state is not State.JOINT:
        yield from _reminder(case, case.first_word_due_at, Step.REMIND_FIRST_WORD)


def _reminder(case: Case, due_at: datetime | None, step: Step) -> Iterator[tuple[datetime, Step]]:
    if due_at is not None and (case.reminded_at is None or case.reminded_at < due_at):
        yield due_at, step


def unfinished_at(case: Case) -> datetime:
    """When a case that is taken and not finished goes to the next rung: not before its term, nor before the term
    that its responder got of his own, nor before `climb_at`.
    """
    due_at = case.due_at or (case.touched_at or case.created_at) + _WITHOUT_DUE
    return max(moment for moment in (due_at, case.own_due_at, case.climb_at) if moment is not None)


def moved(case: Case, action: Action, state: State, now: datetime, *, words: bool) -> Case:
    """The case after a move, its clocks told: the rest for the resident ends and is added to the terms, the first
    human word is noted (`words`: the mover said something to her), what was stuck moves again.
    """
    speaks = action in _SPEAKING or (action is Action.TAKE and words)
    case = replace(case, touched_at=now, first_word_at=now if speaks and not case.first_word_at else case.first_word_at)
    if state is case.state:
        return case
    if case.state is State.AWAITING_INFO and case.paused_at is not None:
        case = _rested(case, min(now - case.paused_at, PAUSE_MOST))
    return replace(case, state=state, stuck_at=None)


def _rested(case: Case, rest: timedelta) -> Case:
    def later(moment: datetime | None) -> datetime | None:
        return None if moment is None else moment + rest

    return replace(
        case,
        paused_at=None,
        due_at=later(case.due_at),
        own_due_at=later(case.own_due_at),
        climb_at=later(case.climb_at),
    )
