"""Who needs care: an elder alone, a wheelchair, an infant; matters that involve them are quicker, some are private."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from intents.text import tidy


@dataclass(frozen=True, slots=True)
class Care:
    """Why somebody in a message needs care, in short Chinese phrases; `private` where only handlers may see it."""

    reasons: tuple[str, ...] = ()
    private: bool = False


@dataclass(frozen=True, slots=True)
class _Person:
    label: str
    words: re.Pattern[str]
    unless: re.Pattern[str] | None
    private: bool


def find_care(text: str) -> Care:
    """Who in a message needs care, in the order of care.toml; an empty `Care` for nobody. Raises nothing."""
    said = tidy(text).text
    found = [person for person in _persons() if _speaks_of(person, said)]
    return Care(tuple(person.label for person in found), any(person.private for person in found))


def _speaks_of(person: _Person, said: str) -> bool:
    if person.words.search(said) is None:
        return False
    return person.unless is None or person.unless.search(said) is None


@cache
def _persons() -> tuple[_Person, ...]:
    table = tomllib.loads(files("intents").joinpath("care.toml").read_text(encoding="utf-8"))
    return tuple(
        _Person(
            person["label"],
            _any_of(person["words"]),
            _any_of(person["unless"]) if "unless" in person else None,
            person.get("private", False),
        )
        for person in table["person"]
    )


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
