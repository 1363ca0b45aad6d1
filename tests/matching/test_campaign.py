"""A campaign is under way between its days, as long as nobody has ended it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from matching.campaign import Campaign, CampaignKind, CampaignState

RUNNING = Campaign(
    1, CampaignKind.SURGE, "台风", "xinqiao", "jiedao", datetime(2026, 3, 3, 2, tzinfo=UTC),
    date(2026, 3, 3), date(2026, 3, 9),
)  # fmt: skip


@pytest.mark.parametrize(("day", "runs"), [(2, False), (3, True), (9, True), (10, False)])
def test_both_days_count(day: int, *, runs: bool) -> None:
    assert RUNNING.runs_on(date(2026, 3, day)) is runs


def test_one_that_was_ended_runs_no_more() -> None:
    assert not replace(RUNNING, state=CampaignState.ENDED).runs_on(date(2026, 3, 4))
