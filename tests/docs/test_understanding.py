"""docs/understanding.md says what the program says: its worked example, its floors. `make figures` writes them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation import evaluate
from bot.scorecard import CHAT, TEXT, TITLE, with_floors
from intents.rule import parse_rules, shipped_rules_text
from tools.write_understanding import figures, main, part, rows_of

DOCUMENT = Path(__file__).parents[2] / "docs" / "understanding.md"


@pytest.fixture(scope="module")
def document() -> str:
    return DOCUMENT.read_text(encoding="utf-8")


def test_the_worked_example_is_what_the_command_answers(document: str, tmp_path: Path) -> None:
    shown = part(document, "example")
    given = re.search(r"echo '(.+)' \| linli classify", shown)
    assert given is not None
    command = [sys.executable, "-m", "bot", "classify"]
    ended = subprocess.run(command, input=given[1].encode(), capture_output=True, check=True, cwd=tmp_path)

    printed = shown.split("```json\n")[1].split("```")[0]
    assert json.loads(printed) == json.loads(ended.stdout), "the rules have changed: run `make figures`"


def test_costs_and_floors_are_those_of_the_shipped_rules(document: str) -> None:
    text = shipped_rules_text()
    top, rules = tomllib.loads(text), parse_rules(text)
    rows = {row[0]: row[1:] for row in rows_of(part(document, "floors"))}
    assert rows.keys() == {rule.label for rule in rules.categories}
    for rule in rules.categories:
        table = top["category"][rule.label]
        name, cost, floor, why = rows[rule.label]
        assert (name, floor) == (table["name"], f"{rule.floor:.2f}"), "run `make figures`"
        assert cost == str(table["cost"])
        assert rule.floor == pytest.approx(1 - top["question"] / table["cost"])
        assert why


def test_what_the_document_says_of_the_example_holds(document: str) -> None:
    said = json.loads(part(document, "example").split("```json\n")[1].split("```")[0])
    floor = next(row[3] for row in rows_of(part(document, "floors")) if row[0] == said["category"])
    assert (said["category"], said["ask"]) == ("facility", False)
    assert said["confidence"] > float(floor)
    place = said["place"]
    assert (place["compound"], place["as_written"], place["building"]) == ("榕御小区", "榕御", "3")


def test_writing_again_changes_nothing(document: str, tmp_path: Path) -> None:
    copy = tmp_path / "understanding.md"
    copy.write_text(document, encoding="utf-8")
    assert main([str(copy)]) == 0
    assert copy.read_text(encoding="utf-8") == document, "run `make figures`"


def test_reasons_stay_where_a_cost_is_written_anew(document: str, tmp_path: Path) -> None:
    copy = tmp_path / "understanding.md"
    copy.write_text(re.sub(r"\| 4 \| 0\.75 \|", "| 9 | 0.11 |", document), encoding="utf-8")
    assert main([str(copy)]) == 0
    assert copy.read_text(encoding="utf-8") == document


def test_figures_stand_by_kind_of_text_with_the_floors_they_miss(document: str, tmp_path: Path) -> None:
    def said(category: str, **more: Any) -> dict[str, Any]:
        return {"intent": "report", "category": category, "confidence": 0.9, "secondary": [], "ask": False,
                "urgent": False, "place": {}, "matters": 1, **more}

    petition = {"category": "noise", "secondary": [], "place": {"compound": "榕御"}}
    chat = {"text": "太吵", "intent": "report", "category": "noise", "secondary": [], "urgent": False, "compound": ""}
    wrong = with_floors(evaluate([petition] * 10, [said("noise")] * 5 + [said("care")] * 5, ["碧湖"]), TITLE)
    right = with_floors(evaluate([petition] * 10, [said("noise", confidence=1.0)] * 10, ["碧湖"]), TEXT)
    talk = with_floors(evaluate([chat] * 10, [said("noise", confidence=1.0)] * 10), CHAT)
    misleading = evaluate([chat | {"hard": "place"}], [said("care")])
    measured = {"hard.jsonl": misleading, "m.jsonl:title": wrong, "m.jsonl:text": right, "chat.jsonl": talk}

    rows = {row[0]: row[1:] for row in rows_of(figures(measured))}
    assert rows["macro-F1 over categories with ten or more examples"] == ["0.667", "1.000", "1.000"]
    assert rows["intent: accuracy, macro-F1"] == ["–", "–", "1.000, 1.000"]
    assert rows["compound: named, corrupted, invented"] == ["not in the list; 0 of 0"] * 2 + ["0 of 0, 0 of 0, 0 of 10"]
    assert rows["floors missed"] == ["macro-F1; calibration error; right of acted on", "none", "none"]
    file, copy = tmp_path / "evaluation.json", tmp_path / "understanding.md"
    file.write_text(json.dumps(measured), encoding="utf-8")
    copy.write_text(document, encoding="utf-8")
    assert main([str(copy), str(file)]) == 0
    assert part(copy.read_text(encoding="utf-8"), "figures").strip() == figures(measured)


def test_a_document_without_the_parts_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.md"
    other.write_text("# Other\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no part example"):
        main([str(other)])
    assert main([]) == 2
