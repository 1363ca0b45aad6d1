"""Every sentence about a need's card and about orders, in the one tone."""

from __future__ import annotations

import inspect
import re

import pytest

from bot.desk import wording_needs
from bot.desk.needline import NeedLine
from bot.desk.wording_needs import Wanted
from tests.tone import assert_tone

LINE = NeedLine("Z128", "搬家具", "江滨花园二期12栋", "11月30日14:00–18:00", "1小时30分钟", 3, 1)
WANTED = Wanted(LINE, "医疗护理2人（要核实过的）、理发1人", "会闽南语、女志愿者")
QUESTIONS = (
    wording_needs.ASK_SKILL, wording_needs.ASK_WHEN, wording_needs.ASK_PEOPLE,
    wording_needs.ASK_IS_IT.format(skill="水电维修"),
)  # fmt: skip


def sentences() -> dict[str, str]:
    return {
        **{f"card_asking {at}": wording_needs.card_asking(WANTED, text, 30) for at, text in enumerate(QUESTIONS)},
        "card": wording_needs.card(WANTED),
        "for_handler": wording_needs.for_handler(WANTED),
        "put_right": wording_needs.put_right(WANTED),
        "put_right_held": wording_needs.put_right_held(WANTED, "已有人接"),
        "begun": wording_needs.begun(WANTED),
        "how to order": wording_needs.HOW_TO_ORDER,
        "order_card": wording_needs.order_card(WANTED, place_from_duty=True, read=False),
        "ordered": wording_needs.ordered(WANTED, 6),
        "ordered, nobody yet": wording_needs.ordered(WANTED, 0),
        "nobody_to_ask": wording_needs.nobody_to_ask(WANTED, "榕御社区志愿服务队"),
        "done_already": wording_needs.done_already(LINE, "等您评价"),
        "running": wording_needs.running([(LINE, 6, "正在找人")]),
        "running, none": wording_needs.running([]),
        "which_time": wording_needs.which_time("Z128"),
        "rescheduled": wording_needs.rescheduled(LINE, 2),
        "rescheduled, none": wording_needs.rescheduled(LINE, 0),
        "rescheduled_for_others": wording_needs.rescheduled_for_others(LINE),
    }


@pytest.mark.parametrize("name", sorted(sentences()))
def test_the_tone_is_kept(name: str):
    text = sentences()[name]
    assert_tone(text)
    assert len(text.encode()) <= 2048


def test_every_sentence_is_read_here():
    functions = {name for name, made in inspect.getmembers(wording_needs, inspect.isfunction)
                 if made.__module__ == wording_needs.__name__ and not name.startswith("_")}  # fmt: skip
    read = set(re.findall(r"wording_needs\.(\w+)\(", inspect.getsource(sentences)))
    assert functions - {"hands"} == read


def test_hands_are_counted_by_skill():
    assert wording_needs.hands([("医疗护理", 2, True), ("理发", 1, False)]) == "医疗护理2人（要核实过的）、理发1人"
    assert wording_needs.hands([("", 3, False)]) == "3人"
