"""When, where and why, as a street types it behind 吹哨."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.desk.whistle_words import Meeting, read_kind, read_meeting, read_rating
from matching.whistle import WhistleKind
from tests.builders import MORNING, ZONE


def at(text: str) -> datetime:
    return datetime.strptime(f"2026-{text} +0800", "%Y-%m-%d %H:%M %z")


@pytest.mark.parametrize(
    ("words", "kind", "rest"),
    [
        ("急哨 消防", WhistleKind.URGENT, "消防"),
        ("急，消防", WhistleKind.URGENT, "消防"),
        ("硬哨 城管局", WhistleKind.HARD, "城管局"),
        ("攻坚 城管局", WhistleKind.HARD, "城管局"),
        ("急救中心 有人晕倒", WhistleKind.WORK, "急救中心 有人晕倒"),
        ("城管局 占道", WhistleKind.WORK, "城管局 占道"),
    ],
)
def test_the_kind_stands_in_front(words: str, kind: WhistleKind, rest: str) -> None:
    assert read_kind(words) == (kind, rest)


@pytest.mark.parametrize(
    ("words", "when", "spot", "reason"),
    [
        ("明天9:00 榕御小区北门 占道经营没人管", "03-04 09:00", "榕御小区北门", "占道经营没人管"),
        ("明天上午9点，北门口，占道经营", "03-04 09:00", "北门口", "占道经营"),
        ("今天下午3点半 占道", "03-03 15:30", "", "占道"),
        ("下午3点20分 占道", "03-03 15:20", "", "占道"),
        ("晚上8点 占道", "03-03 20:00", "", "占道"),
        ("9:00 占道", "03-04 09:00", "", "占道"),  # it is 10:00 already
        ("14:30 占道", "03-03 14:30", "", "占道"),
        ("周五 占道", "03-06 09:00", "", "占道"),
        ("今天 占道", "03-03 10:30", "", "占道"),
        ("马上 北门 漏气", "03-03 10:00", "北门", "漏气"),
        ("占道经营没人管", "", "", "占道经营没人管"),
        ("占道经营，没人管", "", "", "占道经营，没人管"),
        ("明天9:00 占道经营，没人管", "03-04 09:00", "", "占道经营，没人管"),
        ("明天9:00 老地方 占道经营", "03-04 09:00", "老地方", "占道经营"),
        ("在老地方 占道经营", "", "老地方", "占道经营"),
        ("3号楼 漏水到一楼", "", "3号楼", "漏水到一楼"),
        ("明天9:00 北门", "03-04 09:00", "北门", ""),
        ("明天9:00", "03-04 09:00", "", ""),
        ("25点 占道", "", "", "25点 占道"),
        ("", "", "", ""),
    ],
)
def test_when_where_and_why(words: str, when: str, spot: str, reason: str) -> None:
    read = read_meeting(words, MORNING, ZONE)
    assert read == Meeting(at(when) if when else None, spot, reason)


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("4 来得快", (4, "来得快")),
        ("五分，好", (5, "好")),
        ("3", (3, "")),
        ("6 好", None),
        ("40分钟才到", None),
        ("好", None),
    ],
)
def test_a_rating_is_one_to_five_and_a_reason(words: str, read: tuple[int, str] | None) -> None:
    assert read_rating(words) == read
