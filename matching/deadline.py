"""When a case must be signed for and solved: terms, and the Chinese working calendar they are counted on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final
from zlib import crc32
from zoneinfo import ZoneInfo

import chinese_calendar

#: Between these local times ordinary sign-in clocks run.
DAY_STARTS: Final = time(8)
DAY_ENDS: Final = time(22)
#: From DAY_ENDS to this local time nothing but emergencies is sent. What fell due then is said between this and
#: DAY_STARTS, so that everybody has heard of his tasks when their clocks start.
QUIET_ENDS: Final = time(7)
_MORNING: Final = timedelta(hours=1)
#: A term in working days ends when the offices close on its last day (Civil Code, article 203).
OFFICE_CLOSES: Final = time(18)

#: Statutory holidays with a fixed date, as (month, day); the lunar ones cannot be told for a year that the
#: State Council has not announced. 2 May is one since 2025.
FIXED_HOLIDAYS: Final = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})

#: Roles whose people live or work beside the trouble and carry the phone; the others sit in an office.
LEADERS: Final = frozenset(
    {"building_leader", "lane_leader", "grid_worker", "team", "estate_secretary", "property"}
)
LEADER_SIGNIN: Final = timedelta(minutes=30)
OFFICE_SIGNIN: Final = timedelta(hours=2)
#: A human word, as the hotlines' first call-back.
FIRST_WORD: Final = timedelta(hours=2)

#: The time to solve danger to life or property, whatever its category.
URGENT_SOLVED: Final = timedelta(hours=2)
#: Other times to solve, by category, with "counted in working days". What is missing here is ordinary.
#: 2 h, 24 h, 7 d and 15 d are the limits of Beijing's draft standard for 12345 (December 2021).
ORDINARY_SOLVED: Final = (timedelta(days=7), False)
SOLVED: Final = MappingProxyType({
    "utilities": (timedelta(hours=24), False),  # water, power and gas cannot wait for Monday
    # Complex matters need offices and evidence, and offices count in working days.
    "illegal_construction": (timedelta(days=15), True),
    "housing": (timedelta(days=15), True),
    "civic": (timedelta(days=15), True),
    "employment": (timedelta(days=15), True),
    "transport": (timedelta(days=15), True),  # lines, stops and lights are decided by the city
})


@dataclass(frozen=True, slots=True)
class Term:
    """How long somebody has. `working_days`: `solved` counts those; `round_the_clock`: nights count."""

    signin: timedelta
    solved: timedelta
    working_days: bool
    round_the_clock: bool = False


@dataclass(frozen=True, slots=True)
class DueTimes:
    """By when a case must be signed for and solved, in aware UTC."""

    signin: datetime
    solved: datetime


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Working days in China, with 调休 (working weekends), in one time zone.

    Years that are not announced yet are counted by weekdays and fixed holidays; `knows` tells them apart.
    """

    timezone: str = "Asia/Shanghai"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone. Raises ZoneInfoNotFoundError for a name this machine does not know."""
        return ZoneInfo(self.timezone)

    def knows(self, year: int) -> bool:
        """Whether the year's holidays and 调休 are announced and known here."""
        try:
            chinese_calendar.is_workday(date(year, 1, 1))
        except NotImplementedError:
            return False
        return True

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on this local day."""
        try:
            return bool(chinese_calendar.is_workday(day))
        except NotImplementedError:
            return day.isoweekday() <= 5 and (day.month, day.day) not in FIXED_HOLIDAYS

    def after_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, which itself does not count (Civil Code, article 201).

        Raises ValueError when `count` is less than one.
        """
        if count < 1:
            raise ValueError("count at least one working day")
        while count:
            day += timedelta(days=1)
            count -= self.is_working_day(day)
        return day


def term_for(category: str, role: str, urgent: bool) -> Term:  # noqa: FBT001 (the third word of a table)
    """The term for a matter in the hands of a role.

    An unknown category is ordinary, an unknown role an office. Danger goes before both.
    """
    if urgent:
        return Term(LEADER_SIGNIN, URGENT_SOLVED, working_days=False, round_the_clock=True)
    solved, working_days = SOLVED.get(category, ORDINARY_SOLVED)
    return Term(LEADER_SIGNIN if role in LEADERS else OFFICE_SIGNIN, solved, working_days)


def due_times(term: Term, dispatched_at: datetime, calendar: WorkCalendar) -> DueTimes:
    """The due times of a case dispatched at this moment; both clocks start here, not when it is taken.

    Outside 8:00-22:00 the sign-in clock starts at the next 8:00, unless the term runs round the clock. The
    sign-in is never due after the solution. Raises ValueError when `dispatched_at` is naive.
    """
    _aware(dispatched_at, "dispatched_at")
    local = dispatched_at.astimezone(calendar.zone)
    starts = local if term.round_the_clock else _next_daytime(local)
    if term.working_days:
        last_day = calendar.after_working_days(local.date(), term.solved.days)
        solved = datetime.combine(last_day, OFFICE_CLOSES, calendar.zone).astimezone(UTC)
    else:
        solved = dispatched_at.astimezone(UTC) + term.solved
    return DueTimes(min(starts.astimezone(UTC) + term.signin, solved), solved)


def first_word_due(dispatched_at: datetime, calendar: WorkCalendar, *, urgent: bool) -> datetime:
    """By when a person has said the first word to the resident, in aware UTC: 2 hours by day, 30 minutes in danger.

    It runs from the dispatch, between 8:00 and 22:00 only unless there is danger. Raises ValueError when
    `dispatched_at` is naive.
    """
    _aware(dispatched_at, "dispatched_at")
    if urgent:
        return dispatched_at.astimezone(UTC) + LEADER_SIGNIN
    return _next_daytime(dispatched_at.astimezone(calendar.zone)).astimezone(UTC) + FIRST_WORD


def decided_by(brought_at: datetime, calendar: WorkCalendar) -> datetime:
    """By when an arbiter has decided what was brought to him: the end of the next working day, in aware UTC.

    Raises ValueError when `brought_at` is naive.
    """
    _aware(brought_at, "brought_at")
    day = calendar.after_working_days(brought_at.astimezone(calendar.zone).date(), 1)
    return datetime.combine(day, OFFICE_CLOSES, calendar.zone).astimezone(UTC)


def said_at(moment: datetime, recipient: str, calendar: WorkCalendar) -> datetime:
    """When an ordinary notice that is ready at `moment` may be sent to a recipient, in aware UTC.

    By day at once. For the night each recipient has a moment of his own between 7:00 and 8:00, always the same
    one: not everybody's phone rings at 7:00, and one person's notices stay in order. Raises ValueError when
    `moment` is naive.
    """
    _aware(moment, "moment")
    local = moment.astimezone(calendar.zone)
    day = local.date() + timedelta(days=1) if local.time() >= DAY_ENDS else local.date()
    offset = timedelta(seconds=crc32(recipient.encode()) % int(_MORNING.total_seconds()))
    morning = datetime.combine(day, QUIET_ENDS, local.tzinfo) + offset
    return max(moment, morning).astimezone(UTC)


def _aware(moment: datetime, name: str) -> None:
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError(f"{name} must know its time zone")


def _next_daytime(local: datetime) -> datetime:
    """`local` itself by day, else the next 8:00."""
    if DAY_STARTS <= local.time() < DAY_ENDS:
        return local
    day = local.date() if local.time() < DAY_STARTS else local.date() + timedelta(days=1)
    return datetime.combine(day, DAY_STARTS, local.tzinfo)
