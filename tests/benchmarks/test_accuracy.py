"""How well messages are understood that the rules were not learnt from; run by `make bench`."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation import evaluate, table
from intents.classify import classify
from intents.rule import parse_rules, shipped_rules_text
from intents.split import split_matters
from intents.terms import CompiledRules, compile_rules
from intents.urgency import find_urgency

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
TEXT_LENGTH = 300

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"the measuring texts are not there: {DATA.name}"),
]


@dataclass(frozen=True, slots=True)
class Floor:
    """What one held-out set must reach."""

    file: str
    field: str
    macro_f1: float


FLOORS = (
    Floor("messages-dev.jsonl", "title", 0.77),
    Floor("messages-dev.jsonl", "text", 0.76),
    Floor("chat-dev.jsonl", "text", 0.80),
)


@pytest.fixture(scope="module")
def rules() -> CompiledRules:
    return compile_rules(parse_rules(shipped_rules_text()))


def read(file: str) -> list[Mapping[str, Any]]:
    return [json.loads(line) for line in (DATA / file).read_text(encoding="utf-8").split("\n") if line]


def said(text: str, rules: CompiledRules) -> Mapping[str, Any]:
    verdict = classify(text, rules)
    return {"intent": verdict.intent, "category": verdict.category, "confidence": verdict.confidence,
            "secondary": verdict.secondary, "ask": verdict.ask, "urgent": find_urgency(text, rules).urgent}


def measured(floor: Floor, rules: CompiledRules) -> Mapping[str, Any]:
    rows = read(floor.file)
    result = evaluate(rows, [said(row[floor.field][:TEXT_LENGTH], rules) for row in rows])
    sys.stdout.write(f"\n{floor.file} {floor.field}\n{table(result)}\n")
    return result


@pytest.mark.parametrize("floor", FLOORS, ids=lambda floor: f"{floor.file}:{floor.field}")
def test_categories_reach_their_floor(rules: CompiledRules, floor: Floor) -> None:
    assert measured(floor, rules)["category"]["macro_f1"] >= floor.macro_f1


def test_intents_and_urgency_reach_their_floors(rules: CompiledRules) -> None:
    result = measured(FLOORS[2], rules)
    assert result["intent"]["accuracy"] >= 0.88
    assert result["urgency"]["recall"] >= 0.95
    assert result["urgency"]["false_alarms"] <= 0.02 * result["urgency"]["calm"]


def test_single_matters_are_hardly_ever_split(rules: CompiledRules) -> None:
    rows = [row for row in read("chat-dev.jsonl") if not row["secondary"]]
    cut = sum(len(split_matters(row["text"], rules)) > 1 for row in rows)
    sys.stdout.write(f"\nsingle matters split: {cut}/{len(rows)}\n")
    assert cut <= 0.02 * len(rows)


@pytest.mark.parametrize(("field", "most"), [("title", 400), ("text", 1500)])
def test_a_verdict_takes_microseconds(rules: CompiledRules, field: str, most: int) -> None:
    """The limits are four times the goal: other work shares this machine."""
    texts = [row[field][:TEXT_LENGTH] for row in read("messages-dev.jsonl")]
    started = time.process_time()
    for text in texts:
        classify(text, rules)
    taken = (time.process_time() - started) / len(texts) * 1e6
    sys.stdout.write(f"\n{field}: {taken:.0f} µs a verdict\n")
    assert taken <= most
