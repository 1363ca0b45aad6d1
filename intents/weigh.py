"""What the rules find in a message: one pass over the text, a score per category and intent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from intents.segment import word_bounds
from intents.terms import CompiledRules, length_term, unpack
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


#: A match of a term: its place in the rules, start and end, counting the mark before the text.
Match = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A message with its scores (one per COLUMNS).

    `matches` are the places of terms in the order of the text, `said` which of the marked terms there are; spans
    count one more than the text does. `woken` are the numbers of the patterns that may match the tidied text.
    """

    tidied: Tidied
    scores: list[float]
    hits: list[Hit]
    matches: list[Match]
    said: frozenset[int]
    woken: frozenset[int]
    length: float

    def spans(self, places: Iterable[int]) -> dict[int, tuple[int, int]]:
        """Where terms that are said stand first, in the tidied text. Those not said raise ValueError."""
        order = [match[0] for match in self.matches]
        found = {}
        for place in places:
            _, start, end = self.matches[order.index(place)]
            found[place] = (start - 1, end - 1)
        return found


def weigh(text: str, rules: CompiledRules) -> Weighed:
    """The scores of a text. Raises nothing; an empty text has the learnt start values."""
    tidied = tidy(text)
    read = tidied.text
    heard = _listen(read, rules)
    woken = heard.woken
    if not woken.isdisjoint(rules.unread.numbers):
        blanked = rules.unread.blanked(read, woken)
        if blanked != read:
            read = blanked
            heard = _listen(read, rules)
    length, packed = _length(heard, rules.spread), rules.packed
    scores = unpack(sum([packed[place] for place in heard.order]), length, rules.rules.learnt.biases)
    hits = _hand_hits(read, heard, rules)
    if hits:
        add_hand(scores, hits, min(1.0, sqrt(FULL_WEIGHT_UP_TO / (len(read) or 1))))
    return Weighed(tidied, scores, hits, heard.matches, heard.marked, woken, length)


@dataclass(frozen=True, slots=True)
class _Heard:
    """What the automaton found in the text that is read: terms in their order, each once, those that are marked."""

    matches: list[Match]
    order: list[int]
    said: frozenset[int]
    marked: frozenset[int]
    woken: frozenset[int]


def _listen(read: str, rules: CompiledRules) -> _Heard:
    # The start and end are marked so that "^谢谢" and "吗$" can be terms; spans count the mark.
    matches = rules.automaton.find_matches_as_indexes(f"^{read}{length_term(read)}", overlapping=True)
    order = [place for place, _, _ in matches]
    said = frozenset(order)
    marked, wakes = said & rules.marked, rules.wakes
    woken = rules.restless.union(*[wakes[place] for place in marked if place in wakes])
    return _Heard(matches, order, said, marked, woken)


def _length(heard: _Heard, spread: tuple[float, ...]) -> float:
    """The length of the message as a vector of its terms, at least a little above nothing."""
    order, said = heard.order, heard.said
    total = sum([spread[place] for place in said])
    if len(order) > len(said):
        total += sum([spread[place] * (count * count - 1) for place, count in _repeated(order).items()])
    return sqrt(total) or 1.0


def _repeated(order: list[int]) -> dict[int, int]:
    """How often terms are said that are said more than once. A Counter takes twice the time for 30 terms."""
    seen: set[int] = set()
    counts: dict[int, int] = {}
    for place in order:
        if place in seen:
            counts[place] = counts.get(place, 1) + 1
        else:
            seen.add(place)
    return counts


def add_hand(scores: list[float], hits: list[Hit], share: float) -> None:
    """Adds what the hand-written rules say to the scores, each label capped, times a share."""
    totals: dict[int, float] = {}
    for hit in hits:
        totals[hit.column] = totals.get(hit.column, 0.0) + hit.weight
    for column, total in totals.items():
        scores[column] += share * max(-HAND_CAP, min(HAND_CAP, total))


def _hand_hits(read: str, heard: _Heard, rules: CompiledRules) -> list[Hit]:
    hits = _guard_hits(read, heard, rules)
    barred = {hit.column for hit in hits}
    hits += _word_hits(read, heard, rules, barred)
    for number in heard.woken & rules.patterns.keys():
        rule = rules.patterns[number]
        if rule.column not in barred and (match := rule.search(read)):
            hits.append(Hit(rule.column, match[0], rule.weight, match.start(), match.end()))
    return hits


def _guard_hits(read: str, heard: _Heard, rules: CompiledRules) -> list[Hit]:
    hits: dict[int, Hit] = {}
    for number in heard.woken & rules.guards.keys():
        column, pattern = rules.guards[number]
        if guard := pattern.search(read):
            hits[column] = Hit(column, guard[0], GUARD_WEIGHT, guard.start(), guard.end())
    return list(hits.values())


def _word_hits(read: str, heard: _Heard, rules: CompiledRules, barred: set[int]) -> list[Hit]:
    hits: list[Hit] = []
    for place in heard.marked & rules.hand.keys():
        _, start, end = heard.matches[heard.order.index(place)]
        hits += [Hit(word.column, rules.texts[place], word.weight, start - 1, end - 1)
                 for word in rules.hand[place]
                 if word.column not in barred and (not word.whole or _whole(read, start - 1, end - 1))]
    return hits


def _whole(read: str, start: int, end: int) -> bool:
    """Whether a span begins and ends between words."""
    return {start, end} <= word_bounds(read)
