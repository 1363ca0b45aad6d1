"""Danger now: danger words against what calms them (yesterday, drills, figures of speech)."""

from __future__ import annotations

from intents.rule import DangerRules
from intents.terms import CompiledDangers, CompiledRules, intent_column
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
#: A danger, how strongly a text speaks of it, in which words; None where it speaks of none.
Heard = tuple[DangerRules | None, float, tuple[str, ...]]

_CALM = Urgency(urgent=False, danger=None, reasons=())


def find_urgency(text: str, rules: CompiledRules) -> Urgency:
    """Whether somebody is in danger now, from what, and why (short Chinese phrases, the danger first).

    `danger` is None where the whole message sounds like one but no danger word names it. Raises nothing.
    """
    return judge_urgency(weigh(text, rules), rules)


def judge_urgency(weighed: Weighed, rules: CompiledRules) -> Urgency:
    """As find_urgency, for a text that is weighed already."""
    return judge_danger(weighed, worst_danger(weighed, rules), rules)


def judge_danger(weighed: Weighed, worst: Heard, rules: CompiledRules) -> Urgency:
    """As judge_urgency, where the worst danger that is spoken of is known."""
    learnt = max(_LEARNT_AGAINST, min(_LEARNT_FOR, _LEARNT_SHARE * weighed.scores[_EMERGENCY]))
    danger, strength, words = worst
    if strength + max(learnt, 0) <= 0:
        return _CALM
    if min(strength, _WORDS_CAP) + _mood(weighed, rules) + learnt < rules.rules.urgent_at:
        return _CALM
    if danger is None:
        return Urgency(urgent=True, danger=None, reasons=("像是正在发生的险情",))
    return Urgency(urgent=True, danger=danger.danger, reasons=tuple(dict.fromkeys((danger.name, *words)))[:4])


def _mood(weighed: Weighed, rules: CompiledRules) -> float:
    """What calms and what presses, added up."""
    text, moods = weighed.tidied.text, rules.dangers.moods
    found = (moods[number] for number in weighed.woken & moods.keys())
    return sum(weight for weight, pattern in found if pattern.search(text))


def worst_danger(weighed: Weighed, rules: CompiledRules) -> Heard:
    """The danger a text speaks of most strongly, how strongly, and the words it uses; None where of none."""
    text, dangers = weighed.tidied.text, rules.dangers
    hits: dict[int, list[tuple[float, str]]] = {}
    said = weighed.said & dangers.words.keys()
    for place, (start, end) in weighed.spans(said).items() if said else ():
        for danger, weight in dangers.words[place]:
            hits.setdefault(danger, []).append((weight, text[start:end]))
    for number in weighed.woken & dangers.patterns.keys():
        danger, weight, pattern = dangers.patterns[number]
        if match := pattern.search(text):
            hits.setdefault(danger, []).append((weight, match[0]))
    standing = [(sum(weight for weight, _ in found), -danger) for danger, found in hits.items()
                if not _guarded(danger, weighed, dangers)]
    if not standing:
        return None, 0.0, ()
    strength, number = max(standing)
    return rules.rules.dangers[-number], strength, _words(hits[-number])


def _guarded(danger: int, weighed: Weighed, dangers: CompiledDangers) -> bool:
    guards = dangers.guards[danger]
    return any(guards[number].search(weighed.tidied.text) for number in weighed.woken & guards.keys())


def _words(hits: list[tuple[float, str]]) -> tuple[str, ...]:
    """The words of a danger, strongest first, without those inside others."""
    words: list[str] = []
    for _, word in sorted(hits, key=lambda hit: (-hit[0], hit[1])):
        if not any(word in said or said in word for said in words):
            words.append(word)
    return tuple(words)
