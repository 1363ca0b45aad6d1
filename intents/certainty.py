"""How likely a verdict is right, as a probability that holds: of those said at 0.8 four in five are right."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log

from intents.table import Table
from intents.verdict import Intent

#: What is measured about a verdict, in the order of the weights. They are clipped: beyond, more is not surer.
MEASURES = ("share", "score", "lead", "lead_of_third", "none", "hand", "hand_of_second", "two", "length",
            "mean", "known", "report", "followup", "consult")
_CLIP = 8.0
_HAND_CLIP = 4.0
_KNOWN_SCALE = 10.0
_LEAST = 1e-6
_OF_INTENT = {intent: (float(intent is Intent.REPORT), float(intent is Intent.FOLLOWUP),
                       float(intent is Intent.CONSULT)) for intent in Intent}
#: The three best scores of a message, that of no category at all, and the mean of all above their start.
Scores = tuple[float, float, float, float, float]
#: Whether there are two matters, the characters of a message, and the length of the vector of its learnt terms.
Said = tuple[bool, int, float]


@dataclass(frozen=True, slots=True)
class CertaintyModel:
    """A start value and a weight (log-odds) per measure."""

    bias: float
    weights: tuple[float, ...]

    def probability(self, measures: tuple[float, ...]) -> float:
        """How likely a verdict with these measures is right."""
        value = self.bias
        for weight, measure in zip(self.weights, measures, strict=True):
            value += weight * measure
        return 1 / (1 + exp(-value))


@dataclass(frozen=True, slots=True)
class CertaintyRules:
    """One model for texts up to `short` characters and one for longer ones; None leaves shares as they are."""

    short: float
    brief: CertaintyModel | None
    long: CertaintyModel | None

    def model_for(self, text: str) -> CertaintyModel | None:
        """The model for a text of this length."""
        return self.brief if len(text) <= self.short else self.long


def measures_of(
    share: float, scores: Scores, hands: tuple[float, float], said: Said, intent: Intent
) -> tuple[float, ...]:
    """The measures of a verdict, along MEASURES.

    `share` is that of the best category, `hands` what hand-written rules say for it and for the next. Once a
    message: an object for all of it would cost as much as the measures.
    """
    share = min(max(share, _LEAST), 1 - _LEAST)
    best, second, third, none, mean = scores
    hand, hand_of_second = hands
    two, length, known = said
    return (
        _clip(log(share / (1 - share))),
        _clip(best),
        _clip(best - second),
        _clip(best - third),
        _clip(none - best),
        min(hand, _HAND_CLIP),
        min(hand_of_second, _HAND_CLIP),
        float(two),
        log(1 + length) / 4,
        _clip(mean),
        _clip(known / _KNOWN_SCALE),
        *_OF_INTENT[intent],
    )


def read_certainty(table: Table) -> CertaintyRules:
    """The rules of the table `certainty`. Raises RuleRefused at the first fault."""
    table.only(frozenset({"short", "brief", "long"}))
    return CertaintyRules(table.number("short", 80, 0, 10_000), _model(table.table("brief")),
                          _model(table.table("long")))


def _model(table: Table) -> CertaintyModel | None:
    table.only(frozenset({"bias", *MEASURES}))
    if not table.content:
        return None
    return CertaintyModel(table.number("bias", 0, -100, 100),
                          tuple(table.number(name, 0, -20, 20) for name in MEASURES))


def _clip(value: float) -> float:
    return -_CLIP if value < -_CLIP else min(value, _CLIP)
