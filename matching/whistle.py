"""吹哨报到: a whistle calls departments to one place for a case; its clocks, and what they want of each one called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from matching.deadline import Term, WorkCalendar, climbs_after, decided_by, due_times

#: The rungs an unanswered call climbs: the department's backup, the command centre, the leaders' digest.
RUNGS: Final = 3
#: An ordinary whistle meets the next working day at this local time, an urgent one within half an hour.
_MEETS: Final = time(9)
_MEETS_URGENT: Final = timedelta(minutes=30)
_CONTACT: Final = timedelta(hours=24)
_CONTACT_URGENT: Final = timedelta(minutes=30)
_LATE_URGENT: Final = timedelta(hours=1)


class WhistleKind(StrEnum):
    """What sort of whistle it is. Stored as text."""

    WORK = "work"      # 工作推进哨
    HARD = "hard"      # 攻坚克难哨: two working days more to report
    URGENT = "urgent"  # 急哨: danger, round the clock


#: Sign-in and report of each kind. 1 h, 24 h, 3 and 5 working days are Nanjing Gulou's; the urgent ones are those of
#: the ladder in danger, with a day to report.
TERMS: Final = MappingProxyType({
    WhistleKind.WORK: Term(timedelta(hours=1), timedelta(days=3), working_days=True, office_hours=True),
    WhistleKind.HARD: Term(timedelta(hours=1), timedelta(days=5), working_days=True, office_hours=True),
    WhistleKind.URGENT: Term(
        timedelta(minutes=10), timedelta(hours=24), working_days=False, round_the_clock=True
    ),
})


class Stage(StrEnum):
    """How far one that was called has come."""

    CALLED = "called"
    SIGNED = "signed"
    CONTACTED = "contacted"
    ARRIVED = "arrived"
    REPORTED = "reported"


class Step(StrEnum):
    """What a clock wants of a call. The values are the names of the desk's clocks."""

    SIGNIN = "whistle_signin"    # reminded: not signed for
    CONTACT = "whistle_contact"  # reminded: the street has heard nothing
    REPORT = "whistle_report"    # reminded: no result
    CLIMB = "whistle_climb"      # reminded and still silent: the next head has it


@dataclass(frozen=True, slots=True)
class Whistle:
    """One whistle for a case. Times are aware UTC; `lead` and `by` are people's codes.

    `ended_at` stands once it was concluded, or once its case went another way.
    """

    number: int
    case: int
    place: str
    spot: str
    meet_at: datetime
    kind: WhistleKind
    reason: str
    lead: str
    by: str
    at: datetime
    ended_at: datetime | None = None
    conclusion: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One called by a whistle, with its part and its clocks.

    `rating` is 1 to 5, 0 as long as the street has said nothing; `reply` is the department's answer to it. `climbed`
    counts the rungs it climbed in silence, `climbed_to` is who answers for it since then. `stepped_at` is when a
    clock did something last, `wakes_at` when one does next.
    """

    whistle: int
    person: str
    part: str
    signin_due_at: datetime
    contact_due_at: datetime
    report_due_at: datetime
    signed_at: datetime | None = None
    contacted_at: datetime | None = None
    arrived_at: datetime | None = None
    reported_at: datetime | None = None
    result: str = ""
    rating: int = 0
    rating_why: str = ""
    reply: str = ""
    climbed: int = 0
    climbed_to: str = ""
    stepped_at: datetime | None = None
    wakes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CallTimes:
    """By when one that is called has signed, has spoken to the street and has reported, in aware UTC."""

    signin: datetime
    contact: datetime
    report: datetime


def call_times(kind: WhistleKind, at: datetime, calendar: WorkCalendar) -> CallTimes:
    """The clocks of a call made at this moment: sign 1 h (while offices are open), contact 24 h, report 3 working
    days (5 for hard ones); urgent 10 min, 30 min and 24 h, round the clock. What falls due on a day off is due at the
    same hour of the next working day. Raises ValueError when `at` is naive.
    """
    due = due_times(TERMS[kind], at, calendar)
    if kind is WhistleKind.URGENT:
        return CallTimes(due.signin, at.astimezone(UTC) + _CONTACT_URGENT, due.solved)
    contact = (at + _CONTACT).astimezone(calendar.zone)
    if not calendar.is_working_day(contact.date()):
        day = calendar.after_working_days(contact.date(), 1)
        contact = datetime.combine(day, contact.time(), calendar.zone)
    return CallTimes(due.signin, contact.astimezone(UTC), due.solved)


def usual_meeting(kind: WhistleKind, at: datetime, calendar: WorkCalendar) -> datetime:
    """When people meet where the whistle names no time: 9:00 of the next working day, in danger within 30 minutes."""
    if kind is WhistleKind.URGENT:
        return at.astimezone(UTC) + _MEETS_URGENT
    day = calendar.after_working_days(at.astimezone(calendar.zone).date(), 1)
    return datetime.combine(day, _MEETS, calendar.zone).astimezone(UTC)


def left_alone_until(kind: WhistleKind, report_due_at: datetime, calendar: WorkCalendar) -> datetime:
    """Until when the ladder leaves a joint case alone: its whistle's last report has fallen due, with time to press."""
    return report_due_at + _LATE_URGENT if kind is WhistleKind.URGENT else decided_by(report_due_at, calendar)


def stage(call: Call) -> Stage:
    """How far a call has come; what was left out on the way does not count."""
    reached = {
        Stage.REPORTED: call.reported_at,
        Stage.ARRIVED: call.arrived_at,
        Stage.CONTACTED: call.contacted_at,
        Stage.SIGNED: call.signed_at,
    }
    return next((stage for stage, moment in reached.items() if moment is not None), Stage.CALLED)


def next_step(call: Call, kind: WhistleKind, calendar: WorkCalendar) -> tuple[datetime, Step] | None:
    """What a clock wants of a call next, and when; None once it has reported and when nobody is left to press.

    Whoever is too late is reminded once, then the call climbs; every rung has half the sign-in term, for a report
    that is missing until the end of the next working day (an hour in danger).
    """
    if call.reported_at is not None:
        return None
    steps = [_pressed(call, call.report_due_at, Step.REPORT, left_alone_until(kind, _last(call), calendar))]
    if call.signed_at is None:
        again = climbs_after(_last(call), TERMS[kind], calendar)
        steps.append(_pressed(call, call.signin_due_at, Step.SIGNIN, again))
    elif call.contacted_at is None and call.arrived_at is None and not _since(call, call.contact_due_at):
        steps.append((call.contact_due_at, Step.CONTACT))
    return min((step for step in steps if step is not None), default=None)


def _pressed(call: Call, due_at: datetime, reminder: Step, again: datetime) -> tuple[datetime, Step] | None:
    if not _since(call, due_at):
        return due_at, reminder
    return (again, Step.CLIMB) if call.climbed < RUNGS else None


def _since(call: Call, due_at: datetime) -> bool:
    """Whether a clock has done something since this fell due."""
    return call.stepped_at is not None and call.stepped_at >= due_at


def _last(call: Call) -> datetime:
    return call.stepped_at or call.signin_due_at


def latest_report(calls: Iterable[Call]) -> datetime:
    """When the last of these is to have reported. Raises ValueError for none."""
    return max(call.report_due_at for call in calls)


# -- over-use --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Blown:
    """What the rates need of a whistle: the street it was blown in, its month (2026-11), its kind and its calls."""

    street: str
    month: str
    kind: WhistleKind
    calls: Sequence[Call] = ()


@dataclass(frozen=True, slots=True)
class Rate:
    """How often a street whistled in a month. `rate` is whistles over cases opened there, None without any case;
    `signed_in_time` is over calls, None where nobody was called.
    """

    street: str
    month: str
    cases: int
    whistles: int
    hard: int
    urgent: int
    rate: float | None
    calls: int
    signed_in_time: float | None


def rates(opened: Counter[tuple[str, str]], blown: Sequence[Blown]) -> list[Rate]:
    """The whistle rate of every street and month that had a case or a whistle, by street, then month.

    `opened` counts cases by (street, month). Too many whistles empty the word, too few leave streets alone: the
    figure is for the supervisor to look at, no score.
    """
    keys = {*opened, *((one.street, one.month) for one in blown)}
    return [_rate(key, opened[key], [one for one in blown if (one.street, one.month) == key]) for key in sorted(keys)]


def _rate(key: tuple[str, str], cases: int, blown: Sequence[Blown]) -> Rate:
    kinds = Counter(one.kind for one in blown)
    calls = [call for one in blown for call in one.calls]
    in_time = sum(call.signed_at is not None and call.signed_at <= call.signin_due_at for call in calls)
    return Rate(
        street=key[0],
        month=key[1],
        cases=cases,
        whistles=len(blown),
        hard=kinds[WhistleKind.HARD],
        urgent=kinds[WhistleKind.URGENT],
        rate=len(blown) / cases if cases else None,
        calls=len(calls),
        signed_in_time=in_time / len(calls) if calls else None,
    )
