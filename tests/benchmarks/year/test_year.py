"""The simulated year by `make bench`: a thin year on SQLite, some weeks of it on PostgreSQL.

All 71,000 cases take the better part of an hour: `python -m tests.benchmarks.year.run --cases 71000`.
"""

from __future__ import annotations

import pytest

from storage.unit_of_work import Store
from tests.benchmarks.year.run import live, plan_of, tell

#: Reports and days: a few minutes each.
PLANS = {"sqlite": (4_000, 365), "postgresql": (1_500, 45)}

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(3_600)]


def test_a_year_leaves_nothing_stuck(store: Store, store_url: str) -> None:
    kind = store_url.partition(":")[0]
    print(f"\n{kind}")  # noqa: T201 - a benchmark says what it measures
    year = live(store, plan_of(*PLANS[kind]))
    tell(year)

    assert year.faults == []
