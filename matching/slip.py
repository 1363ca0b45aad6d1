"""Names with one slip: a wrong, a missing, an extra or two swapped characters.

Every name is filed under its pairs of neighbouring syllables and those one apart. Against a text's pairs,
each slip leaves at least two pairs of a four-syllable name standing, so two votes for one place in the text
make a candidate, and only candidates are measured.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from matching.nameform import ENDINGS

#: A pair that more names share than this (花园, 新村) says nothing and would cost most of the time.
_TOO_COMMON = 40
_SHORTEST = 4
#: From this length on two slips are forgiven.
_LONG = 7
_FIGURES = re.compile(r"[^0-9]+")


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

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """(number of the name, start, end) of every name that stands in the text with a slip."""
        votes: dict[int, list[int]] = defaultdict(list)
        for position, pair in _pairs(text):
            for number, offset in self._pairs.get(pair, ()):
                votes[number].append(position - offset)
        found = []
        for number, starts in votes.items():
            if len(starts) >= 2:
                window = self._nearest_window(text, number, starts)
                if window is not None:
                    found.append((number, *window))
        return found

    def _nearest_window(self, text: str, number: int, starts: list[int]) -> tuple[int, int] | None:
        name = self._names[number]
        allowed = 2 if len(name) >= _LONG else 1
        best: tuple[int, int, int] | None = None
        for start in _agreed(starts):
            for begin in (start, start - 1, start + 1):
                for size in (len(name), len(name) - 1, len(name) + 1):
                    end = begin + size
                    if begin < 0 or end > len(text):
                        continue
                    distance = OSA.distance(name, text[begin:end], score_cutoff=allowed)
                    if distance <= allowed and (best is None or distance < best[0]):
                        best = (distance, begin, end)
        return None if best is None else best[1:]


def slip_likeness(written: str, form: str) -> float:
    """How alike (0 to 1) a misspelt name and the form are; 0 where the slip is one that makes another name:
    in a figure, or in the two characters that are all a name has besides its ending (侨兴公寓, 东兴公寓).
    """
    if _FIGURES.sub("", written) != _FIGURES.sub("", form):
        return 0.0
    ending = next((ending for ending in ENDINGS if form.endswith(ending)), "")
    stem = form.removesuffix(ending)
    swapped = sorted(written) == sorted(form)
    if len(stem) <= 2 and stem not in written and not swapped:
        return 0.0
    return 0.9 * fuzz.ratio(written, form) / 100


def _pairs(text: str) -> Iterator[tuple[int, str]]:
    for position in range(len(text) - 1):
        yield position, text[position : position + 2]
        if position + 2 < len(text):
            yield position, text[position] + text[position + 2]


def _agreed(starts: list[int]) -> list[int]:
    """The starts that at least two votes support, a step aside counted in; each once."""
    return [
        start for start in dict.fromkeys(starts) if sum(abs(start - other) <= 1 for other in starts) >= 2
    ]
