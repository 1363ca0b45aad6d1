from __future__ import annotations

import pytest

from matching.gazetteer import Gazetteer, NameMatch, PlaceName, place_names
from matching.territory import Node, NodeKind, Territory

COMPOUNDS = (
    "榕御小区",
    "江滨花园",
    "江滨花园锦园",
    "和平里一期",
    "和平里二期",
    "阳光花园",
    "桃林新村",
    "钱隆首府",
    "钱隆学府",
    "龙门大厦",
    "龍門大厦",
    "国佳中心",
    "福晟·钱隆樽品",
    "中骏蓝湾香郡",
    "悦珑庄",
    "延北新村",
    "延北新村新区",
)
TOWN = Gazetteer(
    (
        *(PlaceName(name, NodeKind.COMPOUND, name) for name in COMPOUNDS),
        PlaceName("district", NodeKind.DISTRICT, "芗城区"),
        PlaceName("street", NodeKind.STREET, "新桥街道", ("新桥街道办",)),
        PlaceName("community", NodeKind.COMMUNITY, "榕御社区"),
        PlaceName("lane", NodeKind.LANE, "修文路"),
        PlaceName("park", NodeKind.PARK, "蓝田经济开发区", ("蓝田开发区",)),
    )
)


def first(text: str) -> str:
    found = TOWN.find(text)
    return found[0].code if found else ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("榕御小区3栋楼下乱停车", "榕御小区"),
        ("榕御3栋楼下乱停车", "榕御小区"),
        ("容玉小区停电", "榕御小区"),
        ("容玉3栋停电", "榕御小区"),
        ("榕禦小區停電", "榕御小区"),
        ("桃林新材有人违建", "桃林新村"),
        ("林桃新村3栋", "桃林新村"),
        ("蓝湾香郡8栋", "中骏蓝湾香郡"),
        ("南湾香君8栋", "中骏蓝湾香郡"),
        ("福晟钱隆樽品停电", "福晟·钱隆樽品"),
        ("福晟·钱隆樽品停电", "福晟·钱隆樽品"),
        ("悦龙庄投票造假", "悦珑庄"),
        ("和平里2期停电", "和平里二期"),
        ("延北这边我的位又被占", "延北新村"),
        ("修文路的路灯坏了", "lane"),
        ("榕御社区在哪里办证", "community"),
        ("我在新桥街道办问过", "street"),
        ("蓝田开发区的污水", "park"),
        ("芗城区的医保怎么办", "district"),
    ],
)
def test_a_name_is_found_however_it_is_written(text: str, code: str) -> None:
    assert first(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "今天天气不错",
        "阳光很好",
        "衣服晒不到阳光",
        "请申报国家中心城市",
        "钱隆附近有房吗",
        "楼上漏水 求调解",
        "安全问题谁管",
    ],
)
def test_a_message_that_names_no_place_yields_none(text: str) -> None:
    assert TOWN.find(text) == ()


def test_the_longest_name_wins() -> None:
    assert [match.code for match in TOWN.find("江滨花园锦园停电")] == ["江滨花园锦园"]


def test_a_smaller_place_goes_before_the_one_around_it() -> None:
    found = [match.code for match in TOWN.find("新桥街道榕御社区榕御小区3栋")]

    assert found == ["榕御小区", "community", "street"]


def test_the_name_in_its_own_writing_goes_first() -> None:
    assert first("龙门大厦电梯坏了") == "龙门大厦"
    assert first("龍門大厦电梯坏了") == "龍門大厦"


def test_an_offset_counts_characters_of_the_text_as_given() -> None:
    assert TOWN.find("昨天·福晟·钱隆樽品停电") == (
        NameMatch("福晟·钱隆樽品", "福晟·钱隆樽品", "福晟·钱隆樽品", 3, 10, 1.0),
    )


def test_the_better_of_two_mentions_counts() -> None:
    (better_last,) = TOWN.find("容玉小区，对，榕御小区")
    (better_first,) = TOWN.find("榕御小区，对，容玉小区")

    assert (better_last.start, better_last.confidence) == (7, 1.0)
    assert (better_first.start, better_first.confidence) == (0, 1.0)


def test_what_sounds_like_a_name_but_is_another_word_is_none() -> None:
    small = Gazetteer([PlaceName("x", NodeKind.COMPOUND, "香林大厦")])

    assert small.find("相邻2栋") == ()


def test_a_slip_does_not_speak_over_a_name_that_sounds_right() -> None:
    town = Gazetteer(PlaceName(name, NodeKind.COMPOUND, name) for name in ("中森阳光美地", "阳光美地锦园"))

    assert town.find("我们阳光美帝哦地下室")[0].code == "中森阳光美地"


def test_names_come_from_the_tree_without_grids_and_buildings() -> None:
    tree = Territory(
        (
            Node("y", "", NodeKind.COMPOUND, "榕御小区", ("榕御",)),
            Node("g", "y", NodeKind.GRID, "第一网格"),
            Node("b", "g", NodeKind.BUILDING, "3栋"),
        )
    )

    assert place_names(tree) == (PlaceName("y", NodeKind.COMPOUND, "榕御小区", ("榕御",)),)


def test_a_gazetteer_without_names_finds_nothing() -> None:
    assert Gazetteer(()).find("榕御小区3栋") == ()


NUMBERED = Gazetteer(
    (
        PlaceName("shuixian", NodeKind.COMPOUND, "水仙花园", ("瑞京路8号",)),
        PlaceName("gaoxin", NodeKind.COMPOUND, "高信花园", ("瑞京路4号",)),
        PlaceName("renmin", NodeKind.COMPOUND, "人民里25号"),
        PlaceName("dorm", NodeKind.COMPOUND, "中医院宿舍", ("人民里25号",)),
        PlaceName("sq", NodeKind.COMMUNITY, "巷口社区居委会"),
    )
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("瑞京路8号楼道灯坏了", "shuixian"),
        ("昨晚瑞京路八号停电", "shuixian"),
        ("人民里25号门口路灯不亮", "renmin"),
        ("巷口社区怎么走", "sq"),
        ("巷口社区居委会的人", "sq"),
    ],
)
def test_an_address_and_a_community_lead_to_a_place(text: str, code: str) -> None:
    assert NUMBERED.find(text)[0].code == code


@pytest.mark.parametrize("text", ["瑞京路18号停电", "瑞京路十号停电", "瑞金路9号", "瑞京路停电"])
def test_another_house_is_another_place(text: str) -> None:
    assert NUMBERED.find(text) == ()


SLIPS = Gazetteer(PlaceName(name, NodeKind.COMPOUND, name) for name in ("桂溪小区", "三龙花园"))


def test_a_missing_character_is_forgiven_where_a_sentence_begins() -> None:
    assert SLIPS.find("桂小区3栋停电")[0].code == "桂溪小区"


@pytest.mark.parametrize("text", ["开发商在桂小区3栋停电", "路面和，小区门口停电", "三。花园门口停电"])
def test_an_ending_behind_a_word_or_a_pause_is_no_slip(text: str) -> None:
    assert SLIPS.find(text) == ()
