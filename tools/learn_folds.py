"""Rules learnt without a part of the labelled messages, to measure that part with. A development module."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from intents.rule import COLUMNS, Learnt, RuleSet, parse_rules
from intents.terms import CompiledRules, compile_rules
from tools.learn_rules import RULES, as_rules, examples_of, read_rows, self_labelled, train

FOLDS = 4
ITERATIONS = 60
TERMS = 24_000
LEAST = 2.0
#: The temperatures of `learnt.toml`; they hardly differ from fold to fold.
DEGREES = (1.33, 1.14)
HAND_WRITTEN = ("rules.toml", "second.toml", "certainty.toml")

#: A labelled row with the part it belongs to.
Row = tuple[int, dict[str, Any]]


def rows_of(paths: Sequence[Path]) -> list[Row]:
    """The labelled rows of the files: whole writers in one part, petitions dealt out."""
    return [((int(row["writer"][1:]) if "writer" in row else place) % FOLDS, row)
            for path in paths for place, row in enumerate(read_rows(path))]


def hand_written() -> RuleSet:
    """The shipped rules without what is learnt from texts."""
    text = "\n".join((RULES / name).read_text(encoding="utf-8") for name in HAND_WRITTEN)
    return replace(parse_rules(text), learnt=Learnt(1.0, 1.0, (0.0,) * len(COLUMNS), ()))


def learn_folds(rows: Sequence[Row], unlabelled: Sequence[Path]) -> list[CompiledRules]:
    """For each part, rules learnt from the others as the shipped ones are from all."""
    hand = hand_written()
    start = compile_rules(hand)
    known = {row.get("title", "") for _, row in rows}
    found = []
    for fold in range(FOLDS):
        examples = [example for part, row in rows if part != fold for example in examples_of(row)]
        if unlabelled:
            _, first = as_rules(train(examples, start, TERMS, ITERATIONS), hand, LEAST, DEGREES)
            examples += self_labelled(unlabelled, known, compile_rules(first))
        _, rules = as_rules(train(examples, start, TERMS, ITERATIONS), hand, LEAST, DEGREES)
        found.append(compile_rules(rules))
        print(f"part {fold + 1} of {FOLDS} learnt from {len(examples)} texts")
    return found
