"""services.csv and resources.csv: read whole or refused, each bad cell named."""

from __future__ import annotations

from datetime import date

import pytest

from bot.desk.servicefile import parse_resources, parse_services
from bot.desk.spreadsheet import Row, Table
from matching.need import Part
from matching.resource import Resource, ResourceKind
from matching.service import Mode, Service

SERVICE = {"code": "s1", "place": "sq", "number": "1", "name": "义诊", "aliases": "体检|量血压", "mode": "team",
           "parts": "医疗2+宣传1", "minutes": "90", "note": "每月", "until_day": "2026-12-31"}  # fmt: skip
RESOURCE = {"code": "r1", "unit": "民政局", "place": "sq", "kind": "goods", "name": "轮椅", "aliases": "拐杖",
            "count": "3", "keeper": "lin", "note": ""}  # fmt: skip


def table(*rows: dict[str, str]) -> Table:
    return Table(tuple(rows[0]), tuple(Row(at, row) for at, row in enumerate(rows, 2)))


def test_an_item_is_read_with_its_hands_under_their_known_names():
    parsed = parse_services(table(SERVICE), {"sq"})
    assert parsed.refused == ()
    assert parsed.values == (
        Service("s1", "sq", 1, "义诊", ("体检", "量血压"), Mode.TEAM, (Part("医疗护理", 2, True), Part("宣传")), 90,
                "每月", date(2026, 12, 31)),
    )  # fmt: skip


def test_what_may_be_empty_has_its_usual_value():
    row = {**SERVICE, "mode": "", "parts": "", "minutes": "", "until_day": "", "aliases": "", "note": ""}
    assert parse_services(table(row), {"sq"}).values == (Service("s1", "sq", 1, "义诊"),)


@pytest.mark.parametrize(
    ("column", "value", "remedy"),
    [
        ("place", "nowhere", "没有这个地点编码"),
        ("number", "一", "应为不小于 0 的整数"),
        ("number", "", "不能为空"),
        ("mode", "crowd", "应为 person, team, item 之一"),
        ("parts", "2", "应写成“医疗证2+理发1”"),
        ("minutes", "601", "应为不小于 0 的整数"),
        ("until_day", "年底", "日期应写成 2026-11-01"),
    ],
)
def test_a_bad_cell_of_a_catalogue_is_named(column: str, value: str, remedy: str):
    (refused,) = parse_services(table({**SERVICE, column: value}), {"sq"}).refused
    assert (refused.line, refused.column) == (2, column)
    assert remedy in refused.remedy


def test_codes_and_numbers_stand_once():
    refused = parse_services(table(SERVICE, {**SERVICE, "code": "s2"}, {**SERVICE, "number": "2"}), {"sq"}).refused
    assert [(one.line, one.column) for one in refused] == [(3, "number"), (4, "code")]
    assert "与第2行重复" in refused[0].remedy


def test_a_column_that_is_missing_is_named():
    assert [one.column for one in parse_services(table({"code": "s1"}), {"sq"}).refused] == ["place", "number", "name"]
    assert {one.column for one in parse_resources(table({"code": "r1"}), {"sq"}, {"lin"}).refused} == {
        "unit", "place", "kind", "name"
    }


def test_a_resource_is_read():
    parsed = parse_resources(table(RESOURCE, {**RESOURCE, "code": "r2", "count": "", "keeper": ""}), {"sq"}, {"lin"})
    assert parsed.refused == ()
    assert parsed.values[0] == Resource("r1", "民政局", "sq", ResourceKind.GOODS, "轮椅", ("拐杖",), 3, "lin")
    assert (parsed.values[1].count, parsed.values[1].keeper) == (1, "")


@pytest.mark.parametrize(
    ("column", "value", "remedy"),
    [
        ("kind", "car", "应为 room, goods, people 之一"),
        ("keeper", "nobody", "没有这个人员编码"),
        ("count", "many", "应为不小于 0 的整数"),
        ("unit", "", "不能为空"),
    ],
)
def test_a_bad_cell_of_a_resource_is_named(column: str, value: str, remedy: str):
    (refused,) = parse_resources(table({**RESOURCE, column: value}), {"sq"}, {"lin"}).refused
    assert refused.column == column
    assert remedy in refused.remedy
