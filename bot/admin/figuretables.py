"""The cells of a chart as people read them and as a spreadsheet counts with them; CSV and XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from starlette.responses import Response

from bot.admin.rendering import HEADERS
from bot.desk import labels
from bot.desk.picture import Cell, Chart
from bot.desk.spreadsheet import guarded
from bot.desk.wording_hours import CONTENTS
from matching.case import State
from matching.need import NeedKind
from matching.routing import Town

#: Kinds of cells that are numbers: right-aligned, and drawn.
NUMBERS = frozenset({"count", "heat", "share", "days", "hours", "minutes"})
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: The columns of a chart that are drawn; the second where nothing stands here.
_DRAWN: Mapping[str, tuple[int, ...]] = {"times": (1, 2), "volunteers": (4,)}
_UNITS: Mapping[str, str] = {"days": "{:.1f}天", "hours": "{:.1f}小时", "minutes": "{:.0f}分钟"}
#: Rows on the page; the export has them all.
SHOWN_MOST = 50
_HEATS = 5
_SHEET_NAME = 31


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell of the page: its words, its number for the drawing ("" where none), and how hot it is, 0 to 5."""

    words: str
    number: str = ""
    heat: int = 0


@dataclass(frozen=True, slots=True)
class ShownChart:
    """A chart as the page needs it; `address` of each row leads to the cases behind it, "" where none are told."""

    chart: Chart
    rows: tuple[tuple[str, tuple[ShownCell, ...]], ...]
    numeric: tuple[bool, ...]
    drawn: str
    left_out: int

    @property
    def is_drawn(self) -> bool:
        """Whether there is anything to draw."""
        first = int(self.drawn.partition(",")[0])
        return bool(self.chart.draw) and any(cells[first].number for _, cells in self.rows)


def shown_chart(chart: Chart, town: Town, most_rows: int = SHOWN_MOST) -> ShownChart:
    """A chart with its codes as people read them, and at most so many rows."""
    kinds = [kind for _, kind in chart.columns]
    heats = [value for row in chart.rows for value, kind in zip(row, kinds, strict=True) if kind == "heat"]
    most = max((int(value or 0) for value in heats), default=0)
    queries = chart.queries or ("",) * len(chart.rows)
    rows = tuple(
        (query, tuple(_shown(value, kind, town, most) for value, kind in zip(row, kinds, strict=True)))
        for query, row in zip(queries, chart.rows, strict=True)
    )
    drawn = _DRAWN.get(chart.name, (1,))
    return ShownChart(
        chart, rows[:most_rows], tuple(kind in NUMBERS for kind in kinds),
        ",".join(map(str, drawn)), max(0, len(rows) - most_rows),
    )  # fmt: skip


def _shown(value: Cell, kind: str, town: Town, most: int) -> ShownCell:
    if kind not in NUMBERS:
        return ShownCell(titled(value, kind, town))
    if value is None or isinstance(value, str):
        return ShownCell("–")
    if kind == "heat":
        heat = -(-_HEATS * int(value) // most) if value and most else 0
        return ShownCell(str(value) if value else "·", str(value), heat)
    words = f"{value:.1%}" if kind == "share" else _UNITS.get(kind, "{}").format(value)
    return ShownCell(words, str(round(value, 4)))


def titled(value: Cell, kind: str, town: Town) -> str:
    """A code as people read it."""
    code = "" if value is None else str(value)
    if not code:
        return "–" if kind == "text" else "不明"
    return _TITLES[kind](code, town) if kind in _TITLES else code


def _person(code: str, town: Town) -> str:
    person = town.directory.get(code)
    return person.name if person else code


def _state(code: str, _town: Town) -> str:
    return labels.STATES[State(code)] if code in set(State) else "居民取消"


_TITLES: Mapping[str, Callable[[str, Town], str]] = {
    "category": lambda code, town: town.preferences.label(code),
    "place": lambda code, town: town.territory.title(code) or code,
    "person": _person,
    "state": _state,
    "kind": lambda code, _town: CONTENTS[NeedKind(code)],
}


# -- tables that leave -------------------------------------------------------------------------------


def table_of(chart: Chart, town: Town) -> list[list[str | int | float]]:
    """A chart's head and rows for a spreadsheet: numbers as numbers, a share between 0 and 1."""
    head: list[str | int | float] = [label or "项目" for label, _ in chart.columns]
    return [head, *([_cell(value, kind, town) for value, (_, kind) in zip(row, chart.columns, strict=True)]
                    for row in chart.rows)]  # fmt: skip


def _cell(value: Cell, kind: str, town: Town) -> str | int | float:
    if kind in NUMBERS:
        return "" if value is None else value
    return ILLEGAL_CHARACTERS_RE.sub("", guarded(titled(value, kind, town)))


def as_csv(chart: Chart, town: Town) -> bytes:
    """One chart, with the mark that Excel needs for Chinese."""
    told = io.StringIO(newline="")
    csv.writer(told, lineterminator="\n").writerows(table_of(chart, town))
    return f"\ufeff{told.getvalue()}".encode()


def as_xlsx(charts: Sequence[Chart], town: Town, head: str) -> bytes:
    """A sheet for each chart; `head` says of when and where, above its definition and its table."""
    book = Workbook(write_only=True)
    for chart in charts:
        sheet = book.create_sheet(chart.title.replace("/", "、")[:_SHEET_NAME])
        for words in (chart.title, head, chart.definition, chart.note):
            if words:
                sheet.append([guarded(words)])
        sheet.append([])
        for row in table_of(chart, town):
            sheet.append(row)
    told = io.BytesIO()
    book.save(told)
    return told.getvalue()


def download(content: bytes, name: str, kind: str) -> Response:
    """A file that the browser keeps under a name."""
    said = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=said)
