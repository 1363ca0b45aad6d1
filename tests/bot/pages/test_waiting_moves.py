"""回复, 追问, 排期, 等外, 延期 and 同意 on pages; every verb that moves a case has a form."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk.casework import VERBS
from bot.desk.chatwords import Verb
from bot.desk.wording_forms import FORMS
from bot.desk.wording_pages import HISTORY
from matching.case import Action, State
from tests.builders import ZONE, DeskTalk

CHEN, SHEQU = "openid-chen", "openid-shequ"
#: Words that move a case under another name than their action.
OF_OTHER_NAMES = {
    Verb.RULE, Verb.REVOKE, Verb.AGREE, Verb.DISAGREE, Verb.HEED, Verb.CONTACT, Verb.ARRIVE, Verb.REPORT, Verb.RATE,
    Verb.REPLY, Verb.HOLDS, Verb.CONTACTED, Verb.DISCLOSE, Verb.CONCEAL,
}


@pytest.fixture
def talk(talk: DeskTalk) -> DeskTalk:
    """Case 1 is in the hands of 3栋's leader."""
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.says(CHEN, "接单 1")
    return talk


def in_days(talk: DeskTalk, days: int) -> str:
    return (talk.now.astimezone(ZONE) + timedelta(days=days)).date().isoformat()


def test_every_verb_that_moves_a_case_has_a_form():
    moving = {verb for verb in VERBS if verb.value in set(Action)}
    assert (moving | OF_OTHER_NAMES) - set(FORMS) == set()


def test_every_action_stands_in_the_history_in_words():
    assert set(HISTORY) == set(Action)


def test_a_handlers_words_reach_the_resident(talk: DeskTalk, reader):
    reader(CHEN).does("1/say", words="下午过去看")
    assert "下午过去看" in talk.told("resident", "said")[0]
    assert "下午过去看" in reader("resident").sees("1")


def test_a_question_stands_on_the_residents_page_and_is_answered_there(talk: DeskTalk, reader):
    reader(CHEN).does("1/inquire", words="是哪辆车")
    resident = reader("resident")
    assert "3栋楼长陈**问您：是哪辆车" in resident.sees("1")
    assert talk.case(1).state is State.AWAITING_INFO
    resident.does("1/add", words="白色面包车")
    assert talk.case(1).state is State.IN_PROGRESS
    assert "白色面包车" in reader(CHEN).sees("1")
    assert "问您" not in resident.sees("1")


def test_who_waits_for_an_answer_may_go_on_without(talk: DeskTalk, reader):
    chen = reader(CHEN)
    chen.does("1/inquire", words="是哪辆车")
    page = chen.sees("1")
    assert "等居民补充" in page
    assert "接着办" in page
    chen.does("1/finish", words="已劝离")
    assert talk.case(1).state is State.AWAITING_VERDICT


def test_a_day_is_named_and_taken_up_again(talk: DeskTalk, reader):
    chen = reader(CHEN)
    assert f'min="{in_days(talk, 1)}"' in chen.sees("1/schedule")
    assert "已排期" in chen.does("1/schedule", day=in_days(talk, 3), words="等师傅来")
    assert "接着办" in chen.sees("1")
    chen.does("1/take")
    assert talk.case(1).state is State.IN_PROGRESS


def test_waiting_for_somebody_outside_has_a_day(talk: DeskTalk, reader):
    reader(CHEN).does("1/wait_outside", day=in_days(talk, 2), words="等交警")
    assert talk.case(1).state is State.AWAITING_OUTSIDE


def test_a_day_that_has_passed_is_refused_and_the_words_stay(talk: DeskTalk, reader):
    page = reader(CHEN).does("1/schedule", status=409, day=in_days(talk, -1), words="等师傅来")
    assert "等师傅来" in page
    assert talk.case(1).state is State.IN_PROGRESS


def test_more_time_is_asked_for_and_granted_on_pages(talk: DeskTalk, reader):
    shequ = reader(SHEQU)
    assert "同意延期" not in shequ.sees("1")
    reader(CHEN).does("1/extend", day=in_days(talk, 20), words="要等划线队")
    assert "同意延期" not in reader(CHEN).sees("1")
    before = talk.case(1).due_at
    shequ.does("1/agree", form="1/agree")
    assert talk.case(1).due_at > before
    assert "同意延期" not in shequ.sees("1")


def test_more_time_is_refused_with_a_reason(talk: DeskTalk, reader):
    reader(CHEN).does("1/extend", day=in_days(talk, 20), words="要等划线队")
    reader(SHEQU).does("1/disagree", words="先画临时线")
    assert "先画临时线" in talk.told("chen", "extension")[-1]
