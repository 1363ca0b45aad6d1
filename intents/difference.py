"""What changes between two rule sets, per category and intent, in terms and weights."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intents.rule import COLUMNS, RuleSet
from intents.terms import LENGTH_STEPS

_LENGTH = re.compile(r"\$([1-7]?)")
#: A weight has changed strongly when it moved by so many points and by this share of what it was.
STRONG_POINTS = 3.0
STRONG_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class TermChange:
    """A term with its weight before and after, in points; 0 where it did not count."""

    term: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class LabelDifference:
    """What changes for one label ("category.parking"), the largest changes first."""

    label: str
    added: tuple[TermChange, ...]
    removed: tuple[TermChange, ...]
    changed: tuple[TermChange, ...]


def differences(before: RuleSet, after: RuleSet) -> tuple[LabelDifference, ...]:
    """The labels with differences, in the order of COLUMNS. Small changes of weight are not told. Raises nothing."""
    old, new = _weights(before), _weights(after)
    found = []
    for column, label in enumerate(COLUMNS):
        changes = [TermChange(term, old[column].get(term, 0.0), new[column].get(term, 0.0))
                   for term in {**old[column], **new[column]}]
        changes.sort(key=lambda change: (-abs(change.after - change.before), change.term))
        one = LabelDifference(
            label,
            added=tuple(change for change in changes if not change.before),
            removed=tuple(change for change in changes if not change.after),
            changed=tuple(change for change in changes if change.before and change.after and _strong(change)),
        )
        if one.added or one.removed or one.changed:
            found.append(one)
    return tuple(found)


def readable(term: str) -> str:
    """A learnt term as people can read it: its marks of start and length in words."""
    shown = term.replace("^", "〔句首〕").replace(" ", "␣")
    return _LENGTH.sub(_length, shown)


def _length(mark: re.Match[str]) -> str:
    step = int(mark[1] or 0)
    if not step:
        return "〔句尾〕"
    return f"〔句尾,{LENGTH_STEPS[step - 1]} 字以内〕" if step <= len(LENGTH_STEPS) else "〔句尾,更长〕"


def _weights(rules: RuleSet) -> list[dict[str, float]]:
    """Per column the weight of each term, hand-written words included."""
    found: list[dict[str, float]] = [{} for _ in COLUMNS]
    for term in rules.learnt.terms:
        for column, weight in term.weights:
            found[column][term.text] = weight
    for kind, labels in (("category", rules.categories), ("intent", rules.intents)):
        for label in labels:
            words = found[COLUMNS.index(f"{kind}.{label.label}")]
            for word in label.words:
                words[word.text] = words.get(word.text, 0.0) + word.weight
    return found


def _strong(change: TermChange) -> bool:
    moved = abs(change.after - change.before)
    return moved >= STRONG_POINTS and moved >= STRONG_SHARE * abs(change.before)
