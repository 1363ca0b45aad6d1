"""From a time as written to a window of a need: which day, from when to when, and how much it presses.

Pure: what was read, the moment and the zone in, two moments out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.desk.dates import read_day
from intents.needs.when import DayPart, When
from matching.need import NeedUrgency

#: When the parts of a day are, as people mean them who ask for a hand.
_PARTS = {
    DayPart.MORNING: (time(8, 0), time(12, 0)),
    DayPart.NOON: (time(11, 30), time(14, 0)),
    DayPart.AFTERNOON: (time(14, 0), time(18, 0)),
    DayPart.EVENING: (time(18, 30), time(21, 0)),
}
_DAY = (time(8, 0), time(20, 0))
#: Help asked for before this hour is looked for today, later for tomorrow.
_TODAY_UNTIL = time(17, 0)
_AT_ONCE = timedelta(hours=2)
#: Less than this before a window ends, it is too late for it.
_LEAST = timedelta(minutes=30)
_FARTHEST = timedelta(days=90)
_SATURDAY, _SUNDAY = 6, 7


@dataclass(frozen=True, slots=True)
class Window:
    """Between which moments (aware UTC) the work fits, and how much it presses.

    `read` is false where words told a time that could not be made out, or one that is over: the window is then the
    one that is meant when nothing is said.
    """

    starts_at: datetime
    ends_at: datetime
    urgency: NeedUrgency
    read: bool = True


@dataclass(frozen=True, slots=True)
class _Now:
    moment: datetime
    zone: ZoneInfo
    minutes: int

    @property
    def local(self) -> datetime:
        return self.moment.astimezone(self.zone)

    @property
    def today(self) -> date:
        return self.local.date()

    def at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    def span(self, day: date, clocks: tuple[time, time]) -> tuple[datetime, datetime]:
        """Those hours of a day, from now on where they have begun."""
        return max(self.at(day, clocks[0]), self.moment), self.at(day, clocks[1])


def window_of(when: When | None, moment: datetime, zone: ZoneInfo, minutes: int) -> Window:
    """The window that is meant at a moment by what was read, for work of so many minutes.

    Nothing said: today until 20:00, or tomorrow when it is 17:00 or later. Raises nothing.
    """
    now = _Now(moment, zone, minutes)
    if when is not None and when.now:
        return Window(moment, moment + max(_AT_ONCE, timedelta(minutes=minutes)), NeedUrgency.URGENT)
    told = when is not None and bool(when.day or when.part or when.start)
    span = _told(when, now) if when is not None and told else None
    if span is not None and span[1] - max(span[0], moment) >= _LEAST:
        return Window(*span, _urgency(*span, now))
    span = _unsaid(now)
    return Window(*span, _urgency(*span, now), read=not told and not (when is not None and when.vague))


def _urgency(starts: datetime, ends: datetime, now: _Now) -> NeedUrgency:
    if starts <= now.moment and ends - now.moment <= _AT_ONCE:
        return NeedUrgency.URGENT
    return NeedUrgency.TODAY if ends.astimezone(now.zone).date() == now.today else NeedUrgency.PLANNED


def _unsaid(now: _Now) -> tuple[datetime, datetime]:
    if now.local.time() < _TODAY_UNTIL:
        return now.span(now.today, _DAY)
    return now.span(now.today + timedelta(days=1), _DAY)


def _told(when: When, now: _Now) -> tuple[datetime, datetime] | None:
    """None where the day can't be made out, or lies too far ahead."""
    if when.day.endswith("周末"):
        return _weekend(when, now)
    if not when.day:
        today = _on(now.today, when, now)
        return today if today[1] - now.moment >= _LEAST else _on(now.today + timedelta(days=1), when, now)
    found = read_day(when.day, now.today)
    if found is None or not now.today <= found[0] <= now.today + _FARTHEST:
        return None
    return _on(found[0], when, now)


def _weekend(when: When, now: _Now) -> tuple[datetime, datetime]:
    """Both days, or where an hour was said Saturday's, else Sunday's."""
    ahead = _SATURDAY - now.today.isoweekday()
    saturday = now.today + timedelta(days=ahead + (7 if when.day.startswith("下") else 0))
    if when.part is None and when.start is None:
        return max(now.at(saturday, _DAY[0]), now.moment), now.at(saturday + timedelta(days=1), _DAY[1])
    first = _on(saturday, when, now)
    return first if first[1] - now.moment >= _LEAST else _on(saturday + timedelta(days=1), when, now)


def _on(day: date, when: When, now: _Now) -> tuple[datetime, datetime]:
    """The hours of a day that were said: to be done by then, between two, at one, or in a part of it."""
    if when.start is None:
        hours = _PARTS[when.part] if when.part is not None else _DAY
        return now.span(day, hours)
    clock = now.at(day, when.start)
    if when.by:
        return max(min(now.at(day, _DAY[0]), clock - timedelta(minutes=now.minutes)), now.moment), clock
    if when.end is not None:
        return now.span(day, (when.start, when.end))
    # the hour is when somebody should be there; half an hour later is no harm. One that is past is nobody's
    return clock, clock + timedelta(minutes=now.minutes + 30) if clock >= now.moment else clock
