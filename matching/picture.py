"""What a case adds to the picture beside the figures: how long each step took, and whether it was corrected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from matching.case import Action, Case, CaseEvent, State
from matching.figures import quantile

#: With these a handler answers what he got (as `matching.figures` counts it).
_ANSWERS = frozenset({Action.TAKE, Action.INQUIRE, Action.FINISH, Action.RETURN, Action.PASS_ON, Action.DECLINE})
_UNSIGNED = frozenset({State.AWAITING_SIGNIN, State.REDO})
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Spent:
    """Hours by the clock that one case took; None where it has not come so far."""

    sign: float | None
    speak: float | None
    solve: float | None


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long something took: of half of those counted and of nine in ten at most; None of nothing."""

    median: float | None
    p90: float | None
    of: int


def spent_on(case: Case, events: Sequence[CaseEvent], solved_at: datetime | None) -> Spent:
    """The hours from the first dispatch to the first answer of whoever had it, and from the opening to the first own
    words and to the solution; `events` are all of the case's, in order.
    """
    sent = next((event.at for event in events if event.action is Action.DISPATCH), None)
    answers = (event.at for event in events if event.action in _ANSWERS and event.from_state in _UNSIGNED)
    return Spent(
        sign=_hours(sent, next(answers, None)),
        speak=_hours(case.created_at, case.first_word_at),
        solve=_hours(case.created_at, solved_at),
    )


def is_corrected(events: Iterable[CaseEvent]) -> bool:
    """Whether somebody said that it was taken for something else than it is."""
    return any(event.action is Action.CORRECT for event in events)


def lasting(values: Iterable[float | None]) -> Lasting:
    """How long these took, those left out that have not come so far."""
    counted = [value for value in values if value is not None]
    return Lasting(quantile(counted, 0.5), quantile(counted, 0.9), len(counted))


def _hours(since: datetime | None, until: datetime | None) -> float | None:
    return None if since is None or until is None else (until - since) / _HOUR
