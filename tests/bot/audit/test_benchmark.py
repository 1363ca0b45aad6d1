"""The benchmark's result as programs read it."""

from __future__ import annotations

from bot.audit.benchmark import PROMISED, as_json, run_benchmark
from bot.audit.district import Scale


def test_three_policies_with_the_nine_figures_promised() -> None:
    found = as_json(run_benchmark(Scale(volunteers=60, tasks=8)))
    policies = found["policies"]
    assert isinstance(policies, dict)
    assert set(policies) == {"linli", "nearest", "broadcast"}
    for figures in policies.values():
        assert set(PROMISED) <= set(figures)
        assert all(isinstance(figures[name], int | float) for name in PROMISED)
    assert found["scale"] == {"volunteers": 60, "tasks": 8, "seed": 1, "mixed": False}
    assert found["optimum"]["fractional"] == 0
