"""What is closed is asked about once more after four weeks, and put away after three months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.rechecking import LATER
from matching.case import Action, Kind, State
from matching.closing import in_sample
from tests.builders import DeskTalk, a_talk

REPORT = "榕御小区3栋楼下乱停车"
CHEN = "openid-chen"


def closed(talk: DeskTalk, *, again: bool = True) -> DeskTalk:
    """Case 1 is closed; opened again once before, so that it is asked about again."""
    talk.says("resident", REPORT)
    talk.later()
    for words in (["不满意 又停了"] if again else []) + ["满意"]:
        talk.says(CHEN, "办结 1 已劝离")
        talk.says("resident", words)
        talk.later()
    return talk


def after(talk: DeskTalk, days: float) -> list[tuple[int, str]]:
    """What the clocks of what is closed did after so many days."""
    talk.later(days=days)
    return [did for did in talk.tick() if did[1] in {clock.what for clock in LATER}]


@pytest.fixture
def asked(talk: DeskTalk) -> DeskTalk:
    """Four weeks later she was asked whether it holds."""
    closed(talk)
    assert after(talk, 27.9) == []
    assert after(talk, 0.2) == [(1, "recheck")]
    return talk


def rounds(talk: DeskTalk) -> Sequence[tuple[str, bool | None]]:
    return [(one.round, one.solved) for one in talk.store.read(lambda unit: unit.verdicts.of_case(1))]


def test_a_repeat_is_asked_about_once(asked: DeskTalk):
    assert asked.told("resident", "recheck") == [
        "回访一句：#1 停车秩序 · 榕御小区3栋，\n现在还好吗？回 1 还好 2 又坏了。"
    ]
    assert after(asked, 0) == []


@pytest.mark.parametrize(
    "words", ["1", "还好", "1 还好", "满意", "满意 1", "都好着呢，谢谢", "挺好的", "没问题", "现在没再停了", "没事了"]
)
def test_it_holds(asked: DeskTalk, words: str):
    reply = asked.says("resident", words)

    assert reply.startswith("那就好")
    assert asked.case(1).state is State.CLOSED
    assert asked.events(1)[-1].reason == "居民说还好"
    assert rounds(asked)[-1] == ("recheck", True)
    assert after(asked, 8) == []


@pytest.mark.parametrize("words", ["2", "又坏了", "2 又停满了", "又停了"])
def test_it_is_back(asked: DeskTalk, words: str):
    asked.says("resident", words)

    assert (asked.case(1).state, asked.case(1).reopened, asked.case(1).recheck_at) == (State.AWAITING_SIGNIN, 2, None)
    assert rounds(asked)[-1] == ("recheck", False)
    assert len(asked.cases()) == 1


def test_a_week_without_an_answer_is_noted_and_nobody_asks_again(asked: DeskTalk):
    assert after(asked, 6.9) == []
    assert after(asked, 0.2) == [(1, "recheck")]

    last = asked.events(1)[-1]
    assert (last.action, last.actor, last.reason) == (Action.RECHECK, "linli", "回访7天没有回答")
    assert len(asked.told("resident", "recheck")) == 1
    assert after(asked, 30) == []


def test_another_report_is_no_answer(asked: DeskTalk):
    asked.says("resident", "江滨花园2栋停水了，一直没来")

    assert len(asked.cases()) == 2
    assert asked.case(1).state is State.CLOSED


def test_closed_again_it_is_asked_about_again(asked: DeskTalk):
    asked.says("resident", "2")
    asked.says(f"openid-{asked.case(1).responder}", "办结 1 装了隔离桩")
    asked.says("resident", "满意")

    assert after(asked, 29) == [(1, "recheck")]


def test_of_ordinary_cases_a_sample_is_asked_about(talk: DeskTalk):
    closed(talk, again=False)

    assert not in_sample(1)
    assert talk.case(1).recheck_at is None
    assert after(talk, 40) == []


def test_hazards_are_inspected_by_others(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.store.run(lambda unit: unit.cases.save(replace(talk.case(1), kind=Kind.HAZARD, reopened=1)))
    talk.says(CHEN, "办结 1 已劝离")
    talk.says("resident", "满意")

    assert talk.case(1).recheck_at == talk.now + timedelta(days=7)
    assert after(talk, 29) == []
    assert talk.told("resident", "recheck") == []


# -- the archive -------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["满意", "取消 1"])
def test_after_ninety_days_it_is_put_away(talk: DeskTalk, words: str):
    talk.says("resident", REPORT)
    talk.says(CHEN, "办结 1 已劝离")
    talk.says("resident", words)

    assert after(talk, 89.9) == []
    assert after(talk, 0.2) == [(1, "archive")]
    assert talk.case(1).state is State.ARCHIVED
    assert after(talk, 100) == []
    assert talk.says("resident", "进度 1").startswith("#1 停车秩序 · 榕御小区3栋：已归档")


def test_what_is_not_accepted_and_what_was_joined_is_put_away_too(talk: DeskTalk):
    talk.says("resident", REPORT)
    for number, state in ((1, State.NOT_ACCEPTED), (2, State.MERGED)):
        case = replace(talk.case(1), number=number, state=state)
        talk.store.run(lambda unit, case=case: unit.cases.save(case) if case.number == 1 else unit.cases.add(case))

    assert after(talk, 91) == [(1, "archive"), (2, "archive")]


def test_a_shorter_time_can_be_set(store):
    talk = closed(a_talk(store, archive_days=40), again=False)
    assert after(talk, 41) == [(1, "archive")]


@pytest.mark.parametrize("words", ["不满意 1 又停了", "不满意 又停了"])
def test_what_was_put_away_comes_again_as_a_new_case(talk: DeskTalk, words: str):
    closed(talk, again=False)
    after(talk, 91)
    reply = talk.says("resident", words)

    new = talk.case(2)
    assert reply.startswith("#1 已经归档，给您接着另开一件。\n收到，#2 停车秩序 · 榕御小区3栋")
    assert (new.place, new.category, new.responder, new.times) == ("rongyu-3", "parking", "chen", 2)
    assert talk.case(1).state is State.ARCHIVED
    task = talk.told("chen", "task")[-1]
    assert "可能和 #1 是同一件" in task
    assert "接着#1：又停了" in task
    assert talk.events(2)[0].reason == "#1"


@pytest.mark.parametrize("words", ["没水了", "今天没电", "又好了"])
def test_other_words_do_not_open_it_again(asked: DeskTalk, words: str):
    asked.says("resident", words)

    assert asked.case(1).state is State.CLOSED
