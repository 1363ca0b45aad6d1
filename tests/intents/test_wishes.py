"""A wish on the board is told in words of our own: whoever wished wrote none of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from intents.publishable import telling
from intents.wishes import Wish, Wisher, WishFor, read_wish

DATA = Path(__file__).parents[3] / "shared" / "data"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("我阿嬷八十三了，想要一台收音机听芗剧", "一位老人想要收音机或听戏机"),
        ("独居老人，想在浴室装一支扶手，住聚贤楼3栋501", "一位老人想请人装扶手"),
        ("小孩想要一套西游记，家里买不起", "一个孩子想要图书绘本"),
        ("想有人陪我下下象棋", "一位邻居想有人陪着下棋"),
        ("獨居老人家膝蓋風濕，想要一台小暖風機", "一位老人想要取暖的东西"),
        ("坐轮椅的，想要双厚手套", "一位邻居想要衣物鞋帽"),
        ("我有个心愿，说不出口", "一位邻居有个心愿"),
    ],
)
def test_the_board_says_for_whom_and_what(text, shown):
    assert read_wish(text).shown == shown


def test_somebody_under_age_is_a_child_whatever_the_words_say():
    assert read_wish("想要一个篮球", child=True) == Wish(Wisher.CHILD, WishFor.GOODS, "体育用品")
    assert read_wish("耳背，孙子讲话我听不到，想要个助听器").wisher is Wisher.NEIGHBOUR


def _wishes(name: str) -> list[str]:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{path.name} is not there")
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [row["text"] for row in rows if row["intent"] == "wish"]


@pytest.mark.parametrize("name", ["chat-train.jsonl", "chat-dev.jsonl"])
def test_nothing_on_the_board_tells_whose_it_is_and_most_say_what(name):
    wishes = [read_wish(text) for text in _wishes(name)]
    assert {wish.shown: telling(wish.shown) for wish in wishes if telling(wish.shown)} == {}
    assert sum(bool(wish.thing) for wish in wishes) >= 0.85 * len(wishes)
