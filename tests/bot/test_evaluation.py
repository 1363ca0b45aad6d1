"""The measures of `linli evaluate`, on small invented sets whose figures can be checked by hand."""

from __future__ import annotations

import json

import pytest

from bot.evaluation import evaluate, measure, measure_labels


def said(category="parking", **more):
    return {"intent": "report", "category": category, "confidence": 0.9, "secondary": [], "ask": False,
            "urgent": False, "place": {}, **more}


def meant(category="parking", **more):
    return {"intent": "report", "category": category, "secondary": [], "urgent": False,
            "compound": "", "building": "", "unit": "", "room": "", **more}


def test_precision_recall_and_f1_of_a_label():
    report = measure_labels([("noise", "noise"), ("noise", "parking"), ("parking", "parking"), ("", "parking")])
    noise, parking = report.labels
    assert (noise.label, noise.precision, noise.recall, noise.support) == ("noise", 1.0, 0.5, 2)
    assert noise.f1 == pytest.approx(2 / 3)
    assert (parking.precision, parking.recall) == (pytest.approx(1 / 3), 1.0)
    assert report.accuracy == 0.5


def test_macro_f1_counts_only_labels_with_ten_examples():
    often = [("noise", "noise")] * 10
    assert measure_labels([*often, ("care", "noise")]).macro_f1 == pytest.approx(20 / 21)
    assert measure_labels([("care", "noise")]).macro_f1 == 0.0


def test_confusions_come_most_frequent_first():
    report = measure_labels([("a", "b"), ("c", "d"), ("c", "d"), ("a", "a")])
    assert report.confused == (("c", "d", 2), ("a", "b", 1))


def test_a_message_without_category_is_right_when_none_is_said():
    report = measure([meant("", intent="praise")], [said(None, intent="praise")])
    assert report.category.accuracy == 1.0
    assert report.category.labels == ()
    assert (report.acted, report.acted_right, report.calibration_error) == (0.0, 0.0, 0.0)


def test_intents_secondary_and_urgency_are_measured_where_labelled():
    report = measure(
        [meant(secondary=["noise"], urgent=True), meant(intent="help"), meant(urgent=True)],
        [said(secondary=["noise", "care"], urgent=True), said(urgent=True), said()],
    )
    assert report.intent is not None
    assert report.intent.accuracy == pytest.approx(2 / 3)
    assert report.secondary is not None
    assert (report.secondary.precision, report.secondary.recall) == (0.5, 1.0)
    assert report.urgency is not None
    assert (report.urgency.found, report.urgency.urgent, report.urgency.false_alarms) == (1, 2, 1)


def test_petitions_without_intents_are_measured_by_category_alone():
    report = measure([{"category": "noise", "place": None}], [said("noise")])
    assert (report.intent, report.secondary, report.urgency, report.places) == (None, None, None, ())


def test_calibration_error_is_the_distance_of_confidence_and_truth():
    report = measure([meant(), meant("noise")], [said(confidence=1.0), said(confidence=1.0)])
    assert report.calibration_error == pytest.approx(0.5)


def test_questions_are_not_acted_on():
    report = measure([meant(), meant(), meant("noise")], [said(), said(ask=True), said()])
    assert (report.acted, report.acted_right) == (pytest.approx(2 / 3), 0.5)


def test_sets_of_different_length_are_refused():
    with pytest.raises(ValueError, match="shorter"):
        measure([meant()], [])


def test_all_confusions_are_told():
    pairs = [("noise", word) for word in "abcdefghijklmnopqrstuvwxyz"]
    assert len(measure_labels(pairs).confused) == 26


def test_single_matters_cut_are_told_apart_from_several_that_should_be():
    rows = [meant(), meant(), meant(secondary=["noise"]), {"category": "noise"}]
    report = measure(rows, [said(matters=2), said(matters=1), said(matters=3), said(matters=2)])
    assert report.splits is not None
    assert (report.splits.single, report.splits.split) == (2, 1)
    assert (report.splits.several, report.splits.several_split) == (1, 1)
    assert measure(rows[:1], [said()]).splits is None


def test_joined_bubbles_must_say_what_the_whole_says():
    joined = [said(), said(confidence=0.5), said(intent="help"), said("care"), said(urgent=True),
              said(place={"unit": "2"})]
    report = measure([meant()] * 7, [*(said(stitched=stitched) for stitched in joined), said()])
    assert report.bubbles is not None
    assert (report.bubbles.messages, report.bubbles.same) == (6, 2)


def test_the_result_is_json_with_rounded_figures():
    result = evaluate([meant(), meant(), meant("noise")], [said(), said(), said()], ["榕御"])
    assert json.loads(json.dumps(result)) == result
    assert result["category"]["accuracy"] == 0.6667
