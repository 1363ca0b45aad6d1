"""The benchmark's tables in docs/volunteers.md: means over the seeds, and how far they lie apart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.audit.benchmark import as_json, run_benchmark
from bot.audit.district import Scale
from tools.write_dispatch import COLUMNS, ROWS, WEEKS, by_need, main, spread, table

DOCUMENT = Path(__file__).parents[2] / "docs" / "volunteers.md"


@pytest.fixture(scope="module")
def results() -> list[dict[str, object]]:
    return [as_json(run_benchmark(Scale(volunteers=30, tasks=6, seed=seed))) for seed in (1, 2)]


def test_a_mean_and_half_the_span() -> None:
    assert spread([0.5, 0.6, 1.0], 2) == "0.70 ± 0.25"


def test_each_policy_has_its_line_and_each_figure_its_column(results: list[dict[str, object]]) -> None:
    lines = table(results).splitlines()
    assert len(lines) == 2 + len(ROWS)
    assert all(line.count("|") == len(COLUMNS) + 2 for line in lines)
    assert by_need(results).splitlines()[2].startswith("| **Linli**")


def test_the_document_takes_all_tables(results: list[dict[str, object]], tmp_path: Path) -> None:
    measured, copy = tmp_path / "dispatch.json", tmp_path / "volunteers.md"
    measured.write_text(json.dumps(dict.fromkeys(WEEKS, results)), encoding="utf-8")
    copy.write_text(DOCUMENT.read_text(encoding="utf-8"), encoding="utf-8")
    assert main([str(copy), str(measured)]) == 0
    assert copy.read_text(encoding="utf-8").count(table(results)) == len(WEEKS)
    assert main([]) == 2
