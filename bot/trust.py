"""How far confidence can be trusted: reliability, what acting on it risks, what a question would offer. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

BINS = 10
#: The shares of the messages, surest first, at which the risk of acting on them is told.
COVERAGES = (0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 1.0)

Row = Mapping[str, Any]
Pair = tuple[Row, Row]


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Messages whose confidence lies between two bounds: how sure they were on average, and how often right."""

    above: float
    below: float
    messages: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """Of the surest share of the messages, how many are right; `confidence` is that of the least sure of them."""

    covered: float
    right: float
    confidence: float


@dataclass(frozen=True, slots=True)
class QuestionReport:
    """Messages the desk would ask about, and how often two or three choices hold the right answer."""

    asked: int
    in_two: float
    in_three: float


@dataclass(frozen=True, slots=True)
class HardScore:
    """Messages of one kind that mislead: how many were understood for what they are."""

    kind: str
    messages: int
    held: int


def reliability(pairs: Sequence[Pair]) -> tuple[ReliabilityBin, ...]:
    """The bins that hold messages, least sure first; messages without a said category stay out."""
    return _bins(_verdicts(pairs))


def error_of(sure: Sequence[float], right: Sequence[bool]) -> float:
    """The calibration error of verdicts that are this sure and right or not, in the same order."""
    return calibration_error(_bins(list(zip(sure, right, strict=True))))


def _bins(verdicts: Sequence[tuple[float, bool]]) -> tuple[ReliabilityBin, ...]:
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, hit in verdicts:
        bins.setdefault(min(int(confidence * BINS), BINS - 1), []).append((confidence, hit))
    return tuple(
        ReliabilityBin(place / BINS, (place + 1) / BINS, len(members), _mean([sure for sure, _ in members]),
                       _mean([hit for _, hit in members]))
        for place, members in sorted(bins.items())
    )


def calibration_error(bins: Sequence[ReliabilityBin]) -> float:
    """The mean distance between confidence and being right over the bins, by their messages; 0 without any."""
    total = sum(found.messages for found in bins)
    return sum(found.messages * abs(found.confidence - found.right) for found in bins) / (total or 1)


def risk_points(pairs: Sequence[Pair]) -> tuple[RiskPoint, ...]:
    """How often acting on the surest messages is right, for each of COVERAGES; empty without messages."""
    verdicts = sorted(_verdicts(pairs), key=lambda verdict: -verdict[0])
    found = []
    for covered in COVERAGES if verdicts else ():
        surest = verdicts[: max(1, round(covered * len(verdicts)))]
        found.append(RiskPoint(covered, _mean([hit for _, hit in surest]), surest[-1][0]))
    return tuple(found)


def question_report(pairs: Sequence[Pair]) -> QuestionReport:
    """What the questions would offer: the said category and the best alternatives, for labelled ones asked about."""
    asked = [(str(right.get("category") or ""), _choices(said)) for right, said in pairs
             if said.get("category") and said.get("ask") and right.get("category")]
    return QuestionReport(len(asked), _mean([right in choices[:2] for right, choices in asked]),
                          _mean([right in choices[:3] for right, choices in asked]))


def hard_scores(pairs: Sequence[Pair]) -> tuple[HardScore, ...]:
    """Per kind in `hard` of the labelled rows: the category right, and no alarm where none is due."""
    known = [(str(right["hard"]), _right(right, said) and bool(said.get("urgent")) is bool(right.get("urgent")))
             for right, said in pairs if right.get("hard")]
    counts, held = Counter(kind for kind, _ in known), Counter(kind for kind, hit in known if hit)
    return tuple(HardScore(kind, times, held[kind]) for kind, times in counts.items())


def _verdicts(pairs: Sequence[Pair]) -> list[tuple[float, bool]]:
    return [(float(said["confidence"]), _right(right, said)) for right, said in pairs if said.get("category")]


def _right(right: Row, said: Row) -> bool:
    return str(right.get("category") or "") == str(said.get("category") or "")


def _choices(said: Row) -> list[str]:
    return [str(said["category"]), *[str(other["category"]) for other in said.get("alternatives") or ()]]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
