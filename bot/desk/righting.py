"""A requester's short words put her need right: another time, a language, how many; 对 lets its card begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.desk import wording_handlers, wording_needs, wording_offers
from bot.desk.desk import Visit, line_of
from bot.desk.dispatching import tell_handler
from bot.desk.needing import LIVE, opened_anew, wanted_of
from bot.desk.needline import STATES, need_line, tell_volunteer, telling
from bot.desk.needreading import parts_of, skills_of
from bot.desk.volunteering import change, hold, start
from bot.desk.windows import window_of
from intents.needs.reading import NeedReading, read_need
from intents.verdict import Intent
from matching.case import Case
from matching.eligible import unfit
from matching.need import Need, NeedKind, NeedState
from matching.offers import OfferState
from storage.cases import CaseMessage

#: What the requester may still put right or call off.
_HERS = LIVE | {NeedState.FALLBACK}
#: A correction is short; anything longer is a matter of its own.
_CORRECTION_MOST = 24
_YES = re.compile(r"(?:对|是|好|行|可以|没错|就这样|嗯)(?:的|了|吧|啊|呀)*[。.!！~\s]*")
_NO_MORE = re.compile(
    r"(?:算了|那?就?(?:不用|不要|不需要|不必|不找|别找|先不)(?:麻烦|帮|找|人|来|志愿者|你们|了)*)[吧啊]?[\s,，。.!！~]*(?:谢谢.{0,6})?"
)
#: Cheap to look for: without one of these no text corrects a card.
_HINTS = re.compile(r"[人女男会语话周天点午晚早日号末]|星期|礼拜|现在|马上|志愿")
#: How people and numbers stand in a correction; times and skills are known by what was read.
_FACTS = re.compile(
    r"(?:\d{1,2}|[一两二三四五六七八九十])\s*(?:个|名|位)?(?=人|就|志愿者|$|[,，。\s])|闽南[话语]|本地话|客家[话语]|手语|普通话|英语"
    r"|女的|男的|女同志|男同志|女志愿者|男志愿者|女性|男性|女|男|阿姨|大姐|大后天|今天|明天|后天"
)
#: What may stand around the facts: "改成周六上午吧，最好要两个人".
_AROUND = re.compile(
    r"(?:要|是|的|吧|了|改|成|到|为|就|来|最好|能不能|能|可以|行|吗|那|时间|换|再|请|还|也|和|才|方便|有空|在家|个|位|名|人|志愿者"
    r"|过来|讲|说|会|懂|得|同志|我|我们|你们|前|后|之|左右|大概|上门|不对|不是|，|,|。|、|\s|!|！|~|啊|哦|呢)*"
)


def said_of_need(visit: Visit, cases: Sequence[Case], text: str) -> str | None:
    """What a requester's short words mean for the need of hers that is under way; None when they mean nothing of it.

    "对" lets a card begin; "周六上午吧", "要会闽南语的", "两个人" put it right. `cases` are hers: while one of them
    asks something, short words answer that.
    """
    said = text.strip()
    if not cases or len(said) > _CORRECTION_MOST or any(case.question for case in cases):
        return None
    if _YES.fullmatch(said):
        need = _under_way(visit)
        return _begin(visit, need) if need is not None and need.state is NeedState.CARD else None
    reading = correction_in(said) if _HINTS.search(said) else None
    answers = reading is None and any(case.intent == Intent.HELP for case in cases)
    need = _under_way(visit) if reading is not None or answers else None
    if need is not None and answers and need.state is NeedState.CARD:
        reading = _answers_what(said)
    return _put_right(visit, need, said, reading) if need is not None and reading is not None else None


def called_off(visit: Visit, cases: Sequence[Case], text: str) -> int:
    """The number of the visitor's case for which she wants nobody any more ("不用了", "别找了"), 0 where a text says
    nothing of it. `cases` are hers; while one of them asks something, short words answer that.
    """
    if not cases or any(case.question for case in cases) or not _NO_MORE.fullmatch(text.strip()):
        return 0
    need = _under_way(visit)
    return need.case if need is not None else 0


def _begin(visit: Visit, need: Need) -> str:
    need = start(visit, need)
    return wording_needs.begun(wanted_of(visit, need))


def correction_in(text: str) -> NeedReading | None:
    """What a text corrects, None where it says anything besides times, numbers, languages and who should come."""
    reading = read_need(text)
    left = text
    facts = [reading.when.text if reading.when is not None else "", *(skill.words for skill in reading.skills)]
    for fact in sorted((fact for fact in facts if fact), key=len, reverse=True):
        left = left.replace(fact, "")
    left = _FACTS.sub("", left)
    told = reading.when is not None or reading.people or reading.languages or reading.gender
    return reading if told and _AROUND.fullmatch(left) else None


def _answers_what(text: str) -> NeedReading | None:
    reading = read_need(text)
    return reading if skills_of(reading) else None


def _under_way(visit: Visit) -> Need | None:
    """The visitor's own need that may still be put right: one that waits for her word, else the one touched last."""
    own = [
        need
        for need in visit.unit.needs.concerning(visit.contact.id, "")
        if need.requester == visit.contact.id and need.kind is NeedKind.HELP and need.state in _HERS
    ]
    return max(own, key=lambda need: (need.state is NeedState.CARD, need.touched_at), default=None)


def _put_right(visit: Visit, need: Need, said: str, reading: NeedReading) -> str:
    need, _ = hold(visit, need)
    new = opened_anew(visit, corrected(visit, need, reading))
    if need.case:
        visit.unit.cases.add_message(
            CaseMessage(0, need.case, visit.contact.id, visit.now, "text", said, "", None, None)
        )
    _let_go(visit, new)
    new = change(visit, new)
    if new.state is NeedState.CARD:
        new = start(visit, new)
    case = visit.unit.cases.load(need.case) if need.case else None
    if case is not None:
        tell_handler(visit, case, "added", wording_handlers.added_for_handler(line_of(visit, case), said))
    wanted = wanted_of(visit, new)
    if new.state is not NeedState.OPEN:
        return wording_needs.put_right_held(wanted, STATES[new.state])
    return wording_needs.put_right(wanted)


def corrected(visit: Visit, need: Need, reading: NeedReading) -> Need:
    """A need with what a correction said; what it did not mention stays. Not stored."""
    if reading.when is not None:
        window = window_of(reading.when, visit.now, visit.zone, need.minutes)
        if window.read:
            need = replace(need, starts_at=window.starts_at, ends_at=window.ends_at, urgency=window.urgency)
    parts = parts_of(reading)
    if skills_of(reading):
        need = replace(need, parts=parts, what="、".join(part.skill for part in parts))
    if reading.people:
        first, *others = need.parts
        need = replace(need, parts=(replace(first, count=max(reading.people - len(others), 1)), *others))
    languages = tuple(dict.fromkeys((*need.languages, *reading.languages)))
    return replace(
        need, languages=languages, gender=reading.gender or need.gender, vetted=need.vetted or reading.vetted
    )


def _let_go(visit: Visit, need: Need) -> None:
    """Whoever was asked and is not what is wanted any more reads so at once."""
    parts = {part.skill: part for part in need.parts}
    for offer in visit.unit.needs.offers(need.number):
        volunteer = visit.knowledge.roster.get(offer.volunteer)
        part = parts.get(offer.part)
        fits = volunteer is not None and part is not None and not unfit(volunteer, need, part)
        if offer.state is not OfferState.ASKED or fits:
            continue
        words = wording_offers.cancelled(need_line(visit, need), wording_needs.NO_LONGER_FITS)
        tell_volunteer(visit, offer.volunteer, telling(visit, need, "cancelled", words))
        visit.unit.needs.save_offer(
            replace(offer, state=OfferState.WITHDRAWN, answered_at=visit.now, why=wording_needs.NO_LONGER_FITS)
        )
