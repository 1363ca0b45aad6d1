from __future__ import annotations

import pytest

from matching.address import Address
from matching.gazetteer import Gazetteer, PlaceName
from matching.place import find_place
from matching.territory import NodeKind

TOWN = Gazetteer(
    PlaceName(name, NodeKind.COMPOUND, name)
    for name in ("榕御小区", "龙江一号", "和平里一期", "和平里二期", "瑞鑫佳园小区", "瑞鑫佳园二期", "建瑞大厦")
)


def test_a_place_and_its_address_are_read_together() -> None:
    finding = find_place("榕御三幢二单元501漏水", TOWN)

    assert finding.match is not None
    assert finding.match.name == "榕御小区"
    assert (finding.address.building, finding.address.unit, finding.address.room) == ("3", "2", "501")
    assert finding.rivals == ()


def test_an_address_without_a_place_is_read_too() -> None:
    finding = find_place("3栋楼顶有人搭铁皮房", TOWN)

    assert finding.match is None
    assert finding.address == Address("3", "", "", ((0, 1),))


def test_the_figures_of_a_name_are_no_building() -> None:
    assert find_place("龙江1号9栋3201露台", TOWN).address.building == "9"


def test_a_room_directly_after_the_name_is_one() -> None:
    assert find_place("建瑞大厦803小孩拍球", TOWN).address.room == "803"


def test_an_open_phase_makes_rivals() -> None:
    finding = find_place("和平里5栋停电", TOWN)

    assert [rival.name for rival in finding.rivals] == ["和平里一期", "和平里二期"]
    assert finding.match == finding.rivals[0]


def test_a_doubtful_reading_is_shown_before_it_is_acted_on() -> None:
    finding = find_place("键瑶大厦门口停电", TOWN)

    assert finding.match is not None
    assert [rival.name for rival in finding.rivals] == ["建瑞大厦"]


def test_a_phase_that_is_named_has_no_rivals() -> None:
    finding = find_place("和平里2期5栋停电", TOWN)

    assert finding.match is not None
    assert finding.match.name == "和平里二期"
    assert finding.rivals == ()


def test_the_compound_itself_is_meant_where_it_has_a_phase_beside_it() -> None:
    finding = find_place("瑞鑫佳园三单元电梯按钮裂了", TOWN)

    assert finding.match is not None
    assert finding.match.name == "瑞鑫佳园小区"
    assert finding.rivals == ()


def test_two_places_apart_are_no_rivals() -> None:
    finding = find_place("从建瑞大厦到榕御小区没有路灯", TOWN)

    assert finding.match is not None
    assert finding.match.name == "建瑞大厦"
    assert finding.rivals == ()


LANES = Gazetteer(
    (
        PlaceName("xiuwen", NodeKind.LANE, "修文路"),
        PlaceName("rongyu", NodeKind.COMPOUND, "榕御小区", ("瑞京路8号",)),
    )
)


def test_a_lane_keeps_its_house_number() -> None:
    finding = find_place("修文路12号502漏水", LANES)

    assert finding.match is not None
    assert finding.match.code == "xiuwen"
    assert finding.house == "修文路12号"
    assert (finding.address.building, finding.address.room) == ("", "502")


def test_a_road_that_is_no_place_comes_back_as_it_is_written() -> None:
    finding = find_place("昨晚人民里二十五号门口路灯不亮", LANES)

    assert finding.match is None
    assert (finding.road, finding.house) == ("人民里25号", "人民里25号")
    assert finding.address == Address()


def test_a_lanes_end_is_kept_and_is_no_house_number() -> None:
    finding = find_place("修文路巷尾垃圾没人倒", LANES)

    assert (finding.road, finding.house) == ("修文路巷尾", "")


def test_a_message_without_a_road_has_none() -> None:
    finding = find_place("榕御小区3栋停电", LANES)

    assert (finding.street, finding.road, finding.house) == (None, "", "")


def test_a_road_beside_a_compound_leaves_the_building_alone() -> None:
    finding = find_place("榕御小区3栋，靠瑞京路那边", LANES)

    assert (finding.road, finding.address.building) == ("瑞京路", "3")


@pytest.mark.parametrize(
    ("text", "road"),
    [
        ("榕御小区人民里25号停电", "人民里25号"),
        ("前面修文路12号停电", "修文路12号"),
        ("修文路12号停电", "修文路12号"),
        ("人民里25号，榕御小区那边", "人民里25号"),
    ],
)
def test_a_road_beside_a_name_is_cut_at_the_name(text: str, road: str) -> None:
    assert find_place(text, LANES).road == road
