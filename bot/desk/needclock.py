"""When a clock wants something of a need that asks nobody any more: reminders, the question whether it is done."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from bot.desk.desk import Visit
from matching.need import Need, NeedKind, NeedState

#: The evening before, and so long before it begins, whoever goes is reminded.
_EVENING = time(19, 0)
SOON = timedelta(hours=2)
#: So long after its end whoever holds it is asked once whether it is done, so much later the coordinator hears.
ASKED_AFTER = timedelta(hours=1)
OVERDUE_AFTER = timedelta(hours=25)
#: A requester who says nothing for so long is content.
CONTENT_AFTER = timedelta(hours=72)


def moments(visit: Visit, need: Need) -> list[datetime]:
    """Every moment at which a clock wants something of a need that stands so, in order; none for one that is over."""
    if need.state is NeedState.FILLED:
        starts = need.starts_at.astimezone(visit.zone)
        evening = datetime.combine(starts.date() - timedelta(days=1), _EVENING, visit.zone).astimezone(UTC)
        asked = [] if need.kind is NeedKind.VISIT else [need.ends_at + ASKED_AFTER, need.ends_at + OVERDUE_AFTER]
        return [evening, need.starts_at - SOON, *asked]
    if need.state is NeedState.FALLBACK:
        return [need.ends_at + ASKED_AFTER, need.ends_at + CONTENT_AFTER]
    if need.state is NeedState.DONE and not need.case:
        return [need.touched_at + CONTENT_AFTER]
    if need.state is NeedState.CARD:
        return [need.touched_at + timedelta(minutes=visit.desk.customs.question_minutes)]
    return []


def wakes_at(visit: Visit, need: Need) -> datetime | None:
    """The next of these moments, None when none is to come."""
    return next((moment for moment in moments(visit, need) if moment > visit.now), None)
