"""How long learning takes and what it gains on writers it has not read; run by `make bench`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.commands.labelling import read_labelled
from bot.evaluation import measure_labels
from intents.classify import classify
from intents.labelled import Labelled
from intents.learn import propose
from intents.rule import NO_CATEGORY, parse_rules, shipped_rules_text
from intents.terms import compile_rules

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
LEARNT = frozenset({"w1", "w2", "w3", "w4"})
MESSAGES = 2_500
MOST_SECONDS = 60

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"the measuring texts are not there: {DATA.name}"),
]


def hand_written() -> str:
    """The shipped rules without what they were taught."""
    text = shipped_rules_text()
    return text[: text.index("[learnt.codes]")]


def macro_f1(rules_text: str, messages: list[Labelled]) -> tuple[float, float]:
    rules = compile_rules(parse_rules(rules_text))
    verdicts = [classify(message.text, rules) for message in messages]
    pairs = [("" if message.category == NO_CATEGORY else message.category, str(verdict.category or ""))
             for message, verdict in zip(messages, verdicts, strict=True)]
    intents = [(message.intent, str(verdict.intent)) for message, verdict in zip(messages, verdicts, strict=True)]
    return measure_labels(pairs).macro_f1, measure_labels(intents).macro_f1


@pytest.mark.parametrize("name", ["chat-train.jsonl", "messages-train.jsonl"])
def test_learning_takes_less_than_a_minute(name: str, tmp_path: Path) -> None:
    lines = (DATA / name).read_text(encoding="utf-8").split("\n")
    lines = [line for line in [*lines, *(DATA / name.replace("train", "dev")).read_text(encoding="utf-8").split("\n")]
             if line][:MESSAGES]
    path = tmp_path / name
    path.write_text("\n".join(lines), encoding="utf-8")

    started = os.times()
    subprocess.run([sys.executable, "-m", "bot", "learn", str(path), "--json"], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, cwd=ROOT)
    ended = os.times()

    taken = ended.children_user + ended.children_system - started.children_user - started.children_system
    sys.stdout.write(f"\n{name}: {len(lines)} messages learnt in {taken:.1f} s of one core,"
                     f" {ended.elapsed - started.elapsed:.1f} s by the clock\n")
    assert len(lines) == MESSAGES
    assert taken < MOST_SECONDS


def test_four_writers_teach_what_four_others_say(tmp_path: Path) -> None:
    """From the hand-written rules alone: the shipped ones have learnt from all eight."""
    rows = (DATA / "chat-train.jsonl").read_text(encoding="utf-8").split("\n")
    paths = {part: tmp_path / part for part in ("learnt", "held")}
    for part, path in paths.items():
        path.write_text("\n".join(row for row in rows if row and (json.loads(row)["writer"] in LEARNT)
                                  == (part == "learnt")), encoding="utf-8")
    learnt, held = (read_labelled([paths[part]]) for part in ("learnt", "held"))

    proposal = propose(learnt, hand_written())

    before, after = macro_f1(hand_written(), held), macro_f1(proposal.text, held)
    sys.stdout.write(f"\nw1-w4 learnt, w5-w8 held out: category macro-F1 {before[0]:.3f} -> {after[0]:.3f},"
                     f" intent {before[1]:.3f} -> {after[1]:.3f}\n")
    assert after[0] > before[0] + 0.1
    assert after[1] > before[1] + 0.05
