"""Who of those who may be asked is asked first: value times chance, less load, with reasons a coordinator can read.

The objective of casework.md 3.2. All numbers stand in `Prices`; the benchmark in docs/volunteers.md says what they do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from matching.acceptance import UNKNOWN, Population, chance
from matching.diary import BLANK, Diary
from matching.eligible import Errand
from matching.need import Need, NeedKind, NeedUrgency
from matching.slot import weekly_hours
from matching.volunteer import Engagement, Volunteer

#: The levels of nearness: same building, grid, compound, community, street, district.
LEVEL_NAMES: Final = ("同楼", "同网格", "同小区", "同社区", "同街道", "同区")
FAR: Final = len(LEVEL_NAMES) - 1
#: An errand takes so many hours with the way there: who does three a week at most offers no more than six hours.
ERRAND_HOURS: Final = 2.0


#: How much an ordinary need counts, by its urgency.
URGENCY_WEIGHT: Final = {NeedUrgency.URGENT: 3.0, NeedUrgency.TODAY: 2.0, NeedUrgency.PLANNED: 1.0}


@dataclass(frozen=True, slots=True)
class Prices:
    """What each thing is worth, in units of one ordinary need met by somebody next door.

    `notification` and `waiting` (an hour, for weight 1) are those of casework.md 3.5. `level` is lost with each step
    away (0.05: whoever in the street says yes first is then worth 0.9 of the best, as there); `same_face` is gained
    where an elder's usual visitor comes again, more than the longest way costs; `fitting` where somebody reported for
    just this kind. `load` weighs how full somebody's week is, and counts `fairness` times where it is decided who is
    asked (3, as in casework.md 3.5). A question is dearer by `often` for each of the last seven days. `unfilled` is
    what it costs to find nobody, `behind` how much more a need counts in a grid where fewer needs are met than
    elsewhere.
    """

    level: float = 0.05
    same_face: float = 0.6
    fitting: float = 0.05
    load: float = 1.0
    notification: float = 0.02
    waiting: float = 0.3
    often: float = 0.1
    fairness: float = 3.0
    unfilled: float = 1.0
    behind: float = 1.0
    urgency: Mapping[NeedUrgency, float] = field(default_factory=lambda: URGENCY_WEIGHT)


#: An elder who is visited, a child or a matter of keys counts so much more.
_VULNERABLE: Final = 0.5
#: Ten minutes are a sixth of an hour; two or three wait at the same time.
_SILENCE: Final = 1 / 6 * 0.4
PRICES: Final = Prices()
#: Which of the three kinds of 报到 wants which kinds of needs.
_WANTS: Final = {
    Engagement.STANDING: frozenset({NeedKind.VISIT, NeedKind.SHIFT}),
    Engagement.ADVISING: frozenset({NeedKind.SERVICE, NeedKind.ORDER}),
    Engagement.SERVICE: frozenset({NeedKind.HELP, NeedKind.WISH, NeedKind.ORDER, NeedKind.ERRAND}),
}


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the ranking knows beside the need: everybody's answers, the prices, and how far the need's grid is behind
    the others (the mean share of needs met less its own, 0 when it is not behind).
    """

    population: Population = UNKNOWN
    prices: Prices = PRICES
    behind: float = 0.0


PLAIN: Final = Outlook()


@dataclass(frozen=True, slots=True)
class Candidate:
    """One who may be asked. `level` from 0, same building, to 5, same district; `chance` how likely the claim;
    `value` what it is worth when it is claimed, load taken off; `gain` the same with the load weighed as for deciding;
    `committed` for those who are asked before all others. `price` is that of one question; by `score` they are ranked:
    the gain less what is spent on the way to a yes. Asked one after the other in this order, nobody can expect more
    (Weitzman 1979, "Optimal search for the best alternative", for a prize that is there or not).
    """

    volunteer: Volunteer
    part: str
    level: int
    chance: float
    value: float
    committed: bool = False
    reasons: tuple[str, ...] = ()
    price: float = 0.0
    gain: float = 0.0
    score: float = 0.0


def weight(need: Need, outlook: Outlook = PLAIN) -> float:
    """How much a need counts: by its urgency, more for who is vulnerable and where fewer needs are met."""
    vulnerable = _VULNERABLE if need.vetted or need.recipient or need.kind is NeedKind.VISIT else 0.0
    urgency = outlook.prices.urgency.get(need.urgency, 1.0)
    return (urgency + vulnerable) * (1 + outlook.prices.behind * max(0.0, outlook.behind))


def available(volunteer: Volunteer) -> float:
    """The hours a week that somebody offers: those of the slots, but for as many errands as she wants at most."""
    most = ERRAND_HOURS * max(1, volunteer.weekly_cap)
    weekly = min(most, weekly_hours(volunteer.slots)) if volunteer.slots else most
    return max(1.0, weekly)


def burden(hours: float, more: float, offered: float) -> float:
    """What `more` hours cost somebody who has `hours` of the `offered` ones: the square grows, so the free go first."""
    return ((hours + more) ** 2 - hours**2) / offered**2


def appraise(
    volunteer: Volunteer, level: int, errand: Errand, diary: Diary = BLANK, outlook: Outlook = PLAIN
) -> Candidate:
    """One eligible volunteer as a candidate, without reasons (`explain` adds them)."""
    need, prices = errand.need, outlook.prices
    same_face = is_usual(volunteer, need)
    fitting = any(need.kind in _WANTS[kind] for kind in volunteer.kinds)
    worth = 1 - prices.level * level + prices.same_face * same_face + prices.fitting * fitting
    load = burden(diary.hours(errand.local.date()), need.minutes / 60, available(volunteer))
    worth *= weight(need, outlook)
    likely = chance(diary.habit, level, errand.week_part, need.kind, outlook.population)
    price = prices.notification * (1 + prices.often * diary.asked_in_week(errand.local))
    gain = worth - prices.fairness * prices.load * load
    return Candidate(
        volunteer,
        errand.part.skill,
        level,
        likely,
        worth - prices.load * load,
        is_committed(volunteer, need),
        price=price,
        gain=gain,
        score=gain - (price + wait_price(need, outlook)) / likely,
    )


def wait_price(need: Need, outlook: Outlook = PLAIN) -> float:
    """What one silence costs that is waited for together with others: a share of one window of an urgent need; for
    others a window costs the same.
    """
    return _SILENCE * outlook.prices.waiting * weight(need, outlook)


def is_committed(volunteer: Volunteer, need: Need) -> bool:
    """Whether somebody is asked before all others: she did it last time, or is in the team that it belongs to."""
    return is_usual(volunteer, need) or (bool(need.team) and need.team in volunteer.teams)


def is_usual(volunteer: Volunteer, need: Need) -> bool:
    """Whether somebody did it last time."""
    return bool(need.usual) and volunteer.code == need.usual


def explain(candidate: Candidate, errand: Errand, diary: Diary = BLANK) -> tuple[str, ...]:
    """Why this one is asked, in short Chinese phrases a coordinator can read."""
    volunteer, need, part = candidate.volunteer, errand.need, errand.part
    reasons = [LEVEL_NAMES[candidate.level]]
    if is_usual(volunteer, need):
        reasons.insert(0, "上次也是这位")
    elif candidate.committed:
        reasons.insert(0, "本队队员")
    if part.skill:
        reasons.append(f"会{part.skill}" + ("（已核实）" if part.skill in volunteer.verified else ""))
    if need.languages:
        reasons.append(f"会说{'、'.join(need.languages)}")
    if need.vetted:
        reasons.append("经社区审核")
    if volunteer.slots:
        reasons.append("这段时间有空")
    asked = diary.asked_in_week(errand.local)
    reasons.append(f"近7天问过{asked}次" if asked else "近7天没问过")
    reasons.append(f"约{round(candidate.chance * 10) or 1}成会接")
    return tuple(reasons)


def rank(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Those who are committed first, then by score; among equals by code, so that it is the same every time."""
    return sorted(candidates, key=lambda one: (not one.committed, -one.score, one.volunteer.code))
