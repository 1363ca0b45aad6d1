"""Danger now: danger words against what calms them (yesterday, drills, figures of speech)."""

from __future__ import annotations

from intents.terms import CompiledDanger, CompiledRules, intent_column
from intents.verdict import Intent, Urgency
from intents.weigh import Weighed, weigh

#: How much the learnt score of "emergency" counts beside the danger words, and how much it may say at most
#: against them and for them. By itself it has to be high: then it has seen a danger no word here names.
_LEARNT_SHARE = 0.5
_LEARNT_AGAINST = -3.5
_LEARNT_FOR = 4.0
#: Danger words of one kind add up to this at most.
_WORDS_CAP = 4.0

_EMERGENCY = intent_column(Intent.EMERGENCY)
_CALM = Urgency(urgent=False, danger=None, reasons=())


def find_urgency(text: str, rules: CompiledRules) -> Urgency:
    """Whether somebody is in danger now, from what, and why (short Chinese phrases, the danger first).

    `danger` is None where the whole message sounds like one but no danger word names it. Raises nothing.
    """
    return judge_urgency(weigh(text, rules), rules)


def judge_urgency(weighed: Weighed, rules: CompiledRules) -> Urgency:
    """As find_urgency, for a text that is weighed already."""
    text = weighed.tidied.text
    learnt = max(_LEARNT_AGAINST, min(_LEARNT_FOR, _LEARNT_SHARE * weighed.scores[_EMERGENCY]))
    strengths = [_strength(text, weighed, danger) for danger in rules.dangers]
    best = max(range(len(strengths)), key=lambda place: strengths[place][0])
    strength, words = strengths[best]
    if strength + max(learnt, 0) <= 0:
        return _CALM
    mood = sum(weight for pattern, weight in rules.moods if pattern.search(text))
    if min(strength, _WORDS_CAP) + mood + learnt < rules.rules.urgent_at:
        return _CALM
    if not words:
        return Urgency(urgent=True, danger=None, reasons=("像是正在发生的险情",))
    found = rules.rules.dangers[best]
    return Urgency(urgent=True, danger=found.danger, reasons=tuple(dict.fromkeys((found.name, *words)))[:4])


def _strength(text: str, weighed: Weighed, danger: CompiledDanger) -> tuple[float, tuple[str, ...]]:
    """How strongly a text speaks of a danger (0 when a guard stands against it), and the words it uses."""
    hits = [(danger.words[place], text[slice(*weighed.found[place])])
            for place in danger.words.keys() & weighed.found.keys()]
    hits += [(weight, match[0]) for pattern, weight in danger.patterns if (match := pattern.search(text))]
    if not hits or any(guard.search(text) for guard in danger.guards):
        return 0.0, ()
    hits.sort(key=lambda hit: (-hit[0], hit[1]))
    words: list[str] = []
    for _, word in hits:
        if not any(word in said or said in word for said in words):
            words.append(word)
    return sum(weight for weight, _ in hits), tuple(words)
