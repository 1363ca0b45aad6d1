"""The offer protocol: whom to ask now, until when, when to widen, when to tell a named person instead.

A function of what is known, without memory: the desk asks it whenever something happened (the need came up, an answer
came, a window passed) and does what it says. It ends: every need is asked at most `most_asked` times, and at
`give_up_at` at the latest somebody on duty has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from matching.choosing import MINUTES, Option, Terms, choose, still
from matching.diary import BLANK
from matching.eligible import Errand, is_night, make_errand, next_change
from matching.need import Need, NeedState, NeedUrgency, Part
from matching.offers import HOLDING, Offer, OfferState
from matching.pool import ENOUGH, Asking, Limits, Pool, Shortlist, shortlist
from matching.ranking import FAR, Candidate, appraise, is_usual, weight

#: How long an offer waits for its answer (casework.md 3.3); shorter when the work is near.
WINDOW: Final = {
    NeedUrgency.URGENT: timedelta(minutes=10),
    NeedUrgency.TODAY: timedelta(minutes=30),
    NeedUrgency.PLANNED: timedelta(hours=12),
}
_SHORTEST: Final = timedelta(minutes=10)
#: A window is never longer than this share of the time left.
_SHARE: Final = 4
#: So many are asked at a time for each hand that is missing.
AT_ONCE: Final = {NeedUrgency.URGENT: 3, NeedUrgency.TODAY: 3, NeedUrgency.PLANNED: 2}
#: So long before the work must begin nobody else is asked, and a named person is told.
LEAD: Final = {
    NeedUrgency.URGENT: timedelta(0),
    NeedUrgency.TODAY: timedelta(minutes=30),
    NeedUrgency.PLANNED: timedelta(hours=4),
}
#: After so many rounds, or so long before giving up, one broadcast goes out, to `BROADCAST` people for each hand that
#: is missing, and no more.
ROUNDS: Final = 6
LAST_CALL: Final = {
    NeedUrgency.URGENT: timedelta(minutes=10),
    NeedUrgency.TODAY: timedelta(hours=1),
    NeedUrgency.PLANNED: timedelta(hours=6),
}
BROADCAST: Final = 10
#: Waiting counts less where it is decided how many are asked: who is asked after a decline waits for no window's end.
PATIENCE: Final = 0.6
#: Whoever gives it back opens so many more rounds, but only so many times.
ROUNDS_AGAIN: Final = 2
RELEASES: Final = 2
#: The rings as an offer keeps them: 0 those committed, then one for each level of nearness; 9 is the broadcast.
RING_NAMES: Final = ("熟人", "本楼", "本网格", "本小区", "本社区", "本街道", "全区")
BROADCAST_RING: Final = 9
_GIVEN_BACK: Final = frozenset({OfferState.RELEASED, OfferState.NO_SHOW})


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask these now, each until `until`. `ring` is how far out it has come, `round` how often it was asked."""

    candidates: tuple[Candidate, ...]
    until: datetime
    ring: int
    round: int

    @property
    def broadcast(self) -> bool:
        """Whether this is the one broadcast."""
        return self.ring == BROADCAST_RING


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing to do before this moment, unless an answer comes."""

    until: datetime


@dataclass(frozen=True, slots=True)
class FallBack:
    """Nobody (or too few) answered: tell the coordinator. `missing` hands; `why` in Chinese."""

    missing: int
    why: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """The need is filled, over, not confirmed yet, or with somebody on duty."""


Decision = Ask | Wait | FallBack | Nothing


def decide(need: Need, offers: Sequence[Offer], now: datetime, asking: Asking) -> Decision:
    """What to do for a need at this moment. `offers` are all it ever had, in any order. An offer whose window has
    passed counts as silent, whether or not it was written down. Nobody who has an offer is asked again.
    """
    missing = missing_parts(need, offers)
    if need.state is not NeedState.OPEN or not missing:
        return Nothing()
    stand = _stand(need, offers, missing, now)
    if now >= give_up_at(need):
        return stand.fall_back("时间到了还没有人接")
    if stand.spent and stand.broadcast:
        return stand.wait() or stand.fall_back(f"问过{len(offers)}人都没有接")
    if is_night(now.astimezone(asking.calendar.zone)) and need.urgency is not NeedUrgency.URGENT:
        return Wait(min(give_up_at(need), next_change(now, asking.calendar)))
    return _ask(stand, asking)


@dataclass(frozen=True, slots=True)
class _Stand:
    """How far the asking has come: `live` offers wait for their answer, `left` may still be asked before the
    broadcast, `spent` says that rounds or time are over, `broadcast` that it has gone out.
    """

    need: Need
    offers: Sequence[Offer]
    missing: tuple[Part, ...]
    now: datetime
    live: tuple[Offer, ...]
    left: int
    spent: bool
    broadcast: bool

    @property
    def hands(self) -> int:
        return sum(part.count for part in self.missing)

    def live_for(self, part: Part) -> list[Offer]:
        return [offer for offer in self.live if offer.part == part.skill]

    def wait(self) -> Wait | None:
        """Until the first window passes, or None when nobody's answer is awaited."""
        return Wait(min(*(offer.until for offer in self.live), give_up_at(self.need))) if self.live else None

    def fall_back(self, why: str) -> FallBack:
        return FallBack(self.hands, why)


def _stand(need: Need, offers: Sequence[Offer], missing: tuple[Part, ...], now: datetime) -> _Stand:
    back = [offer.answered_at or offer.until for offer in offers if offer.state in _GIVEN_BACK]
    since = max(back, default=None)
    lately = [offer for offer in offers if since is None or offer.at >= since]
    rounds = ROUNDS if since is None else ROUNDS_AGAIN if len(back) <= RELEASES else 0
    asked = sum(offer.ring != BROADCAST_RING for offer in lately)
    left = rounds * AT_ONCE[need.urgency] * need.people - asked
    called = any(offer.ring == BROADCAST_RING for offer in lately)
    late = now >= give_up_at(need) - LAST_CALL[need.urgency]
    late = late or now >= min((offer.at for offer in lately), default=now) + ROUNDS * WINDOW[need.urgency]
    live = tuple(offer for offer in offers if offer.state is OfferState.ASKED and offer.until > now)
    broadcast = any(offer.ring == BROADCAST_RING for offer in offers)
    return _Stand(need, offers, missing, now, live, max(0, left), late or called or (left <= 0 and not live), broadcast)


def _ask(stand: _Stand, asking: Asking) -> Decision:
    need, now = stand.need, stand.now
    taken = asking.barred | {offer.volunteer for offer in stand.offers}
    picked: list[Candidate] = []
    later = False
    for part in stand.missing:
        errand = make_errand(need, part, now, asking.calendar, taken | {one.volunteer.code for one in picked})
        many = BROADCAST * part.count if stand.spent else min(_room(stand, part), stand.left - len(picked))
        if many > 0:
            found = shortlist(asking, errand, _limits(need, part, many, asking.pool))
            later = later or found.later
            picked += _choose(found, stand, many) or _enough(found, stand, many, errand, asking)
    if picked:
        return _asked(stand, picked)
    if waiting := stand.wait():
        return waiting
    if later:
        return Wait(min(give_up_at(need), next_change(now, asking.calendar)))
    return stand.fall_back("没有别的合适的人可以问" if stand.offers else "没有合适的人可以问")


def _room(stand: _Stand, part: Part) -> int:
    """How many more may be asked for these hands while others have not answered; none while somebody committed has
    not, unless there is danger.
    """
    live = stand.live_for(part)
    if any(offer.ring == 0 for offer in live) and stand.need.urgency is not NeedUrgency.URGENT:
        return 0
    return AT_ONCE[stand.need.urgency] * part.count - len(live)


def _limits(need: Need, part: Part, many: int, pool: Pool) -> Limits:
    """Hands for which nothing must be known are looked for in the street at most."""
    far = part.skill or not pool.knows(need.place)
    return Limits(max(ENOUGH, many), FAR if far else FAR - 1)


def _choose(found: Shortlist, stand: _Stand, many: int) -> list[Candidate]:
    """The broadcast, or those who are asked before all others; empty when it is the others' turn."""
    if stand.spent:
        return list(found.candidates[:many])
    committed = [one for one in found.candidates if one.committed]
    usual = [one for one in committed if is_usual(one.volunteer, stand.need)]
    return usual or committed[:many]


def _enough(found: Shortlist, stand: _Stand, many: int, errand: Errand, asking: Asking) -> list[Candidate]:
    """Who else is worth asking now, beside those whose answer is awaited, for each hand by itself: see
    `matching.choosing`. Nobody while somebody committed can be asked later in good time.
    """
    need = stand.need
    if found.committed_later and give_up_at(need) - stand.now > WINDOW[NeedUrgency.PLANNED]:
        return []
    minute = PATIENCE * asking.outlook.prices.waiting * weight(need, asking.outlook) / 60
    terms = Terms(AT_ONCE[need.urgency], minute)
    live = _awaited(stand, errand, asking)
    hands = errand.part.count
    left = [Option(at, one.chance, one.gain, one.price) for at, one in enumerate(found.candidates)]
    picked: list[Candidate] = []
    for hand in range(hands):
        chosen = choose(left, live[hand::hands], terms)[: many - len(picked)]
        picked += [found.candidates[option.key] for option in chosen]
        left = [option for option in left if option not in chosen]
    return picked


def _awaited(stand: _Stand, errand: Errand, asking: Asking) -> list[Option]:
    """Those whose answer is awaited, with what their silence has left of their odds."""
    options = []
    offers = stand.live_for(errand.part)
    diaries = asking.look([offer.volunteer for offer in offers])
    for offer in offers:
        volunteer = asking.pool.roster.get(offer.volunteer)
        if volunteer is not None:
            diary = diaries.get(offer.volunteer, BLANK)
            one = appraise(volunteer, max(0, offer.ring - 1), errand, diary, asking.outlook)
            passed = (stand.now - offer.at) / (offer.until - offer.at)
            options.append(Option(offer.number, still(one.chance, passed * MINUTES), one.gain))
    return options


def _asked(stand: _Stand, picked: Sequence[Candidate]) -> Ask:
    need = stand.need
    ring = BROADCAST_RING if stand.spent else max(ring_of(one) for one in picked)
    return Ask(tuple(picked), stand.now + window(need, stand.now), ring, need.round + 1)


def ring_of(candidate: Candidate) -> int:
    """The ring in which somebody is asked: 0 for those who are committed, else one more than the level."""
    return 0 if candidate.committed else candidate.level + 1


def window(need: Need, now: datetime) -> timedelta:
    """How long an offer of this moment waits: by urgency, less when the work is near, never beyond `give_up_at`."""
    left = give_up_at(need) - now
    return min(left, WINDOW[need.urgency], max(_SHORTEST, left / _SHARE))


def missing_parts(need: Need, offers: Sequence[Offer]) -> tuple[Part, ...]:
    """The hands that nobody has claimed, with their numbers; the second of a pair is of the first kind."""
    parts = list(need.parts)
    if (more := need.people - sum(part.count for part in parts)) > 0:
        parts[0] = replace(parts[0], count=parts[0].count + more)
    held = [offer.part for offer in offers if offer.state in HOLDING]
    missing = []
    for part in parts:
        taken = min(part.count, held.count(part.skill))
        for _ in range(taken):
            held.remove(part.skill)
        if part.count > taken:
            missing.append(replace(part, count=part.count - taken))
    return tuple(missing)


def give_up_at(need: Need) -> datetime:
    """When a named person is told if hands are still missing: the latest beginning of the work less a lead, but never
    before ten minutes have passed since the need came up.
    """
    latest = need.ends_at - timedelta(minutes=need.minutes) - LEAD[need.urgency]
    return max(latest, min(need.created_at + _SHORTEST, need.ends_at))


def most_asked(need: Need) -> int:
    """More people than this are never asked for a need, whatever they answer and however often it is given back."""
    rounds = ROUNDS + ROUNDS_AGAIN * RELEASES
    return (rounds * max(AT_ONCE.values()) + BROADCAST) * need.people


def more_urgent(need: Need, now: datetime) -> NeedUrgency:
    """The urgency of a need that somebody gave back: what begins within two hours is urgent, within a day today's."""
    left = need.ends_at - timedelta(minutes=need.minutes) - now
    if left <= timedelta(hours=2):
        return NeedUrgency.URGENT
    return NeedUrgency.TODAY if left <= timedelta(days=1) else need.urgency
