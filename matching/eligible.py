"""Who may not be asked, and why: what holds for the need as long as it stands, and what holds only now.

Reasons are short Chinese phrases for the coordinator, "" where nothing stands in the way.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from matching.deadline import WorkCalendar
from matching.diary import Diary, WeekPart, week_part
from matching.need import Need, NeedUrgency, Part
from matching.slot import Slot
from matching.volunteer import Volunteer

#: Nobody is asked between 22:00 and 7:00 unless there is danger.
NIGHT_BEGINS: Final = 22
NIGHT_ENDS: Final = 7
#: Offices work 8:00–12:00 and 14:30–18:00 (龙文区).
OFFICE: Final = ((time(8), time(12)), (time(14, 30), time(18)))
#: Home visits that begin after this hour, or before six, are for two people.
DARK_BEGINS: Final = 19
DARK_ENDS: Final = 6
#: A need is looked at for so many days ahead at most.
_DAYS: Final = 14
_CHANGES: Final = (NIGHT_ENDS, 12, 18, NIGHT_BEGINS)
_DAY_MINUTES: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class Window:
    """The minutes of one local day in which the work may be done."""

    day: date
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class Errand:
    """One part of a need made ready to be held against thousands of volunteers at one moment: see `make_errand`.

    `barred` are codes of volunteers who are party to the matter or live with the accused, `asked` of those who were
    asked before.
    `in_office` says that now are office hours, `by_day` that the work lies in the daytime of a working day: then
    people may be at work, and the place their unit is paired with counts like their home.
    """

    need: Need
    part: Part
    local: datetime
    windows: tuple[Window, ...]
    week_part: WeekPart
    barred: frozenset[str] = frozenset()
    in_office: bool = False
    asked: frozenset[str] = frozenset()

    @property
    def by_day(self) -> bool:
        """Whether the work lies in the daytime of a working day."""
        return self.week_part is WeekPart.WORKDAY

    @property
    def at_night(self) -> bool:
        """Whether it is night now."""
        return is_night(self.local)


def make_errand(
    need: Need, part: Part, now: datetime, calendar: WorkCalendar, barred: frozenset[str] = frozenset()
) -> Errand:
    """One part of a need at one moment (aware UTC); `barred` as in `Errand`. What has passed of its time is gone."""
    local = now.astimezone(calendar.zone)
    in_office = calendar.is_working_day(local.date()) and any(begin <= local.time() < end for begin, end in OFFICE)
    starts = max(need.starts_at, now).astimezone(calendar.zone)
    part_of_week = week_part(starts, working_day=calendar.is_working_day(starts.date()))
    ends = need.ends_at.astimezone(calendar.zone)
    return Errand(need, part, local, _windows(starts, ends, need.minutes), part_of_week, barred, in_office)


def _windows(starts: datetime, ends: datetime, minutes: int) -> tuple[Window, ...]:
    """The days on which the work fits; what lasts over midnight is one window of its first day."""
    found = []
    for offset in range(_DAYS):
        day = starts.date() + timedelta(days=offset)
        begin = _minute(starts) if not offset else 0
        end = (ends.date() - day).days * _DAY_MINUTES + _minute(ends)
        if min(end, _DAY_MINUTES) - begin >= minutes:
            found.append(Window(day, begin, min(end, _DAY_MINUTES)))
    if found:
        return tuple(found)
    end = (ends.date() - starts.date()).days * _DAY_MINUTES + _minute(ends)
    return (Window(starts.date(), _minute(starts), end),)


def _minute(at: datetime | time) -> int:
    return at.hour * 60 + at.minute


def is_night(local: datetime) -> bool:
    """Whether nobody is asked at this local moment unless there is danger."""
    return not NIGHT_ENDS <= local.hour < NIGHT_BEGINS


def next_change(now: datetime, calendar: WorkCalendar) -> datetime:
    """The next moment (aware UTC) at which others may be asked than now: morning, noon, the end of work, night."""
    local = now.astimezone(calendar.zone)
    hour = next((hour for hour in _CHANGES if hour > local.hour), None)
    day = local.date() + timedelta(days=hour is None)
    return datetime.combine(day, time(hour or NIGHT_ENDS), calendar.zone).astimezone(UTC)


def is_after_dark(need: Need, calendar: WorkCalendar) -> bool:
    """Whether the work can only begin in the dark: such a home visit is for two (`Need.pair`)."""
    latest = (need.ends_at - timedelta(minutes=need.minutes)).astimezone(calendar.zone)
    starts = need.starts_at.astimezone(calendar.zone)
    return _dark(starts) and _dark(max(starts, latest))


def _dark(local: datetime) -> bool:
    return not DARK_ENDS <= local.hour < DARK_BEGINS


def why_not(volunteer: Volunteer, errand: Errand, diary: Diary) -> str:
    """Why this volunteer is not asked for this now, in Chinese; "" when nothing stands in the way."""
    return why_never(volunteer, errand, diary) or why_not_now(volunteer, errand, diary)


def why_never(volunteer: Volunteer, errand: Errand, diary: Diary) -> str:
    """Why this volunteer can't be the one for this need, whenever asked; "" when nothing stands in the way."""
    return unfit(volunteer, errand.need, errand.part) or engaged(volunteer, errand, diary)


def unfit(volunteer: Volunteer, need: Need, part: Part) -> str:
    """What of the need's wishes the volunteer does not meet, whatever the time; "" when all are met."""
    if part.skill and part.skill not in (volunteer.verified if part.verified else volunteer.skills):
        return f"“{part.skill}”未经核实" if part.skill in volunteer.skills else f"不会“{part.skill}”"
    if missing := [language for language in need.languages if language not in volunteer.languages]:
        return f"不说{'、'.join(missing)}"
    if need.gender and volunteer.gender != need.gender:
        return f"需要{need.gender}性"
    if need.vetted and not volunteer.vetted:
        return "未经社区审核，不能接触孩子和钥匙"
    return ""


def engaged(volunteer: Volunteer, errand: Errand, diary: Diary) -> str:
    """What keeps somebody who fits from this need: party, asked before, resting, no time, enough to do; or ""."""
    if volunteer.code in errand.barred:
        return "是当事人，或住在一起"
    if volunteer.code in errand.asked:
        return "已经问过"
    if volunteer.resting_until is not None and errand.local.date() <= volunteer.resting_until:
        return "休息中"
    return _occupied(volunteer, errand, diary)


def _occupied(volunteer: Volunteer, errand: Errand, diary: Diary) -> str:
    fitting = [window for window in errand.windows if _fits(volunteer.slots, window, errand.need.minutes)]
    if not fitting:
        return "这段时间没空"
    free = [window for window in fitting if not diary.busy_on(window.day)]
    if not free:
        return "当天已有一件"
    if all(diary.tasks_in_week(window.day) >= volunteer.weekly_cap for window in free):
        return "这周已经够了"
    return ""


def _fits(slots: tuple[Slot, ...], window: Window, minutes: int) -> bool:
    if not slots:
        return True
    weekday = window.day.isoweekday()
    for slot in slots:
        if weekday in slot.days:
            ends = _minute(slot.end)
            ends = _DAY_MINUTES if ends == _DAY_MINUTES - 1 else ends
            if min(ends, window.ends) - max(_minute(slot.start), window.starts) >= minutes:
                return True
    return False


def why_not_now(volunteer: Volunteer, errand: Errand, diary: Diary) -> str:
    """Why this volunteer is not asked at this hour; "" when nothing stands in the way."""
    if errand.at_night and errand.need.urgency is not NeedUrgency.URGENT:
        return "夜里不打扰"
    if volunteer.quiet and _on(volunteer.quiet, errand.local):
        return "免打扰时间"
    if errand.in_office and _at_work(volunteer, errand.local):
        return "上班时间"
    if diary.asked_in_week(errand.local) >= volunteer.offers_cap:
        return "近7天问得够多了"
    return ""


def _at_work(volunteer: Volunteer, local: datetime) -> bool:
    if volunteer.at_work or not (volunteer.work or volunteer.unit):
        return False
    return not _on(volunteer.slots, local)


def _on(slots: tuple[Slot, ...], local: datetime) -> bool:
    weekday, at = local.isoweekday(), local.time()
    return any(weekday in slot.days and slot.start <= at <= slot.end for slot in slots)
