"""All terms of a rule set in one automaton, and their weights packed so that adding them is one sum."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from struct import Struct

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from intents.literals import needed_literals
from intents.rule import COLUMNS, LabelRules, Learnt, RuleSet
from intents.second_rules import SecondModel, SecondRules
from intents.verdict import Category, Intent

#: A message's length is a term too, `$1` to `$7`: "三幢" and "可以" say what they are by being short.
LENGTH_STEPS = (3, 6, 10, 16, 26, 45)

#: Weights are summed as hundredths in fields of 32 bits of one Python integer: a sum of integers of
#: 128 bytes takes 40 ns per term for all 32 columns together, a loop over the columns 2 µs, and numpy
#: would be quick but costs 130 ms at every start. A field holds 10 million points: 100,000 characters.
_FIELD_BITS = 32
_FIELDS = Struct(f"<{len(COLUMNS)}I")
_HALF = 1 << 30
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
class CompiledDangers:
    """What speaks of dangers, each with the danger's number: `words` by their place in the automaton,
    patterns and `moods` (what calms and presses) by their place among the checks, guards per danger.
    """

    words: dict[int, tuple[tuple[int, float], ...]]
    patterns: dict[int, tuple[int, float, re.Pattern[str]]]
    guards: tuple[dict[int, re.Pattern[str]], ...]
    moods: dict[int, tuple[float, re.Pattern[str]]]


@dataclass(frozen=True, slots=True)
class CompiledSecond:
    """What speaks for a second matter: cues by their number, with their place among the models' weights."""

    rules: SecondRules
    cues: dict[int, tuple[int, re.Pattern[str]]]

    def model_for(self, text: str) -> SecondModel | None:
        """The model for a text of this length."""
        return self.rules.brief if len(text) <= self.rules.short else self.rules.long


@dataclass(frozen=True, slots=True)
class Unread:
    """What of a text is not read: mentions in passing, and thanks at the end while nothing is done yet."""

    number: int
    incidental: re.Pattern[str] | None
    courtesy: re.Pattern[str] | None
    done: re.Pattern[str] | None

    def blanked(self, text: str) -> str:
        """The text with blanks for what is not read."""
        if self.incidental is not None:
            text = self.incidental.sub(_blanks, text)
        if self.courtesy is not None and not (self.done is not None and self.done.search(text)):
            text = self.courtesy.sub(_blanks, text)
        return text


@dataclass(frozen=True, slots=True)
class CompiledRules:
    """A rule set ready for use. The lists run along the automaton's terms; `speaking` holds, per column,
    the learnt terms that speak for it.

    Every pattern of the rules has a number. `wakes` tells, for a term, which patterns may match where it
    stands: of 170 patterns a message of 20 characters wakes a dozen. `restless` are those without such a term.
    """

    rules: RuleSet
    automaton: AhoCorasick
    texts: tuple[str, ...]
    packed: tuple[int, ...]
    spread: tuple[float, ...]
    speaking: tuple[dict[int, float], ...]
    hand: dict[int, tuple[HandWord, ...]]
    wakes: dict[int, frozenset[int]]
    restless: frozenset[int]
    patterns: dict[int, HandPattern]
    guards: dict[int, tuple[int, re.Pattern[str]]]
    unread: Unread
    dangers: CompiledDangers
    second: CompiledSecond


class _Checks:
    """Gives patterns their numbers while rules are compiled, and notes which terms wake them."""

    def __init__(self, places: dict[str, int]) -> None:
        self.places = places
        self.wakes: dict[int, set[int]] = {}
        self.restless: set[int] = set()
        self.count = 0

    def number(self, *patterns: str) -> int:
        """The number of a check that may match where any of the patterns may."""
        number, self.count = self.count, self.count + 1
        for pattern in patterns:
            literals = needed_literals(pattern)
            if literals is None:
                self.restless.add(number)
            for literal in literals or ():
                place = self.places.setdefault(literal, len(self.places))
                self.wakes.setdefault(place, set()).add(number)
        return number


def length_term(text: str) -> str:
    """The term that stands for a message's length."""
    return f"${1 + bisect_left(LENGTH_STEPS, len(text))}"


def unpack(total: int, length: float = 1.0) -> list[float]:
    """The sums of the columns, from a sum of packed rows, divided by a length."""
    fields = _FIELDS.unpack((total + _RAISED).to_bytes(_FIELDS.size, "little"))
    scale = _SCALE * length
    return [(field - _HALF) / scale for field in fields]


def compile_rules(rules: RuleSet) -> CompiledRules:
    """The rules with everything prepared that a message would otherwise wait for. Raises nothing."""
    places: dict[str, int] = {}
    packed, spread, speaking = _learnt_rows(rules.learnt, places)
    hand: dict[int, tuple[HandWord, ...]] = {}
    patterns: dict[int, HandPattern] = {}
    guards: dict[int, tuple[int, re.Pattern[str]]] = {}
    checks = _Checks(places)
    labelled = (("category", rules.categories), ("intent", rules.intents))
    for column, label in ((COLUMNS.index(f"{kind}.{label.label}"), label)
                          for kind, labels in labelled for label in labels):
        _add_words(hand, places, column, label)
        patterns |= {checks.number(term.text): HandPattern(column, term.weight, re.compile(term.text))
                     for term in label.patterns}
        guards |= {checks.number(guard): (column, re.compile(guard)) for guard in label.guards}
    dangers = _dangers(rules, places, checks)
    second = CompiledSecond(rules.second, {checks.number(cue): (at, re.compile(cue))
                                           for at, cue in enumerate(rules.second.cues)})
    unread = Unread(checks.number(*rules.incidental, *rules.courtesy), _any_of(rules.incidental),
                    _any_of(rules.courtesy), _any_of(rules.done))
    missing = len(places) - len(packed)
    return CompiledRules(
        rules=rules,
        automaton=AhoCorasick(list(places) or ["\0"], matchkind=MatchKind.Standard,
                              implementation=Implementation.ContiguousNFA),
        texts=tuple(places),
        packed=(*packed, *[0] * missing),
        spread=(*spread, *[0.0] * missing),
        speaking=speaking,
        hand=hand,
        wakes={place: frozenset(numbers) for place, numbers in checks.wakes.items()},
        restless=frozenset(checks.restless),
        patterns=patterns,
        guards=guards,
        unread=unread,
        dangers=dangers,
        second=second,
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
    speaking: tuple[dict[int, float], ...] = tuple({} for _ in COLUMNS)
    for term in learnt.terms:
        if term.text in places:
            continue
        place = places.setdefault(term.text, len(places))
        row = 0
        for column, weight in term.weights:
            row += round(weight * _SCALE) << (_FIELD_BITS * column)
            if weight > 0:
                speaking[column][place] = weight
        packed.append(row)
        spread.append(term.rarity * term.rarity)
    return packed, spread, speaking


def _add_words(
    hand: dict[int, tuple[HandWord, ...]], places: dict[str, int], column: int, label: LabelRules
) -> None:
    for term in label.words:
        whole = term.text.startswith(WHOLE_WORD)
        place = places.setdefault(term.text.removeprefix(WHOLE_WORD), len(places))
        hand[place] = (*hand.get(place, ()), HandWord(column, term.weight, whole))


def _dangers(rules: RuleSet, places: dict[str, int], checks: _Checks) -> CompiledDangers:
    words: dict[int, tuple[tuple[int, float], ...]] = {}
    patterns: dict[int, tuple[int, float, re.Pattern[str]]] = {}
    guards: list[dict[int, re.Pattern[str]]] = []
    for at, danger in enumerate(rules.dangers):
        for term in danger.words:
            place = places.setdefault(term.text, len(places))
            words[place] = (*words.get(place, ()), (at, term.weight))
        patterns |= {checks.number(term.text): (at, term.weight, re.compile(term.text))
                     for term in danger.patterns}
        guards.append({checks.number(guard): re.compile(guard) for guard in danger.guards})
    moods = {checks.number(term.text): (term.weight, re.compile(term.text))
             for term in (*rules.calming, *rules.pressing)}
    return CompiledDangers(words, patterns, tuple(guards), moods)


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None
