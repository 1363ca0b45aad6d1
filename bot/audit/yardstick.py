"""The best that could have been done in some weeks, by who could do which need and who would have said yes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from bot.audit.week import Ground
from matching.diary import Diary
from matching.eligible import Errand, make_errand
from matching.need import Need
from matching.optimum import Edge, Hands, Problem, before_the_fact, hindsight, marginal_prices
from matching.pool import Asking, who_could
from matching.ranking import FAR, Candidate, Outlook, available, burden
from matching.volunteer import Volunteer

#: How likely somebody says yes to the need at a place of the row: from 0 to 1.
Odds = Callable[[int, Errand, Candidate, Diary], float]


@dataclass(frozen=True, slots=True)
class Yardstick:
    """OPT-H: its `value`, how many `hands` it finds, how many of its edges were split (none). OPT-X
    (`expected`), which no policy can expect more than. `eligible` are the codes of those who could do one at least.
    """

    value: float
    hands: float
    expected: float
    eligible: frozenset[str]
    fractional: int = 0


@dataclass(frozen=True, slots=True)
class Possible:
    """Everybody who could do each need: `problem.edges` with their odds; each part of a need is a task."""

    problem: Problem
    codes: tuple[str, ...]

    def measured(self, draws: Sequence[Callable[[Edge], bool]], question: float) -> Yardstick:
        """The yardstick where a question costs so much. Each draw says who would say yes; the best is their mean."""
        bests = [
            hindsight(replace(self.problem, edges=tuple(edge for edge in self.problem.edges if yes(edge))))
            for yes in draws
        ]
        return Yardstick(
            fmean(best.value for best in bests),
            fmean(len(best.chosen) for best in bests),
            before_the_fact(self.problem, question),
            frozenset(self.codes[edge.volunteer] for edge in self.problem.edges),
            sum(best.fractional for best in bests),
        )


def possible(ground: Ground, needs: Sequence[Need], odds: Odds, asking: Asking) -> Possible:
    """Who could do which need, whenever asked: with the skill from the whole district, where none is needed from the
    street, as far as the desk asks. `asking` gives the diaries that the odds are learnt from.
    """
    rows = {volunteer.code: row for row, volunteer in enumerate(ground.roster)}
    plain = replace(asking, outlook=without_load(ground))
    edges: list[Edge] = []
    days: list[int] = []
    wanted: list[int] = []
    for at, need in enumerate(needs):
        for part in need.parts:
            errand = make_errand(need, part, need.created_at, ground.calendar)
            for candidate, diary in who_could(plain, errand, FAR if part.skill else FAR - 1, _never):
                likely = odds(at, errand, candidate, diary)
                if likely > 0:
                    edges.append(Edge(len(days), rows[candidate.volunteer.code], candidate.value, likely))
            days.append(need.starts_at.astimezone(ground.calendar.zone).date().toordinal() - 1)
            wanted.append(part.count)
    hands = tuple(Hands(one.weekly_cap, load_prices(ground, one), one.offers_cap) for one in ground.roster)
    return Possible(Problem(tuple(days), tuple(edges), hands, tuple(wanted)), tuple(rows))


def load_prices(ground: Ground, volunteer: Volunteer) -> tuple[float, ...]:
    """What each further hour's task of a week costs with this volunteer."""
    offered = available(volunteer)
    return marginal_prices(lambda many: ground.prices.load * burden(0, many, offered), volunteer.weekly_cap)


def without_load(ground: Ground) -> Outlook:
    """What counts for one need alone: the price of load is taken off the whole."""
    return Outlook(prices=replace(ground.prices, load=0.0))


def _never() -> bool:
    return False
