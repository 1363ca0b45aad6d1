from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from bot.desk.spreadsheet import SpreadsheetRefused, read_table

TEXT = "Code,name\ny,榕御小区\n\nz, 丽都花园 \n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_usual_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "places.csv"
    path.write_bytes(TEXT.encode(encoding))

    table = read_table(path)

    assert table.columns == ("code", "name")
    assert [(row.line, row.get("code"), row.get("name")) for row in table.rows] == [
        (2, "y", "榕御小区"),
        (4, "z", "丽都花园"),
    ]


def test_an_xlsx_gives_the_same_rows(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in (["code", "name", "weekly_cap", None], ["y", "榕御小区", 3.0, None], [None], ["z", "", 2.5, "多余"]):
        sheet.append(cells)
    book.save(tmp_path / "places.xlsx")

    rows = read_table(tmp_path / "places.xlsx").rows

    assert [(row.line, dict(row.cells)) for row in rows] == [
        (2, {"code": "y", "name": "榕御小区", "weekly_cap": "3"}),
        (4, {"code": "z", "name": "", "weekly_cap": "2.5"}),
    ]


def test_a_row_with_line_breaks_is_named_by_its_first_line(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text('code,name\na,"第一行\n第二行"\nb,乙\n', encoding="utf-8")

    assert [row.line for row in read_table(path).rows] == [2, 4]


def test_a_guarded_formula_loses_its_apostrophe(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("phone\n'+86138\n'abc\n", encoding="utf-8")

    assert [row.get("phone") for row in read_table(path).rows] == ["+86138", "'abc"]


def test_a_column_that_is_not_there_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("code\na\n", encoding="utf-8")

    assert read_table(path).rows[0].get("openid") == ""


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "是空的"),
        (b"\n\n", "是空的"),
        (b"\xff\xff\xff", "不是 UTF-8"),
        (b'code\n"a\n', "第2行"),
        (b"PK\x03\x04nothing", "XLSX"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "places.csv"
    path.write_bytes(content)

    with pytest.raises(SpreadsheetRefused, match=reason):
        read_table(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SpreadsheetRefused, match="打不开"):
        read_table(tmp_path / "nowhere.csv")


def test_a_file_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(30_000_001)

    with pytest.raises(SpreadsheetRefused, match="30 MB"):
        read_table(path)
