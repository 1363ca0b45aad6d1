"""One message that holds several matters, several bubbles that hold one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from intents.classify import classify
from intents.terms import CompiledRules
from intents.text import tidy
from intents.verdict import WITHOUT_CATEGORY, Intent, Matter, Verdict

#: Words that open a further matter. They are dropped from its text.
_OPENERS = re.compile(
    r"(?:^|(?<=[,。!?;:、\s~…)]))"
    r"(?:还有(?:就是|一件事|一个|一点|个事|个问题)?|另外(?:一件事|一个|还有|就是)?|对了|顺便(?:问一?下|说一?下|反映一?下|再)?"
    r"|再(?:说|反映|投诉|问)一?(?:个|件|下)|第[二三](?:个|件|点|,)?|其次|[2-3](?:[.、)]|(?=[^\d年月号栋幢楼层室单元:%]))"
    r"|除此之外|此外|话说|啊对|哦对)"
    r"[,、:。!\s]*"
)
#: Where a matter may end without such a word.
_CLAUSE_ENDS = re.compile(r"[。!?;]+\s*|\s*\n\s*")

_SHORTEST = 4
_MOST_MATTERS = 3
#: Both sides must be this sure: less where the writer announces the next matter, more where not.
_SURE_ANNOUNCED = 0.45
_SURE_UNANNOUNCED = 0.9


@dataclass(frozen=True, slots=True)
class _Cut:
    end: int     # where the first side ends, in the tidied text
    start: int   # where the second begins
    sure: float  # what both sides' confidence must reach


def split_matters(text: str, rules: CompiledRules) -> tuple[Matter, ...]:
    """The matters of a message in the order of the text: one normally, two or three when really several.

    Every part of the text belongs to one matter; the words that announce the next one are dropped. A text
    is cut only where both sides speak for different categories by themselves. Raises nothing.
    """
    matters = [Matter(text, classify(text, rules))]
    while len(matters) < _MOST_MATTERS:
        last = matters.pop()
        parts = _split_once(last, rules)
        matters += parts
        if len(parts) == 1:
            break
    return tuple(matters)


def join_bubbles(texts: Sequence[str]) -> str:
    """Several bubbles as one message, in order, without empty ones and without immediate repeats."""
    kept: list[str] = []
    for text in (text.strip() for text in texts):
        if text and (not kept or kept[-1] != text):
            kept.append(text)
    return " ".join(kept)


def _split_once(matter: Matter, rules: CompiledRules) -> list[Matter]:
    if matter.verdict.category is None or matter.verdict.intent is Intent.EMERGENCY:
        return [matter]
    tidied = tidy(matter.text)
    for cut in _cuts(tidied.text):
        left = matter.text[: tidied.origin[cut.end - 1] + 1].strip()
        right = matter.text[tidied.origin[cut.start]:].strip()
        first, second = classify(left, rules), classify(right, rules)
        if _stands(first, cut.sure) and _stands(second, cut.sure) and first.category != second.category:
            return [Matter(left, first), Matter(right, second)]
    return [matter]


def _cuts(text: str) -> Iterator[_Cut]:
    """Places to cut, announced ones first."""
    for pattern, sure in ((_OPENERS, _SURE_ANNOUNCED), (_CLAUSE_ENDS, _SURE_UNANNOUNCED)):
        for found in pattern.finditer(text):
            end = found.start() if pattern is _OPENERS else found.end()
            if end >= _SHORTEST and len(text) - found.end() >= _SHORTEST:
                yield _Cut(end, found.end(), sure)


def _stands(verdict: Verdict, sure: float) -> bool:
    """Whether a part is a matter by itself."""
    return (verdict.category is not None and verdict.confidence >= sure and bool(verdict.evidence)
            and verdict.intent not in WITHOUT_CATEGORY and verdict.intent is not Intent.FOLLOWUP)
