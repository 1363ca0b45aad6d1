"""How good the understanding is, measured on labelled messages. Pure: predictions come in ready made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.place_score import CompoundReport, PlaceScore, compound_report, place_scores
from bot.trust import (
    HardScore,
    QuestionReport,
    ReliabilityBin,
    RiskPoint,
    calibration_error,
    hard_scores,
    question_report,
    reliability,
    risk_points,
)

#: Categories and intents with fewer labelled examples say nothing and stay out of the macro average.
LEAST_EXAMPLES = 10

#: What joined bubbles must say as the whole message does.
_BUBBLES_KEEP = ("intent", "category", "urgent", "place")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LabelScore:
    """Precision, recall and F1 (0 to 1) of one label; `support` is how often it is right to say it."""

    label: str
    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, slots=True)
class LabelReport:
    """A label for each message. `labels` come by support, `confused` are all that were (gold, said, times), most
    frequent first.
    """

    messages: int
    accuracy: float
    macro_f1: float
    labels: tuple[LabelScore, ...]
    confused: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class UrgencyReport:
    """Urgent messages found and missed, and calm ones taken for urgent."""

    urgent: int
    found: int
    recall: float
    false_alarms: int
    calm: int


@dataclass(frozen=True, slots=True)
class SplitReport:
    """Messages that hold a single matter and those that hold several, and how many of each would open several cases."""

    single: int
    split: int
    several: int
    several_split: int


@dataclass(frozen=True, slots=True)
class BubbleReport:
    """Messages that came in bubbles, and how many read joined again as they do whole."""

    messages: int
    same: int


@dataclass(frozen=True, slots=True)
class Report:
    """All that was measured; None where the labels don't hold it.

    `secondary` is over all further categories of all messages. `calibration_error` is the mean distance
    between the confidence and how often it is right, in ten bins. `acted` is the share of messages with a
    category that the desk would act on without asking, `acted_right` how many of those are right. `hard` are the
    messages that mislead, by kind, where the rows say so.
    """

    category: LabelReport
    intent: LabelReport | None
    secondary: LabelScore | None
    urgency: UrgencyReport | None
    places: tuple[PlaceScore, ...]
    compounds: CompoundReport | None
    splits: SplitReport | None
    bubbles: BubbleReport | None
    calibration_error: float
    acted: float
    acted_right: float
    reliability: tuple[ReliabilityBin, ...]
    risk: tuple[RiskPoint, ...]
    questions: QuestionReport
    hard: tuple[HardScore, ...]


def evaluate(gold: Sequence[Row], predicted: Sequence[Row], listed: Collection[str] | None = None) -> dict[str, Any]:
    """As measure(), in plain dicts, lists and numbers (rounded to four places) for JSON and `bot.scorecard`."""
    return dict(_rounded(asdict(measure(gold, predicted, listed))))


def measure(gold: Sequence[Row], predicted: Sequence[Row], listed: Collection[str] | None = None) -> Report:
    """The measures of predictions (as `linli classify` prints them) against labelled rows, in the same order.

    Labelled rows are those of the data files: `category` ("" for none), and where they have them `intent`,
    `secondary`, `urgent`, and the place as its four fields or as `place`. Predictions may also say `matters`, how
    many cases they would open, and `stitched`, the prediction for the joined bubbles. `listed` are the names that
    the list of places holds, None where every name counts. Raises ValueError where the two differ in length.
    """
    pairs = list(zip(gold, predicted, strict=True))
    acted = [(right, said) for right, said in pairs if said.get("category") and not said.get("ask")]
    spoken = sum(bool(said.get("category")) for _, said in pairs)
    bins = reliability(pairs)
    return Report(
        category=measure_labels([(_word(right, "category"), _word(said, "category")) for right, said in pairs]),
        intent=_intents(pairs),
        secondary=_secondary(pairs),
        urgency=_urgency(pairs),
        places=place_scores(pairs),
        compounds=compound_report(pairs, listed),
        splits=_splits(pairs),
        bubbles=_bubbles(pairs),
        calibration_error=calibration_error(bins),
        acted=_share(len(acted), spoken),
        acted_right=_share(sum(_word(right, "category") == said["category"] for right, said in acted), len(acted)),
        reliability=bins,
        risk=risk_points(pairs),
        questions=question_report(pairs),
        hard=hard_scores(pairs),
    )


def measure_labels(pairs: Sequence[tuple[str, str]]) -> LabelReport:
    """The scores of (gold, said) pairs; "" is no label: it counts for accuracy, not as a label of its own."""
    golds = Counter(right for right, _ in pairs)
    saids = Counter(said for _, said in pairs)
    hits = Counter(right for right, said in pairs if right == said)
    labels = tuple(
        _score(label, hits[label], saids[label], golds[label])
        for label in sorted(golds.keys() | saids.keys(), key=lambda label: (-golds[label], label)) if label
    )
    counted = [score.f1 for score in labels if score.support >= LEAST_EXAMPLES]
    confused = Counter(pair for pair in pairs if pair[0] != pair[1])
    return LabelReport(
        messages=len(pairs),
        accuracy=_share(sum(hits.values()), len(pairs)),
        macro_f1=_share(sum(counted), len(counted)),
        labels=labels,
        confused=tuple((*pair, times) for pair, times in
                       sorted(confused.items(), key=lambda item: (-item[1], item[0]))),
    )


def _intents(pairs: Sequence[tuple[Row, Row]]) -> LabelReport | None:
    known = [(_word(right, "intent"), _word(said, "intent")) for right, said in pairs if right.get("intent")]
    return measure_labels(known) if known else None


def _secondary(pairs: Sequence[tuple[Row, Row]]) -> LabelScore | None:
    known = [(set(right["secondary"]), set(said.get("secondary") or ())) for right, said in pairs
             if right.get("secondary") is not None]
    if not known:
        return None
    return _score("secondary", sum(len(right & said) for right, said in known),
                  sum(len(said) for _, said in known), sum(len(right) for right, _ in known))


def _urgency(pairs: Sequence[tuple[Row, Row]]) -> UrgencyReport | None:
    known = [(bool(right["urgent"]), bool(said.get("urgent"))) for right, said in pairs
             if right.get("urgent") is not None]
    if not known:
        return None
    urgent = sum(right for right, _ in known)
    found = sum(right and said for right, said in known)
    false = sum(said and not right for right, said in known)
    return UrgencyReport(urgent, found, _share(found, urgent), false, len(known) - urgent)


def _splits(pairs: Sequence[tuple[Row, Row]]) -> SplitReport | None:
    known = [(bool(right["secondary"]), said["matters"] > 1) for right, said in pairs
             if right.get("secondary") is not None and "matters" in said]
    counts = Counter(known)
    single, several = ((counts[kind, False], counts[kind, True]) for kind in (False, True))
    return SplitReport(sum(single), single[1], sum(several), several[1]) if known else None


def _bubbles(pairs: Sequence[tuple[Row, Row]]) -> BubbleReport | None:
    known = [(said["stitched"], said) for _, said in pairs if said.get("stitched")]
    same = sum(all(joined.get(key) == said.get(key) for key in _BUBBLES_KEEP) for joined, said in known)
    return BubbleReport(len(known), same) if known else None


def _score(label: str, hits: int, said: int, support: int) -> LabelScore:
    return LabelScore(label, _share(hits, said), _share(hits, support), _share(2 * hits, said + support), support)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _word(row: Row, key: str) -> str:
    return str(row.get(key) or "")


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return value
