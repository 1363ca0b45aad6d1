"""What a week was worth, beside the best that could have been done with the same people.

* Value: for each need met its weight (urgency, who is vulnerable) times nearness, same face and fit, as the matcher
  counts it (`matching.ranking`); less what the load costs that each volunteer carries, convex over the hours she gives.
* `value_ratio`: value over OPT-H (`matching.optimum.hindsight`), where every answer is known beforehand.
* `priced_ratio`: value less 0.02 for each question and 0.3 times the weight for each hour until somebody accepts, over
  OPT-H less one question for each need that it meets. Where needs are of different urgency a waited window costs the
  same (10 minutes, 30 minutes, 12 hours), so for today's an hour costs a third, for planned ones a 72nd.
* `fill`: needs met over all. `offers_per_filled`: questions over needs met. `minutes_p50`, `minutes_p90`: from the
  need to the claim, of those met. `notifications_p99`: questions to one person in the week, of all volunteers.
* `load_gini`: Gini of tasks held over tasks offered (the weekly cap), among those who could do one of the week's needs
  and hold one at least. Over all who could, it lies near 0.85 whatever is done: most have nothing to do
  (`load_gini_all`).
* `area_gini`: Gini of the share of needs met over the communities that had needs.
* `continuity`: of the visits met that have a usual visitor, how many got her.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from bot.audit.week import Ground, Held, Met, Week
from bot.audit.yardstick import Yardstick, load_prices, without_load
from matching.asking import WINDOW
from matching.diary import BLANK
from matching.eligible import make_errand
from matching.need import Need, NeedUrgency
from matching.ranking import appraise, weight
from matching.territory import NodeKind, Territory

#: So many minutes of waiting cost as much for a need of the urgency as one for an urgent one.
_SLOWER = {urgency: window / WINDOW[NeedUrgency.URGENT] for urgency, window in WINDOW.items()}


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one week; see the module."""

    value_ratio: float
    priced_ratio: float
    fill: float
    offers_per_filled: float
    minutes_p50: float
    minutes_p90: float
    notifications_p99: float
    load_gini: float
    area_gini: float
    load_gini_all: float
    notifications_most: int
    ex_ante_ratio: float
    continuity: float
    told_p50: float
    fill_by: Mapping[str, float]


def measure(ground: Ground, territory: Territory, week: Week, best: Yardstick) -> Figures:
    """The figures of what happened, held against the best."""
    filled = [one for one in week.met if one.filled]
    hands = [(one, held) for one in week.met for held in one.held]
    value = sum(_worth(ground, one.need, held) for one, held in hands) - _load(ground, week)
    waited = sum(_waiting(ground, one.need, held) for one, held in hands)
    question = ground.prices.notification
    asked = len(week.asked)
    minutes = [_minutes(one.need.created_at, max(held.at for held in one.held)) for one in filled]
    told = [_minutes(one.need.created_at, one.told_at) for one in week.met if one.told_at is not None]
    weekly = _weekly(ground, week)
    shares = _shares(ground, week, best)
    return Figures(
        value_ratio=_over(value, best.value),
        priced_ratio=_over(value - question * asked - waited, best.value - question * best.hands),
        fill=_over(len(filled), len(week.met)),
        offers_per_filled=_over(asked, len(filled)),
        minutes_p50=_percentile(minutes, 50),
        minutes_p90=_percentile(minutes, 90),
        notifications_p99=_percentile(weekly, 99),
        load_gini=gini(share for share in shares if share),
        area_gini=gini(_fill_by_area(territory, week).values()),
        load_gini_all=gini(shares),
        notifications_most=max(weekly, default=0),
        ex_ante_ratio=_over(value - question * asked, best.expected),
        continuity=_continuity(week.met),
        told_p50=_percentile(told, 50),
        fill_by=_fill_by_need(week),
    )


def gini(values: Iterable[float]) -> float:
    """Gini's measure of how unevenly something is spread: 0 all alike, near 1 one has all. 0 where there is nothing."""
    found = np.sort(np.array(list(values), dtype=float))
    if not found.size or not found.sum():
        return 0.0
    ranks = np.arange(1, found.size + 1)
    return float(2 * (ranks * found).sum() / (found.size * found.sum()) - (found.size + 1) / found.size)


def _worth(ground: Ground, need: Need, held: Held) -> float:
    """What one hand of a need is worth; how near she was when she was asked counts. Who has left is worth nothing."""
    volunteer = ground.roster.get(held.volunteer)
    part = next((part for part in need.parts if part.skill == held.part), need.parts[0])
    errand = make_errand(need, part, need.created_at, ground.calendar)
    return appraise(volunteer, held.level, errand, BLANK, without_load(ground)).value if volunteer else 0.0


def _load(ground: Ground, week: Week) -> float:
    """What all that was held costs, the second of somebody's week more than the first."""
    price = {one.code: load_prices(ground, one) for one in ground.roster}
    held = Counter(
        (held.volunteer, _week_of(ground, one.need.starts_at)) for one in week.met for held in one.held
    )
    return sum(sum(price.get(code, ())[:many]) for (code, _), many in held.items())


def _waiting(ground: Ground, need: Need, held: Held) -> float:
    hours = _minutes(need.created_at, held.at) / 60 / _SLOWER[need.urgency]
    return ground.prices.waiting * weight(need, without_load(ground)) * hours


def _weekly(ground: Ground, week: Week) -> list[int]:
    """How often each volunteer was asked in each week; those who were not asked count too."""
    asked = Counter((code, _week_of(ground, at)) for code, at in week.asked)
    silent = max(0, len(ground.roster) * week.weeks - len(asked))
    return [*asked.values(), *[0] * silent]


def _week_of(ground: Ground, moment: datetime) -> tuple[int, int]:
    """The year and number of a moment's local week, Monday to Sunday."""
    year, number, _ = moment.astimezone(ground.calendar.zone).isocalendar()
    return year, number


def _shares(ground: Ground, week: Week, best: Yardstick) -> list[float]:
    """Tasks held over tasks offered, of each who could have done one of the needs."""
    held = Counter(held.volunteer for one in week.met for held in one.held)
    able = (one for one in ground.roster if one.code in best.eligible)
    return [held[one.code] / (max(1, one.weekly_cap) * week.weeks) for one in able]


def _minutes(since: datetime, until: datetime) -> float:
    return (until - since).total_seconds() / 60


def _over(one: float, other: float) -> float:
    return one / other if other else 0.0


def _percentile(values: Sequence[float], share: int) -> float:
    return float(np.percentile(values, share)) if values else 0.0


def _continuity(met: Iterable[Met]) -> float:
    """Of the needs that somebody usual could do and that somebody did, the share that she did."""
    usual = [any(held.volunteer == one.need.usual for held in one.held) for one in met if one.need.usual and one.held]
    return sum(usual) / len(usual) if usual else 0.0


def _fill_by_need(week: Week) -> dict[str, float]:
    """The share met of each urgency, kind and skill, by their words."""
    groups: dict[str, list[bool]] = {}
    for one in week.met:
        skills = {part.skill for part in one.need.parts if part.skill}
        for word in (one.need.urgency.value, one.need.kind.value, *sorted(skills)):
            groups.setdefault(word, []).append(one.filled)
    return {word: sum(found) / len(found) for word, found in sorted(groups.items())}


def _fill_by_area(territory: Territory, week: Week) -> dict[str, float]:
    """The share met in each community that had needs."""
    groups: dict[str, list[bool]] = {}
    for one in week.met:
        line = territory.lineage(one.need.place)
        place = next((node.code for node in line if node.kind is NodeKind.COMMUNITY), "")
        groups.setdefault(place, []).append(one.filled)
    return {place: sum(found) / len(found) for place, found in groups.items()}
