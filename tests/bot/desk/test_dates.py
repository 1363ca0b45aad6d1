"""Days as people write them in chat."""

from __future__ import annotations

from datetime import date

import pytest

from bot.desk.dates import read_day, read_span

#: A Tuesday.
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "day", "rest"),
    [
        ("明天 上午来修", date(2026, 11, 25), "上午来修"),
        ("后天", date(2026, 11, 26), ""),
        ("大后天，等配件", date(2026, 11, 27), "等配件"),
        ("今天 下午", date(2026, 11, 24), "下午"),
        ("3天后 等配件", date(2026, 11, 27), "等配件"),
        ("三天后等配件", date(2026, 11, 27), "等配件"),
        ("两周后 复查", date(2026, 12, 8), "复查"),
        ("周六 上门", date(2026, 11, 28), "上门"),
        ("星期天上门", date(2026, 11, 29), "上门"),
        ("周二 上门", date(2026, 12, 1), "上门"),  # never today
        ("这周五 上门", date(2026, 11, 27), "上门"),
        ("下周三 上门", date(2026, 12, 2), "上门"),
        ("下周一", date(2026, 11, 30), ""),
        ("11月28日 等物业", date(2026, 11, 28), "等物业"),
        ("11月28号前 等物业", date(2026, 11, 28), "等物业"),
        ("11-28 等物业", date(2026, 11, 28), "等物业"),
        ("12.5 等物业", date(2026, 12, 5), "等物业"),
        ("2027-01-05 等物业", date(2027, 1, 5), "等物业"),
        ("2027年1月5日 等物业", date(2027, 1, 5), "等物业"),
        ("1月5日 等物业", date(2027, 1, 5), "等物业"),  # the next one that comes
        ("11月20日 等物业", date(2026, 11, 20), "等物业"),  # a slip: past, and refused by the caller
        ("28号 等物业", date(2026, 11, 28), "等物业"),
        ("5号 等物业", date(2026, 12, 5), "等物业"),
    ],
)
def test_a_day_and_what_stands_behind_it(text: str, day: date, rest: str) -> None:
    assert read_day(text, TODAY) == (day, rest)


@pytest.mark.parametrize("text", ["", "等物业", "尽快", "13月40日", "11月31日", "2027-02-30", "32号", "修好了3栋"])
def test_what_is_no_day(text: str) -> None:
    assert read_day(text, TODAY) is None


def test_a_day_of_the_month_in_december_is_in_january() -> None:
    assert read_day("5号", date(2026, 12, 24)) == (date(2027, 1, 5), "")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("11月25日到11月28日", date(2026, 11, 25), date(2026, 11, 28)),
        ("11月25日至28日", date(2026, 11, 25), date(2026, 11, 28)),
        ("11月25到28", date(2026, 11, 25), date(2026, 11, 28)),
        ("11-25 - 11-28", date(2026, 11, 25), date(2026, 11, 28)),
        ("明天到周五", date(2026, 11, 25), date(2026, 11, 27)),
        ("明天到后天", date(2026, 11, 25), date(2026, 11, 26)),
        ("到周五", TODAY, date(2026, 11, 27)),
        ("3天", TODAY, date(2026, 11, 26)),
        ("一天", TODAY, TODAY),
        ("明天", date(2026, 11, 25), date(2026, 11, 25)),
        ("12月30日到1月2日", date(2026, 12, 30), date(2027, 1, 2)),
    ],
)
def test_a_span_of_days(text: str, first: date, last: date) -> None:
    assert read_span(text, TODAY) == (first, last)


@pytest.mark.parametrize("text", ["", "几天", "11月28日到11月25日", "周五到", "条怎么开"])
def test_what_is_no_span(text: str) -> None:
    assert read_span(text, TODAY) is None
