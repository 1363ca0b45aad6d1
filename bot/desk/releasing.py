"""A claim that comes to nothing: 来不了 in time or late, 没来 by whoever waited. Another is looked for at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.desk import refusals, wording_offers
from bot.desk.asking_round import go_on
from bot.desk.chatwords import Command
from bot.desk.claiming import decline
from bot.desk.desk import Telling, Visit, move
from bot.desk.needclock import wakes_at
from bot.desk.needline import STATES, need_line, tell_volunteer, telling, volunteer_title, when_of
from bot.desk.volunteering import SETTLED, asks, cancel, hold, is_over, need_of, volunteer_here
from matching.asking import more_urgent
from matching.case import Action, Case
from matching.lifecycle import IN_HAND
from matching.need import Need, NeedState
from matching.offers import Offer, OfferState
from matching.routing import masked


def release(visit: Visit, command: Command) -> str:
    """来不了: given back; late it makes the need more urgent. The requester and the coordinator are told."""
    volunteer = volunteer_here(visit)
    need, case = hold(visit, need_of(visit, command))
    own = visit.unit.needs.offer_of(need.number, volunteer.code)
    if own is None:
        raise refusals.NoSuchNeed(number=need.said)
    if own.state is not OfferState.CLAIMED or need.state in SETTLED:
        return decline(visit, command)
    _give_back(visit, need, case, replace(own, why=command.rest))
    return wording_offers.released(need_line(visit, need))


def _give_back(visit: Visit, need: Need, case: Case | None, own: Offer) -> None:
    who = volunteer_title(visit, own.volunteer)
    if case is not None and case.state in IN_HAND:
        visit.unit.cases.save(move(visit, case, Action.SAY, own.volunteer, wording_offers.cannot_come(who)))
    visit.unit.needs.save_offer(replace(own, state=OfferState.RELEASED, answered_at=visit.now))
    need = replace(need, urgency=more_urgent(need, visit.now))
    line = need_line(visit, need, visit.unit.needs.offers(need.number))
    if need.requester:
        words = wording_offers.released_for_requester(line, who)
        visit.tell(telling(visit, need, "released", words), contact=need.requester)
    tell_coordinators(visit, need, case, wording_offers.released_for_coordinator(line, who, own.why))
    _tell_company(visit, need, who)
    open_again(visit, need, case)


def _tell_company(visit: Visit, need: Need, who: str) -> None:
    """Whoever else goes must know it: of two nobody goes alone."""
    for offer in visit.unit.needs.holders(need.number):
        if offer.state is OfferState.CLAIMED:
            words = wording_offers.company_gone(need_line(visit, need), who, alone_not=need.pair)
            tell_volunteer(visit, offer.volunteer, telling(visit, need, "released", words))


def tell_coordinators(visit: Visit, need: Need, case: Case | None, words: str) -> None:
    """Those who answer for a need: who coordinates it, who ordered it, who has its case; nobody twice, not the
    visitor.
    """
    responsible = case.responder if case is not None else ""
    for person in dict.fromkeys([need.coordinator, need.by, responsible]):
        if person and person != visit.contact.person:
            visit.tell(telling(visit, need, "need", words), person=person)


def open_again(visit: Visit, need: Need, case: Case | None) -> Need:
    """A need with a place free again: others are asked, a wish is back on the board."""
    state = NeedState.OPEN if need.state is not NeedState.FALLBACK else need.state
    need = replace(need, state=state, touched_at=visit.now, ended_at=None)
    need = replace(need, wakes_at=wakes_at(visit, need))
    visit.unit.needs.save(need)
    return go_on(visit, need, case) if asks(need) else need


# -- whoever leaves for good ---------------------------------------------------------------------------


def leave_needs(visit: Visit) -> list[tuple[str, str]]:
    """The visitor leaves for good: what she had claimed is given back, what she had asked for is cancelled.

    Whoever was to come to her, each with the need's number, to be told by `tell_left` once her words are gone.
    """
    volunteer = visit.knowledge.roster.of_contact(visit.contact.id)
    for claimed, offer in visit.unit.needs.of_volunteer(volunteer.code, [OfferState.CLAIMED]) if volunteer else ():
        held, case = hold(visit, claimed)
        if held.state not in SETTLED:
            _give_back(visit, held, case, offer)
    left: list[tuple[str, str]] = []
    for need in visit.unit.needs.concerning(visit.contact.id, ""):
        left += [(offer.volunteer, need.said) for offer in visit.unit.needs.holders(need.number)]
        cancel(visit, need, "")
    return left


def tell_left(visit: Visit, left: Sequence[tuple[str, str]]) -> None:
    """Whoever was to come to somebody who has left need not; nothing is said of what it was."""
    for code, said in left:
        tell_volunteer(visit, code, Telling("cancelled", wording_offers.not_wanted(said), None, _bare(visit, said)))


def _bare(visit: Visit, said: str) -> dict[str, str]:
    now = visit.now.astimezone(visit.zone).strftime("%Y-%m-%d %H:%M")
    return {"number": said, "matter": wording_offers.A_NEED, "state": STATES[NeedState.CANCELLED], "due": now}


# -- 没来 ----------------------------------------------------------------------------------------------


def no_show(visit: Visit, command: Command) -> str:
    """没来, by the requester or whoever answers for it: only the coordinator hears who, and another is looked for."""
    need, case = hold(visit, need_of(visit, command))
    if need.requester != visit.contact.id and not is_over(visit, need):
        raise refusals.NoSuchNeed(number=need.said)
    going = [one for one in visit.unit.needs.holders(need.number) if one.state is OfferState.CLAIMED]
    if not going or need.state in SETTLED:
        raise refusals.NothingFits(word="没来")
    if visit.now < need.starts_at:
        raise refusals.NotYet(number=need.said, when=when_of(visit, need))
    offer = _who(visit, need, going, command.rest)
    gone = replace(offer, state=OfferState.NO_SHOW, answered_at=visit.now, why=command.rest)
    visit.unit.needs.save_offer(gone)
    need = replace(need, urgency=more_urgent(need, visit.now))
    line = need_line(visit, need, visit.unit.needs.offers(need.number))
    words = wording_offers.no_show_for_coordinator(line, volunteer_title(visit, offer.volunteer))
    coordinator = need.coordinator or need.by or (case.responder if case is not None else "")
    if coordinator and coordinator != visit.contact.person:
        visit.tell(telling(visit, need, "no_show", words), person=coordinator)
    open_again(visit, need, case)
    return wording_offers.no_show_noted(line)


def _who(visit: Visit, need: Need, going: Sequence[Offer], said: str) -> Offer:
    """The one of those who were to come that the words name; the only one needs no name."""
    named = {offer.number: visit.knowledge.roster.get(offer.volunteer) for offer in going}
    names = {number: volunteer.name for number, volunteer in named.items() if volunteer is not None}
    meant = [offer for offer in going if said and names.get(offer.number, "").startswith(said.strip(" ，,。*")[:4])]
    if len(going) == 1:
        return going[0]
    if len(meant) == 1:
        return meant[0]
    first = next(iter(names.values()), "")[:1]
    listed = "、".join(masked(name) for name in names.values())
    raise refusals.WhoDidNotCome(number=need.said, names=listed, first=first)
