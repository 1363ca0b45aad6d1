"""Edits of the rules are values; what they make keeps comments and order, and they can be put together and told."""

from __future__ import annotations

import pytest

from bot.desk.book import read_book
from bot.desk.bookedit import (
    Edit,
    EditRefused,
    applied,
    edits_between,
    lines_of,
    merged,
    restored,
    stored,
    words_pasted,
)
from intents.rule import shipped_rules_text
from tests.bot.desk.bookedits import EVERY, TEXT


def test_every_kind_of_edit_is_made_and_told_again():
    after = applied(TEXT, EVERY)

    read_book(after)
    assert sorted(edits_between(TEXT, after), key=str) == sorted(EVERY, key=str)
    assert sorted(edits_between(after, TEXT), key=str) == sorted(
        [Edit(one.kind, one.where, one.name, one.before, one.value) for one in EVERY], key=str)


def test_comments_order_and_what_was_learnt_stay():
    after = applied(TEXT, EVERY[:4])

    assert "# 总的说明" in after
    assert "# 停车的词" in after
    assert "# 常见" in after
    assert after.index("乱停车") < after.index("车位") < after.index("僵尸车")
    assert after.endswith('[learnt.codes]\na = "category.parking -5"\n')
    assert applied(TEXT, []) == TEXT


def test_the_shipped_negative_list_is_written_out_before_it_is_changed():
    noise = Edit("negative", "", "noise", {"owner": "城管", "reason": "夜里"})
    after = applied(TEXT, [noise, Edit("negative", "", "child", None)])

    assert set(read_book(after).preferences.negative) == {"transport", "housing", "employment", "noise"}
    again = applied(after, [Edit("negative", "", "noise", {"owner": "公安", "reason": "夜里"})])
    assert read_book(again).preferences.negative["noise"].owner == "公安"


def test_the_shipped_preference_is_taken_away_by_an_empty_one():
    assert "care" not in read_book(applied(TEXT, [Edit("preferred", "", "care", None)])).preferences.preferred


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (Edit("word", "category.parking", "没有", None), "没有“没有”"),
        (Edit("word", "category.parking", " ", 2), "要写一个词"),
        (Edit("term", "", "noise", None), "没有写过"),
        (Edit("campaign", "", "没有", None), "没有“没有”"),
        (Edit("campaign", "", "x", {"owner": "y", "until": "明天"}), "不是日期"),
        (Edit("whatever", "", "x", 1), "不认识"),
    ],
)
def test_what_cannot_be_done_is_refused(edit: Edit, reason: str):
    with pytest.raises(EditRefused, match=reason):
        applied(TEXT, [edit])


def test_pasted_lines_become_words():
    pasted = "# 从群里抄的\n僵尸车 3\n\n占 车位\t2\n挪车，1.5\n堵门\n"

    assert [(one.name, one.value) for one in words_pasted("category.parking", pasted)] == [
        ("僵尸车", 3), ("占 车位", 2), ("挪车", 1.5), ("堵门", 1)]
    with pytest.raises(EditRefused, match="第 2 行"):
        words_pasted("category.parking", "僵尸车 3\n占 车位")


def test_edits_of_one_line_become_one_and_go_through_the_store():
    first = Edit("word", "category.parking", "车位", 1.5, before=0.8)
    edits = merged([first, Edit("word", "category.parking", "车位", 2.0, before=1.5), Edit("term", "terms", "noise", 3),
                    Edit("term", "terms", "noise", None, before=3)])

    assert edits == [Edit("word", "category.parking", "车位", 2.0, before=0.8)]
    assert restored(stored(edits)) == edits
    assert edits[0].rule == "category.parking.words.车位"


def test_a_difference_in_what_was_learnt_is_told_without_its_weights():
    other = TEXT.replace("parking -5", "parking -4")

    assert edits_between(TEXT, other) == [Edit("learnt", "", "", value=True)]
    assert applied(TEXT, edits_between(TEXT, other)) == TEXT


def test_the_shipped_rules_are_taken_apart_into_lines():
    lines = lines_of(shipped_rules_text())

    assert lines["word", "category.parking", "乱停车"] == 2.5
    assert lines["setting", "category.parking", "cost"] == 3
    assert len(lines) > 1500
