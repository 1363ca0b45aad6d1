"""The measures of `linli evaluate`, on small invented sets whose figures can be checked by hand."""

from __future__ import annotations

import json

import pytest

from bot.evaluation import evaluate, measure, measure_labels, table


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


@pytest.mark.parametrize(
    ("written", "predicted"),
    [("6栋", "6"), ("六栋", "6"), ("十二栋", "12"), ("二十栋", "20"), ("C5栋", "c5"), ("榕御小区", "榕御"), ("", None)],
)
def test_a_place_word_is_exact_without_its_ending(written, predicted):
    report = measure([{"category": "noise", "place": {"building": written}}],
                     [said("noise", place={"building": predicted})])
    building = next(place for place in report.places if place.field == "building")
    assert building.exact == 1.0
    assert building.named == bool(written)


def test_a_wrong_place_counts_against_messages_and_against_those_that_name_one():
    report = measure([meant(compound="榕御"), meant()], [said(place={"compound": "碧湖"}), said(place=None)])
    compound = report.places[0]
    assert (compound.messages, compound.exact, compound.named, compound.exact_of_named) == (2, 0.5, 1, 0.0)


def test_calibration_error_is_the_distance_of_confidence_and_truth():
    report = measure([meant(), meant("noise")], [said(confidence=1.0), said(confidence=1.0)])
    assert report.calibration_error == pytest.approx(0.5)


def test_questions_are_not_acted_on():
    report = measure([meant(), meant(), meant("noise")], [said(), said(ask=True), said()])
    assert (report.acted, report.acted_right) == (pytest.approx(2 / 3), 0.5)


def test_sets_of_different_length_are_refused():
    with pytest.raises(ValueError, match="shorter"):
        measure([meant()], [])


def test_the_result_is_json_and_a_table():
    result = evaluate([meant(compound="榕御"), meant("noise", intent="help")], [said(), said("care")])
    assert json.loads(json.dumps(result)) == result
    shown = table(result)
    for word in ("category", "intent", "secondary", "urgency", "place compound", "calibration", "acted on",
                 "confused: noise > care 1"):
        assert word in shown


def test_the_table_leaves_out_what_was_not_labelled():
    shown = table(evaluate([{"category": "noise"}], [said("noise")]))
    assert "intent" not in shown
    assert "secondary" not in shown
    assert "urgency" not in shown
    assert "place" not in shown
    assert "confused" not in shown


def test_the_table_tells_how_far_confidence_can_be_trusted():
    rows = [meant(hard="place"), meant("noise", hard="place")]
    told = table(evaluate(rows, [said(), said(ask=True, alternatives=[{"category": "noise", "confidence": 0.1}])]))
    assert "sure 0.9-1.0  said 0.900  right 0.500  n 2" in told
    assert "1 asked, the answer is among two 1.000" in told
    assert "hard         1/2 held: place 1/2" in told
