"""What residents do with a case of theirs: ask where it stands, add, correct, withdraw, judge."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import refusals, wording, wording_handlers
from bot.desk.chatwords import Command, Verb
from bot.desk.completing import add_words, corrected_while_asking, redirect
from bot.desk.desk import RESIDENT, Visit, line_of, move_or_refuse
from bot.desk.dispatching import said_of, tell_handler
from bot.desk.forwarding import stop_sending_on
from bot.desk.joining import hand_over, stop_following
from bot.desk.labels import STATES
from bot.desk.looking import CHAT, REFUSED, note_look
from bot.desk.needline import helped_by
from bot.desk.picking import concerns, joined_case, latest_case, residents_case, words_of
from bot.desk.relabelling import relabel
from bot.desk.righting import said_of_need
from bot.desk.understanding import understand
from intents.verdict import Category
from matching.case import Action, Case, State
from matching.lifecycle import ENDED

#: A reply is split, so a handler can read all of a long petition.
_WHOLE = 20_000



def status(visit: Visit, command: Command) -> str:
    """进度: of one case by its number, or of all that are under way, newest first."""
    if command.number is not None:
        case = _seen_case(visit, command.number)
        if not visit.contact.person or case.responder != visit.contact.person:
            return _standing(visit, case)
        note_look(visit, case, CHAT)
        said = said_of(visit, case, _WHOLE)
        return wording.status(line_of(visit, case)) + (f"\n居民说：{said}" if said else "")
    under_way = visit.unit.cases.open_concerning(visit.contact.id)
    if not under_way:
        latest = joined_case(visit, visit.unit.cases.latest_of_reporter(visit.contact.id))
        return wording.statuses([line_of(visit, latest)] if latest else [])
    return "\n".join(_standing(visit, case) for case in under_way)


def _standing(visit: Visit, case: Case) -> str:
    """Where a case stands, and the volunteer who comes."""
    return "\n".join(part for part in (wording.status(line_of(visit, case)), helped_by(visit, case)) if part)


def _seen_case(visit: Visit, number: int) -> Case:
    """A case the visitor may see: her own, one she joined, or one in her hands."""
    case = joined_case(visit, visit.unit.cases.load(number))
    handler = case is not None and bool(visit.contact.person) and case.responder == visit.contact.person
    if case is None or not (handler or concerns(visit, case)):
        if case is not None and visit.contact.person:
            note_look(visit, case, REFUSED)
        raise refusals.NoSuchCase(number=number)
    return case


def withdraw(visit: Visit, command: Command) -> str:
    """取消: the resident withdraws; whoever had it is told. With others in it the case goes on without her."""
    case = residents_case(visit, command)
    if case.state not in ENDED:
        if case.reporter != visit.contact.id:
            return stop_following(visit, case)
        if (goes_on := hand_over(visit, case)) is not None:
            return goes_on
    case = move_or_refuse(visit, case, (Action.WITHDRAW, "取消"), RESIDENT)
    case = replace(case, closed_at=visit.now, verdict="withdrawn", question="")
    visit.unit.cases.save(case)
    line = line_of(visit, case)
    stop_sending_on(visit, case)
    tell_handler(visit, case, "withdrawn", wording_handlers.withdrawn_for_handler(line))
    return wording.withdrawn(line)


def correct(visit: Visit, command: Command) -> str:
    """改: another category; the case moves to whoever is responsible for that."""
    said, number = command.rest, None
    head, _, tail = said.partition(" ")
    if head.lstrip("#＃").isdigit() and tail:
        said, number = tail.strip(), int(head.lstrip("#＃"))
    if understand(said, visit.knowledge.rules, visit.knowledge.gazetteer).names_place:
        return add(visit, Command(Verb.ADD, number, said))  # "改成5栋": the place is to be put right
    righted = said_of_need(visit, visit.unit.cases.open_concerning(visit.contact.id), said)
    if righted is not None:
        return righted  # "改成周六上午": what volunteers are asked for
    category = _category_named(visit, said)
    case = latest_case(visit, Command(Verb.CORRECT, number))
    if category == case.category:
        return wording.corrected(line_of(visit, case))
    if case.reporter != visit.contact.id:
        raise refusals.NoSuchCase(number=case.number)  # she joined it; what it is called is the first reporter's
    try_move = replace(case, category=category, confidence=1.0)
    if case.state in ENDED or case.state is State.AWAITING_VERDICT:
        raise refusals.MoveNotNow(number=case.number, state=STATES[case.state], word="改类别")
    relabel(visit, case, category)
    if case.state is State.AWAITING_INFO:
        return corrected_while_asking(visit, try_move)
    return wording.corrected(line_of(visit, redirect(visit, try_move, case.responder)))


def _category_named(visit: Visit, said: str) -> str:
    """The category that words name: its label, a part of it, or what the rules make of them."""
    label = visit.knowledge.town.preferences.label
    for category in Category:
        if said in (category, label(category)):
            return category
    verdict = understand(said, visit.knowledge.rules, visit.knowledge.gazetteer).verdict
    if verdict.category is not None and verdict.evidence:
        return verdict.category
    for category in Category:
        if said and (said in label(category) or label(category)[:2] in said):
            return category
    raise refusals.UnknownCategory(said=said[:12], choices="、".join(label(category) for category in Category))


def add(visit: Visit, command: Command) -> str:
    """补充: more words for the case named, or for the latest one under way; without a case, where she lives."""
    said = command.rest
    understood = understand(said, visit.knowledge.rules, visit.knowledge.gazetteer)
    case = latest_case(visit, command)
    words_of(command, case, "要补充的话")
    if case.state in ENDED:
        raise refusals.MoveNotNow(number=case.number, state=STATES[case.state], word="补充")
    return add_words(visit, case, understood)
