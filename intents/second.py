"""Whether a message asks for action on a second matter too, and which of the two it puts first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from intents.clauses import Clause, clauses_of
from intents.second_rules import SecondModel
from intents.terms import CompiledRules, category_column
from intents.verdict import Category
from intents.weigh import Weighed

_FIRST = category_column(next(iter(Category)))
_CATEGORIES = len(Category)
#: The best categories after the winner that are looked at. A fourth or fifth gained nothing on 3,360 messages.
RUNNERS = 3
#: Scores count up to here: beyond it a matter is not more there, only more often named.
_CLIP = 8.0


@dataclass(frozen=True, slots=True)
class Second:
    """Two matters of one message, by their place among the categories; `first` is to be acted on first.

    `sure` is how likely there are two.
    """

    first: int
    second: int
    sure: float
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """What is measured about a winner and a runner-up; `there` runs along the model's weights."""

    winner: int
    runner: int
    there: tuple[float, ...]


def find_second(weighed: Weighed, rules: CompiledRules, order: Sequence[int]) -> Second | None:
    """The second matter of a message, or None where there is one only. `order` are the categories, best first.

    Raises nothing.
    """
    model = rules.second.model_for(weighed.tidied.text)
    if model is None:
        return None
    scores, winner = weighed.scores[_FIRST : _FIRST + _CATEGORIES], order[0]
    if scores[order[1]] < model.least:
        return None
    cues = sum([model.cues[at] for at in heard_cues(weighed, rules)])
    # Clauses are weighed only where they can tip the scale: for one message in ten.
    if not any(model.value(_at_best(scores, model, winner, runner), winner, runner) + cues >= model.tips_at
               for runner in order[1 : RUNNERS + 1] if scores[runner] >= model.least):
        return None
    pairs, clauses = measure_pairs(weighed, rules, order, model.least)
    valued = [(model.value(pair.there, pair.winner, pair.runner) + cues, pair) for pair in pairs]
    value, pair = max(valued, key=lambda item: item[0])
    if (sure := likelihood(value)) < model.at:
        return None
    keeps = model.keep(measure_order(weighed, rules, pair, clauses), pair.winner, pair.runner) >= 0
    first, second = (pair.winner, pair.runner) if keeps else (pair.runner, pair.winner)
    return Second(first, second, sure, tuple(clauses))


def measure_pairs(
    weighed: Weighed, rules: CompiledRules, order: Sequence[int], least: float
) -> tuple[list[Pair], list[Clause]]:
    """The winner with each runner-up whose score reaches `least`, and the clauses that were looked at."""
    scores, winner = weighed.scores[_FIRST : _FIRST + _CATEGORIES], order[0]
    runners = [runner for runner in order[1 : RUNNERS + 1] if scores[runner] >= least]
    clauses = clauses_of(weighed, rules)
    parts = [clause.scores[_FIRST : _FIRST + _CATEGORIES] for clause in clauses]
    return [Pair(winner, runner, _there(scores, parts, winner, runner)) for runner in runners], clauses


def measure_order(
    weighed: Weighed, rules: CompiledRules, pair: Pair, clauses: Sequence[Clause]
) -> tuple[float, float]:
    """How much earlier the words of the winner stand than those of the runner-up, and its clause (-1 to 1)."""
    winner, runner = _FIRST + pair.winner, _FIRST + pair.runner
    words = _middle(weighed, rules, runner, winner) - _middle(weighed, rules, winner, runner)
    return words, _clause_of(clauses, runner, winner) - _clause_of(clauses, winner, runner)


def heard_cues(weighed: Weighed, rules: CompiledRules) -> list[int]:
    """The places of the cues that stand in a message."""
    cues, text = rules.second.cues, weighed.tidied.text
    return [cues[number][0] for number in weighed.woken & cues.keys() if cues[number][1].search(text)]


def likelihood(value: float) -> float:
    """A probability from log-odds."""
    return 1 / (1 + exp(-value))


def _at_best(scores: Sequence[float], model: SecondModel, winner: int, runner: int) -> tuple[float, ...]:
    """The measures of a runner-up if the clauses spoke for it as much as they can."""
    known = _there(scores, (), winner, runner)[:2]
    return (*known, *[_CLIP if weight > 0 else -_CLIP for weight in model.there[2:]])


def _there(
    scores: Sequence[float], parts: Sequence[Sequence[float]], winner: int, runner: int
) -> tuple[float, float, float, float]:
    """The runner-up's score, what it lacks to the winner, how far it leads it and all others in a clause."""
    leads = max([part[runner] - part[winner] for part in parts], default=-_CLIP)
    alone = max([part[runner] - max([*part[:runner], *part[runner + 1 :]]) for part in parts], default=-_CLIP)
    return (_clip(scores[runner]), min(scores[winner] - scores[runner], _CLIP), _clip(leads), _clip(alone))


def _clip(value: float) -> float:
    return max(-_CLIP, min(_CLIP, value))


def _middle(weighed: Weighed, rules: CompiledRules, column: int, other: int) -> float:
    """Where the words stand that speak more for a column than for the other: 0 at the start, 1 at the end."""
    for_it, against = rules.speaking[column], rules.speaking[other]
    total = moment = 0.0
    for place, start, _ in weighed.matches:
        weight = for_it.get(place, 0.0) - against.get(place, 0.0)
        if weight > 0:
            total += weight
            moment += weight * start
    for hit in weighed.hits:
        if hit.column == column and hit.weight > 0:
            total += hit.weight * weighed.length
            moment += hit.weight * weighed.length * hit.start
    return moment / total / (len(weighed.tidied.text) or 1) if total else 0.5


def _clause_of(clauses: Sequence[Clause], column: int, other: int) -> float:
    """The clause that speaks most for a column against the other: 0 the first, towards 1 the last."""
    if not clauses:
        return 0.5
    leads = [clause.scores[column] - clause.scores[other] for clause in clauses]
    return leads.index(max(leads)) / len(clauses)
