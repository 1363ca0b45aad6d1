"""The confidence of a verdict comes from the rules' own model, where they have one."""

from __future__ import annotations

import pytest

from intents.certainty import MEASURES, measures_of
from intents.classify import classify
from intents.rule import RuleRefused, parse_rules
from intents.terms import CompiledRules, compile_rules
from intents.verdict import Category, Intent

WORDS = "[category.noise]\nwords = ['吵 3']\n[category.care]\nwords = ['病 2']\n"


def rules_of(text: str) -> CompiledRules:
    return compile_rules(parse_rules(text + WORDS))


def test_without_a_model_the_share_is_the_confidence() -> None:
    assert classify("吵", rules_of("")).confidence == pytest.approx(20.0855 / (20.0855 + 17), abs=1e-3)


def test_a_model_says_how_sure_and_the_others_share_the_rest() -> None:
    verdict = classify("又吵又病", rules_of("[certainty.brief]\nbias = 0\n"))
    assert verdict.confidence == 0.5
    assert verdict.alternatives[0].category is Category.CARE
    assert verdict.alternatives[0].confidence < 0.5
    assert sum(other.confidence for other in verdict.alternatives) <= 0.5


def test_long_texts_have_a_model_of_their_own() -> None:
    rules = rules_of("[certainty]\nshort = 3\n[certainty.brief]\nbias = 0\n[certainty.long]\nbias = 50\n")
    assert classify("吵", rules).confidence == 0.5
    assert classify("吵得很大声", rules).confidence == pytest.approx(1)


def test_measures_are_clipped_and_named() -> None:
    said = measures_of(1.0, (30.0, -30.0, 0.0, -40.0, -5.0), (9.0, 1.0), (True, 0, 23.0), Intent.CONSULT)
    measures = dict(zip(MEASURES, said, strict=True))
    assert measures == {
        "share": 8.0, "score": 8.0, "lead": 8.0, "lead_of_third": 8.0, "none": -8.0, "hand": 4.0,
        "hand_of_second": 1.0, "two": 1.0, "length": 0.0, "mean": -5.0, "known": 2.3,
        "report": 0.0, "followup": 0.0, "consult": 1.0,
    }


def test_the_cost_of_a_wrong_way_sets_the_floor() -> None:
    rules = parse_rules("question = 1\nfloor = 0.3\n[category.safety]\ncost = 4\n[category.care]\ncost = 0.5\n"
                        "[category.noise]\ncost = 4\nfloor = 0.1\n")
    floors = {label.label: label.floor for label in rules.categories}
    assert (floors["safety"], floors["care"], floors["noise"], floors["other"]) == (0.75, 0.0, 0.1, 0.3)


def test_an_unknown_measure_is_refused() -> None:
    with pytest.raises(RuleRefused, match=r"certainty\.brief"):
        parse_rules("[certainty.brief]\nluck = 1\n")
