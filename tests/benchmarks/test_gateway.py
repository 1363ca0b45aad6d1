"""The gateway's benchmark under pytest: `python -m pytest tests/benchmarks -m benchmark -s`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.benchmark
@pytest.mark.timeout(900)
def test_every_reply_is_right_at_full_rate(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.gateway.run", "--rounds", "5", "--output", str(tmp_path)],
        cwd=ROOT,
        check=False,
    )

    assert done.returncode == 0
    assert (tmp_path / "gateway.json").exists()
