"""A pattern may be left untried only where it cannot match."""

from __future__ import annotations

import re

import pytest

from intents.literals import needed_literals, searcher
from intents.rule import parse_rules, shipped_rules_text


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("停.{0,4}车位", {"车位"}),
        ("(?:别人|人家).{0,6}占", {"别人", "人家"}),
        ("(?:拆|敲)(?:了)?墙", {"拆墙", "拆了墙", "敲墙", "敲了墙"}),
        ("吵(?:得|到)?.{0,4}睡?", {"吵"}),
        ("(?<=再)漏(?!斗)水$", {"漏水"}),
        ("(?:着火)+", {"着火"}),
        ("(?:着火){2,}?来人", {"着火"}),
        ("[ab]车", {"a车", "b车"}),
        ("[0-9]楼", {f"{digit}楼" for digit in range(10)}),
        (r"\d楼", {"楼"}),
        ("[^a]楼", {"楼"}),
        ("(?:停水|停电|.)", None),
        ("(?:停水|停电|.)来", {"来"}),
        ("(?:水|电){2}", {"水", "电"}),
        ("(?i)ktv", None),
        ("(?i:k)歌", None),
        ("[一-龥]", None),
        (r"(.)\1", None),
        ("(?:很久)*", None),
        ("(?:a|(?:b|c.)d)", {"a", "d"}),
    ],
)
def test_the_needed_texts_of_a_pattern(pattern: str, needed: set[str] | None) -> None:
    found = needed_literals(pattern)
    assert (None if found is None else set(found)) == needed


def test_many_alternatives_are_as_good_as_none() -> None:
    letters = [chr(0x4E00 + at) for at in range(90)]
    assert needed_literals("|".join(f"{letter}." for letter in letters)) is None
    assert needed_literals(f"(?:{'|'.join(f'{letter}.' for letter in letters)})尾") == frozenset({"尾"})


def test_nearly_all_shipped_patterns_have_needed_texts() -> None:
    rules = parse_rules(shipped_rules_text())
    patterns = [term.text for label in (*rules.categories, *rules.intents) for term in label.patterns]
    assert sum(needed_literals(pattern) is None for pattern in patterns) <= 5
    assert all(re.compile(pattern) for pattern in patterns)


@pytest.mark.parametrize("pattern", ["^好的?$", "^(?:好|行)", "^好|行$", "好$", "(?m)^好", "(?i)^ok", "(^好)", "", "^"])
@pytest.mark.parametrize("text", ["好的", "不好", "都行", "不好\n好", "OK", "", "行"])
def test_a_searcher_finds_what_search_does(pattern: str, text: str) -> None:
    found, expected = searcher(pattern)(text), re.search(pattern, text)
    assert (found and found.span()) == (expected and expected.span())
