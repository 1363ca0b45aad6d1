"""Whole words and guards that labelled messages suggest, each with examples that name nobody."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import log

import rjieba

from intents.labelled import Labelled
from intents.masking import mask_personal
from intents.rule import LabelRules, RuleSet
from intents.terms import CompiledRules
from intents.verdict import Category
from intents.weigh import weigh

#: A word is suggested when this many messages of a category say it, more than one writer among them,
#: and this share of all that say it belong there.
LEAST_SAID = 4
LEAST_SHARE = 0.8
#: A guard is suggested when it takes back this many wrong verdicts and not one right mention.
LEAST_MISLED = 3
MOST_WORDS = 6
MOST_GUARDS = 3
MOST_EXAMPLES = 3

_LIGHTEST, _HEAVIEST = 0.8, 2.5
#: Half the log-odds: the words of a message say the same thing several times over.
_SHARE_OF_ODDS = 0.45
_AROUND = 6
_NEAR = 4
#: What a message that is understood already counts for a word, against one that is not.
_UNDERSTOOD = 0.15
#: By so many points a word must not speak for another category in what was learnt before.
_KNOWN_ELSEWHERE = 3.0
_HAN = re.compile(r"[一-龥]{2,6}")
_WORD = re.compile(r"[一-龥]{1,6}")
#: Verbs that stand beside anything.
_EMPTY = frozenset("是有在到去来要想说会能让使")
#: What makes a word before it, or the word itself, the name of a place.
_OF_PLACE = re.compile(r".{0,2}(?:小区|新城|家园|花园|社区|广场|大厦|公馆|新村|滨河|街道|大道|国际|苑|府|镇|村)")
#: jieba's tags: nouns, verbs, adjectives, idioms and abbreviations; names of people, places and offices.
_OPEN = ("n", "v", "a", "i", "l", "j")
#: Adverbs and places make a whole with what follows: 乱停车, 楼上漏.
_BEFORE = ("d", "s")
_NAMES = frozenset({"nr", "nrt", "nrfg", "ns", "nt", "nz"})
_NUMBER = re.compile(r"\d|[一二三四五六七八九十百零]+(?=[号栋幢座楼层室单])|(?<=[栋幢座元])[一二三四五六七八九十百零]+")


@dataclass(frozen=True, slots=True)
class Heard:
    """A labelled text as read, its words in order, and what of it may become a word of the rules.

    `words` come with the place where each begins; only those that may stand in a guard are kept. `said` is the
    category of the verdict on it ("" for none), `unsure` whether the desk would have asked.
    """

    message: Labelled
    read: str
    words: tuple[tuple[int, str], ...]
    candidates: frozenset[str]
    said: str
    unsure: bool

    def about(self, category: str) -> bool:
        """Whether the message asks for something of the category, first or further."""
        return category == self.message.category or category in self.message.secondary


@dataclass(frozen=True, slots=True)
class Word:
    """A word for a category: in how many of its messages it stands, and in how many others."""

    category: str
    text: str
    weight: float
    right: int
    others: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guard:
    """A pattern in which a word of the category misleads: how many wrong verdicts it takes back."""

    category: str
    pattern: str
    word: str
    misled: int
    examples: tuple[str, ...]


def listen(message: Labelled, read: str, said: str, *, unsure: bool) -> Heard:
    """A labelled text prepared for suggestions: cut by jieba's dictionary, names of people and places left out."""
    tagged = rjieba.tag(read)
    starts = accumulate((len(word) for word, _ in tagged), initial=0)
    words = tuple((start, word) for start, (word, tag) in zip(starts, tagged, strict=False)
                  if _WORD.fullmatch(word) and _speaks(tag))
    whole = {word for word, tag in tagged if _HAN.fullmatch(word) and _speaks(tag)}
    whole |= {first + second for (first, tag), (second, following) in pairwise(tagged)
              if _HAN.fullmatch(first + second) and _speaks(following)
              and (tag[0] in _BEFORE or (len(first) > 1 and _speaks(tag)))}
    return Heard(message, read, words, frozenset(whole), said, unsure)


def _speaks(tag: str) -> bool:
    return tag.startswith(_OPEN) and tag not in _NAMES


def suggest_words(
    heard: Sequence[Heard], rules: CompiledRules, categories: Iterable[Category]
) -> tuple[Word, ...]:
    """Words that would help, per category in the order of the taxonomy, the most helpful first. Raises nothing."""
    standing: dict[str, list[Heard]] = defaultdict(list)
    for one in heard:
        for word in one.candidates:
            standing[word].append(one)
    often = {word: ones for word, ones in standing.items() if len(ones) >= LEAST_SAID}
    wanted = frozenset(categories)
    return tuple(word for label in rules.rules.categories if label.label in wanted
                 for word in _words_of(label, heard, often, rules))


def suggest_guards(heard: Sequence[Heard], rules: RuleSet, categories: Iterable[Category]) -> tuple[Guard, ...]:
    """Guards that would help, per category in the order of the taxonomy, the most helpful first. Raises nothing."""
    wanted = frozenset(categories)
    found: list[Guard] = []
    for label in rules.categories:
        misled = [one for one in heard if one.said == label.label and one.message.category
                  and not one.about(label.label)]
        if label.label not in wanted or len(misled) < LEAST_MISLED:
            continue
        right = [one.read for one in heard if one.about(label.label)]
        words = [term.text.removeprefix("=") for term in label.words if term.weight > 0]
        found += _guards_of(label.label, misled, right, words, {*label.guards, *words})
    return tuple(found)


def example(text: str, start: int, end: int) -> str:
    """A few characters around a span of a text, without numbers and what else could name somebody."""
    hidden = _NUMBER.sub(lambda number: "*" * len(number[0]), mask_personal(text))
    before, after = max(0, start - _AROUND), end + _AROUND
    return f"{'…' if before else ''}{hidden[before:after]}{'…' if after < len(text) else ''}"


def _words_of(
    label: LabelRules, heard: Sequence[Heard], often: Mapping[str, list[Heard]], rules: CompiledRules
) -> list[Word]:
    category = label.label
    known = [(term.text.removeprefix("="), term.weight) for term in label.words]
    home = len({one.message.message for one in heard if one.about(category)})
    away = len({one.message.message for one in heard}) - home
    helpful: list[tuple[float, Word]] = []
    for text, ones in often.items():
        right = [one for one in ones if one.about(category)]
        inside = {one.message.message for one in right}
        outside = {one.message.message for one in ones} - inside
        if len(inside) < LEAST_SAID or len(inside) < LEAST_SHARE * (len(inside) + len(outside)) or not _several(right):
            continue
        odds = log((len(inside) + 0.5) / (home + 1)) - log((len(outside) + 0.5) / (away + 1))
        weight = round(min(_HEAVIEST, _SHARE_OF_ODDS * odds), 1)
        need = {one.message.message for one in right if one.unsure or one.said != one.message.category}
        if weight < _LIGHTEST or not need or _said_already(text, weight, known):
            continue
        if _is_place(text, right) or _elsewhere(text, category, rules):
            continue
        helpful.append((len(need) + _UNDERSTOOD * len(inside - need),
                        Word(category, text, weight, len(inside), len(outside), _examples(text, right))))
    helpful.sort(key=lambda item: (-item[0], -len(item[1].text), item[1].text))
    return _without_overlap([word for _, word in helpful])[:MOST_WORDS]


def _said_already(text: str, weight: float, known: Sequence[tuple[str, float]]) -> bool:
    return any(old == text or (old in text and heavy >= weight - 1) for old, heavy in known)


def _is_place(text: str, ones: Sequence[Heard]) -> bool:
    """Whether a word is mostly the name of a place: what happened there once says nothing about elsewhere."""
    if _OF_PLACE.fullmatch(text):
        return True
    names = sum(bool(_OF_PLACE.match(one.read, one.read.find(text) + len(text))) for one in ones)
    return names > len(ones) / 2


def _elsewhere(text: str, category: str, rules: CompiledRules) -> bool:
    """Whether the rules know the word already, and for another category."""
    scores = weigh(text, rules).scores[: len(Category)]
    return max(scores) - scores[list(Category).index(Category(category))] > _KNOWN_ELSEWHERE


def _several(ones: Sequence[Heard]) -> bool:
    """Whether more than one writer says it, as far as writers are known."""
    writers = [one.message.writer for one in ones]
    return "" in writers or len(set(writers)) > 1


def _without_overlap(words: Sequence[Word]) -> list[Word]:
    """Of words inside one another the first stays."""
    kept: list[Word] = []
    for word in words:
        if not any(word.text in other.text or other.text in word.text for other in kept):
            kept.append(word)
    return kept


def _examples(text: str, ones: Sequence[Heard]) -> tuple[str, ...]:
    cut = (example(one.read, at, at + len(text)) for one in ones if (at := one.read.find(text)) >= 0)
    return tuple(dict.fromkeys(cut))[:MOST_EXAMPLES]


def _guards_of(
    category: str, misled: Sequence[Heard], right: Sequence[str], words: Sequence[str], known: set[str]
) -> list[Guard]:
    blamed: dict[tuple[str, str], set[int]] = defaultdict(set)
    for one in misled:
        for word in words:
            if word in one.read:
                for pattern in _contexts(one, word) - known:
                    blamed[pattern, word].add(one.message.message)
    kept: list[Guard] = []
    covered: Counter[int] = Counter()
    for (pattern, word), messages in sorted(
        blamed.items(), key=lambda item: (-len(item[1]), "{" in item[0][0], -len(item[0][1]), item[0])
    ):
        found = re.compile(pattern)
        if len(messages) < LEAST_MISLED or all(covered[message] for message in messages):
            continue
        if any(found.search(read) for read in right):
            continue
        covered.update(messages)
        matches = [(one.read, match) for one in misled if (match := found.search(one.read))]
        examples = tuple(dict.fromkeys(example(read, *match.span()) for read, match in matches))[:MOST_EXAMPLES]
        kept.append(Guard(category, pattern, word, len(messages), examples))
    return kept[:MOST_GUARDS]


def _contexts(one: Heard, word: str) -> set[str]:
    """Patterns for a word with one word beside it, or for the longer word it is a part of."""
    found: set[str] = set()
    for at in (match.start() for match in re.finditer(re.escape(word), one.read)):
        end = at + len(word)
        for begin, piece in one.words:
            stop = begin + len(piece)
            if begin <= at and stop >= end and len(piece) > len(word):
                found.add(piece)
            elif piece not in _EMPTY and end <= begin <= end + _NEAR:
                found.add(f"{word}.{{0,{_NEAR}}}{piece}")
            elif piece not in _EMPTY and at - _NEAR <= stop <= at:
                found.add(f"{piece}.{{0,{_NEAR}}}{word}")
    return found
