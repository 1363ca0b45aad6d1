"""A message understood: what, where, how urgent; with the rules that are shipped where danger is concerned."""

from __future__ import annotations

from functools import cache

import pytest

from bot.desk.understanding import classification, understand
from intents.rule import parse_rules, shipped_rules_text
from intents.terms import CompiledRules, compile_rules
from matching.gazetteer import Gazetteer, place_names
from matching.territory import Territory
from tests.builders import places, rules


@cache
def shipped() -> CompiledRules:
    return compile_rules(parse_rules(shipped_rules_text()))


@cache
def gazetteer() -> Gazetteer:
    return Gazetteer(place_names(Territory(places())))


@pytest.mark.parametrize("address", ["", "3栋", "榕御小区3栋", "榕御小区3栋2单元501", "修文路", "江滨花园2栋"])
@pytest.mark.parametrize("danger", ["着火了", "着火了快来人", "煤气泄漏了", "有人晕倒了叫不醒", "电梯里困住人了"])
def test_a_danger_is_one_with_any_address_before_it(address: str, danger: str):
    understood = understand(address + danger, shipped(), gazetteer())

    assert understood.urgency.urgent
    assert understood.urgency.danger is understand(danger, shipped(), gazetteer()).urgency.danger


@pytest.mark.parametrize("text", ["榕御小区3栋楼下乱停车", "榕御小区3栋物业费太贵", "你好", "榕御小区3栋楼道灯坏了"])
def test_an_ordinary_matter_is_no_danger(text: str):
    assert not understand(text, shipped(), gazetteer()).urgency.urgent


def test_what_a_message_says_is_put_together():
    understood = understand("榕御小区3栋楼下乱停车", rules(), gazetteer())

    assert understood.verdict.category == "parking"
    assert understood.names_place
    assert understood.place.match is not None
    assert understood.place.match.code == "rongyu"
    assert understood.place.address.building == "3"


def test_a_building_alone_names_a_place():
    assert understand("3栋乱停车", rules(), gazetteer()).names_place
    assert not understand("楼下乱停车", rules(), gazetteer()).names_place


def test_a_line_of_classify_has_the_contracts_words():
    text = "榕御3栋楼下乱停车"
    line = classification("c1", text, rules(), gazetteer())

    assert (line["id"], line["intent"], line["category"], line["ask"]) == ("c1", "report", "parking", False)
    assert line["urgent"] is False
    assert line["place"]["compound"] == "榕御小区"
    assert line["place"]["as_written"] == "榕御"
    assert (line["place"]["building"], line["place"]["unit"], line["place"]["room"]) == ("3", None, None)
    (evidence,) = line["evidence"]
    assert text[evidence["start"] : evidence["end"]] == evidence["term"] == "乱停车"


def test_a_line_of_classify_without_a_place_says_so():
    place = classification("c1", "你好", rules(), gazetteer())["place"]

    assert place == {
        "compound": None, "as_written": None, "confidence": 0.0, "building": None, "unit": None, "room": None,
    }  # fmt: skip


def test_a_road_without_a_place_of_ours_is_given_as_it_is_written():
    place = classification("c1", "人民里二十五号门口乱停车", rules(), gazetteer())["place"]

    assert (place["compound"], place["as_written"], place["house"]) == (None, "人民里25号", "25")


def test_a_lane_is_given_with_its_house_number():
    place = classification("c1", "修文路12号门口乱停车", rules(), gazetteer())["place"]

    assert (place["compound"], place["as_written"], place["house"]) == ("修文路", "修文路", "12")


def test_a_house_number_names_a_place_and_a_road_alone_does_not():
    assert understand("人民里25号门口乱停车", rules(), gazetteer()).names_place
    assert not understand("靠人民里巷尾乱停车", rules(), gazetteer()).names_place
