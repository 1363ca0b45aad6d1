"""The pictures of docs/understanding.md can be drawn from what was measured; run by `make bench`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from matplotlib import image

from bot.evaluation import evaluate
from bot.scorecard import CHAT, with_floors
from tools.draw_understanding import main

pytestmark = pytest.mark.benchmark

NAMES = {"understanding-categories.png", "understanding-reliability.png", "understanding-risk.png"}


def said(category: str, confidence: float) -> dict[str, Any]:
    return {"intent": "report", "category": category, "confidence": confidence, "ask": confidence < 0.7}


def test_three_pictures_are_drawn_from_files_with_floors(tmp_path: Path) -> None:
    rows = [{"intent": "report", "category": "noise" if at % 3 else "care"} for at in range(60)]
    sure = [said("noise" if at % 4 else "care", 0.5 + at % 5 / 10) for at in range(60)]
    chat = {"chat.jsonl": with_floors(evaluate(rows, sure), CHAT)}
    file, alone, folder = tmp_path / "evaluation.json", tmp_path / "alone", tmp_path / "pictures"
    for measured, into in ((chat, alone), ({"hard.jsonl": evaluate(rows[:30], sure[:30])} | chat, folder)):
        file.write_text(json.dumps(measured), encoding="utf-8")
        assert main([str(file), str(into)]) == 0

    assert {path.name for path in folder.iterdir()} == NAMES
    for path in folder.iterdir():
        assert path.read_bytes() == (alone / path.name).read_bytes(), "what misleads is no set of its own"
        picture = image.imread(path)
        assert picture.shape[1] >= 800
        assert picture[..., :3].std() > 0.02, f"{path.name} is empty"
    assert main([str(file)]) == 2
