"""The sentences of the clocks and of waiting: the tone, the length, and the three clocks in the same words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.desk import wording, wording_clocks, wording_handlers, wording_waiting
from bot.desk.caseline import CaseLine, clocks
from bot.desk.dialogue import Asked
from matching.case import State
from tests.tone import assert_tone

LINE = CaseLine(
    number=128, label="物业服务与业委会", place="江滨花园二期12栋", who="12栋楼长陈**", signin="明天10:30",
    first_word="明天12:00", due="11月30日18:00", state=State.AWAITING_SIGNIN, until="11月28日8:00",
    climbed="12栋楼长林**30分钟没接单，由上一级社区接办",
)  # fmt: skip
NOBODY = replace(LINE, who="", signin="", first_word="", due="")
LATE = replace(LINE, signed=True, spoken=True, late=True, own_due="12月1日18:00")

SENTENCES = {
    "climbed away": wording_clocks.climbed_away(LINE, wording_clocks.not_signed(30)),
    "climbed": wording_clocks.climbed_for_resident(LATE),
    "found": wording_clocks.found_for_resident(LINE),
    "first word missing": wording_clocks.first_word_missing(LINE),
    "stuck": wording_clocks.stuck_for_resident(LINE),
    "stuck, urgent": wording_clocks.stuck_urgent(LINE),
    "stuck, urgent, nobody": wording_clocks.stuck_urgent(NOBODY),
    "digest": wording_clocks.digest("榕御社区", [(LINE, "昨天"), (NOBODY, "11月20日")] * 4),
    "said": wording_waiting.said(LINE, "明天上午去看"),
    "said, handler": wording_waiting.said_for_handler(LINE),
    "inquired": wording_waiting.inquired(LINE, "车牌号是多少"),
    "inquired, handler": wording_waiting.inquired_for_handler(LINE),
    "answered": wording_waiting.answered(LINE),
    "answered, nobody": wording_waiting.answered(NOBODY),
    "answered, handler": wording_waiting.answered_for_handler(LINE, "闽E开头"),
    "goes on, handler": wording_waiting.goes_on_for_handler(LINE),
    "goes on": wording_waiting.goes_on_for_resident(LINE),
    "scheduled": wording_waiting.scheduled(LINE, "11月28日", "约了划线队"),
    "waits outside": wording_waiting.waits_outside(LINE, "11月28日", "交警大队"),
    "rests, handler": wording_waiting.rests_for_handler(LINE, "11月28日"),
    "taken up": wording_waiting.taken_up(LINE),
    "day has come, handler": wording_waiting.day_has_come_for_handler(LINE),
    "day has come": wording_waiting.day_has_come_for_resident(LINE),
    "asks for more": wording_waiting.asks_for_more("12月1日18:00", "榕御社区居委会").strip(),
    "asked for more": wording_waiting.asked_for_more(LINE, "12月1日18:00", "等划线队", 2),
    "granted": wording_waiting.granted(LINE),
    "granted by you": wording_waiting.granted_by_you(LINE),
    "extended": wording_waiting.extended(LINE, "等划线队"),
    "refused": wording_waiting.refused(LINE, "先摆锥桶"),
    "refused by you": wording_waiting.refused_by_you(LINE),
    "on leave": wording_waiting.on_leave("11月25日到11月28日", "李**", [LINE, NOBODY], [LINE]),
    "on leave, alone": wording_waiting.on_leave("11月25日", "", [], []),
    "back": wording_waiting.back(was_away=True),
    "back, never away": wording_waiting.back(was_away=False),
    "taken with words": wording.taken_for_resident(LINE, "马上去"),
    "status, asked": wording.status(replace(LINE, state=State.AWAITING_INFO, asked=Asked.HANDLER, signed=True)),
    "status, scheduled": wording.status(replace(LINE, state=State.SCHEDULED, signed=True)),
    "task, climbed": wording_handlers.task(LINE, "楼下乱停车", urgent=False),
    "mine, asked": wording_handlers.mine([replace(LINE, state=State.AWAITING_INFO, signed=True)]),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_the_tone_is_kept(name: str):
    assert_tone(SENTENCES[name])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (LINE, "明天10:30前接单，明天12:00前回话，11月30日18:00前办结"),
        (replace(LINE, signed=True), "已接单，明天12:00前回话，11月30日18:00前办结"),
        (replace(LINE, signed=True, spoken=True), "已接单，已回话，11月30日18:00前办结"),
        (LATE, "已接单，已回话，原定11月30日18:00办结，已超时，改为12月1日18:00前"),
        (replace(LATE, own_due=""), "已接单，已回话，原定11月30日18:00办结，已超时"),
        (NOBODY, ""),
    ],
)
def test_three_clocks_in_one_line(line: CaseLine, words: str):
    assert clocks(line) == words


@pytest.mark.parametrize(
    "text",
    [
        wording.receipt(LINE),
        wording.receipts([LINE, LINE]),
        wording.status(LINE),
        wording.passed_for_resident(LINE),
        wording_handlers.task(LINE, "楼下乱停车", urgent=False),
        wording_handlers.mine([LINE]),
        wording_handlers.reminder(LINE),
    ],
)
def test_residents_and_handlers_read_the_same_words(text: str):
    assert clocks(LINE) in text


@pytest.mark.parametrize(("minutes", "words"), [(10, "10分钟没接单"), (30, "30分钟没接单"), (120, "2小时没接单")])
def test_how_long_somebody_kept_silent(minutes: int, words: str):
    assert wording_clocks.not_signed(minutes) == words


def test_a_day_and_the_digests_card():
    assert wording_waiting.day(date(2026, 11, 28)) == "11月28日"
    assert wording_clocks.digest_card(3, datetime(2026, 11, 24, 8, 30)) == {  # noqa: DTZ001 - it is local already
        "number": "3", "matter": "卡住的事", "state": "请过问", "due": "2026-11-24 08:30",
    }
