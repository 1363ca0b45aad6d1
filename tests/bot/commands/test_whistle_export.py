"""`linli export duties|whistles|whistle_rates`: the supervisor's tables in all three forms."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook

from bot.desk.exporting import COLUMNS
from matching.deadline import WorkCalendar
from storage.unit_of_work import open_store
from tests.bot.commands.conftest import Terminal
from tests.bot.desk.whistles import a_blown


@pytest.fixture
def blown(linli: Terminal) -> Terminal:
    assert linli.run("migrate").code == 0
    store = open_store(f"sqlite:///{linli.folder / 'data' / 'linli.db'}")
    talk = a_blown(store)
    assert talk.desk.calendar == WorkCalendar("Asia/Shanghai")
    talk.says("openid-wuye", "报告 1 =装了路障")
    store.close()
    return linli


@pytest.mark.parametrize(("what", "rows"), [("duties", 6), ("whistles", 2), ("whistle_rates", 1)])
def test_each_table_leaves_in_all_three_forms(blown: Terminal, what: str, rows: int) -> None:
    lines = blown.run("export", what)
    assert lines.code == 0, lines.error
    assert [tuple(row) for row in lines.rows] == [COLUMNS[what]] * rows
    table = list(csv.DictReader(io.StringIO(blown.run("export", what, "--format", "csv").text.removeprefix("\ufeff"))))
    sheet = list(load_workbook(io.BytesIO(blown.run("export", what, "--format", "xlsx").output)).active.values)
    assert len(table) == len(sheet) - 1 == rows
    assert sheet[0] == tuple(table[0]) == COLUMNS[what]
    assert blown.run("export", what, "--since", "2030-01-01").rows == []


def test_what_a_department_typed_is_no_formula(blown: Terminal) -> None:
    rows = csv.DictReader(io.StringIO(blown.run("export", "whistles", "--format", "csv").text.removeprefix("\ufeff")))
    assert {row["result"] for row in rows} == {"", "'=装了路障"}
