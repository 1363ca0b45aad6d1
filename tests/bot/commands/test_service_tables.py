"""`linli import services|resources` and what leaves as tables: nobody's name, and twice the same changes nothing."""

from __future__ import annotations

import csv
import io
from importlib.resources import files

import pytest

from bot.desk.service_tables import SERVICE_COLUMNS
from matching.resource import Resource, ResourceKind
from storage.unit_of_work import open_store
from tests.bot.commands.conftest import Terminal
from tests.bot.desk.test_cataloguing import CATALOGUE
from tests.builders import a_talk


@pytest.fixture
def lived(linli: Terminal) -> Terminal:
    """A store in which something of each kind has happened."""
    assert linli.run("migrate").code == 0
    store = open_store(f"sqlite:///{linli.folder / 'data' / 'linli.db'}")
    talk = a_talk(store)
    store.run(lambda unit: unit.services.apply(CATALOGUE))
    projector = Resource("r1", "榕御物业", "rongyu", ResourceKind.GOODS, "投影仪", ("投影机",), 2, "wuye", "=1+1")
    store.run(lambda unit: unit.resources.apply([projector]))
    for who, said in (
        ("openid-shequ", "发活动 读书会 周六16:30-18:00 活动室 2人"), ("openid-shequ", "好"), ("a", "参加 1 2人"),
        ("b", "参加 1"), ("shop", "招工 保洁 20元/时"), ("a", "找活 保洁"), ("a", "应聘 1"),
        ("openid-chen", "借用 投影仪 周六上午 读书会"), ("openid-wuye", "借出 1"),
        ("openid-chen", "借用 投影仪 周日上午"), ("openid-wuye", "不借 2 坏了"),
    ):  # fmt: skip
        talk.says(who, said)
    store.close()
    return linli


@pytest.mark.parametrize(
    ("what", "rows"), [("services", 4), ("activities", 1), ("jobs", 2), ("resources", 1), ("resource_uses", 2)]
)
def test_each_table_has_its_columns_and_rows(lived: Terminal, what: str, rows: int) -> None:
    lines = lived.run("export", what)
    assert lines.code == 0, lines.error
    assert [tuple(row) for row in lines.rows] == [SERVICE_COLUMNS[what]] * rows
    table = list(csv.DictReader(io.StringIO(lived.run("export", what, "--format", "csv").text.removeprefix("\ufeff"))))
    assert len(table) == rows
    assert "openid" not in lines.text, "nobody's account leaves"


def test_the_yearly_report_says_which_unit_gave_what_for_how_long(lived: Terminal) -> None:
    given, refused = lived.run("export", "resource_uses").rows
    assert (given["unit"], given["name"], given["by"], given["hours"], given["state"]) == (
        "榕御物业", "投影仪", "chen", 4.0, "agreed"
    )
    assert (refused["hours"], refused["state"], refused["why"]) == (0, "refused", "坏了")


def test_an_activity_tells_how_many_came_and_who_waited(lived: Terminal) -> None:
    (row,) = lived.run("export", "activities").rows
    assert (row["title"], row["capacity"], row["people"], row["waiting"]) == ("读书会", 2, 2, 1)
    assert lived.run("export", "activities", "--since", "2030-01-01").rows == []


def test_a_work_notice_tells_how_many_were_told_and_answered(lived: Terminal) -> None:
    job, seek = lived.run("export", "jobs").rows
    assert (job["kind"], job["matches"], job["answers"]) == ("job", 1, 1)
    assert (seek["kind"], seek["matches"], seek["answers"]) == ("seek", 1, 1)


@pytest.mark.parametrize("what", ["services", "resources"])
def test_what_left_comes_in_again_and_changes_nothing(lived: Terminal, what: str) -> None:
    path = lived.folder / f"{what}.csv"
    path.write_text(lived.run("export", what, "--format", "csv").text, encoding="utf-8")
    assert lived.run("import", what, str(path)).code == 0  # hands get the names and the rules of the table of skills
    answer = lived.run("import", what, str(path))
    assert answer.code == 0, answer.error
    assert "新增 0，改动 0" in answer.text


@pytest.mark.parametrize("what", ["services", "resources"])
def test_a_bad_file_changes_nothing_and_names_the_row(lived: Terminal, what: str) -> None:
    text = files("bot").joinpath("demo", f"{what}.csv").read_text(encoding="utf-8")
    path = lived.folder / f"{what}.csv"
    path.write_text(text.replace("qianfeng-sq", "nowhere").replace("jinxiu-sq", "nowhere"), encoding="utf-8")
    answer = lived.run("import", what, str(path))
    assert answer.code == 1
    assert "没有这个地点编码" in answer.error
    assert len(lived.run("export", what).rows) == len(CATALOGUE if what == "services" else [0])
