from __future__ import annotations

import pytest

from matching.street import Roads, Street, house_addresses, is_address

ROADS = Roads(
    [
        ("a", "瑞京路1号"), ("b", "瑞京路8号"), ("c", "瑞京路12号"), ("d", "瑞京路93号"),
        ("d", "水仙大街30号"), ("e", "榕御小区"), ("f", "瑞京路28-30号"),
    ]
)  # fmt: skip


def found(text: str) -> str:
    street = ROADS.find(text)
    return street.text if street else ""


@pytest.mark.parametrize(
    ("text", "road"),
    [
        ("人民里25号门口路灯不亮", "人民里25号"),
        ("昨晚人民里25号停电", "人民里25号"),
        ("我住在人民里二十五号", "人民里25号"),
        ("钟法路三十号漏水", "钟法路30号"),
        ("南昌路一三四号才几户人", "南昌路134号"),
        ("瑞京路９号", "瑞京路9号"),
        ("待御巷28-3号屋顶", "待御巷28号"),
        ("迎宾大道1058号", "迎宾大道1058号"),
        ("瑞京路8号楼道灯坏了", "瑞京路8号"),
        ("噼里啪啦响瑞京路8号", "瑞京路8号"),
        ("修文路巷尾垃圾没人倒", "修文路巷尾"),
        ("联仔街中段有人搭棚", "联仔街中段"),
        ("瑞京路垃圾没人倒", "瑞京路"),
        ("送餐到水仙大街那边", "水仙大街"),
        ("小区里25号停电，在人民里7号", "人民里7号"),
    ],
)
def test_a_road_is_found_with_its_house_number(text: str, road: str) -> None:
    assert found(text) == road


@pytest.mark.parametrize(
    "text",
    [
        "", "乱停车堵路", "家里25号停电", "小区里3号停水", "楼道3号", "走路12号", "这条路12号线堵", "人民里",
        "人民路12号楼后面", "心里巷口", "人民里巷尾", "中山路垃圾没人倒", "路", "走路巷口",
    ],
)  # fmt: skip
def test_what_is_no_road_is_none(text: str) -> None:
    assert found(text) == ""


def test_offsets_count_characters_of_the_text() -> None:
    text = "昨晚人民里25号停电"
    street = ROADS.find(text)

    assert street == Street("人民里", "25", 2, 8)
    assert text[street.start : street.end] == "人民里25号"


def test_along_a_road_the_nearest_houses_of_the_same_side_come_first() -> None:
    assert ROADS.along(Street("瑞京路", "10", 0, 0)) == ("b", "c", "a", "d")
    assert ROADS.along(Street("瑞京路", "", 0, 0)) == ("a", "b", "c", "d")
    assert ROADS.along(Street("人民里", "25", 0, 0)) == ()


@pytest.mark.parametrize(
    ("address", "houses"),
    [
        ("瑞京路8号", ("瑞京路8号",)),
        ("芗城区水仙大街28、30号(新桥头)", ("水仙大街28号", "水仙大街30号")),
        ("(芗城区市政府)漳州市芗城区瑞京路259号", ("瑞京路259号",)),
        ("瑞京路梅舍巷2号", ("梅舍巷2号",)),
        ("新浦路28-29号", ("新浦路28号", "新浦路29号")),
        ("新浦路28-350号", ("新浦路28号",)),
        ("瑞京路0号", ()),
        ("元光北路号", ()),
        ("瑞京路与建设路交接处", ()),
        ("", ()),
    ],
)
def test_a_register_s_address_gives_its_houses(address: str, houses: tuple[str, ...]) -> None:
    assert house_addresses(address) == houses


def test_an_address_is_a_road_with_a_number() -> None:
    assert is_address("水仙大街28号")
    assert not is_address("水仙大街")
    assert not is_address("大同路152号小区")
