"""All terms of a rule set in one automaton, and their weights packed so that adding them is one sum."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from struct import Struct

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from intents.rule import COLUMNS, LabelRules, Learnt, RuleSet, Term
from intents.verdict import Category, Intent

#: A message's length is a term too, `$1` to `$7`: "三幢" and "可以" say what they are by being short.
LENGTH_STEPS = (3, 6, 10, 16, 26, 45)

#: Weights are summed as hundredths in fields of 64 bits of one Python integer: a sum of integers of
#: 256 bytes takes 40 ns per term for all 32 columns together, a loop over the columns 2 µs, and numpy
#: would be quick but costs 130 ms at every start.
_FIELD_BITS = 64
_FIELDS = Struct(f"<{len(COLUMNS)}Q")
_HALF = 1 << 62
_RAISED = sum(_HALF << (_FIELD_BITS * column) for column in range(len(COLUMNS)))
_SCALE = 100.0

#: A word written `=车` in the rules counts only where jieba sees it as a word of its own.
WHOLE_WORD = "="


@dataclass(frozen=True, slots=True)
class HandWord:
    """A hand-written word of the rules at its place in the automaton."""

    column: int
    weight: float
    whole: bool


@dataclass(frozen=True, slots=True)
class HandPattern:
    """A compiled pattern of the rules."""

    column: int
    weight: float
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class CompiledDanger:
    """One danger: `words` by their place in the automaton, patterns, guards."""

    words: dict[int, float]
    patterns: tuple[tuple[re.Pattern[str], float], ...]
    guards: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class CompiledRules:
    """A rule set ready for use. The lists run along the automaton's terms."""

    rules: RuleSet
    automaton: AhoCorasick
    texts: tuple[str, ...]
    packed: tuple[int, ...]
    spread: tuple[float, ...]
    learnt_by_column: tuple[dict[int, float], ...]
    hand: dict[int, tuple[HandWord, ...]]
    patterns: tuple[HandPattern, ...]
    guards: tuple[tuple[int, re.Pattern[str]], ...]
    incidental: re.Pattern[str] | None
    dangers: tuple[CompiledDanger, ...]
    moods: tuple[tuple[re.Pattern[str], float], ...]


def length_term(text: str) -> str:
    """The term that stands for a message's length."""
    return f"${1 + sum(len(text) > step for step in LENGTH_STEPS)}"


def unpack(total: int) -> list[float]:
    """The sums of the columns, from a sum of packed rows."""
    fields = _FIELDS.unpack((total + _RAISED).to_bytes(_FIELDS.size, "little"))
    return [(field - _HALF) / _SCALE for field in fields]


def compile_rules(rules: RuleSet) -> CompiledRules:
    """The rules with everything prepared that a message would otherwise wait for. Raises nothing."""
    places: dict[str, int] = {}
    packed, spread, by_column = _learnt_rows(rules.learnt, places)
    hand: dict[int, tuple[HandWord, ...]] = {}
    patterns: list[HandPattern] = []
    guards: list[tuple[int, re.Pattern[str]]] = []
    labelled = (("category", rules.categories), ("intent", rules.intents))
    for column, label in ((COLUMNS.index(f"{kind}.{label.label}"), label)
                          for kind, labels in labelled for label in labels):
        _add_words(hand, places, column, label)
        patterns += [HandPattern(column, term.weight, re.compile(term.text)) for term in label.patterns]
        guards += [(column, re.compile(guard)) for guard in label.guards]
    dangers = tuple(
        CompiledDanger(
            words={places.setdefault(term.text, len(places)): term.weight for term in danger.words},
            patterns=_compiled(danger.patterns),
            guards=tuple(map(re.compile, danger.guards)),
        )
        for danger in rules.dangers
    )
    missing = len(places) - len(packed)
    return CompiledRules(
        rules=rules,
        automaton=AhoCorasick(list(places) or ["\0"], matchkind=MatchKind.Standard,
                              implementation=Implementation.ContiguousNFA),
        texts=tuple(places),
        packed=(*packed, *[0] * missing),
        spread=(*spread, *[0.0] * missing),
        learnt_by_column=by_column,
        hand=hand,
        patterns=tuple(patterns),
        guards=tuple(guards),
        incidental=_any_of(rules.incidental),
        dangers=dangers,
        moods=_compiled((*rules.calming, *rules.pressing)),
    )


def category_column(category: Category) -> int:
    """The column of a category's score."""
    return COLUMNS.index(f"category.{category}")


def intent_column(intent: Intent) -> int:
    """The column of an intent's score."""
    return COLUMNS.index(f"intent.{intent}")


def _learnt_rows(
    learnt: Learnt, places: dict[str, int]
) -> tuple[list[int], list[float], tuple[dict[int, float], ...]]:
    packed: list[int] = []
    spread: list[float] = []
    by_column: tuple[dict[int, float], ...] = tuple({} for _ in COLUMNS)
    for term in learnt.terms:
        if term.text in places:
            continue
        place = places.setdefault(term.text, len(places))
        row = 0
        for column, weight in term.weights:
            row += round(weight * _SCALE) << (_FIELD_BITS * column)
            by_column[column][place] = weight
        packed.append(row)
        spread.append(term.rarity * term.rarity)
    return packed, spread, by_column


def _add_words(
    hand: dict[int, tuple[HandWord, ...]], places: dict[str, int], column: int, label: LabelRules
) -> None:
    for term in label.words:
        whole = term.text.startswith(WHOLE_WORD)
        place = places.setdefault(term.text.removeprefix(WHOLE_WORD), len(places))
        hand[place] = (*hand.get(place, ()), HandWord(column, term.weight, whole))


def _compiled(terms: Iterable[Term]) -> tuple[tuple[re.Pattern[str], float], ...]:
    return tuple((re.compile(term.text), term.weight) for term in terms)


def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None
