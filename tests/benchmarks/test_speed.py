"""What understanding a message costs beside jieba's segmentation of it, and what loading takes; run by `make bench`."""

from __future__ import annotations

import gc
import importlib
import json
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

import pytest

from bot.desk.understanding import understand
from intents.terms import CompiledRules
from intents.understand import understand_message
from matching.gazetteer import Gazetteer
from tests.benchmarks.loading import DATA, names, read, rules_with

ROOT = Path(__file__).resolve().parents[2]
LENGTHS = (20, 60, 300)
LONGEST = 300
MORE = [0, 20_000]
MOST_SECONDS = 2.5
MOST_MEGABYTES = 250

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"the measuring texts are not there: {DATA.name}"),
]


@pytest.fixture(scope="module")
def cut() -> Callable[[str], object]:
    """jieba's segmentation with its dictionary loaded. It warns of its own import when it is imported."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        jieba = importlib.import_module("jieba")
    jieba.setLogLevel(60)
    jieba.initialize()
    return jieba.lcut


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return names()


@pytest.fixture(scope="module", params=MORE, ids=["shipped", "20000 more terms"])
def rules(request: pytest.FixtureRequest) -> CompiledRules:
    return rules_with(request.param)


@pytest.fixture(autouse=True)
def no_collection() -> Iterator[None]:
    """Garbage is not collected while times are taken, as in `linli serve`, which sets aside what it has loaded."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def petitions(length: int) -> list[str]:
    """The beginnings of 200 real petitions."""
    return [row["text"][:length] for row in read("messages-train.jsonl") if len(row["text"]) >= LONGEST][:200]


def chat() -> list[str]:
    """Invented chat of about 20 characters, whole: what residents write."""
    return [row["text"] for row in read("chat-train.jsonl") if 17 <= len(row["text"]) <= 23]


@pytest.mark.parametrize("length", [*LENGTHS, 0], ids=["20", "60", "300", "chat"])
def test_understanding_costs_little_more_than_cutting_into_words(
    cut: Callable[[str], object], rules: CompiledRules, gazetteer: Gazetteer, length: int
) -> None:
    """Once is the goal, with the place too; the limits leave room for a machine that does other things."""
    texts = petitions(length) if length else chat()
    theirs = _median(cut, texts)
    ours = _median(lambda text: understand_message(text, rules), texts)
    whole = _median(lambda text: understand(text, rules, gazetteer), texts)
    sys.stdout.write(
        f"\n{length or 'chat of 20'} characters, {len(rules.texts)} terms: jieba {theirs:.0f} µs;"
        f" matters, evidence and urgency {ours:.0f} µs = {ours / theirs:.2f} x;"
        f" with the place {whole:.0f} µs = {whole / theirs:.2f} x\n"
    )
    assert ours <= 2 * theirs
    assert whole <= 8 * theirs


@pytest.mark.parametrize("more", MORE)
def test_loading_everything_is_quick_and_small(more: int) -> None:
    """Rules, names and one message understood, from the start of the process."""
    ran = subprocess.run([sys.executable, "-m", "tests.benchmarks.loading", str(more)],
                         cwd=ROOT, capture_output=True, check=True, text=True)
    took = json.loads(ran.stdout)
    sys.stdout.write(f"\n{took['terms']} terms: loaded in {took['seconds']:.2f} s of CPU,"
                     f" {took['now']:.0f} MB, {took['most']:.0f} MB at most\n")
    assert took["seconds"] < MOST_SECONDS
    assert took["most"] < MOST_MEGABYTES


def _median(work: Callable[[str], object], texts: Sequence[str]) -> float:
    """The median over the texts of the best of five times, in microseconds."""
    return median(min(_timed(work, text) for _ in range(5)) for text in texts) * 1e6


def _timed(work: Callable[[str], object], text: str) -> float:
    started = time.perf_counter()
    work(text)
    return time.perf_counter() - started
