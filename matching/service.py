"""点单: what a community's catalogue offers, and which of it somebody means by a number or by its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from matching.need import Part

#: "医疗2", "理发", "医疗证2": the skill, 证 where it must be verified, how many.
_PART = re.compile(r"(?P<skill>[^\d+证]+?)(?P<verified>证)?\s*(?P<count>\d{1,2})?")
_CHILD = re.compile(r"孩|儿童|少儿|小学|学生|作业|四点半|青少年|宝宝|幼")


class Mode(StrEnum):
    """How an item is delivered (组团式, 一站式, 点单式). Stored as text."""

    PERSON = "person"  # one helper
    TEAM = "team"      # several, of different skills
    ITEM = "item"      # something is brought


@dataclass(frozen=True, slots=True)
class Service:
    """One item. `number` is what people type, unique at its `place` (a code); `until` its last day, None for always.

    `parts` are the hands it takes, `minutes` how long it lasts.
    """

    code: str
    place: str
    number: int
    name: str
    aliases: tuple[str, ...] = ()
    mode: Mode = Mode.PERSON
    parts: tuple[Part, ...] = (Part(""),)
    minutes: int = 60
    note: str = ""
    until: date | None = None

    @property
    def for_children(self) -> bool:
        """Whether children come to it or are visited: only vetted helpers, never one alone."""
        return any(_CHILD.search(name) for name in (self.name, *self.aliases))


def offered(services: Iterable[Service], line: Sequence[str], today: date) -> list[Service]:
    """What is on offer at the first of these places (a lineage) or one above it, by number; what has ended is gone.

    Where a place above has the same number as a nearer one, the nearer keeps it and the other has 0: it is ordered
    by its name.
    """
    nearness = {code: at for at, code in enumerate(line)}
    found = [one for one in services if one.place in nearness and (one.until is None or one.until >= today)]
    found.sort(key=lambda one: (nearness[one.place], one.number))
    taken: set[int] = set()
    listed = []
    for one in found:
        listed.append(replace(one, number=0) if one.number in taken else one)
        taken.add(one.number)
    return sorted(listed, key=lambda one: (one.number == 0, one.number))


def by_number(services: Iterable[Service], number: int) -> Service | None:
    """The item that has a number on the list, or None; 0 is none's."""
    return next((one for one in services if number and one.number == number), None)


def by_name(services: Iterable[Service], words: str) -> tuple[Service, str] | None:
    """The item whose name or alias stands in the words, the longest first, and the words without it; or None."""
    named = [(name, one) for one in services for name in (one.name, *one.aliases) if name and name in words]
    if not named:
        return None
    name, one = max(named, key=lambda pair: len(pair[0]))
    return one, words.replace(name, " ", 1).strip()


def parse_parts(text: str) -> tuple[Part, ...] | None:
    """The hands of a cell: `理发`, `医疗证2+宣传1`; anybody for an empty one, None when it can't be read."""
    if not text.strip():
        return (Part(""),)
    parts = []
    for one in text.replace("＋", "+").split("+"):
        found = _PART.fullmatch(one.strip())
        if found is None or found["count"] == "0":
            return None
        parts.append(Part(found["skill"].strip(), int(found["count"] or 1), bool(found["verified"])))
    return tuple(parts)


def write_parts(parts: Iterable[Part]) -> str:
    """The hands as a cell has them."""
    return "+".join(f"{one.skill}{'证' if one.verified else ''}{one.count}" for one in parts if one.skill)
