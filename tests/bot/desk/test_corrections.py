"""Labelled messages out of what residents and handlers made of a category: nobody named, the last word counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from bot.desk.corrections import correction_records, corrections
from bot.desk.dialogue import Asked, Option, Question, write_question
from bot.desk.relabelling import KIND, read_relabelled
from storage.cases import CaseMessage
from storage.unit_of_work import UnitOfWork
from tests.builders import MORNING, DeskTalk, a_case

REPORT = "榕御小区3栋楼下乱停车"
TWO_MATTERS = "榕御小区3栋楼下乱停车，另外楼道路灯坏了好几天"


def taught(talk: DeskTalk, **asked: Any) -> list[tuple[str, str, str, str]]:
    """(text, category, corrected_from, by) of each."""
    found = talk.store.read(lambda unit: corrections(unit, **asked))
    return [(one.text, one.category, one.corrected_from, one.by) for one in found]


def test_what_nobody_corrected_teaches_nothing(talk: DeskTalk):
    talk.says("resident", REPORT)

    assert taught(talk) == []


def test_a_residents_correction_is_a_labelled_message(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.says("resident", "改 物业收费")

    (record,) = talk.store.read(lambda unit: list(correction_records(unit)))
    assert record == {
        "text": REPORT, "category": "property_fee", "intent": "", "secondary": [],
        "writer": f"r{talk.contact('resident').id}", "corrected_from": "parking", "by": "resident",
    }  # fmt: skip


def test_one_corrected_again_counts_once_with_the_last_word_and_what_the_rules_said(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.says("resident", "改 物业收费")
    talk.says("resident", "改 噪音扰民")

    assert taught(talk) == [(REPORT, "noise", "parking", "resident")]


def test_words_said_after_the_correction_are_no_part_of_it(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.says("resident", "改 物业收费")
    talk.later()
    talk.says("resident", "补充 收据还在我这里")

    assert [text for text, *_ in taught(talk)] == [REPORT]


def test_a_handler_who_passes_it_on_under_another_category_corrects_it_too(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.says("openid-chen", "转办 1 物业收费 是车位费的事")

    assert taught(talk) == [(REPORT, "property_fee", "parking", "handler")]
    assert (talk.case(1).category, talk.case(1).responder) == ("property_fee", "wuye")
    assert talk.moves(1)[-2:] == ["pass_on", "dispatch"]


@pytest.mark.parametrize("words", ["转办 1 给物业", "转办 1 停车秩序", "转办 1 说的是物业收费吧"])
def test_a_handler_who_passes_it_on_as_it_is_corrects_nothing(talk: DeskTalk, words: str):
    talk.says("resident", REPORT)
    talk.says("openid-chen", words)

    assert taught(talk) == []
    assert talk.case(1).category == "parking"


@pytest.mark.parametrize(("answer", "taught_by_it"), [
    ("1", [("parking", "parking", "resident")]), ("2", [("noise", "parking", "resident")]), ("3", []),
])
def test_the_answer_to_which_matter_is_meant_is_one_too(talk: DeskTalk, answer: str, taught_by_it: list[Any]):
    talk.says("resident", "榕御小区乱停车")
    which = Question(Asked.CATEGORY, (Option("parking", "停车秩序"), Option("noise", "噪音扰民")))
    asked = replace(talk.case(1), question=write_question(which))
    talk.store.run(lambda unit: unit.cases.save(asked))

    talk.says("resident", answer)

    assert [rest for _, *rest in taught(talk)] == [list(one) for one in taught_by_it]


def test_matters_said_in_the_same_words_are_one_message_with_a_further_matter(talk: DeskTalk):
    who = talk.contact("resident").id
    for category in ("parking", "noise", "facility"):
        talk.store.run(partial(a_labelled_case, who=who, category=category))

    (one,) = talk.store.read(corrections)
    assert (one.category, one.secondary) == ("parking", ("noise", "facility"))


def a_labelled_case(unit: UnitOfWork, who: int, category: str) -> None:
    number = unit.cases.add(a_case(reporter=who, category=category))
    for kind, text in (("text", "吵和乱停都要管"), (KIND, f"{category}→{category}")):
        unit.cases.add_message(CaseMessage(0, number, who, MORNING, kind, text))


def test_a_confirmed_card_says_that_each_matter_is_right(talk: DeskTalk):
    talk.says("resident", TWO_MATTERS)
    talk.says("resident", "对")

    assert [(category, was) for _, category, was, _ in taught(talk)] == [
        ("parking", "parking"), ("facility", "facility"),
    ]  # fmt: skip


def test_of_a_card_only_what_was_kept_teaches(talk: DeskTalk):
    talk.says("resident", TWO_MATTERS)
    talk.says("resident", "1")

    assert [category for _, category, *_ in taught(talk)] == ["parking"]


def test_a_case_that_was_withdrawn_teaches_nothing(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.says("resident", "改 物业收费")
    talk.says("resident", "取消 1")

    assert taught(talk) == []


def test_private_cases_teach_only_when_asked_for(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.says("resident", "改 物业收费")
    case = talk.case(1)
    talk.store.run(lambda unit: unit.cases.save(replace(case, private=True)))

    assert taught(talk) == []
    assert len(taught(talk, private=True)) == 1


def test_a_resident_made_anonymous_teaches_nothing(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.says("resident", "改 物业收费")
    who = talk.contact("resident").id
    talk.store.run(lambda unit: unit.people.anonymise(who))

    assert taught(talk) == []


def test_since_counts_from_the_last_word(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.later(days=2)
    talk.says("resident", "改 1 物业收费")

    assert taught(talk, since=MORNING + timedelta(days=1))
    assert not taught(talk, since=MORNING + timedelta(days=3))


def test_nobody_is_named(talk: DeskTalk):
    talk.says("resident", "榕御小区3栋501楼下乱停车，找陈建国说过，打13812345678找我")
    talk.says("resident", "改 物业收费")

    ((text, *_),) = taught(talk)
    assert text == "榕御小区3栋***楼下乱停车，找陈**说过，打138****5678找我"


def test_what_was_kept_in_another_form_is_left_out():
    assert read_relabelled("改：停车秩序") is None
    assert read_relabelled("parking→money") is None
    assert read_relabelled("parking→noise") == ("parking", "noise")

