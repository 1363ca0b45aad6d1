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

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from bot.audit.district import MONDAY, ZONE, District
from bot.audit.play import CALENDAR, Met, Week
from matching.asking import WINDOW
from matching.diary import BLANK, write_diaries
from matching.eligible import make_errand
from matching.need import NeedUrgency
from matching.optimum import Edge, Hands, Optimum, Problem, before_the_fact, hindsight, marginal_prices
from matching.pool import Asking, Pool, who_could
from matching.ranking import FAR, Outlook, appraise, available, burden, weight
from matching.territory import NodeKind
from matching.volunteer import Volunteer

#: So many minutes of waiting cost as much for a need of the urgency as one for an urgent one.
_SLOWER = {urgency: window / WINDOW[NeedUrgency.URGENT] for urgency, window in WINDOW.items()}


@dataclass(frozen=True, slots=True)
class Yardstick:
    """The best of a district's week: OPT-H, and OPT-X, which no policy can expect more than."""

    best: Optimum
    expected: float
    eligible: frozenset[int]


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


def yardstick(district: District, pool: Pool) -> Yardstick:
    """The best of the week. An edge is whoever could do a need, whenever asked: with the skill from the whole
    district, where none is needed from the street, as far as the desk asks.
    """
    rows = {volunteer.code: row for row, volunteer in enumerate(district.roster)}
    asking = Asking(pool, CALENDAR, outlook=_without_load(district))
    likely: list[Edge] = []
    for task, need in enumerate(district.needs):
        errand = make_errand(need, need.parts[0], need.created_at, CALENDAR)
        for candidate, _ in who_could(asking, errand, FAR if errand.part.skill else FAR - 1, _never):
            row = rows[candidate.volunteer.code]
            likely.append(Edge(task, row, candidate.value, float(district.truth.willing[row])))
    days = tuple(need.starts_at.astimezone(ZONE).date().toordinal() - 1 for need in district.needs)
    hands = tuple(Hands(one.weekly_cap, load_prices(district, one), one.offers_cap) for one in district.roster)
    sure = tuple(edge for edge in likely if district.truth.yes(edge.task, edge.volunteer))
    expected = before_the_fact(Problem(days, tuple(likely), hands), district.prices.notification)
    eligible = frozenset(edge.volunteer for edge in likely)
    return Yardstick(hindsight(Problem(days, sure, hands)), expected, eligible)


def load_prices(district: District, volunteer: Volunteer) -> tuple[float, ...]:
    """What each further hour's task of the week costs with this volunteer, after the four weeks she has had."""
    offered, price = available(volunteer), district.prices.load
    past = write_diaries(district.past[volunteer.code], MONDAY).get(volunteer.code, BLANK)
    hours = past.hours(MONDAY.astimezone(ZONE).date())
    return marginal_prices(lambda many: price * burden(hours, many, offered), volunteer.weekly_cap)


def measure(district: District, week: Week, best: Yardstick) -> Figures:
    """The figures of a week that a policy made of a district."""
    met = [one for one in week.met if one.at is not None]
    loads = ((one, week.held.get(one.code, 0)) for one in district.roster)
    load = sum(sum(load_prices(district, one)[:held]) for one, held in loads if held)
    value = sum(_value(district, one) for one in met) - load
    asked = sum(week.asked.values())
    waited = sum(_waiting(district, one) for one in met)
    question = district.prices.notification
    minutes = [_minutes(one.need.created_at, one.at) for one in met]
    told = [_minutes(one.need.created_at, one.told_at) for one in week.met if one.told_at is not None]
    able = [volunteer for row, volunteer in enumerate(district.roster) if row in best.eligible]
    shares = [week.held.get(volunteer.code, 0) / volunteer.weekly_cap for volunteer in able]
    return Figures(
        value_ratio=_over(value, best.best.value),
        priced_ratio=_over(
            value - question * asked - waited, best.best.value - question * len(best.best.chosen)
        ),
        fill=_over(len(met), len(week.met)),
        offers_per_filled=_over(asked, len(met)),
        minutes_p50=_percentile(minutes, 50),
        minutes_p90=_percentile(minutes, 90),
        notifications_p99=_percentile([week.asked.get(one.code, 0) for one in district.roster], 99),
        load_gini=gini(share for share in shares if share),
        area_gini=gini(_fill_by(district, week, NodeKind.COMMUNITY).values()),
        load_gini_all=gini(shares),
        notifications_most=max(week.asked.values(), default=0),
        ex_ante_ratio=_over(value - question * asked, best.expected),
        continuity=_continuity(met),
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


def _never() -> bool:
    return False


def _without_load(district: District) -> Outlook:
    return Outlook(prices=replace(district.prices, load=0.0))


def _value(district: District, met: Met) -> float:
    """What a need met is worth; the moment of the claim decides how near somebody was."""
    volunteer = district.roster.get(met.volunteer)
    if volunteer is None:
        return 0.0
    errand = make_errand(met.need, met.need.parts[0], met.need.created_at, CALENDAR)
    return appraise(volunteer, met.level, errand, BLANK, _without_load(district)).value


def _waiting(district: District, met: Met) -> float:
    hours = _minutes(met.need.created_at, met.at) / 60 / _SLOWER[met.need.urgency]
    return district.prices.waiting * weight(met.need, _without_load(district)) * hours


def _minutes(since: datetime, until: datetime | None) -> float:
    return (until - since).total_seconds() / 60 if until is not None else 0.0


def _over(one: float, other: float) -> float:
    return one / other if other else 0.0


def _percentile(values: list[float] | list[int], share: int) -> float:
    return float(np.percentile(values, share)) if values else 0.0


def _continuity(met: Iterable[Met]) -> float:
    usual = [one.volunteer == one.need.usual for one in met if one.need.usual]
    return sum(usual) / len(usual) if usual else 0.0


def _fill_by_need(week: Week) -> dict[str, float]:
    """The share met of each urgency and each kind of need, by their words."""
    groups: dict[str, list[bool]] = {}
    for one in week.met:
        for word in (one.need.urgency.value, one.need.kind.value, one.need.parts[0].skill):
            if word:
                groups.setdefault(word, []).append(one.at is not None)
    return {word: sum(found) / len(found) for word, found in sorted(groups.items())}


def _fill_by(district: District, week: Week, kind: NodeKind) -> dict[str, float]:
    """The share met in each place of a kind that had needs."""
    groups: dict[str, list[bool]] = {}
    for one in week.met:
        place = next((node.code for node in district.territory.lineage(one.need.place) if node.kind is kind), "")
        groups.setdefault(place, []).append(one.at is not None)
    return {place: sum(found) / len(found) for place, found in groups.items()}
