"""The tone of every sentence people read in WeChat, for the tests of each wording module."""

from __future__ import annotations

import re

from bot.desk.caseline import CaseLine
from matching.case import State

_NEVER = re.compile(r"诉求|流转|工单|尊敬的|请知悉|{|}|None|，，|。。|、。| {2}")


def assert_tone(text: str, *, may_shout: bool = False) -> None:
    """A short first line, 您 and never 你, no officialese, no gap, nobody shouts."""
    first = text.partition("\n")[0]
    assert 0 < len(first) <= 60, first
    assert not _NEVER.search(text), text
    assert "你" not in text.replace("你们", ""), text
    assert may_shout or "！" not in text, text


def a_line(**given) -> CaseLine:
    """A case as the sentences need it, everything long."""
    line = {
        "number": 128,
        "label": "物业服务与业委会",
        "place": "江滨花园二期12栋",
        "who": "12栋楼长陈**",
        "why": "停车秩序由楼栋长负责",
        "signin": "明天10:30",
        "first_word": "明天12:00",
        "due": "11月30日18:00",
        "state": State.AWAITING_SIGNIN,
    }
    return CaseLine(**(line | given))
