"""微心愿: a wish hangs on the board with nothing personal, is claimed by the first, handed over, or declined kindly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.desk import labels, refusals, wording_ledger, wording_refusals, wording_wishes
from bot.desk.chatwords import Command
from bot.desk.claiming import claim
from bot.desk.clock import AT_ONCE, Clock, Due
from bot.desk.desk import Desk, Telling, Visit, move_or_refuse, who_has
from bot.desk.dispatching import tell_reporter
from bot.desk.links import with_link
from bot.desk.needline import address_of, needs_card, tell_volunteer, telling
from bot.desk.volunteering import cancel, hold, is_over, need_of, volunteer_here
from bot.desk.wishboard import hung_here
from intents.publishable import telling as telling_of
from matching.case import Action, Case
from matching.need import OVER, Need, NeedKind, NeedState
from matching.offers import OfferState
from matching.wish import FULFILLED_WITHIN, UNCLAIMED_AFTER, HungWish, meets_at_door, wish_of
from storage.unit_of_work import UnitOfWork

_WHAT = "wish_waits"
_A_PAGE = 8
_SEVERAL_MOST = 10
_PAGE = re.compile(r"第?\s*(?P<page>\d{1,2})\s*页")
_CHANGE = re.compile(r"(?P<what>改成?|撤下|不挂|挂上|实现不了|办不到)[\s:：，,]*(?P<words>.*)", re.DOTALL)
_NUMBERS = re.compile(r"\d{1,9}")
_DAYS = FULFILLED_WITHIN.days
_NOT_CLAIMED = frozenset({NeedState.OPEN, NeedState.FALLBACK})


# -- the board -------------------------------------------------------------------------------------


def wishes(visit: Visit, command: Command) -> str:
    """心愿: the board, a page at a time; with a number and a word whoever is responsible changes one."""
    if command.number is not None:
        return _change(visit, command)
    page = _PAGE.search(command.rest)
    at = max(int(page["page"]), 1) if page else 1
    found = hung_here(visit)
    shown = found[(at - 1) * _A_PAGE : at * _A_PAGE]
    if not shown:
        return wording_wishes.NOTHING
    left = len(found) - at * _A_PAGE
    more = wording_wishes.MORE.format(left=left, page=at + 1) + "\n" if left > 0 else ""
    lines = [wording_wishes.on_board(one.said, one.words, one.where, one.since) for one in shown]
    address = visit.desk.links.address(visit.contact.id, visit.contact.openid, "wishes")
    return with_link(wording_wishes.board(lines, more), address, wording_wishes.OPEN_BOARD)


# -- claimed ---------------------------------------------------------------------------------------


def adopt(visit: Visit, command: Command) -> str:
    """认领: the first has it, under the need's lock; several numbers claim several, each on its own."""
    numbers = [int(found) for found in _NUMBERS.findall(command.rest)][: _SEVERAL_MOST - 1]
    if command.number is None:
        return wording_wishes.HOW_TO_ADOPT
    first = _hanging(visit, command)
    if not numbers:
        return _adopt(visit, first)
    volunteer_here(visit)
    wanted = dict.fromkeys([command.number, *numbers])
    lines = [_adopt_one(visit, replace(command, number=number, rest="")) for number in wanted]
    return wording_wishes.several_behind(wording_wishes.adopted_several(lines))


def _adopt_one(visit: Visit, command: Command) -> str:
    """One of several: a line."""
    try:
        need = _hanging(visit, command)
        _adopt(visit, need)
    except refusals.DeskRefusal as refused:
        said = f"Z{command.number}" if command.own else str(command.number)
        return wording_wishes.one_not(said, wording_refusals.refusal(refused))
    if _holds(visit, need):
        return wording_wishes.one_adopted(need.said, need.what)
    return wording_wishes.one_not(need.said, wording_wishes.CLAIMED)


def _hanging(visit: Visit, command: Command) -> Need:
    """The wish of that number on the board, or one that was. Raises `refusals.NoSuchNeed`."""
    number = command.number or 0
    need = visit.unit.needs.load(number) if command.own else visit.unit.needs.of_case(number)
    wish = wish_of(need.source) if need is not None else None
    if need is None or wish is None or wish.hidden:
        raise refusals.NoSuchNeed(number=f"Z{number}" if command.own else str(number))
    return need


def _adopt(visit: Visit, need: Need) -> str:
    volunteer = volunteer_here(visit)
    need, _ = hold(visit, need)
    wish = wish_of(need.source)
    if wish is None or (need.vetted and not volunteer.vetted):
        return wording_wishes.VETTED_ONLY.format(said=need.said)
    if need.state in _NOT_CLAIMED:
        need = replace(need, ends_at=visit.now + FULFILLED_WITHIN, touched_at=visit.now)
        visit.unit.needs.save(need)
    reply = claim(visit, need)
    if not _holds(visit, need):
        return reply
    return wording_wishes.adopted(reply, _how(visit, need, wish, vetted=volunteer.vetted))


def _holds(visit: Visit, need: Need) -> bool:
    volunteer = visit.knowledge.roster.of_contact(visit.contact.id)
    offers = visit.unit.needs.holders(need.number)
    return volunteer is not None and any(offer.volunteer == volunteer.code for offer in offers)


def _how(visit: Visit, need: Need, wish: HungWish, *, vetted: bool) -> str:
    case = visit.unit.cases.load(need.case) if need.case else None
    who = who_has(visit, case) if case is not None else ""
    if meets_at_door(need.source, vetted=vetted):
        return wording_wishes.bring_home(need.said, _DAYS)
    return (wording_wishes.bring_to if wish.to_carry else wording_wishes.arrange)(who, need.said, _DAYS)


# -- handed over -----------------------------------------------------------------------------------


def let_in(visit: Visit, command: Command) -> str:
    """上门: whoever wished lets the claimer come to the door, 不上门 takes that back; who has claimed it already reads
    where to go now.
    """
    need = need_of(visit, command)
    wish = wish_of(need.source)
    if wish is None or need.requester != visit.contact.id or need.state in OVER:
        raise refusals.NoSuchNeed(number=need.said)
    if wish.of_child:
        return wording_wishes.LET_IN_CHILD.format(said=need.said)
    need, _ = hold(visit, need)
    opens = not command.rest
    need = replace(need, source=replace(wish, door=opens).source, touched_at=visit.now)
    visit.unit.needs.save(need)
    address = address_of(visit, need)
    words = wording_wishes.door_open(need.said, address) if opens else wording_wishes.door_shut(need.said)
    for offer in visit.unit.needs.holders(need.number):
        if offer.state is OfferState.CLAIMED:
            tell_volunteer(visit, offer.volunteer, telling(visit, need, "changed", words))
    return (wording_wishes.LET_IN if opens else wording_wishes.KEEP_OUT).format(said=need.said)


# -- changed by whoever is responsible ---------------------------------------------------------------


def _change(visit: Visit, command: Command) -> str:
    number = command.number or 0
    need = visit.unit.needs.load(number) if command.own else visit.unit.needs.of_case(number)
    wish = wish_of(need.source) if need is not None else None
    if need is None or wish is None:
        raise refusals.NoSuchNeed(number=f"Z{number}" if command.own else str(number))
    if not command.rest:
        where = visit.knowledge.town.territory.title(need.place)
        where = need.place_text or where
        since = labels.day_name(need.created_at, visit.now, visit.zone)
        return wording_wishes.on_board(need.said, need.what, where, since)
    if not is_over(visit, need):
        raise refusals.NotForYou(number=need.said, word="改心愿")
    read = _CHANGE.fullmatch(command.rest.strip())
    if read is None:
        return wording_wishes.HOW_TO_CHANGE.format(said=need.said)
    need, case = hold(visit, need)
    if read["what"] in ("实现不了", "办不到"):
        return _decline(visit, need, case, read["words"].strip(" 。"))
    if read["what"] in ("改", "改成"):
        return _reword(visit, need, read["words"].strip(" 。"))
    hidden = read["what"] != "挂上"
    visit.unit.needs.save(replace(need, source=replace(wish, hidden=hidden).source, touched_at=visit.now))
    return (wording_wishes.HIDDEN if hidden else wording_wishes.HUNG_AGAIN).format(said=need.said)


def _reword(visit: Visit, need: Need, words: str) -> str:
    if not words:
        return wording_wishes.HOW_TO_CHANGE.format(said=need.said)
    found = telling_of(words)
    if found:
        raise refusals.TellsTooMuch(number=need.said, what=wording_ledger.tells(found))
    visit.unit.needs.save(replace(need, what=words, touched_at=visit.now))
    return wording_wishes.REWORDED.format(said=need.said, words=words)


def _decline(visit: Visit, need: Need, case: Case | None, reason: str) -> str:
    """Not possible, said kindly by a person; as with any refusal the resident may hold against it."""
    if not reason:
        raise refusals.WordsMissing(number=need.said, word=f"心愿 {need.said} 实现不了", what="原因")
    who = who_has(visit, case) if case is not None else ""
    if case is not None:
        case = move_or_refuse(visit, case, (Action.DECLINE, "说实现不了"), visit.contact.person, reason)
        case = replace(case, closed_at=visit.now, verdict="not_accepted", disputed=False, answerable="")
        visit.unit.cases.save(case)
        tell_reporter(visit, case, "declined", wording_wishes.not_possible(case.number, reason, who))
    cancel(visit, need, reason)
    return wording_wishes.declined(need.said)


# -- nobody claims it --------------------------------------------------------------------------------


def _find(_desk: Desk, unit: UnitOfWork, now: datetime) -> Iterator[Due]:
    waiting = unit.needs.of_kind(NeedKind.WISH, NeedState.OPEN)
    for need in waiting[:AT_ONCE]:
        if not need.given_to and need.created_at + UNCLAIMED_AFTER <= now:
            yield Due(0, _WHAT, need.created_at + UNCLAIMED_AFTER, need.number)


def _tell_waiting(visit: Visit, _case: Case | None, due: Due) -> bool:
    """Whoever is responsible hears by name, once; the wish stays on the board."""
    need = visit.unit.needs.load(due.which)
    if need is None or need.state is not NeedState.OPEN or need.given_to:
        return False
    case = visit.unit.cases.load(need.case) if need.case else None
    person = case.responder if case is not None and case.responder else need.coordinator
    visit.unit.needs.save(replace(need, given_to=person or "-", touched_at=visit.now))
    words = wording_wishes.waits_long(need.said, need.what, UNCLAIMED_AFTER.days)
    if person:
        told = Telling("wish", words, case, needs_card(visit, need, wording_wishes.WAITS))
        visit.tell(told, person=person)
    return bool(person)


WISH_WAITS = Clock(_WHAT, _find, _tell_waiting)
