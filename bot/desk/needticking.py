"""The clock of the needs: the next ring, the card that nobody corrected, reminders, what was never said to be done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.desk import wording_offers
from bot.desk.asking_round import go_on
from bot.desk.clock import AT_ONCE, Clock, Due
from bot.desk.desk import Desk, Visit
from bot.desk.fulfilling import confirm
from bot.desk.needclock import Step, step_due, wakes_at
from bot.desk.needfollowing import follow
from bot.desk.needline import need_line, tell_volunteer, telling, volunteer_title
from bot.desk.volunteering import asks, company, hold, start
from matching.case import Case
from matching.need import Need, NeedKind, NeedState
from matching.offers import HOLDING, Offer, OfferState
from storage.unit_of_work import UnitOfWork

_WHAT = "need"
#: Whoever has claimed it so lately needs no reminder.
_CLAIMED_JUST_NOW = timedelta(hours=3)


def _find(_desk: Desk, unit: UnitOfWork, now: datetime) -> Iterator[Due]:
    for need in unit.needs.waking(now, AT_ONCE):
        on_board = need.kind is NeedKind.WISH and need.state is NeedState.OPEN  # `bot.desk.wishing` has its clock
        if need.wakes_at is not None and not on_board:
            yield Due(0, _WHAT, need.wakes_at, need.number)


def _strike(visit: Visit, _case: Case | None, due: Due) -> bool:
    found = visit.unit.needs.look(due.which)
    if found is None:
        return False
    need, case = hold(visit, found)
    if need.wakes_at is None or need.wakes_at > visit.now:
        return False
    if case is not None and follow(visit, need, case):
        return True
    if asks(need):
        go_on(visit, need, case)
        return True
    step = step_due(visit, need)
    need = replace(need, wakes_at=wakes_at(visit, need))
    visit.unit.needs.save(need)
    if step is not None:
        _STEPS[step](visit, need, visit.unit.needs.offers(need.number))
    return step is not None


def _begin(visit: Visit, need: Need, _offers: list[Offer]) -> None:
    start(visit, need)


def _remind(visit: Visit, need: Need, offers: list[Offer]) -> None:
    line = need_line(visit, need, offers, claimed=True)
    for offer in offers:
        lately = offer.answered_at is not None and visit.now - offer.answered_at < _CLAIMED_JUST_NOW
        if offer.state is OfferState.CLAIMED and not lately:
            words = wording_offers.reminder(line, company(visit, offers, offer.volunteer))
            tell_volunteer(visit, offer.volunteer, telling(visit, need, "reminder", words))


def _ask_done(visit: Visit, need: Need, offers: list[Offer]) -> None:
    line = need_line(visit, need, offers)
    if need.given_to:
        words = wording_offers.is_it_done_for_handler(line)
        visit.tell(telling(visit, need, "is_it_done", words), person=need.given_to)
    for offer in offers:
        if offer.state is OfferState.CLAIMED:
            words = wording_offers.is_it_done(line)
            tell_volunteer(visit, offer.volunteer, telling(visit, need, "is_it_done", words))


def _overdue(visit: Visit, need: Need, offers: list[Offer]) -> None:
    """Whoever answers for it hears it once."""
    going = "、".join(volunteer_title(visit, offer.volunteer) for offer in offers if offer.state in HOLDING)
    person = need.coordinator or need.by
    if person:
        words = wording_offers.overdue_for_coordinator(need_line(visit, need, offers), going)
        visit.tell(telling(visit, need, "overdue", words), person=person)


def _give_up(visit: Visit, need: Need, _offers: list[Offer]) -> None:
    ended = replace(need, state=NeedState.MISSED, touched_at=visit.now, ended_at=visit.now, wakes_at=None)
    visit.unit.needs.save(ended)


def _content(visit: Visit, need: Need, _offers: list[Offer]) -> None:
    confirm(visit, need)


_STEPS: Mapping[Step, Callable[[Visit, Need, list[Offer]], None]] = MappingProxyType(
    {
        Step.BEGIN: _begin,
        Step.REMIND: _remind,
        Step.ASK_DONE: _ask_done,
        Step.OVERDUE: _overdue,
        Step.GIVE_UP: _give_up,
        Step.CONTENT: _content,
    }
)

NEEDS = Clock(_WHAT, _find, _strike)
