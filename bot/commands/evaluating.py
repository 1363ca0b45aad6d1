"""`linli evaluate`: how good the understanding is on labelled files and on the shipped misleading messages."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from bot.commands.labelling import TEXT_LENGTH
from bot.commands.reading import InputRefused, Line, read_content, read_lines, read_rules_and_places
from bot.desk.understanding import classification, understand
from bot.evaluation import evaluate
from bot.place_score import PLACE_FIELDS, standing_in
from bot.scorecard import CHAT, TEXT, TITLE, hard_table, table, with_floors
from intents.split import join_bubbles
from intents.terms import CompiledRules
from intents.verdict import Category, Intent
from matching.gazetteer import Gazetteer

#: Messages that mislead, with what they are; they come with the rules.
HARD = "hard_negatives.jsonl"

_KNOWN = {"category": frozenset(Category), "intent": frozenset(Intent)}


@dataclass(frozen=True, slots=True)
class _Reader:
    """What reads the messages: the rules, the places, and their names and aliases."""

    rules: CompiledRules
    gazetteer: Gazetteer
    listed: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Measured:
    """What of a file is measured: the field that is read, the kind of text it holds, the end of its heading."""

    field: str
    kind: str
    suffix: str


def evaluate_files(asked: Namespace) -> int:
    """Accuracy on labelled files and on the shipped misleading messages, printed as a table or as JSON."""
    files_of_lines = [(path, _labelled(path.name, read_content(path))) for path in asked.files]
    rules, places = read_rules_and_places(asked)
    listed = frozenset(name for place in places for name in (place.name, *place.aliases))
    reader = _Reader(rules, Gazetteer(places), listed)
    names = [path.name for path in asked.files]
    results = {}
    for path, lines in files_of_lines:
        name = path.name if names.count(path.name) == 1 else str(path)
        for part in _parts(lines[0].row):
            results[f"{name}{part.suffix}"] = with_floors(_measure(lines, part, reader), part.kind)
    shown = [f"{name}\n{table(result)}" for name, result in results.items()]
    if HARD not in results:
        golden = files("intents").joinpath("golden", HARD).read_bytes()
        results[HARD] = _measure(_labelled(HARD, golden), _CHAT, reader)
        shown.append(f"{HARD}\n{hard_table(results[HARD])}")
    print(json.dumps(results, ensure_ascii=False) if asked.json else "\n\n".join(shown))
    return 0


_CHAT = _Measured("text", CHAT, "")


def _parts(row: Mapping[str, Any]) -> tuple[_Measured, ...]:
    """Petitions have a title and a text, measured apart; chat has a text only."""
    if "title" in row:
        return _Measured("title", TITLE, ":title"), _Measured("text", TEXT, ":text")
    return (_CHAT if "intent" in row else _Measured("text", TEXT, ""),)


def _measure(lines: Sequence[Line], part: _Measured, reader: _Reader) -> dict[str, Any]:
    texts = [line.text(part.field)[:TEXT_LENGTH] for line in lines]
    rows = [_as_read(line.row, text) for line, text in zip(lines, texts, strict=True)]
    predicted = [_predict(row, text, reader) for row, text in zip(rows, texts, strict=True)]
    return evaluate(rows, predicted, reader.listed)


def _as_read(row: Mapping[str, Any], text: str) -> Mapping[str, Any]:
    """The labels of the text that is read: a petition's place is labelled as written, in title and text together."""
    return {**row, "place": standing_in(row["place"], text)} if "place" in row else row


def _predict(row: Mapping[str, Any], text: str, reader: _Reader) -> Mapping[str, Any]:
    said = dict(classification(row.get("id"), text, reader.rules, reader.gazetteer))
    said["matters"] = len(understand(text, reader.rules, reader.gazetteer).matters)
    if bubbles := row.get("bubbles"):
        said["stitched"] = classification(row.get("id"), join_bubbles(bubbles), reader.rules, reader.gazetteer)
    return said


def _labelled(name: str, content: bytes) -> Sequence[Line]:
    """The lines of a labelled file, at least one; a label of the wrong kind would be measured as a mistake."""
    lines = list(read_lines(content.splitlines(keepends=True), name))
    if not lines:
        raise InputRefused(f"{name}：没有一行可量 / has no line to measure")
    for line in lines:
        _check_labels(line)
        for part in _parts(lines[0].row):
            line.text(part.field)
    return lines


def _check_labels(line: Line) -> None:
    row = line.row
    if "category" not in row:
        raise line.refusal("没有标注 category", "is not labelled, the field category is missing")
    texts = [row["category"], row.get("intent"), row.get("hard"), *(row.get(field) for field in PLACE_FIELDS)]
    if not all(text is None or isinstance(text, str) for text in texts):
        raise line.refusal("标注应为文字", "the labels must be texts")
    for field in ("secondary", "bubbles"):
        if not _are_texts(row.get(field) or []):
            raise line.refusal(f"{field} 应为文字的列表", f"{field} must be a list of texts")
    if not isinstance(row.get("place") or {}, dict):
        raise line.refusal("place 应为一个对象", "place must be an object")
    if not isinstance(row.get("urgent", False), bool | None):
        raise line.refusal("urgent 应为 true 或 false", "urgent must be true or false")
    _check_taxonomy(line)


def _check_taxonomy(line: Line) -> None:
    """Refuse a label that no verdict can ever say."""
    said = [("category", line.row["category"]), ("intent", line.row.get("intent")),
            *(("category", word) for word in line.row.get("secondary") or ())]
    for field, word in said:
        if word and word not in _KNOWN[field]:
            raise line.refusal(f"{field} 写的是“{word}”，不在分类表里；可用的是 {'、'.join(sorted(_KNOWN[field]))}",
                               f"{field} is not in the taxonomy")


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) for word in value)
