"""The clocks: questions nobody answered, cases nobody has, tasks nobody took."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk import reminders
from bot.desk.reminders import do_due, what_is_due
from matching.case import Action, State
from tests.builders import DeskTalk, a_talk, people

REPORT = "榕御小区3栋楼下乱停车"
CHEN = "openid-chen"


def test_nothing_is_due_in_a_quiet_neighbourhood(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.later(minutes=20)

    assert talk.tick() == []


def test_an_unanswered_question_is_not_waited_for_for_ever(talk: DeskTalk):
    talk.says("resident", "榕御小区乱停车")
    talk.later(minutes=29)
    assert talk.tick() == []

    talk.later(minutes=2)
    assert talk.tick() == [(1, "dispatch_unanswered")]
    case = talk.case(1)
    assert case.state is State.AWAITING_SIGNIN
    assert case.question == ""
    assert talk.moves(1) == [Action.ASK, Action.GIVE_UP_ASKING, Action.DISPATCH]
    assert talk.told(case.responder, "task")
    assert talk.told("resident", "receipt")[0].startswith("收到，#1 停车秩序 · 榕御小区。")


def test_how_long_a_question_is_waited_for_is_a_setting(store):
    talk = a_talk(store, question_minutes=5)
    talk.says("resident", "楼下乱停车")
    talk.later(minutes=6)

    assert talk.tick() == [(1, "dispatch_unanswered")]


def test_an_answer_that_comes_after_the_clock_puts_the_case_right(talk: DeskTalk):
    talk.says("resident", "楼下乱停车")
    talk.later(minutes=31)
    talk.tick()
    talk.says("resident", "补充 榕御小区3栋")

    assert talk.case(1).responder == "chen"
    assert len(talk.cases()) == 1


def test_an_ownerless_case_is_dispatched_when_somebody_comes_on_duty(store):
    talk = a_talk(store, staff=())
    talk.says("resident", REPORT)
    talk.later(minutes=5)
    assert talk.tick() == []
    assert talk.case(1).state is State.AWAITING_DISPATCH

    store.run(lambda unit: unit.people.apply(people()))
    talk.later(minutes=5)
    assert talk.tick() == [(1, "dispatch_again")]

    assert talk.case(1).responder == "chen"
    assert talk.told("chen", "task")
    assert "3栋楼长陈**" in talk.told("resident", "receipt")[0]


def test_a_late_sign_in_is_reminded_of_once(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.later(minutes=31)

    assert talk.tick() == [(1, "remind_signin")]
    assert talk.tick() == []
    talk.later(minutes=14)
    assert talk.tick() == []
    assert len(talk.told("chen", "reminder")) == 1
    assert "还没接单" in talk.told("chen", "reminder")[0]


def test_a_case_that_was_passed_on_is_reminded_of_anew(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.later(minutes=31)
    talk.tick()
    talk.says(CHEN, "转办 1 物业")
    talk.later(minutes=31)

    assert talk.tick() == [(1, "remind_signin")]
    assert talk.told("wuye", "reminder")


def test_a_case_that_was_taken_is_not_reminded_of(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.says(CHEN, "接单")
    talk.later(hours=1)

    assert talk.tick() == []


def test_looking_changes_nothing(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.says("other", "楼下乱停车")
    talk.later(hours=1)
    before = (talk.cases(), talk.moves(1), talk.moves(2), talk.counts())

    due = what_is_due(talk.desk, talk.now)

    assert {(one.case, one.what) for one in due if one.case} == {(1, "remind_signin"), (2, "dispatch_unanswered")}
    assert [one.since for one in due] == sorted(one.since for one in due)
    assert (talk.cases(), talk.moves(1), talk.moves(2), talk.counts()) == before


def test_two_workers_that_tick_at_once_do_everything_once(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.says("other", "楼下乱停车")
    talk.later(hours=1)
    due = what_is_due(talk.desk, talk.now)
    do_due(talk.desk, talk.now)

    # the second worker has looked before the first one acted
    assert [talk.store.run(reminders._doing(talk.desk, one, talk.now)) for one in due if one.case] == [False, False]
    assert len(talk.told("chen", "reminder")) == 1
    assert len(talk.told("other", "receipt")) == 1


@pytest.mark.parametrize("answer", ["榕御小区3栋", "不知道", "取消"])
def test_a_question_that_was_answered_is_left_alone(talk: DeskTalk, answer: str):
    talk.says("resident", "楼下乱停车")
    talk.says("resident", answer)
    talk.later(minutes=31)

    assert [what for _, what in talk.tick()] in ([], ["remind_signin"])


def test_a_clock_that_fails_does_not_hold_up_the_others(talk: DeskTalk, monkeypatch):
    """One broken case: the others' clocks strike all the same, and the failure is told with its case."""
    talk.says("resident", "榕御小区乱停车")
    talk.says("other", "江滨花园乱停车")
    talk.later(minutes=31)
    clock = reminders.CLOCKS["dispatch_unanswered"]

    def act(visit, case, due):
        if due.case == 1:
            raise ValueError("broken")
        return clock.act(visit, case, due)

    monkeypatch.setitem(reminders.CLOCKS, "dispatch_unanswered", replace(clock, act=act))
    with pytest.raises(ExceptionGroup, match="clocks failed") as failed:
        talk.tick()

    assert failed.value.exceptions[0].__notes__ == ["dispatch_unanswered of case 1"]
    assert talk.case(2).state is State.AWAITING_SIGNIN
