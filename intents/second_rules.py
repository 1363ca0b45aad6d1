"""The part of the rules that says when a message holds two matters: weights, cues and pairs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from intents.table import Table
from intents.verdict import Category

_LEAST = 1e-6
_CODES = {str(category): place for place, category in enumerate(Category)}
_MODEL_KEYS = frozenset({"at", "cut_at", "least", "bias", "score", "gap", "leads", "alone", "words", "clause",
                         "cues", "rare", "pairs"})


@dataclass(frozen=True, slots=True)
class SecondModel:
    """Weights (log-odds) for two matters: `there` for a runner-up's measures, `order` for which comes first.

    `at` is how likely two must be to be named, `cut_at` to be cut; a runner-up's score must reach `least`.
    `pairs` holds (how likely the two go together, how much the first comes first), `rare` is for all others.
    """

    at: float
    cut_at: float
    least: float
    bias: float
    there: tuple[float, ...]
    order: tuple[float, ...]
    cues: tuple[float, ...]
    rare: float
    pairs: dict[tuple[int, int], tuple[float, float]]

    @property
    def tips_at(self) -> float:
        """The log-odds from which there are two."""
        at = min(max(self.at, _LEAST), 1 - _LEAST)
        return log(at / (1 - at))

    def value(self, there: Sequence[float], winner: int, runner: int) -> float:
        """The log-odds that the runner-up is a matter too, without the cues."""
        together = self.pairs.get((winner, runner), (self.rare, 0.0))[0]
        return self.bias + together + _sum(self.there, there)

    def keep(self, order: Sequence[float], winner: int, runner: int) -> float:
        """The log-odds that the winner is to be acted on first."""
        return self.pairs.get((winner, runner), (0.0, 0.0))[1] + _sum(self.order, order)


@dataclass(frozen=True, slots=True)
class SecondRules:
    """What speaks for a second matter. Texts up to `short` characters have a model of their own."""

    short: float
    cues: tuple[str, ...]
    brief: SecondModel | None
    long: SecondModel | None


#: For rules that don't speak of second matters (those published before there were any, a few words in a test):
#: two clauses, each of which clearly speaks for a category of its own; less clearly where the writer announces it.
_PLAIN = SecondModel(at=0.5, cut_at=0.5, least=0.5, bias=-6.0, there=(0.0, 0.0, 1.0, 0.5), order=(4.0, 2.0),
                     cues=(3.0,), rare=0.0, pairs={})
_ANNOUNCED = "还有|另外|顺便|对了|此外|其次|第二"


def read_second(table: Table) -> SecondRules:
    """The rules of the table `second`, plain ones where there is none. Raises RuleRefused at the first fault."""
    if not table.content:
        return SecondRules(0, (_ANNOUNCED,), _PLAIN, _PLAIN)
    table.only(frozenset({"short", "cues", "brief", "long"}))
    cues = table.guards("cues")
    return SecondRules(table.number("short", 80, 0, 10_000), cues, _model(table, "brief", len(cues)),
                       _model(table, "long", len(cues)))


def _model(group: Table, key: str, cues: int) -> SecondModel | None:
    table = group.table(key)
    if not table.content:
        return None
    table.only(_MODEL_KEYS)
    said = [_weight(table, "cues", text) for text in table.texts("cues")]
    if len(said) != cues:
        raise table.refuse("cues", f"应当和 second.cues 一样有 {cues} 项")
    return SecondModel(
        at=table.number("at", 1, 0, 1),
        cut_at=table.number("cut_at", 1, 0, 1),
        least=table.number("least", -3, -100, 100),
        bias=table.number("bias", 0, -100, 100),
        there=tuple(table.number(name, 0, -20, 20) for name in ("score", "gap", "leads", "alone")),
        order=tuple(table.number(name, 0, -20, 20) for name in ("words", "clause")),
        cues=tuple(said),
        rare=table.number("rare", 0, -20, 20),
        pairs=_pairs(table),
    )


def _pairs(table: Table) -> dict[tuple[int, int], tuple[float, float]]:
    """Lines of `noise sanitation 1.2 0.4`: they go together by 1.2, and noise comes first by 0.4."""
    found: dict[tuple[int, int], tuple[float, float]] = {}
    for line in table.texts("pairs"):
        words = line.split()
        if len(words) != 4 or words[0] not in _CODES or words[1] not in _CODES:
            raise table.refuse("pairs", f"“{line}”应当写成“一类 另一类 同现分 先后分”", line)
        first, second = _CODES[words[0]], _CODES[words[1]]
        together, earlier = _weight(table, "pairs", words[2]), _weight(table, "pairs", words[3])
        found[first, second] = together, earlier
        found[second, first] = together, -earlier
    return found


def _sum(weights: Sequence[float], measures: Sequence[float]) -> float:
    return sum([weight * measure for weight, measure in zip(weights, measures, strict=True)])


def _weight(table: Table, key: str, text: str) -> float:
    if not re.fullmatch(r"[+-]?\d{1,2}(?:\.\d+)?", text):
        raise table.refuse(key, f"“{text}”应当是分值", text)
    return float(text)
