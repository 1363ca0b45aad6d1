"""Three ways of finding somebody: as the desk does it, the nearest first, everybody at once.

Each is asked whenever something happened to a need, and says what to do as `matching.asking` does. All three know the
same of the people and obey the same rules of whom a need may go to at all; the two simple ones, as they are found
elsewhere, know no limit of offers a week and nothing of how people answered before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from matching.asking import BROADCAST_RING, WINDOW, Ask, Decision, FallBack, Nothing, Wait, decide, give_up_at
from matching.diary import BLANK
from matching.eligible import make_errand, why_not_now
from matching.need import Need
from matching.offers import HOLDING, Offer, OfferState
from matching.pool import Asking, who_could
from matching.ranking import FAR, Candidate

#: The nearest-first policy gives up after so many (casework's quick check).
NEAREST_ROUNDS = 6

Policy = Callable[[Need, Sequence[Offer], datetime, Asking], Decision]


def as_the_desk_does(need: Need, offers: Sequence[Offer], now: datetime, asking: Asking) -> Decision:
    """Exactly what the desk does."""
    return decide(need, offers, now, asking)


def nearest_first(need: Need, offers: Sequence[Offer], now: datetime, asking: Asking) -> Decision:
    """One at a time, the nearest who may be asked; then somebody on duty."""
    if open_until := _open_until(offers, now):
        return Wait(open_until)
    if len(offers) < NEAREST_ROUNDS and now < give_up_at(need):
        first = next(_able(need, offers, now, asking, FAR), None)
        if first is not None:
            return Ask((first,), _until(need, now), first.level + 1, len(offers) + 1)
    return _give_up(need, offers)


def everybody_at_once(need: Need, offers: Sequence[Offer], now: datetime, asking: Asking) -> Decision:
    """All in the street who may be asked, at the same moment; whoever is first has it."""
    if not offers and (found := tuple(_able(need, offers, now, asking, FAR - 1))):
        return Ask(found, give_up_at(need), BROADCAST_RING, 1)
    if open_until := _open_until(offers, now):
        return Wait(open_until)
    return _give_up(need, offers)


@dataclass(frozen=True, slots=True)
class Named:
    """A policy with its name in tables."""

    name: str
    decide: Policy
    #: Whether what is known of people's answers makes a difference to it.
    learns: bool


POLICIES = (
    Named("linli", as_the_desk_does, learns=True),
    Named("nearest", nearest_first, learns=False),
    Named("broadcast", everybody_at_once, learns=False),
)


def _able(
    need: Need, offers: Sequence[Offer], now: datetime, asking: Asking, reach: int
) -> Iterator[Candidate]:
    """Who may be asked now, the nearest first, up to a level."""
    asked = frozenset(offer.volunteer for offer in offers)
    errand = make_errand(need, need.parts[0], now, asking.calendar, asked)
    for candidate, _ in who_could(asking, errand, reach, _never):
        if not why_not_now(candidate.volunteer, errand, BLANK):
            yield candidate


def _never() -> bool:
    return False


def _open_until(offers: Sequence[Offer], now: datetime) -> datetime | None:
    """Until when an answer may still come, or None."""
    open_offers = [offer.until for offer in offers if offer.state is OfferState.ASKED and offer.until > now]
    return max(open_offers, default=None)


def _until(need: Need, now: datetime) -> datetime:
    return min(now + WINDOW[need.urgency], max(now, give_up_at(need)))


def _give_up(need: Need, offers: Sequence[Offer]) -> Decision:
    if any(offer.state in HOLDING for offer in offers):
        return Nothing()
    return FallBack(need.people, "")
