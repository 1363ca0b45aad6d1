"""What is a hazard, and when it is looked at again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from matching.case import Kind
from matching.hazard import inspected_at, kind_of
from tests.builders import MORNING, a_case


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"category": "safety"}, Kind.HAZARD),
        ({"urgent": True}, Kind.HAZARD),
        ({"urgent": True, "private": True}, Kind.ORDINARY),
        ({"category": "safety", "kind": Kind.MEDIATION}, Kind.MEDIATION),
        ({"kind": Kind.HAZARD}, Kind.HAZARD),
        ({}, Kind.ORDINARY),
    ],
)
def test_what_is_dangerous_is_a_hazard_and_nothing_private(given, kind):
    assert kind_of(a_case(**given)) is kind


@pytest.mark.parametrize(("passed", "at"), [(0, 7), (6, 7), (7, 30), (29, 30), (30, None)])
def test_after_a_week_and_after_a_month(passed, at):
    due = None if at is None else MORNING + timedelta(days=at)
    assert inspected_at(MORNING, MORNING + timedelta(days=passed)) == due
