"""How far the confidence can be trusted, on small invented sets whose figures can be checked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from bot.trust import (
    QuestionReport,
    calibration_error,
    hard_scores,
    question_report,
    reliability,
    risk_points,
)


def said(category: str | None, confidence: float = 0.9, **more: Any) -> dict[str, Any]:
    return {"category": category, "confidence": confidence, "ask": False, "urgent": False, **more}


def test_a_bin_tells_how_sure_and_how_often_right() -> None:
    pairs = [({"category": "noise"}, said("noise", 0.72)), ({"category": "care"}, said("noise", 0.78)),
             ({"category": "care"}, said("care", 1.0)), ({"category": ""}, said(None, 0.1))]
    low, high = reliability(pairs)
    assert (low.above, low.below, low.messages, low.right) == (0.7, 0.8, 2, 0.5)
    assert low.confidence == pytest.approx(0.75)
    assert (high.above, high.messages, high.right) == (0.9, 1, 1.0)
    assert calibration_error((low, high)) == pytest.approx(0.25 * 2 / 3)


def test_without_messages_there_is_no_error() -> None:
    assert calibration_error(reliability([])) == 0.0
    assert risk_points([]) == ()
    assert question_report([]) == QuestionReport(0, 0.0, 0.0)


def test_the_surest_messages_are_acted_on_first() -> None:
    pairs = [({"category": "noise"}, said("noise" if sure > 0.5 else "care", sure))
             for sure in (0.1, 0.2, 0.6, 0.7, 0.8, 0.9)]
    points = {point.covered: point for point in risk_points(pairs)}
    assert (points[0.5].right, points[0.5].confidence) == (1.0, 0.7)
    assert points[1.0].right == pytest.approx(4 / 6)


def test_a_question_offers_the_said_category_and_the_next() -> None:
    others = [{"category": "care", "confidence": 0.2}, {"category": "child", "confidence": 0.1}]
    asked = said("noise", 0.4, ask=True, alternatives=others)
    pairs = [({"category": right}, asked) for right in ("noise", "care", "child", "other")]
    pairs += [({"category": ""}, asked), ({"category": "noise"}, said("noise"))]
    report = question_report(pairs)
    assert (report.asked, report.in_two, report.in_three) == (4, 0.5, 0.75)


def test_misleading_messages_are_held_without_alarm() -> None:
    pairs = [
        ({"category": "noise", "hard": "figure"}, said("noise")),
        ({"category": "noise", "hard": "figure"}, said("noise", urgent=True)),
        ({"category": "", "hard": "thanks"}, said(None)),
        ({"category": "noise"}, said("care")),
    ]
    assert [(score.kind, score.held, score.messages) for score in hard_scores(pairs)] == [
        ("figure", 1, 2), ("thanks", 1, 1),
    ]
