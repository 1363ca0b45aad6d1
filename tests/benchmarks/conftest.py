"""Benchmarks run when they are asked for by their marker, and never with the suite."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bench-output", default="", help="folder for the benchmarks' JSON and Markdown")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "benchmark" in config.getoption("markexpr", ""):
        return
    off = [item for item in items if item.get_closest_marker("benchmark")]
    if off:
        config.hook.pytest_deselected(items=off)
        items[:] = [item for item in items if item not in off]
