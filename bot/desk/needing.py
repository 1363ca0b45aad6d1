"""A request for help becomes a need: what is read of it, the card behind the receipt, and how it is put right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.desk import wording_handlers, wording_needs, wording_offers
from bot.desk.desk import Visit, line_of
from bot.desk.dispatching import tell_handler
from bot.desk.needline import STATES, asked_for, need_line, tell_volunteer, telling
from bot.desk.volunteering import cancel, change, seek, start
from bot.desk.windows import Window, window_of
from bot.desk.wording_needs import Wanted
from intents.masking import mask_given_names
from intents.needs.reading import NeedReading, read_need
from intents.needs.skills import Skill, skill_of
from intents.split import join_bubbles
from intents.text import mask_sensitive
from intents.verdict import Category, Intent
from matching.case import Case
from matching.eligible import unfit
from matching.need import Need, NeedKind, NeedState, Part
from matching.offers import HOLDING, OfferState
from matching.place import find_place
from matching.vetted import about_minor
from storage.cases import CaseMessage

#: Here somebody who asks for a hand means a neighbour's, whatever it is for.
_ANY_HAND = frozenset({Category.VOLUNTEER})
#: These have their own way: mediators, offices that enforce, whoever complains about a household.
_OTHERS_DUTY = frozenset({
    Category.NEIGHBOR, Category.PARKING, Category.NOISE, Category.ILLEGAL_CONSTRUCTION, Category.PROPERTY_FEE,
    Category.PROPERTY_SERVICE, Category.SANITATION,
})  # fmt: skip
_NEVER = frozenset({"家庭暴力"})
#: So much of her own words is told before the claim where no skill was read; a message of a stranger is not copied.
_TOLD_MOST = 24
_SHOWN_MOST = 14
_UNKNOWN = Skill("")
#: A correction is short; anything longer is a matter of its own.
_CORRECTION_MOST = 24
_LIVE = frozenset({NeedState.CARD, NeedState.OPEN, NeedState.FILLED})
_YES = re.compile(r"(?:对|是|好|行|可以|没错|就这样|嗯)(?:的|了|吧|啊|呀)*[。.!！~\s]*")
#: Cheap to look for: without one of these no text corrects a card.
_HINTS = re.compile(r"[人女男会语话周天点午晚早日号末]|星期|礼拜|现在|马上|志愿")
#: What may stand around the facts of a correction: "改成周六上午吧，最好要两个人".
_AROUND = re.compile(
    r"(?:要|是|的|吧|了|改|成|到|为|就|来|最好|能不能|能|可以|行|吗|那|时间|换|再|请|还|也|和|才|方便|有空|在家|个|位|名|人|志愿者|过来"
    r"|讲|说|会|懂|得|同志|我|我们|你们|前|后|之|左右|大概|上门|不对|不是|，|,|。|、|\s|!|！|~|啊|哦|呢)*"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A need as it was read, not stored; `question` is the one thing that is not sure, "" for nothing."""

    need: Need
    question: str = ""


@dataclass(frozen=True, slots=True)
class Where:
    """Where hands are needed and who answers for it: codes, `text` as people read the place without the room."""

    place: str
    text: str
    recipient: str = ""
    coordinator: str = ""


# -- what is read --------------------------------------------------------------------------------------


def parts_of(reading: NeedReading) -> tuple[Part, ...]:
    """The hands that a reading asks for, those that an office answers for left out; one of any kind at least."""
    skills = [skill for shown in reading.skills if (skill := skill_of(shown.name)) is not None and skill.alone]
    if not skills:
        return (Part("", max(reading.people, 1)),)
    first, *others = skills
    count = max(reading.people - len(others), 1)
    return (Part(first.name, count, first.verified), *(Part(one.name, 1, one.verified) for one in others))


def minutes_of(reading: NeedReading) -> int:
    """How long it takes: as it was said, else as long as such work usually takes."""
    return reading.minutes or max((known.minutes for known in _skills(reading)), default=60)


def _skills(reading: NeedReading) -> list[Skill]:
    return [skill_of(shown.name) or _UNKNOWN for shown in reading.skills]


def need_from_note(visit: Visit, text: str, where: Where) -> Need | None:
    """The need that a note of a visit speaks of ("老人腿疼，想有人陪去医院"), not stored; None where it asks for none.

    `volunteering.seek` has it met. What an office answers for is no need of volunteers.
    """
    reading = read_need(text)
    if not any(part.skill for part in parts_of(reading)):
        return None
    window = window_of(reading.when, visit.now, visit.zone, minutes_of(reading))
    need = _need(visit, where, reading, window)
    return replace(need, what=what_of(visit, text, reading), reasons=("走访时发现",))


def _need(visit: Visit, where: Where, reading: NeedReading, window: Window) -> Need:
    return Need(
        number=0,
        kind=NeedKind.HELP,
        state=NeedState.OPEN,
        urgency=window.urgency,
        place=where.place,
        place_text=where.text,
        what="",
        starts_at=window.starts_at,
        ends_at=window.ends_at,
        created_at=visit.now,
        touched_at=visit.now,
        minutes=minutes_of(reading),
        parts=parts_of(reading),
        languages=reading.languages,
        gender=reading.gender,
        vetted=reading.vetted,
        pair=reading.child,
        recipient=where.recipient,
        coordinator=where.coordinator,
    )


def what_of(visit: Visit, text: str, reading: NeedReading, *, private: bool = False) -> str:
    """What those who are asked read of it: the skill and the few words that showed it, never the whole message.

    Where no skill was read the beginning of the message without its place; of a private matter nothing.
    """
    named = [shown for shown in reading.skills if (skill_of(shown.name) or _UNKNOWN).alone]
    if named:
        words = mask_given_names(mask_sensitive(named[0].words.strip(" ,，。")))
        short = words if len(words) <= _SHOWN_MOST else f"{words[:_SHOWN_MOST]}…"
        names = "、".join(shown.name for shown in named)
        return names if private else f"{names}（{short}）"
    if private:
        return "搭把手"
    said = mask_given_names(mask_sensitive(_without_place(visit, text)))
    return said if len(said) <= _TOLD_MOST else f"{said[:_TOLD_MOST]}…"


def _without_place(visit: Visit, text: str) -> str:
    """A text without the words that name its place: where it is to the building stands beside it anyway."""
    place = find_place(text, visit.knowledge.gazetteer)
    named = [(found.start, found.end) for found in (place.match, place.street) if found is not None]
    spans = [*named, *place.address.spans]
    kept = "".join(sign for at, sign in enumerate(text) if not any(start <= at < end for start, end in spans))
    return kept.strip(" ，,。.、；;的")


# -- the need of a case --------------------------------------------------------------------------------


def plan(visit: Visit, case: Case) -> Draft | None:
    """What volunteers could be asked for a case that is about to be on its way, shown on its receipt and to whoever
    is responsible; None where they are not asked.

    Only help is asked of them: no danger, no matter of an authority, nothing in common, nobody's violence.
    """
    if case.intent != Intent.HELP or case.urgent or not case.place or case.category in _OTHERS_DUTY:
        return None
    if not _NEVER.isdisjoint(case.care) or visit.unit.needs.of_case(case.number) is not None:
        return None
    text = _words_of(visit, case)
    reading = read_need(text)
    skilled = any(part.skill for part in parts_of(reading))
    asks = case.category in _ANY_HAND and (reading.hands or reading.likely is not None) and not reading.skills
    if not skilled and not asks:
        return None
    draft = _draft_of(visit, case, text, reading)
    if not _somebody_fits(visit, draft.need):
        return None
    wanted = wanted_of(visit, draft.need)
    visit.helping[case.number] = (
        wording_needs.card_asking(wanted, draft.question, visit.desk.customs.question_minutes)
        if draft.question
        else wording_needs.card(wanted)
    )
    visit.asked_too[case.number] = wording_needs.for_handler(wanted)
    return draft


def ask_volunteers(visit: Visit, case: Case, draft: Draft | None) -> None:
    """The need of a case that has gone its way, kept: volunteers are asked, or the card waits for its answer."""
    if draft is None:
        return
    need = seek(visit, replace(draft.need, coordinator=case.responder))
    if need.state is NeedState.FALLBACK:
        visit.helping.pop(case.number, None)  # nobody can be asked: the receipt promises nothing


def _somebody_fits(visit: Visit, need: Need) -> bool:
    """Whether anybody could do any of it at all; where nobody can, nothing is promised and nothing is asked."""
    return any(not unfit(one, need, part) for one in visit.knowledge.roster for part in need.parts if one.contact)


def follow_case(visit: Visit, case: Case) -> None:
    """The need of a case that was put right: it moves with its place, and ends where it is no help any more."""
    need = visit.unit.needs.of_case(case.number)
    if need is None or need.state not in _LIVE:
        return
    if case.urgent or case.category in _OTHERS_DUTY:
        cancel(visit, need, wording_needs.NO_LONGER_FITS)
    elif case.place and (case.place, case.place_text) != (need.place, need.place_text):
        change(visit, replace(need, place=case.place, place_text=case.place_text))


def _draft_of(visit: Visit, case: Case, text: str, reading: NeedReading) -> Draft:
    minutes = minutes_of(reading)
    window = window_of(reading.when, visit.now, visit.zone, minutes)
    question = _unsure(reading, window)
    guessed = _guessed(reading)
    child = reading.child or about_minor(case)
    need = _need(visit, Where(case.place, case.place_text), reading, window)
    need = replace(
        need,
        state=NeedState.CARD if question else NeedState.OPEN,
        what=what_of(visit, text, reading, private=case.private),
        vetted=need.vetted or child,
        pair=child,
        parts=(Part(guessed.name, max(reading.people, 1), guessed.verified),) if guessed else need.parts,
        case=case.number,
        requester=case.reporter,
        reasons=case.care,
    )
    return Draft(need, question)


def _unsure(reading: NeedReading, window: Window) -> str:
    """The one thing worth asking before anybody is sent for, "" where all is clear."""
    if not any(part.skill for part in parts_of(reading)):
        guessed = _guessed(reading)
        return wording_needs.ASK_IS_IT.format(skill=guessed.name) if guessed else wording_needs.ASK_SKILL
    if reading.odd:
        return wording_needs.ASK_PEOPLE
    return "" if window.read else wording_needs.ASK_WHEN


def _guessed(reading: NeedReading) -> Skill | None:
    """The skill that the things of a message speak for where no words did, None for one that an office answers for."""
    skill = skill_of(reading.likely.name) if reading.likely is not None else None
    return skill if skill is not None and skill.alone else None


def _words_of(visit: Visit, case: Case) -> str:
    """What the reporter herself said of a case."""
    messages = visit.unit.cases.messages(case.number)
    own = [message.text for message in messages if message.contact == case.reporter and message.kind in _SAID]
    return join_bubbles([text for text in own if text]) or case.summary


_SAID = frozenset({"text", "voice"})


def wanted_of(visit: Visit, need: Need) -> Wanted:
    """A need as its cards say it."""
    hands = wording_needs.hands([(part.skill, part.count, part.verified) for part in need.parts])
    offers = visit.unit.needs.offers(need.number) if need.number else ()
    return Wanted(need_line(visit, need, offers), hands, "、".join(asked_for(need)))


# -- corrections ---------------------------------------------------------------------------------------


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


_FACTS = re.compile(
    r"(?:\d{1,2}|[一两二三四五六七八九十])\s*(?:个|名|位)?(?=人|就|志愿者|$|[,，。\s])|闽南[话语]|本地话|客家[话语]|手语|普通话|英语"
    r"|女的|男的|女同志|男同志|女志愿者|男志愿者|女性|男性|女|男|阿姨|大姐|大后天|今天|明天|后天"
)


def _answers_what(text: str) -> NeedReading | None:
    reading = read_need(text)
    return reading if any(part.skill for part in parts_of(reading)) else None


def _under_way(visit: Visit) -> Need | None:
    """The visitor's own need that may still be put right: one that waits for her word, else the one touched last."""
    own = [
        need
        for need in visit.unit.needs.concerning(visit.contact.id, "")
        if need.requester == visit.contact.id and need.kind is NeedKind.HELP and need.state in _LIVE
    ]
    return max(own, key=lambda need: (need.state is NeedState.CARD, need.touched_at), default=None)


def _put_right(visit: Visit, need: Need, said: str, reading: NeedReading) -> str:
    new = corrected(visit, need, reading)
    if need.case:
        visit.unit.cases.add_message(
            CaseMessage(0, need.case, visit.contact.id, visit.now, "text", said, "", None, None)
        )
    _let_go(visit, new)
    new = _open_again(visit, new)
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
    if any(part.skill for part in parts):
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


def _open_again(visit: Visit, need: Need) -> Need:
    """A need that was filled and now wants more people is open again."""
    holding = sum(offer.state in HOLDING for offer in visit.unit.needs.offers(need.number))
    if need.state is not NeedState.FILLED or holding >= need.people:
        return need
    need = replace(need, state=NeedState.OPEN)
    visit.unit.needs.save(need)
    return need
