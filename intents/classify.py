"""The verdict on a message: intent, category, how sure, and on what evidence."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nlargest
from math import exp

from intents.rule import COLUMNS, NO_CATEGORY
from intents.terms import CompiledRules, category_column, intent_column
from intents.urgency import judge_urgency
from intents.verdict import WITHOUT_CATEGORY, Alternative, Category, Evidence, Intent, Verdict
from intents.weigh import Weighed, weigh

_CATEGORIES = tuple(Category)
_INTENTS = tuple(Intent)
_FIRST = category_column(_CATEGORIES[0])
_NONE = COLUMNS.index(f"category.{NO_CATEGORY}")
_INTENT = intent_column(_INTENTS[0])
_EMERGENCY = _INTENTS.index(Intent.EMERGENCY)

_MOST_EVIDENCE = 8
_WEIGHED_EVIDENCE = 14
_MOST_ALTERNATIVES = 4
#: A further category is named when its own score says so: a score of 0 is "as likely as not" by itself, and
#: those learnt as further ones were learnt as half a yes.
_SECONDARY_AT = -1.25
_MOST_SECONDARY = 2


def classify(text: str, rules: CompiledRules) -> Verdict:
    """What a text asks for, with evidence that counts characters of the text as given. Raises nothing."""
    weighed = weigh(text, rules)
    urgent = judge_urgency(weighed, rules).urgent
    intent = _intent(weighed, urgent=urgent)
    shares = softmax(weighed.scores[_FIRST : _NONE + 1], rules.rules.learnt.temperature)
    none = shares.pop()
    total = sum(shares) or 1.0
    shares = [share / total for share in shares]
    order = sorted(range(len(shares)), key=shares.__getitem__, reverse=True)
    if intent in WITHOUT_CATEGORY or (intent is Intent.FOLLOWUP and none > total / 2):
        return Verdict(intent, None, none, (), (), (), ask=False, revision=rules.rules.revision)
    best, second = order[0], order[1]
    rule = rules.rules.categories[best]
    return Verdict(
        intent=intent,
        category=_CATEGORIES[best],
        confidence=shares[best],
        alternatives=tuple(Alternative(_CATEGORIES[place], shares[place])
                           for place in order[1 : _MOST_ALTERNATIVES + 1] if shares[place] >= 0.01),
        secondary=_secondary(weighed.scores[_FIRST:_NONE], order),
        evidence=_evidence(weighed, rules, best),
        ask=shares[best] < rule.floor or shares[best] - shares[second] < rule.margin,
        revision=rules.rules.revision,
    )


def softmax(scores: Sequence[float], temperature: float) -> list[float]:
    """Probabilities from scores; a higher temperature makes them more even."""
    top = max(scores)
    powers = [exp((score - top) / temperature) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def _intent(weighed: Weighed, *, urgent: bool) -> Intent:
    if urgent:
        return Intent.EMERGENCY
    scores = list(weighed.scores[_INTENT:])
    scores[_EMERGENCY] = min(scores) - 1.0
    return _INTENTS[max(range(len(scores)), key=scores.__getitem__)]


def _secondary(scores: Sequence[float], order: list[int]) -> tuple[Category, ...]:
    return tuple(_CATEGORIES[place] for place in order[1 : _MOST_SECONDARY + 1] if scores[place] >= _SECONDARY_AT)


def _evidence(weighed: Weighed, rules: CompiledRules, best: int) -> tuple[Evidence, ...]:
    """The terms that spoke for the winner, best first; what stands inside a longer term counts with it."""
    column = _FIRST + best
    text, origin = weighed.tidied.text, weighed.tidied.origin
    learnt = rules.learnt_by_column[column]
    spoke = [(weight / weighed.length, *weighed.found[place])
             for place in weighed.found.keys() & learnt.keys() if (weight := learnt[place]) > 0]
    spoke += [(hit.weight, hit.start, hit.end) for hit in weighed.hits
              if hit.column == column and hit.weight > 0]
    spans: dict[tuple[int, int], float] = {}
    for weight, start, end in sorted(nlargest(_WEIGHED_EVIDENCE, spoke), key=lambda term: term[1] - term[2]):
        if start < 0 or end > len(text):
            continue  # a mark of start, end or length
        span = next((span for span in spans if span[0] <= start and end <= span[1]), (start, end))
        spans[span] = spans.get(span, 0.0) + weight
    return tuple(
        Evidence(_CATEGORIES[best], text[start:end], round(weight, 2), origin[start], origin[end - 1] + 1)
        for (start, end), weight in nlargest(_MOST_EVIDENCE, spans.items(), key=lambda span: span[1])
    )
