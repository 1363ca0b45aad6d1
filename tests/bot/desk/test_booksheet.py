"""The book goes to Excel and comes back as edits."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from bot.desk.bookedit import EditRefused, applied, edits_between
from bot.desk.booksheet import edits_of_workbook, workbook_of
from intents.rule import shipped_rules_text
from tests.bot.desk.bookedits import EVERY, TEXT

BOOK = applied(TEXT, EVERY)


def changed(sheet: str, row: int, column: int, value: object, text: str = BOOK) -> bytes:
    book = load_workbook(io.BytesIO(workbook_of(text)))
    book[sheet].cell(row, column).value = value
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_what_goes_out_comes_back_as_it_was():
    assert edits_of_workbook(BOOK, workbook_of(BOOK)) == []
    assert edits_of_workbook(shipped_rules_text(), workbook_of(shipped_rules_text())) == []


def test_a_workbook_says_what_differs_from_a_book():
    assert sorted(edits_of_workbook(TEXT, workbook_of(BOOK)), key=str) == sorted(edits_between(TEXT, BOOK), key=str)
    edits = edits_of_workbook(BOOK, changed("词", 2, 3, 9))
    assert [(one.name, one.before, one.value) for one in edits] == [("乱停车", 2.5, 9)]


@pytest.mark.parametrize(
    ("sheet", "column", "value", "reason"),
    [
        ("词", 3, "很多", "值看不懂"),
        ("词", 2, None, "没有写名称"),
        ("词", 2, "车位", "写了两次"),
        ("专项", 7, "没有类别", "值看不懂"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(sheet: str, column: int, value: object, reason: str):
    with pytest.raises(EditRefused, match=f"{sheet}第 \\d 行.*{reason}"):
        edits_of_workbook(BOOK, changed(sheet, 2, column, value))


def test_what_is_no_workbook_of_ours_is_refused():
    with pytest.raises(EditRefused, match="打不开"):
        edits_of_workbook(BOOK, b"nothing")
    book = load_workbook(io.BytesIO(workbook_of(BOOK)))
    for sheet in book.worksheets[1:]:
        book.remove(sheet)
    book.worksheets[0].title = "别的"
    content = io.BytesIO()
    book.save(content)
    with pytest.raises(EditRefused, match="没有认得的工作表"):
        edits_of_workbook(BOOK, content.getvalue())
