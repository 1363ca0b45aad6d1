"""What others do with a need: have it met, let the asking begin, put it off, change it, give it to somebody by name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.desk import refusals, wording_offers, wording_refusals
from bot.desk.asking_round import go_on
from bot.desk.chatwords import Command, Verb
from bot.desk.desk import OFFICES, Visit
from bot.desk.needclock import wakes_at
from bot.desk.needline import need_line, tell_volunteer, telling, unread, volunteer_title
from matching.asking import missing_parts
from matching.case import Case
from matching.eligible import is_after_dark
from matching.need import OVER, Need, NeedKind, NeedState
from matching.offers import HOLDING, Offer, OfferState
from matching.responder import Role
from matching.vetted import about_minor
from matching.volunteer import Volunteer

#: Needs that are met at somebody's home: in the dark nobody goes there alone.
_AT_HOME = frozenset({NeedKind.HELP, NeedKind.VISIT, NeedKind.SERVICE, NeedKind.WISH})
_ANSWERING = frozenset({Verb.TAKE, Verb.DECLINE_OFFER})
_GOING = frozenset({Verb.DONE, Verb.RELEASE})
#: Who sees and settles what was asked for at the places below.
_OVER = OFFICES | {Role.ESTATE_SECRETARY}
#: From these on nothing more is asked or claimed.
SETTLED = OVER | {NeedState.DONE}


def volunteer_here(visit: Visit) -> Volunteer:
    """The visitor as a volunteer. Raises `refusals.NotAVolunteer`."""
    volunteer = visit.knowledge.roster.of_contact(visit.contact.id)
    if volunteer is None:
        raise refusals.NotAVolunteer
    return volunteer


# -- begun ---------------------------------------------------------------------------------------------


def seek(visit: Visit, need: Need) -> Need:
    """Keep a new need; it comes back with its number, and saved.

    The first are asked at once, or a named person is told where there is nobody to ask. One in state CARD waits for
    `start`, which comes by itself after `desk.question_minutes`; a wish stays OPEN on the board and asks nobody.
    A home visit in the dark and everything about a child is made one for two, a child's for those looked into.
    """
    case = _case_of(visit, need)
    need = _safe(visit, replace(need, number=0, touched_at=visit.now), case)
    need = replace(need, wakes_at=wakes_at(visit, need) or need.wakes_at)
    need = replace(need, number=visit.unit.needs.add(need))
    return go_on(visit, need, case) if asks(need) else need


def start(visit: Visit, need: Need) -> Need:
    """A need that waited for its card: from now on volunteers are asked. Any other comes back as it is."""
    need, case = hold(visit, need)
    if need.state is not NeedState.CARD:
        return need
    need = replace(need, state=NeedState.OPEN, touched_at=visit.now, wakes_at=None)
    visit.unit.needs.save(need)
    return go_on(visit, need, case) if asks(need) else need


def asks(need: Need) -> bool:
    """Whether volunteers are asked: a wish is looked for on the board."""
    return need.state is NeedState.OPEN and need.kind is not NeedKind.WISH


def _safe(visit: Visit, need: Need, case: Case | None) -> Need:
    """A home visit in the dark is for two, as everything about a child is, which is for those looked into too."""
    minor = case is not None and about_minor(case)
    dark = need.kind in _AT_HOME and is_after_dark(need, visit.desk.calendar)
    return replace(need, vetted=need.vetted or minor, pair=need.pair or minor or dark)


# -- changed -------------------------------------------------------------------------------------------


def change(visit: Visit, need: Need) -> Need:
    """A need with other facts (`replace(need, starts_at=…)` of what the store has), saved.

    Whoever was asked or goes reads the new facts; they keep what they claimed until they say 来不了. Asking goes on.
    """
    stored, case = hold(visit, need)
    need = _safe(visit, replace(need, state=stored.state, touched_at=visit.now), case)
    if need.state in OVER:
        return stored
    need = replace(need, wakes_at=wakes_at(visit, need))
    visit.unit.needs.save(need)
    line = need_line(visit, need)
    for offer in visit.unit.needs.offers(need.number):
        words = wording_offers.changed(line) if offer.state is OfferState.CLAIMED else None
        words = wording_offers.changed_for_asked(line) if offer.state is OfferState.ASKED else words
        if words is not None:
            tell_volunteer(visit, offer.volunteer, telling(visit, need, "changed", words))
    return go_on(visit, need, case) if asks(need) else need


def cancel(visit: Visit, need: Need, why: str) -> Need:
    """A need that is no longer wanted: whoever was asked or had claimed it is told. `why` is short and may be empty."""
    need, _ = hold(visit, need)
    if need.state in OVER:
        return need
    need = replace(need, state=NeedState.CANCELLED, touched_at=visit.now, ended_at=visit.now, wakes_at=None)
    visit.unit.needs.save(need)
    words = wording_offers.cancelled(need_line(visit, need), why)
    for offer in visit.unit.needs.offers(need.number):
        if offer.state in (OfferState.ASKED, OfferState.CLAIMED):
            if not unread(visit, need, offer.volunteer):
                tell_volunteer(visit, offer.volunteer, telling(visit, need, "cancelled", words))
            visit.unit.needs.save_offer(replace(offer, state=OfferState.WITHDRAWN, answered_at=visit.now, why=why))
    return need


# -- given by name -------------------------------------------------------------------------------------


def assign(visit: Visit, need: Need, codes: Sequence[str]) -> Need:
    """These volunteers hold the need from now on, told with all the facts; they may say 来不了.

    Others are asked for the hands that are still missing, unless it is a wish or waits for its card. Whoever was
    asked and is not needed any more is told so.
    """
    need, case = hold(visit, need)
    for code in codes:
        hold_place(visit, need, code)
    offers = visit.unit.needs.offers(need.number)
    for code in codes:
        others = company(visit, offers, code)
        words = wording_offers.assigned(need_line(visit, need, offers, claimed=True), others)
        tell_volunteer(visit, code, telling(visit, need, "assigned", words, "轮到您"))
    return settle(visit, need, case, codes)


def hold_place(visit: Visit, need: Need, code: str) -> Offer:
    """The offer by which a volunteer holds a place of a need, saved; the part is one that is missing, if any is."""
    offers = visit.unit.needs.offers(need.number)
    missing = missing_parts(need, offers)
    volunteer = visit.knowledge.roster.get(code)
    able = volunteer.skills | volunteer.verified if volunteer is not None else frozenset[str]()
    own = next((offer for offer in offers if offer.volunteer == code), None)
    fitting = [part.skill for part in missing if not part.skill or part.skill in able]
    part = own.part if own is not None and own.part in fitting else next(iter(fitting), "")
    if own is None:
        own = Offer(0, need.number, code, visit.now, need.ends_at, part, 0, OfferState.CLAIMED, visit.now)
        return replace(own, number=visit.unit.needs.offer(own))
    own = replace(own, state=OfferState.CLAIMED, answered_at=visit.now, part=part, why="")
    visit.unit.needs.save_offer(own)
    return own


def settle(visit: Visit, need: Need, case: Case | None, told: Collection[str] = ()) -> Need:
    """A need after somebody has claimed a place of it: filled, and the others told; or asking goes on. Those `told`
    have just read with whom they go.
    """
    offers = visit.unit.needs.offers(need.number)
    if missing_parts(need, offers):
        need = replace(need, touched_at=visit.now)
        visit.unit.needs.save(need)
        return go_on(visit, need, case) if asks(need) else need
    need = replace(need, state=NeedState.FILLED, touched_at=visit.now)
    need = replace(need, wakes_at=wakes_at(visit, need))
    visit.unit.needs.save(need)
    _tell_the_others(visit, need, offers, told)
    return need


def _tell_the_others(visit: Visit, need: Need, offers: Sequence[Offer], told: Collection[str]) -> None:
    line = need_line(visit, need, offers)
    for offer in offers:
        if offer.state is OfferState.ASKED:
            visit.unit.needs.save_offer(replace(offer, state=OfferState.FILLED, answered_at=visit.now))
            if not unread(visit, need, offer.volunteer):
                words = wording_offers.is_filled(line)
                tell_volunteer(visit, offer.volunteer, telling(visit, need, "filled", words, wording_offers.FILLED))
    for offer in offers if need.people > 1 else ():
        volunteer = visit.knowledge.roster.get(offer.volunteer)
        himself = volunteer is not None and volunteer.contact == visit.contact.id
        if offer.state is OfferState.CLAIMED and not himself and offer.volunteer not in told:
            words = wording_offers.all_here(line, company(visit, offers, offer.volunteer))
            tell_volunteer(visit, offer.volunteer, telling(visit, need, "together", words))


def company(visit: Visit, offers: Sequence[Offer], code: str) -> list[str]:
    """Who else goes, as a volunteer reads it."""
    return [volunteer_title(visit, one.volunteer) for one in offers if one.state in HOLDING and one.volunteer != code]


# -- found ---------------------------------------------------------------------------------------------


def hold(visit: Visit, need: Need) -> tuple[Need, Case | None]:
    """A need as the store has it now, and its case, both nobody else's to change until the visit ends.

    The case is locked first, as everywhere where both are needed.
    """
    case = _case_of(visit, need)
    return visit.unit.needs.load(need.number) or need, case


def _case_of(visit: Visit, need: Need) -> Case | None:
    return visit.unit.cases.load(need.case) if need.case else None


def need_of(visit: Visit, command: Command) -> Need:
    """The need that a command means: by its case's number, as Z12, or left out when only one fits the word.

    A plain number means a case's need before one without a case. Only what concerns the visitor is found: what she was
    offered, asked for, ordered, coordinates, has in hand or is over. Raises `NoSuchNeed`, `NothingFits`, `SeveralFit`.
    The need is only looked at: `hold` makes it nobody else's.
    """
    number = command.number
    if number is None:
        return _only(_known(visit, command.verb), command.verb)
    for need in (None if command.own else visit.unit.needs.of_case(number), visit.unit.needs.look(number)):
        meant = need is not None and (need.case == number or not need.case or command.own)
        if need is not None and meant and concerns(visit, need):
            return need
    raise refusals.NoSuchNeed(number=f"Z{number}" if command.own else str(number))


def concerns(visit: Visit, need: Need) -> bool:
    """Whether the visitor may know of a need: see `need_of`."""
    volunteer = visit.knowledge.roster.of_contact(visit.contact.id)
    if volunteer is not None and visit.unit.needs.offer_of(need.number, volunteer.code) is not None:
        return True
    return need.requester == visit.contact.id or is_over(visit, need)


def is_over(visit: Visit, need: Need) -> bool:
    """Whether the visitor answers for a need: ordered it, coordinates it, was given it, has its case, or is one of the
    offices over the place.
    """
    person = visit.contact.person
    if not person:
        return False
    case = visit.unit.cases.load(need.case) if need.case else None
    if person in (need.by, need.coordinator, need.given_to) or (case is not None and case.responder == person):
        return True
    responder = visit.knowledge.town.directory.get(person)
    line = {node.code for node in visit.knowledge.town.territory.lineage(need.place)}
    return responder is not None and any(duty.role in _OVER and duty.place in line for duty in responder.duties)


def _known(visit: Visit, verb: Verb) -> list[Need]:
    """What the visitor may mean by a word without a number, the earliest first."""
    volunteer = visit.knowledge.roster.of_contact(visit.contact.id)
    wanted = [OfferState.ASKED] if verb in _ANSWERING else [OfferState.CLAIMED]
    own = visit.unit.needs.of_volunteer(volunteer.code, wanted) if volunteer is not None else []
    if verb in _ANSWERING or (own and verb in _GOING):
        return [need for need, _ in own]
    return list(dict.fromkeys([*(need for need, _ in own),
                               *visit.unit.needs.concerning(visit.contact.id, visit.contact.person)]))


def _only(fitting: Collection[Need], verb: Verb) -> Need:
    word = wording_refusals.word_of(verb)
    if not fitting:
        raise refusals.NothingFits(word=word)
    found = list(fitting)
    if len(found) > 1:
        listed = "、".join(f"#{need.said}" for need in found[:5])
        raise refusals.SeveralFit(word=word, listed=listed, first=found[0].said)
    return found[0]
