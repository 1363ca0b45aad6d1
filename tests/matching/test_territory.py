from __future__ import annotations

import pytest

from matching.territory import Node, NodeKind, Territory

TOWN = Territory(
    (
        Node("d", "", NodeKind.DISTRICT, "芗城区"),
        Node("s", "d", NodeKind.STREET, "新桥街道", (), 117.676, 24.504),
        Node("c", "s", NodeKind.COMMUNITY, "榕御社区"),
        Node("y", "c", NodeKind.COMPOUND, "榕御小区", ("榕御",), 117.6763, 24.5042),
        Node("g", "y", NodeKind.GRID, "第一网格"),
        Node("y-3", "g", NodeKind.BUILDING, "3栋", ("老3栋",), 117.675947, 24.503871),
        Node("y-G2", "y", NodeKind.BUILDING, "G2栋"),
        Node("y-4", "y", NodeKind.BUILDING, "榕御小区4栋"),
        Node("y-x", "y", NodeKind.BUILDING, "门卫室"),
        Node("l", "c", NodeKind.LANE, "修文路", (), 117.6539, 24.5098),
        Node("w", "", NodeKind.BUILDING, "独立楼"),
    )
)


def test_a_lineage_goes_from_the_place_to_its_root() -> None:
    assert [node.code for node in TOWN.lineage("y-3")] == ["y-3", "g", "y", "c", "s", "d"]
    assert TOWN.lineage("nowhere") == ()


def test_children_come_in_the_order_given() -> None:
    assert [node.code for node in TOWN.children("y")] == ["g", "y-G2", "y-4", "y-x"]
    assert [node.code for node in TOWN.children("")] == ["d", "w"]
    assert TOWN.children("y-3") == ()


def test_a_place_lies_within_itself_and_those_above() -> None:
    assert TOWN.within("y-3", "y-3")
    assert TOWN.within("y-3", "s")
    assert not TOWN.within("s", "y-3")


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("y-3", "榕御小区3栋"),
        ("y-4", "榕御小区4栋"),
        ("g", "榕御小区第一网格"),
        ("l", "修文路"),
        ("c", "榕御社区"),
        ("w", "独立楼"),
        ("nowhere", ""),
    ],
)
def test_titles_are_what_people_read(code: str, title: str) -> None:
    assert TOWN.title(code) == title


@pytest.mark.parametrize(
    ("holder", "number", "code"), [("y", "3", "y-3"), ("g", "3", "y-3"), ("y", "g2", "y-G2"), ("y", "4", "y-4")]
)
def test_a_building_is_found_by_number_through_a_grid_too(holder: str, number: str, code: str) -> None:
    found = TOWN.building(holder, number)

    assert found is not None
    assert found.code == code


def test_there_is_no_building_where_nobody_built_one() -> None:
    assert TOWN.building("y", "99") is None
    assert TOWN.building("c", "3") is None


def test_the_nearest_place_is_a_point_and_no_street() -> None:
    found = TOWN.nearest(117.675947, 24.503871, 800)

    assert found is not None
    assert found.code == "y-3"
    assert TOWN.nearest(117.9, 24.5, 800) is None


def test_a_place_exactly_at_the_limit_is_near_enough() -> None:
    here = Territory([Node("l", "", NodeKind.LANE, "修文路", (), 117.0, 24.0)])

    assert here.nearest(117.0, 24.0, 0) == here.get("l")


def test_a_loop_of_parents_ends() -> None:
    looped = Territory([Node("a", "b", NodeKind.COMPOUND, "甲"), Node("b", "a", NodeKind.COMPOUND, "乙")])

    assert [node.code for node in looped.lineage("a")] == ["a", "b"]


def test_a_place_whose_parent_is_unknown_is_a_root() -> None:
    torn = Territory([Node("a", "lost", NodeKind.COMPOUND, "甲")])

    assert [node.code for node in torn.children("")] == ["a"]
    assert [node.code for node in torn.nodes()] == ["a"]


def test_below_is_the_place_and_everything_under_it_nearer_ones_first() -> None:
    tree = Territory(
        [
            Node("a", "", NodeKind.COMMUNITY, "甲社区"),
            Node("b", "a", NodeKind.COMPOUND, "乙小区"),
            Node("b-1", "b", NodeKind.BUILDING, "1栋"),
            Node("c", "a", NodeKind.COMPOUND, "丙小区"),
        ]
    )
    assert tree.below("a") == ("a", "b", "c", "b-1")
    assert tree.below("nowhere") == ("nowhere",)


def test_below_ends_where_a_loop_would_repeat() -> None:
    tree = Territory([Node("a", "b", NodeKind.COMPOUND, "甲"), Node("b", "a", NodeKind.COMPOUND, "乙")])
    assert tree.below("a") == ("a", "b")


def test_an_unknown_place_leads_to_the_roots() -> None:
    tree = Territory([Node("a", "", NodeKind.DISTRICT, "甲区"), Node("b", "a", NodeKind.STREET, "乙街道")])
    assert [node.code for node in tree.lineage_or_top("b")] == ["b", "a"]
    assert [node.code for node in tree.lineage_or_top("nowhere")] == ["a"]


def test_a_closed_place_keeps_its_line_and_is_found_by_nobody() -> None:
    open_one = Node("b-3", "b", NodeKind.BUILDING, "3栋", ("5栋",), 117.65, 24.51)
    closed = Node("b-5", "b", NodeKind.BUILDING, "5栋", (), 117.65, 24.51, successor="b-3")
    compound = Node("b", "", NodeKind.COMPOUND, "榕御小区")
    territory = Territory([compound, closed, open_one])

    assert closed.is_closed
    assert territory.title("b-5") == "榕御小区5栋"
    assert territory.building("b", "5") == open_one
    assert territory.nearest(117.65, 24.51, 50) == open_one
