"""A need as its page shows it, for whoever looks: the facts, what she may do; for a coordinator also who was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk import wording_offers as words
from bot.desk.casework import VERBS
from bot.desk.chatwords import Command, Verb
from bot.desk.desk import Desk, Visit
from bot.desk.links import Opened
from bot.desk.needfollowing import follow_cases
from bot.desk.needline import STATES, NeedLine, need_line, volunteer_title
from bot.desk.pagework import visit_by_link
from bot.desk.volunteering import SETTLED, company, concerns, is_over
from matching.asking import missing_parts
from matching.eligible import unfit
from matching.need import OVER, Need, NeedState, NeedUrgency
from matching.offers import HOLDING, Offer, OfferState
from storage.unit_of_work import UnitOfWork

_UNDER_WAY = frozenset({NeedState.OPEN, NeedState.FILLED, NeedState.FALLBACK})
#: What a page may make of a need.
MOVES = frozenset({
    Verb.TAKE, Verb.DECLINE_OFFER, Verb.DONE, Verb.RELEASE, Verb.NO_SHOW, Verb.ACCEPT, Verb.REJECT, Verb.SAY,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class NeedMove:
    """One thing that may be done: `label` on its button, or above what there is to fill in, with `send` on the button
    then; `picks` to choose from, `ask` before a line of words that must be written where `needed`. The `main` one
    stands at the thumb.
    """

    verb: Verb
    label: str
    main: bool = False
    picks: tuple[str, ...] = ()
    ask: str = ""
    needed: bool = False
    send: str = ""


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One volunteer who was asked, for the coordinator: who, what became of it, and why she was asked."""

    who: str
    end: str
    why: str


@dataclass(frozen=True, slots=True)
class NeedSheet:
    """What a page shows of a need. `until` is by when the visitor answers, `with_whom` who else goes; `rows` are for
    those who answer for it alone.
    """

    number: int
    line: NeedLine
    state: str
    urgent: bool
    claimed: bool
    until: str
    with_whom: tuple[str, ...]
    moves: tuple[NeedMove, ...]
    rows: tuple[AskedRow, ...]


def need_sheet(visit: Visit, number: int) -> NeedSheet | None:
    """The need as the visitor may see it, None when it is none of hers."""
    need = visit.unit.needs.look(number)
    if need is None or not concerns(visit, need):
        return None
    offers = visit.unit.needs.offers(number)
    own = _own(visit, offers)
    claimed = own is not None and own.state in HOLDING
    asked = own is not None and own.state is OfferState.ASKED and need.state not in SETTLED
    hers = own.volunteer if own is not None else ""
    goes = claimed and need.state not in OVER  # where somebody lives is for whoever is on her way
    rows = tuple(_row(visit, need, offer) for offer in offers) if is_over(visit, need) else ()
    return NeedSheet(
        number,
        need_line(visit, need, offers, claimed=goes or is_over(visit, need)),
        words.WAITS_FOR_YOU if asked else _state(visit, need),
        need.urgency is NeedUrgency.URGENT,
        claimed,
        visit.until(own.until) if asked and own is not None else "",
        tuple(company(visit, offers, hers)),
        tuple(_moves(visit, need, offers, own)),
        rows,
    )


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One line of a list; `until` is by when an answer is waited for."""

    number: int
    line: NeedLine
    until: str = ""


@dataclass(frozen=True, slots=True)
class NeedList:
    """Rows under a heading."""

    title: str
    rows: tuple[NeedRow, ...]


def my_needs(visit: Visit) -> tuple[NeedList, ...]:
    """What waits for a volunteer's answer, and what she has claimed; lists that are empty are left out."""
    volunteer = visit.knowledge.roster.of_contact(visit.contact.id)
    if volunteer is None:
        return ()
    asked = visit.unit.needs.of_volunteer(volunteer.code, [OfferState.ASKED])
    held = visit.unit.needs.of_volunteer(volunteer.code, [OfferState.CLAIMED])
    lists = (
        NeedList(words.LIST_ASKED, tuple(
            NeedRow(need.number, need_line(visit, need), visit.until(offer.until)) for need, offer in asked
        )),
        NeedList(words.LIST_HELD, tuple(
            NeedRow(need.number, need_line(visit, need, claimed=True)) for need, _ in held if need.state not in SETTLED
        )),
    )  # fmt: skip
    return tuple(found for found in lists if found.rows)


def _state(visit: Visit, need: Need) -> str:
    """Where it stands; the word that speaks to the requester is for her alone."""
    others = need.state is NeedState.DONE and need.requester != visit.contact.id
    return words.WAITS_FOR_REQUESTER if others else STATES[need.state]


def _own(visit: Visit, offers: Sequence[Offer]) -> Offer | None:
    volunteer = visit.knowledge.roster.of_contact(visit.contact.id)
    code = volunteer.code if volunteer is not None else None
    return next((offer for offer in offers if offer.volunteer == code), None)


def _row(visit: Visit, need: Need, offer: Offer) -> AskedRow:
    return AskedRow(volunteer_title(visit, offer.volunteer, need), words.ENDS[offer.state], "、".join(offer.reasons))


def _moves(visit: Visit, need: Need, offers: Sequence[Offer], own: Offer | None) -> list[NeedMove]:
    if own is not None and own.state is OfferState.CLAIMED and need.state in _UNDER_WAY:
        return [
            NeedMove(Verb.DONE, "做好了", main=True),
            NeedMove(Verb.SAY, "给居民带句话", ask="要说的话", needed=True, send="带话"),
            NeedMove(Verb.RELEASE, "我去不了了", ask="原因（可以不写）", send="请换人"),
        ]
    if own is not None and own.state not in HOLDING and need.state in _UNDER_WAY:
        return _answers(visit, need, offers, own)
    found = _requesters(visit, need, offers) if need.requester == visit.contact.id else []
    return found or (_coordinators(visit, need, offers) if is_over(visit, need) else [])


def _answers(visit: Visit, need: Need, offers: Sequence[Offer], own: Offer) -> list[NeedMove]:
    volunteer = visit.knowledge.roster.get(own.volunteer)
    missing = missing_parts(need, offers)
    free = volunteer is not None and any(not unfit(volunteer, need, part) for part in missing)
    if not free or own.state is OfferState.NO_SHOW:
        return []
    found = [NeedMove(Verb.TAKE, "我来帮忙", main=True)]
    if own.state is OfferState.ASKED:
        found.append(NeedMove(Verb.DECLINE_OFFER, "这次不方便", picks=words.DECLINE_REASONS, send="就这样回"))
    return found


def _requesters(visit: Visit, need: Need, offers: Sequence[Offer]) -> list[NeedMove]:
    if need.state is NeedState.DONE and not need.case:
        return [
            NeedMove(Verb.ACCEPT, "做好了，满意", main=True),
            NeedMove(Verb.REJECT, "还没好", ask="哪里没好", needed=True, send="请再来人"),
        ]
    return _absent(visit, need, offers)


def _absent(visit: Visit, need: Need, offers: Sequence[Offer]) -> list[NeedMove]:
    """没来 is said of one who was to be there."""
    going = [visit.knowledge.roster.get(one.volunteer) for one in offers if one.state is OfferState.CLAIMED]
    names = tuple(volunteer.name[:1] for volunteer in going if volunteer is not None)
    if not names or need.state not in _UNDER_WAY or visit.now < need.starts_at:
        return []
    return [NeedMove(Verb.NO_SHOW, "到点没来", picks=names if len(names) > 1 else ())]


def _coordinators(visit: Visit, need: Need, offers: Sequence[Offer]) -> list[NeedMove]:
    found = []
    somebody = bool(need.given_to) or any(offer.state in HOLDING for offer in offers)
    if need.state in _UNDER_WAY and not need.case and somebody:
        found.append(NeedMove(Verb.DONE, "都做好了", main=need.ends_at <= visit.now))
    if need.state is NeedState.DONE and not need.case and not need.requester:
        found += [
            NeedMove(Verb.ACCEPT, "确认完成", main=True),
            NeedMove(Verb.REJECT, "还没好", ask="哪里没好", needed=True),
        ]
    return found + _absent(visit, need, offers)


def make_need_move(desk: Desk, opened: Opened, asked: tuple[int, Verb, str], once: str) -> str:
    """The reply to a move on a need's page (its number, the word's verb, the words), once it is committed; a repeat
    with the same `once` gets the first one's answer.

    Raises a `DeskRefusal`, LinkRefused, and `StoreUnavailable` when nothing could be saved.
    """
    number, verb, said = asked

    def work(unit: UnitOfWork) -> str:
        visit = visit_by_link(desk, unit, opened, once)
        seen = unit.inbox.claim(visit.key, visit.contact.openid, visit.now)
        if seen is not None:
            return seen
        reply = VERBS[verb](visit, Command(verb, number, said, own=True))
        follow_cases(visit)
        unit.inbox.remember(visit.key, reply)
        return reply

    return desk.store.run(work)
