"""Bubbles of one talk read as one message: the cases that came of it end as the whole would have opened them."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import relabelling, wording, wording_handlers
from bot.desk.bubbles import ONE_MORE, PUTS_RIGHT, Heard
from bot.desk.completing import add_words, answer, as_building, better_place, complete, fresh, redirect
from bot.desk.desk import RESIDENT, Visit, line_of, move
from bot.desk.dialogue import Asked, Option, Question, read_question, write_question
from bot.desk.dispatching import tell_handler
from bot.desk.locating import Where, locate
from bot.desk.reporting import OPENING, SUMMARY, ask, category_of, draft, keep_words, open_case
from bot.desk.understanding import Understanding
from intents.care import find_care
from intents.signature import packed, signature_of
from intents.verdict import Danger, Intent, Matter
from matching.case import Action, Case, State

#: Nobody has taken it: what it is and whose it is may still change with every bubble.
_OPEN_TO_CHANGE = (State.AWAITING_INFO, State.AWAITING_SIGNIN)
_ABOUT_SOMETHING = OPENING | {Intent.FOLLOWUP}
_ASKS_WHERE = (Asked.PLACE, Asked.BUILDING)


def go_on(visit: Visit, case: Case, heard: Heard) -> str:
    """A bubble on a case under way; the reply. A case that did not come of this talk is only added to."""
    case = fresh(visit, case)
    if not may_change(visit, case, heard):
        return add_words(visit, case, heard.own)
    keep_words(visit, case.number, heard.own.text)
    whole = heard.whole
    matter = _matter_of(case, whole)
    found = reconsider(visit, move(visit, case, Action.ADD, RESIDENT), whole, matter)
    reply = _put(visit, case, found, (whole, matter), heard)
    missing = _unopened(visit, whole, heard)
    return reply if missing is None else _one_more(visit, case.number, whole, missing)


def answered_in_talk(visit: Visit, case: Case, heard: Heard) -> str | None:
    """A bubble that answers the open question of a case of this talk; None when it answers nothing.

    It says no more than the place, but the first bubble may have said too little to be understood alone.
    """
    case = fresh(visit, case)
    question = read_question(case.question)
    if question is None or question.asked not in _ASKS_WHERE or not may_change(visit, case, heard):
        return answer(visit, case, heard.own.text, heard.own)
    found = reconsider(visit, case, heard.whole, _matter_of(case, heard.whole))
    reply = answer(visit, found, heard.own.text, heard.own)
    missing = None if reply is None else _unopened(visit, heard.whole, heard)
    return reply if missing is None else _one_more(visit, case.number, heard.whole, missing)


def may_change(visit: Visit, case: Case, heard: Heard) -> bool:
    """Whether a case came of this talk and nobody has taken it yet."""
    several = len(heard.cases) > max(1, len(heard.whole.matters))  # each has its own words
    own = case.number in heard.cases and case.reporter == visit.contact.id and not several
    return own and case.state in _OPEN_TO_CHANGE and case.paused_at is None  # what a handler asked is answered


def reconsider(visit: Visit, case: Case, whole: Understanding, matter: Matter) -> Case:
    """The case with the verdict on everything said so far; what the resident named herself stays."""
    verdict, said = matter.verdict, matter.text if len(whole.matters) > 1 else whole.text
    guessed = verdict.category is None or (verdict.ask and not verdict.evidence and not whole.urgency.urgent)
    named = any(message.kind == relabelling.KIND for message in visit.unit.cases.messages(case.number))
    care = find_care(whole.text)
    violent = whole.urgency.danger is Danger.VIOLENCE
    return replace(
        case,
        category=case.category if named or guessed else category_of(verdict, urgent=whole.urgency.urgent),
        confidence=case.confidence if named else verdict.confidence,
        intent=verdict.intent if verdict.intent in _ABOUT_SOMETHING else case.intent,
        urgent=case.urgent or whole.urgency.urgent,
        care=tuple(dict.fromkeys((*case.care, *care.reasons))),
        private=case.private or care.private or violent,
        summary=said[:SUMMARY],
        signature=packed(signature_of(said)) if case.signature else "",
    )


def _matter_of(case: Case, whole: Understanding) -> Matter:
    """The matter of the whole that a case stands for: that of its category, else the first."""
    same = (matter for matter in whole.matters if matter.verdict.category == case.category)
    return next(same, whole.matters[0])


def _put(visit: Visit, before: Case, found: Case, read: tuple[Understanding, Matter], heard: Heard) -> str:
    """The case as found put on its way, or asked on; the reply. `read` is the whole and the case's part of it."""
    whole, matter = read
    own = as_building(visit, before, heard.own)
    if before.state is State.AWAITING_INFO:
        return complete(visit, found, replace(whole, matters=(matter,)), own)
    found = _placed(visit, found, whole, own)
    if (found.category, found.place, found.place_text) != (before.category, before.place, before.place_text):
        return wording.corrected(line_of(visit, redirect(visit, found, before.responder)))
    visit.unit.cases.save(found)
    words = wording_handlers.added_for_handler(line_of(visit, found), heard.own.text)
    tell_handler(visit, found, "added", words)
    return wording.added(line_of(visit, found), ask_place=found.urgent and not found.place)


def _placed(visit: Visit, case: Case, whole: Understanding, own: Understanding) -> Case:
    where = better_place(visit, case, whole, own)
    if where is None and not case.place and not ONE_MORE.search(own.text):
        where = locate(visit, whole)
    return case if where is None else replace(case, place=where.code, place_text=where.text)


def _unopened(visit: Visit, whole: Understanding, heard: Heard) -> Matter | None:
    """A matter of the whole that no case of the talk stands for."""
    cases = [case for number in heard.cases if (case := visit.unit.cases.load(number)) is not None]
    puts_right = heard.own.names_place and PUTS_RIGHT.search(heard.own.text) is not None
    if puts_right or any(case.urgent for case in cases):
        return None
    if len(whole.matters) <= len(cases):
        return None
    stood_for = {case.category for case in cases}
    return next((matter for matter in whole.matters if matter.verdict.category not in stood_for), None)


def _one_more(visit: Visit, number: int, whole: Understanding, matter: Matter) -> str:
    """The talk turned out to hold another matter: it waits for the same answer, or for a yes to the card."""
    case = visit.unit.cases.load(number)
    if case is None:
        return visit.text("say_nothing")
    where = Where(case.place, case.place_text) if case.place else None
    more = open_case(visit, draft(visit, matter, whole, where), matter)
    question = read_question(case.question)
    if question is not None and question.asked in _ASKS_WHERE:
        asked = ask(visit, more, question)
        return wording.question(line_of(visit, case), question, [line_of(visit, asked)])
    lines = [line_of(visit, one) for one in (case, more)]
    question = Question(Asked.MATTERS, tuple(Option(str(line.number), line.label) for line in lines))
    ask(visit, more, question)
    if case.state is State.AWAITING_INFO:  # asked already: the card takes the place of its question
        visit.unit.cases.save(replace(case, question=write_question(question), touched_at=visit.now))
    return wording.confirm_matters(lines)
