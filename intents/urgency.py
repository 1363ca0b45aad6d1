"""Danger now: danger words against what calms them (yesterday, drills, figures of speech)."""

from __future__ import annotations

from intents.terms import CompiledDanger, CompiledRules, intent_column
from intents.verdict import Danger, Intent, Urgency
from intents.weigh import Weighed, weigh

#: How much the learnt score of "emergency" counts beside the danger words, and within which limits:
#: alone it may tip a scale that already leans, not more.
_LEARNT_SHARE = 0.6
_LEARNT_LIMIT = 2.5

_EMERGENCY = intent_column(Intent.EMERGENCY)
_CALM = Urgency(urgent=False, danger=None, reasons=())


def find_urgency(text: str, rules: CompiledRules) -> Urgency:
    """Whether somebody is in danger now, from what, and why (short Chinese phrases). Raises nothing."""
    return judge_urgency(weigh(text, rules), rules)


def judge_urgency(weighed: Weighed, rules: CompiledRules) -> Urgency:
    """As find_urgency, for a text that is weighed already."""
    text = weighed.tidied.text
    strengths = [_strength(text, weighed, danger) for danger in rules.dangers]
    best = max(range(len(strengths)), key=lambda place: strengths[place][0], default=-1)
    if best < 0 or strengths[best][0] <= 0:
        return _CALM
    strength, words = strengths[best]
    calm = sum(weight for pattern, weight in rules.calming if pattern.search(text))
    learnt = max(-_LEARNT_LIMIT, min(_LEARNT_LIMIT, _LEARNT_SHARE * weighed.scores[_EMERGENCY]))
    if strength + calm + learnt < rules.rules.urgent_at:
        return _CALM
    found = rules.rules.dangers[best]
    return Urgency(True, Danger(found.danger), (found.name, *words[:3]))


def _strength(text: str, weighed: Weighed, danger: CompiledDanger) -> tuple[float, tuple[str, ...]]:
    """How strongly a text speaks of a danger (0 when a guard stands against it), and the words it uses."""
    hits = [(weight, text[slice(*weighed.found[place])])
            for place, weight in danger.words.items() if place in weighed.found]
    hits += [(weight, match[0]) for pattern, weight in danger.patterns if (match := pattern.search(text))]
    if not hits or any(guard.search(text) for guard in danger.guards):
        return 0.0, ()
    hits.sort(key=lambda hit: -hit[0])
    return sum(weight for weight, _ in hits), tuple(dict.fromkeys(word for _, word in hits))
