"""How places are counted, on small invented sets whose figures can be checked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from bot.place_score import compound_report, place_scores, standing_in


def chat(text: str, compound: str = "", building: str = "") -> dict[str, Any]:
    return {"text": text, "category": "noise", "compound": compound, "building": building, "unit": "", "room": ""}


def said(compound: str | None = None, *, ask: bool = False, **more: Any) -> dict[str, Any]:
    return {"ask": ask, "place": {"compound": compound, **more}}


@pytest.mark.parametrize(
    ("written", "predicted"),
    [("6栋", "6"), ("六栋", "6"), ("十二栋", "12"), ("二十栋", "20"), ("C5栋", "c5"), ("榕御小区", "榕御"), ("", None)],
)
def test_a_place_word_is_exact_without_its_ending(written: str, predicted: str | None) -> None:
    scores = place_scores([({"category": "noise", "place": {"building": written}}, said(building=predicted))])
    building = next(place for place in scores if place.field == "building")
    assert building.exact == 1.0
    assert building.named == bool(written)


def test_a_wrong_place_counts_against_messages_and_against_those_that_name_one() -> None:
    pairs = [(chat("榕御太吵", "榕御"), said("碧湖")), (chat("太吵"), {"place": None})]
    compound = place_scores(pairs)[0]
    assert (compound.messages, compound.exact, compound.named, compound.exact_of_named) == (2, 0.5, 1, 0.0)


def test_names_as_listed_corrupted_and_invented_are_told_apart() -> None:
    report = compound_report([
        (chat("榕御小区太吵", "榕御小区"), said("榕御小区")),
        (chat("容御太吵", "榕御小区"), said("榕御小区")),
        (chat("龙御太吵", "榕御小区"), said(None)),
        (chat("路边太吵"), said("碧湖")),
        (chat("太吵"), said(None)),
    ])
    assert report is not None
    assert (report.named, report.right, report.corrupted, report.corrupted_right) == (3, 2, 2, 1)
    assert (report.silent, report.invented) == (2, 1)


@pytest.mark.parametrize(
    ("text", "ask", "right"),
    [("碧湖太吵", True, 1), ("碧湖太吵", False, 0), ("碧湖二期太吵", True, 0)],
    ids=["left open and asked", "guessed", "said which"],
)
def test_of_two_phases_either_is_right_where_the_message_leaves_it_open(text: str, ask: bool, right: int) -> None:
    report = compound_report([(chat(text, "碧湖二期"), said("碧湖一期", ask=ask))])
    assert report is not None
    assert report.right == right


def test_a_list_without_the_names_answers_nothing() -> None:
    pairs = [(chat("榕御太吵", "榕御"), said("碧湖")), (chat("碧湖太吵", "碧湖"), said("碧湖")),
             (chat("星河太吵", "星河"), said("碧湖"))]
    known, strange = (compound_report(pairs, listed) for listed in (["榕御小区", "碧湖"], ["碧湖"]))
    assert known is not None
    assert strange is not None
    assert (known.named, known.unlisted, known.answers) == (3, 1, True)
    assert (strange.named, strange.unlisted, strange.answers) == (3, 2, False)


def test_petitions_are_labelled_as_written_so_none_is_corrupted() -> None:
    report = compound_report([({"text": "太吵", "place": {"compound": "榕御"}}, said("榕御"))])
    assert report is not None
    assert (report.named, report.corrupted) == (1, 0)


def test_without_a_labelled_place_there_is_nothing_to_count() -> None:
    assert place_scores([({"category": "noise", "place": None}, said("榕御"))]) == ()
    assert compound_report([({"category": "noise"}, said("榕御"))]) is None


def test_what_the_text_does_not_say_is_not_asked_of_it() -> None:
    place = {"compound": "榕御", "building": "3栋", "unit": None}
    assert standing_in(place, "3栋太吵") == {"compound": "", "building": "3栋", "unit": ""}
    assert standing_in(None, "3栋太吵") is None
