"""What stands behind 招工 and 找活, and what nobody may ask of those who look for work."""

from __future__ import annotations

from datetime import date

import pytest

from bot.desk.job_words import Notice, asks_fee, read_notice, read_slot
from matching.gazetteer import Gazetteer, place_names
from matching.territory import Territory
from tests.builders import places

TODAY = date(2026, 3, 3)
GAZETTEER = Gazetteer(place_names(Territory(places())))


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("保洁 榕御小区 工作日9-11点 20元/时 到3月20日",
         Notice(("保洁",), "rongyu", "工作日 09:00-11:00", "20元/时", date(2026, 3, 20))),
        ("到3月20日 20元一小时 保洁 做饭 上午",
         Notice(("保洁", "做饭"), "", "每天 08:00-12:00", "20元一小时", date(2026, 3, 20))),
        ("我想 找活 开车 周末", Notice(("开车",), "", "周末 08:00-20:00", "", date(2026, 4, 2))),
        ("搬运 200元/天 日结", Notice(("搬运",), "", "", "200元/天 日结", date(2026, 4, 2))),
        ("搬运 到12月31日", Notice(("搬运",), "", "", "", None)),
        ("", Notice((), "", "", "", date(2026, 4, 2))),
    ],
    ids=["whole", "another order", "around words", "pay of two words", "too far", "nothing"],
)
def test_a_notice_is_read_in_any_order(words: str, read: Notice):
    assert read_notice(words, TODAY, GAZETTEER) == read


def test_a_place_inside_a_longer_word_is_no_place():
    assert read_notice("榕御小区门口早餐店帮工", TODAY, GAZETTEER).work == ("榕御小区门口早餐店帮工",)


@pytest.mark.parametrize(
    ("word", "slot"),
    [
        ("工作日9-11点", "工作日 09:00-11:00"),
        ("周六下午", "周六 14:00-18:00"),
        ("晚上7点到9点", "每天 19:00-21:00"),
        ("每天", "每天 08:00-20:00"),
        ("9点", "每天 09:00-20:00"),
        ("上午能来", ""),
        ("周末有空", ""),
        ("保洁", ""),
    ],
)
def test_hours_of_a_week_are_read(word: str, slot: str):
    assert read_slot(word) == slot


@pytest.mark.parametrize(
    ("words", "yes"),
    [
        ("先交300元培训费", True),
        ("押金100", True),
        ("需要付一点保证金", True),
        ("把验证码发我", True),
        ("刷单日结", True),
        ("不收押金", False),
        ("无需交任何押金", False),
        ("保洁 20元/时", False),
        ("免费培训", False),
    ],
)
def test_money_codes_and_loans_are_seen(words: str, yes: bool):
    assert asks_fee(words) is yes
