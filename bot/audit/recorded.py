"""The audit of real weeks: what was asked and answered, held against the best of what is known and believed.

Known: whoever claimed, even too late or to give it back later, would have said yes; whoever declined or kept silent
would not. Believed: whoever was not asked, or was told that others were faster before she answered, says yes as often
as the matcher expects of her by all her answers; that is drawn `DRAWS` times, always in the same way, and the best is
their mean. Assumed: people's skills, hours and homes were then what they are in the register today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from bot.audit.measure import Figures, measure
from bot.audit.week import Ground, Held, Met, Week
from bot.audit.yardstick import Yardstick, possible
from matching.acceptance import chance, learn_population
from matching.deadline import WorkCalendar
from matching.diary import Diary, entry_of, write_diaries
from matching.eligible import Errand
from matching.need import Need, NeedState
from matching.offers import HOLDING, Offer, OfferState
from matching.optimum import Edge
from matching.pool import Asking, Pool
from matching.ranking import PRICES, Candidate
from matching.territory import Territory
from matching.volunteer import Roster

DRAWS = 5
_YES = HOLDING | {OfferState.LATE, OfferState.RELEASED, OfferState.NO_SHOW}
_NO = frozenset({OfferState.DECLINED, OfferState.SILENT})


@dataclass(frozen=True, slots=True)
class Record:
    """Needs that came up in some weeks and every offer made for them; `now` is when the audit is made."""

    needs: Sequence[Need]
    offers: Sequence[Offer]
    now: datetime
    weeks: int


@dataclass(frozen=True, slots=True)
class Recorded:
    """The figures, and what they rest on: needs and offers counted, and how many offers ended how, by the
    words of `matching.offers`: about nobody in particular.
    """

    figures: Figures
    needs: int
    offers: int
    states: Mapping[str, int]


def audit(record: Record, roster: Roster, territory: Territory, calendar: WorkCalendar) -> Recorded | None:
    """The figures of the weeks recorded; None when nobody was asked for anything in them."""
    needs = [need for need in record.needs if need.state is not NeedState.CARD]
    wanted = {need.number for need in needs}
    offers = [offer for offer in record.offers if offer.need in wanted]
    if not offers:
        return None
    ground = Ground(roster, Pool(roster, territory), PRICES, calendar)
    by_need: dict[int, list[Offer]] = defaultdict(list)
    for offer in offers:
        by_need[offer.need].append(offer)
    week = Week(
        tuple(_met(need, by_need[need.number]) for need in needs),
        tuple((offer.volunteer, offer.at) for offer in offers),
        record.weeks,
    )
    return Recorded(
        measure(ground, territory, week, _best(ground, needs, by_need, record.now)),
        len(needs),
        len(offers),
        _counted(offers),
    )


def _met(need: Need, offers: Sequence[Offer]) -> Met:
    held = tuple(
        Held(offer.volunteer, offer.part, max(0, offer.ring - 1), offer.answered_at or offer.at)
        for offer in offers
        if offer.state in HOLDING
    )
    return Met(need, len(offers), held, need.touched_at if need.state is NeedState.FALLBACK else None)


def _best(
    ground: Ground, needs: Sequence[Need], by_need: Mapping[int, Sequence[Offer]], now: datetime
) -> Yardstick:
    """The best of the weeks, by what is known and believed."""
    entries = [entry_of(need, offer, ground.calendar) for need in needs for offer in by_need[need.number]]
    diaries, population = write_diaries(entries, now), learn_population(entries)
    habits = {code: Diary(habit=diary.habit) for code, diary in diaries.items()}
    answers = {(at, offer.volunteer): offer.state for at, need in enumerate(needs) for offer in by_need[need.number]}

    def odds(at: int, errand: Errand, candidate: Candidate, diary: Diary) -> float:
        state = answers.get((at, candidate.volunteer.code))
        if state in _YES:
            return 1.0
        believed = chance(diary.habit, candidate.level, errand.week_part, errand.need.kind, population)
        return 0.0 if state in _NO else believed

    found = possible(ground, needs, odds, Asking(ground.pool, ground.calendar, lambda _: habits))
    return found.measured([_draw(at, found.problem.edges) for at in range(DRAWS)], ground.prices.notification)


def _draw(at: int, edges: Sequence[Edge]) -> Callable[[Edge], bool]:
    """Who would say yes in one of the draws."""
    luck = np.random.default_rng(at).random(len(edges))
    yes = frozenset(edge for edge, fate in zip(edges, luck, strict=True) if fate < edge.chance)
    return yes.__contains__


def _counted(offers: Sequence[Offer]) -> dict[str, int]:
    """How many offers ended how, by their words."""
    return {state.value: many for state in OfferState if (many := sum(offer.state is state for offer in offers))}
