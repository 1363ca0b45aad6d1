"""Tables that people hand in, CSV or XLSX, as rows of text with their line numbers.

BotError
└── SpreadsheetRefused   the file is missing, too large, empty or no table
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from bot.errors import BotError

#: UTF-8 first: GB 18030 decodes nearly everything, also what it should not.
_ENCODINGS = ("utf-8-sig", "gb18030")
_ZIP = b"PK\x03\x04"
#: A town of a million has some 30,000 buildings; more bytes than this are another kind of file.
_LARGEST = 30_000_000
#: Our own exports put an apostrophe before what a spreadsheet would run as a formula.
_FORMULA = ("=", "+", "-", "@", "\t")
_GUARDED = tuple(f"'{sign}" for sign in _FORMULA)


class SpreadsheetRefused(BotError):
    """A table cannot be read; the message says why and what to do, in Chinese and English."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table. `line` counts from 1 as the spreadsheet shows it, the header included; `cells`
    maps column to text, trimmed, "" where empty.
    """

    line: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        """The cell's text; "" also where the table has no such column."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Table:
    """A header, small letters, and the rows under it that hold anything, in order."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def guarded(text: str) -> str:
    """A text for one cell: with an apostrophe in front where a spreadsheet would run it as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def read_table(path: Path) -> Table:
    """The table in a CSV (UTF-8 with or without mark, GB 18030) or XLSX file (its first sheet).

    Raises SpreadsheetRefused for a file that is missing, too large, empty or no table.
    """
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= _LARGEST else b""
    except OSError as error:
        raise SpreadsheetRefused(f"{path}：打不开（{error.strerror}）/ cannot be opened") from error
    if size > _LARGEST:
        raise SpreadsheetRefused(f"{path}：文件超过 30 MB，请拆成几份 / larger than 30 MB, split it")
    return table_of(path, content)


def table_of(path: Path, content: bytes) -> Table:
    """As `read_table`, for what came over the network; `path` is only told of."""
    lines = _xlsx_lines(path, content) if content.startswith(_ZIP) else _csv_lines(path, content)
    return _table(path, lines)


def _table(path: Path, lines: Iterator[tuple[int, list[str]]]) -> Table:
    header: list[str] = []
    rows = []
    for number, cells in lines:
        if not any(cells):
            continue
        if not header:
            header = _header(path, cells)
        elif any(cells[len(header) :]):
            raise SpreadsheetRefused(
                f"{path} 第{number}行：比列名多出几格，是不是有逗号没加引号"
                f" / line {number} has more cells than columns; quote what holds a comma"
            )
        else:
            rows.append(Row(number, {name: cell for name, cell in zip(header, cells, strict=False) if name}))
    if not header:
        raise SpreadsheetRefused(f"{path}：是空的，第一行应为列名 / empty, the first line names the columns")
    return Table(tuple(name for name in header if name), tuple(rows))


def _header(path: Path, cells: list[str]) -> list[str]:
    header = [cell.lower() for cell in cells]
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        names = ", ".join(twice)
        raise SpreadsheetRefused(f"{path} 第1行：列名重复 {names}，请删去一列 / the column {names} stands there twice")
    return header


def _csv_lines(path: Path, content: bytes) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(_decoded(path, content), newline=""), strict=True)
    before = 0
    try:
        for cells in reader:
            # a quoted cell may hold line breaks: a row is where it begins
            yield before + 1, [_text(cell) for cell in cells]
            before = reader.line_num
    except csv.Error as error:
        raise SpreadsheetRefused(
            f"{path} 第{before + 1}行：引号不成对或不是表格（{error}）/ line {before + 1} is no line of a table"
        ) from error


def _decoded(path: Path, content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding).removeprefix("\ufeff")  # GB 18030 has a mark of its own
        except UnicodeDecodeError:
            continue
    raise SpreadsheetRefused(
        f"{path}：不是 UTF-8 也不是 GB 18030，请另存为 CSV（UTF-8）/ neither UTF-8 nor GB 18030, save it as UTF-8"
    )


def _xlsx_lines(path: Path, content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows: Iterable[Iterable[object]] = book.worksheets[0].iter_rows(values_only=True)
        for number, cells in enumerate(rows, 1):
            yield number, [_text(cell) for cell in cells]
    except (BadZipFile, InvalidFileException, KeyError, IndexError, ValueError) as error:
        raise SpreadsheetRefused(f"{path}：不是能读的 XLSX（{error}）/ no XLSX that can be read") from error


def _text(cell: object) -> str:
    """The cell as people see it: 3.0 is 3, an empty one "", a guarded formula without its apostrophe."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell).strip()
    return text[1:] if text.startswith(_GUARDED) else text
