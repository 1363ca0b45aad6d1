"""Somebody is in danger: a case of its own at once, or the case just spoken of turned into one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.desk import wording
from bot.desk.bubbles import GOES_ON, Heard, another_matter, elsewhere, spoken_of
from bot.desk.completing import fresh, reads_as_answer, sent_anew
from bot.desk.desk import RESIDENT, Visit
from bot.desk.dialogue import begins_another_matter
from bot.desk.locating import Where, locate
from bot.desk.reporting import alarm, keep_words, report, settle
from bot.desk.rereading import go_on, may_change, reconsider
from bot.desk.understanding import Understanding
from intents.verdict import Category
from matching.case import Action, Case, State

#: What a danger may begin as before its word is said; a car or a fee is another matter.
_MAY_TURN = frozenset({Category.SAFETY, Category.CARE, Category.VOLUNTEER, Category.OTHER})
#: A verdict on a first bubble that is less sure than this says nothing yet ("大水冲进来了").
_UNSURE = 0.7


def is_danger(visit: Visit, cases: Sequence[Case], heard: Heard) -> bool:
    """Whether a bubble tells of a danger, by itself or with what went before it ("电梯坏了", then "我妈困在里面")."""
    if heard.own.urgency.urgent:
        return True
    last = spoken_of(visit, cases)
    if not heard.whole.urgency.urgent or (last is None and heard.cases):
        return False
    if last is None:
        return True
    return not last.urgent and may_change(visit, last, heard) and not another_matter(visit, last, heard)


def emergency(visit: Visit, cases: Sequence[Case], heard: Heard) -> str:
    """The number to dial at once, whatever the talk was about; the reply.

    The first bubbles ("隔壁") belong to it, and where the talk just was serves when the place is not said.
    """
    own = heard.own
    last = None if begins_another_matter(own.text) else spoken_of(visit, cases)
    if last is None:
        return report(visit, heard.whole if heard.whole.urgency.urgent and not heard.cases else own)
    last = fresh(visit, last)
    if last.urgent and not another_matter(visit, last, heard):
        danger = own.urgency.danger or heard.whole.urgency.danger
        return f"{wording.DANGERS[danger]}\n{go_on(visit, last, heard)}"
    if _is_of(visit, last, heard):
        return _turned(visit, last, heard)
    return report(visit, own, Where(last.place, last.place_text) if last.place else None)


def _is_of(visit: Visit, last: Case, heard: Heard) -> bool:
    """Whether a danger is what the case just spoken of is about, now that more of it is said."""
    if elsewhere(visit, last, heard):
        return False
    if last.state is State.AWAITING_INFO and not last.place:
        return True
    if not may_change(visit, last, heard):
        return False
    alike = last.category == heard.own.verdict.category or last.category in _MAY_TURN
    return alike or last.confidence < _UNSURE or not heard.own.urgency.urgent


def emergency_without_place(visit: Visit, cases: Sequence[Case], understood: Understanding) -> Case | None:
    """The emergency whose place was asked for and that a message names at last; it goes before any other question."""
    span = timedelta(minutes=visit.desk.customs.question_minutes)
    for case in cases:
        waiting = case.urgent and not case.place and case.state in GOES_ON and visit.now - case.created_at <= span
        if waiting and understood.names_place and reads_as_answer(understood, case):
            return case
    return None


def _turned(visit: Visit, case: Case, heard: Heard) -> str:
    """The case just spoken of is the emergency: said so to whoever has it now, and to everybody near."""
    keep_words(visit, case.number, heard.own.text)
    whole = heard.whole if heard.whole.urgency.urgent else heard.own
    read = replace(whole, matters=whole.matters[:1])
    where = locate(visit, read)
    before, case = case, replace(reconsider(visit, case, read, read.matters[0]), urgent=True)
    if where is not None and not (where.from_home and case.place):
        case = replace(case, place=where.code, place_text=where.text)
    if case.state is State.AWAITING_INFO:
        return alarm(visit, settle(visit, case, Action.ANSWER, RESIDENT), read)
    return alarm(visit, sent_anew(visit, case, before.responder), read)
