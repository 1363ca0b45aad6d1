"""A card that waits for one word."""

from __future__ import annotations

import pytest

from bot.desk.desk import Visit
from bot.desk.proposing import Proposed, answer_to_proposed, propose
from storage.unit_of_work import Store
from tests.builders import DeskTalk, a_talk


@pytest.fixture
def talk(store: Store) -> DeskTalk:
    return a_talk(store)


def a_visit(talk: DeskTalk) -> Visit:
    contact = talk.contact("o1")
    knowledge = talk.store.read(lambda unit: talk.desk.library.current(unit, talk.now))
    return Visit(talk.desk, None, knowledge, contact, "k", talk.now)


@pytest.mark.parametrize("word", ["好", "好的", "对", "1", "可以发吧", "OK", "确认。"])
def test_a_word_of_agreement_does_what_waits_once(talk: DeskTalk, word: str) -> None:
    visit = a_visit(talk)
    propose(visit, "shifts", "明天 8:00-12:00 巡查")

    assert answer_to_proposed(visit, word) == Proposed("shifts", "明天 8:00-12:00 巡查")
    assert answer_to_proposed(visit, word) is None


@pytest.mark.parametrize("word", ["不", "不用了", "算了", "先不发"])
def test_a_word_against_it_lets_it_lie(talk: DeskTalk, word: str) -> None:
    visit = a_visit(talk)
    propose(visit, "shifts", "x")

    assert answer_to_proposed(visit, word) is False
    assert answer_to_proposed(visit, "好") is None


@pytest.mark.parametrize("text", ["好不了，还是漏水", "不行 太晚了", "1栋停水", "好心人很多", ""])
def test_a_sentence_is_no_such_word(talk: DeskTalk, text: str) -> None:
    visit = a_visit(talk)
    propose(visit, "shifts", "x")

    assert answer_to_proposed(visit, text) is None
    assert answer_to_proposed(visit, "好") == Proposed("shifts", "x")


def test_without_a_card_good_is_small_talk(talk: DeskTalk) -> None:
    assert answer_to_proposed(a_visit(talk), "好") is None
    assert "没有发出去" not in talk.says("o1", "不用了")
