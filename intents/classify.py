"""The verdict on a message: intent, category, how sure, and on what evidence."""

from __future__ import annotations

from collections.abc import Sequence
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
    return judge(weighed, rules, urgent=judge_urgency(weighed, rules).urgent)


def judge(weighed: Weighed, rules: CompiledRules, *, urgent: bool) -> Verdict:
    """As classify, for a text that is weighed already and whose urgency is known."""
    intent = _intent(weighed, urgent=urgent)
    shares = softmax(weighed.scores[_FIRST : _NONE + 1], rules.rules.learnt.temperature)
    none = shares.pop()
    total = sum(shares) or 1.0
    if intent in WITHOUT_CATEGORY or (intent is Intent.FOLLOWUP and none > total / 2):
        return Verdict(intent, None, none, (), (), (), ask=False, revision=rules.rules.revision)
    shares = [share / total for share in shares]
    order = sorted(range(len(shares)), key=shares.__getitem__, reverse=True)
    best, second = order[0], order[1]
    rule = rules.rules.categories[best]
    return Verdict(
        intent=intent,
        category=_CATEGORIES[best],
        confidence=shares[best],
        alternatives=tuple([Alternative(_CATEGORIES[place], shares[place])
                            for place in order[1 : _MOST_ALTERNATIVES + 1] if shares[place] >= 0.01]),
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
    scores = weighed.scores[_INTENT:]
    scores[_EMERGENCY] = min(scores) - 1.0
    return _INTENTS[max(range(len(scores)), key=scores.__getitem__)]


def _secondary(scores: Sequence[float], order: list[int]) -> tuple[Category, ...]:
    return tuple(_CATEGORIES[place] for place in order[1 : _MOST_SECONDARY + 1] if scores[place] >= _SECONDARY_AT)


def _evidence(weighed: Weighed, rules: CompiledRules, best: int) -> tuple[Evidence, ...]:
    """The terms that spoke for the winner, best first; what stands inside a longer term counts with it."""
    column = _FIRST + best
    tidied, learnt, length = weighed.tidied, rules.speaking[column], weighed.length
    # Backwards, so that of a term said twice the first place stays.
    found = {place: (learnt[place] / length, start - 1, end - 1)
             for place, start, end in reversed(weighed.matches) if place in learnt}
    heard = [*found.values(), *[(hit.weight, hit.start, hit.end) for hit in weighed.hits
                                if hit.column == column and hit.weight > 0]]
    heard.sort(reverse=True)
    spans: list[list[float]] = []
    longest = len(tidied.text)
    for weight, start, end in sorted(heard[:_WEIGHED_EVIDENCE], key=_shortness):
        if start < 0 or end > longest:
            continue  # a mark of start, end or length
        for span in spans:
            if span[1] <= start and end <= span[2]:
                span[0] += weight
                break
        else:
            spans.append([weight, start, end])
    spans.sort(reverse=True)
    origin = tidied.origin
    return tuple([
        Evidence(_CATEGORIES[best], tidied.text[start:end], round(weight, 2), origin[start], origin[end - 1] + 1)
        for weight, start, end in [(span[0], int(span[1]), int(span[2])) for span in spans[:_MOST_EVIDENCE]]
    ])


def _shortness(term: tuple[float, int, int]) -> int:
    return term[1] - term[2]
