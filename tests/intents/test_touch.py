from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from intents.rule import RuleSet, parse_rules
from intents.terms import CompiledRules, compile_rules
from intents.touch import touch_of
from intents.understand import understand_message

MESSAGES = Path(__file__).parents[1] / "data" / "understanding" / "own_messages.jsonl"
SMALL = '[category.parking]\nwords = ["停车 2"]\n[category.noise]\nwords = ["吵 2"]\n'


def small(more: str = "", *, old: str = "", new: str = "") -> RuleSet:
    return parse_rules((SMALL.replace(old, new) if old else SMALL) + more)


def edited(rules: RuleSet) -> RuleSet:
    """Some words, a pattern, a guard, a floor otherwise."""
    more = parse_rules('[category.noise]\nwords = ["车 3"]\npatterns = ["(?<!不)吵.{0,3}死 2"]\n'
                       '[category.parking]\nguards = ["停车(?!位)"]\n[intent.wish]\nwords = ["希望 2"]\n')
    labels = {label.label: label for label in (*more.categories, *more.intents)}
    return replace(
        rules,
        categories=tuple(replace(one, words=(*one.words, *labels[one.label].words),
                                 patterns=(*one.patterns, *labels[one.label].patterns),
                                 guards=(*one.guards, *labels[one.label].guards),
                                 floor=0.9 if one.label == "facility" else one.floor) for one in rules.categories),
        intents=tuple(replace(one, words=(*one.words, *labels[one.label].words)) for one in rules.intents),
    )


def test_what_is_not_touched_is_understood_the_same(shipped: CompiledRules) -> None:
    after = edited(shipped.rules)
    touch, compiled = touch_of(shipped.rules, after), compile_rules(after)
    assert touch is not None

    texts = [json.loads(line)["text"] for line in MESSAGES.read_text(encoding="utf-8").splitlines()]
    met = 0
    for text in texts:
        before = understand_message(text, shipped)
        if touch.meets(text, before[0]):
            met += 1
        else:
            assert understand_message(text, compiled) == before, text
    assert 0 < met < len(texts)


def test_the_same_rules_touch_nothing() -> None:
    touch = touch_of(small(), replace(small(), revision=7))

    assert touch is not None
    assert not touch.meets("停车", ())


@pytest.mark.parametrize(
    "after",
    [
        small('[danger.fire]\nwords = ["着火 2"]\n'),
        small('[category.care]\nwords = ["老 人 2"]\n'),
        small("[category.care]\npatterns = ['[^0-9]{3} 2']\n"),
        small("[category.care]\nguards = ['[^0-9]{3}']\n"),
        small('[learnt.codes]\na = "category.noise -5"\n'),
    ],
)
def test_what_may_touch_any_message_says_so(after: RuleSet) -> None:
    assert touch_of(small(), after) is None
