"""What was read of a request, as a need has it."""

from __future__ import annotations

import pytest

from bot.desk.needreading import A_HAND, guessed, minutes_of, parts_of, what_of
from intents.needs.reading import read_need
from matching.gazetteer import Gazetteer, place_names
from matching.need import Part
from matching.territory import Territory
from tests.builders import places

NAMES = Gazetteer(place_names(Territory(places())))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("灯泡坏了，要两个人", (Part("水电维修", 2),)),
        ("来三个志愿者", (Part("", 3),)),
        ("家里跳闸了，来个懂电的", (Part("电路检修", 1, verified=True),)),
        ("要三个人，剪头发，顺便量血压", (Part("理发", 2), Part("医疗护理", 1, verified=True))),
        ("低保怎么申请", (Part("", 1),)),
    ],
    ids=["one skill", "any", "verified", "two skills", "an office's"],
)
def test_the_hands_of_a_reading(text: str, parts: tuple[Part, ...]):
    assert parts_of(read_need(text)) == parts


@pytest.mark.parametrize(
    ("text", "minutes"), [("灯泡坏了", 40), ("灯泡坏了，五分钟的事", 5), ("来个人", 60), ("陪我去医院复查", 180)]
)
def test_work_takes_as_long_as_was_said_or_as_is_usual(text: str, minutes: int):
    assert minutes_of(read_need(text)) == minutes


@pytest.mark.parametrize(
    ("text", "private", "what"),
    [
        ("榕御小区3栋501 灯泡坏了", False, "水电维修（灯泡坏了）"),
        ("榕御小区3栋501 灯泡坏了", True, "水电维修"),
        ("榕御小区3栋501 志愿者来个人搭把手，电话13812345678", False, "志愿者来个人搭把手，电话138"),
        ("榕御小区3栋 志愿者来个人帮帮忙", True, A_HAND),
        ("手机被孙子弄成英文了，交电费的那个也打不开", False, "电脑手机（手机被孙子弄成英文了,交电费…）"),
    ],
    ids=["words of the skill", "a private matter", "no skill", "private, no skill", "long words"],
)
def test_what_is_told_before_the_claim_holds_no_room_and_no_phone(text: str, private: bool, what: str):
    told = what_of(text, read_need(text), NAMES, private=private)
    assert told.startswith(what)
    assert "501" not in told
    assert "13812345678" not in told
    assert len(told) <= 26


@pytest.mark.parametrize(
    ("text", "name"), [("看看吊扇", "水电维修"), ("楼上闹翻了", None), ("灯泡坏了", None), ("谢谢", None)]
)
def test_a_guess_is_for_what_volunteers_do(text: str, name: str | None):
    skill = guessed(read_need(text))
    assert (skill.name if skill is not None else None) == name
