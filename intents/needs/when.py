"""When help is wanted, as written: a day, a part of the day, a clock time; which day that is the desk reckons."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from intents.numerals import NUMERALS, counted


class DayPart(StrEnum):
    """The parts of a day that people name."""

    MORNING = "上午"
    NOON = "中午"
    AFTERNOON = "下午"
    EVENING = "晚上"


@dataclass(frozen=True, slots=True)
class When:
    """A time as written. `text` has the words; what was not said is empty or None.

    `day` is a day's words (明天, 周六, 12月1日, 周末) or "". `start` and `end` are local clock times with the part of
    the day already reckoned in. `by` says that it is to be done by then (三点前), `now` that it is wanted at once,
    `repeats` that it is wanted again and again (每天), `vague` that it lies ahead and can't be told (年前, 改天).
    """

    text: str
    day: str = ""
    part: DayPart | None = None
    start: time | None = None
    end: time | None = None
    by: bool = False
    now: bool = False
    repeats: bool = False
    vague: bool = False


_MARK = "[一二三四五六七八九十]"
_HOUR = r"(?:[01]?\d|2[0-4]|十[一二]?|[一二两三四五六七八九])"
_PARTS = {
    **dict.fromkeys(("大清早", "清早", "一早", "早上", "早晨", "早起", "上午", "早"), DayPart.MORNING),
    **dict.fromkeys(("中午", "午间", "正午", "中昼"), DayPart.NOON),
    **dict.fromkeys(("下午", "午后", "下晡", "下班后"), DayPart.AFTERNOON),
    **dict.fromkeys(("傍晚", "晚上", "晚间", "夜里", "夜间", "暗时", "大夜", "晚"), DayPart.EVENING),
}
_DAY = (
    r"大后天|今天|今日|明天|明日|后天(?!天)|明后天|[今明](?=早|晚|上午|下午|中午|夜)"
    r"|(?:这|本|下)?个?(?:周|星期|礼拜)[一二三四五六日天1-7]|(?:这|本|下)?个?(?:周末|双休日)"
    rf"|\d{{1,2}}\s*月\s*\d{{1,2}}\s*[日号]?|{_MARK}{{1,2}}月{_MARK}{{1,3}}[日号]"
    r"|(?<![\d月栋幢座#])\d{1,2}\s*[号日](?![楼栋幢座院店机线码]|\d)"
    r"|(?:\d{1,2}|[一两二三四五六七八九十])\s*天(?:以?后|之后)"
)
#: The same day in the words that `day` has for it.
_NAMED = {
    "今": "今天", "今日": "今天", "明": "明天", "明日": "明天", "明后天": "明天",
    "双休日": "周末", "下双休日": "下周末",
}  # fmt: skip
_PART = "|".join(sorted((part for part in _PARTS if len(part) > 1), key=len, reverse=True))
_MINUTES = r"(?::(?P<m{n}>[0-5]\d)|[点點时](?:钟|整)?(?P<w{n}>半|一刻|三刻|[0-5]?\d(?=分|(?!\d)))?分?)"
_CLOCK = r"(?P<h{n}>" + _HOUR + ")" + _MINUTES
#: "快一点", "便宜一点" and "四点半课堂" are no times.
_NOT_A_CLOCK = re.compile(r"(?<![早午晚上里末天日号\d十])[一1]点(?!半|钟|[之以]?前|到|整|\d)|四点半(?:课堂|学校)")
_WHEN = re.compile(
    rf"(?P<day>{_DAY})?\s*(?:的)?"
    rf"(?P<part>{_PART}|(?<=[今明周六日天末])[早晚]|早(?={_HOUR}点)|晚(?={_HOUR}点))?\s*"
    rf"(?:{_CLOCK.replace('{n}', '1')}(?:\s*[到至~—–-]+\s*(?P<part2>{_PART})?\s*{_CLOCK.replace('{n}', '2')})?)?"
    rf"(?P<by>[之以]?前)?"
)
#: "9-11点": the first hour without its sign.
_SHORT_SPAN = re.compile(rf"({_HOUR})\s*([-~到至])\s*(?={_HOUR}[点點])")
_NOW = re.compile(
    r"马上|立刻|立即|现在(?=就|能|有没有|可以|过来|来|谁|有人|需要|要)|这就要|赶紧来|急(?:用|需|等)"
)
_REPEATS = re.compile(
    r"每(?:天|日|周|个?星期|个?礼拜|个?月|晚|早)|天天(?!.{0,3}(?:哭|吵|白饭|念|玩|坐))|逐工(?!坐)|送几天|几天(?:餐|饭)"
)
_VAGUE = re.compile(
    r"过几天|改天|哪天|下个?月|下个?(?:周|星期|礼拜)(?![一二三四五六日天末1-7])|月底|年前|年底|过年|春节|除夕|中秋|国庆|端午|元宵"
    r"|暑假|寒假|下学期|到时候"
)
_PAST = re.compile(r"(?:昨|前)[天晚日]|上(?:个)?(?:周|星期|礼拜|月)[一二三四五六日天末]?")
_SPAN = re.compile(
    r"(?P<count>\d{1,3}|[一两二三四五六七八九十]|半)\s*个?(?P<half>半)?\s*(?P<unit>小时|钟头|分钟)(?P<more>半)?"
)


def read_when(text: str) -> When | None:
    """When a tidied text wants something, the most told of the times it names; None when it names none.

    Hours without a part of the day are read as people mean them: 1 to 6 in the afternoon, 7 to 12 as they stand.
    Raises nothing.
    """
    said = _PAST.sub(lambda found: " " * len(found[0]), text)
    said = _NOT_A_CLOCK.sub(lambda found: "#" * len(found[0]), said)
    said = _SHORT_SPAN.sub(r"\1点\2", said)
    times = [found for found in _WHEN.finditer(said) if _told(found)]
    now, repeats, vague = (bool(one.search(said)) for one in (_NOW, _REPEATS, _VAGUE))
    if not times:
        words = next((one[0] for one in (_NOW.search(said), _REPEATS.search(said), _VAGUE.search(said)) if one), "")
        return When(words, now=now, repeats=repeats, vague=vague and not now) if words else None
    found = max(times, key=_told)
    day = next((one["day"] for one in (found, *times) if one["day"]), "")
    part = _PARTS.get(found["part"] or "")
    start = _clock(found, "1", part)
    end = _clock(found, "2", _PARTS.get(found["part2"] or "") or part)
    if start is not None and end is not None and end <= start and end.hour < 12:
        end = end.replace(hour=end.hour + 12)
    return When(
        found[0].strip(),
        _day(day),
        part,
        start,
        end if end is not None and start is not None and end > start else None,
        by=bool(found["by"]),
        now=now and not day,
        repeats=repeats,
    )


def read_minutes(text: str) -> int:
    """How long it takes, in minutes, where a tidied text says so; 0 where it does not. Raises nothing."""
    found = _SPAN.search(text)
    if found is None:
        return 0
    if found["count"] == "半":
        return 30 if found["unit"] != "分钟" else 0
    count = counted(found["count"])
    if found["unit"] == "分钟":
        return count
    return count * 60 + (30 if found["half"] or found["more"] else 0)


def _told(found: re.Match[str]) -> int:
    """How much one of the times says: a day and a clock more than either. "之前" alone says nothing."""
    return 2 * bool(found["day"]) + 2 * bool(found["h1"]) + bool(found["part"])


def _clock(found: re.Match[str], which: str, part: DayPart | None) -> time | None:
    hour_said = found[f"h{which}"]
    if hour_said is None:
        return None
    hour = counted(hour_said)
    words = found[f"w{which}"] or ""
    said = int(words) if words.isdigit() else _QUARTERS[words]
    minute = int(found[f"m{which}"] or said)
    return time((hour + 12) % 24 if _is_later(hour, part, hour_said) else hour % 24, minute)


_QUARTERS = {"": 0, "半": 30, "一刻": 15, "三刻": 45}


def _is_later(hour: int, part: DayPart | None, said: str) -> bool:
    """Whether an hour is one after noon: 3 in the afternoon, 1 at noon, 4 where nothing is said; "04:00" is itself."""
    if part is None:
        return 1 <= hour <= 6 and not said.startswith("0")
    return hour < 12 and (part in (DayPart.AFTERNOON, DayPart.EVENING) or (part is DayPart.NOON and hour < 4))


def _day(said: str) -> str:
    """The words of a day as they are always written: 七月九号 is 7月9号, 今晚's day 今天."""
    said = said.replace(" ", "")
    if re.match(rf"{_MARK}+月", said):
        month, _, day = said.partition("月")
        return f"{_count(month)}月{_count(day[:-1])}号"
    return _NAMED.get(said, said)


def _count(marks: str) -> int:
    """A number up to 31 in characters: 九, 十二, 二十一."""
    tens, sign, ones = marks.rpartition("十")
    if not sign:
        return NUMERALS[marks[-1]]
    return 10 * (NUMERALS[tens[-1]] if tens else 1) + (NUMERALS[ones[-1]] if ones else 0)
