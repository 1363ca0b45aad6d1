"""Tables that go out, as files that a spreadsheet opens."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from bot.desk.spreadsheet import guarded

Record = Mapping[str, Any]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def csv_of(columns: Sequence[str], records: Iterable[Record]) -> bytes:
    """A table as CSV in UTF-8. With a byte-order mark: without it Excel takes the Chinese for another encoding."""
    written = io.StringIO()
    written.write("\ufeff")
    writer = csv.DictWriter(written, columns, lineterminator="\n")
    writer.writeheader()
    for record in records:
        writer.writerow({key: cell_of(value) for key, value in record.items()})
    return written.getvalue().encode()


def xlsx_of(columns: Sequence[str], records: Iterable[Record]) -> bytes:
    """A table as the one sheet of a workbook."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("linli")
    sheet.append(list(columns))
    for record in records:
        sheet.append([_sheet_cell(record[column]) for column in columns])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def cell_of(value: object) -> str | int | float:
    """A value for one cell. A text that a spreadsheet would run as a formula gets an apostrophe."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    text = "|".join(map(str, value)) if isinstance(value, list | tuple) else str(value if value is not None else "")
    return guarded(text)


def _sheet_cell(value: object) -> str | int | float:
    """As `cell_of`, without the control characters that no sheet may hold."""
    cell = cell_of(value)
    return ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell
