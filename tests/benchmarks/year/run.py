"""`python -m tests.benchmarks.year.run --cases 71000 --store sqlite`: the simulated year, and what it cost.

Prints a line a month, what was found wrong, the figures of docs/figures.md, and how long the desk took.
"""

from __future__ import annotations

import gc
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.commands.figures import report_lines
from bot.desk.figuring import Span, figures_report
from bot.desk.knowledge import town_of
from bot.desk.reminders import CLOCKS
from storage.engine import migrate
from storage.unit_of_work import Store, open_store
from tests.benchmarks.year.texts import DATA
from tests.benchmarks.year.town import SEED
from tests.benchmarks.year.world import ZONE
from tests.benchmarks.year.year import Plan, Year, a_year

FULL = 71_000
_FAULTS_SHOWN = 20


def say(line: str) -> None:
    """A line of the report, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def live(store: Store, plan: Plan) -> Year:
    """The year lived through, each month told; the year as it ended."""
    started = time.perf_counter()
    year = a_year(store, plan)
    gc.collect()
    gc.freeze()  # as the product does when its process has started
    say(f"{len(year.world.district.nodes)} places, {len(year.world.district.staff)} on duty, "
        f"{len(year.residents)} residents, {plan.reports} reports in {plan.days} days; texts: "
        f"{'chat-train' if DATA.exists() else 'shipped'}")
    for month, states in year.months():
        told = "  ".join(f"{state} {count}" for state, count in sorted(states.items()))
        say(f"month {month:2}  {time.perf_counter() - started:7.0f} s  faults {len(year.faults)}  {told}")
    return year


def tell(year: Year) -> None:
    """What was found, the figures, and the costs."""
    world = year.world
    say(f"\nfaults: {len(year.faults)}")
    for fault in year.faults[:_FAULTS_SHOWN]:
        say(f"  {fault}")
    for told, count in world.refused.most_common(10):
        say(f"  not understood by the people simulated, {count} times: {told}")
    say("clocks struck: " + ", ".join(f"{what} {count}" for what, count in world.struck.most_common()))
    say("")
    town = world.store.read(town_of)
    span = Span(None, world.now)
    report = world.store.read(lambda unit: figures_report(unit, town, world.desk.calendar, span))
    for line in report_lines(report, town, None, ZONE):
        say(line)
    say("")
    for line in cost_lines(world.costs):
        say(line)
    for what, milliseconds, found in finding_costs(year):
        say(f"finding {what:22} {milliseconds:8.2f} ms  finds {found}")


def cost_lines(costs: Mapping[str, Sequence[float]]) -> Iterator[str]:
    """How long each kind of step took; messages of residents and of people on duty are the desk's operations."""
    operations = [*costs["resident"], *costs["handler"]]
    yield f"desk operations {len(operations)}, {len(operations) / sum(operations):.0f} a second, {_spread(operations)}"
    for what, spent in sorted(costs.items()):
        yield f"{what:22} {len(spent):8}  {_spread(spent)}"


def _spread(spent: Sequence[float]) -> str:
    ranked = sorted(spent)
    p50, p99 = ranked[len(ranked) // 2], ranked[len(ranked) * 99 // 100]
    return f"p50 {p50 * 1e3:.2f} ms, p99 {p99 * 1e3:.2f} ms, in all {sum(ranked):.1f} s"


def finding_costs(year: Year) -> Iterator[tuple[str, float, int]]:
    """What each clock's look costs with all these cases, in milliseconds (the best of five), and what it finds."""
    world = year.world
    for what, clock in CLOCKS.items():
        spent = []
        for _ in range(5):
            started = time.perf_counter()
            found = world.store.read(lambda unit, find=clock.find: len(list(find(world.desk, unit, world.now))))
            spent.append(time.perf_counter() - started)
        yield what, min(spent) * 1e3, found


def plan_of(cases: int, days: int = 365) -> Plan:
    """The district's year with so many reports; fewer cases make it shorter, at the same density by place."""
    return Plan(SEED, cases, days, seed=2026)


@contextmanager
def a_store(url: str) -> Iterator[Store]:
    """The store of an empty database, brought to the current schema."""
    migrate(url)
    store = open_store(url)
    try:
        yield store
    finally:
        store.close()


def _asked() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=5_000, help=f"reports; the district's year has {FULL}")
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--url", default="", help="an empty database; a file that is removed afterwards when left out")
    return parser.parse_args()


def main() -> int:
    """Live the year and tell of it; 1 where anything was stuck, unowned or raised."""
    asked = _asked()
    with TemporaryDirectory() as folder, a_store(asked.url or f"sqlite:///{Path(folder) / 'year.db'}") as store:
        year = live(store, plan_of(asked.cases, asked.days))
        tell(year)
    return 1 if year.faults else 0


if __name__ == "__main__":
    sys.exit(main())
