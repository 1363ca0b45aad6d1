"""When a clock wants something of a need that asks nobody any more: reminders, the question whether it is done."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from bot.desk.desk import Visit
from matching.need import Need, NeedKind, NeedState

#: Whoever goes is reminded once: the evening before what begins so early, else so long before it begins.
_EARLY, _EVENING = time(10, 0), time(19, 0)
SOON = timedelta(hours=2)
#: So long after its end whoever holds it is asked once whether it is done, so much later the coordinator hears, and
#: so much later it is over.
_ASKED_AFTER = timedelta(hours=1)
_OVERDUE_AFTER = timedelta(hours=25)
_GIVEN_UP_AFTER = timedelta(days=7)
#: A requester who says nothing for so long is content: nobody's hours hang on her silence.
_CONTENT_AFTER = timedelta(hours=72)


class Step(StrEnum):
    """What a clock wants of a need."""

    BEGIN = "begin"
    REMIND = "remind"
    ASK_DONE = "ask_done"
    OVERDUE = "overdue"
    GIVE_UP = "give_up"
    CONTENT = "content"


def steps(visit: Visit, need: Need) -> list[tuple[datetime, Step]]:
    """Every moment at which a clock wants something of a need that stands so, in order; none for one that is over.

    Visits have a clock of their own for what was missed (`bot.desk.visiting`).
    """
    if need.state is NeedState.CARD:
        return [(need.touched_at + timedelta(minutes=visit.desk.customs.question_minutes), Step.BEGIN)]
    if need.state is NeedState.DONE:
        return [] if need.case else [(need.touched_at + _CONTENT_AFTER, Step.CONTENT)]
    if need.state not in (NeedState.FILLED, NeedState.FALLBACK):
        return []
    reminded = [(_reminded_at(visit, need), Step.REMIND)] if need.state is NeedState.FILLED else []
    if need.kind is NeedKind.VISIT:
        return reminded
    overdue = [(need.ends_at + _OVERDUE_AFTER, Step.OVERDUE)] if need.state is NeedState.FILLED else []
    asked, given_up = need.ends_at + _ASKED_AFTER, need.ends_at + _GIVEN_UP_AFTER
    if need.given_to and need.case:
        return [(given_up, Step.GIVE_UP)]  # the case's own clocks ask whoever has it
    return [*reminded, (asked, Step.ASK_DONE), *overdue, (given_up, Step.GIVE_UP)]


def _reminded_at(visit: Visit, need: Need) -> datetime:
    starts = need.starts_at.astimezone(visit.zone)
    if starts.time() >= _EARLY:
        return need.starts_at - SOON
    return datetime.combine(starts.date() - timedelta(days=1), _EVENING, visit.zone).astimezone(UTC)


def wakes_at(visit: Visit, need: Need) -> datetime | None:
    """The next of these moments, None when none is to come."""
    return next((moment for moment, _ in steps(visit, need) if moment > visit.now), None)


def step_due(visit: Visit, need: Need) -> Step | None:
    """What a clock wants of a need now: the latest of what has fallen due, None when nothing has."""
    due = [step for moment, step in steps(visit, need) if moment <= visit.now]
    return due[-1] if due else None
