from __future__ import annotations

import numpy as np
import pytest

from intents.classify import classify
from intents.fit import (
    Change,
    Columns,
    best_temperature,
    changed_learnt,
    changed_scores,
    fit_change,
    no_change,
    read_texts,
)
from intents.labelled import Labelled
from intents.rule import COLUMNS, Learnt, LearntTerm, parse_rules
from intents.terms import compile_rules
from intents.weigh import weigh

PARKING, NOISE, CARE = (COLUMNS.index(f"category.{name}") for name in ("parking", "noise", "care"))
HELP = COLUMNS.index("intent.help")
TAUGHT = Columns((PARKING, NOISE), ())
RULES = parse_rules("[learnt.codes]\na = 'category.parking 0.5'\n[learnt]\n"
                    "terms = '''\n停车 2.0 a1.0\n吵 2.0\n路灯 2.0\n'''\n")


def message(text, category="", intent="", secondary=(), weight=1.0):
    return Labelled(text, "chat", category, intent, secondary, weight=weight)


def learnt(messages, columns=TAUGHT, strength=1.0):
    compiled = compile_rules(RULES)
    start = no_change(len(RULES.learnt.terms))
    return fit_change(read_texts(messages, compiled), messages, columns, strength, start)


MESSAGES = [message("停车", "parking"), message("吵", "noise")] * 10


def test_texts_are_read_as_they_are_when_a_verdict_is_made():
    compiled = compile_rules(RULES)
    change = Change(np.ones((3, len(COLUMNS))) * 0.18 / 2.0, np.zeros(len(COLUMNS)))
    changed = changed_learnt(RULES.learnt, Change(change.weights * 9, change.biases))
    messages = [message("停车停车吵"), message("别的事")]

    scores = changed_scores(read_texts(messages, compiled), Change(change.weights * 9, change.biases))

    after = compile_rules(parse_rules(""))
    assert changed.terms[0].weights[0] == (PARKING, 10.0)
    assert scores[1] == pytest.approx(weigh("别的事", compiled).scores)
    assert scores[0][NOISE] == pytest.approx(weigh("停车停车吵", compiled).scores[NOISE] + 9 * (2 + 1) / 20**0.5)
    assert after.rules.learnt.terms == ()


def test_what_was_learnt_is_said():
    change = learnt(MESSAGES)

    assert change.weights[0, PARKING] > 0 > change.weights[0, NOISE]
    assert change.weights[1, NOISE] > 0 > change.weights[1, PARKING]
    assert not change.weights[2].any()


def test_columns_that_are_not_taught_stay_as_they_are():
    change = learnt([*MESSAGES, message("路灯", "care")])

    assert not change.weights[:, CARE].any()
    assert not change.biases[CARE]
    assert not change.weights[:, HELP].any()


def test_a_label_nothing_was_ever_learnt_for_starts_where_the_others_do():
    change = learnt(MESSAGES, Columns((PARKING, NOISE), (CARE,)))

    assert change.biases[CARE] == pytest.approx(np.median(change.biases[[PARKING, NOISE]]))


def test_the_stronger_the_old_weights_are_held_the_less_changes():
    assert np.abs(learnt(MESSAGES, strength=100.0).weights).max() < np.abs(learnt(MESSAGES).weights).max() / 2


def test_intents_are_learnt_beside_categories():
    change = learnt([message("停车", intent="help"), message("吵", intent="report")] * 8,
                    Columns((COLUMNS.index("intent.report"), HELP), ()))

    assert change.weights[0, HELP] > 0 > change.weights[1, HELP]
    assert not change.weights[:, PARKING].any()


def test_a_further_category_is_half_a_yes():
    with_noise = learnt([*MESSAGES, *[message("停车", "parking", secondary=("noise", "care"))] * 10])

    assert with_noise.weights[0, NOISE] > learnt(MESSAGES).weights[0, NOISE]


def test_what_counts_little_teaches_little():
    doubtful = [message("停车", "parking", weight=0.01), message("吵", "noise", weight=0.01)] * 10

    assert 0 < learnt(doubtful).weights[0, PARKING] < learnt(MESSAGES).weights[0, PARKING] / 2


def test_weights_too_small_to_matter_are_left_out_and_the_untouched_stay():
    base = Learnt(1.0, 1.0, (0.25, *(0.0,) * (len(COLUMNS) - 1)), (
        LearntTerm("旧", 1.0, ((0, 5.25), (1, 0.3), (2, 1.5))), LearntTerm("新", 1.0, ()), LearntTerm("空", 1.0, ()),
    ))
    change = no_change(3)
    change.weights[0, 2] = -1.0 * 0.18
    change.weights[0, 3] = 1.2 * 0.18
    change.weights[1, :2] = 2.5 * 0.18, 1.5 * 0.18
    change.biases[1] = 0.18

    changed = changed_learnt(base, change)

    assert changed.terms == (LearntTerm("旧", 1.0, ((0, 5.25), (1, 0.3), (3, 1.2))), LearntTerm("新", 1.0, ((0, 2.5),)))
    assert changed.biases[:3] == (0.25, 1.0, 0.0)


def test_the_best_temperature_makes_wrong_scores_milder():
    scores = np.zeros((4, len(COLUMNS)))
    scores[:, PARKING] = 6.0
    right = [message("甲", "parking")] * 3
    sure, little = best_temperature(scores, [*right, message("乙", "parking")], "category")
    unsure, much = best_temperature(scores, [*right, message("乙", "noise")], "category")

    assert sure < unsure
    assert little < much


def test_learnt_rules_give_other_verdicts():
    from_nothing = compile_rules(RULES)
    change = learnt(MESSAGES)

    after = changed_learnt(RULES.learnt, change)

    assert classify("吵", from_nothing).category == "parking"
    assert {term.text for term in after.terms} == {"停车", "吵"}
