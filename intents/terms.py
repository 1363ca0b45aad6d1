"""All terms of a rule set in one automaton, and their weights packed so that adding them is one sum."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from struct import Struct

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from intents.literals import Search, needed_literals, searcher
from intents.rule import COLUMNS, LabelRules, Learnt, RuleSet
from intents.second_rules import SecondModel, SecondRules
from intents.verdict import Category, Intent

#: A message's length is a term too, `$1` to `$7`: "三幢" and "可以" say what they are by being short.
LENGTH_STEPS = (3, 6, 10, 16, 26, 45)

#: Weights are summed as hundredths in fields of 32 bits of one Python integer: a sum of integers of
#: 128 bytes takes 40 ns per term for all 32 columns together, a loop over the columns 2 µs, and numpy
#: would be quick but costs 130 ms at every start. A field holds 20 million points: 200,000 characters.
_FIELD_BITS = 32
_FIELDS = Struct(f"<{len(COLUMNS)}i")
#: Added and then flipped, the highest bit of each field makes a field with its sign of it.
_SIGNS = sum(1 << (_FIELD_BITS * column + _FIELD_BITS - 1) for column in range(len(COLUMNS)))
_SCALE = 100.0
_NO_BIASES = (0.0,) * len(COLUMNS)

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
    search: Search


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
class Blanked:
    """Patterns by their number, and all `together`: what they match becomes blanks."""

    patterns: dict[int, re.Pattern[str]]
    together: re.Pattern[str] | None

    def sub(self, text: str, woken: frozenset[int] | None) -> str:
        """The text with blanks where the patterns match; those that are not `woken` don't."""
        if self.together is None or (woken is not None and self.patterns.keys().isdisjoint(woken)):
            return text
        awake = () if woken is None else self.patterns.keys() & woken
        pattern = self.patterns[next(iter(awake))] if len(awake) == 1 else self.together
        return pattern.sub(_blanks, text)


@dataclass(frozen=True, slots=True)
class Unread:
    """What of a text is not read: mentions in passing, and thanks at the end while nothing is done yet.

    `numbers` are those of all its patterns.
    """

    numbers: frozenset[int]
    incidental: Blanked
    courtesy: Blanked
    done: re.Pattern[str] | None

    def blanked(self, text: str, woken: frozenset[int] | None = None) -> str:
        """The text with blanks for what is not read. `woken` are the patterns that may match, None all."""
        text = self.incidental.sub(text, woken)
        thankless = self.courtesy.sub(text, woken)
        if thankless == text or (self.done is not None and self.done.search(text)):
            return text
        return thankless


@dataclass(frozen=True, slots=True)
class CompiledRules:
    """A rule set ready for use. The lists run along the automaton's terms; `speaking` holds, per column,
    the learnt terms that speak for it.

    Every pattern of the rules has a number. `wakes` tells, for a term, which patterns may match where it
    stands: of 170 patterns a message of 20 characters wakes a dozen. `restless` are those without such a term.
    `marked` are the terms that say more than their learnt weights: hand-written words, what wakes, dangers.
    """

    rules: RuleSet
    automaton: AhoCorasick
    texts: tuple[str, ...]
    packed: tuple[int, ...]
    spread: tuple[float, ...]
    speaking: tuple[dict[int, float], ...]
    hand: dict[int, tuple[HandWord, ...]]
    marked: frozenset[int]
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

    def number(self, pattern: str) -> int:
        """The number of a check that may match where the pattern may."""
        number, self.count = self.count, self.count + 1
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


def unpack(total: int, length: float = 1.0, biases: Sequence[float] = _NO_BIASES) -> list[float]:
    """The sums of the columns, from a sum of packed rows: divided by a length, added to biases."""
    fields = _FIELDS.unpack(((total + _SIGNS) ^ _SIGNS).to_bytes(_FIELDS.size, "little"))
    scale = _SCALE * length
    return [bias + field / scale for bias, field in zip(biases, fields, strict=True)]


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
        patterns |= {checks.number(term.text): HandPattern(column, term.weight, searcher(term.text))
                     for term in label.patterns}
        guards |= {checks.number(guard): (column, re.compile(guard)) for guard in label.guards}
    dangers = _dangers(rules, places, checks)
    second = CompiledSecond(rules.second, {checks.number(cue): (at, re.compile(cue))
                                           for at, cue in enumerate(rules.second.cues)})
    unread = _unread(rules, checks)
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
        marked=frozenset((*hand, *checks.wakes, *dangers.words)),
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


def _unread(rules: RuleSet, checks: _Checks) -> Unread:
    incidental, courtesy = [
        Blanked({checks.number(pattern): re.compile(pattern) for pattern in patterns}, _any_of(patterns))
        for patterns in (rules.incidental, rules.courtesy)
    ]
    return Unread(frozenset((*incidental.patterns, *courtesy.patterns)), incidental, courtesy, _any_of(rules.done))


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None
