"""A request for help becomes a need beside its case: whether volunteers are asked, and the card behind the receipt."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.desk import wording_needs
from bot.desk.desk import Visit
from bot.desk.needline import asked_for, need_line
from bot.desk.needreading import guessed, minutes_of, parts_of, skills_of, what_of
from bot.desk.resourcing import at_hand
from bot.desk.understanding import Understanding
from bot.desk.volunteering import cancel, change, hold, seek
from bot.desk.windows import Window, window_of
from bot.desk.wishboard import roughly
from bot.desk.wording_needs import Wanted
from intents.needs.reading import NeedReading, read_need
from intents.split import join_bubbles
from intents.verdict import Category, Intent
from matching.case import Case
from matching.eligible import unfit
from matching.need import Need, NeedKind, NeedState, Part
from matching.offers import HOLDING
from matching.place import find_place
from matching.vetted import about_minor

#: Here somebody who asks for a hand means a neighbour's, whatever it is for.
_ANY_HAND = frozenset({Category.VOLUNTEER})
#: These have their own way: mediators, offices that enforce, whoever keeps what all have in common.
_OTHERS_DUTY = frozenset({
    Category.NEIGHBOR, Category.PARKING, Category.NOISE, Category.ILLEGAL_CONSTRUCTION, Category.PROPERTY_FEE,
    Category.PROPERTY_SERVICE, Category.SANITATION,
})  # fmt: skip
_NEVER = frozenset({"家庭暴力"})
_SAID = frozenset({"text", "voice"})
#: A need that may still be put right.
LIVE = frozenset({NeedState.CARD, NeedState.OPEN, NeedState.FILLED})


@dataclass(frozen=True, slots=True)
class Draft:
    """A need as it was read, not stored; `question` is the one thing that is not sure, "" for nothing."""

    need: Need
    question: str = ""


def plan(visit: Visit, case: Case) -> Draft | None:
    """What volunteers could be asked for a case that is about to be on its way, shown on its receipt and to whoever
    is responsible; None where they are not asked.

    Only help is asked of them: no danger, no matter of an authority, nothing in common, nobody's violence.
    """
    if case.urgent or not case.place or not _is_for_neighbours(case.intent, case.category):
        return None
    if not _NEVER.isdisjoint(case.care) or visit.unit.needs.of_case(case.number) is not None:
        return None
    text = _words_of(visit, case)
    reading = read_need(text)
    if not skills_of(reading) and not _asks_for_a_hand(case, reading):
        return None
    draft = _draft_of(visit, case, text, reading)
    if not _somebody_fits(visit, draft.need):
        return None
    told = wording_needs.for_handler(wanted_of(visit, draft.need)), at_hand(visit, case.place, text)
    visit.asked_too[case.number] = "\n".join(one for one in told if one)
    return draft


def as_help(understood: Understanding) -> Understanding:
    """A message as it is to be acted on: where its words call for hands and it is not sure whether it is a matter for
    volunteers or for somebody on duty, for volunteers. "3栋501灯坏了不敢爬" is her own lamp, not the house's.
    """
    verdict = understood.verdict
    likely = [other.category for other in verdict.alternatives[:1]]
    if len(understood.matters) > 1 or not verdict.ask or likely != [Category.VOLUNTEER]:
        return understood
    reading = read_need(understood.text)
    if not reading.called or not skills_of(reading) or (verdict.category or Category.OTHER) in _OTHERS_DUTY:
        return understood
    (matter,) = understood.matters
    return replace(understood, matters=(replace(matter, verdict=replace(verdict, category=Category.VOLUNTEER)),))


def is_sure_of_hands(understood: Understanding) -> bool:
    """Whether a message asks for something that volunteers do, however its category reads: no question is needed."""
    verdict = understood.verdict
    if not _is_for_neighbours(verdict.intent, verdict.category or Category.OTHER):
        return False
    return bool(skills_of(read_need(understood.text)))


def _asks_for_a_hand(case: Case, reading: NeedReading) -> bool:
    """Whether somebody is wanted for something that is not clear yet: worth one question."""
    wanted = reading.hands or reading.likely is not None
    return case.intent == Intent.HELP and case.category in _ANY_HAND and wanted and not reading.skills


def _is_for_neighbours(intent: str, category: str) -> bool:
    """Whether help is asked for that is no authority's. "灯坏了不敢爬，一个人住" asks without a word that asks."""
    if category in _OTHERS_DUTY:
        return False
    return intent == Intent.HELP or (intent == Intent.REPORT and category in _ANY_HAND)


def ask_volunteers(visit: Visit, case: Case, draft: Draft | None) -> None:
    """The need of a case that has gone its way, kept: volunteers are asked, or the card waits for its answer."""
    if draft is None:
        return
    need = seek(visit, replace(draft.need, coordinator=case.responder))
    if need.state is NeedState.FALLBACK:
        visit.helping.pop(case.number, None)  # nobody can be asked: the receipt promises nothing
    else:
        visit.helping[case.number] = _card(visit, need, draft.question)  # in the dark two go together


def _card(visit: Visit, need: Need, question: str) -> str:
    wanted = wanted_of(visit, need)
    if question:
        return wording_needs.card_asking(wanted, question, visit.desk.customs.question_minutes)
    return wording_needs.card(wanted)


def _somebody_fits(visit: Visit, need: Need) -> bool:
    """Whether anybody could do any of it at all; where nobody can, nothing is promised and nothing is asked."""
    return any(not unfit(one, need, part) for one in visit.knowledge.roster for part in need.parts if one.contact)


def follow_case(visit: Visit, case: Case) -> None:
    """The need of a case that was put right: it moves with its place, and ends where it is no help any more."""
    known = visit.unit.needs.of_case(case.number)
    if known is None or known.state not in LIVE:
        return
    need, _ = hold(visit, known)
    if case.urgent or case.category in _OTHERS_DUTY:
        cancel(visit, need, wording_needs.NO_LONGER_FITS)
    elif case.place:
        text = roughly(visit, case.place) if need.kind is NeedKind.WISH else case.place_text
        if (case.place, text) != (need.place, need.place_text):
            note = need.note if need.kind is NeedKind.WISH else ""  # the room was one of the other house
            change(visit, replace(need, place=case.place, place_text=text, note=note))


def _draft_of(visit: Visit, case: Case, text: str, reading: NeedReading) -> Draft:
    minutes = minutes_of(reading)
    window = window_of(reading.when, visit.now, visit.zone, minutes)
    question = _unsure(reading, window)
    guess = guessed(reading)
    child = reading.child or about_minor(case)
    need = Need(
        number=0,
        kind=NeedKind.HELP,
        state=NeedState.CARD if question else NeedState.OPEN,
        urgency=window.urgency,
        place=case.place,
        place_text=case.place_text,
        what=what_of(text, reading, visit.knowledge.gazetteer, private=case.private),
        starts_at=window.starts_at,
        ends_at=window.ends_at,
        created_at=visit.now,
        touched_at=visit.now,
        minutes=minutes,
        languages=reading.languages,
        gender=reading.gender,
        vetted=reading.vetted or child,
        pair=child,
        parts=(Part(guess.name, max(reading.people, 1), guess.verified),) if guess else parts_of(reading),
        case=case.number,
        requester=case.reporter,
        note=_room_in(visit, text),
        reasons=case.care,
    )
    return Draft(need, question)


def _room_in(visit: Visit, text: str) -> str:
    """The room that her words name, for whoever has claimed it; "" for none."""
    address = find_place(text, visit.knowledge.gazetteer).address
    unit = f"{address.unit}单元" if address.unit else ""
    return f"在{unit}{address.room}室" if address.room else ""


def _unsure(reading: NeedReading, window: Window) -> str:
    """The one thing worth asking before anybody is sent for, "" where all is clear."""
    if not skills_of(reading):
        guess = guessed(reading)
        return wording_needs.ASK_IS_IT.format(skill=guess.name) if guess else wording_needs.ASK_SKILL
    if reading.odd:
        return wording_needs.ASK_PEOPLE
    return "" if window.read else wording_needs.ASK_WHEN


def _words_of(visit: Visit, case: Case) -> str:
    """What the reporter herself said of a case."""
    messages = visit.unit.cases.messages(case.number)
    own = [message.text for message in messages if message.contact == case.reporter and message.kind in _SAID]
    return join_bubbles([text for text in own if text]) or case.summary


def wanted_of(visit: Visit, need: Need) -> Wanted:
    """A need as its cards say it."""
    first, *others = need.parts
    first = replace(first, count=first.count + need.people - sum(part.count for part in need.parts))  # two go together
    hands = wording_needs.hands([(part.skill, part.count, part.verified) for part in (first, *others)])
    offers = visit.unit.needs.offers(need.number) if need.number else ()
    return Wanted(need_line(visit, need, offers), hands, "、".join(asked_for(need)))


def opened_anew(visit: Visit, need: Need) -> Need:
    """A need that had fallen back, was over or lacks people, asked for again; any other comes back as it is."""
    holding = sum(offer.state in HOLDING for offer in visit.unit.needs.offers(need.number))
    filled = need.state is NeedState.FILLED and holding >= need.people
    if need.state in (NeedState.OPEN, NeedState.CARD) or filled:
        return need
    need = replace(need, state=NeedState.OPEN, ring=0, round=0, given_to="", ended_at=None, touched_at=visit.now)
    visit.unit.needs.save(need)
    return need
