"""The simulated year by `make bench`: a part of it on SQLite and on PostgreSQL. All of it takes about an hour:
`python -m tests.benchmarks.year.run --cases 71000`.
"""

from __future__ import annotations

import pytest

from storage.unit_of_work import Store
from tests.benchmarks.year.run import live, plan_of, tell

#: A month at the district's density; some minutes on each store.
CASES, DAYS = 5_000, 26

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(3_600)]


def test_a_part_of_the_year_leaves_nothing_stuck(store: Store, store_url: str) -> None:
    print(f"\n{store_url.partition(':')[0]}")  # noqa: T201 - a benchmark says what it measures
    year = live(store, plan_of(CASES, DAYS))
    tell(year)

    assert year.faults == []
