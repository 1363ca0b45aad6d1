"""What stands behind 招工 and 找活: the work, where, which hours, what it pays, until when. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.desk.dates import read_day
from bot.desk.hours import read_clock
from matching.gazetteer import Gazetteer
from matching.place import find_place
from matching.slot import parse_slot

USUAL_DAYS = 30
_DAYS_MOST = 90
_WORD_MOST = 12
_WORDS_MOST = 6
_PAY = re.compile(
    r"(?:工资|报酬|时薪|月薪|日薪)?\s*\d{1,6}(?:\.\d+)?(?:\s*[-~至到]\s*\d{1,6})?\s*元?\s*(?:[/每一]\s*)?(?:个)?"
    r"(?:小?时|天|日|次|月|单|件|人)|(?:工资|报酬)?\d{1,6}元|(?:工资)?(?:面议|面谈|日结|月结)"
)
_UNTIL = re.compile(r"(?:截止)?[到至](?P<day>.+?)(?:止|为止|截止)?")
_DAYS = re.compile(r"工作日|平时|周末|双休日|每天|天天|(?:周|星期|礼拜)[一二三四五六日天]")
_DAY_LONG = (time(8), time(20))
#: Whoever wants work pays for nothing: no deposit, no fee, no training, no loan.
_FEE = re.compile(
    r"押金|保证金|诚意金|定金|[先需要得]\s*(?:交|缴|付|转)(?:\S{0,4})(?:费|钱|金|款)|(?:中介|培训|体检|报名|服装|工本|资料|建档|入职)费"
    r"|刷单|垫付|贷款|办卡|验证码|扫码(?:进群|付款)|(?:收|交|缴)\s*\d+\s*元"
)
_NO_FEE = re.compile(r"(?:不|没有?|无|免|勿)(?:需要?|用|要|收|交)?(?:任何)?")
_SEPARATED = re.compile(r"[\s,，;；、。]+")
#: These say nothing about the work.
_SAID_AROUND = re.compile(r"(?:我|想|要|找|个|份|的|活|工作|干|做|招|人|一名|一个|帮忙|长期|短期|急)+")


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as it was written. `work` are its kinds, the first names it; `place` is a code or "", `slots` as
    `matching.slot` reads them, `pay` "" where nothing was said; `until` None where a day can't be meant.
    """

    work: tuple[str, ...]
    place: str
    slots: str
    pay: str
    until: date | None


def read_notice(words: str, today: date, gazetteer: Gazetteer) -> Notice:
    """A notice ("保洁 榕御小区 工作日9-11点 20元/时 到12月10日"), its parts in any order. Raises nothing."""
    work: list[str] = []
    slots: list[str] = []
    place = pay = ""
    until: date | None = today + timedelta(days=USUAL_DAYS)
    for word in _parts(words):
        if (ends := _until(word, today)) is not None:
            until = ends if today <= ends <= today + timedelta(days=_DAYS_MOST) else None
        elif _PAY.fullmatch(word):
            pay = f"{pay} {word}".strip()
        elif slot := read_slot(word):
            slots.append(slot)
        elif not place and (found := _place(word, gazetteer)):
            place = found
        elif len(word) <= _WORD_MOST and not _SAID_AROUND.fullmatch(word):
            work.append(word)
    return Notice(tuple(dict.fromkeys(work[:_WORDS_MOST])), place, "|".join(slots), pay, until)


def read_slot(word: str) -> str:
    """Hours of a week as `matching.slot` reads them ("工作日9-11点" -> "工作日 09:00-11:00"), "" for no such word."""
    days = _DAYS.match(word)
    rest = word[days.end() :] if days is not None else word
    clock = read_clock(rest) if rest else None
    if (days is None and clock is None) or (clock is not None and rest[clock.length :].strip()):
        return ""
    if rest and clock is None:
        return ""
    start, end = (clock.start, clock.end or _DAY_LONG[1]) if clock is not None else _DAY_LONG
    slot = f"{days[0] if days else '每天'} {start:%H:%M}-{end:%H:%M}"
    return slot if parse_slot(slot) is not None else ""


def asks_fee(words: str) -> bool:
    """Whether words want money, a code or a loan of whoever looks for work; "不收押金" wants none."""
    return any(not _NO_FEE.search(words[max(0, found.start() - 6) : found.start()]) for found in _FEE.finditer(words))


def _parts(words: str) -> Iterator[str]:
    yield from (one for one in _SEPARATED.split(words) if one)


def _until(word: str, today: date) -> date | None:
    found = _UNTIL.fullmatch(word)
    read = read_day(found["day"], today) if found is not None else None
    return read[0] if read is not None and not read[1] else None


def _place(word: str, gazetteer: Gazetteer) -> str:
    """The place that a word is, not one that merely stands in it."""
    match = find_place(word, gazetteer).match
    return match.code if match is not None and match.end - match.start >= len(word) - 2 else ""
