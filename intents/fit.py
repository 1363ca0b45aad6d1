"""Weights fitted to labelled texts on top of what rules say already. numpy and scipy: for learning only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np
from scipy.optimize import minimize, minimize_scalar
from scipy.sparse import csr_matrix

from intents.labelled import Labelled
from intents.rule import COLUMNS, NO_CATEGORY, Learnt, LearntTerm
from intents.terms import CompiledRules
from intents.weigh import weigh

Array = np.ndarray[Any, np.dtype[np.float64]]

#: One point of a rule against the margin of 1 that a score is trained to.
SHARE_OF_POINT = 0.18
#: What a message teaches about the categories it is also about: half a yes.
SECONDARY_SIGN = 0.5
#: How much rare labels are lifted, per kind: 0 leaves them, 1 makes all labels equal.
BALANCES = {"category": 0.25, "intent": 0.5}
#: A weight a new term must reach to be written, and what is left of an old one or added to it, in points.
LEAST_NEW = 2.0
LEAST_OLD = 1.0

_FIRST_INTENT = COLUMNS.index(f"category.{NO_CATEGORY}") + 1
#: The columns of each kind.
KINDS = {"category": slice(0, _FIRST_INTENT), "intent": slice(_FIRST_INTENT, len(COLUMNS))}
#: Steps of the search: 25 to 60 gave the same on held-out messages (0.734, 0.734, 0.731 on chat).
_MOST_STEPS = 30


@dataclass(frozen=True, slots=True)
class Reading:
    """Texts as rules see them: a row a text, a column a learnt term; `given` is what the rules score, in points."""

    matrix: Any
    given: Array


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns with examples enough, and among the others those that nothing was ever learnt for: they start
    where the rest does, or they would win wherever nothing is said.
    """

    taught: tuple[int, ...]
    fresh: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What is added to the weights (terms x COLUMNS) and start values, before rarity and points."""

    weights: Array
    biases: Array


def read_texts(messages: Sequence[Labelled], rules: CompiledRules) -> Reading:
    """The texts under rules, counted exactly as they are when a verdict is made."""
    terms = len(rules.rules.learnt.terms)
    roots = np.sqrt(np.array(rules.spread[:terms]))
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    given = np.zeros((len(messages), len(COLUMNS)))
    for row, message in enumerate(messages):
        weighed = weigh(message.text, rules)
        given[row] = weighed.scores
        said = Counter(match[0] for match in weighed.matches if match[0] < terms)
        rows += [row] * len(said)
        columns += said.keys()
        values += [count * roots[place] / weighed.length for place, count in said.items()]
    return Reading(csr_matrix((values, (rows, columns)), shape=(len(messages), terms)), given)


def fit_change(
    reading: Reading, messages: Sequence[Labelled], columns: Columns, strength: float, start: Change
) -> Change:
    """The change that serves the messages best, held to the old weights by `strength`.

    Columns that are not taught keep their weights. `start` is where the search begins. Raises nothing.
    """
    weights, biases = np.zeros_like(start.weights), np.zeros_like(start.biases)
    used: list[int] = np.unique(reading.matrix.indices).tolist()
    for kind, part in KINDS.items():
        labels = [getattr(message, kind) for message in messages]
        taught = [place for place in columns.taught if part.start <= place < part.stop]
        fresh = [place for place in columns.fresh if part.start <= place < part.stop]
        rows = [row for row, label in enumerate(labels) if label]
        if not taught or not rows:
            continue
        known = [messages[row] for row in rows]
        task = _Task(
            matrix=reading.matrix[rows][:, used],
            signs=_signs(known, kind, taught),
            given=SHARE_OF_POINT * reading.given[rows][:, taught],
            share=_shares(known, kind),
        )
        found = _minimum(task, strength, np.vstack([start.weights[used][:, taught], start.biases[taught]]))
        weights[np.array(used)[:, None], np.array(taught)[None]] = found[:-1]
        biases[taught] = found[-1]
        biases[fresh] = np.median(found[-1])
    return Change(weights, biases)


def no_change(terms: int) -> Change:
    """The change that leaves everything as it is."""
    return Change(np.zeros((terms, len(COLUMNS))), np.zeros(len(COLUMNS)))


def changed_scores(reading: Reading, change: Change) -> Array:
    """The scores of texts after a change, in points."""
    return cast("Array", reading.given + (reading.matrix @ change.weights + change.biases) / SHARE_OF_POINT)


def changed_learnt(learnt: Learnt, change: Change) -> Learnt:
    """The learnt part after a change; weights that became too small to matter are left out, terms with them.

    What the change does not touch stays to the digit.
    """
    points = change.weights * np.array([[term.rarity] for term in learnt.terms]) / SHARE_OF_POINT
    terms = (_changed_term(term, row) for term, row in zip(learnt.terms, points, strict=True))
    biases = [bias if not added else round(bias + float(added), 2)
              for bias, added in zip(learnt.biases, change.biases / SHARE_OF_POINT, strict=True)]
    return replace(learnt, biases=tuple(biases), terms=tuple(term for term in terms if term.weights))


def best_temperature(scores: Array, messages: Sequence[Labelled], kind: str) -> tuple[float, float]:
    """The temperature at which the labels are least surprising, and that surprise (mean, natural logarithm)."""
    part = KINDS[kind]
    codes = [column.partition(".")[2] for column in COLUMNS[part]]
    rows = [row for row, message in enumerate(messages) if getattr(message, kind)]
    right = np.array([codes.index(getattr(messages[row], kind)) for row in rows])
    known = scores[rows][:, part]

    def surprise(degree: float) -> float:
        even = known / degree
        even = even - even.max(1, keepdims=True)
        return float(np.mean(np.log(np.exp(even).sum(1)) - even[np.arange(len(right)), right]))

    found = minimize_scalar(surprise, bounds=(0.2, 10), method="bounded")
    return float(found.x), float(found.fun)


@dataclass(frozen=True, slots=True)
class _Task:
    """Texts, what they should say (1, -1 or half), what is said already, and how much each counts."""

    matrix: Any
    signs: Array
    given: Array
    share: Array


def _signs(messages: Sequence[Labelled], kind: str, columns: Sequence[int]) -> Array:
    codes = [COLUMNS[column].partition(".")[2] for column in columns]
    signs = np.where(np.array([getattr(message, kind) for message in messages])[:, None] == np.array(codes)[None],
                     1.0, -1.0)
    if kind == "category":
        for row, message in enumerate(messages):
            for further in message.secondary:
                if further in codes:
                    signs[row, codes.index(further)] = SECONDARY_SIGN
    return signs


def _shares(messages: Sequence[Labelled], kind: str) -> Array:
    counts = Counter(getattr(message, kind) for message in messages)
    mean = len(messages) / len(counts)
    return np.array([message.weight * (mean / counts[getattr(message, kind)]) ** BALANCES[kind]
                     for message in messages])


def _minimum(task: _Task, strength: float, start: Array) -> Array:
    """Squared hinge loss, one column against the rest, on top of given scores; the last row are the start values."""
    turned = task.matrix.T.tocsr()

    def loss(flat: Array) -> tuple[float, Array]:
        both = flat.reshape(start.shape)
        said = task.matrix @ both[:-1] + both[-1] + task.given
        short = np.maximum(1 - task.signs * said, 0)
        weighted = task.share[:, None] * short
        slope = -2 * task.signs * weighted
        value = float((weighted * short).sum() + strength * (both * both).sum())
        return value, (np.vstack([turned @ slope, slope.sum(0)]) + 2 * strength * both).ravel()

    found = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": _MOST_STEPS, "maxcor": 6})
    return cast("Array", found.x).reshape(start.shape)


def _changed_term(term: LearntTerm, points: Array) -> LearntTerm:
    old = dict(term.weights)
    kept = []
    for column in sorted({*old, *map(int, np.flatnonzero(np.abs(points) >= LEAST_OLD))}):
        added = float(points[column])
        weight = round(old.get(column, 0.0) + added, 1) if added else old[column]
        if not added or abs(weight) >= (LEAST_OLD if old else LEAST_NEW):
            kept.append((column, weight))
    return replace(term, weights=tuple(kept))
