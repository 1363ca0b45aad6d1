from __future__ import annotations

import pytest

from matching.pinyin import parse_syllables, shipped_syllables


def test_homophones_have_one_code_and_lengths_stay() -> None:
    table = shipped_syllables()

    assert "容玉小区".translate(table.exact) == "榕御小区".translate(table.exact)
    assert len("榕御小区3栋！".translate(table.exact)) == len("榕御小区3栋！")


def test_southern_speech_merges_what_the_exact_table_keeps_apart() -> None:
    table = shipped_syllables()

    for heard, meant in (("新春", "新村"), ("瑞金", "瑞京"), ("南海", "蓝海"), ("福安", "湖安"), ("逼区", "b区")):
        assert heard.translate(table.loose) == meant.translate(table.loose)
    assert "新春".translate(table.exact) != "新村".translate(table.exact)


def test_plain_writing_is_simplified_narrow_and_small() -> None:
    assert "東花園ＳＯＨＯ三棟".translate(shipped_syllables().plain) == "东花园soho3栋"


def test_a_digit_sounds_like_its_character() -> None:
    table = shipped_syllables()

    assert "1号".translate(table.exact) == "一号".translate(table.exact)


def test_a_small_table_has_codes_only_for_its_own_sounds() -> None:
    table = parse_syllables(["fa 发", "hua 花"], "發", "发")

    assert "发".translate(table.loose) == "花".translate(table.loose)
    assert "3".translate(table.exact) == "3"


def test_a_line_without_characters_is_refused() -> None:
    with pytest.raises(ValueError, match="not enough values"):
        parse_syllables(["fa"], "", "")


def test_tables_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        parse_syllables([], "發花", "发")
