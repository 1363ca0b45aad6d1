from __future__ import annotations

import pytest

from matching.address import Address, building_number, parse_address

WRITTEN = [
    ("3栋楼下乱停车", "3", "", ""),
    ("三幢", "3", "", ""),
    ("十二栋", "12", "", ""),
    ("二十三栋的物业", "23", "", ""),
    ("一百零二栋", "102", "", ""),
    ("五号楼", "5", "", ""),
    ("４号樓屋頂", "4", "", ""),
    ("3#502漏水", "3", "", "502"),
    ("3-502漏水", "3", "", "502"),
    ("2-1-2403", "2", "1", "2403"),
    ("6栋-2-301", "6", "2", "301"),
    ("G2栋垃圾桶", "G2", "", ""),
    ("g2栋", "G2", "", ""),
    ("A座1503", "A", "", "1503"),
    ("3号楼二单元", "3", "2", ""),
    ("3号楼2单元501室", "3", "2", "501"),
    ("12幢1204", "12", "", "1204"),
    ("九栋三零二那家", "9", "", "302"),
    ("1#外墙瓷砖鼓起来", "1", "", ""),
    ("B区5栋", "5", "", ""),
    ("三动楼下", "3", "", ""),
    ("三单元一零一白天还好", "", "3", "101"),
    ("我们二单元走廊", "", "2", ""),
    ("楼上六零一那台洗衣机", "", "", "601"),
    ("楼上1802漏水", "", "", "1802"),
    ("房号填错 改502", "", "", "502"),
    ("求调解 801", "", "", "801"),
    ("702", "", "", "702"),
    ("3栋2-502", "3", "2", "502"),
    ("3幢2梯502", "3", "2", "502"),
    ("3号502", "3", "", "502"),
    ("3B栋", "3B", "", ""),
    ("3栋西单元501", "3", "西", "501"),
    ("3栋2单元八楼802", "3", "2", "802"),
    ("10号楼十一层1103", "10", "", "1103"),
    ("三零一室的王阿姨", "", "", "301"),
    ("隔壁的603", "", "", "603"),
    ("楼上那户702", "", "", "702"),
    ("301在装修", "", "", "301"),
    ("502、602都漏", "", "", "502"),
    ("G3", "G3", "", ""),
    ("3幢602 多收我两个月", "3", "", "602"),
    ("4号楼屋顶烂了，一下雨我601拿脸盆接", "4", "", "601"),
]

NO_ADDRESS = [
    "2楼的灯坏了",
    "修文路12号门口",
    "物业费涨到350",
    "收我800清运费",
    "打110没人接",
    "2023年交的房",
    "坐3路车去",
    "8点半还在吵",
    "13800001234",
    "有3栋楼才四个桶",
    "这一栋没有电梯",
    "被七座车横着停",
    "滞纳金500元",
    "面积 100",
    "G20高速",
    "沿105国道走",
    "一栋别墅",
    "120的车进不来",
    "1301 谢谢",
]


@pytest.mark.parametrize(("text", "building", "unit", "room"), WRITTEN)
def test_the_usual_spellings_are_read(text: str, building: str, unit: str, room: str) -> None:
    found = parse_address(text)

    assert (found.building, found.unit, found.room) == (building, unit, room)


@pytest.mark.parametrize("text", NO_ADDRESS)
def test_other_figures_are_no_address(text: str) -> None:
    assert parse_address(text) == Address()


@pytest.mark.parametrize(
    ("text", "building"),
    [
        ("毋是三号楼，是四号楼啦", "4"),
        ("是7栋不是1栋", "7"),
        ("昨天说错了 是五号楼不是六号楼", "5"),
        ("是华景雅居6栋 刚打成9栋了", "6"),
        ("3栋打错了 是4栋", "4"),
    ],
)
def test_what_is_denied_is_not_meant(text: str, building: str) -> None:
    assert parse_address(text).building == building


def test_a_denied_unit_and_a_denied_room_are_passed_over() -> None:
    assert parse_address("不是1单元，2单元").unit == "2"
    assert parse_address("楼上不是501，楼上502").room == "502"


def test_figures_of_the_name_are_no_address() -> None:
    assert parse_address("龙江1号9栋3201露台", (0, 4)) == Address("9", "", "3201", ((4, 5), (6, 10)))


def test_directly_after_a_name_less_is_enough() -> None:
    assert parse_address("建瑞大厦803小孩拍球", (0, 4)).room == "803"
    assert parse_address("兴达小区4-1楼梯", (0, 4)) == Address("4", "1", "", ((4, 5), (6, 7)))
    assert parse_address("华元小区四单元702", (0, 4)) == Address("", "4", "702", ((4, 5), (7, 10)))


def test_a_room_after_the_name_counts_though_a_building_is_named_later() -> None:
    assert parse_address("建瑞大厦803，不是楼下2栋", (0, 4)) == Address("2", "", "803", ((12, 13), (4, 7)))


def test_the_building_beside_the_name_goes_before_another() -> None:
    assert parse_address("昨天2栋也停电，榕御3栋呢", (8, 10)).building == "3"
    assert parse_address("2栋停电 就是榕御", (8, 10)).building == "2"


def test_spans_say_where_the_parts_stand() -> None:
    assert parse_address("榕御3栋2单元501").spans == ((2, 3), (4, 5), (7, 10))


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("3栋", "3"),
        ("三幢", "3"),
        ("G2栋", "G2"),
        ("3号楼", "3"),
        ("A座", "A"),
        ("榕御小区3栋", "3"),
        ("12", "12"),
        ("12#", "12"),
        ("０3栋", "3"),
        ("门卫室", ""),
    ],
)
def test_a_buildings_own_name_gives_its_number(name: str, number: str) -> None:
    assert building_number(name) == number
