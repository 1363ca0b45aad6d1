"""`linli figures` as an office meets it: a table to read, JSON and CSV for other programs."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from storage.engine import migrate
from storage.unit_of_work import open_store
from tests.bot.commands.conftest import Terminal
from tests.builders import a_talk, people

SHOWN = (
    "新开件数", "一次派对", "平均转手（次）", "因沉默上移", "按时接单", "按时首次回应", "按时办结",
    "办结天数（中位）", "办结天数（九成以内）", "重办", "回答率", "响应率", "解决率", "满意率",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_WECHAT__TOKEN", "invented")


def talked(linli: Terminal, cases: int) -> None:
    """So many cases that their leader solved, reported by as many residents."""
    (linli.folder / "data").mkdir()
    migrate("sqlite:///data/linli.db")
    store = open_store("sqlite:///data/linli.db")
    talk = a_talk(store)
    for number in range(1, cases + 1):
        talk.says(f"resident-{number}", f"榕御小区{number}栋停水了")
        talk.deliver()
        talk.says("openid-wuye", f"接单 {number}")
        talk.later(days=1)
        talk.says("openid-wuye", f"办结 {number} 已来水")
    store.close()


def test_a_table_names_every_figure(linli: Terminal):
    talked(linli, 5)
    ended = linli.run("figures", "--until", "2026-04-01")

    assert ended.code == 0
    assert ended.text.startswith("截至 2026-04-01 00:00 新开 5 件")
    for name in SHOWN:
        assert f"\n{name}" in ended.text, name
    assert "现在在哪：等居民评价 5" in ended.text
    assert "办理负担：1 人收到通知" in ended.text
    assert "各网格是否一样：1 个网格" in ended.text


def test_nothing_yet_is_said_in_words(linli: Terminal):
    ended = linli.run("figures")

    assert ended.code == 0
    assert "没有发出通知" in ended.text
    assert "件数还不够" in ended.text


def test_parts_stand_under_each_other_with_their_names(linli: Terminal):
    talked(linli, 2)
    ended = linli.run("figures", "--by", "grid", "--since", "2026-03-01", "--until", "2026-04-01")

    assert ended.text.startswith("2026-03-01 00:00 至 2026-04-01 00:00 新开 2 件")
    assert "榕御小区" in ended.text.splitlines()[-1]


def test_json_tells_each_share_with_what_it_counted(linli: Terminal):
    talked(linli, 2)
    told = json.loads(linli.run("figures", "--json", "--by", "responder", "--until", "2026-04-01").text)

    assert told["all"]["cases"] == 2
    assert (told["all"]["reopened"], told["all"]["reopened_hits"], told["all"]["reopened_of"]) == (0, 0, 2)
    assert list(told["parts"]) == ["wuye"]
    assert told["burden"]["each"]["wuye"]["moves"] == 4
    assert set(told["equity"]) == {"places", "quickest", "slowest", "days_gini", "late_gini"}


@pytest.mark.parametrize("by", ["street", "community", "grid", "category", "responder", ""])
def test_a_sheet_has_a_line_for_all_and_one_for_each_part(linli: Terminal, by: str):
    talked(linli, 2)
    ended = linli.run("figures", "--csv", *(["--by", by] if by else []), "--until", "2026-04-01")

    rows = list(csv.DictReader(io.StringIO(ended.text.removeprefix("\ufeff"))))
    assert rows[0]["title"] == "全部"
    assert len(rows) == (2 if by else 1)
    assert all(row["cases"] == "2" for row in rows)
    if by == "responder":
        assert [row["moves"] for row in rows] == ["0", "4"]


def test_two_ways_to_write_are_one_too_many(linli: Terminal):
    assert linli.run("figures", "--json", "--csv").code == 2


def test_no_cell_is_run_as_a_formula(linli: Terminal):
    talked(linli, 1)
    store = open_store("sqlite:///data/linli.db")
    staff = [replace(one, name="=1+1") if one.code == "wuye" else one for one in people()]
    store.run(lambda unit: unit.people.apply(staff))
    store.close()
    ended = linli.run("figures", "--by", "responder", "--csv", "--until", "2026-04-01")
    rows = list(csv.DictReader(io.StringIO(ended.text.removeprefix("\ufeff"))))
    assert [(row["title"], row["moves"]) for row in rows] == [("全部", "0"), ("'=1+1", "2")]
