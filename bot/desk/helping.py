"""What a volunteer looks at and says besides answering: 我的, and words brought to the requester and back."""

from __future__ import annotations

from bot.desk import refusals, wording_offers, wording_pages, wording_refusals
from bot.desk.answering import mine_and_called
from bot.desk.chatwords import Command, Verb
from bot.desk.desk import Visit, move
from bot.desk.handling import in_hand
from bot.desk.links import with_link
from bot.desk.needline import STATES, need_line, tell_volunteer, telling, volunteer_title
from bot.desk.standing import status, withdraw
from bot.desk.volunteering import SETTLED, cancel, hold, is_over, need_of
from bot.desk.waiting import say
from matching.case import Action, Case
from matching.lifecycle import ENDED
from matching.need import Need
from matching.offers import HOLDING, OfferState
from matching.volunteer import Volunteer

#: The words that may have a need's own number (Z5) behind them; the others are about cases, and 5 is another matter.
KNOWS_NEEDS = frozenset({
    Verb.TAKE, Verb.DECLINE_OFFER, Verb.DONE, Verb.RELEASE, Verb.NO_SHOW, Verb.ACCEPT, Verb.REJECT, Verb.SAY,
    Verb.STATUS, Verb.WITHDRAW, Verb.RESCHEDULE, Verb.ORDER, Verb.ADOPT, Verb.WISHES, Verb.VISIT,
})  # fmt: skip


def check_number(command: Command) -> None:
    """Nothing, unless a word about cases has the number of a need without one: raises `refusals.NotForANeed`."""
    if command.own and command.verb not in KNOWS_NEEDS:
        word = wording_refusals.word_of(command.verb)
        raise refusals.NotForANeed(number=f"Z{command.number}", word=word)


def status_any(visit: Visit, command: Command) -> str:
    """进度, of a need without a case too: where it stands and who comes."""
    if not command.own:
        return status(visit, command)
    need = need_of(visit, command)
    offers = visit.unit.needs.offers(need.number)
    going = [volunteer_title(visit, one.volunteer, need) for one in offers if one.state in HOLDING]
    return wording_offers.status(need_line(visit, need, offers), STATES[need.state], "、".join(going))


def withdraw_any(visit: Visit, command: Command) -> str:
    """取消, of a need without a case too, by whoever asked for it or answers for it."""
    if not command.own:
        return withdraw(visit, command)
    need = need_of(visit, command)
    if need.requester != visit.contact.id and not is_over(visit, need):
        raise refusals.NoSuchNeed(number=need.said)
    need = cancel(visit, need, wording_offers.WITHDRAWN)
    return wording_offers.withdrawn(need_line(visit, need))


# -- 我的 ----------------------------------------------------------------------------------------------


def mine_and_offered(visit: Visit, command: Command) -> str:
    """我的: what waits for a volunteer's answer and what she has claimed, with a handler's own list before it."""
    volunteer = visit.knowledge.roster.of_contact(visit.contact.id)
    if volunteer is None:
        return mine_and_called(visit, command)
    hers = offers_of(visit, volunteer)
    busy = bool(in_hand(visit)) if visit.contact.person else bool(visit.unit.cases.open_concerning(visit.contact.id))
    if visit.contact.person and not hers:
        return mine_and_called(visit, command)
    own = mine_and_called(visit, command) if busy else ""
    listed = "\n".join(part for part in (own, hers) if part) or wording_offers.mine([], [])
    address = visit.desk.links.address(visit.contact.id, visit.contact.openid)
    return with_link(listed, address, wording_pages.OPEN_LIST)


def offers_of(visit: Visit, volunteer: Volunteer) -> str:
    """What a volunteer was asked and has claimed, empty when nothing."""
    asked = [
        (need_line(visit, need), visit.until(offer.until))
        for need, offer in visit.unit.needs.of_volunteer(volunteer.code, [OfferState.ASKED])
    ]
    held = [
        need_line(visit, need, claimed=True)
        for need, _ in visit.unit.needs.of_volunteer(volunteer.code, [OfferState.CLAIMED])
        if need.state not in SETTLED
    ]
    return wording_offers.mine(asked, held) if asked or held else ""


# -- 回复 ----------------------------------------------------------------------------------------------


def may_say(visit: Visit, command: Command) -> bool:
    """Whether 回复 is meant as a word by somebody without a duty: a volunteer, or about a need of her own."""
    volunteer = visit.knowledge.roster.of_contact(visit.contact.id)
    return command.number is not None and (volunteer is not None or command.own)


def say_any(visit: Visit, command: Command) -> str:
    """回复: a volunteer's words go to the requester, the requester's to those who come, a handler's to the resident."""
    need = _spoken_of(visit, command)
    if need is None:
        return say(visit, command)
    if not command.rest:
        raise refusals.WordsMissing(number=need.said, word=wording_refusals.word_of(command.verb), what="要带的话")
    need, case = hold(visit, need)
    volunteer = visit.knowledge.roster.of_contact(visit.contact.id)
    own = visit.unit.needs.offer_of(need.number, volunteer.code) if volunteer is not None else None
    if volunteer is not None and own is not None and own.state in HOLDING:
        _to_requester(visit, need, case, (volunteer, command.rest))
    else:
        words = wording_offers.said_by(need_line(visit, need), wording_offers.REQUESTER, command.rest)
        for offer in visit.unit.needs.holders(need.number):
            tell_volunteer(visit, offer.volunteer, telling(visit, need, "said", words))
    return wording_offers.passed_on(need_line(visit, need))


def _spoken_of(visit: Visit, command: Command) -> Need | None:
    """The need that 回复 is about; None where a handler speaks of a case."""
    if command.number is None:
        return None
    try:
        need = need_of(visit, command)
    except refusals.NoSuchNeed:
        if command.own or not visit.contact.person:
            raise
        return None
    volunteer = visit.knowledge.roster.of_contact(visit.contact.id)
    own = visit.unit.needs.offer_of(need.number, volunteer.code) if volunteer is not None else None
    speaks = (own is not None and own.state in HOLDING) or need.requester == visit.contact.id
    if not speaks and (command.own or not visit.contact.person):
        raise refusals.NoSuchNeed(number=need.said)
    return need if speaks else None


def _to_requester(visit: Visit, need: Need, case: Case | None, said: tuple[Volunteer, str]) -> None:
    volunteer, words = said
    if case is not None and case.state not in ENDED:
        visit.unit.cases.save(move(visit, case, Action.SAY, volunteer.code, words))
    told = wording_offers.said_by(need_line(visit, need), volunteer_title(visit, volunteer.code), words)
    if need.requester:
        visit.tell(telling(visit, need, "said", told), contact=need.requester)
    elif person := need.by or need.coordinator:
        visit.tell(telling(visit, need, "said", told), person=person)
