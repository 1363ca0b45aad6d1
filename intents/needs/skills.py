"""The one table of skills and languages: what those who help say they can do, and how those who need it say so."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from intents.text import tidy


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill. `aliases` are its other names, `verified` says that to declare it oneself is not enough.

    `minutes` is how long such work usually takes; `alone` whether a resident's own words are enough to look for
    somebody: where they are not, an office or a mediator answers for it, and orders those who help.
    """

    name: str
    aliases: tuple[str, ...] = ()
    verified: bool = False
    minutes: int = 60
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Shown:
    """A name of the table and the words of a text that showed it; `start:end` count characters of the tidied text."""

    name: str
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Sought:
    name: str
    words: re.Pattern[str]
    unless: re.Pattern[str] | None


def shipped_skills() -> tuple[Skill, ...]:
    """Every skill, in the order of skills.toml. Raises nothing."""
    return _tables()[0]


def shipped_languages() -> tuple[str, ...]:
    """Every language by its one name, in the order of skills.toml. Raises nothing."""
    return _tables()[1]


def skill_of(name: str) -> Skill | None:
    """The skill with this name or alias, however it is written; None when the table has none. Raises nothing."""
    return _by_name().get(tidy(name).text.strip())


def language_of(name: str) -> str:
    """The one name of a language; "" when the table has none. Raises nothing."""
    return _languages_by_name().get(tidy(name).text.strip(), "")


def skills_named(text: str) -> tuple[Shown, ...]:
    """The skills that a text names, by their names or aliases, in the order of the text, each once.

    Where names overlap the longest counts (修水龙头, not 水龙头): it is for lists of skills, not for whole stories.
    Raises nothing.
    """
    return _named(text, {name: skill.name for name, skill in _by_name().items()})


def languages_named(text: str) -> tuple[Shown, ...]:
    """The languages that a text names, in its order, each once. Raises nothing."""
    return _named(text, _languages_by_name())


def skills_needed(text: str) -> tuple[Shown, ...]:
    """The skills that a text asks for in its own words, in the order in which they show, each once. Raises nothing."""
    return _sought(text, _patterns()[0])


def skill_likely(text: str) -> Shown | None:
    """The skill that the things named in a text speak for most, the first named among equals: good for a question.

    None where it names none of them. Raises nothing.
    """
    said = tidy(text).text
    hits = {name: found for name, things in _things() if (found := list(things.finditer(said)))}
    if not hits:
        return None
    name = max(hits, key=lambda name: (len(hits[name]), -hits[name][0].start()))
    first = hits[name][0]
    return Shown(name, first[0], first.start(), first.end())


def languages_needed(text: str) -> tuple[Shown, ...]:
    """The languages that somebody who comes must speak, in the order of the text, each once. Raises nothing."""
    return _sought(text, _patterns()[1])


def _named(text: str, names: Mapping[str, str]) -> tuple[Shown, ...]:
    said = tidy(text).text
    found: dict[str, Shown] = {}
    taken = [False] * len(said)
    for name in sorted(names, key=lambda name: (-len(name), name)):
        at = said.find(name)
        if at < 0 or any(taken[at : at + len(name)]):
            continue
        taken[at : at + len(name)] = [True] * len(name)
        found.setdefault(names[name], Shown(names[name], name, at, at + len(name)))
    return tuple(sorted(found.values(), key=lambda one: one.start))


def _sought(text: str, table: Iterable[_Sought]) -> tuple[Shown, ...]:
    said = tidy(text).text
    found = []
    for one in table:
        shown = one.words.search(said)
        if shown is not None and (one.unless is None or one.unless.search(said) is None):
            found.append(Shown(one.name, shown[0], shown.start(), shown.end()))
    return tuple(sorted(found, key=lambda one: one.start))


@cache
def _table() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(files("intents.needs").joinpath("skills.toml").read_text(encoding="utf-8"))


@cache
def _tables() -> tuple[tuple[Skill, ...], tuple[str, ...]]:
    skills = tuple(
        Skill(
            row["name"],
            tuple(row["aliases"]),
            verified=row.get("verified", False),
            minutes=row.get("minutes", 60),
            alone=row.get("alone", True),
        )
        for row in _table()["skill"]
    )
    return skills, tuple(row["name"] for row in _table()["language"])


@cache
def _by_name() -> Mapping[str, Skill]:
    return {tidy(name).text: skill for skill in shipped_skills() for name in (skill.name, *skill.aliases)}


@cache
def _languages_by_name() -> Mapping[str, str]:
    return {tidy(name).text: row["name"] for row in _table()["language"] for name in (row["name"], *row["aliases"])}


@cache
def _patterns() -> tuple[tuple[_Sought, ...], tuple[_Sought, ...]]:
    skills, languages = (
        tuple(
            _Sought(row["name"], _any_of(row["words"]), _any_of(row["unless"]) if "unless" in row else None)
            for row in _table()[kind]
        )
        for kind in ("skill", "language")
    )
    return skills, languages


@cache
def _things() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["name"], re.compile(row["things"])) for row in _table()["skill"] if "things" in row)


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
