"""How well reports of one matter are found again, beside TF-IDF of characters; run by `make bench`.

The reports are replayed in time order, each against all before it: no tree of places narrows them down, as
the desk's does, and the window is the whole year (the desk looks back 30 days; that row is there too).
"""

from __future__ import annotations

import csv
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import combinations_with_replacement
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rapidfuzz.fuzz import ratio
from sklearn.feature_extraction.text import TfidfVectorizer

from intents.duplicate import ASK, MEASURES, SAME, best_matches, compare, likeness
from intents.signature import Signature, packed, signature_of, unpacked
from tools.learn_likeness import LOOKALIKE_WEIGHT, learn

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
PAIRS = Path(__file__).parents[1] / "data" / "duplicates" / "chat-pairs.tsv"
THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
COPIED_RATIO = 80  # rapidfuzz's ratio of two texts: an opinion that is not ours on what was copied
WINDOW = timedelta(days=30)
FOLDS = 6

Row = Mapping[str, Any]
Array = np.ndarray[Any, np.dtype[Any]]

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"the measuring texts are not there: {DATA.name}"),
]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Every pair of the replay: who, and what is true of it."""

    rows: Sequence[Row]
    signatures: Sequence[Signature]
    at: Sequence[tuple[int, int]]
    same: Array
    seems: Array
    copied: Array


@dataclass(frozen=True, slots=True)
class Result:
    """What a threshold gives on some pairs."""

    precision: float
    recall: float
    merged: int
    lookalikes: int
    copied: float
    reworded: float

    def __str__(self) -> str:
        return (f"P {self.precision:.3f}  R {self.recall:.3f}  look-alikes merged {self.merged}/{self.lookalikes}"
                f"  recall: copied {self.copied:.3f}, reworded {self.reworded:.3f}")


def say(line: str = "") -> None:
    sys.stdout.write(f"{line}\n")


@pytest.fixture(scope="module")
def pairs() -> Pairs:
    lines = (DATA / "duplicates-dev.jsonl").read_text(encoding="utf-8").split("\n")
    rows = sorted((json.loads(line) for line in lines if line), key=lambda row: row["when"])
    at = [(before, now) for now in range(len(rows)) for before in range(now)]
    both = [(rows[before], rows[now]) for before, now in at]
    return Pairs(
        rows=rows,
        signatures=[signature_of(f"{row['title']}。{row['text']}") for row in rows],
        at=at,
        same=np.array([one["issue"] is not None and one["issue"] == other["issue"] for one, other in both]),
        seems=np.array([one.get("lookalike") is not None and one.get("lookalike") == other.get("lookalike")
                        for one, other in both]),
        copied=np.array([ratio(one["text"], other["text"], score_cutoff=COPIED_RATIO) > 0
                         for one, other in both]),
    )


@pytest.fixture(scope="module")
def scores(pairs: Pairs) -> Array:
    known = pairs.signatures
    return np.array([likeness(known[before], known[now]).score for before, now in pairs.at])


def share(part: Array) -> float:
    return float(part.mean()) if part.size else float("nan")


def result(pairs: Pairs, said: Array, among: Array | None = None) -> Result:
    """Of the pairs `among` (all when None), those said to be the same against those that are."""
    inside = np.ones(len(said), dtype=bool) if among is None else among
    same = pairs.same & inside
    return Result(
        precision=share(pairs.same[said & inside]), recall=share(said[same]),
        merged=int((said & pairs.seems & inside).sum()), lookalikes=int((pairs.seems & inside).sum()),
        copied=share(said[same & pairs.copied]), reworded=share(said[same & ~pairs.copied]),
    )


def at_precision(pairs: Pairs, found: Array, wanted: float) -> Result:
    """The result at the lowest threshold that still has the precision."""
    order = np.argsort(-found)
    precision = np.cumsum(pairs.same[order]) / np.arange(1, len(order) + 1)
    last = int(np.flatnonzero(precision >= wanted).max())
    return result(pairs, found >= found[order[last]])


def tfidf(texts: list[str]) -> Callable[[Sequence[tuple[int, int]]], Array]:
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(2, 3)).fit_transform(texts)
    alike = (vectors @ vectors.T).toarray()
    return lambda at: np.array([alike[before, now] for before, now in at])


def joined(pairs: Pairs, scores: Array) -> Array:
    """Which pairs end up in one case when each report joins the likeliest earlier one's case."""
    case_of: dict[int, int] = {}
    best: dict[int, tuple[float, int]] = {}
    for (before, now), score in zip(pairs.at, scores, strict=True):
        best[now] = max(best.get(now, (0.0, before)), (score, before))
    for now in range(len(pairs.rows)):
        score, before = best.get(now, (0.0, now))
        case_of[now] = case_of[before] if score >= SAME else now
    return np.array([case_of[before] == case_of[now] for before, now in pairs.at])


def folds_of(pairs: Pairs, folds: int) -> tuple[Array, Array]:
    """The fold of the earlier and of the later report of each pair; a matter stays in one fold."""
    groups = [row["issue"] or f"lookalike {row['lookalike']}" for row in pairs.rows]
    fold = np.array([int(sha256(group.encode()).hexdigest(), 16) % folds for group in groups])
    before, now = np.array(pairs.at).T
    return fold[before], fold[now]


def cross_fitted(pairs: Pairs, folds: int) -> Array:
    """Scores by weights learnt from pairs of which neither report is in a fold of the pair scored."""
    found = np.array([compare(pairs.signatures[before], pairs.signatures[now]) for before, now in pairs.at])
    weight = np.where(pairs.seems, LOOKALIKE_WEIGHT, 1.0)
    before, now = folds_of(pairs, folds)
    scores = np.zeros(len(found))
    for one, other in combinations_with_replacement(range(folds), 2):
        scored = ((before == one) & (now == other)) | ((before == other) & (now == one))
        known = ~np.isin(before, (one, other)) & ~np.isin(now, (one, other))
        if scored.any() and known.any():
            learnt = learn("full", found[known], pairs.same[known].astype(float), weight[known])
            points = learnt["start"] + found[scored] @ np.array([learnt[name] for name in MEASURES])
            scores[scored] = 1 / (1 + np.exp(-points))
    return scores


def test_reports_of_one_matter_are_found_again(pairs: Pairs, scores: Array) -> None:
    say(f"\n{len(pairs.rows)} reports, {int(pairs.same.sum())} pairs of one matter "
        f"({int((pairs.same & pairs.copied).sum())} copied), {int(pairs.seems.sum())} look-alike pairs")
    for name, texts in (("text", [row["text"] for row in pairs.rows]),
                        ("title and text", [f"{row['title']}。{row['text']}" for row in pairs.rows])):
        found = tfidf(texts)(pairs.at)
        say(f"TF-IDF 2-3, {name:14}  P>=0.95  {at_precision(pairs, found, 0.95)}")
    for wanted in (0.95, 0.97):
        say(f"ours                       P>={wanted}  {at_precision(pairs, scores, wanted)}")
    for threshold in THRESHOLDS:
        say(f"ours at {threshold:<4}  {result(pairs, scores >= threshold)}")
    when = [datetime.fromisoformat(row["when"]) for row in pairs.rows]
    recent = np.array([when[now] - when[before] <= WINDOW for before, now in pairs.at])
    say(f"within 30 days at {SAME}   {result(pairs, scores >= SAME, recent)}")
    say(f"joined one by one at {SAME} {result(pairs, joined(pairs, scores))}")
    shipped = result(pairs, scores >= SAME)
    assert shipped.precision >= 0.95
    assert shipped.recall >= 0.75


def test_what_was_learnt_from_one_half_holds_on_the_other(pairs: Pairs) -> None:
    scores = cross_fitted(pairs, 2)
    before, now = folds_of(pairs, 2)
    for threshold in (ASK, SAME, 0.8):
        for half in (0, 1):
            inside = (before == half) & (now == half)
            say(f"held-out half {half} at {threshold}  {result(pairs, scores >= threshold, inside)}")
        say(f"both halves at {threshold}  {result(pairs, scores >= threshold, before == now)}")
    assert result(pairs, scores >= ASK, before == now).precision >= 0.95


def test_cross_validated_weights_reach_the_floor(pairs: Pairs) -> None:
    scores = cross_fitted(pairs, FOLDS)
    for threshold in THRESHOLDS:
        say(f"{FOLDS} folds at {threshold:<4}  {result(pairs, scores >= threshold)}")
    say(f"{FOLDS} folds, joined one by one  {result(pairs, joined(pairs, scores))}")
    held_out = result(pairs, scores >= SAME)
    assert held_out.precision >= 0.95
    assert held_out.recall >= 0.75


@pytest.mark.parametrize("part", ["first", "later", "last"])
def test_chat_messages_of_one_matter_are_told_from_others(part: str) -> None:
    with PAIRS.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines, delimiter="\t") if row["part"] == part]
    said = [likeness(signature_of(row["earlier"]), signature_of(row["later"]), same_place=True).score for row in rows]
    for threshold in (ASK, SAME, 0.7):
        right = sum(row["same"] == "yes" for row, score in zip(rows, said, strict=True) if score >= threshold)
        all_said = sum(score >= threshold for score in said)
        all_same = sum(row["same"] == "yes" for row in rows)
        say(f"chat, {part}: {len(rows)} pairs at {threshold}  P {right / all_said:.3f}  R {right / all_same:.3f}")
    for row, score in zip(rows, said, strict=True):
        if (row["same"] == "yes") != (score >= SAME):
            say(f"  {score:.2f} {row['same']:3} {row['kind']}: {row['earlier']} | {row['later']}")


def test_two_hundred_candidates_take_less_than_five_milliseconds(pairs: Pairs) -> None:
    known = [(str(number), signature) for number, signature in enumerate(pairs.signatures[:200])]
    reports = pairs.signatures[200:]
    texts = [row["text"][:300] for row in pairs.rows]
    lines = [packed(signature) for signature in pairs.signatures]
    signing = per_call(lambda: [signature_of(text) for text in texts], len(texts))
    unpacking = per_call(lambda: [unpacked(line) for line in lines], len(lines))
    deciding = per_call(lambda: [best_matches(report, known) for report in reports], len(reports))
    say(f"\nsignature {signing * 1e6:.0f} µs, unpacked {unpacking * 1e6:.0f} µs, "
        f"200 candidates {deciding * 1e3:.2f} ms")
    assert signing < 0.001
    assert deciding < 0.005


def per_call(work: Callable[[], object], calls: int) -> float:
    """Seconds per call, the best of five rounds: other work on the machine only ever adds."""
    rounds = []
    for _ in range(5):
        started = time.perf_counter()
        work()
        rounds.append((time.perf_counter() - started) / calls)
    return min(rounds)
