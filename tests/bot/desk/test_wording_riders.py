"""What riders read: the tone of all sentences, short enough for a red light."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk import wording_riders
from tests.tone import a_line, assert_tone

ERRAND = ("#Z128 给3栋老人送药 · 榕御小区3栋", "480米", "今天18:00前，约15分钟")


def test_the_sentences_keep_the_tone() -> None:
    line = a_line()
    nobody = replace(line, who="")
    for text in (
        wording_riders.MORE, wording_riders.PHOTO_FIRST, wording_riders.VOICE_FIRST, wording_riders.APART_GONE,
        wording_riders.HELP, wording_riders.ON_THE_WAY.format(number="Z5"),
        wording_riders.NOT_A_RIDER, wording_riders.MOVING, wording_riders.STOPPED_WHERE, wording_riders.NOTHING_NEAR,
        wording_riders.spot_first("江滨花园二期12栋"), wording_riders.spot_first(""), wording_riders.word_first(line),
        wording_riders.tip_taken(line), wording_riders.tip_taken(nobody), wording_riders.tip_joined(line),
        wording_riders.tip_joined(nobody), wording_riders.tip_again(line),
        wording_riders.result(line, "已劝离并划线，又在两头立了牌子，请物业每天早晚各看一次"),
        wording_riders.errands([ERRAND, ERRAND]),
    ):  # fmt: skip
        assert_tone(text)


def test_the_result_is_one_line_however_much_was_done() -> None:
    told = wording_riders.result(a_line(), "已劝离并划线，又在两头立了牌子，请物业每天早晚各看一次，到月底再看要不要桩")

    assert "\n" not in told
    assert len(told) <= 60
    assert told.endswith("…。没好回“不满意 128”。")


@pytest.mark.parametrize(
    ("far", "said"),
    [(0, "10米"), (4, "10米"), (86, "90米"), (994, "990米"), (999, "1.0公里"), (1000, "1.0公里"), (5678, "5.7公里")],
)
def test_distances_are_said_as_people_do(far: float, said: str) -> None:
    assert wording_riders.metres(far) == said


def test_the_digits_are_six_and_each_says_what_it_opens() -> None:
    assert len(wording_riders.TAPS) == 6
    assert wording_riders.spot_first("").count(" ") == 11
