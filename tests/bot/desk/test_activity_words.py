"""What stands behind 发活动 and 参加."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.activity_words import (
    Announcement,
    decline_by,
    names_guardian,
    read_announcement,
    read_party,
    unwrite_announcement,
    write_announcement,
)
from tests.builders import MORNING, ZONE

WEDNESDAY = datetime(2026, 3, 4, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("四点半课堂 周三16:30 榕御社区活动室 20人",
         Announcement("四点半课堂", "榕御社区活动室", WEDNESDAY, WEDNESDAY + timedelta(minutes=90), 20, minors=True)),
        ("读书会 周三16:30-17:00 3栋架空层 限30人 [儿童]",
         Announcement("读书会", "3栋架空层", WEDNESDAY, WEDNESDAY + timedelta(minutes=30), 30, minors=True)),
        ("邻里节 包饺子 周三16:30 小广场",
         Announcement("邻里节 包饺子", "小广场", WEDNESDAY, WEDNESDAY + timedelta(minutes=90), 0, minors=False)),
    ],
    ids=["children by its title", "children by the word", "no limit, a title of two words"],
)
def test_an_announcement_is_read(words: str, read: Announcement):
    assert read_announcement(words, MORNING, ZONE) == read
    assert unwrite_announcement(write_announcement(read)) == read


@pytest.mark.parametrize(
    "words",
    ["", "读书会", "读书会 周三16:30", "周三16:30 活动室", "读书会 活动室 20人", "读书会 周三16:30 20人",
     f"{'长' * 25} 周三16:30 活动室", f"读书会 周三16:30 {'长' * 31}"],
    ids=["nothing", "title", "no spot", "no title", "no hours", "only seats", "long title", "long spot"],
)
def test_what_lacks_a_part_is_none(words: str):
    assert read_announcement(words, MORNING, ZONE) is None


@pytest.mark.parametrize(
    ("words", "count", "rest"),
    [
        ("", 1, ""), ("2人", 2, ""), ("我们三个人", 3, "我们"), ("2人 外婆接送", 2, "外婆接送"), ("两位", 2, ""),
        ("爸爸接", 1, "爸爸接"),
    ],
)
def test_how_many_come(words: str, count: int, rest: str):
    assert read_party(words) == (count, rest)


@pytest.mark.parametrize(
    ("words", "yes"),
    [
        ("外婆接送", True), ("我自己去", True), ("他爸爸", True), ("让他自己走回来", True), ("电梯坏了", False),
        ("我妈在家摔倒了起不来", False), ("接" * 30, False), ("", False),
    ],
    ids=["grandmother", "myself", "father", "alone", "a report", "a call for help", "long", "empty"],
)
def test_who_brings_a_child_is_told_in_few_words(words: str, yes: bool):
    assert names_guardian(words) is yes


@pytest.mark.parametrize(
    ("hours", "until"), [(48, "03-04 18:00"), (10, "03-03 19:00"), (1, "03-03 11:00")],
    ids=["the evening before", "an hour before", "when it begins"],
)
def test_until_when_somebody_who_moved_up_declines(hours: int, until: str):
    found = decline_by(MORNING + timedelta(hours=hours), MORNING, ZONE)
    assert found.astimezone(ZONE).strftime("%m-%d %H:%M") == until
