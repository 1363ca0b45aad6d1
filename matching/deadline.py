"""When a case must be signed for and solved: terms, and the Chinese working calendar they are counted on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
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
#: An office's sign-in clock for what is counted in working days runs while it is open. A term in working days
#: ends when the offices close on its last day (Civil Code, article 203).
OFFICE_OPENS: Final = time(8)
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
#: A human word, as the hotlines' first call-back; in danger sooner.
FIRST_WORD: Final = timedelta(hours=2)
URGENT_FIRST_WORD: Final = timedelta(minutes=30)
#: In danger every rung of the ladder has ten minutes and half as much again before the next one has it.
URGENT_SIGNIN: Final = timedelta(minutes=10)

#: Behind its sign-in an unsigned case stays so much of that term with its responder before the next rung has it.
PACE: Final = 0.5

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
class Clocks:
    """How long each rung has to sign for a case and whoever has it to say a first word. `signin` is by role, the
    others are offices; `pace` is the part of the sign-in term that an unsigned case stays with its responder after it.
    """

    signin: Mapping[str, timedelta] = field(
        default_factory=lambda: MappingProxyType(dict.fromkeys(LEADERS, LEADER_SIGNIN)), hash=False
    )
    office_signin: timedelta = OFFICE_SIGNIN
    urgent_signin: timedelta = URGENT_SIGNIN
    first_word: timedelta = FIRST_WORD
    urgent_first_word: timedelta = URGENT_FIRST_WORD
    pace: float = PACE


SHIPPED_CLOCKS: Final = Clocks()


@dataclass(frozen=True, slots=True)
class Terms:
    """How long each category has to be solved, and those that are not named; True: counted in working days. `clocks`
    run beside it.
    """

    solved: Mapping[str, tuple[timedelta, bool]]
    ordinary: tuple[timedelta, bool] = ORDINARY_SOLVED
    clocks: Clocks = SHIPPED_CLOCKS

    def of(self, category: str) -> tuple[timedelta, bool]:
        """The time to solve a category, and whether it is counted in working days."""
        return self.solved.get(category, self.ordinary)


SHIPPED_TERMS: Final = Terms(SOLVED)
_A_DAY: Final = timedelta(hours=24)
_OWN_URGENT: Final = timedelta(minutes=30)
_OWN_DAILY: Final = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Term:
    """How long somebody has. `working_days`: `solved` counts those; `round_the_clock`: nights count, and there is
    danger; `office_hours`: the sign-in and the first word are counted while offices are open; `clocks` are those that
    it was made by.
    """

    signin: timedelta
    solved: timedelta
    working_days: bool
    round_the_clock: bool = False
    office_hours: bool = False
    clocks: Clocks = SHIPPED_CLOCKS


@dataclass(frozen=True, slots=True)
class DueTimes:
    """The three clocks of a case in aware UTC: signed for, first human word, solved. An unsigned case goes to the
    next rung at `climb`.
    """

    signin: datetime
    first_word: datetime
    solved: datetime
    climb: datetime


@dataclass(frozen=True, slots=True)
class Quiet:
    """The local hours of the night in which nothing but emergencies is sent."""

    starts: time = DAY_ENDS
    ends: time = QUIET_ENDS

    @property
    def day_starts(self) -> time:
        """When ordinary sign-in clocks run again: everybody has heard by then of what came by night."""
        return (datetime.combine(date.min, self.ends) + _MORNING).time()


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Working days in China, with 调休 (working weekends), in one time zone; `off` and `on` are the days that are
    otherwise here. `quiet` are its nights.

    Years that are not announced yet are counted by weekdays and fixed holidays; `knows` tells them apart.
    """

    timezone: str = "Asia/Shanghai"
    off: frozenset[date] = frozenset()
    on: frozenset[date] = frozenset()
    quiet: Quiet = Quiet()

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
        return day in self.on or (day not in self.off and _is_working_day(day))

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


@lru_cache(maxsize=4_096)
def _is_working_day(day: date) -> bool:
    """Kept: the package looks through all its years each time (110 µs), and a search asks it for hundreds of days."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.isoweekday() <= 5 and (day.month, day.day) not in FIXED_HOLIDAYS


def term_for(
    category: str, role: str, urgent: bool, terms: Terms = SHIPPED_TERMS,  # noqa: FBT001 (the third word of a table)
) -> Term:
    """The term for a matter in the hands of a role; `terms` are those that the rules give.

    An unknown category is ordinary, an unknown role an office. Danger goes before both.
    """
    clocks = terms.clocks
    if urgent:
        return Term(clocks.urgent_signin, URGENT_SOLVED, working_days=False, round_the_clock=True, clocks=clocks)
    solved, working_days = terms.of(category)
    signin = clocks.signin.get(role, clocks.office_signin)
    return Term(signin, solved, working_days, office_hours=working_days and role not in LEADERS, clocks=clocks)


def due_times(term: Term, dispatched_at: datetime, calendar: WorkCalendar) -> DueTimes:
    """The due times of a case dispatched at this moment; all clocks start here, not when it is taken.

    Sign-in and first word are counted by day (8:00 to 22:00), or while offices are open, unless the term runs
    round the clock. The sign-in is never due after the solution. Raises ValueError when `dispatched_at` is naive.
    """
    _aware(dispatched_at, "dispatched_at")
    if term.working_days:
        last_day = calendar.after_working_days(dispatched_at.astimezone(calendar.zone).date(), term.solved.days)
        solved = datetime.combine(last_day, OFFICE_CLOSES, calendar.zone).astimezone(UTC)
    else:
        solved = dispatched_at.astimezone(UTC) + term.solved
    signin = min(_after(dispatched_at, term.signin, term, calendar), solved)
    first_word = term.clocks.urgent_first_word if term.round_the_clock else term.clocks.first_word
    word = _after(dispatched_at, first_word, term, calendar)
    return DueTimes(signin, word, solved, climbs_after(signin, term, calendar))


def climbs_after(signin: datetime, term: Term, calendar: WorkCalendar) -> datetime:
    """When an unsigned case goes to the next rung after the reminder: `pace` of the sign-in term later."""
    return _after(signin, term.signin * term.clocks.pace, term, calendar)


def own_term_ends(term: Term, now: datetime, calendar: WorkCalendar) -> datetime:
    """By when whoever gets a late case is to have it done, in aware UTC: half an hour in danger, four hours where
    it is about a day, one day for ordinary matters, the end of the next working day where those are counted.
    """
    if term.round_the_clock:
        return now + _OWN_URGENT
    if term.working_days:
        return decided_by(now, calendar)
    return _after(now, _OWN_DAILY, term, calendar) if term.solved <= _A_DAY else now + _A_DAY


def _after(moment: datetime, span: timedelta, term: Term, calendar: WorkCalendar) -> datetime:
    """`moment` and the span of a term's hours behind it, in aware UTC."""
    if term.round_the_clock:
        return moment.astimezone(UTC) + span
    opens, closes = _hours(term, calendar)
    local = moment.astimezone(calendar.zone)
    while True:
        end = datetime.combine(local.date(), closes, calendar.zone)
        starts = max(local, datetime.combine(local.date(), opens, calendar.zone))
        if starts < end and (not term.office_hours or calendar.is_working_day(local.date())):
            if starts + span <= end:
                return (starts + span).astimezone(UTC)
            span -= end - starts
        local = datetime.combine(local.date() + timedelta(days=1), opens, calendar.zone)


def _hours(term: Term, calendar: WorkCalendar) -> tuple[time, time]:
    if term.office_hours:
        return OFFICE_OPENS, OFFICE_CLOSES
    return calendar.quiet.day_starts, calendar.quiet.starts


def decided_by(brought_at: datetime, calendar: WorkCalendar) -> datetime:
    """By when an arbiter has decided what was brought to him: the end of the next working day, in aware UTC.

    Raises ValueError when `brought_at` is naive.
    """
    _aware(brought_at, "brought_at")
    day = calendar.after_working_days(brought_at.astimezone(calendar.zone).date(), 1)
    return datetime.combine(day, OFFICE_CLOSES, calendar.zone).astimezone(UTC)


def said_at(moment: datetime, recipient: str, calendar: WorkCalendar) -> datetime:
    """When an ordinary notice that is ready at `moment` may be sent to a recipient, in aware UTC.

    By day at once. For the night each recipient has a moment of his own in the hour after it (7:00 to 8:00), always
    the same one: not everybody's phone rings at 7:00, and one person's notices stay in order. Raises ValueError when
    `moment` is naive.
    """
    _aware(moment, "moment")
    local = moment.astimezone(calendar.zone)
    day = local.date() + timedelta(days=1) if local.time() >= calendar.quiet.starts else local.date()
    offset = timedelta(seconds=crc32(recipient.encode()) % int(_MORNING.total_seconds()))
    morning = datetime.combine(day, calendar.quiet.ends, local.tzinfo) + offset
    return max(moment, morning).astimezone(UTC)


def _aware(moment: datetime, name: str) -> None:
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError(f"{name} must know its time zone")
