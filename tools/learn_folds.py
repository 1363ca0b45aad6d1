"""Rules learnt without a part of the labelled messages, to measure that part with. A development module."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from intents.rule import COLUMNS, Learnt, RuleSet, parse_rules
from intents.terms import CompiledRules, compile_rules
from tools.learn_rules import LEAST, RULES, as_rules, examples_of, read_rows, self_labelled, train

FOLDS = 4
ITERATIONS = 60
TERMS = 24_000
#: The temperatures of `learnt.toml`; they hardly differ from fold to fold.
DEGREES = (1.39, 1.29)
HAND_WRITTEN = ("rules.toml", "second.toml", "certainty.toml")

#: A labelled row with the part it belongs to.
Row = tuple[int, dict[str, Any]]


def rows_of(paths: Sequence[Path]) -> list[Row]:
    """The labelled rows of the files: whole writers in one part, petitions dealt out.

    Chat messages without a writer, our own, are always learnt from (part FOLDS): no part is measured with them.
    """
    return [(_part(place, row), row) for path in paths for place, row in enumerate(read_rows(path))]


def rows_without_part(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """The rows of the files that are measured with, which no part may learn from."""
    return [row for path in paths for row in read_rows(path)]


def _part(place: int, row: dict[str, Any]) -> int:
    if "writer" in row:
        return int(row["writer"][1:]) % FOLDS
    return FOLDS if "intent" in row else place % FOLDS


def hand_written() -> RuleSet:
    """The shipped rules without what is learnt from texts."""
    text = "\n".join((RULES / name).read_text(encoding="utf-8") for name in HAND_WRITTEN)
    return replace(parse_rules(text), learnt=Learnt(1.0, 1.0, (0.0,) * len(COLUMNS), ()))


def learn_folds(rows: Sequence[Row], unlabelled: Sequence[Path], without: Sequence[Path]) -> list[CompiledRules]:
    """For each part, rules learnt from the others as the shipped ones are from all."""
    hand = hand_written()
    start = compile_rules(hand)
    known = {row.get("title", "") for row in (*(row for _, row in rows), *rows_without_part(without))}
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
