"""`linli classify` and `linli evaluate`: the understanding without a database."""

from __future__ import annotations

import json
import re
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Never

from bot.desk.roster import read_place_names
from bot.desk.understanding import classification
from bot.errors import BotError
from bot.evaluation import PLACE_FIELDS, evaluate, table
from intents.rule import RuleRefused, parse_rules, shipped_rules_text
from intents.terms import CompiledRules, compile_rules
from matching.gazetteer import Gazetteer

#: Half of a pair, which JSON can spell and UTF-8 can't. One character becomes one, so that offsets hold.
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


class InputRefused(BotError):
    """A line of the input cannot be read; it is named with its file and line."""


@dataclass(frozen=True, slots=True)
class Line:
    """An object of the input and where it stands; `number` counts from 1, blank lines too."""

    source: str
    number: int
    row: Mapping[str, Any]

    def text(self, field: str) -> str:
        """The text of a field; halves of characters become U+FFFD. Raises InputRefused without one."""
        value = self.row.get(field)
        if not isinstance(value, str):
            raise self.refusal(f"缺少文字字段 {field}", f"the text field {field} is missing")
        return _HALF_CHARACTER.sub("\ufffd", value)

    def refusal(self, chinese: str, english: str) -> InputRefused:
        """The refusal of this line."""
        return _refusal(self.source, self.number, chinese, english)


def classify_lines(asked: Namespace) -> int:
    """One JSON line out for each JSON line in, in order; at a line that is refused the ones before are out."""
    rules, gazetteer = _reader(asked)
    for line in _lines(sys.stdin.buffer, "stdin"):
        said = classification(line.row.get("id"), line.text("text"), rules, gazetteer)
        print(json.dumps(said, ensure_ascii=False), flush=True)
    return 0


def evaluate_files(asked: Namespace) -> int:
    """Accuracy on labelled files, printed as a table or as JSON."""
    rules, gazetteer = _reader(asked)
    names = [path.name for path in asked.files]
    results = {}
    for path in asked.files:
        name = path.name if names.count(path.name) == 1 else str(path)
        lines = _labelled(path)
        for suffix, field in _measured(lines[0].row):
            predicted = [classification(line.row.get("id"), line.text(field), rules, gazetteer) for line in lines]
            results[f"{name}{suffix}"] = evaluate([line.row for line in lines], predicted)
    if asked.json:
        print(json.dumps(results, ensure_ascii=False))
    else:
        print("\n\n".join(f"{name}\n{table(result)}" for name, result in results.items()))
    return 0


def _measured(row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Petitions have a title and a text, measured apart; chat has a text only."""
    return ((":title", "title"), (":text", "text")) if "title" in row else (("", "text"),)


def _labelled(path: Path) -> Sequence[Line]:
    """The lines of a labelled file, at least one; a label of the wrong kind would be measured as a mistake."""
    lines = list(_lines(_content(path).splitlines(keepends=True), path.name))
    if not lines:
        raise InputRefused(f"{path}：没有一行可量 / has no line to measure")
    for line in lines:
        _check_labels(line)
    return lines


def _check_labels(line: Line) -> None:
    row = line.row
    if "category" not in row:
        raise line.refusal("没有标注 category", "is not labelled, the field category is missing")
    texts = [row["category"], row.get("intent"), *(row.get(field) for field in PLACE_FIELDS)]
    if not all(text is None or isinstance(text, str) for text in texts):
        raise line.refusal("标注应为文字", "the labels must be texts")
    secondary = row.get("secondary") or []
    if not isinstance(secondary, list) or not all(isinstance(word, str) for word in secondary):
        raise line.refusal("secondary 应为文字的列表", "secondary must be a list of texts")
    if not isinstance(row.get("place") or {}, dict):
        raise line.refusal("place 应为一个对象", "place must be an object")


def _reader(asked: Namespace) -> tuple[CompiledRules, Gazetteer]:
    with as_file(files("bot").joinpath("demo", "places.csv")) as demo:
        names = read_place_names(asked.places or demo)
    return _rules(asked.rules), Gazetteer(names)


def _rules(path: Path | None) -> CompiledRules:
    """The rules of a file, or the shipped ones. Raises InputRefused with the file and the position in it."""
    if path is None:
        return compile_rules(parse_rules(shipped_rules_text()))
    try:
        return compile_rules(parse_rules(_content(path).decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        raise InputRefused(f"{path}：不是 UTF-8 / is not UTF-8") from error
    except RuleRefused as refused:
        raise InputRefused(f"{path} {refused} / the rules are refused at {refused.position}") from refused


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputRefused(f"{path}：打不开（{error.strerror}）/ cannot be opened") from error


def _lines(raw_lines: Iterable[bytes], source: str) -> Iterator[Line]:
    """The objects of JSON lines in UTF-8, blank lines left out."""
    for at, raw in enumerate(raw_lines, 1):
        try:
            text = raw.decode("utf-8-sig" if at == 1 else "utf-8")
            if not text.strip():
                continue
            row = json.loads(text, parse_constant=_no_constant)
        except UnicodeDecodeError as error:
            raise _refusal(source, at, "不是 UTF-8", "is not UTF-8") from error
        except (ValueError, RecursionError) as error:
            raise _refusal(source, at, "不是 JSON", "is not JSON") from error
        if not isinstance(row, dict):
            raise _refusal(source, at, "应为一个对象", "must be an object")
        yield Line(source, at, row)


def _no_constant(name: str) -> Never:
    """NaN and Infinity, which Python reads and JSON doesn't know."""
    raise ValueError(name)


def _refusal(source: str, number: int, chinese: str, english: str) -> InputRefused:
    return InputRefused(f"{source} 第{number}行：{chinese} / line {number}: {english}")
