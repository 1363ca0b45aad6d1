"""The table of `linli evaluate`, and the figures beside their floors."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.evaluation import evaluate
from bot.scorecard import CHAT, TEXT, TITLE, hard_table, held, table, with_floors


def said(category: str = "parking", **more: Any) -> dict[str, Any]:
    return {"intent": "report", "category": category, "confidence": 0.9, "secondary": [], "ask": False,
            "urgent": False, "place": {}, "matters": 1, **more}


def meant(category: str = "parking", **more: Any) -> dict[str, Any]:
    return {"text": "榕御太吵", "intent": "report", "category": category, "secondary": [], "urgent": False,
            "compound": "", "building": "", "unit": "", "room": "", **more}


def test_the_result_is_json_and_a_table() -> None:
    rows = [meant(compound="榕御"), meant("noise", intent="help")]
    result = with_floors(evaluate(rows, [said(), said("care")]), CHAT)
    assert json.loads(json.dumps(result)) == result
    shown = table(result)
    for line in ("category               accuracy 0.500", "intent                 accuracy 0.500",
                 "secondary    P 0.000",
                 "split        0 of 2 single matters cut, 0 of 0", "urgency      recall 0.000 (0/0)  false alarms 0/2",
                 "compound     right 0 of 1 named", "invented 0 of 1 that name none", "building     exact 1.000 of 2",
                 "calibration  error", "acted on     1.000", "risk         right of the surest: 50% 1.000",
                 "questions    0 asked", "floors"):
        assert line in shown


def test_the_table_leaves_out_what_was_not_labelled() -> None:
    shown = table(evaluate([{"category": "noise"}], [said("noise")]))
    for word in ("intent", "secondary", "split", "bubbles", "urgency", "compound", "building", "(none)", "hard",
                 "floors"):
        assert word not in shown


def test_each_label_says_what_it_was_taken_for() -> None:
    rows = [meant("noise")] * 6 + [meant("", intent="praise")]
    taken = [said(word) for word in ("care", "care", "child", "civic", "housing", "noise", "other")]
    lines = {line.split()[0]: line for line in table(evaluate(rows, taken)).split("\n") if line.startswith("  ")}
    assert lines["noise"].endswith("6   care 2, child 1, civic 1, … 1 more")
    assert lines["(none)"].endswith("   other 1")
    assert lines["care"] == lines["care"].rstrip()


def test_the_table_tells_how_far_confidence_can_be_trusted() -> None:
    rows = [meant(hard="place"), meant("noise", hard="place")]
    result = evaluate(rows, [said(), said(ask=True, alternatives=[{"category": "noise", "confidence": 0.1}])])
    assert "sure 0.9-1.0  said 0.900  right 0.500  n 2" in table(result)
    assert "1 asked, the answer is among two 1.000" in table(result)
    assert "hard         1/2 held: place 1/2" in table(result)
    assert hard_table(result) == "hard         1/2 held: place 1/2"


def test_matters_cut_and_bubbles_joined_have_their_rows() -> None:
    rows = [meant(), meant(secondary=["noise"]), meant(secondary=["noise"])]
    split = [said(matters=2, stitched=said()), said(matters=2, stitched=said("care")), said()]
    shown = table(evaluate(rows, split))
    assert "split        1 of 1 single matters cut, 1 of 2 that hold several" in shown
    assert "bubbles      1 of 2 joined say what the whole says" in shown


def test_a_list_that_knows_none_of_the_names_is_said_to_measure_nothing() -> None:
    result = evaluate([meant(compound="榕御")], [said()], ["碧湖"])
    assert "compound     not measured: 1 of 1 names are not in the list of places" in table(result)
    assert "compound" not in {one.figure for one in held(result, CHAT)}


def test_a_figure_stands_beside_its_floor() -> None:
    rows = [meant()] * 10 + [meant("noise")] * 10
    result = evaluate(rows, [said()] * 10 + [said("noise")] * 8 + [said()] * 2)
    floors = {one.figure: one for one in held(result, CHAT)}
    assert (floors["macro-F1"].floor, floors["macro-F1"].met) == (0.80, True)
    assert (floors["right of acted on"].measured, floors["right of acted on"].met) == (0.9, False)
    assert (floors["calibration error"].most, floors["calibration error"].met) == (True, True)
    assert "urgent found" not in floors
    assert "secondary F1" not in floors
    shown = table(with_floors(result, CHAT))
    assert "  calibration error     0.000 ≤ 0.04  met" in shown
    assert "  right of acted on     0.900 ≥ 0.92  MISSED" in shown


@pytest.mark.parametrize(("kind", "floor"), [(TITLE, 0.77), (TEXT, 0.78), (CHAT, 0.80)])
def test_each_kind_of_text_has_a_floor_of_its_own(kind: str, floor: float) -> None:
    figures = {one.figure: one for one in held(evaluate([meant(compound="榕御")], [said()]), kind)}
    assert figures["macro-F1"].floor == floor
    assert ("compound" in figures) is (kind == CHAT)


def test_a_ceiling_is_missed_from_above() -> None:
    rows = [meant()] * 10
    result = evaluate(rows, [said(matters=2)] + [said(place={"compound": "碧湖"})] * 9)
    missed = {one.figure for one in held(result, CHAT) if not one.met}
    assert missed == {"singles split", "compound invented", "calibration error"}
