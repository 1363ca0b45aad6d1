"""Free hours as people say and read them, and as boxes of the page."""

from __future__ import annotations

import pytest

from bot.desk.slotwords import boxes, from_boxes, read_days, read_slots, spoken, without, written
from matching.slot import parse_slots


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("周末", "周末 08:00-21:00"),
        ("工作日晚上", "工作日 18:00-21:00"),
        ("周三下午", "周三 12:00-18:00"),
        ("下班后都行", "工作日 18:00-21:00"),
        ("随时", "每天 08:00-21:00"),
        ("什么时候都行", "每天 08:00-21:00"),
        ("周一到周五晚上7点到9点", "工作日 19:00-21:00"),
        ("周五到周日", "周五 08:00-21:00|周六 08:00-21:00|周日 08:00-21:00"),
        ("周六到周一", "周一 08:00-21:00|周六 08:00-21:00|周日 08:00-21:00"),
        ("周二、周四晚上", "周二 18:00-21:00|周四 18:00-21:00"),
        ("二四有空", "周二 08:00-21:00|周四 08:00-21:00"),
        ("一三五早上，周末", "周一 06:00-09:00|周三 06:00-09:00|周五 06:00-09:00|周末 08:00-21:00"),
        ("礼拜天下午3点到5点半", "周日 15:00-17:30"),
        ("四点到五点", "每天 16:00-17:00"),
        ("只有晚上七点后", "每天 19:00-21:00"),
        ("晚上9点后", "每天 21:00-23:59"),
        ("七点半前就行", "每天 06:00-07:30"),
        ("工作日 18:00-21:00 周末 9点到12点", "工作日 18:00-21:00|周末 09:00-12:00"),
        ("上午 下午", "每天 08:00-18:00"),
        ("22:00-24:00", "每天 22:00-23:59"),
        ("会修灯", ""),
        ("", ""),
        ("5点到5点", ""),
    ],
)
def test_the_hours_that_a_text_says(text: str, slots: str):
    read = read_slots(text).slots
    assert written(read) == slots
    assert {(day, s.start, s.end) for s in parse_slots(slots) for day in s.days} == {
        (day, s.start, s.end) for s in read for day in s.days
    }


def test_the_other_words_stay():
    assert read_slots("水电维修 周末 会闽南话").rest == "水电维修 会闽南话"


@pytest.mark.parametrize(
    ("slots", "text"),
    [
        ("", "都可以"),
        ("每天 08:00-21:00", "每天08:00–21:00"),
        ("工作日 18:00-21:00|周末 09:00-17:00", "工作日18:00–21:00、周末09:00–17:00"),
    ],
    ids=["none", "one", "two"],
)
def test_hours_as_people_read_them(slots: str, text: str):
    assert spoken(parse_slots(slots)) == text


def test_a_day_is_taken_out():
    assert written(without(parse_slots("周末 08:00-21:00"), read_days("不要周日"))) == "周六 08:00-21:00"
    assert without(parse_slots("周日 08:00-21:00"), frozenset({7})) == ()


def test_boxes_say_the_hours_and_the_hours_the_boxes():
    slots = parse_slots("工作日 18:00-21:00|周六 08:00-18:00")
    marked = {(day, 2) for day in range(1, 6)} | {(6, 0), (6, 1)}
    assert boxes(slots) == marked
    assert written(from_boxes(marked)) == "工作日 18:00-21:00|周六 08:00-18:00"


def test_less_than_half_a_part_marks_no_box():
    assert boxes(parse_slots("周一 08:00-09:30")) == frozenset()
    assert boxes(parse_slots("周一 08:00-10:00")) == {(1, 0)}
