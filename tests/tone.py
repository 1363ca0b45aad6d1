"""The tone of every sentence people read in WeChat, for the tests of each wording module."""

from __future__ import annotations

import re

_NEVER = re.compile(r"诉求|流转|工单|尊敬的|请知悉|{|}|None|，，|。。|、。| {2}")


def assert_tone(text: str, *, may_shout: bool = False) -> None:
    """A short first line, 您 and never 你, no officialese, no gap, nobody shouts."""
    first = text.partition("\n")[0]
    assert 0 < len(first) <= 60, first
    assert not _NEVER.search(text), text
    assert "你" not in text.replace("你们", ""), text
    assert may_shout or "！" not in text, text
