"""Where a matter is, as far as the words say: lanes and house numbers, roads that are no place of ours, one's home."""

from __future__ import annotations

import pytest

from matching.case import State
from matching.territory import Node, NodeKind
from storage.unit_of_work import Store
from tests.builders import DeskTalk, a_talk, people, places

#: 修文路 has one house that the tree knows; two compounds lie along 瑞京路.
ALONG = (
    Node("xiuwen-25", "xiuwen", NodeKind.BUILDING, "25号"),
    Node("shuixian", "rongyu-sq", NodeKind.COMPOUND, "水仙花园", ("瑞京路8号",)),
    Node("gaoxin", "rongyu-sq", NodeKind.COMPOUND, "高信花园", ("瑞京路30号",)),
)


@pytest.fixture
def town(store: Store) -> DeskTalk:
    return a_talk(store, nodes=[*places(), *ALONG], staff=people())


@pytest.mark.parametrize(
    ("text", "place", "shown"),
    [
        ("修文路12号门口路灯不亮", "xiuwen", "修文路12号"),
        ("修文路25号门口路灯不亮", "xiuwen-25", "修文路25号"),
        ("修文路巷尾垃圾没人倒", "xiuwen", "修文路巷尾"),
        ("修文路垃圾没人倒", "xiuwen", "修文路"),
        ("榕御社区人民里25号路灯不亮", "rongyu-sq", "榕御社区（人民里25号）"),
        ("瑞京路8号路灯不亮", "shuixian", "水仙花园"),
        ("榕御小区旁边人民里25号路灯不亮", "rongyu", "榕御小区"),
    ],
)
def test_a_lane_and_a_house_number_are_a_place_and_are_shown(town: DeskTalk, text: str, place: str, shown: str):
    reply = town.says("resident", text)

    assert (town.case(1).place, town.case(1).place_text) == (place, shown)
    assert f" · {shown}。" in reply


def test_a_house_number_somewhere_else_is_no_building_of_the_compound(town: DeskTalk):
    town.says("resident", "从修文路到榕御小区，人民里3号路灯不亮")

    assert town.case(1).place in ("xiuwen", "rongyu")


def test_a_road_that_is_no_place_is_shown_and_asked_for(town: DeskTalk):
    reply = town.says("resident", "人民里25号门口路灯不亮")

    assert "人民里25号。这里属于哪个小区或社区？" in reply
    assert town.case(1).state is State.AWAITING_INFO
    assert (town.case(1).place, town.case(1).place_text) == ("", "人民里25号")

    town.says("resident", "榕御社区")

    assert (town.case(1).place, town.case(1).place_text) == ("rongyu-sq", "榕御社区（人民里25号）")
    assert town.case(1).responder == "shequ"


def test_a_road_that_nobody_knows_goes_its_way_as_it_is_written(town: DeskTalk):
    town.says("resident", "人民里25号门口路灯不亮")

    reply = town.says("resident", "不知道")

    assert "人民里25号" in reply
    assert town.case(1).place_text == "人民里25号"
    assert town.case(1).state is not State.AWAITING_INFO


def test_the_compounds_along_a_road_are_offered_the_nearest_first(town: DeskTalk):
    reply = town.says("resident", "瑞京路28号门口路灯不亮")

    assert "瑞京路28号。是哪一个？\n回 1. 高信花园 2. 水仙花园 3. 都不是" in reply

    town.says("resident", "2")

    assert (town.case(1).place, town.case(1).place_text) == ("shuixian", "水仙花园")


def test_an_answer_that_is_a_road_with_compounds_is_asked_on(town: DeskTalk):
    town.says("resident", "路灯不亮")

    reply = town.says("resident", "瑞京路")

    assert "1. 水仙花园 2. 高信花园" in reply


def test_where_a_case_stands_says_that_the_place_is_still_missing(town: DeskTalk):
    town.says("resident", "人民里25号门口路灯不亮")

    assert "还不知道在哪里" in town.says("resident", "进度")


def test_a_danger_on_an_unknown_road_asks_nothing_first_and_shows_the_road(town: DeskTalk):
    reply = town.says("resident", "人民里25号着火了")

    assert reply.startswith("先拨119！")
    assert "人民里25号" in reply


def test_a_danger_right_behind_an_unknown_road_is_there(town: DeskTalk):
    town.says("resident", "人民里25号门口路灯不亮")

    reply = town.says("resident", "着火了")

    assert "#1" in reply
    assert "人民里25号" in reply


# -- one's own home ----------------------------------------------------------------------------------


def at_home(talk: DeskTalk) -> DeskTalk:
    talk.sends("resident", "subscribe", scene="rongyu-3")
    return talk


@pytest.mark.parametrize("answer", ["江滨花园2栋", "不对，是江滨花园2栋"])
def test_a_home_that_was_assumed_is_said_and_put_right_in_a_word(town: DeskTalk, answer: str):
    reply = at_home(town).says("resident", "路灯不亮")

    assert reply.endswith("您没说地方，按您家榕御小区3栋登记的；不对就说一句是哪里。")
    assert town.case(1).place == "rongyu-3"

    reply = town.says("resident", answer)

    assert town.case(1).place == "jiangbin-2"
    assert reply.startswith("已改：#1")
    assert "江滨花园2栋" in reply


def test_a_house_number_goes_before_the_home(town: DeskTalk):
    reply = at_home(town).says("resident", "人民里25号门口路灯不亮")

    assert "按您家" not in reply
    assert town.case(1).place == ""


def test_a_road_that_is_only_mentioned_leaves_the_home(town: DeskTalk):
    reply = at_home(town).says("resident", "靠瑞京路那面的路灯不亮")

    assert "按您家榕御小区3栋登记的" in reply
    assert town.case(1).place == "rongyu-3"


def test_a_location_sent_before_goes_with_the_house_number(town: DeskTalk):
    town.sends("resident", "location", longitude=117.65, latitude=24.51)
    town.says("resident", "人民里25号门口路灯不亮")

    assert (town.case(1).place, town.case(1).place_text) == ("rongyu", "榕御小区")
