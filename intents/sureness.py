"""How sure verdicts may be: the model of `certainty` fitted to verdicts of rules that had not read the messages.

numpy and scipy: for learning only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from scipy.optimize import minimize

from intents.certainty import MEASURES, CertaintyModel, CertaintyRules

Array = np.ndarray[Any, np.dtype[np.float64]]

#: How firmly a model may be held to the one before, in the curvature of so many messages; the one that serves
#: unseen messages best is taken.
FIRMNESSES = (1.0, 10.0, 100.0)
#: Fewer verdicts, or fewer of them wrong (or right), say nothing about how sure the others may be.
LEAST_VERDICTS = 100
LEAST_OF_A_KIND = 10
#: By so much (mean surprise, natural logarithm) a new model must serve unseen messages better.
LEAST_GAIN = 0.001
#: What leaves the share of the best category as the certainty: the model of rules without one.
SHARE_ALONE = CertaintyModel(0.0, tuple(float(name == "share") for name in MEASURES))
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A verdict on a message its rules had not read: the fold, what it rests on, and whether it is right."""

    fold: int
    brief: bool
    measures: tuple[float, ...]
    right: bool
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Refit:
    """How sure the verdicts on texts of one length were by the old model and are by one of the other folds.

    `model` is None where the old one serves unseen messages as well or there are too few verdicts; then
    `before` and `after` are the same. All three lists are in the order of the verdicts.
    """

    brief: bool
    model: CertaintyModel | None
    before: tuple[float, ...]
    after: tuple[float, ...]
    right: tuple[bool, ...]
    by_fold: tuple[CertaintyModel, ...]


def refit(rules: CertaintyRules, verdicts: Sequence[HeldOut], folds: int) -> tuple[Refit, Refit]:
    """The model for brief texts and the one for long ones, fitted on top of the old ones. Raises nothing."""
    return (_refit(rules.brief, [one for one in verdicts if one.brief], folds, brief=True),
            _refit(rules.long, [one for one in verdicts if not one.brief], folds, brief=False))


def refitted(rules: CertaintyRules, refits: Sequence[Refit], fold: int | None = None) -> CertaintyRules:
    """The rules with the models that serve better: those of all verdicts, or those made without a fold."""
    brief, long = (one.model if one.model is None or fold is None else one.by_fold[fold] for one in refits)
    return CertaintyRules(rules.short, brief or rules.brief, long or rules.long)


def fit_model(verdicts: Sequence[HeldOut], near: CertaintyModel | None, firmness: float = 1.0) -> CertaintyModel:
    """How likely verdicts are right by their measures: logistic, held by `firmness` to the model `near`.

    None holds the weights to nothing and leaves the start value free. Raises nothing.
    """
    measures = np.array([[1.0, *one.measures] for one in verdicts])
    right = np.array([one.right for one in verdicts], dtype=float)
    share = np.array([one.weight for one in verdicts])
    start = np.array([0.0] * (len(MEASURES) + 1) if near is None else [near.bias, *near.weights])
    held = np.full(len(start), firmness)
    held[0] = 0.0 if near is None else firmness

    def loss(weights: Array) -> tuple[float, Array]:
        said = measures @ weights
        away = weights - start
        value = float((share * (np.logaddexp(0, said) - right * said)).sum() + (held * away * away).sum() / 2)
        return value, measures.T @ (share * (1 / (1 + np.exp(-said)) - right)) + held * away

    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 1000}).x
    return CertaintyModel(round(float(found[0]), 4), tuple(round(float(weight), 4) for weight in found[1:]))


def cross_fitted(
    verdicts: Sequence[HeldOut], folds: int, fit: Callable[[Sequence[HeldOut]], CertaintyModel]
) -> tuple[tuple[CertaintyModel, ...], tuple[float, ...]]:
    """A model of the others for each fold, and how sure each verdict is by the one that has not seen it."""
    models = tuple(fit([one for one in verdicts if one.fold != fold]) for fold in range(folds))
    return models, tuple(models[one.fold].probability(one.measures) for one in verdicts)


def _refit(old: CertaintyModel | None, verdicts: Sequence[HeldOut], folds: int, *, brief: bool) -> Refit:
    near = SHARE_ALONE if old is None else old
    before = tuple(near.probability(one.measures) for one in verdicts)
    right = tuple(one.right for one in verdicts)
    same = Refit(brief, None, before, before, right, ())
    if len(verdicts) < LEAST_VERDICTS or min(sum(right), len(right) - sum(right)) < LEAST_OF_A_KIND:
        return same
    tried = []
    for firmness in FIRMNESSES:
        models, after = cross_fitted(verdicts, folds, partial(fit_model, near=near, firmness=firmness))
        tried.append((_surprise(after, verdicts), firmness, models, after))
    surprise, firmness, models, after = min(tried)
    if surprise > _surprise(before, verdicts) - LEAST_GAIN:
        return same
    return Refit(brief, fit_model(verdicts, near, firmness), before, after, right, models)


def _surprise(sure: Sequence[float], verdicts: Sequence[HeldOut]) -> float:
    said = np.clip(np.array(sure), _LEAST, 1 - _LEAST)
    right = np.array([one.right for one in verdicts])
    share = np.array([one.weight for one in verdicts])
    return float((share * -np.log(np.where(right, said, 1 - said))).sum() / share.sum())
