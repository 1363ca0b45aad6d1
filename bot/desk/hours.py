"""Hours as people write them in chat: 周六上午, 周三16:30-18:00, 下午3点, 9-11点. Pure: text and now in, hours out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.desk.dates import read_day
from intents.numerals import counted

_PARTS = {
    "早上": (time(7), time(9)), "上午": (time(8), time(12)), "中午": (time(11, 30), time(13, 30)),
    "下午": (time(14), time(18)), "傍晚": (time(17), time(19)), "晚上": (time(18, 30), time(21)),
    "全天": (time(8), time(18)), "整天": (time(8), time(18)),
}  # fmt: skip
_LATE = frozenset({"下午", "傍晚", "晚上"})
#: Without a part of the day "4点半" is in the afternoon: nobody does anything at these hours of the night.
_NIGHT_UNTIL = 6
_NUMBER = r"(?:\d{1,2}|十[一二]?|[一二两三四五六七八九])"
_TO = r"\s*(?:[-~—–]|到|至)\s*"
_DAY_PART = "|".join(_PARTS)


def _clock_pattern(at: str) -> str:
    """One clock time; "四点半课堂" is none."""
    return (
        rf"(?:(?P<hour{at}>\d{{1,2}})[:：](?P<minute{at}>[0-5]\d)"
        rf"|(?P<oclock{at}>{_NUMBER})[点时](?!半?[课学])(?P<half{at}>半|[0-5]\d分?)?整?)"
    )


_FIRST = rf"(?:{_clock_pattern('1')}|(?P<bare>\d{{1,2}})(?={_TO}{_NUMBER}[点时]))"
_SPAN = re.compile(rf"\s*(?P<part>{_DAY_PART})?\s*(?:{_FIRST}(?:{_TO}(?P<part2>{_DAY_PART})?{_clock_pattern('2')})?)?")
#: A house number is no day of the month.
_HOUSE = re.compile(r"\d+\s*号?\s*[楼栋幢座院室]")
_WORDS = re.compile(r"[^\s,，;；]+")


@dataclass(frozen=True, slots=True)
class Hours:
    """A span that was read, aware UTC. `ends_at` is None where only a beginning was said; `before` and `behind` are
    the words around it.
    """

    starts_at: datetime
    ends_at: datetime | None
    before: str = ""
    behind: str = ""

    def until(self, minutes: int) -> datetime:
        """When it ends; so many minutes after its beginning where nobody said."""
        return self.ends_at or self.starts_at + timedelta(minutes=minutes)


@dataclass(frozen=True, slots=True)
class Clock:
    """Hours of a day: `end` is None where only a beginning was said; `length` characters were read."""

    start: time
    end: time | None
    length: int


def find_hours(words: str, now: datetime, zone: ZoneInfo) -> Hours | None:
    """The first hours in some words, or None. A day without hours is 8:00 to 18:00. Hours without a day are today's,
    tomorrow's once they are over; what lies in the past altogether is left as it was said.
    """
    said = words.strip()
    for found in _WORDS.finditer(said):
        hours = _read_at(said[found.start() :], now, zone)
        if hours is not None:
            return Hours(hours.starts_at, hours.ends_at, said[: found.start()].strip(" ，,"), hours.behind)
    return None


def read_clock(words: str) -> Clock | None:
    """The hours of a day that words begin with ("上午", "9-11点", "16:30", "晚上7点半到9点"), or None."""
    found = _SPAN.match(words)
    if found is None or not found[0].strip():
        return None
    part = found["part"] or ""
    start = _time(found, "1", part) if _says_clock(found, "1") else None
    if start is None and found["bare"]:
        start = _hour(int(found["bare"]), 0, part)
    if start is None:
        return Clock(*_PARTS[part], found.end()) if part and not _says_clock(found, "1") else None
    end = _time(found, "2", found["part2"] or part) if _says_clock(found, "2") else None
    return Clock(start, end if end is not None and end > start else None, found.end())


def _read_at(words: str, now: datetime, zone: ZoneInfo) -> Hours | None:
    local = now.astimezone(zone)
    span = _SPAN.match(words)
    dated = None if _HOUSE.match(words) or (span and span["bare"]) else read_day(words, local.date())
    rest = dated[1] if dated is not None else words
    clock = read_clock(rest)
    if clock is None:
        return None if dated is None else _on(dated[0], Clock(*_PARTS["全天"], 0), local, rest)
    hours = _on(dated[0] if dated else local.date(), clock, local, rest[clock.length :])
    if dated is None and (hours.ends_at or hours.starts_at) <= now:
        return _on(local.date() + timedelta(days=1), clock, local, rest[clock.length :])
    return hours


def _on(day: date, clock: Clock, local: datetime, behind: str) -> Hours:
    starts = datetime.combine(day, clock.start, local.tzinfo).astimezone(UTC)
    ends = datetime.combine(day, clock.end, local.tzinfo).astimezone(UTC) if clock.end else None
    begun = ends is not None and starts < local < ends
    return Hours(local.astimezone(UTC) if begun else starts, ends, "", behind.strip(" ，,。;；"))


def _says_clock(found: re.Match[str], which: str) -> bool:
    return bool(found[f"hour{which}"] or found[f"oclock{which}"])


def _time(found: re.Match[str], which: str, part: str) -> time | None:
    if found[f"hour{which}"]:
        return _hour(int(found[f"hour{which}"]), int(found[f"minute{which}"]), part)
    said, half = found[f"oclock{which}"], found[f"half{which}"] or ""
    hour = counted(said)
    return _hour(hour, 30 if half == "半" else int(half.rstrip("分") or 0), part)


def _hour(hour: int, minute: int, part: str) -> time | None:
    late = part in _LATE or (not part and 0 < hour <= _NIGHT_UNTIL)
    hour += 12 if late and hour < 12 else 0
    return time(hour, minute) if hour < 24 else None
