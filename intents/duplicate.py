"""How alike two reports are: copied, told in other words, or different matters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise
from math import exp, sqrt

from intents.signature import Signature, likeness_settings, rarity_of, strength_of

#: From here on two reports count as one matter: in 6-fold cross-validation precision 0.99, recall 0.78,
#: 1 of 12 look-alikes (tests/benchmarks/test_duplicates.py).
SAME = 0.5
#: From here on the earlier report may be shown with a question (recall 0.87, about half of the look-alikes); below
#: it is not mentioned.
ASK = 0.25

#: Texts with so many of the same pieces are one text, sent twice or passed on.
COPIED = 0.8
#: Between these the same pieces speak more and more for a copy, whatever the title says: half of the reports
#: of one matter are copies with another title, while two alike in 0.92 were two wishes under one story.
_COPY_FROM, _COPY_FULL = 0.9, 0.97
#: A report of fewer characters is a chat message: what it is about weighs more than its words.
BRIEF = 60
_SHARED_SHOWN = 5
#: Numbers that say which place, and those that only say which floor.
_PLACES = ("栋", "单元", "期", "号线", "班")
_FLOORS = ("楼",)

#: What is measured of two reports, in the order of the weights.
MEASURES = ("words", "copied", "opening", "covered", "conflict", "floor", "naming", "things", "other_things", "doings",
            "other_doings")


class Kind(StrEnum):
    """How a report came to be like another one."""

    COPIED = "copied"
    REWORDED = "reworded"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How sure it is (0 to 1) that two reports are about one matter.

    `kind` is different below `ASK`. `shared` has what they agree in, the telling first: things, numbers,
    then words both use, at most five; empty when they are different.
    """

    score: float
    kind: Kind
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate that may be the same matter, by the name the caller gave it."""

    name: str
    likeness: Likeness


def likeness(earlier: Signature, later: Signature, *, same_place: bool = False) -> Likeness:
    """How alike two reports are; the order of the two does not matter. Raises nothing.

    `same_place` is what the desk knows beyond the texts: both are about one compound, lane or park. Of two
    chat messages without place words it is the only sign of it.
    """
    table = "brief" if same_place and _is_brief(earlier, later) else "full"
    score = _likely(compare(earlier, later), _weights(table))
    if score < ASK:
        return Likeness(score, Kind.DIFFERENT, ())
    shared = earlier.pieces & later.pieces
    copied = _cosine(shared, earlier.length, later.length) >= COPIED
    return Likeness(score, Kind.COPIED if copied else Kind.REWORDED, _telling(earlier, later, shared))


def best_matches(
    report: Signature, candidates: Iterable[tuple[str, Signature]], *, same_place: bool = False, limit: int = 3,
) -> tuple[Match, ...]:
    """The candidates (name, signature) that may be the same matter, likeliest first, at most `limit`.

    Among equals the one given first comes first. Empty when there is nothing to ask about. Raises nothing.
    """
    found = [Match(name, likeness(signature, report, same_place=same_place)) for name, signature in candidates]
    worth = [match for match in found if match.likeness.kind is not Kind.DIFFERENT]
    return tuple(sorted(worth, key=lambda match: -match.likeness.score)[:limit])


def compare(earlier: Signature, later: Signature) -> tuple[float, ...]:
    """What two reports have in common, in the order of `MEASURES`, each 0 to 1. Raises nothing.

    words: how much of both texts is in both, rare pieces counting more (the root spreads the lower half);
    copied: nearly all of it is; opening: the same of the opening sentences; covered: how much of its
    opening the other text has, the lesser of both; conflict, floor: other numbers of one kind (building,
    unit, line …; floor); naming: both name places and none in common; things: the same things in both
    openings, half when one opens with what the other only mentions; doings: agreement; other_things,
    other_doings: both have some and none in common.
    """
    words = _cosine(earlier.pieces & later.pieces, earlier.length, later.length)
    return (
        sqrt(words),
        min(1.0, max(0.0, (words - _COPY_FROM) / (_COPY_FULL - _COPY_FROM))),
        _cosine(earlier.head & later.head, earlier.head_length, later.head_length),
        min(_covered(earlier, later), _covered(later, earlier)),
        _conflict(earlier.numbers, later.numbers, _PLACES),
        _conflict(earlier.numbers, later.numbers, _FLOORS),
        _apart(earlier.names, later.names),
        _subject(earlier, later),
        _apart(earlier.things, later.things),
        _overlap(earlier.doings, later.doings),
        _apart(earlier.doings, later.doings),
    )


def _is_brief(earlier: Signature, later: Signature) -> bool:
    return min(len(earlier.plain), len(later.plain)) < BRIEF


@cache
def _weights(table: str) -> tuple[float, ...]:
    """The start value and the weights of a table of `likeness.toml`, in the order of `MEASURES`."""
    found = likeness_settings()[table]
    return tuple(float(str(found.get(name, 0.0))) for name in ("start", *MEASURES))


def _likely(measures: tuple[float, ...], weights: tuple[float, ...]) -> float:
    points = weights[0] + sum(weight * measure for weight, measure in zip(weights[1:], measures, strict=True))
    return 1 / (1 + exp(-points))


def _cosine(shared: frozenset[str], one: float, other: float) -> float:
    return strength_of(shared) / (one * other) if shared else 0.0


def _covered(one: Signature, other: Signature) -> float:
    return rarity_of(one.head & other.pieces) / one.head_weight if one.head_weight else 0.0


def _subject(one: Signature, other: Signature) -> float:
    mentioned = len(one.head_things & other.things) + len(other.head_things & one.things)
    half = mentioned / (len(one.head_things) + len(other.head_things) or 1) / 2
    return max(_overlap(one.head_things, other.head_things), half)


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / sqrt(len(one) * len(other) or 1)


def _apart(one: frozenset[str], other: frozenset[str]) -> float:
    return float(bool(one and other) and one.isdisjoint(other))


def _conflict(one: frozenset[str], other: frozenset[str], units: tuple[str, ...]) -> float:
    """1 when both have numbers of a unit and none in common, else 0."""
    if not one or not other:
        return 0.0
    return max(_apart(_of(one, unit), _of(other, unit)) for unit in units)


def _of(numbers: frozenset[str], unit: str) -> frozenset[str]:
    return frozenset(number for number in numbers if number.startswith(unit))


def _telling(earlier: Signature, later: Signature, shared: frozenset[str]) -> tuple[str, ...]:
    known = [*sorted(earlier.things & later.things), *sorted(earlier.numbers & later.numbers)]
    words = [word for word in _words_of(later.plain, shared) if not any(word in seen for seen in known)]
    return tuple(dict.fromkeys(known + words))[:_SHARED_SHOWN]


def _words_of(plain: str, shared: frozenset[str]) -> list[str]:
    """The runs of a text whose every pair of characters is shared, the rarest first."""
    runs: list[str] = []
    joined = False
    for first, second in pairwise(plain):
        pair = first + second
        if pair not in shared:
            joined = False
        elif joined:
            runs[-1] += second
        else:
            runs.append(pair)
            joined = True
    return sorted(runs, key=lambda run: -rarity_of(run[at : at + 2] for at in range(len(run) - 1)))
