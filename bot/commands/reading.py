"""`linli classify`, the understanding without a database; and what it reads: JSON lines, rules, names of places."""

from __future__ import annotations

import json
import re
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Never

from bot.desk.roster import read_place_names
from bot.desk.understanding import classification
from bot.errors import BotError
from intents.rule import RuleRefused, parse_rules, shipped_rules_text
from intents.terms import CompiledRules, compile_rules
from matching.gazetteer import Gazetteer, PlaceName

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
    rules, names = read_rules_and_places(asked)
    gazetteer = Gazetteer(names)
    for line in read_lines(sys.stdin.buffer, "stdin"):
        said = classification(line.row.get("id"), line.text("text"), rules, gazetteer)
        print(json.dumps(said, ensure_ascii=False), flush=True)
    return 0


def read_rules_and_places(asked: Namespace) -> tuple[CompiledRules, tuple[PlaceName, ...]]:
    """The rules and the names of places asked for, or the shipped rules and the demo's places."""
    with as_file(files("bot").joinpath("demo", "places.csv")) as demo:
        names = read_place_names(asked.places or demo)
    return _rules(asked.rules), names


def _rules(path: Path | None) -> CompiledRules:
    """The rules of a file, or the shipped ones. Raises InputRefused with the file and the position in it."""
    if path is None:
        return compile_rules(parse_rules(shipped_rules_text()))
    try:
        return compile_rules(parse_rules(read_content(path).decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        raise InputRefused(f"{path}：不是 UTF-8 / is not UTF-8") from error
    except RuleRefused as refused:
        raise InputRefused(f"{path} {refused} / the rules are refused at {refused.position}") from refused


def read_content(path: Path) -> bytes:
    """The bytes of a file. Raises InputRefused naming one that cannot be opened."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputRefused(f"{path}：打不开（{error.strerror}）/ cannot be opened") from error


def read_lines(raw_lines: Iterable[bytes], source: str) -> Iterator[Line]:
    """The objects of JSON lines in UTF-8, blank lines left out. Raises InputRefused at the first that is none."""
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
