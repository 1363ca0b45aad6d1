"""What an office types behind 应急 and 排班: tables."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.desk.surge_words import ShiftsAsked, SurgeAsked, read_shifts, read_surge

#: A Tuesday, 10:00 in Zhangzhou.
NOW = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("台风 到3月30日", SurgeAsked("台风", date(2026, 3, 30), "")),
        ("台风 到3月30日 应急队", SurgeAsked("台风", date(2026, 3, 30), "应急队")),
        ("台风 应急队 巡逻队 到3月30日", SurgeAsked("台风", date(2026, 3, 30), "应急队 巡逻队")),
        ("创城检查，到周五", None),
        ("创城检查 到周五", SurgeAsked("创城检查", date(2026, 3, 6), "")),
        ("防疫 至3天后 应急队", SurgeAsked("防疫", date(2026, 3, 6), "应急队")),
        ("台风", None),
        ("台风 应急队", None),
        ("台风 到昨天", None),
        ("台风 到12月30日", None),
        ("", None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_surge_has_a_name_and_a_last_day(words: str, asked: SurgeAsked | None) -> None:
    assert read_surge(words, NOW.date()) == asked


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("18:00-22:00 值守 三人", ShiftsAsked("值守", ((at(3, 18), at(3, 22)),), 3)),
        ("明天 18:00到22:00 值守", ShiftsAsked("值守", ((at(4, 18), at(4, 22)),), 1)),
        (
            "明天到后天 8:00-12:00 榕御桥头 巡查 2人",
            ShiftsAsked("榕御桥头 巡查", ((at(4, 8), at(4, 12)), (at(5, 8), at(5, 12))), 2),
        ),
        (
            "3月5日到6日 每天 8:00—12:00，巡查，2个人",
            ShiftsAsked("巡查", ((at(5, 8), at(5, 12)), (at(6, 8), at(6, 12))), 2),
        ),
        ("明天 22:00-6:00 值夜 2人", ShiftsAsked("值夜", ((at(4, 22), at(5, 6)),), 2)),
        ("明天 18:00-24:00 值夜", ShiftsAsked("值夜", ((at(4, 18), at(5, 0)),), 1)),
        ("巡查 明天 2人", None),
        ("8:00-9:00 巡查", None),
        ("明天 8:00-12:00", None),
        ("明天 25:00-26:00 巡查", None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_shifts_have_days_hours_and_something_to_do(words: str, asked: ShiftsAsked | None) -> None:
    assert read_shifts(words, NOW, ZONE) == asked


def test_a_span_beyond_reach_is_none() -> None:
    assert read_shifts("明天到5月30日 8:00-12:00 巡查", NOW, ZONE) is None
