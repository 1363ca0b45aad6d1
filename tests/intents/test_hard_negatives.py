"""Messages that mislead: places named in passing, matters denied, thanks, figures of speech, dangers of yesterday."""

from __future__ import annotations

import json
from pathlib import Path

from intents.terms import CompiledRules
from intents.understand import understand_message

FILE = Path(__file__).parents[2] / "intents" / "golden" / "hard_negatives.jsonl"
#: Of the 52 messages this share has to be understood for what it is.
HELD = 0.85


def test_misleading_messages_are_mostly_understood(shipped: CompiledRules) -> None:
    rows = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    missed = []
    for row in rows:
        matters, urgency = understand_message(row["text"], shipped)
        if (matters[0].verdict.category or "") != row["category"] or urgency.urgent is not row["urgent"]:
            missed.append(row["text"])
    assert len(rows) >= 40
    assert len(missed) <= (1 - HELD) * len(rows), missed
