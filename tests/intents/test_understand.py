"""One weighing says what the single questions say."""

from __future__ import annotations

import pytest

from intents.split import split_matters
from intents.terms import CompiledRules
from intents.understand import understand_message
from intents.urgency import find_urgency

TEXTS = (
    "", "你好", "楼下麻将馆吵到两点", "3栋着火了快来人", "路灯坏了，另外楼道垃圾没人清", "电梯里困了人！",
    "昨天着火，已经灭了", "停车的时候被掉下来的花盆砸了",
)


@pytest.mark.parametrize("text", TEXTS)
def test_a_message_is_understood_as_by_the_single_questions(shipped: CompiledRules, text: str) -> None:
    assert understand_message(text, shipped) == (split_matters(text, shipped), find_urgency(text, shipped))


def test_a_long_address_does_not_drown_a_fire(shipped: CompiledRules) -> None:
    address = "漳州市芗城区南坑街道新华西路一百二十八号紫芝花园东区十二栋二单元七零一室"
    text = f"{address}着火"
    _, urgency = understand_message(text, shipped, [(0, len(address))])
    assert urgency.urgent


def test_a_calm_message_stays_calm_without_its_address(shipped: CompiledRules) -> None:
    _, urgency = understand_message("3栋路灯坏了", shipped, [(0, 2)])
    assert not urgency.urgent
