"""The gateway's benchmark under pytest: `python -m pytest tests/benchmarks -m benchmark -s`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.benchmark
@pytest.mark.timeout(900)
def test_every_reply_is_right_at_full_rate(tmp_path, pytestconfig):
    output = Path(pytestconfig.getoption("--bench-output") or tmp_path).resolve()
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.gateway.run", "--rounds", "5", "--output", str(output)],
        cwd=ROOT,
        check=False,
    )

    assert done.returncode == 0
    assert (output / "gateway.json").exists()
