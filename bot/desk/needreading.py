"""What was read of a request as a need has it: the hands, how long it takes, and what may be told of it before a claim.

Pure but for the names of places, which are covered.
"""

from __future__ import annotations

import re

from intents.masking import mask_given_names
from intents.needs.reading import NeedReading
from intents.needs.skills import Skill, skill_of
from intents.text import mask_sensitive
from matching.gazetteer import Gazetteer
from matching.need import Part
from matching.place import PlaceFinding, find_place

#: So much of her own words is told before the claim: a stranger's message is not copied to others.
_TOLD_MOST = 24
_SHOWN_MOST = 14
_AN_HOUR = 60
#: What stays behind of an address without its figures: 3栋501室.
_SIGNS_OF_PLACE = re.compile(r"(?:^| )(?:栋|幢|座|号楼?|楼|层|室|户|单元)+(?= |$)")
#: What is told of a private matter where no skill was read.
A_HAND = "搭把手"


def skills_of(reading: NeedReading) -> list[Skill]:
    """The skills that a reading asks for, the most telling first; those that an office answers for are left out."""
    found = [skill_of(shown.name) for shown in reading.skills]
    return [skill for skill in found if skill is not None and skill.alone]


def guessed(reading: NeedReading) -> Skill | None:
    """The skill that the things of a message speak for where no words did, None for one that an office answers for."""
    skill = skill_of(reading.likely.name) if reading.likely is not None else None
    return skill if skill is not None and skill.alone else None


def parts_of(reading: NeedReading) -> tuple[Part, ...]:
    """The hands that a reading asks for: so many of the first skill that together they are as many as it says."""
    skills = skills_of(reading)
    if not skills:
        return (Part("", max(reading.people, 1)),)
    first, *others = skills
    count = max(reading.people - len(others), 1)
    return (Part(first.name, count, first.verified), *(Part(one.name, 1, one.verified) for one in others))


def minutes_of(reading: NeedReading) -> int:
    """How long it takes: as it was said, else as long as such work usually takes."""
    return reading.minutes or max((skill.minutes for skill in skills_of(reading)), default=_AN_HOUR)


def what_of(text: str, reading: NeedReading, gazetteer: Gazetteer, *, private: bool = False) -> str:
    """What those who are asked read of it: the skill and the few words that showed it, never the whole message.

    Where no skill was read the beginning of the message without its place; of a private matter nothing.
    """
    skills = skills_of(reading)
    if skills:
        shown = next(one.words for one in reading.skills if one.name == skills[0].name)
        shown += "了" if f"{shown}了" in text else ""
        names = "、".join(skill.name for skill in skills)
        return names if private else f"{names}（{_covered(shown, _SHOWN_MOST)}）"
    if private:
        return A_HAND
    return _covered(without_place(text, find_place(text, gazetteer)), _TOLD_MOST)


def _covered(words: str, most: int) -> str:
    said = mask_given_names(mask_sensitive(words)).strip(" ,，。.、；;的")
    return said if len(said) <= most else f"{said[:most]}…"


def without_place(text: str, place: PlaceFinding) -> str:
    """A text with a blank for the words that name its place: where it is stands beside it anyway, and no room does."""
    named = [(found.start, found.end) for found in (place.match, place.street) if found is not None]
    spans = [*named, *place.address.spans]
    left = "".join(" " if any(start <= at < end for start, end in spans) else sign for at, sign in enumerate(text))
    return re.sub(" {2,}", " ", _SIGNS_OF_PLACE.sub(" ", left)).strip()
