"""What a street types behind 吹哨: the kind, when, where and why. Pure: text in, values out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.desk.dates import read_day
from matching.whistle import WhistleKind

_KINDS = (
    (re.compile(r"急哨?(?=[\s,，:：]|$)[\s,，:：]*"), WhistleKind.URGENT),
    (re.compile(r"(?:硬哨?|攻坚哨?)(?=[\s,，:：]|$)[\s,，:：]*"), WhistleKind.HARD),
)
_AT_ONCE = re.compile(r"(?:马上|立即|立刻|现在)(?:到场?|来)?")
_CLOCK = re.compile(
    r"\s*(?P<part>早上|上午|中午|下午|傍晚|晚上)?\s*(?P<hour>\d{1,2})\s*"
    r"(?:[:：](?P<minute>[0-5]\d)|[点时](?:(?P<half>半)|(?P<minutes>[0-5]?\d)分?)?整?)"
)
_AFTERNOON = frozenset({"下午", "傍晚", "晚上"})
#: A house number is no day of the month.
_HOUSE = re.compile(r"\d+\s*号?\s*[楼栋幢座院]")
_USUAL = time(9)
_SOON = timedelta(minutes=30)
_BETWEEN = re.compile(r"[\s,，;；。]+")
#: How a spot ends, or begins, that stands alone before a reason.
_SPOT = re.compile(
    r"[在到].{2,}|.{1,24}(?:门口?|口|旁边?|边|处|[楼门][上下前后]"
    r"|[厅场路街巷栋号室院园站亭楼层库]|中心|[社小]区|居委会|物业|单元|对面|附近)"
)
_RATING = re.compile(r"\s*([1-5一二三四五])\s*(?:分|星)?(?:[\s,，:：。]+|$)")


@dataclass(frozen=True, slots=True)
class Meeting:
    """When and where people are to meet, and why; None and "" for what was not said. `meet_at` is aware UTC."""

    meet_at: datetime | None
    spot: str
    reason: str


def read_kind(words: str) -> tuple[WhistleKind, str]:
    """The kind that words begin with (急, 硬哨, 攻坚), an ordinary one where they begin with none; the words behind."""
    for pattern, kind in _KINDS:
        if (found := pattern.match(words)) is not None:
            return kind, words[found.end() :]
    return WhistleKind.WORK, words


def read_meeting(words: str, now: datetime, zone: ZoneInfo) -> Meeting:
    """What stands behind those called: "明天9:00 北门 占道经营没人管"; each part but the last may be missing."""
    found = _moment(words.strip(), now, zone)
    meet_at, rest = found if found is not None else (None, words.strip())
    rest = rest.lstrip(" ，,：:。、；;")
    first, *behind = _BETWEEN.split(rest, maxsplit=1)
    blank = bool(behind) and rest[len(first)] in " \t\n\u3000"
    if behind and (_SPOT.fullmatch(first) or (meet_at is not None and blank)):
        return Meeting(meet_at, first.lstrip("在到"), behind[0].strip())
    if _SPOT.fullmatch(first) and meet_at is not None:
        return Meeting(meet_at, first.lstrip("在到"), "")
    return Meeting(meet_at, "", rest)


def read_rating(words: str) -> tuple[int, str] | None:
    """The rating from 1 to 5 that words begin with and the reason behind it, or None."""
    found = _RATING.match(words)
    if found is None:
        return None
    mark = found[1]
    return int(mark) if mark.isdigit() else "一二三四五".index(mark) + 1, words[found.end() :].strip()


def _moment(words: str, now: datetime, zone: ZoneInfo) -> tuple[datetime, str] | None:
    at_once = _AT_ONCE.match(words)
    if at_once is not None:
        return now, words[at_once.end() :]
    today = now.astimezone(zone).date()
    dated = None if _HOUSE.match(words) else read_day(words, today)
    rest = dated[1] if dated is not None else words
    clock = _clock(rest)
    if clock is None:
        return (_on_day(dated[0], now, zone), rest) if dated is not None else None
    hour, behind = clock
    moment = datetime.combine(dated[0] if dated is not None else today, hour, zone)
    if dated is None and moment < now:
        moment += timedelta(days=1)
    return moment.astimezone(UTC), behind


def _clock(words: str) -> tuple[time, str] | None:
    found = _CLOCK.match(words)
    if found is None:
        return None
    hour = int(found["hour"])
    hour += 12 if found["part"] in _AFTERNOON and hour < 12 else 0
    minute = 30 if found["half"] else int(found["minute"] or found["minutes"] or 0)
    return (time(hour, minute), words[found.end() :]) if hour < 24 else None


def _on_day(day: date, now: datetime, zone: ZoneInfo) -> datetime:
    """A day without an hour: at 9:00, today as soon as that is past."""
    moment = datetime.combine(day, _USUAL, zone).astimezone(UTC)
    is_today = day == now.astimezone(zone).date()
    return max(moment, now + _SOON) if is_today else moment
