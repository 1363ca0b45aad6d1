"""How likely somebody says yes, learnt from what she has answered, and from everybody where she has said little."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from matching.diary import Entry, Habit, WeekPart
from matching.need import NeedKind
from matching.offers import HOLDING, OfferState

#: What is believed of a town that has no past: 3 in 10 (casework.md 3.5: Beta(1.2, 2.8), mean 0.30).
AT_FIRST: Final = 0.30
#: A person's own past weighs as much as what is believed of everybody after so many answers (1.2 + 2.8).
STRENGTH: Final = 4.0
#: The same for one part of the week or one kind; half of a decline counts for each, as either may be its reason.
PART_STRENGTH: Final = 4.0
_HALF: Final = 0.5
#: What is believed of everybody moves from `AT_FIRST` with so many answers, and of a level from that.
_TOWN: Final = 50.0
LEVELS: Final = 6
_LEAST, _MOST = 0.02, 0.98
_YES = HOLDING | {OfferState.LATE}
_NO = frozenset({OfferState.SILENT, OfferState.DECLINED, OfferState.RELEASED})


@dataclass(frozen=True, slots=True)
class Population:
    """What is believed of everybody: the share of offers claimed, over all and for each level of nearness."""

    mean: float = AT_FIRST
    by_level: tuple[float, ...] = (AT_FIRST,) * LEVELS


#: A town without a past.
UNKNOWN: Final = Population()


def learn_population(entries: Iterable[Entry]) -> Population:
    """What everybody's answers say, the levels shrunk towards the mean and the mean towards `AT_FIRST`."""
    yes, no = [0] * LEVELS, [0] * LEVELS
    for entry in entries:
        level = min(entry.level, LEVELS - 1)
        yes[level] += entry.state in _YES
        no[level] += entry.state in _NO
    mean = (_TOWN * AT_FIRST + sum(yes)) / (_TOWN + sum(yes) + sum(no))
    by_level = tuple((_TOWN * mean + one) / (_TOWN + one + other) for one, other in zip(yes, no, strict=True))
    return Population(mean, by_level)


def chance(habit: Habit, level: int, part: WeekPart, kind: NeedKind, population: Population = UNKNOWN) -> float:
    """How likely an offer is claimed, from 0.02 to 0.98. Silence lowers it for everything, a decline for its part of
    the week and its kind only.
    """
    believed = population.by_level[min(level, LEVELS - 1)]
    person = (STRENGTH * believed + habit.claims) / (STRENGTH + habit.claims + habit.silences)
    return min(_MOST, max(_LEAST, person * _willing(habit, part) * _willing(habit, kind)))


def _willing(habit: Habit, key: str) -> float:
    agreed, declined = habit.agreed.get(key, 0.0), habit.declined.get(key, 0.0)
    return (PART_STRENGTH + agreed) / (PART_STRENGTH + agreed + _HALF * declined)
