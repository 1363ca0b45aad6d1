"""`linli classify` and `linli evaluate`: the understanding without a database."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, TextIO

from bot.desk.roster import read_place_names
from bot.desk.understanding import classification
from bot.errors import BotError
from bot.evaluation import evaluate, table
from intents.rule import parse_rules, shipped_rules_text
from intents.terms import CompiledRules, compile_rules
from matching.gazetteer import Gazetteer


class InputRefused(BotError):
    """A line of the input cannot be read; it is named with its file and line."""


def classify_lines(asked: Namespace) -> int:
    """One JSON line out for each JSON line in, in order."""
    rules, gazetteer = _reader(asked)
    for row in _rows(sys.stdin, "stdin"):
        print(json.dumps(classification(row.get("id"), _text(row), rules, gazetteer), ensure_ascii=False), flush=True)
    return 0


def evaluate_files(asked: Namespace) -> int:
    """Accuracy on labelled files, printed as a table or as JSON."""
    rules, gazetteer = _reader(asked)
    results = {}
    for path in asked.files:
        with _opened(path) as lines:
            rows = list(_rows(lines, path.name))
        for name, field in _measured(rows):
            predicted = [classification(row.get("id"), str(row[field])[:300], rules, gazetteer) for row in rows]
            results[f"{path.name}{name}"] = evaluate(rows, predicted)
    if asked.json:
        print(json.dumps(results, ensure_ascii=False))
    else:
        print("\n\n".join(f"{name}\n{table(result)}" for name, result in results.items()))
    return 0


def _measured(rows: list[Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
    """Petitions have a title and a text, measured apart; chat has a text only."""
    return ((":title", "title"), (":text", "text")) if rows and "title" in rows[0] else (("", "text"),)


def _reader(asked: Namespace) -> tuple[CompiledRules, Gazetteer]:
    text = _opened(asked.rules).read() if asked.rules else shipped_rules_text()
    with as_file(files("bot").joinpath("demo", "places.csv")) as demo:
        names = read_place_names(asked.places or demo)
    return compile_rules(parse_rules(text)), Gazetteer(names)


def _opened(path: Path) -> TextIO:
    try:
        return path.open(encoding="utf-8-sig")
    except OSError as error:
        raise InputRefused(f"{path}：打不开（{error.strerror}）/ cannot be opened") from error


def _rows(lines: Iterable[str], source: str) -> Iterator[Mapping[str, Any]]:
    for at, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise InputRefused(f"{source} 第{at}行：不是 JSON / line {at} is not JSON") from error
        if not isinstance(row, dict):
            raise InputRefused(f"{source} 第{at}行：应为一个对象 / line {at} must be an object")
        yield row


def _text(row: Mapping[str, Any]) -> str:
    text = row.get("text")
    if not isinstance(text, str):
        raise InputRefused(f"{row.get('id')}：缺少文字字段 text / the field text is missing")
    return text
