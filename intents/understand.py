"""A whole message understood in one weighing: its matters and whether somebody is in danger."""

from __future__ import annotations

from collections.abc import Collection

from intents.classify import judge
from intents.split import split_judged
from intents.terms import CompiledRules
from intents.urgency import find_urgency, judge_danger, worst_danger
from intents.verdict import Matter, Urgency
from intents.weigh import weigh


def understand_message(
    text: str, rules: CompiledRules, named: Collection[tuple[int, int]] = ()
) -> tuple[tuple[Matter, ...], Urgency]:
    """What split_matters and find_urgency say about a text, for little more than the price of one.

    `named` are the spans of the text that name a place: a fire is one however long the address before it
    is, so where danger is spoken of and all seems calm the text is weighed again without them. Raises nothing.
    """
    weighed = weigh(text, rules)
    worst = worst_danger(weighed, rules)
    urgency = judge_danger(weighed, worst, rules)
    judged = judge(weighed, rules, urgent=urgency.urgent)
    if named and not urgency.urgent and worst[0] is not None:
        away = {at for start, end in named for at in range(start, end)}
        urgency = find_urgency("".join([mark for at, mark in enumerate(text) if at not in away]), rules)
    return split_judged(text, judged, weighed, rules), urgency
