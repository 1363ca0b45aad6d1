"""A need that is met: 完成 by whoever went, then the requester's word; hours and thanks, or it is looked for anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.desk import refusals, wording_offers
from bot.desk.attesting import visited
from bot.desk.chatwords import Command, Verb
from bot.desk.closing import propose
from bot.desk.crediting import credit, credited, says_minutes_alone
from bot.desk.desk import Visit
from bot.desk.judging import accept, reject
from bot.desk.needclock import wakes_at
from bot.desk.needline import need_line, tell_volunteer, telling, unread, volunteer_title
from bot.desk.releasing import open_again, tell_coordinators
from bot.desk.volunteering import SETTLED, hold, is_over, need_of
from matching.case import Case, State
from matching.lifecycle import IN_HAND
from matching.need import Need, NeedKind, NeedState, NeedUrgency
from matching.offers import HOLDING, Offer, OfferState
from matching.vetted import about_minor
from matching.volunteer import Volunteer

_UNDER_WAY = frozenset({NeedState.OPEN, NeedState.FILLED, NeedState.FALLBACK})
#: What was not good gets so much time again when its own has passed.
_AGAIN_WITHIN = timedelta(hours=24)
#: So long thanks still are for whoever came.
_THANKED_WITHIN = timedelta(days=7)
#: A bare 谢谢 is shorter, and each has been thanked by then.
_TELLS_SOMETHING = 5


# -- 完成 ----------------------------------------------------------------------------------------------


def done(visit: Visit, command: Command) -> str:
    """完成: by whoever went, once; of several the last one ends it. Who answers for it may say it for all of them."""
    need, case = hold(visit, need_of(visit, command))
    volunteer = visit.knowledge.roster.of_contact(visit.contact.id)
    own = visit.unit.needs.offer_of(need.number, volunteer.code) if volunteer is not None else None
    if volunteer is not None and own is not None and own.state in HOLDING:
        return _done_by(visit, need, case, (volunteer, own, command.rest))
    if not is_over(visit, need):
        raise refusals.NothingFits(word="完成")
    if need.state not in _UNDER_WAY:
        raise refusals.NothingFits(word="完成")
    return _done_for_all(visit, need, case)


def _done_by(visit: Visit, need: Need, case: Case | None, said: tuple[Volunteer, Offer, str]) -> str:
    volunteer, own, words = said
    line = need_line(visit, need)
    if own.state is not OfferState.CLAIMED or need.state in SETTLED:
        return wording_offers.done_already(line)
    visit.unit.needs.save_offer(replace(own, state=OfferState.DONE, done_at=visit.now, why=words))
    missing = [one for one in visit.unit.needs.holders(need.number) if one.state is OfferState.CLAIMED]
    if missing:
        return wording_offers.done_of_team(line, len(missing))
    complete(visit, need, case, (volunteer.code, words))
    return wording_offers.done(line)


def _done_for_all(visit: Visit, need: Need, case: Case | None) -> str:
    """Whoever answers for it says so: that is the word it waits for. A case is closed by its own word."""
    if case is not None:
        raise refusals.CloseTheCase(number=need.said)
    for offer in visit.unit.needs.holders(need.number):
        if offer.state is OfferState.CLAIMED:
            visit.unit.needs.save_offer(replace(offer, state=OfferState.DONE, done_at=visit.now))
    confirm(visit, need)
    return wording_offers.confirmed(need_line(visit, need))


def complete(visit: Visit, need: Need, case: Case | None, by: tuple[str, str]) -> Need:
    """A need that all who went call done; the requester is asked. `by` is the last one's code and what she said.

    A case goes its own way to the resident's verdict; one about a child, or that waits for something else, is left to
    whoever has it.
    """
    code, said = by
    need = replace(need, state=NeedState.DONE, touched_at=visit.now)
    need = replace(need, wakes_at=wakes_at(visit, need))
    visit.unit.needs.save(need)
    offers = visit.unit.needs.offers(need.number)
    line = need_line(visit, need, offers)
    _nobody_else(visit, need, offers)
    who = "、".join(volunteer_title(visit, offer.volunteer) for offer in offers if offer.state in HOLDING)
    if case is None:
        _ask_for_word(visit, need, who)
    elif case.state in IN_HAND and not about_minor(case):
        span = said if says_minutes_alone(said) else ""
        told = wording_offers.DID_IT_IN.format(span=span) if span else said or wording_offers.DID_IT
        propose(visit, case, told, code)
        tell_coordinators(visit, need, case, wording_offers.done_for_handler(line, who))
    elif case.state in IN_HAND or case.state is State.AWAITING_INFO:
        tell_coordinators(visit, need, case, wording_offers.to_close_for_handler(line, who))
    return need


def finished_by_handler(visit: Visit, need: Need, going: Sequence[Offer]) -> None:
    """The one responsible for the case reports it as done: whoever claimed it need not go any more."""
    need = replace(need, state=NeedState.DONE, touched_at=visit.now, wakes_at=None)
    visit.unit.needs.save(need)
    _nobody_else(visit, need, visit.unit.needs.offers(need.number))
    for offer in going:
        if offer.state is OfferState.CLAIMED:
            words = wording_offers.finished_by_handler(need_line(visit, need))
            tell_volunteer(visit, offer.volunteer, telling(visit, need, "done", words))


def _nobody_else(visit: Visit, need: Need, offers: Sequence[Offer]) -> None:
    for offer in offers:
        if offer.state is OfferState.ASKED:
            visit.unit.needs.save_offer(replace(offer, state=OfferState.FILLED, answered_at=visit.now))
            if not unread(visit, need, offer.volunteer):
                words = wording_offers.is_filled(need_line(visit, need))
                tell_volunteer(visit, offer.volunteer, telling(visit, need, "filled", words, wording_offers.FILLED))


def _ask_for_word(visit: Visit, need: Need, who: str) -> None:
    words = wording_offers.done_for_requester(need_line(visit, need), who)
    if need.requester:
        visit.tell(telling(visit, need, "done", words), contact=need.requester)
    elif person := need.by or need.coordinator:
        visit.tell(telling(visit, need, "done", words), person=person)


# -- the requester's word ------------------------------------------------------------------------------


def accept_any(visit: Visit, command: Command) -> str:
    """满意: of a need without a case as of a case."""
    need = _judged(visit, command)
    if need is None:
        return accept(visit, command)
    confirm(visit, need)
    return wording_offers.confirmed(need_line(visit, need))


def reject_any(visit: Visit, command: Command) -> str:
    """不满意: others are looked for, or whoever did it goes once more."""
    need = _judged(visit, command)
    return reject(visit, command) if need is None else not_good(visit, need, command.rest)


def _judged(visit: Visit, command: Command) -> Need | None:
    """The need without a case that a verdict means; None where a case is meant."""
    if command.own:
        need = need_of(visit, command)
    elif command.number is None:
        waiting = visit.unit.needs.concerning(visit.contact.id, visit.contact.person)
        waiting = [one for one in waiting if one.state is NeedState.DONE and not one.case]
        cases = visit.unit.cases.open_concerning(visit.contact.id)
        if len(waiting) != 1 or any(case.state is State.AWAITING_VERDICT for case in cases):
            return None
        need = waiting[0]
    else:
        return None
    need, _ = hold(visit, need)
    if need.case:
        return None
    if need.requester != visit.contact.id and not is_over(visit, need):
        raise refusals.NoSuchNeed(number=need.said)
    if need.state not in (NeedState.DONE, NeedState.FILLED, NeedState.FALLBACK):
        raise refusals.NothingFits(word="满意" if command.verb is Verb.ACCEPT else "不满意")
    return need


def confirm(visit: Visit, need: Need) -> Need:
    """A need that is met: the hours of all who went are counted once, and each reads thanks."""
    if need.kind is NeedKind.VISIT:
        visited(visit, need)
    need = replace(need, state=NeedState.CONFIRMED, touched_at=visit.now, ended_at=visit.now, wakes_at=None)
    visit.unit.needs.save(need)
    offers = visit.unit.needs.offers(need.number)
    _nobody_else(visit, need, offers)
    line = need_line(visit, need)
    for offer in offers:
        if offer.state in (OfferState.CLAIMED, OfferState.DONE):
            met = replace(offer, state=OfferState.CONFIRMED, done_at=offer.done_at or visit.now)
            visit.unit.needs.save_offer(met)
            words = wording_offers.thanked(line, credited(visit, met.volunteer, credit(visit, need, met)))
            tell_volunteer(visit, met.volunteer, telling(visit, need, "thanked", words))
    return need


def not_good(visit: Visit, need: Need, why: str) -> str:
    """A need that is not met although they say so: whoever went may go once more, others are asked."""
    case = visit.unit.cases.load(need.case) if need.case else None
    for offer in visit.unit.needs.holders(need.number):
        visit.unit.needs.save_offer(replace(offer, state=OfferState.RELEASED, answered_at=visit.now, why=why))
        words = wording_offers.not_good_for_volunteer(need_line(visit, need), why)
        tell_volunteer(visit, offer.volunteer, telling(visit, need, "not_good", words))
    if need.ends_at - timedelta(minutes=need.minutes) <= visit.now:
        need = replace(need, ends_at=visit.now + _AGAIN_WITHIN, urgency=NeedUrgency.TODAY)
    need = replace(need, state=NeedState.OPEN)
    open_again(visit, need, case)
    return wording_offers.not_good(need_line(visit, need))


# -- thanks --------------------------------------------------------------------------------------------


def pass_thanks(visit: Visit, said: str) -> bool:
    """A requester's praise or thanks brought once to whoever helped her last; False when nobody did lately, or the
    words say nothing ("谢谢").
    """
    need = visit.unit.needs.latest_of_requester(visit.contact.id)
    if need is None or need.state not in (NeedState.DONE, NeedState.CONFIRMED):
        return False
    key = f"thanked:{need.number}"
    if len(said) < _TELLS_SOMETHING or visit.now - need.touched_at > _THANKED_WITHIN or visit.desk.memory.get(key):
        return False
    visit.desk.memory.put(key, "1", _THANKED_WITHIN)
    words = wording_offers.thanked_in_words(need_line(visit, need), said)
    told = [
        tell_volunteer(visit, offer.volunteer, telling(visit, need, "praise", words))
        for offer in visit.unit.needs.holders(need.number)
    ]
    return any(told)
