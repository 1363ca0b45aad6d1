"""What a volunteer answers: 接, first come first served, and 不接."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.desk import refusals, wording_offers, wording_pages
from bot.desk.asking_round import barred, go_on
from bot.desk.chatwords import Command
from bot.desk.desk import Visit, move
from bot.desk.dispatching import said_of
from bot.desk.links import with_link
from bot.desk.looking import CHAT
from bot.desk.needline import arrives_by, need_line, telling, volunteer_title
from bot.desk.volunteering import SETTLED, asks, company, hold, hold_place, need_of, settle, volunteer_here
from bot.desk.waiting import take_up
from matching.asking import missing_parts
from matching.case import Action, Case, State
from matching.eligible import unfit
from matching.lifecycle import ENDED, IN_HAND
from matching.need import Need, NeedKind, NeedState
from matching.offers import HOLDING, Offer, OfferState
from matching.volunteer import Volunteer
from storage.looks import Look

#: Where a volunteer's claim is the case's sign-in too.
_SIGNING = frozenset({State.AWAITING_SIGNIN, State.REDO})
#: A bare 接 still means what was asked so long ago, though others were faster or its window has passed.
_STILL_MEANT = timedelta(hours=12)
_MISSED = frozenset({OfferState.FILLED, OfferState.SILENT})
#: So much of the resident's words stands in the reply.
_SAID_MOST = 120
#: More people than this, and the requester hears of them together.
_EACH_TOLD = 2


# -- 接 ------------------------------------------------------------------------------------------------


def claim_or_take(visit: Visit, command: Command) -> str:
    """接, 接单: what a volunteer was offered goes before a handler's case, unless that is hers to take."""
    need = offered(visit, command)
    if need is None:
        return take_up(visit, command)
    address = visit.desk.links.address(visit.contact.id, visit.contact.openid, f"need/{need.number}")
    return with_link(claim(visit, need, command.rest), address, wording_pages.OPEN)


def offered(visit: Visit, command: Command) -> Need | None:
    """The need that 接 means; None where it is a handler's case that is meant, or nothing was offered."""
    volunteer = visit.knowledge.roster.of_contact(visit.contact.id)
    if volunteer is None:
        return None
    if command.number is None:
        return _only_open(visit, volunteer)
    if not command.own:
        case = visit.unit.cases.load(command.number)
        if case is not None and visit.contact.person and case.responder == visit.contact.person:
            return None
    try:
        return need_of(visit, command)
    except refusals.NoSuchNeed:
        if command.own or not visit.contact.person:
            raise
        return None


def _only_open(visit: Visit, volunteer: Volunteer) -> Need | None:
    hers = visit.unit.cases.open_of_responder(visit.contact.person) if visit.contact.person else []
    waiting = [case for case in hers if case.state in _SIGNING]
    asked = [need for need, _ in visit.unit.needs.of_volunteer(volunteer.code, [OfferState.ASKED])]
    asked = [need for need in asked if need.case not in {case.number for case in hers}]  # hers to take, not to claim
    numbers = [need.said for need in asked] + [str(case.number) for case in waiting]
    if len(numbers) > 1 and asked:
        listed = "、".join(f"#{number}" for number in numbers[:5])
        raise refusals.SeveralFit(word="接", listed=listed, first=numbers[0])
    if asked or waiting:
        return asked[0] if asked else None
    missed = visit.unit.needs.of_volunteer(volunteer.code, _MISSED)
    lately = [need for need, offer in missed if visit.now - offer.at <= _STILL_MEANT]
    if not lately and not visit.contact.person:
        raise refusals.NothingFits(word="接")
    return lately[-1] if lately else None


def claim(visit: Visit, need: Need, words: str = "") -> str:
    """The visitor holds a place of a need from now on, if one is left for her: the first come, under the need's lock.

    Those who were asked too are told at once when it is filled; the requester reads who comes and when, the one
    responsible that he need not look for anybody. `words` go to the requester. Raises `NotAVolunteer`, and
    `NotForVolunteer` for one who was not asked and may not come.
    """
    volunteer = volunteer_here(visit)
    need, case = hold(visit, need)
    offers = visit.unit.needs.offers(need.number)
    own = next((offer for offer in offers if offer.volunteer == volunteer.code), None)
    if own is not None and own.state in HOLDING and need.state not in SETTLED:
        return wording_offers.claimed_already(need_line(visit, need, offers, claimed=True))
    if need.state in SETTLED or (case is not None and case.state in ENDED):
        return _too_late(visit, own, wording_offers.over(need_line(visit, need)))
    fitting = [part for part in missing_parts(need, offers) if not unfit(volunteer, need, part)]
    if own is None and (not _could(volunteer, need) or volunteer.code in barred(visit, need, case)):
        raise refusals.NotForVolunteer(number=need.said)
    if not fitting or need.state is NeedState.CARD or (own is not None and own.state is OfferState.NO_SHOW):
        return _too_late(visit, own, wording_offers.late(need_line(visit, need)))
    given_to = need.given_to
    hold_place(visit, need, volunteer.code)
    need = settle(visit, replace(need, given_to="") if need.state is NeedState.FALLBACK else need, case)
    _tell_of(visit, need, case, words)
    offers = visit.unit.needs.offers(need.number)
    _tell_responsible(visit, need, offers, given_to or (case.responder if case is not None else ""))
    line = need_line(visit, need, offers, claimed=True)
    said = _told_now(visit, case, volunteer.code)
    said = "" if need.kind is NeedKind.WISH else said  # its note has her words without where she lives
    return wording_offers.claimed(line, company(visit, offers, volunteer.code), said)


def _told_now(visit: Visit, case: Case | None, code: str) -> str:
    """What the resident said, for whoever goes to her; that she reads it is kept as a look at the case."""
    if case is None:
        return ""
    visit.unit.looks.record(Look(case.number, code, visit.contact.id, visit.now, CHAT))
    return "" if case.private else said_of(visit, case, _SAID_MOST)


def _could(volunteer: Volunteer, need: Need) -> bool:
    """Whether she could do any part of it."""
    return any(not unfit(volunteer, need, part) for part in need.parts)


def _too_late(visit: Visit, own: Offer | None, words: str) -> str:
    """Whoever says yes too late would have said yes: that is kept."""
    if own is not None and own.state in _MISSED | {OfferState.ASKED}:
        visit.unit.needs.save_offer(replace(own, state=OfferState.LATE, answered_at=visit.now))
    return words


def _tell_of(visit: Visit, need: Need, case: Case | None, words: str) -> None:
    """The requester reads who comes, each of a few and of many once all are found; the case keeps it."""
    offers = visit.unit.needs.offers(need.number)
    volunteer = volunteer_here(visit)
    line = need_line(visit, need, offers)
    who, arrives = volunteer_title(visit, volunteer.code, need), arrives_by(visit, need)
    said = wording_offers.coming(who, arrives, words)
    if case is not None:
        sign_for(visit, case, volunteer.code, said)
    if need.people > _EACH_TOLD and need.state is NeedState.FILLED:
        who = "、".join(volunteer_title(visit, offer.volunteer) for offer in offers if offer.state in HOLDING)
        said = wording_offers.coming(who, arrives, "")
    if need.requester and (need.people <= _EACH_TOLD or need.state is NeedState.FILLED):
        told = telling(visit, need, "claimed", wording_offers.on_the_way(line, said))
        visit.tell(told, contact=need.requester)


def sign_for(visit: Visit, case: Case, code: str, said: str) -> None:
    """The case signed by a volunteer's claim where it waits for that, else with her word added; the one responsible
    stays so. It counts as the first word.
    """
    if case.state in _SIGNING:
        visit.unit.cases.save(move(visit, case, Action.TAKE, code, said))
    elif case.state in IN_HAND:
        visit.unit.cases.save(move(visit, case, Action.SAY, code, said))


def _tell_responsible(visit: Visit, need: Need, offers: Sequence[Offer], person: str) -> None:
    """Whoever would have to look for somebody else need not, once enough have claimed it."""
    if need.state is not NeedState.FILLED:
        return
    going = [volunteer_title(visit, offer.volunteer, need) for offer in offers if offer.state in HOLDING]
    line, who = need_line(visit, need, offers), "、".join(going)
    for code in dict.fromkeys([person, need.by]):
        if code and code != visit.contact.person:
            words = wording_offers.claimed_for_handler(line, who, arrives_by(visit, need))
            visit.tell(telling(visit, need, "claimed", words), person=code)


# -- 不接 ----------------------------------------------------------------------------------------------


def decline(visit: Visit, command: Command) -> str:
    """不接, with a reason or without: the next one is asked at once. It lowers only that hour and kind."""
    volunteer = volunteer_here(visit)
    need, case = hold(visit, need_of(visit, command))
    own = visit.unit.needs.offer_of(need.number, volunteer.code)
    if own is None:
        raise refusals.NoSuchNeed(number=need.said)
    if own.state in HOLDING:
        raise refusals.ClaimedAlready(number=need.said)
    if own.state in _MISSED | {OfferState.ASKED}:
        own = replace(own, state=OfferState.DECLINED, answered_at=visit.now, why=command.rest)
        visit.unit.needs.save_offer(own)
    if asks(need):
        go_on(visit, need, case)
    return wording_offers.declined(need_line(visit, need))
