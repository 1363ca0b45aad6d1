"""What somebody was asked lately and what became of it: how often, on which days, how many hours, with which answer.

All that the matcher knows of a person's past is an `Entry` for each offer; a `Diary` adds them up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from matching.deadline import WorkCalendar
from matching.need import Need, NeedKind
from matching.offers import HOLDING, Offer, OfferState

#: Offers are counted over the seven days before, load too, and all that is ahead.
WEEK: Final = timedelta(days=7)
#: After so long an answer says half as much about what somebody does today.
HALF_LIFE: Final = timedelta(days=180)
_EVENING = 18


class WeekPart(StrEnum):
    """The parts of a week by which people say yes or no."""

    WORKDAY = "workday"  # a working day until 18:00
    EVENING = "evening"  # a working day after 18:00
    WEEKEND = "weekend"  # a day off, holidays too


def week_part(local: datetime, *, working_day: bool) -> WeekPart:
    """The part of the week of a local moment."""
    if not working_day:
        return WeekPart.WEEKEND
    return WeekPart.EVENING if local.hour >= _EVENING else WeekPart.WORKDAY


@dataclass(frozen=True, slots=True)
class Entry:
    """One offer and its outcome. `at` is aware UTC, `day` the local day of the need; `level` from 0, same building."""

    volunteer: str
    state: OfferState
    at: datetime
    kind: NeedKind
    part: WeekPart
    day: date
    minutes: int = 60
    level: int = 3


def entry_of(need: Need, offer: Offer, calendar: WorkCalendar) -> Entry:
    """The entry of an offer. Offers keep the ring they were asked in, which stands for the level here."""
    local = need.starts_at.astimezone(calendar.zone)
    part = week_part(local, working_day=calendar.is_working_day(local.date()))
    level = max(0, offer.ring - 1)
    return Entry(offer.volunteer, offer.state, offer.at, need.kind, part, local.date(), need.minutes, level)


@dataclass(frozen=True, slots=True)
class Task:
    """Something held or done: its local day and how long it takes."""

    day: date
    minutes: int


@dataclass(frozen=True, slots=True)
class Habit:
    """Answers added up, older ones for less: claims and silences of the person; `agreed` and `declined` by part of the
    week and by kind (their words are the keys). What was filled by others, withdrawn or not answered yet counts for
    nothing, and so does who did not come: that is the coordinator's business.
    """

    claims: float = 0.0
    silences: float = 0.0
    agreed: Mapping[str, float] = field(default_factory=dict)
    declined: Mapping[str, float] = field(default_factory=dict)

    def with_answer(self, entry: Entry, weight: float = 1.0) -> Habit:
        """The habit after one more answer."""
        if entry.state is OfferState.SILENT:
            return replace(self, silences=self.silences + weight)
        if entry.state in _REFUSALS:
            return replace(self, declined=_more(self.declined, entry, weight))
        if entry.state in _CLAIMS:
            return replace(self, claims=self.claims + weight, agreed=_more(self.agreed, entry, weight))
        return self


#: Whoever says yes too late would have said yes.
_CLAIMS = HOLDING | {OfferState.LATE}
#: To give back in time is to decline later: it says something about that hour and that kind.
_REFUSALS = frozenset({OfferState.DECLINED, OfferState.RELEASED})


def _more(counts: Mapping[str, float], entry: Entry, weight: float) -> dict[str, float]:
    more = dict(counts)
    for key in (entry.part, entry.kind):
        more[key] = more.get(key, 0.0) + weight
    return more


@dataclass(frozen=True, slots=True)
class Diary:
    """One person's past weeks. `asked` are the moments of offers, aware UTC; `tasks` what is held or done."""

    asked: tuple[datetime, ...] = ()
    tasks: tuple[Task, ...] = ()
    habit: Habit = Habit()

    def asked_in_week(self, now: datetime) -> int:
        """How many offers the last seven days have brought."""
        return sum(now - WEEK < at <= now for at in self.asked)

    def busy_on(self, day: date) -> bool:
        """Whether something is held or done on a local day."""
        return any(task.day == day for task in self.tasks)

    def tasks_in_week(self, day: date) -> int:
        """How many tasks are held or done in the week (Monday to Sunday) of a local day."""
        week = _week(day)
        return sum(_week(task.day) == week for task in self.tasks)

    def hours(self, today: date) -> float:
        """The hours done in the last seven days and held ahead."""
        return sum(task.minutes for task in self.tasks if task.day > today - WEEK) / 60

    def with_offer(self, at: datetime) -> Diary:
        """The diary after one more offer; those older than a week are dropped."""
        return replace(self, asked=(*(moment for moment in self.asked if moment > at - WEEK), at))

    def with_answer(self, entry: Entry) -> Diary:
        """The diary after an answer to an offer that is in it already."""
        tasks = self.tasks
        if entry.state in HOLDING:
            tasks = (*(task for task in tasks if task.day > entry.day - 4 * WEEK), Task(entry.day, entry.minutes))
        return replace(self, tasks=tasks, habit=self.habit.with_answer(entry))


def _week(day: date) -> int:
    return (day.toordinal() - 1) // 7  # ordinal 1 is a Monday


#: Somebody who was never asked.
BLANK: Final = Diary()


def write_diaries(entries: Iterable[Entry], now: datetime) -> dict[str, Diary]:
    """The diaries of all who were asked, by the volunteer's code. Answers fade with `HALF_LIFE`."""
    diaries: dict[str, Diary] = {}
    for entry in entries:
        diary = diaries.get(entry.volunteer, BLANK)
        asked = (*diary.asked, entry.at) if entry.at > now - WEEK else diary.asked
        tasks = (*diary.tasks, Task(entry.day, entry.minutes)) if entry.state in HOLDING else diary.tasks
        weight = 0.5 ** max(0.0, (now - entry.at) / HALF_LIFE)
        diaries[entry.volunteer] = Diary(asked, tasks, diary.habit.with_answer(entry, weight))
    return diaries
