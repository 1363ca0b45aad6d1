"""How often the hand-written words and patterns of rules are said, and how often what they speak for wins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from intents.rule import COLUMNS, RuleSet
from intents.terms import CompiledRules
from intents.weigh import Weighed, weigh


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

    def __init__(self, rules: CompiledRules) -> None:
        self._rules = rules
        self._patterns = dict(zip(rules.patterns, _patterns(rules.rules), strict=True))
        self._hits: dict[tuple[int, str, str], list[int]] = {key: [0, 0] for key in _keys(rules.rules)}

    def add(self, text: str, labels: Iterable[str], times: int = 1) -> None:
        """Count a message that went to these labels ("category.noise", "intent.report")."""
        weighed = weigh(text, self._rules)
        won = {COLUMNS.index(label) for label in labels}
        for key in self._said(weighed):
            self._hits[key][0] += times
            self._hits[key][1] += times if key[0] in won else 0

    def counted(self) -> list[RuleHits]:
        """Every word and pattern, in the order of the rules."""
        return [RuleHits(COLUMNS[column], kind, text, hits, won)
                for (column, kind, text), (hits, won) in self._hits.items()]

    def _said(self, weighed: Weighed) -> set[tuple[int, str, str]]:
        rules, read = self._rules, weighed.tidied.text
        found = {(word.column, "words", f"={rules.texts[place]}" if word.whole else rules.texts[place])
                 for place in weighed.said & rules.hand.keys() for word in rules.hand[place]}
        found |= {self._patterns[number] for number in weighed.woken & rules.patterns.keys()
                  if rules.patterns[number].search(read)}
        return found


def _labelled(rules: RuleSet) -> Mapping[int, tuple[tuple[str, ...], tuple[str, ...]]]:
    return {COLUMNS.index(f"{kind}.{label.label}"):
            (tuple(term.text for term in label.words), tuple(term.text for term in label.patterns))
            for kind, labels in (("category", rules.categories), ("intent", rules.intents)) for label in labels}


def _keys(rules: RuleSet) -> list[tuple[int, str, str]]:
    return [(column, kind, text) for column, (words, patterns) in _labelled(rules).items()
            for kind, texts in (("words", words), ("patterns", patterns)) for text in texts]


def _patterns(rules: RuleSet) -> list[tuple[int, str, str]]:
    return [key for key in _keys(rules) if key[1] == "patterns"]
