"""Times as people write them."""

from __future__ import annotations

from datetime import time

import pytest

from intents.needs.when import DayPart, When, read_minutes, read_when

MORNING, NOON, AFTERNOON, EVENING = DayPart.MORNING, DayPart.NOON, DayPart.AFTERNOON, DayPart.EVENING


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("周六上午", When("周六上午", "周六", MORNING)),
        ("今晚7点能来吗", When("今晚7点", "今天", EVENING, time(19))),
        ("明天下午三点前", When("明天下午三点前", "明天", AFTERNOON, time(15), by=True)),
        ("明早8点半", When("明早8点半", "明天", MORNING, time(8, 30))),
        ("下周三9-11点", When("下周三9点-11点", "下周三", None, time(9), time(11))),
        ("下午两点到四点", When("下午两点到四点", "", AFTERNOON, time(14), time(16))),
        ("10点到下午3点", When("10点到下午3点", "", None, time(10), time(15))),
        ("11点到2点", When("11点到2点", "", None, time(11), time(14))),
        ("10点到8点", When("10点到8点", "", None, time(10), time(20))),
        ("12月1日 上午", When("12月1日 上午", "12月1日", MORNING)),
        ("七月九号", When("七月九号", "7月9号")),
        ("十二月二十一日", When("十二月二十一日", "12月21号")),
        ("三月十日", When("三月十日", "3月10号")),
        ("今天18:30到21:00", When("今天18:30到21:00", "今天", None, time(18, 30), time(21))),
        ("04:30", When("04:30", "", None, time(4, 30))),
        ("两点一刻", When("两点一刻", "", None, time(14, 15))),
        ("上午9点20分", When("上午9点20分", "", MORNING, time(9, 20))),
        ("中午1点", When("中午1点", "", NOON, time(13))),
        ("中午12点半", When("中午12点半", "", NOON, time(12, 30))),
        ("晚上24点", When("晚上24点", "", EVENING, time(0))),
        ("双休日都行", When("双休日", "周末")),
        ("3天后", When("3天后", "3天后")),
        ("我四点半赶不回来，就今天", When("四点半", "今天", None, time(16, 30))),
        ("下午5点到4点", When("下午5点到4点", "", AFTERNOON, time(17))),
        ("每天早上", When("早上", "", MORNING, repeats=True)),
        ("每天送一次", When("每天", repeats=True)),
        ("马上能来吗", When("马上", now=True)),
        ("年前来一次", When("年前", vague=True)),
        ("昨天坏的，明天来", When("明天", "明天")),
    ],
)
def test_a_time_is_read(text: str, when: When):
    assert read_when(text) == when


@pytest.mark.parametrize(
    "text", ["快一点来", "便宜一点", "四点半课堂", "3号楼", "上周三来过", "昨天说的", "灯坏了", ""]
)
def test_what_is_no_time_is_none(text: str):
    assert read_when(text) is None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("半个钟头", 30), ("两小时", 120), ("一个半小时", 90), ("2个小时半", 150), ("五分钟", 5), ("20分钟", 20),
        ("半分钟", 0), ("等了半天", 0),
    ],
)  # fmt: skip
def test_a_span_is_read(text: str, minutes: int):
    assert read_minutes(text) == minutes
