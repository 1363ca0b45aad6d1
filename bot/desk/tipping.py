"""千里顺风队: a rider's tip in ten seconds. A location and one word, or one digit, make a case; nothing else is asked.

A photo, a location and a word may come in any order within minutes. What is known already is followed, what comes of
it is told in one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.desk import wording_riders
from bot.desk.attachments import keep, spoken_of
from bot.desk.desk import RESIDENT, Visit, line_of, move
from bot.desk.dialogue import (
    Asked,
    Question,
    asks_same,
    read_question,
    read_same,
    sounds_like_taking,
    sounds_like_thanks,
    sounds_satisfied,
    sounds_withdrawn,
)
from bot.desk.handling import in_hand
from bot.desk.joining import join_case
from bot.desk.locating import Where, holder_of, locate, nearest
from bot.desk.message import InboundMessage
from bot.desk.reporting import OPENING, ask, attach_loose, draft, open_case, settle
from bot.desk.riding import rider_of
from bot.desk.understanding import Understanding, understand
from intents.signature import signature_of, unpacked
from intents.verdict import Category, Intent
from matching.case import Action, Case, State
from matching.lifecycle import ENDED
from matching.territory import distance
from storage.cases import CaseMessage

#: A word is no longer than this; more is a message like anybody's.
_WORD_MOST = 20
_PLACE_MOST = 30
#: So long back the same matter at the same place is one with a tip.
_SAME_SPAN = timedelta(days=14)
#: Buildings this near to each other stand at the same spot of a road.
_SAME_METRES = 100
_UNBORN = frozenset({State.NEW, State.AWAITING_INFO})
#: What somebody who only talks says: never a tip, whatever was sent before it.
_TALK = frozenset({Intent.SMALLTALK, Intent.PRAISE, Intent.ABUSE, Intent.AD, Intent.GIBBERISH, Intent.STATUS})
_AT_HOME = re.compile(r"我家|家里|我们?楼|我们?小区|自己家")
#: An answer to something, whatever was sent before it.
_ANSWER = re.compile(
    r"(?:好|嗯|哦|收到|没事|没有?|不用|不要|算了|知道|行|可以|对|不?是|ok|等等?|马上|在).{0,3}", re.IGNORECASE
)
_TAP = re.compile(r"\s*([1-6１-６])\s*[号.。、]?\s*")
_APART = re.compile(r"(?:不是同一件[,，\s]*)?另外登记")


@dataclass(frozen=True, slots=True)
class _Tip:
    """A tip that can be opened: the words it is kept with, what they mean, where it is."""

    words: str
    understood: Understanding
    where: Where


# -- words -------------------------------------------------------------------------------------------


def tip_words(visit: Visit, text: str) -> str | None:
    """The reply to a word or digit of a rider that makes a tip or takes one apart; None when it is neither."""
    if len(text) > _WORD_MOST or rider_of(visit) is None:
        return None
    apart = _taken_apart(visit, text)
    if apart is not None:
        return apart
    spot = _loose_spot(visit)
    tapped = _tapped(visit, text)
    if spot is not None and tapped:
        category, _, words = wording_riders.TAPS[tapped - 1]
        understood = as_tip(visit, words)
        return _tip_at(visit, spot, words, _in_category(understood, Category(category))) if understood else None
    understood = None if tapped or _answers(visit, text) else as_tip(visit, text)
    if understood is None:
        return None
    return _word_without_spot(visit, text, understood) if spot is None else _tip_at(visit, spot, text, understood)


def _answers(visit: Visit, text: str) -> bool:
    """Whether a text rather answers something: a question that stands open, a task that waits."""
    short = _ANSWER.fullmatch(text.strip()) or sounds_like_taking(text) or sounds_like_thanks(text)
    if short or sounds_satisfied(text) or sounds_withdrawn(text):
        return True
    return any(case.question for case in visit.unit.cases.open_of_reporter(visit.contact.id))


def _tip_at(visit: Visit, spot: CaseMessage, words: str, understood: Understanding) -> str:
    return _opened(visit, _Tip(words, understood, _where(visit, spot, understood)))


def _tapped(visit: Visit, text: str) -> int:
    """The number that was tapped among those offered with the location, 0 for none."""
    found = _TAP.fullmatch(text)
    offered = found is not None and visit.desk.memory.get(_offered(visit)) is not None
    return int(found[1]) if found is not None and offered else 0


def as_tip(visit: Visit, words: str) -> Understanding | None:
    """A rider's word understood as something to be seen where she is; None when it is talk, or danger.

    "漏水" alone is read like "这里漏水": one word has no sentence around it.
    """
    rules, gazetteer = visit.knowledge.rules, visit.knowledge.gazetteer
    said = understand(words, rules, gazetteer)
    if said.urgency.urgent or (said.verdict.intent in _TALK and visit.unit.cases.open_concerning(visit.contact.id)):
        return None
    if said.verdict.intent in _TALK - {Intent.STATUS}:
        return None
    here = said if _is_plain(said) else understand(f"这里{words}", rules, gazetteer)
    verdict = here.verdict if _is_plain(here) else said.verdict
    intent = verdict.intent if verdict.intent in OPENING else Intent.REPORT
    matter = replace(said.matters[0], text=words, verdict=replace(verdict, intent=intent, secondary=()))
    return replace(said, matters=(matter,))


def _is_plain(understood: Understanding) -> bool:
    verdict = understood.verdict
    return verdict.intent in OPENING and verdict.category is not None and bool(verdict.evidence)


def _in_category(understood: Understanding, category: Category) -> Understanding:
    matter = understood.matters[0]
    verdict = replace(matter.verdict, category=category, confidence=1.0, ask=False)
    return replace(understood, matters=(replace(matter, verdict=verdict),))


def _word_without_spot(visit: Visit, text: str, understood: Understanding) -> str | None:
    """A word that came first: a case that waits for its location, so that nothing is lost; None for other words."""
    if not _is_plain(understood) or understood.verdict.intent is not Intent.REPORT:
        return None
    if understood.names_place or _AT_HOME.search(text) or spoken_of(visit) is not None:
        return None
    tip = _Tip(text, understood, Where("", ""))
    case = open_case(visit, _drafted(visit, tip), understood.matters[0])
    attach_loose(visit, case)
    return wording_riders.word_first(line_of(visit, ask(visit, case, Question(Asked.PLACE))))


# -- locations and photos ----------------------------------------------------------------------------


def tip_spot(visit: Visit, message: InboundMessage) -> str | None:
    """The reply to a rider's location: it completes the word that waits, or begins a tip; None when it is neither."""
    if message.longitude is None or message.latitude is None or rider_of(visit) is None:
        return None
    wants = next((c for c in visit.unit.cases.open_of_reporter(visit.contact.id) if _wants_spot(visit, c)), None)
    if wants is not None:
        return _placed(visit, wants, message) if _waits_for_spot(wants) else None
    last = spoken_of(visit)
    place = nearest(visit, message.longitude, message.latitude) or ""
    if last is not None and last.place == place:
        return None  # the photo's own location, or where she stands now: it belongs to what she has just told
    keep(visit, message, None)
    return _ask_word(visit, visit.knowledge.town.territory.title(place))


def tip_file(visit: Visit, message: InboundMessage) -> str | None:
    """The reply to a rider's photo, or to a recording without words; None when it belongs to a case."""
    if rider_of(visit) is None or in_hand(visit):
        return None
    spot = _loose_spot(visit)
    if spot is None and spoken_of(visit) is not None:
        return None
    keep(visit, message, None)
    if spot is not None:
        code = nearest(visit, spot.lng or 0.0, spot.lat or 0.0) or ""
        return _ask_word(visit, visit.knowledge.town.territory.title(code))
    return wording_riders.MORE if _said_once(visit, "photo") else _FIRST[message.kind.value]


_FIRST = {"image": wording_riders.PHOTO_FIRST, "voice": wording_riders.VOICE_FIRST}


def _ask_word(visit: Visit, place: str) -> str:
    """What is missing, said once: a second location or photo is only thanked for."""
    visit.desk.memory.drop(_once(visit, "photo"))
    if visit.desk.memory.get(_offered(visit)) is not None:
        return wording_riders.MORE
    visit.desk.memory.put(_offered(visit), "1", _minutes(visit))
    return wording_riders.spot_first(place)


def _wants_spot(visit: Visit, case: Case) -> bool:
    """Whether a location says where a case of hers is: one that waits for an answer, or has no place since just now."""
    lately = (case.touched_at or case.created_at) >= visit.now - _minutes(visit)
    return bool(case.question and not asks_same(case.question)) or (not case.place and lately)


def _waits_for_spot(case: Case) -> bool:
    """Whether it is one that began with a rider's word, or anybody's that asks only where."""
    question = read_question(case.question)
    return not case.place and question is not None and question.asked is Asked.PLACE


def _placed(visit: Visit, waiting: Case, message: InboundMessage) -> str:
    """The location that a word waited for: the case goes its way, or joins the one that is known."""
    kept = keep(visit, message, waiting.number)
    case = visit.unit.cases.load(waiting.number) or waiting
    where = _where(visit, kept, None)
    case = replace(case, place=where.code, place_text=where.text)
    known = _known(visit, case)
    if known is not None:
        return _follow(visit, case, known)
    return wording_riders.tip_taken(line_of(visit, settle(visit, case, Action.ANSWER, RESIDENT, like=0)))


# -- the case ----------------------------------------------------------------------------------------


def _opened(visit: Visit, tip: _Tip) -> str:
    new = _drafted(visit, tip)
    known = _known(visit, new)
    case = open_case(visit, new, tip.understood.matters[0])
    attach_loose(visit, case)
    visit.desk.memory.drop(_offered(visit))
    if known is not None:
        return _follow(visit, move(visit, case, Action.OPEN, RESIDENT), known)
    return wording_riders.tip_taken(line_of(visit, settle(visit, case, Action.OPEN, RESIDENT, like=0)))


def _drafted(visit: Visit, tip: _Tip) -> Case:
    return draft(visit, tip.understood.matters[0], tip.understood, tip.where if tip.where.text else None)


def _where(visit: Visit, spot: CaseMessage, understood: Understanding | None) -> Where:
    """The place nearest to a location, unless the words name one that lies elsewhere; with the label of what is none
    of ours. Never a question: whoever covers all of it has a case without a place.
    """
    territory = visit.knowledge.town.territory
    code = nearest(visit, spot.lng or 0.0, spot.lat or 0.0) or ""
    named = locate(visit, understood) if understood is not None and understood.place.match is not None else None
    if named is not None and not (code and territory.within(code, named.code)):
        return named
    return Where(code, territory.title(code)) if code else Where("", spot.text[:_PLACE_MOST])


def _known(visit: Visit, case: Case) -> Case | None:
    """The open case of the same matter at the same place, None when there is none; locked against others."""
    if not case.place or case.private or case.urgent:
        return None
    territory = visit.knowledge.town.territory
    around = [*territory.below(holder_of(territory, case.place)), *(n.code for n in territory.lineage(case.place))]
    since = visit.now - _SAME_SPAN
    near = visit.unit.cases.open_near(around, [case.category], opened_since=since, closed_since=visit.now)
    found = next((other for other in near if _is_same(visit, case, other)), None)
    return visit.unit.cases.load(found.number) if found is not None else None


def _is_same(visit: Visit, case: Case, other: Case) -> bool:
    """Whether two cases of a category are of one matter: of what both name something is the same, or at the very
    same place at least nothing speaks against it.
    """
    if other.number == case.number or other.state in ENDED | _UNBORN or other.private or other.urgent:
        return False
    if other.responder and other.responder == visit.contact.person:
        return False  # who has it in hand does not join it
    mine, theirs = signature_of(case.summary).things, _things(other)
    if mine & theirs:
        return other.place == case.place or _close(visit, case.place, other.place)
    return other.place == case.place and not (mine and theirs)


def _things(case: Case) -> frozenset[str]:
    signature = unpacked(case.signature) if case.signature else None
    return signature.things if signature is not None else signature_of(case.summary).things


def _close(visit: Visit, one: str, other: str) -> bool:
    territory = visit.knowledge.town.territory
    if territory.within(one, other) or territory.within(other, one):
        return True
    spots = [(node.lng, node.lat) for node in (territory.get(one), territory.get(other)) if node is not None]
    measured = [(lng, lat) for lng, lat in spots if lng is not None and lat is not None]
    return len(measured) == len((one, other)) and distance(*measured) <= _SAME_METRES


def _follow(visit: Visit, case: Case, known: Case) -> str:
    """Her tip goes with the case that is known: she follows it, whoever has it reads her word and sees her photo."""
    hers = known.reporter == visit.contact.id or visit.contact.id in visit.unit.cases.followers(known.number)
    joined = join_case(visit, case, known)
    visit.desk.memory.put(_apart(visit), f"{case.number} {known.number} {int(hers)}", _minutes(visit))
    said = wording_riders.tip_again if hers else wording_riders.tip_joined
    return said(line_of(visit, joined))


def _taken_apart(visit: Visit, text: str) -> str | None:
    """另外登记: it was another matter after all; None when nothing was just put together, or for other words."""
    if _APART.fullmatch(text) is None and read_same(text) is not False:
        return None
    kept = visit.desk.memory.pop(_apart(visit))
    if kept is None:
        return wording_riders.APART_GONE if _APART.fullmatch(text) else None
    number, known, hers = (int(part) for part in kept.split())
    case = visit.unit.cases.load(number)
    if case is None:
        return wording_riders.APART_GONE
    if not hers:
        visit.unit.cases.unfollow(known, visit.contact.id)
    return _opened_apart(visit, case)


def _opened_apart(visit: Visit, merged: Case) -> str:
    """A case of its own with the words and files that went to the other one."""
    new = replace(
        merged, number=0, state=State.NEW, merged_into=0, question="", created_at=visit.now, touched_at=visit.now,
    )  # fmt: skip
    case = replace(new, number=visit.unit.cases.add(new))
    visit.opened.add(case.number)
    _take_along(visit, merged, case)
    return wording_riders.tip_taken(line_of(visit, settle(visit, case, Action.OPEN, RESIDENT, like=0)))


def _take_along(visit: Visit, merged: Case, case: Case) -> None:
    """The word, the photos and the location of the tip, which went with the other case."""
    since = merged.created_at - _minutes(visit)
    theirs = [m for m in visit.unit.cases.messages(merged.merged_into or 0) if m.contact == visit.contact.id]
    hers = [m.id for m in theirs if m.at >= since and (m.kind != "text" or m.text == merged.summary)]
    visit.unit.cases.attach(hers, case.number)


# -- what was sent a moment before -------------------------------------------------------------------


def _loose_spot(visit: Visit) -> CaseMessage | None:
    """The last location that she sent within minutes and that belongs to no case yet."""
    return next((m for m in _loose(visit) if m.lat is not None and m.lng is not None), None)


def _loose(visit: Visit) -> Iterator[CaseMessage]:
    if not visit.first:
        yield from reversed(visit.unit.cases.loose_messages(visit.contact.id, visit.now - _minutes(visit)))


def _said_once(visit: Visit, what: str) -> bool:
    """Whether this was asked for within minutes; from now on it was."""
    before = visit.desk.memory.get(_once(visit, what)) is not None
    visit.desk.memory.put(_once(visit, what), "1", _minutes(visit))
    return before


def _minutes(visit: Visit) -> timedelta:
    return timedelta(minutes=visit.desk.customs.attachment_minutes)


def _offered(visit: Visit) -> str:
    return f"tip digits:{visit.contact.id}"


def _once(visit: Visit, what: str) -> str:
    return f"tip {what}:{visit.contact.id}"


def _apart(visit: Visit) -> str:
    return f"tip apart:{visit.contact.id}"
