"""The book as a workbook for Excel, one sheet for each kind of rule, and back: as edits that say what differs."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from bot.desk.bookedit import ENTRIES, KINDS, LISTS, VALUES, Edit, EditRefused, Key, lines_of
from bot.desk.spreadsheet import guarded

_COLUMNS: Final = ("所属", "名称", "值")
_ROWS_MOST: Final = 50_000
#: The parts of a value that has several, in their columns behind the name.
_PARTS: Final[Mapping[str, Mapping[str, str]]] = {
    "negative": {"owner": "由谁负责", "reason": "理由"},
    "campaign": {"owner": "负责人", "since": "从", "until": "到", "why": "为什么", "words": "词（类别:词 分值；…）"},
    "note": {"comment": "备注", "owner": "负责人", "until": "到"},
}
_WEIGHTED: Final = frozenset(kind for kind, (_, weighted) in LISTS.items() if weighted)


def workbook_of(text: str) -> bytes:
    """A book's lines as XLSX, a sheet for each kind, also where there is none of it yet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    lines = lines_of(text)
    for kind, called in KINDS.items():
        if kind == "learnt":
            continue
        sheet = book.create_sheet(called)
        sheet.append([*_COLUMNS[:2], *(_PARTS[kind].values() if kind in _PARTS else _COLUMNS[2:])])
        sheet.freeze_panes = "A2"
        for (of, where, name), value in lines.items():
            if of == kind:
                sheet.append([where, guarded(name), *_cells(kind, value)])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def edits_of_workbook(text: str, content: bytes) -> list[Edit]:
    """What a workbook changes in a book; a sheet that is missing changes nothing of its kind, a line that is missing
    in a sheet is taken away. Raises EditRefused with sheet and line.
    """
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError) as fault:
        raise EditRefused("打不开这个文件，请用导出的 XLSX 改好再导入") from fault
    lines, edits = lines_of(text), []
    kinds = {called: kind for kind, called in KINDS.items() if kind != "learnt"}
    sheets = [sheet for sheet in book.worksheets if sheet.title in kinds]
    if not sheets:
        raise EditRefused(f"没有认得的工作表，应当是 {'、'.join(kinds)}")
    for sheet in sheets:
        found = dict(_read(kinds[sheet.title], sheet.title, sheet.iter_rows(values_only=True)))
        held = {key: value for key, value in lines.items() if key[0] == kinds[sheet.title]}
        edits += [Edit(*key, value=found.get(key), before=held.get(key))
                  for key in {**held, **found} if held.get(key) != found.get(key)]
    return edits


def _read(kind: str, title: str, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Key, Any]]:
    seen: set[Key] = set()
    for at, row in enumerate(rows, start=1):
        cells = ["" if cell is None else _text(cell) for cell in row]
        if at == 1 or not any(cells):
            continue
        if at > _ROWS_MOST:
            raise EditRefused(f"{title}：超过 {_ROWS_MOST} 行")
        cells = [*cells, "", ""]
        given, name, rest = cells[0], cells[1], [*cells[2:], "", ""]
        where = VALUES.get(kind) or (ENTRIES[kind][0] if kind in ENTRIES else given)
        key: Key = (kind, where, name)
        if not name or key in seen:
            raise EditRefused(f"{title}第 {at} 行：" + (f"“{name}”写了两次" if name else "没有写名称"))
        seen.add(key)
        try:
            yield key, _value(kind, rest)
        except ValueError as fault:
            raise EditRefused(f"{title}第 {at} 行“{name}”：值看不懂") from fault


def _text(cell: Any) -> str:
    if hasattr(cell, "date") and hasattr(cell, "isoformat"):
        return str(cell.date().isoformat())  # Excel makes a moment of a day
    text = f"{cell:g}" if isinstance(cell, float) else str(cell).strip()
    return text.removeprefix("'")


def _cells(kind: str, value: Any) -> list[Any]:
    if kind in _PARTS:
        return [guarded(_words(value[part]) if part == "words" else str(value[part])) if part in value else ""
                for part in _PARTS[kind]]
    if kind == "preferred":
        return [" > ".join(",".join(group) for group in value)]
    if kind == "nickname":
        return ["、".join(value)]
    return ["是" if value is True else value if isinstance(value, int | float) else guarded(str(value))]


def _value(kind: str, cells: list[str]) -> Any:
    """The value of a row. Raises ValueError where it can't be read."""
    if kind in _WEIGHTED:
        return float(cells[0])
    if kind in LISTS:
        return True
    if kind in _PARTS:
        parts = dict(zip(_PARTS[kind], cells, strict=False))
        return {name: _campaign_words(cell) if name == "words" else cell for name, cell in parts.items() if cell}
    if kind == "preferred":
        return [[role.strip() for role in group.split(",")] for group in cells[0].split(">") if group.strip()]
    if kind == "nickname":
        return [name.strip() for name in cells[0].split("、") if name.strip()]
    return _number(cells[0])


def _number(cell: str) -> str | float | int:
    try:
        value = float(cell)
    except ValueError:
        return cell
    return int(value) if value.is_integer() else value


def _words(words: Mapping[str, list[str]]) -> str:
    return "；".join(f"{category}:{item}" for category, items in words.items() for item in items)


def _campaign_words(cell: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in cell.replace(";", "；").split("；"):
        if part.strip():
            category, colon, item = part.strip().replace("：", ":").partition(":")
            if not colon:
                raise ValueError(part)
            found.setdefault(category.strip(), []).append(item.strip())
    return found
