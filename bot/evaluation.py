"""How good the understanding is, measured on labelled messages. Pure: predictions come in ready made."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

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
PLACE_FIELDS = ("compound", "building", "unit", "room")

_MOST_CONFUSIONS = 12
_DIGITS = "零一二三四五六七八九"
_NUMBER = re.compile(rf"(?:([{_DIGITS}])?(十))?([{_DIGITS}])?")
_PLACE_WORD = re.compile(r"(?:小区|号楼|栋|幢|座|号|单元|室|户)$")

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
    """A label for each message. `labels` come by support, `confused` (gold, said, times) most frequent first."""

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
class PlaceScore:
    """One field of the place: right of all messages, and right of those that name it."""

    field: str
    messages: int
    exact: float
    named: int
    exact_of_named: float


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
    calibration_error: float
    acted: float
    acted_right: float
    reliability: tuple[ReliabilityBin, ...]
    risk: tuple[RiskPoint, ...]
    questions: QuestionReport
    hard: tuple[HardScore, ...]


def evaluate(gold: Sequence[Row], predicted: Sequence[Row]) -> dict[str, Any]:
    """As measure(), in plain dicts, lists and numbers (rounded to four places) for JSON and `table`."""
    return dict(_rounded(asdict(measure(gold, predicted))))


def measure(gold: Sequence[Row], predicted: Sequence[Row]) -> Report:
    """The measures of predictions (as `linli classify` prints them) against labelled rows, in the same order.

    Labelled rows are those of the data files: `category` ("" for none), and where they have them `intent`,
    `secondary`, `urgent`, and the place as its four fields or as `place`. Raises ValueError where the two
    differ in length.
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
        places=tuple(_place(field, pairs) for field in PLACE_FIELDS if _with_place(pairs)),
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
                       sorted(confused.items(), key=lambda item: (-item[1], item[0]))[:_MOST_CONFUSIONS]),
    )


def table(result: Mapping[str, Any]) -> str:
    """What `evaluate` found, as a table for a terminal."""
    lines = [_labels_text("category", result["category"])]
    if result["intent"] is not None:
        lines.append(_labels_text("intent", result["intent"]))
    if (found := result["secondary"]) is not None:
        lines.append(f"secondary    P {found['precision']:.3f}  R {found['recall']:.3f}  F1 {found['f1']:.3f}"
                     f"  n {found['support']}")
    if (urgency := result["urgency"]) is not None:
        lines.append(f"urgency      recall {urgency['recall']:.3f} ({urgency['found']}/{urgency['urgent']})"
                     f"  false alarms {urgency['false_alarms']}/{urgency['calm']}")
    lines += [f"place {place['field']:<9} exact {place['exact']:.3f} of {place['messages']}"
              f"  named {place['exact_of_named']:.3f} of {place['named']}" for place in result["places"]]
    lines.append(f"calibration  error {result['calibration_error']:.3f}")
    lines.append(f"acted on     {result['acted']:.3f} of those with a category,"
                 f" {result['acted_right']:.3f} right")
    return "\n".join([*lines, *_trust_text(result)])


def _trust_text(result: Mapping[str, Any]) -> list[str]:
    lines = [f"  sure {found['above']:.1f}-{found['below']:.1f}  said {found['confidence']:.3f}"
             f"  right {found['right']:.3f}  n {found['messages']}" for found in result["reliability"]]
    points = [f"{point['covered']:.0%} {point['right']:.3f}" for point in result["risk"]]
    lines.append(f"risk         right of the surest: {', '.join(points) or '-'}")
    asked = result["questions"]
    lines.append(f"questions    {asked['asked']} asked, the answer is among two {asked['in_two']:.3f},"
                 f" among three {asked['in_three']:.3f}")
    if result["hard"]:
        held, total = (sum(found[key] for found in result["hard"]) for key in ("held", "messages"))
        kinds = ", ".join(f"{found['kind']} {found['held']}/{found['messages']}" for found in result["hard"])
        lines.append(f"hard         {held}/{total} held: {kinds}")
    return lines


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


def _with_place(pairs: Sequence[tuple[Row, Row]]) -> list[tuple[Row, Row]]:
    """The labelled places with the predicted ones; rows whose readers differed about it have none."""
    known: list[tuple[Row, Row]] = []
    for right, said in pairs:
        place = right.get("place") if "place" in right else right if "compound" in right else None
        if place is not None:
            known.append((place, said.get("place") or {}))
    return known


def _place(field: str, pairs: Sequence[tuple[Row, Row]]) -> PlaceScore:
    known = [(_plain(right.get(field)), _plain(said.get(field))) for right, said in _with_place(pairs)]
    named = [(right, said) for right, said in known if right]
    return PlaceScore(field, len(known), _same(known), len(named), _same(named))


def _plain(value: object) -> str:
    """A place word without what may be written or not: 小区, 栋, 室 at its end, blanks, case, 六 for 6."""
    plain = _PLACE_WORD.sub("", "".join(str(value or "").split()).lower())
    number = _NUMBER.fullmatch(plain)
    if number is None or not plain:
        return plain
    tens = _DIGITS.index(number[1] or "一") * 10 if number[2] else 0
    return str(tens + (_DIGITS.index(number[3]) if number[3] else 0))


def _score(label: str, hits: int, said: int, support: int) -> LabelScore:
    return LabelScore(label, _share(hits, said), _share(hits, support), _share(2 * hits, said + support), support)


def _same(pairs: Sequence[tuple[str, str]]) -> float:
    return _share(sum(right == said for right, said in pairs), len(pairs))


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


def _labels_text(name: str, report: Mapping[str, Any]) -> str:
    head = (f"{name:<22} accuracy {report['accuracy']:.3f}  macro-F1 {report['macro_f1']:.3f}"
            f"  n {report['messages']}")
    lines = [head, f"  {'':<20} {'P':>6} {'R':>6} {'F1':>6} {'n':>6}"]
    lines += [f"  {score['label']:<20} {score['precision']:>6.3f} {score['recall']:>6.3f}"
              f" {score['f1']:>6.3f} {score['support']:>6}" for score in report["labels"]]
    pairs = [f"{right or '-'} > {said or '-'} {times}" for right, said, times in report["confused"]]
    return "\n".join([*lines, *([f"  confused: {', '.join(pairs)}"] if pairs else [])])
