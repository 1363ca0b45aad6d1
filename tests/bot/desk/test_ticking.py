from __future__ import annotations

import pytest

from bot.desk.ticking import read_ticks, ticked
from matching.case import Point, PointState

DONE, EXPLAINED = PointState.DONE, PointState.EXPLAINED


@pytest.mark.parametrize(
    ("words", "ticks"),
    [
        ("①已修 ②等配件，下周装", {1: (DONE, "已修"), 2: (EXPLAINED, "等配件，下周装")}),
        ("1好了 2办不了，因为管道老化", {1: (DONE, "好了"), 2: (EXPLAINED, "办不了，因为管道老化")}),
        ("1已修，2已清", {1: (DONE, "已修"), 2: (DONE, "已清")}),
        ("1、修了；2、报街道了，等批", {1: (DONE, "修了"), 2: (EXPLAINED, "报街道了，等批")}),
        ("1和2都好了", {1: (DONE, "都好了"), 2: (DONE, "都好了")}),
        ("①②已修", {1: (DONE, "已修"), 2: (DONE, "已修")}),
        ("修好了 ①已换灯 ②已清", {1: (DONE, "已换灯"), 2: (DONE, "已清")}),
        ("②已清", {2: (DONE, "已清")}),
        ("一好了", {1: (DONE, "好了")}),
        ("都好了", {1: (DONE, ""), 2: (DONE, "")}),
        ("都办好了，换了灯", {1: (DONE, ""), 2: (DONE, "")}),
        ("两件都修好了", {1: (DONE, ""), 2: (DONE, "")}),
    ],
)
def test_which_points_words_tell_of(words: str, ticks: dict[int, tuple[PointState, str]]):
    assert read_ticks(words, 2) == ticks


@pytest.mark.parametrize(
    "words",
    ["修好了", "2次上门，修好了", "3栋已清", "12:30修好", "都没好", "1.5米的坑补了", "③已修", "5已修",
     "都修好了，灯还没装"],
)
def test_words_that_name_no_point(words: str):
    assert read_ticks(words, 2) is None


def test_what_is_not_named_stays_as_it_is():
    points = (Point("路灯"), Point("垃圾", DONE, "清了"))

    assert ticked(points, {1: (EXPLAINED, "等灯")}) == (Point("路灯", EXPLAINED, "等灯"), points[1])
