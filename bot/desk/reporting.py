"""Residents' own words into cases: open them, or ask the one question first (`completing` takes it from there)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.desk import wording, wording_handlers
from bot.desk.desk import LINLI, RESIDENT, Visit, line_of, move, responder_for
from bot.desk.dialogue import Asked, Option, Question, begins_another_matter, write_question
from bot.desk.dispatching import choose, dispatch, tell_handler, tell_neighbours
from bot.desk.labels import day_name
from bot.desk.locating import Where, locate, missing_place
from bot.desk.needing import as_help, ask_volunteers, is_sure_of_hands, plan
from bot.desk.seen_before import COMPARED, Seen, like_number, look, may_be_asked, times_here
from bot.desk.understanding import Understanding
from bot.desk.wishboard import as_wish, hang_up, plan_wish
from intents.care import Care, find_care
from intents.signature import packed, signature_of
from intents.verdict import Category, Danger, Intent, Matter, Verdict
from matching.case import Action, Case, State
from matching.lifecycle import ENDED
from storage.cases import CaseMessage

SUMMARY = 200
#: A chat message; a letter is longer.
_ONE_BREATH = 60
#: These open a case; the others get a short answer (`wording.NO_CASE_NEEDED`). Of offers only those that are no work:
#: things to give away are a case of the community's, work becomes an entry in the register (`enlisting`).
OPENING = frozenset(
    {Intent.REPORT, Intent.HELP, Intent.WISH, Intent.VOLUNTEER_OFFER, Intent.EMERGENCY, Intent.CONSULT}
)


def report(visit: Visit, understood: Understanding, near: Where | None = None) -> str:
    """Open a case for each matter of a message and say who has it, or ask the one question; the reply.

    `near` is where the talk just was; it serves a message that says nothing of its own place.
    """
    where = locate(visit, understood)
    if near is not None and not understood.names_place and (where is None or where.from_home):
        where = near
    if understood.urgency.urgent:
        return _report_emergency(visit, understood, where)
    understood = as_wish(as_help(replace(understood, matters=matters_of(understood))))
    question = missing(visit, understood, where)
    drafts = [draft(visit, matter, understood, where) for matter in understood.matters]
    single = question is None and len(drafts) == 1 and may_be_asked(drafts[0])
    seen = look(visit, drafts[0]) if single and not begins_another_matter(understood.text) else None
    own = visit.unit.cases.load(seen.case.number) if seen is not None and seen.same and seen.own else None
    if own is not None and own.state not in ENDED:
        return _said_again(visit, own, understood)
    cases = [open_case(visit, draft, matter) for draft, matter in zip(drafts, understood.matters, strict=True)]
    attach_loose(visit, cases[0])
    if seen is not None and seen.asks:
        return _ask_same(visit, cases[0], seen)
    if question is not None:
        first, *others = [line_of(visit, ask(visit, case, question)) for case in cases]
        return wording.question(first, question, others)
    note = "\n" + wording.home_note(where.text) if where is not None and where.from_home else ""
    if len(cases) > 1:
        return _confirm(visit, cases) + note
    like = seen.case.number if seen is not None else 0
    settled = settle(visit, cases[0], Action.OPEN, RESIDENT, like if single else None)
    return wording.receipts([line_of(visit, settled)]) + note


def _ask_same(visit: Visit, case: Case, seen: Seen) -> str:
    """Somebody else reported what seems the same: shown without anybody's words, and asked (`joining` reads it)."""
    ask(visit, case, Question(Asked.SAME, (Option(str(seen.case.number), "、".join(seen.things)),)))
    day = day_name(seen.case.created_at, visit.now, visit.zone)
    return wording.seen_before(case.number, line_of(visit, seen.case), day, seen.things)


def _said_again(visit: Visit, case: Case, understood: Understanding) -> str:
    """Her own report once more: the words go with the case she has, and whoever has it reads them."""
    keep_words(visit, case.number, understood.text)
    attach_loose(visit, case)
    visit.unit.cases.save(move(visit, case, Action.ADD, RESIDENT))
    line = line_of(visit, case)
    tell_handler(visit, case, "added", wording_handlers.added_for_handler(line, understood.text))
    return wording.said_again(line)


def _confirm(visit: Visit, cases: Sequence[Case]) -> str:
    """Several matters: one card before anybody is sent for (`confirming` reads its answer)."""
    lines = [line_of(visit, case) for case in cases]
    question = Question(Asked.MATTERS, tuple(Option(str(line.number), line.label) for line in lines))
    for case in cases:
        ask(visit, case, question)
    return wording.confirm_matters(lines)


def _report_emergency(visit: Visit, understood: Understanding, where: Where | None) -> str:
    """No question before acting: the number to dial first, then everybody near is told."""
    matter = understood.matters[0]
    case = open_case(visit, draft(visit, matter, understood, where), matter)
    attach_loose(visit, case)
    return alarm(visit, settle(visit, case, Action.OPEN, RESIDENT), understood)


def alarm(visit: Visit, case: Case, understood: Understanding) -> str:
    """Tell everybody near of an emergency that is on its way; the reply, with the number to dial first."""
    told = list(tell_neighbours(visit, case))
    line = line_of(visit, case)
    names = ([line.who] if line.who else []) + [name for name in told if name != line.who]
    return wording.emergency(understood.urgency.danger, line, names, ask_place=not case.place)


def missing(visit: Visit, understood: Understanding, where: Where | None) -> Question | None:
    """The one question, the place before the category: a wrong category is corrected in a word, a wrong place walks."""
    verdict = understood.verdict
    question = missing_place(visit, understood, where, category_of(verdict))
    if question is not None or not verdict.ask or len(understood.matters) > 1 or is_sure_of_hands(understood):
        return question
    return _which_matter(visit, understood, where)


def _which_matter(visit: Visit, understood: Understanding, where: Where | None) -> Question | None:
    """Which of the likeliest matters is meant; None when all of them go to the same hands anyway."""
    verdict, town = understood.verdict, visit.knowledge.town
    choices = [verdict.category, *(other.category for other in verdict.alternatives)]
    options = [Option(code, town.preferences.label(code)) for code in dict.fromkeys(choices) if code is not None][:3]
    found = [responder_for(visit, where.code if where else "", option.code) for option in options]
    hands = {choice.responder.code for choice in found if choice is not None}
    return Question(Asked.CATEGORY, tuple(options)) if len(hands) > 1 else None


def category_of(verdict: Verdict, *, urgent: bool = False) -> Category:
    """The category to show and to route by: without a word that speaks for one it is "other", not a guess.

    A danger is a matter of safety unless the words are sure of another: "志愿服务，加急" helps nobody.
    """
    if urgent and verdict.ask:
        return Category.SAFETY
    guessed = verdict.ask and not verdict.evidence
    return Category.OTHER if verdict.category is None or guessed else verdict.category


def matters_of(understood: Understanding) -> tuple[Matter, ...]:
    """The matters to show on the card: those that stand apart, or in a short message the one that shares its words.

    In a long letter a second matter is named too rarely rightly (precision 0.25 on petitions, 0.70 on chat).
    """
    first = understood.matters[0]
    second = first.verdict.secondary
    if len(understood.matters) > 1 or len(second) != 1 or len(understood.text) > _ONE_BREATH:
        return understood.matters
    return (first, replace(first, verdict=replace(first.verdict, category=second[0], secondary=())))


def draft(visit: Visit, matter: Matter, understood: Understanding, where: Where | None) -> Case:
    """A new case in state new, not stored yet."""
    verdict, said = matter.verdict, _said(matter)
    several = len(understood.matters) > 1
    care = find_care(understood.text) if verdict.intent is not Intent.VOLUNTEER_OFFER else Care()
    return Case(
        number=0,
        state=State.NEW,
        intent=verdict.intent,
        category=category_of(verdict, urgent=understood.urgency.urgent),
        secondary=() if several else tuple(verdict.secondary),
        place=where.code if where else "",
        place_text=where.text if where else understood.place.road,
        summary=said[:SUMMARY],
        responder="",
        reporter=visit.contact.id,
        urgent=understood.urgency.urgent,
        private=care.private or understood.urgency.danger is Danger.VIOLENCE,
        confidence=verdict.confidence,
        revision=verdict.revision,
        care=care.reasons,
        created_at=visit.now,
        touched_at=visit.now,
        signature=packed(signature_of(said)) if verdict.intent in COMPARED else "",
    )


def open_case(visit: Visit, draft: Case, matter: Matter) -> Case:
    """The row of a new case and the resident's words stored."""
    case = replace(draft, number=visit.unit.cases.add(draft))
    visit.opened.add(case.number)
    keep_words(visit, case.number, _said(matter))
    return case


def _said(matter: Matter) -> str:
    return matter.text.strip("，,；;、 ")


def ask(visit: Visit, case: Case, question: Question) -> Case:
    """The case asked the one question, saved; it waits for the answer. Raises `MoveRefused` where none may be asked."""
    case = replace(move(visit, case, Action.ASK, LINLI, question.asked), question=write_question(question))
    visit.unit.cases.save(case)
    return case


def settle(visit: Visit, case: Case, action: Action, actor: str, like: int | None = None) -> Case:
    """The case on its way: the move, then the responder chosen and told.

    `like` is the number of an earlier case that may be the same, 0 for none; None has it looked for.
    """
    if like is None:
        like = like_number(visit, case)
    case = move(visit, case, action, actor)
    case = replace(case, question="", times=times_here(visit, case))
    hands, wish = plan(visit, case), plan_wish(visit, case)
    case = dispatch(visit, case, choose(visit, case), like=like)
    ask_volunteers(visit, case, hands)
    return hang_up(visit, case, wish)


def keep_words(visit: Visit, number: int | None, text: str, kind: str = "text") -> None:
    """Keep what the visitor said, with a case or (None) until one is opened."""
    words = CaseMessage(0, number, visit.contact.id, visit.now, kind, text, "", None, None)
    visit.unit.cases.add_message(words)


def attach_loose(visit: Visit, case: Case) -> None:
    """Photos, recordings and locations sent a moment before belong to the case that follows them."""
    if visit.first:
        return
    since = visit.now - timedelta(minutes=visit.desk.customs.attachment_minutes)
    loose = visit.unit.cases.loose_messages(visit.contact.id, since)
    if loose:
        visit.unit.cases.attach([message.id for message in loose], case.number)
