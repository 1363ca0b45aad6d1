"""Golden messages: what comes with the product, what people judged, what rules make of them."""

from __future__ import annotations

import pytest

from bot.desk.golden import (
    Golden,
    GoldenRefused,
    Judgement,
    Read,
    all_golden,
    drop_golden,
    judge,
    read_all,
    scores_of,
    shipped_golden,
)
from tests.builders import DeskTalk


def test_the_shipped_messages_count(talk: DeskTalk):
    assert len(shipped_golden()) >= 40
    assert talk.store.read(all_golden)[: len(shipped_golden())] == list(shipped_golden())


def test_a_judged_message_is_masked_and_judged_again_is_one(talk: DeskTalk):
    def said(category: str) -> int:
        judgement = Judgement("我叫陈建国，电话13800001234，楼下乱停车", category, source="case/7", names=("陈建国",))
        return talk.store.run(lambda unit: judge(unit, judgement, "lin", talk.now))

    first, second = said("noise"), said("parking")
    own = talk.store.read(all_golden)[len(shipped_golden()) :]
    assert first != second
    assert [(one.key, one.category, one.by) for one in own] == [(f"own/{second}", "parking", "lin")]
    assert "建国" not in own[0].text
    assert "13800001234" not in own[0].text
    assert "乱停车" in own[0].text


def test_a_message_is_dropped_with_a_reason(talk: DeskTalk):
    number = talk.store.run(lambda unit: judge(unit, Judgement("楼下乱停车", "parking"), "lin", talk.now))
    with pytest.raises(GoldenRefused, match="为什么"):
        talk.store.run(lambda unit: drop_golden(unit, number, " ", "lin", talk.now))
    talk.store.run(lambda unit: drop_golden(unit, number, "说的不是停车", "lin", talk.now))

    assert talk.store.read(all_golden) == list(shipped_golden())
    with pytest.raises(GoldenRefused, match="没有这条"):
        talk.store.run(lambda unit: drop_golden(unit, number, "再来", "lin", talk.now))
    told = talk.store.read(lambda unit: unit.audit.latest(9, subject="golden"))
    assert [one.action for one in told] == ["drop", "judge"]


@pytest.mark.parametrize(
    "judgement",
    [Judgement(" ", "parking"), Judgement("长" * 2001, "care"), Judgement("车", "cars"), Judgement("车", "", "shout")],
)
def test_what_cannot_be_judged_is_refused(talk: DeskTalk, judgement: Judgement):
    with pytest.raises(GoldenRefused):
        talk.store.run(lambda unit: judge(unit, judgement, "lin", talk.now))


@pytest.mark.parametrize(
    ("golden", "fits"),
    [
        (Golden("a", "", "parking"), True),
        (Golden("a", "", "noise"), False),
        (Golden("a", "", "parking", intent="help"), False),
        (Golden("a", "", "parking", place="rongyu"), True),
        (Golden("a", "", "parking", place="jiangbin"), False),
        (Golden("a", "", "parking", urgent=True), False),
    ],
)
def test_only_what_is_said_of_a_message_is_held(golden: Golden, fits: bool):
    assert Read("parking", "report", urgent=False, place="rongyu").fits(golden) is fits


def test_precision_and_recall_are_counted_by_category():
    golden = [Golden("a", "1", "parking"), Golden("b", "2", "parking"), Golden("c", "3", "noise"), Golden("d", "4", "")]
    said = {"1": "parking", "2": "noise", "3": "noise", "4": "care"}
    found = read_all(golden, lambda text: Read(said[text], "report", urgent=False, place=""))
    scores = {score.category: score for score in scores_of(golden, found)}

    assert (scores["parking"].precision, scores["parking"].recall) == (1.0, 0.5)
    assert (scores["noise"].precision, scores["noise"].recall) == (0.5, 1.0)
    assert (scores["care"].precision, scores["care"].recall) == (0.0, None)
    assert set(scores) == {"parking", "noise", "care"}
