"""One message that holds several matters, several bubbles that hold one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from intents.classify import classify, judge
from intents.terms import CompiledRules
from intents.text import Tidied, tidy
from intents.urgency import judge_urgency
from intents.verdict import WITHOUT_CATEGORY, Intent, Matter, Verdict
from intents.weigh import Weighed, weigh

#: Words that open a further matter. They are dropped from its text.
_OPENERS = re.compile(
    r"(?:^|(?<=[,。!?;:、\s~…)]))"
    r"(?:还有(?:就是|一件事|一个|一点|个事|个问题)?|另外(?:一件事|一个|还有|就是)?|对了|顺便(?:问一?下|说一?下|反映一?下|再)?"
    r"|再(?:说|反映|投诉|问)一?(?:个|件|下)|第[二三](?:个|件|点|,)?|其次|[2-3](?:[.、)]|(?=[^\d年月号栋幢楼层室单元:%]))"
    r"|除此之外|此外|话说|啊对|哦对)"
    r"[,、:。!\s]*"
)
#: The same words inside a run of words without a sign, as speech recognition writes them.
_RUN_ON = re.compile(r"(?<=[^,。!?;:、\s~…)]{6})(?:还有(?:就是)?|另外(?:就是)?|顺便)(?=[^,。!?;:、\s]{6})")
#: Where a matter may end without such a word: at the end of a sentence, at a comma or blank.
_SENTENCE_ENDS = re.compile(r"[。!?;]+\s*|\s*\n\s*")
_CLAUSE_ENDS = re.compile(r"[,、\s]+")

_SHORTEST = 4
#: Longer texts are stories: they are cut at sentences or where the writer says so.
_LONGEST_BY_COMMAS = 80
_MOST_MATTERS = 3
#: Places tried per message; each costs two verdicts.
_MOST_TRIED = 6
#: Both sides must be this sure: less where the writer announces the next matter, most where only a comma
#: stands. Of 2,964 invented messages about one matter 0.5 % are cut, of 396 about more 17 %.
_SEAMS = ((_OPENERS, 0.35, 2.0), (_RUN_ON, 0.6, 2.0), (_SENTENCE_ENDS, 0.6, 2.0), (_CLAUSE_ENDS, 0.9, 0.98))
#: At a comma: sides that lean on each other ("电梯是好的,就是吵", "物业费我交了,车位反而…") are one matter.
_LEANS = re.compile(
    r"不是|没意见|是好的|另说|先不|不问|算了|以为|当初|的时候|路过|说好|^我|我会|我是|不难|很漂亮|清了|懂|我交|第一个交"
    r"|我自己|想竞选|想成立|问个|退休|旧物业"
)
_LEANED_ON = re.compile(
    r"^(?:就|但|可|而|只|因|所以|结果|我|他|她|现在|不给|会|想|老|怎么|说|难|叫|臭|吵|一楼|又|还是|原来|理由|能帮|有没|从|"
    r"没人|新的|先|以前|平常|反而|合同|开发商|业主|一问|门口)"
)


@dataclass(frozen=True, slots=True)
class _Cut:
    end: int     # where the first side ends, in the tidied text
    start: int   # where the second begins
    sure: float  # what both sides' confidence must reach
    whole: float  # cut only while the whole is less sure than this: two matters pull it two ways


def split_matters(text: str, rules: CompiledRules) -> tuple[Matter, ...]:
    """The matters of a message in the order of the text: one normally, two or three when really several.

    Every part of the text belongs to one matter; the words that announce the next one are dropped. A text
    is cut only where both sides speak for different categories by themselves. Raises nothing.
    """
    weighed = weigh(text, rules)
    whole = Matter(text, judge(weighed, rules, urgent=judge_urgency(weighed, rules).urgent))
    return split_weighed(whole, weighed, rules)


def split_weighed(whole: Matter, weighed: Weighed, rules: CompiledRules) -> tuple[Matter, ...]:
    """As split_matters, for a text that is weighed and judged already."""
    matters = [whole]
    tidied = weighed.tidied
    while len(matters) < _MOST_MATTERS:
        last = matters.pop()
        parts = _split_once(last, tidied, rules)
        matters += parts
        if len(parts) == 1:
            break
        tidied = tidy(parts[-1].text)
    return tuple(matters)


def join_bubbles(texts: Sequence[str]) -> str:
    """Several bubbles as one message, in order, without empty ones and without immediate repeats."""
    kept: list[str] = []
    for text in (text.strip() for text in texts):
        if text and (not kept or kept[-1] != text):
            kept.append(text)
    return " ".join(kept)


def _split_once(matter: Matter, tidied: Tidied, rules: CompiledRules) -> list[Matter]:
    if matter.verdict.category is None or matter.verdict.intent is Intent.EMERGENCY:
        return [matter]
    sure = matter.verdict.confidence
    for cut in islice((cut for cut in _cuts(tidied.text) if sure < cut.whole), _MOST_TRIED):
        left = matter.text[: tidied.origin[cut.end - 1] + 1].strip()
        right = matter.text[tidied.origin[cut.start]:].strip()
        first = classify(left, rules)
        if not _stands(first, cut.sure):
            continue
        second = classify(right, rules)
        if _stands(second, cut.sure) and first.category != second.category:
            return [Matter(left, first), Matter(right, second)]
    return [matter]


def _cuts(text: str) -> Iterator[_Cut]:
    """Places to cut, announced ones first."""
    for pattern, sure, whole in _SEAMS:
        for found in pattern.finditer(text):
            end = found.end() if pattern is _SENTENCE_ENDS else found.start()
            if pattern is _CLAUSE_ENDS and _leaning(text[:end], text[found.end():]):
                continue
            if end >= _SHORTEST and len(text) - found.end() >= _SHORTEST:
                yield _Cut(end, found.end(), sure, whole)


def _leaning(left: str, right: str) -> bool:
    """Whether the sides of a comma rather belong to each other."""
    return bool(len(left) + len(right) > _LONGEST_BY_COMMAS or _LEANS.search(left) or _LEANED_ON.match(right))


def _stands(verdict: Verdict, sure: float) -> bool:
    """Whether a part is a matter by itself."""
    return (verdict.category is not None and verdict.confidence >= sure and bool(verdict.evidence)
            and verdict.intent not in WITHOUT_CATEGORY and verdict.intent is not Intent.FOLLOWUP)
