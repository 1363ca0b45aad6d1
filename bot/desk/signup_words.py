"""What somebody says of herself when she signs up: skills, languages, hours, how often, her unit. Pure.

Text in, a value out; a field that was not said is None or empty, and what she has already stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import time

from bot.desk.slotwords import EVERY_DAY, read_days, read_slots, tidied, without, written
from intents.needs.offered import languages_spoken, read_offer
from intents.needs.skills import language_of, skill_of, skills_named
from matching.slot import Slot, parse_slots
from matching.volunteer import Engagement
from storage.people import VolunteerRow

#: 引领报到: whoever has one of these is asked for advice rather than for a hand.
ADVISING_SKILLS = frozenset({"医疗护理", "心理疏导", "法律咨询", "政策咨询"})
#: As many errands a week as anybody is asked for who sets no bound.
MOST_A_WEEK = 7
_LIST_MOST = 40
_TAKEN_OUT = re.compile(r"(?:不要|不会|不再|不做|去掉|删掉|除了)\s*(?P<what>[^\s,，、。;；]+)")
_CAP = re.compile(
    r"(?P<per>每|一)?(?:个)?(?:周|星期|礼拜)(?:最多|就)?\s*(?P<count>\d{1,2}|[一二两三四五六七])\s*(?:次|回|趟)|(?P<free>不限次数|次数不限)"
)
_NUMBERS = {mark: at for at, mark in enumerate("一二三四五六七", 1)} | {"两": 2}
_UNIT = re.compile(
    r"单位(?:是|[:：])?\s*(?P<unit>[^\s,，。、;；]{2,24})"
    r"|我?在(?P<at>[^\s,，。、;；]{1,20}?(?:局|委|办|公司|医院|学校|中学|小学|大学|学院|银行|中心|厂|队|所))(?:上班|工作|任教)"
)
_NAME = re.compile(
    r"(?:我叫|叫我|姓名(?:是|[:：])?|名字(?:是|[:：])?)\s*(?P<name>[一-龥·]{2,6}?)(?=[\s,，。、;；]|我|住|会|$)"
)
_WOMAN = re.compile(r"(?<![一-龥])女(?:性|士|的|同志|生)?(?![一-龥])|我是女")
_MAN = re.compile(r"(?<![一-龥])男(?:性|士|的|同志|生)?(?![一-龥])|我是男")
_AT_WORK = re.compile(r"(?:上班|工作)(?:时间|时候|时)?(?:也|都)(?:可以|行|能|有空)|上班(?:时间)?可以")
_NOT_AT_WORK = re.compile(r"(?:上班|工作)(?:时间|时候|时)?(?:不行|不可以|别|不要|没空)[^\s,，]{0,4}")
_QUIET = re.compile(
    r"(?P<before>[^\s,，。;；]*?)\s?(?:免打扰|(?:不要|别)(?:打扰|找我|吵我|发消息))\s*(?P<behind>[\d:：点半到至~—早晚上夜里间-]*)"
)
#: "22:00-8:00", "晚上10点到早上7点半": quiet hours are the only ones that go over midnight.
_OVER_NIGHT = re.compile(
    r"(?P<late>[晚夜][上里间]?)?\s*(?P<from>[012]?\d)(?:[:：](?P<m1>[0-5]\d)|点(?P<half1>半)?)?\s*[-—~到至]\s*"
    r"(?P<early>第二天|次日|凌晨|早上|上午)*\s*(?P<to>[012]?\d)(?:[:：](?P<m2>[0-5]\d)|点(?P<half2>半)?)?"
)
_KINDS = (
    (re.compile(r"常态(?:报到)?"), Engagement.STANDING),
    (re.compile(r"引领(?:报到)?"), Engagement.ADVISING),
    (re.compile(r"志愿报到"), Engagement.SERVICE),
)
_STANDING = re.compile(r"每周固定|固定|长期|退休|天天|每天都")
_ALSO = re.compile(r"也(?:行|可以|有空)|再加|还有")
_FILLING = re.compile(
    r"(?:我|可以|能|想|要|有空|都行|都可以|行|志愿者?|服务|报名|登记|党员|退休|和|的|了|吧|也|还|住|在|来|帮忙|有时间|只有|加|会|做|当|再加|还有|固定|长期|每周)+"
)
_SPLIT = re.compile(r"[\s,，、。;；！!？?~～]+")
_CHINESE = re.compile(r"[一-龥]{2,6}")


@dataclass(frozen=True, slots=True)
class SignUp:
    """What a text says of a volunteer. `dropped` are skills and languages that she has no longer, `days_off` weekdays.

    `also`: the hours are further ones, else they replace those she had. `unknown` are skills that the table does not
    have, kept as they were said.
    """

    skills: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    gender: str = ""
    slots: tuple[Slot, ...] = ()
    also: bool = False
    days_off: frozenset[int] = frozenset()
    cap: int | None = None
    unit: str = ""
    name: str = ""
    kinds: tuple[Engagement, ...] = ()
    at_work: bool | None = None
    quiet: tuple[Slot, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def says_something(self) -> bool:
        """Whether it says anything that can be kept."""
        return replace(self, also=False) != SignUp()


def read_sign_up(text: str, *, listed: bool = True) -> SignUp:
    """What a text says of whoever signs up. `listed`: the text is what follows 报名, where every word is meant to say
    something; else it is a story, and only what clearly offers something counts. Raises nothing.
    """
    rest, dropped, days_off = _taken_out(text)
    rest, cap = _cap_of(rest)
    rest, quiet = _quiet_of(rest)
    at_work = False if _NOT_AT_WORK.search(rest) else True if _AT_WORK.search(rest) else None
    rest = _AT_WORK.sub(" ", _NOT_AT_WORK.sub(" ", rest))
    unit, name = _UNIT.search(rest), _NAME.search(rest)
    rest = _NAME.sub(" ", _UNIT.sub(" ", rest))
    hours = read_slots(rest)
    skills = _skills_of(hours.rest, listed=listed)
    languages = (*languages_spoken(hours.rest), *(_languages_listed(hours.rest) if listed else ()))
    return SignUp(
        skills=skills,
        dropped=dropped,
        languages=tuple(dict.fromkeys(languages)),
        gender="女" if _WOMAN.search(rest) else "男" if _MAN.search(rest) else "",
        slots=hours.slots,
        also=_ALSO.search(text) is not None,
        days_off=days_off,
        cap=cap,
        unit=(unit["unit"] or unit["at"]) if unit else "",
        name=name["name"] if name else "",
        kinds=tuple(kind for pattern, kind in _KINDS if pattern.search(rest)),
        at_work=at_work,
        quiet=quiet,
        unknown=_unknown_in(hours.rest) if listed and len(text) <= _LIST_MOST else (),
    )


def with_sign_up(row: VolunteerRow, said: SignUp, text: str = "") -> VolunteerRow:
    """The row with what was said: skills and languages are added, the rest takes the place of what was there."""
    had = tuple(name for name in (*row.skills, *said.skills, *said.unknown) if name not in said.dropped)
    skills = tuple(dict.fromkeys(had))
    languages = tuple(dict.fromkeys(name for name in (*row.languages, *said.languages) if name not in said.dropped))
    slots = said.slots or parse_slots(row.slots)
    if said.also:
        slots = tidied((*parse_slots(row.slots), *said.slots))
    if said.days_off:
        slots = without(slots or read_slots("随时").slots, said.days_off)
    kinds = said.kinds or tuple(Engagement(kind) for kind in row.kinds) or (kind_of(skills, text),)
    return replace(
        row,
        skills=skills,
        verified=tuple(name for name in row.verified if name in skills),
        languages=languages,
        gender=said.gender or row.gender,
        slots=written(slots) if said.slots or said.days_off else row.slots,
        weekly_cap=row.weekly_cap if said.cap is None else said.cap,
        unit=said.unit or row.unit,
        name=said.name or row.name,
        kinds=tuple(kind.value for kind in kinds),
        at_work=row.at_work if said.at_work is None else said.at_work,
        quiet=written(said.quiet) if said.quiet else row.quiet,
    )


def kind_of(skills: Iterable[str], text: str = "") -> Engagement:
    """The kind of 报到 where none is named: an adviser by her skill, standing duty by her words, else one errand at a
    time.
    """
    if _STANDING.search(text):
        return Engagement.STANDING
    advises = ADVISING_SKILLS.intersection(skills) and ADVISING_SKILLS.issuperset(skills)
    return Engagement.ADVISING if advises else Engagement.SERVICE


def _taken_out(text: str) -> tuple[str, tuple[str, ...], frozenset[int]]:
    names: list[str] = []
    days: frozenset[int] = frozenset()
    kept = text
    for found in _TAKEN_OUT.finditer(text):
        what = found["what"].removeprefix("讲").removeprefix("说")
        skill, language = skill_of(what), language_of(what)
        these = [skill.name] if skill else [language] if language else []
        those = read_days(what)
        if these or those:
            names += these
            days |= those
            kept = kept.replace(found[0], " ", 1)
    return kept, tuple(names), days


def _cap_of(text: str) -> tuple[str, int | None]:
    found = _CAP.search(text)
    if found is None:
        return text, None
    rest = text[: found.start()] + " " + text[found.end() :]
    if found["free"]:
        return rest, MOST_A_WEEK
    count = _NUMBERS.get(found["count"]) or int(found["count"])
    return rest, max(1, min(count, MOST_A_WEEK))


def _quiet_of(text: str) -> tuple[str, tuple[Slot, ...]]:
    found = _QUIET.search(text)
    said = f"{found['before']}{found['behind']}" if found else ""
    slots = _over_night(said) or read_slots(said).slots
    if found is None or not slots:
        return text, ()
    return text[: found.start()] + " " + text[found.end() :], slots


def _over_night(said: str) -> tuple[Slot, ...]:
    """Quiet hours that begin in the evening and end in the morning, as the two spans they are; () for any others."""
    found = _OVER_NIGHT.search(said)
    if found is None or int(found["from"]) > 23 or int(found["to"]) > 24:
        return ()
    from_hour, to_hour = int(found["from"]), int(found["to"])
    from_hour += 12 if found["late"] and from_hour < 12 else 0
    midnight = to_hour % 12 == 0 and from_hour >= 12 and found["early"] is None and found["late"] is not None
    start = time(from_hour, 30 if found["half1"] else int(found["m1"] or 0))
    end = time(0) if midnight or to_hour == 24 else time(to_hour, 30 if found["half2"] else int(found["m2"] or 0))
    if start < end or start.hour < 12:
        return ()
    days = read_days(said) or EVERY_DAY
    spans = ((time(0), end), (start, time(23, 59)))
    return tuple(Slot(days, *span) for span in spans if span[0] < span[1])


def _skills_of(text: str, *, listed: bool) -> tuple[str, ...]:
    offered = read_offer(text).skills
    named = tuple(shown.name for shown in skills_named(text)) if listed else ()
    return tuple(dict.fromkeys((*named, *offered)))


def _languages_listed(text: str) -> tuple[str, ...]:
    words = (word.removeprefix("会").removeprefix("讲").removeprefix("说") for word in _SPLIT.split(text))
    return tuple(dict.fromkeys(name for word in words if (name := language_of(word))))


def _unknown_in(text: str) -> tuple[str, ...]:
    """Words of a list that say nothing known: "会开铲车"."""
    found = []
    for word in _SPLIT.split(text):
        known = skills_named(word) or read_offer(word).skills or languages_spoken(word) or language_of(word)
        left = _FILLING.sub("", word)
        if not known and word.startswith("会") and _CHINESE.fullmatch(left):
            found.append(left)
    return tuple(dict.fromkeys(found))
