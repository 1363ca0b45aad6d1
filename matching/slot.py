"""The hours a volunteer gives, as files and people write them: `工作日 18:00-21:00|周末 09:00-17:00`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache

_DAYS = {
    "": range(1, 8), "每天": range(1, 8), "天天": range(1, 8), "工作日": range(1, 6), "平时": range(1, 6),
    "周末": range(6, 8), "双休日": range(6, 8),
    **{f"{week}{day}": (at,) for week in ("周", "星期", "礼拜") for at, day in enumerate("一二三四五六日", 1)},
    **{f"{week}天": (7,) for week in ("星期", "礼拜", "周")},
}  # fmt: skip
_SLOT = re.compile(
    r"(?P<day>[^0-9\s]*)\s*(?P<h1>[0-2]?\d):(?P<m1>[0-5]\d)\s?[-—~至到]\s?(?P<h2>[0-2]?\d):(?P<m2>[0-5]\d)"
)
_END = time(23, 59)


@dataclass(frozen=True, slots=True)
class Slot:
    """So many hours of a week: `days` from 1 (Monday) to 7, between two local times of the same day."""

    days: frozenset[int]
    start: time
    end: time

    def hours(self) -> float:
        """The hours of a whole week."""
        minutes = (self.end.hour - self.start.hour) * 60 + self.end.minute - self.start.minute
        return len(self.days) * minutes / 60

    def covers(self, starts: datetime, ends: datetime) -> bool:
        """Whether a span of one local day lies in it. The weekday decides, also in a week of holidays."""
        same_day = starts.date() == ends.date()
        return same_day and starts.isoweekday() in self.days and self.start <= starts.time() and ends.time() <= self.end


@lru_cache(maxsize=4096)
def parse_slots(text: str) -> tuple[Slot, ...]:
    """The slots of a text with `|` between them; what can't be read is left out.

    Remembered: thousands of volunteers share some dozens of texts, and all are read again when one of them changes;
    reading slots was 60 % of that.
    """
    return tuple(slot for part in text.split("|") if (slot := parse_slot(part)) is not None)


def parse_slot(text: str) -> Slot | None:
    """One slot, or None: `周末 09:00-17:00`, `每天 18:00-21:00`, `18:00-21:00` (every day)."""
    found = _SLOT.fullmatch(text.strip())
    days = _DAYS.get(found["day"].strip()) if found is not None else None
    if found is None or days is None or int(found["h1"]) > 23:
        return None
    start = time(int(found["h1"]), int(found["m1"]))
    end = _END if int(found["h2"]) > 23 else time(int(found["h2"]), int(found["m2"]))
    return Slot(frozenset(days), start, end) if start < end else None


def covered(slots: Iterable[Slot], starts: datetime, ends: datetime) -> bool:
    """Whether one of the slots covers a span given in local time."""
    return any(slot.covers(starts, ends) for slot in slots)


def weekly_hours(slots: Iterable[Slot]) -> float:
    """The hours a week, slots that overlap counted twice; 0 without any."""
    return sum(slot.hours() for slot in slots)
