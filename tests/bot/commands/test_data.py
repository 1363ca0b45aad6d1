"""`linli import` and `linli export` as the office that keeps the tables meets them."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from bot.desk.exporting import COLUMNS
from storage.engine import migrate
from storage.unit_of_work import open_store
from tests.bot.commands.conftest import Ended, Terminal
from tests.builders import a_talk

PLACES = """code,parent,kind,name,aliases,lng,lat
d,,district,某区,,,
c,d,compound,星河湾,星河|StarRiver,117.65,24.51
c-3,c,building,3栋,,,
"""
PEOPLE = """code,name,role,place,categories,openid,phone,backup,bind_code
p1,陈建国,building_leader,c-3,parking|noise,o-1,13800000001,p2,
p1,陈建国,grid_worker,c,*,,,,
p2,林小梅,property,c,*,,+8613800000002,,bind-2
"""
VOLUNTEERS = """code,name,openid,home,work,skills,languages,gender,slots,weekly_cap,vetted
v1,周晓梅,o-v,c,d,陪诊|搬运,普通话|闽南语,女,工作日 18:00-21:00|周末 09:00-17:00,3,是
"""
TABLES = {"places": PLACES, "people": PEOPLE, "volunteers": VOLUNTEERS}
CONTRACT = {
    "cases": "number,state,category,secondary,place,responder,urgent,private,created_at,due_at,closed_at,verdict,"
    "revision",
    "events": "case,at,actor,action,from_state,to_state,reason",
    "people": "code,name,role,place,categories,openid,phone,backup,bind_code",
    "volunteers": "code,name,openid,home,work,skills,languages,gender,slots,weekly_cap,vetted",
}


def filled(linli: Terminal, *tables: str) -> None:
    for table in tables:
        assert linli.run("import", table, linli.file(f"{table}.csv", TABLES[table])).code == 0


def talked(linli: Terminal) -> None:
    """A case that its leader has taken, in the standard database."""
    (linli.folder / "data").mkdir()
    migrate("sqlite:///data/linli.db")
    store = open_store("sqlite:///data/linli.db")
    talk = a_talk(store)
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.says("openid-chen", "接单")
    talk.says("openid-chen", "办结 =1+1")
    store.close()


def table_of(ended: Ended) -> list[dict[str, str]]:
    assert ended.text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(ended.text.removeprefix("\ufeff"))))


def sheet_of(ended: Ended) -> list[tuple[Any, ...]]:
    return list(load_workbook(io.BytesIO(ended.output)).active.values)


@pytest.mark.parametrize("what", ["places", "people", "volunteers"])
def test_an_import_says_what_it_did_and_the_second_time_nothing_changes(linli: Terminal, what: str):
    filled(linli, *(["places"] if what != "places" else []))
    path = linli.file("table.csv", TABLES[what])
    rows = TABLES[what].count("\n") - 1

    dry = linli.run("import", what, path, "--dry-run")
    first, second = linli.run("import", what, path), linli.run("import", what, path)
    assert (dry.code, first.code, second.code) == (0, 0, 0)
    assert f"没有写入：{first.text}" in dry.text
    assert f"新增 {rows}，改动 0，不变 0" in first.text
    assert f"新增 0，改动 0，不变 {rows}" in second.text


def test_a_dry_run_writes_nothing(linli: Terminal):
    filled(linli, "places")
    assert linli.run("import", "people", linli.file("p.csv", PEOPLE), "--dry-run").code == 0

    assert linli.run("export", "people").output == b""


def test_one_bad_row_keeps_the_whole_file_out(linli: Terminal):
    filled(linli, "places")
    ended = linli.run("import", "people", linli.file("p.csv", PEOPLE + "p3,王五,team,nowhere,*,,,,\n"))

    assert (ended.code, ended.output) == (1, b"")
    assert "第5行 place 列 “nowhere”：没有这个地点编码，请先导入地点表或改正 / line 5, column place" in ended.error
    assert "什么都没有写入" in ended.error
    assert linli.run("export", "people").output == b""


@pytest.mark.parametrize(
    ("what", "rows", "named"),
    [
        (
            "places",
            "x,nope,castle,,,24.5,117.6\nx,d,building,1,,,\n,d,lane,a,,117,\ny,y,lane,b,,,\n",
            "2 parent, 2 kind, 2 name, 2 lng, 2 lat, 3 code, 4 code, 4 lat, 5 parent",
        ),
        (
            "people",
            "q1,陈,king,nowhere,parking|nonsense,,,q1,b1\n,,,,,,,,\nq1,李,team,c,*,,,q9,\nq2,林,team,c,*,,,,b1\n",
            "2 role, 2 place, 2 categories, 2 backup, 4 name, 4 backup, 5 bind_code",
        ),
        (
            "people",
            "q1,陈,team,c,*,o-1,138,,b1\nq1,陈,team,c-3,*,o-2,139,,b2\nq1,陈,team,c,*,,,,\n",
            "3 openid, 3 phone, 3 bind_code, 4 role",
        ),
        (
            "volunteers",
            "v1,,o,nowhere,nowhere,a|b,,女,周末 25点,x,maybe\nv1,陈,,c,,,,,,,\n",
            "2 name, 2 home, 2 work, 2 slots, 2 weekly_cap, 2 vetted, 3 code",
        ),
    ],
)
def test_every_bad_cell_is_named_by_line_and_column(linli: Terminal, what: str, rows: str, named: str):
    filled(linli, "places")
    header = TABLES[what].partition("\n")[0]
    ended = linli.run("import", what, linli.file("bad.csv", f"{header}\n{rows}"))

    found = [line.split("列")[0].removeprefix("第").replace("行", "").strip() for line in ended.error.splitlines()[:-1]]
    assert sorted(found) == sorted(named.split(", "))
    assert all("：" in line and " / line " in line for line in ended.error.splitlines()[:-1])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "打不开"),
        (b"", "是空的"),
        ("编码,姓名\np1,陈\n".encode(), "第1行 code 列"),
        (b"code,name,Name\np1,a,b\n", "列名重复 name"),
        (b"code,name\np1,a,b\n", "第2行：比列名多出几格"),
        (b"PK\x03\x04 and nothing more", "不是能读的 XLSX"),
        (b'code,name,role,place\np1,"\xe9\x99\x88,team,c\n', "第2行"),
        ("code,name\n陈,陈\n".encode("utf-16"), "不是 UTF-8 也不是 GB 18030"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_its_reason(linli: Terminal, content: bytes | None, reason: str):
    if content is not None:
        linli.file("p.csv", content)
    ended = linli.run("import", "people", "p.csv")

    assert (ended.code, ended.output) == (1, b"")
    assert reason in ended.error


@pytest.mark.parametrize(
    ("encoding", "mark"), [("utf-8", ""), ("utf-8", "\ufeff"), ("gb18030", ""), ("gb18030", "\ufeff")]
)
def test_csv_may_be_written_by_any_office(linli: Terminal, encoding: str, mark: str):
    filled(linli, "places")
    content = (mark + PEOPLE.replace("\n", "\r\n")).encode(encoding)

    assert "新增 3" in linli.run("import", "people", linli.file("p.csv", content)).text
    assert linli.run("export", "people").rows[0]["name"] == "陈建国"


def test_a_sheet_is_read_as_people_see_it(linli: Terminal):
    filled(linli, "places")
    book = Workbook()
    sheet = book.active
    sheet.append(["Code", "Name", "Role", "Place", "Categories", "Phone", "Bind_Code"])
    sheet.append([1001, "陈", "building_leader", "c-3", "*", 13800000001, 7788.0])
    sheet.append([None] * 7)
    sheet.append(["1002", "林", "property", "c", "property_fee|parking", "0596-2000000", "007788"])
    book.create_sheet("notes").append(["not read"])
    buffer = io.BytesIO()
    book.save(buffer)
    path = linli.file("p.xlsx", buffer.getvalue())

    assert "新增 2" in linli.run("import", "people", path).text
    assert "不变 2" in linli.run("import", "people", path).text
    assert [(row["code"], row["phone"], row["bind_code"]) for row in linli.run("export", "people").rows] == [
        ("1001", "13800000001", "7788"), ("1002", "0596-2000000", "007788"),
    ]  # fmt: skip


def test_a_person_with_several_roles_is_one_person(linli: Terminal):
    filled(linli, "places", "people")

    rows = [row for row in linli.run("export", "people").rows if row["code"] == "p1"]
    assert {(row["role"], row["place"]) for row in rows} == {("building_leader", "c-3"), ("grid_worker", "c")}
    assert {(row["openid"], row["phone"], row["backup"]) for row in rows} == {("o-1", "13800000001", "p2")}


def test_who_cannot_be_reached_is_said_at_the_import(linli: Terminal):
    filled(linli, "places")
    ended = linli.run("import", "people", linli.file("p.csv", "code,name,role,place\np7,赵六,team,c\n"))

    assert "既没有 openid 也没有绑定码，收不到通知：p7" in ended.text


def test_only_changes_are_counted(linli: Terminal):
    filled(linli, "places", "people")
    changed = PLACES.replace("星河湾", "新星河湾") + "c-4,c,building,4栋,,,\n"

    assert "新增 1，改动 1，不变 2" in linli.run("import", "places", linli.file("p.csv", changed)).text
    no_openid = PEOPLE.replace("o-1", "").replace("parking|noise", "parking")
    assert "新增 0，改动 1，不变 2" in linli.run("import", "people", linli.file("p.csv", no_openid)).text
    assert {row["openid"] for row in linli.run("export", "people").rows if row["code"] == "p1"} == {"o-1"}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("what", ["people", "volunteers"])
def test_what_was_exported_can_be_imported_and_changes_nothing(linli: Terminal, what: str, form: str):
    filled(linli, "places", what)
    exported = linli.run("export", what, "--format", form)

    path = linli.file(f"again.{form}", exported.output)
    assert "新增 0，改动 0" in linli.run("import", what, path).text


@pytest.mark.parametrize("what", list(CONTRACT))
def test_a_table_without_rows_has_its_columns(linli: Terminal, what: str):
    assert set(CONTRACT[what].split(",")) <= set(COLUMNS[what])
    assert linli.run("export", what, "--format", "csv").text == "\ufeff" + ",".join(COLUMNS[what]) + "\n"
    assert sheet_of(linli.run("export", what, "--format", "xlsx")) == [COLUMNS[what]]
    assert linli.run("export", what).output == b""


def test_the_three_forms_of_an_export_say_the_same(linli: Terminal):
    talked(linli)
    for what in ("cases", "events", "people"):
        rows = linli.run("export", what).rows
        table = table_of(linli.run("export", what, "--format", "csv"))
        header, *cells = sheet_of(linli.run("export", what, "--format", "xlsx"))

        assert [tuple(row) for row in rows] == [COLUMNS[what]] * len(rows)
        assert [list(row) for row in table] == [list(COLUMNS[what])] * len(rows)
        assert (header, len(cells)) == (COLUMNS[what], len(rows))
        first = next(iter(rows[0]))
        assert [str(row[first]) for row in rows] == [row[first] for row in table] == [str(row[0]) for row in cells]


def test_a_case_holds_codes_and_times_with_their_offset(linli: Terminal):
    talked(linli)
    (case,) = linli.run("export", "cases").rows

    assert (case["number"], case["state"], case["category"], case["place"], case["responder"]) == (
        1, "awaiting_verdict", "parking", "rongyu-3", "chen",
    )  # fmt: skip
    assert (case["urgent"], case["private"], case["secondary"], case["closed_at"]) == (False, False, [], None)
    assert datetime.fromisoformat(case["created_at"]).utcoffset() is not None
    assert case["created_at"].endswith("+08:00")
    assert datetime.fromisoformat(case["due_at"]) > datetime.fromisoformat(case["created_at"])


def test_what_a_spreadsheet_would_run_is_guarded(linli: Terminal):
    talked(linli)

    assert linli.run("export", "events").rows[-1]["reason"] == "=1+1"
    assert table_of(linli.run("export", "events", "--format", "csv"))[-1]["reason"] == "'=1+1"
    assert sheet_of(linli.run("export", "events", "--format", "xlsx"))[-1][6] == "'=1+1"


@pytest.mark.parametrize(
    ("since", "rows"),
    [
        ("2026-03-03", 1),
        ("2026-03-04", 0),
        ("0001-01-02", 1),
        ("2026-03-03T10:00:00+08:00", 1),
        ("2026-03-03T02:00:01+00:00", 0),
    ],
)
def test_since_is_a_day_of_the_desk_or_a_moment(linli: Terminal, since: str, rows: int):
    talked(linli)

    assert len(linli.run("export", "cases", "--since", since).rows) == rows


@pytest.mark.parametrize("since", ["2026-13-01", "gestern", "2026-03-03T10:00:00", ""])
def test_a_since_that_is_no_day_is_wrong_usage(linli: Terminal, since: str):
    ended = linli.run("export", "cases", "--since", since)

    assert ended.code == 2
    assert "--since" in ended.error


def test_the_zone_of_the_desk_is_the_zone_of_the_times(linli: Terminal, monkeypatch: pytest.MonkeyPatch):
    talked(linli)
    monkeypatch.setenv("LINLI_DESK__TIMEZONE", "Asia/Urumqi")

    assert linli.run("export", "cases").rows[0]["created_at"] == "2026-03-03T08:00:00+06:00"


def test_the_demo_can_be_imported_by_hand(linli: Terminal):
    demo = Path(__file__).parents[3] / "bot" / "demo"

    codes = [linli.run("import", what, demo / f"{what}.csv").code for what in TABLES]
    assert codes == [0, 0, 0]


def test_a_units_list_needs_names_alone_and_comes_out_alone(linli: Terminal):
    filled(linli, "places", "volunteers")
    names = linli.file("unit.csv", "name,skills\n林强,水电工|开铲车\n吴明,\n")
    for counts in ("新增 2，改动 0，不变 0", "新增 0，改动 0，不变 2"):
        ended = linli.run("import", "volunteers", names, "--unit", "财政局")
        assert counts in ended.text
        assert "开铲车" in ended.text

    listed = table_of(linli.run("export", "volunteers", "--unit", "财政局", "--format", "csv"))
    assert [(row["name"], row["skills"], row["unit"]) for row in sorted(listed, key=lambda row: row["name"])] == [
        ("吴明", "", "财政局"), ("林强", "水电维修|开铲车", "财政局"),
    ]  # fmt: skip
    assert len(table_of(linli.run("export", "volunteers", "--format", "csv"))) == 3


def test_the_ledger_of_hours_is_a_table_even_when_it_is_empty(linli: Terminal):
    filled(linli, "places", "volunteers")
    ended = linli.run("export", "hours", "--unit", "财政局", "--format", "csv")
    assert ended.text.lstrip("\ufeff").strip() == "need,volunteer,at,minutes,what,home,work,confirmed_by"
