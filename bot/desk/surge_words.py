"""What an office types behind 应急 and 排班: the name and the last day, or days, hours, what and how many.

Pure: text in, values out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.desk.dates import read_day, read_span
from intents.numerals import counted

#: A campaign is for weeks: whoever needs longer begins another.
DAYS_MOST = 60
_UNTIL = re.compile(r"[\s,，]*(?:到|至|截止到?)\s*(?P<day>.+)")
_HOURS = re.compile(r"(?P<h1>\d{1,2})[:：](?P<m1>[0-5]\d)\s*(?:-|—|–|~|到|至)\s*(?P<h2>\d{1,2})[:：](?P<m2>[0-5]\d)")
_COUNT = re.compile(r"(?<![\d:：])(?P<count>\d{1,2}|[一两二三四五六七八九十])\s*(?:个|位|名)?人")
_BLANKS = re.compile(r"[\s,，;；。、]+")
_DAILY = re.compile(r"^[\s,，]*(?:每天|天天)")


@dataclass(frozen=True, slots=True)
class SurgeAsked:
    """A surge as asked for: its name, its last day, and the words behind it (teams, a place), as written."""

    name: str
    until: date
    rest: str


@dataclass(frozen=True, slots=True)
class ShiftsAsked:
    """Shifts as asked for: what is done and where (as written), each span in aware UTC, how many people on each."""

    what: str
    spans: tuple[tuple[datetime, datetime], ...]
    count: int


def read_surge(words: str, today: date) -> SurgeAsked | None:
    """"台风 到11月30日 应急队"; None without a name or without a last day within reach."""
    name, _, behind = words.strip().partition(" ")
    found = _UNTIL.search(f" {behind}")
    day = read_day(found["day"], today) if found is not None else None
    if not name or found is None or day is None or not today <= day[0] <= today + timedelta(days=DAYS_MOST):
        return None
    before = behind[: max(found.start() - 1, 0)]
    return SurgeAsked(name, day[0], _BLANKS.sub(" ", f"{before} {day[1]}").strip())


def read_shifts(words: str, now: datetime, zone: ZoneInfo) -> ShiftsAsked | None:
    """"明天到周五 8:00-12:00 榕御桥头巡查 2人"; None where days, hours or what to do are missing.

    Hours that end before they begin end the next day. Days that are past are left out.
    """
    hours, count = _HOURS.search(words), _COUNT.search(words)
    if hours is None or int(hours["h1"]) > 23 or int(hours["h2"]) > 24:
        return None
    first, last, before = _days(words[: hours.start()].strip(), now.astimezone(zone).date())
    rest = words[hours.end() :]
    what = _BLANKS.sub(" ", f"{before} {_COUNT.sub(' ', rest)}").strip()
    spans = tuple(span for span in _spans(hours, (first, last), zone) if span[1] > now)
    if not what or not spans or (last - first).days > DAYS_MOST:
        return None
    return ShiftsAsked(what, spans, counted(count["count"]) if count is not None else 1)


def _days(words: str, today: date) -> tuple[date, date, str]:
    """The first and last day that words name (today where they name none), and what is left of them."""
    pieces = _BLANKS.split(words) if words else []
    for many in range(len(pieces), 0, -1):
        span = read_span(" ".join(pieces[:many]), today)
        if span is not None:
            return *span, _DAILY.sub("", " ".join(pieces[many:]))
    return today, today, _DAILY.sub("", words)


def _spans(
    hours: re.Match[str], days: tuple[date, date], zone: ZoneInfo
) -> Iterator[tuple[datetime, datetime]]:
    midnight = int(hours["h2"]) == 24
    start = time(int(hours["h1"]), int(hours["m1"]))
    end = time(0) if midnight else time(int(hours["h2"]), int(hours["m2"]))
    for at in range((days[1] - days[0]).days + 1):
        day = days[0] + timedelta(days=at)
        ends_on = day if end > start else day + timedelta(days=1)
        yield datetime.combine(day, start, zone).astimezone(UTC), datetime.combine(ends_on, end, zone).astimezone(UTC)
