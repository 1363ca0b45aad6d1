"""Names with one slip: a wrong, a missing, an extra or two swapped characters.

Every name is filed under its pairs of neighbouring syllables and those one apart. Against a text's pairs,
each slip leaves at least two pairs of a four-syllable name standing. Two votes for one place in the text make
a candidate, or one where most of a name's pairs are everybody's; only candidates are measured.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from matching.nameform import ENDINGS

#: A pair that more names share than this (花园, 新村) says nothing and would cost most of the time.
_TOO_COMMON = 40
_SHORTEST = 4
#: From this length on two slips are forgiven.
_LONG = 7
#: A name with no more telling pairs than this (万和大厦: 万和, 和大, 万_大, 和_厦 …) is a candidate on one vote.
_FEW = 5
#: 2期, 138号, 5: another figure is another place.
_FIGURES = re.compile(r"[0-9]+(?=[号期区]|$)")


class SlipIndex:
    """The pairs of all names long enough to be recognised in spite of a slip."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = tuple(names)
        pairs: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, name in enumerate(self._names):
            if len(name) >= _SHORTEST:
                for offset, pair in _pairs(name):
                    pairs[pair].append((number, offset))
        self._pairs = {pair: found for pair, found in pairs.items() if len(found) <= _TOO_COMMON}
        telling = Counter(number for found in self._pairs.values() for number, _ in found)
        self._needed = [_needed(len(name), telling[number]) for number, name in enumerate(self._names)]

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """(number of the name, start, end) of every name that stands in the text with a slip; every stretch
        that comes equally near to the name.
        """
        votes: dict[int, list[int]] = defaultdict(list)
        known = self._pairs
        for apart in (1, 2):
            for position, pair in enumerate(map(str.__add__, text, text[apart:])):
                if pair in known:
                    for number, offset in known[pair]:
                        votes[number].append(position - offset)
        needed = self._needed
        return [
            (number, start, end)
            for number, starts in votes.items()
            if len(starts) >= needed[number]
            for start, end in self._nearest(text, number, self._agreed(number, starts))
        ]

    def _agreed(self, number: int, starts: list[int]) -> list[int]:
        """The starts that enough votes support, a step aside counted in; each once."""
        needed = self._needed[number]
        if needed == 1:
            return list(dict.fromkeys(starts))
        return [start for start in dict.fromkeys(starts) if sum(abs(start - other) <= 1 for other in starts) >= needed]

    def _nearest(self, text: str, number: int, starts: list[int]) -> list[tuple[int, int]]:
        name = self._names[number]
        nearest = 2 if len(name) >= _LONG else 1
        found: dict[tuple[int, int], int] = {}
        for start in starts:
            for begin, end in _windows(start, len(name), len(text)):
                distance = OSA.distance(name, text[begin:end], score_cutoff=nearest)
                if distance <= nearest:
                    nearest = distance
                    found[begin, end] = distance
        return [window for window, distance in found.items() if distance == nearest]


def _needed(size: int, telling: int) -> int:
    """How many votes a name needs: two of its pairs outlive any slip it is forgiven, unless pairs were left out."""
    whole = telling == 2 * size - 3
    return 2 if whole or telling > _FEW else 1


def _windows(start: int, size: int, limit: int) -> Iterator[tuple[int, int]]:
    """The stretches around a start that may hold a name of that size, a character more or less."""
    for begin in (start, start - 1, start + 1):
        for end in (begin + size, begin + size - 1, begin + size + 1):
            if begin >= 0 and end <= limit:
                yield begin, end


def slip_likeness(written: str, form: str) -> float:
    """How alike (0 to 1) a misspelt name and the form are. 0 for a slip in a figure: that is another house.
    Below a half for one in the two characters that are all a name has besides its ending: it may well be
    another name (侨兴公寓, 东兴公寓).
    """
    if _FIGURES.findall(written) != _FIGURES.findall(form):
        return 0.0
    ending = next((ending for ending in ENDINGS if form.endswith(ending)), "")
    stem = form.removesuffix(ending)
    swapped = sorted(written) == sorted(form)
    doubtful = len(stem) <= 2 and stem not in written and not swapped
    return (0.5 if doubtful else 0.9) * fuzz.ratio(written, form) / 100


def _pairs(text: str) -> Iterator[tuple[int, str]]:
    for position in range(len(text) - 1):
        yield position, text[position : position + 2]
        if position + 2 < len(text):
            yield position, text[position] + text[position + 2]
