"""Which messages a change of hand-written rules can touch at all: the others need not be understood again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ahocorasick_rs import AhoCorasick

from intents.literals import needed_literals
from intents.rule import LabelRules, RuleSet
from intents.terms import WHOLE_WORD
from intents.text import tidy
from intents.verdict import Matter


@dataclass(frozen=True, slots=True)
class Touch:
    """What a message must say to be touched (None: nothing is said otherwise), or which category it must have."""

    said: AhoCorasick | None
    categories: frozenset[str]

    def meets(self, text: str, matters: Iterable[Matter]) -> bool:
        """Whether a message that was understood so may be understood otherwise. May say yes too often, never no."""
        if self.categories and any(str(matter.verdict.category) in self.categories for matter in matters):
            return True
        return self.said is not None and bool(self.said.find_matches_as_indexes(tidy(text).text))


def touch_of(before: RuleSet, after: RuleSet) -> Touch | None:
    """What the difference of two rule sets can touch; None where that may be any message: what was learnt differs, what
    is dangerous, what is not read, or a pattern without words that it needs.
    """
    alike = replace(after, revision=before.revision, categories=before.categories, intents=before.intents)
    if alike != before:
        return None
    literals: set[str] = set()
    for one, other in zip((*before.categories, *before.intents), (*after.categories, *after.intents), strict=True):
        found = _literals(one, other)
        if found is None:
            return None
        literals |= found
    floors = frozenset(
        one.label for one, other in zip(before.categories, after.categories, strict=True)
        if (one.floor, one.margin) != (other.floor, other.margin)
    )  # fmt: skip
    if any(" " in literal for literal in literals):
        return None  # what is not read becomes blanks, which such a word could match
    return Touch(AhoCorasick(sorted(literals)) if literals else None, floors)


def _literals(one: LabelRules, other: LabelRules) -> set[str] | None:
    """Of these a text has one where it meets what differs; None where no such words are known."""
    found = {word.text.removeprefix(WHOLE_WORD) for word in {*one.words} ^ {*other.words}}
    patterns = {term.text for term in {*one.patterns} ^ {*other.patterns}} | ({*one.guards} ^ {*other.guards})
    for pattern in patterns:
        needed = needed_literals(pattern)
        if needed is None:
            return None
        found |= needed
    return found
