from __future__ import annotations

import pytest

from matching.rates import FORMULAS, Judged, rates_of

JUDGED = [
    Judged(True, True, True),
    Judged(True, True, False),
    Judged(True, False, False),
    Judged(None, None, None),
]


def test_each_rate_is_counted_apart_and_silence_is_no_yes() -> None:
    rates = rates_of(8, JUDGED)
    assert (rates.dispatched, rates.asked, rates.answered) == (8, 4, 3)
    assert rates.shares() == {
        "responded": pytest.approx(0.75),
        "solved": pytest.approx(0.5),
        "satisfied": pytest.approx(0.25),
        "responded_of_dispatched": pytest.approx(0.375),
        "solved_of_dispatched": pytest.approx(0.25),
        "satisfied_of_dispatched": pytest.approx(0.125),
        "answered": pytest.approx(0.75),
    }


def test_every_rate_has_its_formula_and_nothing_is_a_rate_of_nothing() -> None:
    shares = rates_of(0, []).shares()
    assert set(shares) == set(FORMULAS)
    assert set(shares.values()) == {None}
