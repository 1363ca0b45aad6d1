"""What is read out of a visitor's words: something to do, something for a person to look at, or good news."""

from __future__ import annotations

import pytest

from bot.desk.noting import is_well


@pytest.mark.parametrize(
    "text",
    ["都好", "一切都好，聊了半小时", "精神不错，女儿周末回来", "一切正常", "没什么事", "血压有点高，按时吃药"],
)
def test_good_news_is_told_from_the_words(text: str):
    assert is_well(text)


@pytest.mark.parametrize(
    "text", ["药快吃完了", "膝盖疼", "都好，就是灯坏了", "还好，想要个扶手", "精神不错，一个人孤单", "老人不在家"]
)
def test_whatever_may_want_something_is_no_good_news(text: str):
    assert not is_well(text)
