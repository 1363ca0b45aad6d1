"""What `linli evaluate` measured, for a terminal: the table, and each figure beside the floor set for it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

#: The kinds of text a file can hold: what is short, what is long, what is written in WeChat.
TITLE, TEXT, CHAT = "title", "text", "chat"

_EVERY = (TITLE, TEXT, CHAT)
_MOST_TAKEN_FOR = 3
_NONE = "-"

Result = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Held:
    """A figure beside its floor (or, where `most` is true, its ceiling), and whether it is met."""

    figure: str
    measured: float
    floor: float
    most: bool
    met: bool


@dataclass(frozen=True, slots=True)
class _Floor:
    figure: str
    floor: float
    of: Callable[[Result], float | None]
    kinds: tuple[str, ...] = _EVERY
    most: bool = False


def _part(result: Result, hits: str, of: str) -> float | None:
    """The share of one count in another of a part of the result; None where there is nothing to divide by."""
    return result[hits] / result[of] if result[of] else None


def _compound(result: Result, hits: str, of: str) -> float | None:
    found = result["compounds"]
    return _part(found, hits, of) if found is not None and found["answers"] else None


def _address(field: str) -> Callable[[Result], float | None]:
    def exact(result: Result) -> float | None:
        found = [place for place in result["places"] if place["field"] == field and place["named"]]
        return found[0]["exact_of_named"] if found else None

    return exact


def _of(part: str, figure: str, support: str) -> Callable[[Result], float | None]:
    """A figure of a part of the result, None where the part is missing or rests on nothing."""
    return lambda result: result[part][figure] if result[part] and result[part][support] else None


_FLOORS = (
    _Floor("macro-F1", 0.77, _of("category", "macro_f1", "messages"), (TITLE,)),
    _Floor("macro-F1", 0.78, _of("category", "macro_f1", "messages"), (TEXT,)),
    _Floor("macro-F1", 0.80, _of("category", "macro_f1", "messages"), (CHAT,)),
    _Floor("intent accuracy", 0.88, _of("intent", "accuracy", "messages")),
    _Floor("calibration error", 0.04, lambda result: result["calibration_error"], most=True),
    _Floor("acted on", 0.75, lambda result: result["acted"]),
    _Floor("right of acted on", 0.92, lambda result: result["acted_right"]),
    _Floor("right among three", 0.90, _of("questions", "in_three", "asked")),
    _Floor("secondary F1", 0.60, _of("secondary", "f1", "support"), (TEXT, CHAT)),
    _Floor("singles split", 0.02, lambda result: _part(result["splits"], "split", "single")
           if result["splits"] else None, most=True),
    _Floor("bubbles", 0.97, lambda result: _part(result["bubbles"], "same", "messages")
           if result["bubbles"] else None),
    _Floor("urgent found", 0.98, _of("urgency", "recall", "urgent")),
    _Floor("compound", 0.93, lambda result: _compound(result, "right", "named"), (CHAT,)),
    _Floor("compound corrupted", 0.85, lambda result: _compound(result, "corrupted_right", "corrupted"), (CHAT,)),
    _Floor("compound invented", 0.02, lambda result: _compound(result, "invented", "silent"), (CHAT,), most=True),
    _Floor("building", 0.97, _address("building"), (CHAT,)),
    _Floor("unit", 0.97, _address("unit"), (CHAT,)),
    _Floor("room", 0.97, _address("room"), (CHAT,)),
)


def held(result: Result, kind: str) -> tuple[Held, ...]:
    """The figures of one file that have a floor for its kind of text, beside it, in the order of the table."""
    found = [(floor, floor.of(result)) for floor in _FLOORS if kind in floor.kinds]
    return tuple(
        Held(floor.figure, round(figure, 4), floor.floor, floor.most,
             figure <= floor.floor if floor.most else figure >= floor.floor)
        for floor, figure in found if figure is not None
    )


def with_floors(result: Result, kind: str) -> dict[str, Any]:
    """The result with its floors, in plain dicts for JSON."""
    return {**result, "floors": [asdict(one) for one in held(result, kind)]}


def table(result: Result) -> str:
    """What `bot.evaluation.evaluate` found in one file, as a table; with its floors where it has them."""
    lines = [_labels_text("category", result["category"])]
    if result["intent"] is not None:
        lines.append(_labels_text("intent", result["intent"]))
    if (found := result["secondary"]) is not None:
        lines.append(f"secondary    P {found['precision']:.3f}  R {found['recall']:.3f}  F1 {found['f1']:.3f}"
                     f"  n {found['support']}")
    lines += [*_counted_text(result), *_place_text(result), *_trust_text(result), *_hard_text(result["hard"])]
    return "\n".join([*lines, *_floors_text(result.get("floors") or ())])


def hard_table(result: Result) -> str:
    """The misleading messages alone, by kind."""
    return "\n".join(_hard_text(result["hard"]))


def _counted_text(result: Result) -> Iterator[str]:
    if (splits := result["splits"]) is not None:
        yield (f"split        {splits['split']} of {splits['single']} single matters cut,"
               f" {splits['several_split']} of {splits['several']} that hold several")
    if (bubbles := result["bubbles"]) is not None:
        yield f"bubbles      {bubbles['same']} of {bubbles['messages']} joined say what the whole says"
    if (urgency := result["urgency"]) is not None:
        yield (f"urgency      recall {urgency['recall']:.3f} ({urgency['found']}/{urgency['urgent']})"
               f"  false alarms {urgency['false_alarms']}/{urgency['calm']}")


def _place_text(result: Result) -> Iterator[str]:
    if (found := result["compounds"]) is not None:
        measured = (f"right {found['right']} of {found['named']} named, {found['corrupted_right']} of"
                    f" {found['corrupted']} corrupted;" if found["answers"] else "not measured:")
        yield (f"compound     {measured} {found['unlisted']} of {found['named']} names are not in the list of places")
        yield f"             invented {found['invented']} of {found['silent']} that name none"
    for place in result["places"]:
        if place["field"] != "compound":
            yield (f"{place['field']:<12} exact {place['exact']:.3f} of {place['messages']}"
                   f"  named {place['exact_of_named']:.3f} of {place['named']}")


def _trust_text(result: Result) -> Iterator[str]:
    yield f"calibration  error {result['calibration_error']:.3f}"
    for found in result["reliability"]:
        yield (f"  sure {found['above']:.1f}-{found['below']:.1f}  said {found['confidence']:.3f}"
               f"  right {found['right']:.3f}  n {found['messages']}")
    yield f"acted on     {result['acted']:.3f} of those with a category, {result['acted_right']:.3f} right"
    points = [f"{point['covered']:.0%} {point['right']:.3f}" for point in result["risk"]]
    yield f"risk         right of the surest: {', '.join(points) or _NONE}"
    asked = result["questions"]
    yield (f"questions    {asked['asked']} asked, the answer is among two {asked['in_two']:.3f},"
           f" among three {asked['in_three']:.3f}")


def _hard_text(hard: Sequence[Result]) -> Iterator[str]:
    if hard:
        kept, total = (sum(found[key] for found in hard) for key in ("held", "messages"))
        kinds = ", ".join(f"{found['kind']} {found['held']}/{found['messages']}" for found in hard)
        yield f"hard         {kept}/{total} held: {kinds}"


def _floors_text(floors: Sequence[Result]) -> Iterator[str]:
    if floors:
        yield "floors"
    for one in floors:
        sign, verdict = "≤" if one["most"] else "≥", "met" if one["met"] else "MISSED"
        yield f"  {one['figure']:<20} {one['measured']:>6.3f} {sign} {one['floor']:.2f}  {verdict}"


def _labels_text(name: str, report: Result) -> str:
    head = (f"{name:<22} accuracy {report['accuracy']:.3f}  macro-F1 {report['macro_f1']:.3f}"
            f"  n {report['messages']}")
    lines = [head, f"  {'':<20} {'P':>6} {'R':>6} {'F1':>6} {'n':>6}   taken for"]
    lines += [f"  {score['label']:<20} {score['precision']:>6.3f} {score['recall']:>6.3f}"
              f" {score['f1']:>6.3f} {score['support']:>6}   {_taken_for(score['label'], report)}".rstrip()
              for score in report["labels"]]
    if none := _taken_for("", report):
        lines.append(f"  {'(none)':<20} {'':>27}   {none}")
    return "\n".join(lines)


def _taken_for(label: str, report: Result) -> str:
    """What the messages of a label were taken for, most frequent first."""
    wrong = [f"{said or '(none)'} {times}" for right, said, times in report["confused"] if right == label]
    more = len(wrong) - _MOST_TAKEN_FOR
    return ", ".join([*wrong[:_MOST_TAKEN_FOR], *([f"… {more} more"] if more > 0 else [])])
