"""One message that holds several matters, several bubbles that hold one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from intents.classify import Judged, judge, judge_as
from intents.clauses import Clause
from intents.second import Second
from intents.terms import CompiledRules, category_column
from intents.urgency import judge_urgency
from intents.verdict import Category, Intent, Matter, Verdict
from intents.weigh import Weighed, weigh

_FIRST = category_column(next(iter(Category)))
_MOST_MATTERS = 3
#: What one clause may say for a cut at most, and what a word such as 另外 says for cutting before it.
_CLAUSE_CAP = 4.0
_ANNOUNCED = 2.0
#: Where only a comma stands the second clause is mostly the harm the first one does ("车堵住消防通道,救护车进不来"):
#: one thing to see to. There two matters must be this likely.
_AT_A_COMMA = 0.9


def split_matters(text: str, rules: CompiledRules) -> tuple[Matter, ...]:
    """The matters of a message in the order of the text: one normally, two or three when really several.

    Words that announce the next matter belong to none. Where two matters share their words ("吵和脏都要管")
    both have the whole text, the one to act on first before the other. Raises nothing.
    """
    weighed = weigh(text, rules)
    judged = judge(weighed, rules, urgent=judge_urgency(weighed, rules).urgent)
    return split_judged(text, judged, weighed, rules)


def split_judged(text: str, judged: Judged, weighed: Weighed, rules: CompiledRules) -> tuple[Matter, ...]:
    """As split_matters, for a text that is weighed and judged already."""
    matters = [Matter(text, judged.verdict)]
    while len(matters) < _MOST_MATTERS and (second := _to_cut(judged, weighed, rules)) is not None:
        whole = matters.pop()
        cut = _cut(second)
        if cut is not None and second.sure < _AT_A_COMMA and not second.clauses[cut].seam.ends:
            return (*matters, whole)
        if cut is None:
            matters += [Matter(whole.text, judge_as(place, whole.verdict, weighed, rules))
                        for place in (second.first, second.second)]
            break
        left, right = _sides(whole.text, weighed, second.clauses[cut - 1 : cut + 1])
        places = (second.first, second.second) if _says(second, cut) > 0 else (second.second, second.first)
        matters.append(Matter(left, _part(left, places[0], whole.verdict, rules)[0].verdict))
        judged, weighed = _part(right, places[1], whole.verdict, rules)
        matters.append(Matter(right, judged.verdict))
    return tuple(matters)


def join_bubbles(texts: Sequence[str]) -> str:
    """Several bubbles as one message, in order, without empty ones and without immediate repeats."""
    kept: list[str] = []
    for text in (text.strip() for text in texts):
        if text and (not kept or kept[-1] != text):
            kept.append(text)
    return " ".join(kept)


def _to_cut(judged: Judged, weighed: Weighed, rules: CompiledRules) -> Second | None:
    model = rules.second.model_for(weighed.tidied.text)
    second = judged.second
    if second is None or model is None or judged.verdict.intent is Intent.EMERGENCY:
        return None
    return second if second.sure >= model.cut_at else None


def _cut(second: Second) -> int | None:
    """The clause that begins the other matter; None where no cut leaves each side to one of the two."""
    found = [(abs(_says(second, at)) + _ANNOUNCED * second.clauses[at].seam.announced, at)
             for at in range(1, len(second.clauses)) if _says(second, at)]
    return max(found)[1] if found else None


def _says(second: Second, at: int) -> float:
    """How much the clauses before `at` speak for the first matter and those from it on for the second.

    Below 0 the other way round, and 0 where both sides speak for the same.
    """
    left = sum(_lead(clause, second) for clause in second.clauses[:at])
    right = sum(_lead(clause, second) for clause in second.clauses[at:])
    return left - right if left * right < 0 else 0.0


def _lead(clause: Clause, second: Second) -> float:
    lead = clause.scores[_FIRST + second.first] - clause.scores[_FIRST + second.second]
    return max(-_CLAUSE_CAP, min(_CLAUSE_CAP, lead))


def _sides(text: str, weighed: Weighed, clauses: Sequence[Clause]) -> tuple[str, str]:
    before, after = clauses
    origin = weighed.tidied.origin
    return text[: origin[before.end - 1] + 1].strip(), text[origin[after.start] :].strip()


def _part(text: str, place: int, whole: Verdict, rules: CompiledRules) -> tuple[Judged, Weighed]:
    """A part judged by itself; where it alone says something else than in the whole, the whole is right."""
    weighed = weigh(text, rules)
    judged = judge(weighed, rules, urgent=False)
    expected = judge_as(place, whole, weighed, rules)
    if judged.verdict.category is not expected.category:
        return replace(judged, verdict=expected, second=None), weighed
    if judged.verdict.intent is Intent.FOLLOWUP:
        return replace(judged, verdict=replace(judged.verdict, intent=whole.intent)), weighed
    return judged, weighed
