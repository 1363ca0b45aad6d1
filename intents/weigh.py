"""What the rules find in a message: one pass over the text, a score per category and intent."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from math import sqrt

from intents.segment import word_bounds
from intents.terms import CompiledRules, HandWord, length_term, unpack
from intents.text import Tidied, tidy

#: What a guard's match weighs against its label, besides silencing the label's words.
GUARD_WEIGHT = -3.0
#: Hand-written weights of one label add up to this at most: five weak words are no proof.
HAND_CAP = 6.0
#: Up to this many characters a hand-written word weighs fully, beyond it less (by the square root): a
#: petition of 300 characters mentions many things in passing. On 600 petitions this gained 0.01 macro-F1.
FULL_WEIGHT_UP_TO = 40


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule term at its place in the tidied text. `weight` is what it adds to its column."""

    column: int
    term: str
    weight: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Weighed:
    """A message with its scores (one per COLUMNS). `found` maps a term's place in the rules to its span."""

    tidied: Tidied
    scores: tuple[float, ...]
    hits: tuple[Hit, ...]
    found: dict[int, tuple[int, int]]
    length: float


def weigh(text: str, rules: CompiledRules) -> Weighed:
    """The scores of a text. Raises nothing; an empty text has the learnt start values."""
    tidied = tidy(text)
    read = tidied.text if rules.incidental is None else rules.incidental.sub(_blank, tidied.text)
    # The start and end are marked so that "^谢谢" and "吗$" can be terms; spans count without the mark.
    matches = rules.automaton.find_matches_as_indexes(f"^{read}{length_term(read)}", overlapping=True)
    found = {place: (start - 1, end - 1) for place, start, end in reversed(matches)}
    spread, packed = rules.spread, rules.packed
    times = Counter([match[0] for match in matches])
    length = sqrt(sum([spread[place] * count * count for place, count in times.items()])) or 1.0
    sums = unpack(sum([packed[match[0]] for match in matches]))
    hits = _hand_hits(read, found, rules)
    scores = [bias + value / length for bias, value in zip(rules.rules.learnt.biases, sums, strict=True)]
    _add_hand(scores, hits, min(1.0, sqrt(FULL_WEIGHT_UP_TO / (len(read) or 1))))
    return Weighed(tidied, tuple(scores), hits, found, length)


def _add_hand(scores: list[float], hits: tuple[Hit, ...], share: float) -> None:
    totals: dict[int, float] = {}
    for hit in hits:
        totals[hit.column] = totals.get(hit.column, 0.0) + hit.weight
    for column, total in totals.items():
        scores[column] += share * max(-HAND_CAP, min(HAND_CAP, total))


def _hand_hits(read: str, found: dict[int, tuple[int, int]], rules: CompiledRules) -> tuple[Hit, ...]:
    barred = {column: guard for column, pattern in rules.guards if (guard := pattern.search(read))}
    hits = [
        Hit(column, guard[0], GUARD_WEIGHT, guard.start(), guard.end()) for column, guard in barred.items()
    ]
    bounds: frozenset[int] | None = None
    for place in found.keys() & rules.hand.keys():
        start, end = found[place]
        for word in rules.hand[place]:
            if word.column in barred:
                continue
            if word.whole:
                bounds = word_bounds(read) if bounds is None else bounds
                if start not in bounds or end not in bounds:
                    continue
            hits.append(_word_hit(word, rules.texts[place], start, end))
    hits += [Hit(rule.column, match[0], rule.weight, match.start(), match.end())
             for rule in rules.patterns
             if rule.column not in barred and (match := rule.pattern.search(read))]
    return tuple(hits)


def _word_hit(word: HandWord, text: str, start: int, end: int) -> Hit:
    return Hit(word.column, text, word.weight, start, end)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
