"""A small district lives through some weeks at the real desk: nothing stuck, nothing with nobody, nothing raised.

The whole district's year is `make bench` (tests/benchmarks/year).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from matching.case import State
from matching.lifecycle import ENDED
from storage.unit_of_work import Store
from tests.benchmarks.year.town import SMALL
from tests.benchmarks.year.watch import STOPPED_AFTER, faults_of
from tests.benchmarks.year.year import Plan, Year, a_year
from tests.builders import MORNING, a_case, a_talk

#: Every kind of thing that happens in such weeks happens at least once.
HAPPENED = {
    "dispatch_unanswered", "remind_signin", "remind_first_word", "climb", "resume", "verdict_silent", "recheck",
}  # fmt: skip


def lived(store: Store, plan: Plan) -> Year:
    year = a_year(store, plan)
    for _ in year.months():
        pass
    return year


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_weeks_leave_nothing_stuck_and_nothing_unowned(store: Store):
    year = lived(store, Plan(SMALL, reports=130, days=40, seed=4, tick_every=timedelta(minutes=30)))

    assert year.faults == []
    assert {str(what) for what in year.world.struck} >= HAPPENED
    moves = store.read(lambda unit: {event.action for event in unit.cases.export_events(None)})
    assert {"take", "finish", "accept", "reject", "escalate", "return", "pass_on", "inquire", "say"} <= moves


def test_some_days_are_lived_on_each_store(store: Store):
    year = lived(store, Plan(SMALL, reports=36, days=5, seed=7, quiet=18, tick_every=timedelta(hours=3)))

    assert year.faults == []
    cases = store.read(lambda unit: list(unit.cases.export(None)))
    assert len(cases) >= 30
    assert sum(case.state in ENDED for case in cases) / len(cases) > 0.75, "quiet weeks later most is done"


STOPPED = MORNING - STOPPED_AFTER - timedelta(minutes=1)


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"state": State.AWAITING_VERDICT}, "no clock strikes for it"),
        ({"state": State.IN_PROGRESS, "due_at": STOPPED}, "nothing came of it"),
        ({"state": State.AWAITING_INFO, "touched_at": MORNING - timedelta(hours=4)}, "nothing came of it"),
        ({"responder": "", "climb_at": MORNING}, "nobody has it"),
        ({"responder": "gone", "climb_at": MORNING}, "gone, who has it, is not on duty"),
        ({"state": State.AWAITING_DISPATCH, "touched_at": MORNING - timedelta(days=4)}, "nobody was found for it"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_what_is_stuck_or_unowned_is_seen(store: Store, given: dict[str, Any], fault: str):
    desk = a_talk(store).desk

    assert any(fault in found for found in faults_of(a_case(**given), desk, {"chen"}, MORNING))


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_what_waits_for_a_clock_is_no_fault(store: Store):
    desk = a_talk(store).desk

    def waits(**given: Any) -> list[str]:
        return list(faults_of(a_case(**given), desk, {"chen"}, MORNING))

    assert waits(climb_at=MORNING + timedelta(minutes=30)) == []
    assert waits(state=State.AWAITING_INFO, responder="") == []
    assert waits(state=State.AWAITING_VERDICT, check_due_at=MORNING + timedelta(days=1)) == []
