"""Tables brought in at the console: seen before they count, refused by line and column, taken back."""

from __future__ import annotations

import io
import re

import pytest
from openpyxl import Workbook

from bot.desk.importkinds import IMPORTS

COMPOUND = [
    ["编码", "上级", "类型", "名称", "别名", "经度", "纬度"],
    ["nanhu", "rongyu-sq", "小区", "南湖花园", "南湖", 117.66, 24.52],
    *[[f"nanhu-{number}", "nanhu", "楼栋", f"{number}栋", "", "", ""] for number in range(1, 31)],
]
LEADERS = [
    ["编码", "姓名", "职责", "地点", "类别"],
    *[[f"n{number}", f"林小{number}", "楼长", f"nanhu-{number}", "*"] for number in range(1, 31)],
]


def sheet(rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def text(rows) -> bytes:
    return "\n".join(",".join(map(str, row)) for row in rows).encode()


def preview(who, what: str, content: bytes, status: int = 200) -> str:
    return who.does("/people/imports/preview", status, what=what, files={"file": ("表.xlsx", content)})


def apply(who, page: str, status: int = 200) -> str:
    token, seal = (re.search(f'name="{name}" value="([^"]*)"', page)[1] for name in ("token", "seal"))
    return who.does("/people/imports/apply", status, token=token, seal=seal)


def imports(who, what: str, content: bytes) -> str:
    return apply(who, preview(who, what, content))


def rows(talk, what: str):
    return talk.store.read(IMPORTS[what].rows)


@pytest.fixture
def owner(clerk):
    found = clerk()
    found.sees("/people/imports")
    return found


def test_a_compound_of_thirty_buildings_and_its_leaders_comes_in_and_is_taken_back(owner, talk) -> None:
    places, people = rows(talk, "places"), rows(talk, "people")

    seen = preview(owner, "places", sheet(COMPOUND))
    assert "新增31" in seen
    assert rows(talk, "places") == places
    assert "已经导入" in apply(owner, seen)
    imports(owner, "people", sheet(LEADERS))
    assert "南湖花园7栋" in talk.says("resident", "南湖花园7栋楼下乱停车")
    assert "林小9" in owner.sees("/people/places/nanhu-9")

    assert "已经有诉求" in owner.does("/people/imports/2/undo", 422)
    assert len(rows(talk, "people")) == len(people) + 30


def test_what_was_changed_is_put_back_by_undo(owner, talk) -> None:
    before = rows(talk, "people")

    page = preview(owner, "people", text([["code", "name", "role", "place", "bind_code"],
                                          ["li", "李大明", "building_leader", "rongyu-5", "bind-li"],
                                          ["wu", "吴一", "building_leader", "rongyu-1", ""]]))
    assert "<del>李明</del> → 李大明" in page
    apply(owner, page)
    assert "撤销" in owner.sees("/people/imports")
    assert "全部撤销" in owner.does("/people/imports/1/undo")

    assert rows(talk, "people") == before
    assert talk.store.read(lambda unit: unit.staff.load("wu")) is None
    assert "已经撤销过" in owner.does("/people/imports/1/undo", 422)
    assert [one.action for one in talk.store.read(lambda unit: unit.audit.latest(2))] == ["undo_import", "import"]


def test_undo_is_refused_where_something_was_changed_since(owner, talk) -> None:
    imports(owner, "places", sheet(COMPOUND))
    owner.does("/people/places/nanhu-3", name="三号楼", parent="nanhu")

    assert "三号楼" not in owner.does("/people/imports/1/undo", 422)
    assert "这些又改过了：3栋" in owner.does("/people/imports/1/undo", 422)
    assert "nanhu" in rows(talk, "places")


def test_undo_is_refused_after_a_week_and_for_any_but_the_last(owner, talk) -> None:
    imports(owner, "places", sheet(COMPOUND))
    imports(owner, "people", sheet(LEADERS))
    assert "最近一次" in owner.does("/people/imports/1/undo", 422)
    talk.later(days=8)
    owner.signs_in("owner")
    assert "天了" in owner.does("/people/imports/2/undo", 422)


def test_an_untouched_compound_goes_without_a_trace(owner, talk) -> None:
    before = rows(talk, "places")
    imports(owner, "places", sheet(COMPOUND))
    owner.does("/people/imports/1/undo")
    assert rows(talk, "places") == before


def test_every_bad_row_is_named_with_line_column_and_remedy(owner) -> None:
    bad = [["code", "parent", "kind", "name"], ["a", "nowhere", "compound", "甲"], ["b", "rongyu-sq", "城堡", "乙"]]
    page = preview(owner, "places", text(bad), 422)
    assert "有2处要改" in page
    assert "没有这个上级编码" in page
    assert "城堡" in page
    assert "缺" in preview(owner, "places", text([["code"], ["a"]]), 422) or "没有这一列" in page
    assert "请选要导入什么" in preview(owner, "castles", b"x", 422)
    assert "不是能读的" in preview(owner, "places", b"PK\x03\x04 broken", 422)


def test_what_was_seen_is_what_comes_in(owner, talk) -> None:
    seen = preview(owner, "places", sheet(COMPOUND))
    owner.does("/people/places", parent="rongyu-sq", kind="compound", name="南湖花园", code="nanhu")
    assert "再看一遍" in apply(owner, seen, 422)
    assert "重新选文件" in owner.does("/people/imports/apply", 422, token="gone", seal="")
    assert "nanhu-1" not in rows(talk, "places")


def test_a_community_brings_in_only_what_is_hers(clerk) -> None:
    who = clerk("community", "rongyu-sq")
    who.sees("/people/imports")
    assert "新增31" in preview(who, "places", sheet(COMPOUND))
    above = [["code", "parent", "kind", "name"], ["x", "xinqiao", "community", "别的社区"]]
    assert "管不到的地方" in preview(who, "places", text(above), 422)
    chief = [["code", "name", "role", "place", "bind_code"], ["jiedao", "新桥街道办", "grid_worker", "rongyu", "MINE"]]
    assert "管不到的地方" in preview(who, "people", text(chief), 422)
    assert "jiedao" not in who.sees("/people/table?what=people")


@pytest.mark.parametrize("what", sorted(IMPORTS))
def test_what_is_handed_out_changes_nothing_when_it_comes_back(owner, what: str) -> None:
    table = owner.sees(f"/people/table?what={what}")
    if len(table.splitlines()) > 1:
        assert "完全一样" in preview(owner, what, table.encode())
    assert len(owner.sees(f"/people/table?what={what}&empty=1").splitlines()) == 1
    owner.sees("/people/table?what=castles", 404)


def test_volunteers_teams_and_rotas_come_in_and_go(owner, talk) -> None:
    before = {what: rows(talk, what) for what in ("volunteers", "teams", "rotas")}
    imports(owner, "volunteers", text([["code", "name", "home", "skills"], ["v1", "周晓梅", "rongyu-3", "理发"]]))
    owner.does("/people/imports/1/undo")
    imports(owner, "volunteers", text([["code", "name", "home", "skills"], ["v1", "周晓梅", "rongyu-3", "理发"]]))
    head = ["code", "name", "kind", "place", "leader", "until_day"]
    imports(owner, "teams", text([head, ["t1", "理发队", "other", "rongyu", "v1", "2027-01-01"]]))
    assert rows(talk, "teams")["t1"]["members"] == ["v1"]
    owner.does("/people/imports/3/undo")
    head = ["kind", "person", "organisation", "place", "from_day", "until_day"]
    imports(owner, "rotas", text([head, ["mediation", "lin", "", "rongyu-sq", "2026-01-01", ""]]))
    imports(owner, "rotas", text([head, ["mediation", "li", "", "rongyu-sq", "2026-01-01", ""]]))
    owner.does("/people/imports/5/undo")
    assert [one["person"] for one in rows(talk, "rotas").values()] == ["lin"]
    assert rows(talk, "teams") == before["teams"]
