from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.reply import cut_reply, split_reply


def test_short_text_is_one_piece() -> None:
    assert split_reply("已登记 #12") == ["已登记 #12"]


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_nothing_to_say_is_no_piece(text: str) -> None:
    assert split_reply(text) == []


def test_border_lies_at_a_line_where_there_is_one() -> None:
    pieces = split_reply("第一行。还有\n第二行。还有\n第三行", limit=45)

    assert pieces == ["第一行。还有\n第二行。还有", "第三行"]


def test_border_lies_at_a_sentence_without_lines() -> None:
    pieces = split_reply("一二三四五。六七八九十！”甲乙丙丁", limit=42)

    assert pieces == ["一二三四五。六七八九十！”", "甲乙丙丁"]


def test_border_lies_at_a_clause_without_sentences() -> None:
    pieces = split_reply("一二三四五，六七八九十，甲乙丙丁", limit=40)

    assert pieces == ["一二三四五，六七八九十，", "甲乙丙丁"]


def test_text_without_any_border_is_cut_between_characters() -> None:
    assert split_reply("栋" * 5, limit=7) == ["栋栋", "栋栋", "栋"]


def test_border_far_to_the_front_is_not_taken() -> None:
    assert split_reply("好。" + "栋" * 20, limit=60)[0] == "好。" + "栋" * 18


@pytest.mark.parametrize("emoji", ["👨‍👩‍👧", "👍🏽", "🇨🇳", "❤️", "e\u0301"])
def test_emoji_of_several_code_points_stays_whole(emoji: str) -> None:
    size = len(emoji.encode())
    pieces = split_reply(emoji * 6, limit=2 * size + size - 1)

    assert pieces == [emoji * 2] * 3


def test_endless_emoji_is_cut_rather_than_never_sent() -> None:
    pieces = split_reply("a" + "\u0301" * 30, limit=20)

    assert "".join(pieces) == "a" + "\u0301" * 30


def test_limit_too_small_for_a_character_is_refused() -> None:
    with pytest.raises(ValueError, match="one character"):
        split_reply("栋", limit=3)


def test_default_limit_is_wechats() -> None:
    assert [len(piece.encode()) for piece in split_reply("栋" * 1000)] == [2046, 954]


TRICKY = st.text(alphabet=st.characters() | st.sampled_from("\n。，👍🏽\u200d🇨"), max_size=200)


@given(TRICKY, st.integers(4, 60))
def test_pieces_fit_and_lose_only_line_ends_at_borders(text: str, limit: int) -> None:
    pieces = split_reply(text, limit)

    assert all(piece and len(piece.encode("utf-8", "surrogatepass")) <= limit for piece in pieces)
    assert "".join(pieces).replace("\n", "") == text.replace("\n", "")


@given(st.text(max_size=100), st.integers(4, 60))
def test_cut_is_the_beginning_and_fits(text: str, limit: int) -> None:
    cut = cut_reply(text, limit)

    assert text.startswith(cut)
    assert len(cut.encode("utf-8", "surrogatepass")) <= limit
