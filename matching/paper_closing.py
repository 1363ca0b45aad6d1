"""Signs that cases were closed on paper only. A sign accuses nobody: it says where a supervisor should look."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from matching.closing import Signs

_EXAMPLES_MOST = 5
_NO_LETTER = re.compile(r"[\W\d_]+")


class Sign(StrEnum):
    """What was seen."""

    MASS = "mass"  # many closings within minutes
    SAME_WORDS = "same_words"  # the same words again and again
    CAME_BACK = "came_back"  # many were opened again soon
    WITHOUT_WORD = "without_word"  # hardly any resident was heard


@dataclass(frozen=True, slots=True)
class Closing:
    """One report of a handler (a person's code) that a case is done, and what became of it.

    `opened_again_at` is when it was found not to be solved, None when never; `heard` that a resident said anything
    about it; `ended` that it was closed after all, by her or by a checker.
    """

    case: int
    handler: str
    at: datetime
    words: str
    opened_again_at: datetime | None = None
    heard: bool = False
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Flag:
    """A sign about one handler: why in Chinese, how many cases, some of them by number, and when it was last."""

    sign: Sign
    handler: str
    reason: str
    count: int
    examples: tuple[int, ...]
    last_at: datetime


def find_flags(closings: Iterable[Closing], signs: Signs) -> list[Flag]:
    """The signs in a period's closings, the latest first; at most one of a kind about each handler."""
    by_handler: dict[str, list[Closing]] = {}
    for closing in sorted(closings, key=lambda one: (one.at, one.case)):
        by_handler.setdefault(closing.handler, []).append(closing)
    found = [flag for own in by_handler.values() for look in _LOOKS for flag in look(own, signs)]
    return sorted(found, key=lambda flag: (flag.last_at, flag.handler, flag.sign), reverse=True)


def _mass(own: Sequence[Closing], signs: Signs) -> Iterator[Flag]:
    most: Sequence[Closing] = ()
    first = 0
    for last, closing in enumerate(own):
        while closing.at - own[first].at > signs.mass_within:
            first += 1
        if last - first + 1 > len(most):
            most = own[first : last + 1]
    if len(most) >= signs.mass_count:
        minutes = round(signs.mass_within.total_seconds() / 60)
        yield _flag(Sign.MASS, most, f"{minutes}分钟内报办结{len(most)}件")


def _same_words(own: Sequence[Closing], signs: Signs) -> Iterator[Flag]:
    said: dict[str, list[Closing]] = {}
    for closing in own:
        letters = _NO_LETTER.sub("", closing.words)
        if len(letters) >= signs.same_letters:
            said.setdefault(letters, []).append(closing)
    most = max(said.values(), key=len, default=[])
    if len(most) >= signs.same_count:
        yield _flag(Sign.SAME_WORDS, most, f"{len(most)}件写的是同一句“{most[-1].words[:20]}”")


def _came_back(own: Sequence[Closing], signs: Signs) -> Iterator[Flag]:
    back = [one for one in own if one.opened_again_at and one.opened_again_at - one.at <= signs.back_within]
    if len(back) >= signs.back_count and len(back) >= signs.back_share * len(own):
        yield _flag(Sign.CAME_BACK, back, f"{len(own)}件里有{len(back)}件{signs.back_within.days}天内说没办好")


def _without_word(own: Sequence[Closing], signs: Signs) -> Iterator[Flag]:
    ended = [one for one in own if one.ended]
    silent = [one for one in ended if not one.heard]
    if len(ended) >= signs.wordless_count and len(silent) >= signs.wordless_share * len(ended):
        yield _flag(Sign.WITHOUT_WORD, silent, f"结掉的{len(ended)}件里有{len(silent)}件没听到居民一句话")


def _flag(sign: Sign, cases: Sequence[Closing], reason: str) -> Flag:
    numbers = dict.fromkeys(one.case for one in cases)
    return Flag(sign, cases[0].handler, reason, len(cases), tuple(numbers)[:_EXAMPLES_MOST], cases[-1].at)


_LOOKS = (_mass, _same_words, _came_back, _without_word)
