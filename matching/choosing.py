"""How many of those who may be asked are asked at once, and who: a yes from somebody near against time and questions.

Whoever is first has it, so the far and quick can come before the near. What a set is worth is what it brings on
average, less its questions, less the waiting, plus what can still be had when all say no. The last is reckoned by a
plan for the following rounds, some times over until plan and worth agree (three times are enough).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

#: Minutes until somebody answers who says yes, on average, and those of the window: by these the waiting is reckoned.
#: Where windows are longer everything is slower alike.
ANSWER: Final = 5.0
MINUTES: Final = 10.0
#: Of those who don't want to, so many say nothing; a silence that lasts says the more.
SILENT: Final = 0.6
_ROUNDS: Final = 6
_TIMES: Final = 3
#: Waiting is looked at at these moments (trapezes): the share of those who say yes that have done so by then.
_STEPS: Final = 4
_ANSWERED: Final = tuple(1 - math.exp(-MINUTES * step / _STEPS / ANSWER) for step in range(_STEPS + 1))


@dataclass(frozen=True, slots=True)
class Option:
    """Somebody who may be asked: how likely a yes is, what it is worth, what the question costs; `key` is the
    caller's.
    """

    key: int
    chance: float
    value: float
    question: float = 0.0


@dataclass(frozen=True, slots=True)
class Terms:
    """At most so many at a time; what one minute of waiting costs."""

    most: int
    minute: float


def still(chance: float, minutes: float) -> float:
    """How likely somebody will yet say yes who has been silent for so long (minutes, of a window of ten)."""
    later = math.exp(-minutes / ANSWER)
    yes = chance * later
    return yes / (yes + (1 - chance) * (SILENT + (1 - SILENT) * later))


def choose(options: Sequence[Option], asked: Sequence[Option], terms: Terms) -> tuple[Option, ...]:
    """Whom to ask now beside those who have been asked and may still say yes; none when waiting for them is better, or
    when nobody is worth his question. The likeliest gain first; among equals in the order given.
    """
    later = 0.0
    for _ in range(_TIMES):
        later = _worth_of_going_on(options, later, terms)
    return _best(options, asked, later, terms)[1]


def _worth_of_going_on(options: Sequence[Option], guess: float, terms: Terms) -> float:
    """What can still be had after this round: planned forwards with a guess, reckoned backwards."""
    left, plan = list(options), []
    for _ in range(_ROUNDS):
        chosen = _best(left, (), guess, terms)[1]
        if not chosen:
            break
        plan.append(chosen)
        left = [option for option in left if not any(option is one for one in chosen)]
    worth = 0.0
    for chosen in reversed(plan[1:]):
        worth = max(0.0, _worth(chosen, worth, terms) - _questions(chosen))
    return worth


def _best(
    options: Sequence[Option], asked: Sequence[Option], later: float, terms: Terms
) -> tuple[float, tuple[Option, ...]]:
    """The worth of the best set to add, and the set: the first so many by what each gains over going on."""
    room = max(0, terms.most - len(asked))
    ranked = sorted(options, key=lambda option: option.question - option.chance * (option.value - later))[:room]
    found = (_worth(tuple(asked), later, terms), ())
    best: tuple[float, tuple[Option, ...]] = found if asked else (later, ())
    for many in range(1, len(ranked) + 1):
        chosen = tuple(ranked[:many])
        worth = _worth((*asked, *chosen), later, terms) - _questions(chosen)
        if worth > best[0] or (many == 1 and not asked):
            best = (worth, chosen)
    return best


def _worth(asked: Sequence[Option], later: float, terms: Terms) -> float:
    """What a set brings on average: the value of the first who says yes (all are as quick), or what comes later."""
    nobody = math.prod(1 - option.chance for option in asked)
    waited = sum(_open(asked, share) for share in _ANSWERED[1:-1]) + (1 + _open(asked, _ANSWERED[-1])) / 2
    return _first(asked) + nobody * later - terms.minute * waited * MINUTES / _STEPS


def _first(asked: Sequence[Option]) -> float:
    """The value of the first yes: its place among all answers is even between 0 and 1 (Simpson: exact up to four)."""
    places = ((0.0, 1 / 6), (0.5, 4 / 6), (1.0, 1 / 6))
    return sum(
        weight * option.chance * option.value * _open([other for other in asked if other is not option], place)
        for place, weight in places
        for option in asked
    )


def _open(asked: Sequence[Option], share: float) -> float:
    """How likely nobody has said yes when such a share of all answers has come."""
    return math.prod(1 - option.chance * share for option in asked)


def _questions(asked: Sequence[Option]) -> float:
    return sum(option.question for option in asked)
