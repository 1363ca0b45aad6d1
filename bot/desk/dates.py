"""Days as people write them in chat: 明天, 周六, 下周三, 3天后, 11月28日, 11-28. Pure: text and today in, a day out."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from intents.numerals import counted

_SUNDAYS = {"日": 7, "天": 7}
_NEAR = {"今天": 0, "明天": 1, "后天": 2, "大后天": 3}
_COUNT = r"(?P<count>\d{1,3}|[一二两三四五六七八九十])"


def read_day(text: str, today: date) -> tuple[date, str] | None:
    """The day that a text begins with and the words behind it, or None when it begins with none.

    A day without its year is the next one that comes; 周六 is never today. Whether a day may be meant at all (it
    may lie in the past or far away) is for the caller.
    """
    said = text.strip()
    for pattern, reading in _READINGS:
        found = pattern.match(said)
        day = reading(found, today) if found is not None else None
        if found is not None and day is not None:
            return day, said[found.end() :].lstrip(" ，,：:。.、；;前")
    return None


def read_span(text: str, today: date) -> tuple[date, date] | None:
    """The first and the last day of a span ("11月25日到11月28日", "明天到周五", "到周五", "3天", "明天"), both of
    which count; None when the text is none or ends before it begins.
    """
    said = text.strip()
    if (days := re.fullmatch(rf"{_COUNT}\s*天", said)) is not None:
        return today, today + timedelta(days=counted(days["count"]) - 1)
    first, rest = read_day(said, today) or (today, said)
    if rest and (until := re.match(r"(?:到|至|~|—|–|-)\s*", rest)) is not None:
        behind = rest[until.end() :]
        # "明天到后天" ends the day after tomorrow, "周五到下周一" on the Monday behind that Friday
        last = read_day(behind, today if behind.startswith(tuple(_NEAR)) else first) or _day_of_month(behind, first)
        return (first, last[0]) if last is not None and first <= last[0] else None
    return (first, first) if rest != said else None


def _day_of_month(text: str, first: date) -> tuple[date, str] | None:
    """"25到28": a bare number behind a first day."""
    found = re.fullmatch(r"(\d{1,2})", text.strip())
    day = _date(first.year, first.month, int(found.group(1))) if found else None
    return (day, "") if day is not None else None


def _near(found: re.Match[str], today: date) -> date:
    return today + timedelta(days=_NEAR[found[0]])


def _in_days(found: re.Match[str], today: date) -> date:
    return today + timedelta(days=counted(found["count"]))


def _in_weeks(found: re.Match[str], today: date) -> date:
    return today + timedelta(weeks=counted(found["count"]))


def _weekday(found: re.Match[str], today: date) -> date:
    number = _SUNDAYS.get(found["day"]) or counted(found["day"])
    if found["next"]:
        return today - timedelta(days=today.isoweekday()) + timedelta(days=7 + number)
    return today + timedelta(days=(number - today.isoweekday() - 1) % 7 + 1)


def _full(found: re.Match[str], _today: date) -> date | None:
    return _date(int(found[1]), int(found[2]), int(found[3]))


def _month_and_day(found: re.Match[str], today: date) -> date | None:
    this_year = _date(today.year, int(found[1]), int(found[2]))
    if this_year is None or this_year >= today:
        return this_year
    next_year = _date(today.year + 1, int(found[1]), int(found[2]))
    # in December "1月5日" is next month; "11月20日" said on the 24th is a slip and stays in the past
    return next_year if next_year is not None and (today - this_year).days > 180 else this_year


def _day_alone(found: re.Match[str], today: date) -> date | None:
    this_month = _date(today.year, today.month, int(found[1]))
    if this_month is not None and this_month > today:
        return this_month
    year, month = (today.year + 1, 1) if today.month == 12 else (today.year, today.month + 1)
    return _date(year, month, int(found[1]))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_READINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date | None]], ...] = (
    (re.compile("大后天|今天|明天|后天"), _near),
    (re.compile(rf"{_COUNT}\s*天(?:以?后|之后|内)"), _in_days),
    (re.compile(rf"{_COUNT}\s*(?:周|个?星期|个?礼拜)(?:以?后|之后|内)"), _in_weeks),
    (re.compile(r"(?:(?P<next>下)|[本这])?个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天1-7])"), _weekday),
    (re.compile(r"(20\d\d)\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})[日号]?"), _full),
    (re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?"), _month_and_day),
    (re.compile(r"(\d{1,2})[/.-](\d{1,2})(?!\d)"), _month_and_day),
    (re.compile(r"(\d{1,2})\s*[号日]"), _day_alone),
)
