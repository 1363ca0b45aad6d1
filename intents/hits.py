"""How often the hand-written words and patterns of rules are said, and how often what they speak for wins."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from intents.literals import needed_literals
from intents.rule import RuleSet
from intents.segment import word_bounds
from intents.terms import WHOLE_WORD
from intents.text import tidy


@dataclass(frozen=True, slots=True)
class RuleHits:
    """How many messages a rule was said in, and how many of those went to its label. `label` as in "category.noise",
    `kind` is "words" or "patterns".
    """

    label: str
    kind: str
    text: str
    hits: int
    won: int


class Tally:
    """Counts over many messages, one after the other."""

    def __init__(self, rules: RuleSet) -> None:
        """Count nothing yet for the words and patterns of `rules`."""
        self._counts: dict[tuple[str, str, str], list[int]] = {}
        self._words: dict[str, list[tuple[str, str, str]]] = {}
        self._wakes: dict[str, list[tuple[str, str, str]]] = {}
        self._restless: list[tuple[str, str, str]] = []
        self._patterns: dict[tuple[str, str, str], re.Pattern[str]] = {}
        for kind, labels in (("category", rules.categories), ("intent", rules.intents)):
            for label in labels:
                for word in label.words:
                    self._add_word((f"{kind}.{label.label}", "words", word.text))
                for pattern in label.patterns:
                    self._add_pattern((f"{kind}.{label.label}", "patterns", pattern.text))
        self._texts = list({**self._words, **self._wakes})
        self._automaton = AhoCorasick(self._texts or ["\0"], matchkind=MatchKind.Standard)

    def add(self, text: str, labels: Collection[str], times: int = 1) -> None:
        """Count a message that went to these labels ("category.noise", "intent.report")."""
        read = tidy(text).text
        matches = self._automaton.find_matches_as_indexes(read, overlapping=True)
        said = {self._texts[place] for place, _, _ in matches} if self._texts else set()
        found = {key for word in said for key in self._words.get(word, ())}
        whole = {key for key in found if key[2].startswith(WHOLE_WORD)}
        if whole:
            bounds = word_bounds(read)
            apart = {self._texts[place] for place, start, end in matches if {start, end} <= bounds}
            found -= {key for key in whole if key[2].removeprefix(WHOLE_WORD) not in apart}
        woken = {key for word in said for key in self._wakes.get(word, ())}
        found |= {key for key in (*woken, *self._restless) if self._patterns[key].search(read)}
        for key in found:
            self._counts[key][0] += times
            self._counts[key][1] += times if key[0] in labels else 0

    def counted(self) -> list[RuleHits]:
        """Every word and pattern, in the order of the rules."""
        return [RuleHits(*key, hits=hits, won=won) for key, (hits, won) in self._counts.items()]

    def _add_word(self, key: tuple[str, str, str]) -> None:
        self._counts[key] = [0, 0]
        self._words.setdefault(key[2].removeprefix(WHOLE_WORD), []).append(key)

    def _add_pattern(self, key: tuple[str, str, str]) -> None:
        self._counts[key] = [0, 0]
        self._patterns[key] = re.compile(key[2])
        literals = needed_literals(key[2])
        if literals is None:
            self._restless.append(key)
        for literal in literals or ():
            self._wakes.setdefault(literal, []).append(key)
