"""One weighing says what the single questions say."""

from __future__ import annotations

import pytest

from intents.rule import parse_rules
from intents.split import split_matters
from intents.terms import CompiledRules, compile_rules
from intents.understand import understand_message
from intents.urgency import find_urgency

TEXTS = (
    "", "你好", "楼下麻将馆吵到两点", "3栋着火了快来人", "路灯坏了，另外楼道垃圾没人清", "电梯里困了人！",
    "昨天着火，已经灭了", "停车的时候被掉下来的花盆砸了",
)


@pytest.mark.parametrize("text", TEXTS)
def test_a_message_is_understood_as_by_the_single_questions(shipped: CompiledRules, text: str) -> None:
    assert understand_message(text, shipped) == (split_matters(text, shipped), find_urgency(text, shipped))


def test_a_long_address_does_not_drown_a_fire() -> None:
    rules = compile_rules(parse_rules(
        "[urgency]\nat = 2\ncalming = ['东区 -2']\n[danger.fire]\nname = '着火'\nwords = ['着火 3']\n"
    ))
    text = "紫芝花园东区着火"
    assert not understand_message(text, rules)[1].urgent
    assert understand_message(text, rules, [(0, 6)])[1].urgent


def test_a_calm_message_stays_calm_without_its_address(shipped: CompiledRules) -> None:
    _, urgency = understand_message("3栋路灯坏了", shipped, [(0, 2)])
    assert not urgency.urgent
