from __future__ import annotations

from intents.hits import RuleHits, Tally
from intents.rule import parse_rules

RULES = parse_rules(
    '[category.parking]\nwords = ["停车 2", "=车 1"]\npatterns = ["车.{0,2}堵 1", "[^0-9]{9} 1"]\n'
    '[intent.report]\nwords = ["停车 1"]\n'
)


def test_words_and_patterns_are_counted_with_what_they_won() -> None:
    tally = Tally(RULES)
    tally.add("乱停车", ["category.parking", "intent.report"], times=2)
    tally.add("车都堵着", ["category.noise"])
    tally.add("没有", [])

    assert tally.counted() == [
        RuleHits("category.parking", "words", "停车", 2, 2),
        RuleHits("category.parking", "words", "=车", 1, 0),
        RuleHits("category.parking", "patterns", "车.{0,2}堵", 1, 0),
        RuleHits("category.parking", "patterns", "[^0-9]{9}", 0, 0),
        RuleHits("intent.report", "words", "停车", 2, 2),
    ]


def test_rules_without_words_count_nothing() -> None:
    tally = Tally(parse_rules(""))
    tally.add("停车", ["category.parking"])

    assert tally.counted() == []
