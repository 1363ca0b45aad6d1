"""Residents' own words into cases: open, ask the one question, take its answer, complete, correct."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk import wording
from bot.desk.desk import LINLI, RESIDENT, Visit, line_of, move
from bot.desk.dialogue import Asked, Option, Question, begins_another_matter, read_choice, read_question, write_question
from bot.desk.dispatching import choose, dispatch, tell_handler, tell_neighbours
from bot.desk.locating import Where, in_building, locate, missing_place
from bot.desk.understanding import Understanding, understand
from intents.split import join_bubbles
from intents.verdict import Category, Danger, Intent, Matter
from matching.case import Action, Case, State
from storage.cases import CaseMessage

#: Longer than this, a message stands on its own and completes nothing (bubbles are short).
_BUBBLE_MOST = 60
#: Shorter than this, words without a matter of their own answer the question that stands open.
_ANSWER_MOST = 20
_SUMMARY = 200
_UNKNOWN = frozenset({"不知道", "不清楚", "不晓得", "不懂", "没有", "随便", "忘了"})
#: These open a case; the others get a short answer (`wording.NO_CASE_NEEDED`).
OPENING = frozenset(
    {Intent.REPORT, Intent.HELP, Intent.WISH, Intent.VOLUNTEER_OFFER, Intent.EMERGENCY, Intent.CONSULT}
)


def report(visit: Visit, understood: Understanding) -> str:
    """Open a case for each matter of a message and say who has it, or ask the one question; the reply."""
    where = locate(visit, understood)
    if understood.urgency.urgent:
        return _report_emergency(visit, understood, where)
    question = _missing(visit, understood, where)
    cases = [_open(visit, matter, understood, where) for matter in understood.matters]
    _attach_loose(visit, cases[0])
    if question is not None:
        asked = [_ask(visit, case, question) for case in cases]
        return wording.question(line_of(visit, asked[0]), question)
    settled = [_settle(visit, case, Action.OPEN, RESIDENT) for case in cases]
    reply = wording.receipts([line_of(visit, case) for case in settled])
    if where is not None and where.from_home:
        reply += "\n" + wording.home_note(where.text)
    return reply


def _report_emergency(visit: Visit, understood: Understanding, where: Where | None) -> str:
    """No question before acting: the number to dial first, then everybody near is told."""
    matter = understood.matters[0]
    case = _settle(visit, _open(visit, matter, understood, where), Action.OPEN, RESIDENT)
    _attach_loose(visit, case)
    told = list(tell_neighbours(visit, case))
    line = line_of(visit, case)
    names = ([line.who] if line.who else []) + [name for name in told if name != line.who]
    return wording.emergency(understood.urgency.danger, line, names, ask_place=where is None)


def _missing(visit: Visit, understood: Understanding, where: Where | None) -> Question | None:
    """The one question, the place before the category: a wrong category is corrected in a word, a wrong place walks."""
    verdict = understood.verdict
    question = missing_place(visit, understood, where, verdict.category or Category.OTHER)
    if question is not None or not verdict.ask or len(understood.matters) > 1:
        return question
    choices = [verdict.category, *(other.category for other in verdict.alternatives)]
    label = visit.knowledge.town.preferences.label
    options = tuple(Option(code, label(code)) for code in dict.fromkeys(choices) if code is not None)
    return Question(Asked.CATEGORY, options[:3]) if len(options) > 1 else None


def _open(visit: Visit, matter: Matter, understood: Understanding, where: Where | None) -> Case:
    """A new case in state new, its row, its first event and the resident's words stored."""
    verdict = matter.verdict
    several = len(understood.matters) > 1
    case = Case(
        number=0,
        state=State.NEW,
        intent=verdict.intent,
        category=verdict.category or Category.OTHER,
        secondary=() if several else tuple(verdict.secondary),
        place=where.code if where else "",
        place_text=where.text if where else "",
        summary=matter.text[:_SUMMARY],
        responder="",
        reporter=visit.contact.id,
        urgent=understood.urgency.urgent,
        private=understood.urgency.danger is Danger.VIOLENCE,
        confidence=verdict.confidence,
        revision=verdict.revision,
        created_at=visit.now,
        touched_at=visit.now,
    )
    case = replace(case, number=visit.unit.cases.add(case))
    keep_words(visit, case.number, matter.text)
    return case


def _ask(visit: Visit, case: Case, question: Question) -> Case:
    case = replace(move(visit, case, Action.ASK, LINLI, question.asked), question=write_question(question))
    visit.unit.cases.save(case)
    return case


def _settle(visit: Visit, case: Case, action: Action, actor: str) -> Case:
    """The case on its way: the move, then the responder chosen and told."""
    case = replace(move(visit, case, action, actor), question="")
    return dispatch(visit, case, choose(visit, case))


def keep_words(visit: Visit, number: int | None, text: str, kind: str = "text") -> None:
    """Keep what the visitor said, with a case or (None) until one is opened."""
    words = CaseMessage(0, number, visit.contact.id, visit.now, kind, text, "", None, None)
    visit.unit.cases.add_message(words)


def _attach_loose(visit: Visit, case: Case) -> None:
    """Photos, recordings and locations sent a moment before belong to the case that follows them."""
    since = visit.now - timedelta(minutes=visit.desk.customs.attachment_minutes)
    loose = visit.unit.cases.loose_messages(visit.contact.id, since)
    if loose:
        visit.unit.cases.attach([message.id for message in loose], case.number)


# -- the answer to the open question -----------------------------------------------------------------


def answer(visit: Visit, case: Case, text: str, understood: Understanding) -> str | None:
    """What an answer to the open question of `case` leads to, or None when the text answers nothing."""
    question = read_question(case.question)
    if question is None:
        return None
    choice = read_choice(question, text)
    if question.asked is Asked.CATEGORY:
        return _answer_category(visit, case, choice)
    if isinstance(choice, Option):
        keep_words(visit, case.number, choice.label)
        building = understand_place_of(visit, case).place.address.building
        return _answered(visit, case, in_building(visit, choice.code, building))
    if choice == 0 or text.strip() in _UNKNOWN:
        return _answered(visit, case, None)
    return _answer_place(visit, case, text, understood)


def _answer_category(visit: Visit, case: Case, choice: Option | int | None) -> str | None:
    if choice is None:
        return None
    if isinstance(choice, Option):
        case = replace(case, category=choice.code)
    return _answered(visit, case, Where(case.place, case.place_text))


def _answer_place(visit: Visit, case: Case, text: str, understood: Understanding) -> str | None:
    if not _reads_as_answer(understood, text):
        return None
    place, question = understood.place, read_question(case.question)
    keep_words(visit, case.number, text)
    if place.rivals and question is not None and not question.options:
        return _ask_which(visit, case, understood)
    if place.match is not None:
        building = place.address.building or understand_place_of(visit, case).place.address.building
        return _answered(visit, case, in_building(visit, place.match.code, building))
    if place.address.building and case.place:
        return _answered(visit, case, in_building(visit, case.place, place.address.building))
    return _answered(visit, case, None, as_written=text.strip())


def _ask_which(visit: Visit, case: Case, understood: Understanding) -> str:
    """The answer fits several places: the question goes on, now with numbers to pick from."""
    question = missing_place(visit, understood, None, case.category)
    case = replace(case, question=write_question(question) if question else "", touched_at=visit.now)
    visit.unit.cases.save(case)
    return wording.question(line_of(visit, case), question) if question else wording.SAY_WHAT["nothing"]


def _reads_as_answer(understood: Understanding, text: str) -> bool:
    """Whether words answer a question about the place: they name one, or are too few to be a matter of their own."""
    if begins_another_matter(text) or understood.urgency.urgent:
        return False
    own_matter = bool(understood.verdict.evidence) and understood.verdict.intent in OPENING
    if understood.names_place:
        return not own_matter or len(text) <= _ANSWER_MOST
    return not own_matter and len(text) <= _ANSWER_MOST and understood.verdict.intent is not Intent.STATUS


def understand_place_of(visit: Visit, case: Case) -> Understanding:
    """The resident's first words understood again, for what they said of the building."""
    return understand(case.summary, visit.knowledge.rules, visit.knowledge.gazetteer)


def _answered(visit: Visit, case: Case, where: Where | None, as_written: str = "") -> str:
    """Every case that waited for this answer goes on its way; the reply is their receipt."""
    waiting = [c for c in visit.unit.cases.open_of_reporter(case.reporter) if c.question == case.question]
    settled = []
    for other in sorted({c.number: c for c in [*waiting, case]}.values(), key=lambda c: c.number):
        known = replace(
            other,
            category=case.category if other.number == case.number else other.category,
            place=where.code if where else other.place,
            place_text=where.text if where else other.place_text or as_written,
        )
        settled.append(_settle(visit, known, Action.ANSWER, RESIDENT))
    return wording.receipts([line_of(visit, c) for c in settled])


def arrived(visit: Visit, case: Case, where: Where | None, as_written: str = "") -> str:
    """A location came for a case without a place: it settles the question, or puts a running case right."""
    if case.question:
        return _answered(visit, case, where, as_written)
    if where is None:
        return _added(visit, case)
    found = replace(case, place=where.code, place_text=where.text)
    return wording.corrected(line_of(visit, redirect(visit, found, case.responder)))


def give_up_asking(visit: Visit, case: Case) -> Case:
    """No answer came in time: the case goes to whoever covers what is known of the place, and the resident is told."""
    return _settle(visit, case, Action.GIVE_UP_ASKING, LINLI)


# -- bubbles and additions ---------------------------------------------------------------------------


def continued_case(visit: Visit, cases: Sequence[Case], understood: Understanding) -> Case | None:
    """The case that a message goes on with (WeChat's short bubbles), or None when it begins another.

    Within the bubble window everything completes the last case, but for a message that says it is another
    matter, names another place, is long, or is a whole report of another category.
    """
    span = timedelta(seconds=visit.desk.customs.bubble_seconds)
    last = cases[0] if cases else None
    if last is None or not _recent(last.touched_at or last.created_at, visit.now, span):
        return None
    if last.state not in (State.AWAITING_INFO, State.AWAITING_DISPATCH, State.AWAITING_SIGNIN, State.IN_PROGRESS):
        return None
    return None if _another_matter(visit, last, understood) else last


def _another_matter(visit: Visit, last: Case, understood: Understanding) -> bool:
    text, verdict = understood.text, understood.verdict
    if begins_another_matter(text) or len(text) > _BUBBLE_MOST or len(understood.matters) > 1:
        return True
    if understood.place.match is not None and last.place:
        territory = visit.knowledge.town.territory
        if not territory.within(last.place, understood.place.match.code):
            return True
    other = verdict.category is not None and verdict.category != last.category and not verdict.ask
    whole = understood.names_place or (last.state is not State.AWAITING_INFO and len(text) >= _ANSWER_MOST // 2)
    return other and verdict.intent in OPENING and whole


def _recent(moment: datetime, now: datetime, span: timedelta) -> bool:
    return now - moment <= span


def add_words(visit: Visit, case: Case, understood: Understanding) -> str:
    """More words on a case under way: they complete it (place, category) while nobody has taken it; the reply."""
    keep_words(visit, case.number, understood.text)
    case = move(visit, case, Action.ADD, RESIDENT)
    whole = understand(_all_words(visit, case), visit.knowledge.rules, visit.knowledge.gazetteer)
    if case.state is State.AWAITING_INFO:
        return _complete(visit, case, whole, understood)
    if case.state is State.AWAITING_SIGNIN:
        better = _better(visit, case, whole, understood)
        if better is not None:
            return wording.corrected(line_of(visit, redirect(visit, better, case.responder)))
    urgent = case.urgent or understood.urgency.urgent
    case = replace(case, urgent=urgent)
    visit.unit.cases.save(case)
    tell_handler(visit, case, "added", wording.added_for_handler(line_of(visit, case), understood.text))
    return _added(visit, case)


def _added(visit: Visit, case: Case) -> str:
    line = line_of(visit, case)
    return wording.ATTACHED["text"].format(
        number=line.number, label=line.label, place=line.place or "", who=line.who or wording.WAITING_WHO
    )


def _all_words(visit: Visit, case: Case) -> str:
    return join_bubbles([m.text for m in visit.unit.cases.messages(case.number) if m.kind == "text" and m.text])


def _complete(visit: Visit, case: Case, whole: Understanding, latest: Understanding) -> str:
    """The case waits for an answer and got more words instead: act when they settle it, else keep the question."""
    case = _reconsider(case, whole)
    where = locate(visit, whole)
    question = _missing(visit, replace(whole, matters=whole.matters[:1]), where)
    case = replace(case, urgent=case.urgent or latest.urgency.urgent)
    if question is not None and not case.urgent:
        case = replace(case, question=write_question(question))
        visit.unit.cases.save(case)
        return wording.question(line_of(visit, case), question)
    if where is not None:
        case = replace(case, place=where.code, place_text=where.text)
    return wording.receipts([line_of(visit, _settle(visit, case, Action.ANSWER, RESIDENT))])


def _reconsider(case: Case, whole: Understanding) -> Case:
    """The case with the verdict on everything said so far."""
    verdict = whole.verdict
    return replace(
        case,
        category=verdict.category or case.category,
        confidence=verdict.confidence,
        summary=whole.text[:_SUMMARY],
        intent=verdict.intent if verdict.intent in OPENING else case.intent,
    )


def _better(visit: Visit, case: Case, whole: Understanding, latest: Understanding) -> Case | None:
    """The case put right by what was added (a nearer place, a surer category), or None when nothing changes."""
    found = _reconsider(case, whole)
    if whole.verdict.ask or whole.verdict.confidence < case.confidence:
        found = replace(found, category=case.category, confidence=case.confidence)
    place = latest.place
    if place.match is not None:
        where = in_building(visit, place.match.code, place.address.building)
        found = replace(found, place=where.code, place_text=where.text)
    elif place.address.building and case.place:
        where = in_building(visit, case.place, place.address.building)
        found = replace(found, place=where.code, place_text=where.text)
    changed = (found.category, found.place_text) != (case.category, case.place_text)
    return found if changed else None


def redirect(visit: Visit, case: Case, before: str) -> Case:
    """A case put right goes to whoever is responsible now; the one it is taken from is told."""
    case = move(visit, case, Action.CORRECT, RESIDENT)
    if case.state is State.AWAITING_INFO:
        visit.unit.cases.save(case)
        return case
    case = dispatch(visit, case, choose(visit, case))
    if before and before != case.responder:
        tell_old = replace(case, responder=before)
        tell_handler(visit, tell_old, "taken_away", wording.taken_away(line_of(visit, case)))
    return case
