from __future__ import annotations

import pytest

from intents.difference import TermChange, differences, readable
from intents.rule import parse_rules


def rules(terms, words="[]", bias="0"):
    return parse_rules(
        f"[category.parking]\nwords = {words}\n[intent.help]\nwords = ['帮我 1']\n"
        f"[learnt.codes]\na = 'category.parking {bias}'\nb = 'intent.help 0'\n[learnt]\nterms = '''\n{terms}\n'''\n"
    )


def test_added_removed_and_strongly_changed_terms_are_told_per_label():
    before = rules("停车 2.0 a10.0 b2.0\n车位 2.0 a5.0\n路 2.0 a4.0")
    after = rules("停车 2.0 a16.0 b2.0\n车位 2.0 a5.5\n挪车 3.0 a7.0")

    (parking,) = differences(before, after)

    assert parking.label == "category.parking"
    assert parking.added == (TermChange("挪车", 0.0, 7.0),)
    assert parking.removed == (TermChange("路", 4.0, 0.0),)
    assert parking.changed == (TermChange("停车", 10.0, 16.0),)


def test_the_largest_change_comes_first():
    (parking,) = differences(rules(""), rules("甲 1.0 a3.0\n乙 1.0 a-9.0\n丙 1.0 a5.0"))

    assert [change.term for change in parking.added] == ["乙", "丙", "甲"]


def test_hand_written_words_count_with_what_was_learnt():
    (parking,) = differences(rules("停车 2.0 a1.0"), rules("停车 2.0 a1.0", words="['停车 4', '地锁 2']"))

    assert parking.added == (TermChange("地锁", 0.0, 2.0),)
    assert parking.changed == (TermChange("停车", 1.0, 5.0),)


def test_the_same_rules_do_not_differ_nor_do_small_changes_count():
    assert differences(rules("停车 2.0 a10.0"), rules("停车 2.0 a12.0")) == ()


@pytest.mark.parametrize(("term", "shown"), [
    ("停车", "停车"), ("^我", "〔句首〕我"), ("车 位", "车␣位"), ("吗$", "吗〔句尾〕"), ("吗$1", "吗〔句尾,3 字以内〕"),
    ("$7", "〔句尾,更长〕"),
])
def test_marks_of_a_term_are_shown_in_words(term, shown):
    assert readable(term) == shown
