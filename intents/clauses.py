"""The clauses of a weighed message, each with its own scores, without weighing anything again."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from math import sqrt

from intents.terms import CompiledRules, unpack
from intents.weigh import Weighed, add_hand

#: Where a clause ends, with the words that open a further matter: they belong to none.
_SEAM = re.compile(
    r"[,。!?;:、\s~…)]*(?:还有(?:就是|一件事|一个|一点|个事|个问题)?|另外(?:一件事|一个|还有|就是)?|对了"
    r"|顺便(?:问一?下|说一?下|反映一?下|再)?|再(?:说|反映|投诉|问)一?(?:个|件|下)|其次|除此之外|此外|话说|[啊哦]对"
    r"|第[二三](?:个|件|点|,)?|(?<![\d一-龥])[2-3](?:[.、)]|(?=[^\d年月号栋幢楼层室单元:%])))[,、:。!\s]*"
    r"|[,。!?;:、\s~…]+"
)
_SENTENCE_END = frozenset("。!?;")
_SHORTEST = 4
#: Longer texts are stories: they are cut at sentences or where the writer says so.
_LONGEST_BY_COMMAS = 80
#: More clauses than this are joined to neighbours.
_MOST = 8


@dataclass(frozen=True, slots=True)
class Seam:
    """What stands before a clause: `announced` by a word such as 另外, or the end of a sentence."""

    announced: bool
    sentence: bool

    @property
    def ends(self) -> bool:
        """Whether it ends what was said before, as a comma doesn't."""
        return self.announced or self.sentence


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the tidied text (`start:end`) with its scores, one per COLUMNS."""

    start: int
    end: int
    seam: Seam
    scores: list[float]


def clauses_of(weighed: Weighed, rules: CompiledRules) -> list[Clause]:
    """The clauses of a message in order; a single one, or none, where it has no seam. Raises nothing."""
    spans = _spans(weighed.tidied.text)
    if len(spans) < 2:  # one clause is the message itself
        return []
    ends = [match[2] for match in weighed.matches]
    return [Clause(start, end, seam, _scores(weighed, rules, ends, (start, end))) for start, end, seam in spans]


def _spans(text: str) -> list[tuple[int, int, Seam]]:
    spans: list[tuple[int, int, Seam]] = []
    start, seam = 0, Seam(announced=False, sentence=False)
    for found in _SEAM.finditer(text):
        following = _seam(found[0])
        if len(text) > _LONGEST_BY_COMMAS and not (following.announced or following.sentence):
            continue
        if found.start() - start >= _SHORTEST:
            spans.append((start, found.start(), seam))
            start, seam = found.end(), following
        elif not spans or following.announced:
            start, seam = (start, seam) if found.end() - start >= _SHORTEST else (found.end(), following)
    if len(text) - start >= _SHORTEST:
        spans.append((start, len(text), seam))
    elif spans:
        spans[-1] = (spans[-1][0], len(text), spans[-1][2])
    return _joined(spans)


def _seam(signs: str) -> Seam:
    return Seam(announced=any(sign.isalnum() for sign in signs), sentence=not _SENTENCE_END.isdisjoint(signs))


def _joined(spans: list[tuple[int, int, Seam]]) -> list[tuple[int, int, Seam]]:
    step = -(-len(spans) // _MOST)
    if step <= 1:
        return spans
    return [(group[0][0], group[-1][1], group[0][2])
            for group in (spans[at : at + step] for at in range(0, len(spans), step))]


def _scores(weighed: Weighed, rules: CompiledRules, ends: list[int], span: tuple[int, int]) -> list[float]:
    # Spans of matches count the mark before the text.
    start, end = span[0] + 1, span[1] + 1
    inside = [place for place, begun, _ in
              weighed.matches[bisect_right(ends, start) : bisect_right(ends, end)] if begun >= start]
    length = sqrt(sum([rules.spread[place] for place in inside])) or 1.0
    scores = unpack(sum([rules.packed[place] for place in inside]), length, rules.rules.learnt.biases)
    add_hand(scores, [hit for hit in weighed.hits if hit.start >= span[0] and hit.end <= span[1]], 1.0)
    return scores
