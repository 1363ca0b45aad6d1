"""The verdict on a message: intent, category, how sure, and on what evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, inf
from operator import itemgetter

from intents.certainty import measures_of
from intents.rule import COLUMNS, NO_CATEGORY
from intents.second import Second, find_second
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

_MOST_EVIDENCE = 6
_WEIGHED_EVIDENCE = 10
_MOST_ALTERNATIVES = 4
_WEIGHT, _SIZE = itemgetter(0), itemgetter(1)


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict on a whole message, the two matters it holds, if it does, and what its certainty rests on."""

    verdict: Verdict
    second: Second | None
    measures: tuple[float, ...]


def classify(text: str, rules: CompiledRules) -> Verdict:
    """What a text asks for, with evidence that counts characters of the text as given. Raises nothing."""
    return judge_text(text, rules).verdict


def judge_text(text: str, rules: CompiledRules) -> Judged:
    """As classify, with what the verdict's certainty rests on. Raises nothing."""
    weighed = weigh(text, rules)
    return judge(weighed, rules, urgent=judge_urgency(weighed, rules).urgent)


def judge(weighed: Weighed, rules: CompiledRules, *, urgent: bool) -> Judged:
    """As classify, for a text that is weighed already and whose urgency is known."""
    scores, temperature = weighed.scores, rules.rules.learnt.temperature
    intent = _intent(scores, urgent=urgent)
    if intent is Intent.FOLLOWUP or intent in WITHOUT_CATEGORY:
        none = softmax(scores[_FIRST : _NONE + 1], temperature)[-1]
        if intent is not Intent.FOLLOWUP or none > 1 / 3:
            return Judged(Verdict(intent, None, none, (), (), (), ask=False, revision=rules.rules.revision), None, ())
    shares = softmax(scores[_FIRST:_NONE], temperature)
    order = sorted(range(len(shares)), key=shares.__getitem__, reverse=True)
    second = find_second(weighed, rules, order)
    if second is not None and second.first != order[0]:
        shares[second.first], shares[second.second] = shares[second.second], shares[second.first]
        order = [second.first, *[place for place in order if place != second.first]]
    return _judged(weighed, rules, intent, (shares, order), second)


def judge_as(place: int, whole: Verdict, weighed: Weighed, rules: CompiledRules) -> Verdict:
    """The verdict on one matter of a message whose category, by its place, is known from the whole."""
    category = _CATEGORIES[place]
    known = {other.category: other.confidence for other in whole.alternatives}
    confidence = whole.confidence if category is whole.category else known.get(category, whole.confidence)
    return replace(whole, category=category, confidence=confidence, secondary=(), alternatives=(),
                   evidence=_evidence(weighed, rules, place))


def softmax(scores: Sequence[float], temperature: float) -> list[float]:
    """Probabilities from scores; a higher temperature makes them more even."""
    top = max(scores)
    powers = [exp((score - top) / temperature) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def _intent(scores: list[float], *, urgent: bool) -> Intent:
    if urgent:
        return Intent.EMERGENCY
    scores = scores[_INTENT:]
    scores[_EMERGENCY] = -inf
    return _INTENTS[scores.index(max(scores))]


def _judged(
    weighed: Weighed, rules: CompiledRules, intent: Intent, standing: tuple[list[float], list[int]],
    second: Second | None,
) -> Judged:
    shares, order = standing
    best, rule = order[0], rules.rules.categories[order[0]]
    model = rules.rules.certainty.model_for(weighed.tidied.text)
    measures = _measure(weighed, rules, intent, standing, two=second is not None)
    sure = shares[best] if model is None else model.probability(measures)
    # What the winner doesn't have is shared by the others in their proportion.
    rest = (1 - sure) / ((1 - shares[best]) or 1.0)
    others = [(place, shares[place] * rest) for place in order[1 : _MOST_ALTERNATIVES + 1]]
    verdict = Verdict(
        intent=intent,
        category=_CATEGORIES[best],
        confidence=sure,
        alternatives=tuple([Alternative(_CATEGORIES[place], share) for place, share in others if share >= 0.01]),
        secondary=() if second is None else (_CATEGORIES[second.second],),
        evidence=_evidence(weighed, rules, best),
        ask=sure < rule.floor or sure - others[0][1] < rule.margin,
        revision=rules.rules.revision,
    )
    return Judged(verdict, second, measures)


def _measure(
    weighed: Weighed, rules: CompiledRules, intent: Intent, standing: tuple[list[float], list[int]], *, two: bool
) -> tuple[float, ...]:
    """What the certainty of a verdict is judged by; `standing` are the shares and their order, best first."""
    shares, order = standing
    scores = weighed.scores
    best, second = _FIRST + order[0], _FIRST + order[1]
    hand = other = 0.0
    for hit in weighed.hits:
        if hit.column == best:
            hand += hit.weight
        elif hit.column == second:
            other += hit.weight
    top, runner, third = sorted(scores[_FIRST:_NONE], reverse=True)[:3]
    # Above the start values: rules of a few words, without anything learnt, are no surer for having none.
    mean = (sum(scores[_FIRST:_NONE]) - sum(rules.rules.learnt.biases[_FIRST:_NONE])) / len(_CATEGORIES)
    return measures_of(shares[order[0]], (top, runner, third, scores[_NONE], mean), (hand, other),
                       (two, len(weighed.tidied.text), weighed.length), intent)


def _evidence(weighed: Weighed, rules: CompiledRules, best: int) -> tuple[Evidence, ...]:
    """The terms that spoke for the winner, best first; what stands inside a longer term counts with it."""
    column = _FIRST + best
    speaking, length = rules.speaking[column], weighed.length
    heard = [(speaking[place] / length, end - start, start - 1, end - 1)
             for place, start, end in weighed.matches if place in speaking]
    if weighed.hits:
        heard += [(hit.weight, hit.end - hit.start, hit.start, hit.end)
                  for hit in weighed.hits if hit.column == column and hit.weight > 0]
    heard.sort(key=_WEIGHT, reverse=True)
    strongest = heard[:_WEIGHED_EVIDENCE]
    strongest.sort(key=_SIZE, reverse=True)
    spans: list[tuple[float, int, int, str]] = []
    text, longest = weighed.tidied.text, len(weighed.tidied.text)
    said = set()
    for weight, _, start, end in strongest:
        # No evidence: a mark of start, end or length, and a term that was said before.
        if start < 0 or end > longest or (term := (weight, text[start:end])) in said:
            continue
        said.add(term)
        for at, (so_far, begun, ended, longer) in enumerate(spans):
            if begun <= start and end <= ended:
                spans[at] = (so_far + weight, begun, ended, longer)
                break
        else:
            spans.append((weight, start, end, term[1]))
    spans.sort(reverse=True)
    category, origin = _CATEGORIES[best], weighed.tidied.origin
    return tuple([Evidence(category, term, round(weight, 2), origin[start], origin[end - 1] + 1)
                  for weight, start, end, term in spans[:_MOST_EVIDENCE]])
