"""A case completed by what the resident says next: the answer to the one question, bubbles, additions, places."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.desk import wording, wording_handlers
from bot.desk.bubbles import BUBBLE_MOST, ONE_MORE, OWN_WORDS, beyond_place
from bot.desk.confirming import answer_matters
from bot.desk.desk import LINLI, RESIDENT, Visit, line_of, move
from bot.desk.dialogue import (
    Asked,
    Option,
    Question,
    asks_same,
    begins_another_matter,
    read_choice,
    read_question,
    write_question,
)
from bot.desk.dispatching import choose, dispatch, quickened, tell_handler, tell_neighbours, tell_reporter
from bot.desk.locating import Where, in_building, locate, missing_place, on_road, place_options
from bot.desk.needing import ask_volunteers, follow_case, plan
from bot.desk.relabelling import relabel
from bot.desk.reporting import OPENING, SUMMARY, category_of, keep_words, missing, settle
from bot.desk.resting import answered
from bot.desk.seen_before import times_here
from bot.desk.understanding import Understanding, understand
from bot.desk.wishboard import hang_up, plan_wish
from intents.signature import packed, signature_of
from intents.split import join_bubbles
from intents.verdict import Category
from matching.case import Action, Case, State

#: Shorter than this, words without a matter of their own answer the question that stands open.
_ANSWER_MOST = 20
#: A name alone is no longer than this, whatever the rules see in its characters ("幸福里小区").
_NAME_MOST = 8
_UNKNOWN = re.compile(r"(?:我?(?:也|都)?)(?:不知道|不清楚|不晓得|不懂|说不清|记不得|忘了|随便)\D{0,6}")
#: Words that sound like the name of a place, though it is none of ours: "幸福里", "三中对面".
_PLACE_LIKE = re.compile(
    r"(?:小区|花园|公寓|大厦|广场|新村|新城|宿舍|家园|苑|园|城|府|湾|里|居|庭|阁|楼|村|社|镇|路|街|巷|弄|号|栋|幢"
    r"|区|市场|学校|中学|小学|医院|公园|桥|边上?|附近|门口|对面|后面|隔壁)(?:那边|这边|里面|门口)?\d*[。.!！]*$"
)
#: "我22楼", "推婴儿车只能走马路": a sentence that ends like a place, or a storey of none.
_TELLS = re.compile(r"[了着过]|还|又|只能|天天|半夜|每天|一直|^(?:我|我家|住|在)*\d+[楼层]$")
#: More words than this without a place, and the case goes its way with what is known.
_PATIENCE = 4
_BARE_NUMBER = re.compile(r"[A-Za-z]?\d{1,3}|[一二三四五六七八九十]{1,3}")


def fresh(visit: Visit, case: Case) -> Case:
    """A case as it is now, nobody else's to change until this visit ends; lists of cases are only looked at."""
    return visit.unit.cases.load(case.number) or case


# -- the answer to the open question -----------------------------------------------------------------


def answer(visit: Visit, case: Case, text: str, understood: Understanding) -> str | None:
    """What an answer to the open question of `case`, as it is now, leads to; None when the text answers nothing."""
    question = read_question(case.question)
    if question is None:
        return None
    if question.asked in (Asked.MATTERS, Asked.HANDLER):
        by_handler = question.asked is Asked.HANDLER
        return _answer_handler(visit, case, understood) if by_handler else answer_matters(visit, case, text)
    choice = read_choice(question, text)
    if question.asked is Asked.CATEGORY:
        return _answer_category(visit, case, choice)
    if isinstance(choice, Option):
        keep_words(visit, case.number, choice.label)
        building = understand_place_of(visit, case).place.address.building
        return _answered(visit, case, in_building(visit, choice.code, building))
    if choice == 0 or _UNKNOWN.fullmatch(text.strip()):
        return _answered(visit, case, None)
    if question.asked is Asked.BUILDING and _BARE_NUMBER.fullmatch(text.strip()):
        understood = understand(f"{text.strip()}栋", visit.knowledge.rules, visit.knowledge.gazetteer)
    return _answer_place(visit, case, text, understood)


def _answer_handler(visit: Visit, case: Case, understood: Understanding) -> str | None:
    """What a handler asked is answered by whatever is said next, unless it is surely another matter."""
    other = understood.verdict.category not in (None, case.category) and understood.verdict.intent in OPENING
    elsewhere = understood.names_place and other and not understood.verdict.ask
    if begins_another_matter(understood.text) or understood.urgency.urgent or elsewhere:
        return None
    keep_words(visit, case.number, understood.text)
    return answered(visit, case, understood.text)


def _answer_category(visit: Visit, case: Case, choice: Option | int | None) -> str | None:
    if choice is None:
        return None
    if isinstance(choice, Option):
        relabel(visit, case, choice.code)
        case = replace(case, category=choice.code)
    return _answered(visit, case, Where(case.place, case.place_text))


def _answer_place(visit: Visit, case: Case, text: str, understood: Understanding) -> str | None:
    if not reads_as_answer(understood, case):
        return None
    place, question = understood.place, read_question(case.question)
    keep_words(visit, case.number, text)
    if question is not None and not question.options and place_options(visit, place):
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
    return wording.question(line_of(visit, case), question) if question else visit.text("say_nothing")


def reads_as_answer(understood: Understanding, case: Case) -> bool:
    """Whether words answer a question about the place: they name one and no other matter, or sound like one."""
    text, verdict = understood.text, understood.verdict
    if begins_another_matter(text) or understood.urgency.urgent:
        return False
    other = verdict.category not in (None, case.category) and verdict.intent in OPENING and not verdict.ask
    place = understood.place
    question = read_question(case.question)
    if question is not None and question.asked is Asked.PLACE and place.match is None and not place.rivals:
        number_alone = bool(place.address.building) and beyond_place(understood) <= 1
        if number_alone:  # of which compound is still open
            return False
    if understood.names_place:
        return not (other and beyond_place(understood) >= OWN_WORDS) and len(text) <= BUBBLE_MOST
    own = verdict.category is not None and verdict.intent in OPENING and not verdict.ask
    short = len(text) <= (_NAME_MOST if own else _ANSWER_MOST)
    return short and _PLACE_LIKE.search(text.strip()) is not None and _TELLS.search(text) is None


def understand_place_of(visit: Visit, case: Case) -> Understanding:
    """The resident's first words understood again, for what they said of the building."""
    return understand(case.summary, visit.knowledge.rules, visit.knowledge.gazetteer)


def _answered(visit: Visit, case: Case, where: Where | None, as_written: str = "") -> str:
    """Every case that waited for this answer goes on its way; the reply is their receipt."""
    under_way = visit.unit.cases.open_of_reporter(case.reporter)
    asked = [c for c in under_way if c.question == case.question and c.number != case.number]
    waiting = [c for c in (fresh(visit, other) for other in asked) if c.question == case.question]
    settled = []
    for other in sorted({c.number: c for c in [*waiting, case]}.values(), key=lambda c: c.number):
        known = replace(
            other,
            category=case.category if other.number == case.number else other.category,
            place=where.code if where else other.place,
            place_text=_place_text(visit, other, where) or as_written,
        )
        settled.append(settle(visit, known, Action.ANSWER, RESIDENT))
    return wording.receipts([line_of(visit, c) for c in settled])


def arrived(visit: Visit, case: Case, where: Where | None, as_written: str = "") -> str:
    """A location came for a case without a place: it settles the question, or puts a running case right."""
    case = fresh(visit, case)
    if case.paused_at is not None:
        return answered(visit, case, f"{wording_handlers.ADDED_WHAT['location']} {as_written}".strip())
    if case.question:
        return _answered(visit, case, where, as_written)
    if where is None or case.state is State.AWAITING_VERDICT:
        return _added(visit, case)
    found = replace(case, place=where.code, place_text=where.text)
    return wording.corrected(line_of(visit, redirect(visit, found, case.responder)))


def _place_text(visit: Visit, case: Case, where: Where | None) -> str:
    """How people read the place of an answer; a road that was all that was known stays behind it."""
    if where is None:
        return case.place_text
    return on_road(visit, where, "" if case.place else case.place_text).text


def give_up_asking(visit: Visit, case: Case) -> Case:
    """No answer came in time: the case goes to whoever covers what is known of the place, and the resident is told."""
    return settle(visit, case, Action.GIVE_UP_ASKING, LINLI)


# -- bubbles and additions ---------------------------------------------------------------------------


def corrected_while_asking(visit: Visit, case: Case) -> str:
    """Another category while a question stands open: it goes its way, or the question is asked once more."""
    where = Where(case.place, case.place_text) if case.place else None
    question = missing_place(visit, understand_place_of(visit, case), where, case.category)
    if question is None:
        return wording.receipts([line_of(visit, settle(visit, case, Action.ANSWER, RESIDENT))])
    case = replace(move(visit, case, Action.CORRECT, RESIDENT), question=write_question(question))
    visit.unit.cases.save(case)
    return wording.question(line_of(visit, case), question)


def add_words(visit: Visit, case: Case, understood: Understanding) -> str:
    """More words on a case under way: they complete it (place, category) while nobody has taken it; the reply."""
    keep_words(visit, case.number, understood.text)
    case = move(visit, fresh(visit, case), Action.ADD, RESIDENT)
    if case.paused_at is not None:
        return answered(visit, case, understood.text)
    understood = as_building(visit, case, understood)
    whole = understand(_all_words(visit, case), visit.knowledge.rules, visit.knowledge.gazetteer)
    if case.state is State.AWAITING_INFO:
        return complete(visit, case, whole, understood)
    if case.state is State.AWAITING_SIGNIN and case.reporter == visit.contact.id:
        better = _better(visit, case, whole, understood)
        if better is not None:
            return wording.corrected(line_of(visit, redirect(visit, better, case.responder)))
    if understood.urgency.urgent and not case.urgent:
        case = quickened(visit, replace(case, urgent=True))
    visit.unit.cases.save(case)
    tell_handler(visit, case, "added", wording_handlers.added_for_handler(line_of(visit, case), understood.text))
    return _added(visit, case)


def as_building(visit: Visit, case: Case, understood: Understanding) -> Understanding:
    """A bare number behind a place is its building ("榕御", then "3"); anything else is what it is."""
    if case.place and _BARE_NUMBER.fullmatch(understood.text):
        return understand(f"{understood.text}栋", visit.knowledge.rules, visit.knowledge.gazetteer)
    return understood


def _added(visit: Visit, case: Case) -> str:
    return wording.added(line_of(visit, case), ask_place=case.urgent and not case.place)


def _all_words(visit: Visit, case: Case) -> str:
    """What the reporter herself said; the words of those who joined stay apart."""
    messages = visit.unit.cases.messages(case.number)
    return join_bubbles([m.text for m in messages if m.kind == "text" and m.text and m.contact == case.reporter])


def complete(visit: Visit, case: Case, whole: Understanding, latest: Understanding) -> str:
    """The case waits for an answer and got more words instead: act when they settle it, else keep the question."""
    case = _reconsider(case, whole)
    where = locate(visit, whole)
    question = _same_still_asked(case, latest) or missing(visit, replace(whole, matters=whole.matters[:1]), where)
    case = replace(case, urgent=case.urgent or latest.urgency.urgent)
    said = sum(1 for message in visit.unit.cases.messages(case.number) if message.kind == "text")
    if question is not None and not case.urgent and said < _PATIENCE:
        asked_before = case.question == write_question(question)
        case = replace(case, question=write_question(question))
        visit.unit.cases.save(case)
        asking = wording.asked_again if asked_before else wording.question
        return asking(line_of(visit, case), question)
    if where is not None:
        case = replace(case, place=where.code, place_text=where.text)
    action = Action.ANSWER if question is None else Action.GIVE_UP_ASKING
    return wording.receipts([line_of(visit, settle(visit, case, action, RESIDENT))])


def _same_still_asked(case: Case, latest: Understanding) -> Question | None:
    """Whether it is the same as an earlier case is asked once more, unless the new words name another place."""
    return read_question(case.question) if asks_same(case.question) and not latest.names_place else None


def _reconsider(case: Case, whole: Understanding) -> Case:
    """The case with the verdict on everything said so far."""
    verdict = whole.verdict
    found = category_of(verdict, urgent=whole.urgency.urgent)
    return replace(
        case,
        category=case.category if found is Category.OTHER else found,
        confidence=verdict.confidence,
        summary=whole.text[:SUMMARY],
        signature=packed(signature_of(whole.text)) if case.signature else "",
        intent=verdict.intent if verdict.intent in OPENING else case.intent,
    )


def _better(visit: Visit, case: Case, whole: Understanding, latest: Understanding) -> Case | None:
    """The case put right by what was added (a nearer place, a surer category), or None when nothing changes."""
    found = _reconsider(case, whole)
    if whole.verdict.ask or whole.verdict.confidence < case.confidence:
        found = replace(found, category=case.category, confidence=case.confidence)
    where = better_place(visit, case, whole, latest)
    if where is not None:
        found = replace(found, place=where.code, place_text=where.text)
    changed = (found.category, found.place_text) != (case.category, case.place_text)
    return found if changed else None


def better_place(visit: Visit, case: Case, whole: Understanding, latest: Understanding) -> Where | None:
    """The place that the latest words put a case to, None when they leave it where it is."""
    place = latest.place
    if ONE_MORE.search(latest.text):
        return None
    if place.match is not None:
        said_before = "" if case.place else whole.place.address.building  # "3栋", then "榕御"
        return in_building(visit, place.match.code, place.address.building or said_before)
    if place.address.building and case.place:
        return in_building(visit, case.place, place.address.building)
    return None


def redirect(visit: Visit, case: Case, before: str, by: str = RESIDENT) -> Case:
    """A case put right goes to whoever is responsible now; the one it is taken from is told. `by` puts it right."""
    case = sent_anew(visit, case, before, by)
    if case.urgent and case.state is not State.AWAITING_INFO:
        tell_neighbours(visit, case)  # the place may have been missing when the others were told
    return case


def sent_anew(visit: Visit, case: Case, before: str, by: str = RESIDENT) -> Case:
    """`redirect` without a word to those nearby."""
    case = move(visit, case, Action.CORRECT, by)
    if case.state is State.AWAITING_INFO:
        visit.unit.cases.save(case)
        return case
    case = replace(case, times=times_here(visit, case), due_at=None)  # another category may have another term
    follow_case(visit, case)
    hands, wish = plan(visit, case), plan_wish(visit, case)  # of one whose place was not known before
    case = dispatch(visit, case, choose(visit, case))
    ask_volunteers(visit, case, hands)
    case = hang_up(visit, case, wish)
    if before and before != case.responder:
        tell_old = replace(case, responder=before)
        tell_handler(visit, tell_old, "taken_away", wording_handlers.taken_away(line_of(visit, case)))
        tell_reporter(visit, case, "passed", wording.passed_for_resident(line_of(visit, case)), but=visit.contact.id)
    return case
