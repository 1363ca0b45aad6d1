"""The simulated year: residents report, people on duty act or keep silent, the clocks strike, and all is watched."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from storage.unit_of_work import Store
from tests.benchmarks.year.handlers import everybody_on_duty, leaves
from tests.benchmarks.year.residents import Resident, some_residents
from tests.benchmarks.year.texts import Said, said_texts
from tests.benchmarks.year.town import Size, a_district
from tests.benchmarks.year.watch import watch
from tests.benchmarks.year.world import World

#: New Year's Day of 2026 in Zhangzhou: the statutory calendar of that year is known.
BEGINS = datetime(2025, 12, 31, 16, tzinfo=UTC)
#: What share of a day's reports comes in each hour.
_HOURS = (1, 1, 1, 1, 1, 2, 4, 8, 10, 10, 9, 7, 6, 6, 7, 7, 7, 7, 8, 9, 9, 7, 4, 2)
#: A report in so many is what a neighbour has reported within the last days, in the same words.
_SEEN_BY_OTHERS = 0.07


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be simulated; `reports` are spread over `days`, then `quiet` days bring none."""

    size: Size
    reports: int
    days: int
    seed: int
    quiet: int = 0
    tick_every: timedelta = timedelta(minutes=15)


@dataclass
class Year:
    """A plan under way: `faults` are found at the end of each month and at the end of all."""

    plan: Plan
    world: World
    residents: Sequence[Resident]
    texts: Sequence[Said]
    faults: list[str] = field(default_factory=list)
    recent: deque[tuple[str, Said]] = field(default_factory=lambda: deque(maxlen=200))

    def months(self) -> Iterator[tuple[int, dict[str, int]]]:
        """Simulate month by month: how many there were, and how many cases stand in each state then."""
        end = BEGINS + timedelta(days=self.plan.days + self.plan.quiet)
        month = 0
        while self.world.now < end:
            month += 1
            self.world.pass_until(min(BEGINS + timedelta(days=30 * month), end))
            self.world.strike()
            faults, states = watch(self.world.desk, self.world.now)
            self.faults += [f"month {month}: {fault}" for fault in (*self.world.crashed, *faults)]
            self.world.crashed.clear()
            yield month, dict(states)

    def report(self) -> None:
        """Somebody reports something, now and then what a neighbour has seen too."""
        chance = self.world.chance
        resident = chance.choice(self.residents)
        seen = [said for compound, said in self.recent if compound == resident.compound]
        said = chance.choice(seen) if seen and chance.random() < _SEEN_BY_OTHERS * 3 else chance.choice(self.texts)
        self.recent.append((resident.compound, said))
        resident.reports(said)


def a_year(store: Store, plan: Plan) -> Year:
    """A migrated and empty store becomes the district's, and everything that will be reported is planned."""
    chance = random.Random(plan.seed)  # noqa: S311 - a year that can be lived again, no secret
    world = World(store, a_district(plan.size, chance), chance, BEGINS, plan.tick_every)
    handlers = everybody_on_duty(world)
    leaves(handlers, plan.days)
    year = Year(plan, world, some_residents(world, max(20, plan.reports // 2)), said_texts())
    for _ in range(plan.reports):
        hour = chance.choices(range(24), _HOURS)[0]
        moment = BEGINS + timedelta(days=chance.randrange(plan.days), hours=hour, minutes=chance.random() * 60)
        world.at(moment, year.report)
    return year
