"""Free hours as people say them ("工作日晚上", "周末9点到11点", "随时") and as they read them again. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time

from intents.numerals import counted
from matching.slot import Slot

#: The three parts of a day: what a word means, and what a box on the page means.
MORNING, AFTERNOON, EVENING = (time(8), time(12)), (time(12), time(18)), (time(18), time(21))
PARTS = (MORNING, AFTERNOON, EVENING)
PART_NAMES = ("上午", "下午", "晚上")
_WHOLE = (time(8), time(21))
_NIGHT = time(23, 59)
DAY_NAMES = "一二三四五六日"
WEEKDAYS, WEEKEND, EVERY_DAY = frozenset(range(1, 6)), frozenset({6, 7}), frozenset(range(1, 8))
_NAMED = {"工作日": WEEKDAYS, "平时": WEEKDAYS, "平日": WEEKDAYS, "下班后": WEEKDAYS, "下班": WEEKDAYS, "周末": WEEKEND,
          "双休日": WEEKEND, "双休": WEEKEND, "每天": EVERY_DAY, "天天": EVERY_DAY}  # fmt: skip
_SPANS = {
    "上午": MORNING, "早上": (time(6), time(9)), "早晨": (time(6), time(9)), "清早": (time(6), time(9)),
    "中午": (time(11), time(14)), "下午": AFTERNOON, "傍晚": (time(16), time(19)), "晚上": EVENING, "晚间": EVENING,
    "夜里": EVENING, "夜间": EVENING, "晚时": EVENING, "下班后": EVENING, "下班": EVENING, "白天": (time(8), time(18)),
    "全天": _WHOLE, "整天": _WHOLE,
}  # fmt: skip
_WEEK = r"(?:周|星期|礼拜|每周|逢周)"
_DAY = rf"(?:{_WEEK}[一二三四五六日天](?:[、,和]?(?:{_WEEK})?[一二三四五六日天](?![点次回个年月]))*)"
_RANGE = rf"{_WEEK}[一二三四五六日天](?:到|至|-|—|~){_WEEK}?[一二三四五六日天]"
_NAMES = "|".join(sorted(_NAMED, key=len, reverse=True))
_PART = "|".join(sorted(_SPANS, key=len, reverse=True))
_HOUR = r"(?:2[0-4]|[01]?\d|十[一二]|[一二两三四五六七八九十])"
_CLOCK = rf"{_HOUR}(?:[:：][0-5]\d|点半|点(?![心滴])|时)"
_HOURS = (
    rf"(?P<from>{_CLOCK}|{_HOUR})\s?(?:到|至|-|—|~)\s?(?:晚上|下午)?(?P<to>{_CLOCK})"
    rf"|(?P<after>{_CLOCK})(?:以?后|之后)|(?P<before>{_CLOCK})(?:以?前|之前)"
)
_PHRASE = re.compile(
    rf"(?P<day>{_RANGE}|{_DAY}|{_NAMES}|[一二三四五六日](?:[、,]?[一二三四五六日])+(?=早上|上午|下午|晚上|有空|有时间|的))?"
    r"\s?(?:的|都)?\s?"
    rf"(?P<part>{_PART})?\s?(?:{_HOURS})?"
)
_ANY_TIME = re.compile(r"随时(?:都行|可以|有空)?|(?:什么时候|哪天|时间)都(?:行|可以|有空|方便)|全天候")


@dataclass(frozen=True, slots=True)
class SlotsRead:
    """The slots that a text says, and the text without the words that said them."""

    slots: tuple[Slot, ...]
    rest: str


def read_slots(text: str) -> SlotsRead:
    """The free hours in a text, in its order; a day alone is all of it (8:00 to 21:00), a part alone is every day's."""
    found: list[Slot] = []
    rest: list[str] = []
    done = 0
    for match in _PHRASE.finditer(text):
        slot = _slot_of(match)
        if slot is not None:
            found.append(slot)
            rest.append(text[done : match.start()])
            done = match.end()
    left = "".join((*rest, text[done:]))
    if _ANY_TIME.search(left):
        left = _ANY_TIME.sub("", left)
        found = found or [Slot(EVERY_DAY, *_WHOLE)]
    return SlotsRead(tidied(found), left)


def read_days(text: str) -> frozenset[int]:
    """The weekdays that a text names, 1 for Monday."""
    return frozenset(day for match in _PHRASE.finditer(text) if match["day"] for day in _days_of(match["day"]))


def _slot_of(match: re.Match[str]) -> Slot | None:
    if not (match["day"] or match["part"] or match["from"] or match["after"] or match["before"]):
        return None
    named = match["day"] or (match["part"] if match["part"] in _NAMED else "")
    days = _days_of(named) if named else EVERY_DAY
    part = _SPANS.get(match["part"] or "") or _SPANS.get(match["day"] or "") or _WHOLE
    start, end = _hours_of(match, part)
    return Slot(days, start, end) if start < end else None


def _hours_of(match: re.Match[str], part: tuple[time, time]) -> tuple[time, time]:
    late = part[0] >= time(12)  # 晚上7点 is 19:00
    if match["from"]:
        end = _clock(match["to"], late=late)
        start = _clock(match["from"], late=late)
        return (start, end) if start < end else (start, _clock(match["to"], late=True))
    if match["after"]:
        start = _clock(match["after"], late=late)
        return start, _WHOLE[1] if start < _WHOLE[1] else _NIGHT
    if match["before"]:
        return min(part[0], _WHOLE[0], time(6)), _clock(match["before"], late=late)
    return part


def _clock(said: str, *, late: bool) -> time:
    hour, _, minutes = re.sub("：", ":", said).partition(":")
    number = re.match(rf"{_HOUR}", hour)
    mark = number[0] if number else "0"
    at = counted(mark)
    half = 30 if "半" in said else int(minutes) if minutes else 0
    small_hours = at < 6 and not minutes  # nobody means four in the morning by 四点
    at = at + 12 if (late or small_hours) and at < 12 else at
    return _NIGHT if at >= 24 else time(at, half)


def _days_of(said: str) -> frozenset[int]:
    if said in _NAMED:
        return _NAMED[said]
    marks = [DAY_NAMES.index("日" if mark == "天" else mark) + 1 for mark in re.findall("[一二三四五六日天]", said)]
    if re.search("[到至~—-]", said) and len(marks) == 2:
        first, last = marks
        over_sunday = 7 if first > last else 0
        return frozenset((day - 1) % 7 + 1 for day in range(first, last + over_sunday + 1))
    return frozenset(marks)


def tidied(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """The slots of each day joined where they touch, days with the same hours together, earlier days first."""
    given = tuple(slots)
    hours = {day: _joined(slot for slot in given if day in slot.days) for day in sorted(EVERY_DAY)}
    days: dict[tuple[time, time], set[int]] = {}
    for day, spans in hours.items():
        for span in spans:
            days.setdefault(span, set()).add(day)
    ordered = sorted(days.items(), key=lambda item: (min(item[1]), item[0]))
    return tuple(Slot(frozenset(of), *span) for span, of in ordered)


def _joined(slots: Iterable[Slot]) -> list[tuple[time, time]]:
    spans: list[tuple[time, time]] = []
    for start, end in sorted((slot.start, slot.end) for slot in slots):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return spans


def without(slots: Iterable[Slot], days: frozenset[int]) -> tuple[Slot, ...]:
    """The slots without some days."""
    return tidied(Slot(slot.days - days, slot.start, slot.end) for slot in slots)


def written(slots: Iterable[Slot]) -> str:
    """The slots as `matching.slot.parse_slots` reads them."""
    return "|".join(
        f"{name} {slot.start:%H:%M}-{slot.end:%H:%M}" for slot in slots for name in _written_days(slot.days)
    )


def _written_days(days: frozenset[int]) -> list[str]:
    known = {EVERY_DAY: "每天", WEEKDAYS: "工作日", WEEKEND: "周末"}.get(days)
    return [known] if known else [f"周{DAY_NAMES[day - 1]}" for day in sorted(days)]


def spoken(slots: Sequence[Slot]) -> str:
    """The slots as people read them: "工作日18:00–21:00、周一三五08:00–12:00"; any time where there are none."""
    return "、".join(f"{spoken_days(slot.days)}{slot.start:%H:%M}–{slot.end:%H:%M}" for slot in slots) or "都可以"


def spoken_days(days: frozenset[int]) -> str:
    """Weekdays as people read them: 每天, 工作日, 周末, 周一三五."""
    known = {EVERY_DAY: "每天", WEEKDAYS: "工作日", WEEKEND: "周末"}.get(days)
    return known or "周" + "".join(DAY_NAMES[day - 1] for day in sorted(days))


def boxes(slots: Iterable[Slot]) -> frozenset[tuple[int, int]]:
    """Which boxes (weekday from 1, part from 0) of the page's table the slots fill at least by half."""
    marked = tuple(slots)
    return frozenset(
        (day, at)
        for day in EVERY_DAY
        for at, part in enumerate(PARTS)
        if any(day in slot.days and _shared(slot, part) * 2 >= _minutes(*part) for slot in marked)
    )


def from_boxes(marked: Iterable[tuple[int, int]]) -> tuple[Slot, ...]:
    """The slots that marked boxes say."""
    return tidied(Slot(frozenset({day}), *PARTS[at]) for day, at in marked)


def _shared(slot: Slot, part: tuple[time, time]) -> int:
    return _minutes(max(slot.start, part[0]), min(slot.end, part[1]))


def _minutes(start: time, end: time) -> int:
    return (end.hour - start.hour) * 60 + end.minute - start.minute
