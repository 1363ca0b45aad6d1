"""The model of how sure a verdict is, fitted to verdicts on messages that the rules had not read."""

from __future__ import annotations

from dataclasses import replace
from math import exp

import pytest

from intents.certainty import MEASURES, CertaintyModel, CertaintyRules
from intents.sureness import LEAST_VERDICTS, SHARE_ALONE, HeldOut, fit_model, refit, refitted

FOLDS = 4
#: Sure of everything beyond a lead of nothing.
BOASTING = CertaintyModel(3.0, (0.0,) * len(MEASURES))


def measured(share: float) -> tuple[float, ...]:
    return (share, *(0.0,) * (len(MEASURES) - 1))


def verdicts(count: int = 200, *, brief: bool = True) -> list[HeldOut]:
    """Four in five right where the share is high, one in two where it is low."""
    return [HeldOut(at // 20 % FOLDS, brief, measured(2.0 if at % 2 else 0.0), at % 10 < 8 if at % 2 else at % 4 == 0)
            for at in range(count)]


def test_a_model_from_nothing_says_how_often_they_are_right():
    many = [HeldOut(0, brief=True, measures=measured(0.0), right=at % 5 > 0) for at in range(1000)]

    assert fit_model(many, None).probability(measured(0.0)) == pytest.approx(0.8, abs=1e-3)


def test_a_verdict_counts_by_its_weight():
    both = [HeldOut(0, brief=True, measures=measured(0.0), right=right, weight=weight)
            for right, weight in ((True, 3.0), (False, 1.0)) for _ in range(200)]

    assert fit_model(both, None).probability(measured(0.0)) == pytest.approx(0.75, abs=1e-3)


def test_the_firmer_the_nearer_to_the_old_model():
    loose, firm = (fit_model(verdicts(), BOASTING, firmness) for firmness in (1.0, 1000.0))

    assert abs(loose.bias - BOASTING.bias) > abs(firm.bias - BOASTING.bias)


def test_a_model_that_boasts_is_put_right():
    brief, long = refit(CertaintyRules(80, BOASTING, BOASTING), verdicts(), FOLDS)

    assert brief.model is not None
    assert brief.model.probability(measured(2.0)) == pytest.approx(0.8, abs=0.06)
    assert brief.model.probability(measured(0.0)) == pytest.approx(0.5, abs=0.06)
    assert set(brief.before) == {BOASTING.probability(measured(0.0))}
    assert sum(brief.after) == pytest.approx(sum(brief.right), abs=5)
    assert long.model is None


def test_a_model_that_is_honest_stays():
    honest = CertaintyRules(80, fit_model(verdicts(4000), None), None)

    again, _ = refit(honest, verdicts(), FOLDS)
    assert again.model is None
    assert again.before == again.after


def test_without_a_model_the_share_is_what_is_started_from():
    brief, _ = refit(CertaintyRules(80, None, None), verdicts(LEAST_VERDICTS - 1), FOLDS)

    assert brief.model is None
    assert brief.before[1] == pytest.approx(1 / (1 + exp(-2.0)))
    assert SHARE_ALONE.probability(measured(-1.0)) == pytest.approx(1 / (1 + exp(1.0)))


def test_verdicts_that_are_all_right_say_nothing_about_the_wrong_ones():
    brief, _ = refit(CertaintyRules(80, BOASTING, None), [replace(one, right=True) for one in verdicts()], FOLDS)

    assert brief.model is None


def test_the_rules_take_the_new_models_and_keep_the_others():
    old = CertaintyRules(80, BOASTING, BOASTING)
    both = refit(old, verdicts(), FOLDS)

    assert refitted(old, both) == CertaintyRules(80, both[0].model, BOASTING)
    assert refitted(old, both, fold=2) == CertaintyRules(80, both[0].by_fold[2], BOASTING)
    _, long = refit(old, verdicts(brief=False), FOLDS)
    assert long.model is not None
