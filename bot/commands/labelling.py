"""Labelled messages from JSON lines, in the two shapes there are: chat messages and petitions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.errors import BotError
from intents.labelled import Labelled
from intents.masking import beginning
from intents.rule import NO_CATEGORY
from intents.verdict import Category, Intent

CHAT, TITLE, TEXT = "chat", "title", "text"
#: Of a petition so much is read: the rest repeats or tells the story.
TEXT_LENGTH = 300

#: Half of a pair, which JSON can spell and UTF-8 can't.
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_MOST_FAULTS = 20
#: Of a word that is no label so much is shown: in a file with its columns mixed up it is somebody's letter.
_SHOWN = 16
_CATEGORIES = "、".join(Category)
_INTENTS = "、".join(Intent)


class LabelsRefused(BotError):
    """A file of labelled messages has faults; each is named with file, line and remedy."""


def read_labelled(paths: Sequence[Path]) -> list[Labelled]:
    """The texts of labelled files in order: a chat message gives one, a petition its title and its text.

    Raises LabelsRefused with the first twenty faults of all files.
    """
    found: list[Labelled] = []
    faults: list[str] = []
    for path in paths:
        lines = list(_lines(path))
        faults += [] if lines else [f"{path}：一条来信也没有；请拿掉这个文件或换一个。/ there is no message in it"]
        for number, line in lines:
            where = f"{path} 第 {number} 行"
            try:
                found += _texts(line, len(found))
            except ValueError as fault:
                faults.append(f"{where}：{fault}")
    if faults:
        more = [f"…还有 {len(faults) - _MOST_FAULTS} 处"] if len(faults) > _MOST_FAULTS else []
        count = f"共 {len(faults)} 处要改，什么也没学、没写。/ {len(faults)} lines to mend; nothing was learnt"
        raise LabelsRefused("\n".join([*faults[:_MOST_FAULTS], *more, count]))
    return found


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise LabelsRefused(f"{path}：打不开（{error.strerror}）/ cannot be opened") from error
    except UnicodeDecodeError as error:
        raise LabelsRefused(f"{path}：不是 UTF-8 编码，请另存为 UTF-8。/ not UTF-8") from error
    # Only a line feed ends a line of JSON lines: texts may hold other signs that end lines elsewhere.
    return ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def _texts(line: str, message: int) -> list[Labelled]:
    """The texts of a line; `message` is a number no other line has. Raises ValueError with what to mend."""
    try:
        row = json.loads(line)
    except ValueError:
        raise ValueError('不是 JSON；每行写一个对象，如 {"text": …, "category": …} / not JSON') from None
    if not isinstance(row, dict):
        raise ValueError("应为一个 JSON 对象 / must be an object")  # noqa: TRY004  # one kind of fault for every line
    intent = _label(row, "intent", Intent, _INTENTS)
    category = _label(row, "category", Category, _CATEGORIES)
    if not category and not intent:
        raise ValueError(f"缺少类别 category；可用的是 {_CATEGORIES} / the category is missing")
    further = row.get("secondary") or []
    if not isinstance(further, list) or not set(map(str, further)) <= set(Category):
        raise ValueError(f"secondary 应为类别的列表；可用的是 {_CATEGORIES} / not a list of categories")
    writer = str(row.get("writer") or "")
    kinds = ((TITLE, "title"), (TEXT, "text")) if "title" in row else ((CHAT if "intent" in row else TEXT, "text"),)
    return [Labelled(_text(row, field)[:TEXT_LENGTH], kind, category or NO_CATEGORY, intent, tuple(further), writer,
                     message) for kind, field in kinds]


def _label(row: Mapping[str, Any], field: str, known: type[Category | Intent], names: str) -> str:
    value = row.get(field) or ""
    if value and str(value) not in set(known):
        said = beginning(str(value), _SHOWN)
        raise ValueError(f"{field} 写的是“{said}”，不在分类表里；可用的是 {names} / {field} is not in the taxonomy")
    return str(value)


def _text(row: Mapping[str, Any], field: str) -> str:
    value = row.get(field)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"缺少文字 {field} / the text field {field} is missing")
    return _HALF_CHARACTER.sub("\ufffd", value)
