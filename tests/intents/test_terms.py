from __future__ import annotations

import pytest

from intents.rule import COLUMNS, parse_rules
from intents.terms import category_column, compile_rules, intent_column, length_term, unpack
from intents.verdict import Category, Intent


@pytest.mark.parametrize(
    ("length", "term"),
    [(0, "$1"), (3, "$1"), (4, "$2"), (10, "$3"), (16, "$4"), (26, "$5"), (45, "$6"), (46, "$7")],
)
def test_a_length_has_its_term(length, term):
    assert length_term("停" * length) == term


def test_packed_weights_add_up_column_by_column_also_below_zero():
    rules = compile_rules(parse_rules(
        '[learnt.codes]\na = "category.parking 0"\nb = "category.other 0"\nc = "intent.abuse 0"\n'
        "[learnt]\nterms = '''\n停 1.0 a1.25 b-2.5 c-0.01\n车 1.0 a-3.0 b1.0\n'''\n"
    ))
    sums = unpack(sum(rules.packed))
    expected = dict.fromkeys(COLUMNS, 0.0) | {
        "category.parking": -1.75, "category.other": -1.5, "intent.abuse": -0.01
    }
    assert dict(zip(COLUMNS, sums, strict=True)) == pytest.approx(expected)


def test_a_term_that_is_learnt_twice_counts_once():
    rules = compile_rules(parse_rules(
        '[learnt.codes]\na = "category.parking 0"\n[learnt]\nterms = \'\'\'\n停 1.0 a1.0\n停 1.0 a1.0\n\'\'\'\n'
    ))
    assert rules.texts.count("停") == 1


def test_a_word_that_is_learnt_and_written_stands_once_in_the_automaton():
    rules = compile_rules(parse_rules(
        '[category.parking]\nwords = ["停车 1"]\n[category.transport]\nwords = ["停车 -1"]\n'
        '[learnt.codes]\na = "category.parking 0"\n[learnt]\nterms = \'\'\'\n停车 1.0 a1.0\n\'\'\'\n'
    ))
    assert rules.texts.count("停车") == 1
    assert [word.weight for word in rules.hand[0]] == [1.0, -1.0]


def test_columns_are_found_by_their_words():
    assert COLUMNS[category_column(Category.NOISE)] == "category.noise"
    assert COLUMNS[intent_column(Intent.WISH)] == "intent.wish"
