from __future__ import annotations

import csv
import io

import pytest

from bot.desk.placefile import parse_places
from bot.desk.spreadsheet import Row, Table
from matching.territory import Node, NodeKind

HEADER = "code,parent,kind,name,aliases,lng,lat\n"


def a_table(text: str) -> Table:
    lines = csv.DictReader(io.StringIO(text))
    rows = tuple(Row(number, {key: value or "" for key, value in line.items()}) for number, line in enumerate(lines, 2))
    return Table(tuple(lines.fieldnames or ()), rows)


def faults(text: str, *known: Node) -> list[tuple[int, str]]:
    return [(refused.line, refused.column) for refused in parse_places(a_table(HEADER + text), known).refused]


def test_a_good_row_becomes_a_place() -> None:
    parsed = parse_places(a_table(HEADER + "d,,district,芗城区,,,\ny,d,compound,榕御小区,榕御|榕玉,117.6,24.5\n"))

    assert parsed.refused == ()
    assert parsed.values == (
        Node("d", "", NodeKind.DISTRICT, "芗城区"),
        Node("y", "d", NodeKind.COMPOUND, "榕御小区", ("榕御", "榕玉"), 117.6, 24.5),
    )


def test_an_address_is_one_more_alias() -> None:
    header = HEADER.strip() + ",address\n"
    rows = "y,,compound,新元城市花园,新元,,,芗城区水仙大街28、30号\nd,,district,芗城区,,,,\n"
    parsed = parse_places(a_table(header + rows))

    assert [node.aliases for node in parsed.values] == [("新元", "水仙大街28号", "水仙大街30号"), ()]


def test_a_parent_may_be_there_already_or_stand_further_down() -> None:
    assert faults("y,d,compound,榕御小区,,,\n", Node("d", "", NodeKind.DISTRICT, "芗城区")) == []
    assert faults("y,d,compound,榕御小区,,,\nd,,district,芗城区,,,\n") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (",,district,芗城区,,,\n", [(2, "code")]),
        ("d,,district,,,,\n", [(2, "name")]),
        ("d,,district,芗城区,,,\nd,,district,龙文区,,,\n", [(3, "code")]),
        ("d,,city,漳州市,,,\n", [(2, "kind")]),
        ("y,d,compound,榕御小区,,,\n", [(2, "parent")]),
        ("y,y,compound,榕御小区,,,\n", [(2, "parent")]),
        ("a,b,street,甲,,,\nb,a,street,乙,,,\n", [(2, "parent"), (3, "parent")]),
        ("a,b,street,甲,,,\nb,c,street,乙,,,\nc,b,street,丙,,,\n", [(3, "parent"), (4, "parent")]),
        ("d,,district,芗城区,,24.5,117.6\n", [(2, "lng"), (2, "lat")]),
        ("d,,district,芗城区,,东经,24.5\n", [(2, "lng")]),
        ("d,,district,芗城区,,117.6,\n", [(2, "lat")]),
        ("d,,district,芗城区,,,24.5\n", [(2, "lng")]),
    ],
)
def test_a_bad_row_is_named_with_its_column(text: str, found: list[tuple[int, str]]) -> None:
    assert faults(text) == found


def test_every_bad_row_is_named_at_once() -> None:
    assert faults("d,,city,,,,\ny,x,compound,榕御小区,,,\n") == [(2, "name"), (2, "kind"), (3, "parent")]


def test_a_missing_column_is_named_and_nothing_else() -> None:
    refused = parse_places(a_table("code,name\nd,芗城区\n")).refused

    assert [(one.line, one.column) for one in refused] == [(1, "parent"), (1, "kind")]


def test_a_refusal_says_place_value_and_remedy_in_both_languages() -> None:
    (refused,) = parse_places(a_table(HEADER + "d,,city,漳州市,,,\n")).refused

    assert str(refused).startswith("第2行 kind 列 “city”：应为 district, street,")
    assert " / line 2, column kind: must be one of district" in str(refused)


def test_an_empty_cell_is_shown_as_empty() -> None:
    (refused,) = parse_places(a_table(HEADER + "d,,district,,,,\n")).refused

    assert str(refused).startswith("第2行 name 列 （空）：不能为空")
