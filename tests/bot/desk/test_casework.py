"""The words for anyone: a human, binding, help."""

from __future__ import annotations

import pytest

from bot.desk import wording, wording_handlers
from bot.desk.sending import Outcome, SendResult
from matching.case import State
from matching.responder import Duty, Role
from tests.builders import DeskTalk, a_talk

REPORT = "榕御小区3栋楼下乱停车"


@pytest.mark.parametrize("words", ["人工", "转人工", "我要找人工"])
def test_a_human_is_promised_by_name_and_time(talk: DeskTalk, words: str):
    talk.says("resident", REPORT)
    talk.later()
    reply = talk.says("resident", words)

    assert reply.startswith("已请榕御社区居委会联系您，今天12:10前回话。")
    assert "110" in reply
    assert talk.told("shequ", "task")


def test_asking_twice_for_a_human_opens_one_case(talk: DeskTalk):
    talk.says("resident", "人工")
    talk.later(minutes=30)
    talk.says("resident", "人工")

    assert len(talk.cases()) == 1


def test_asking_for_a_human_hours_later_is_a_new_matter(talk: DeskTalk):
    talk.says("resident", "人工")
    talk.later(hours=5)
    talk.says("resident", "人工")

    assert len(talk.cases()) == 2


def test_a_human_where_nobody_is_on_duty_is_not_promised_a_time(store):
    talk = a_talk(store, staff=())

    assert talk.says("resident", "人工") == wording.HUMAN_NOBODY
    assert talk.case(1).state is State.AWAITING_DISPATCH


def test_binding_says_what_one_is_responsible_for(talk: DeskTalk):
    reply = talk.says("new-phone", "绑定 bind-chen")

    assert reply.startswith("绑定好了，陈建国。您负责：榕御小区3栋楼长。")
    assert talk.contact("new-phone").person == "chen"


def test_binding_moves_from_the_old_phone_to_the_new(talk: DeskTalk):
    talk.says("openid-chen", "你好")
    talk.says("new-phone", "绑定 bind-chen")
    talk.says("resident", REPORT)

    assert talk.contact("openid-chen").person == ""
    talk.says("new-phone", "接单")
    assert talk.case(1).state is State.IN_PROGRESS


def test_a_wrong_code_binds_nothing(talk: DeskTalk):
    assert talk.says("resident", "绑定 XXXX").startswith("绑定码不对")
    assert talk.contact("resident").person == ""


def test_codes_cannot_be_guessed_one_after_the_other(talk: DeskTalk):
    for at in range(5):
        talk.says("thief", f"绑定 guess-{at}")

    assert talk.says("thief", "绑定 bind-chen").startswith("绑定码不对")
    assert talk.contact("thief").person == ""
    assert talk.says("new-phone", "绑定 bind-chen").startswith("绑定好了")


def test_a_slip_or_two_do_not_shut_anybody_out(talk: DeskTalk):
    talk.says("new-phone", "绑定 bind-chan")
    talk.says("new-phone", "绑定 bind-chem")

    assert talk.says("new-phone", "绑定 bind-chen").startswith("绑定好了")


def test_binding_releases_the_notices_that_waited(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.phones.answers = [SendResult(Outcome.WINDOW_CLOSED, 45015)]
    talk.deliver()  # to a phone that never wrote: held
    assert talk.counts()["held"] == 1

    talk.says("new-phone", "绑定 bind-chen")
    talk.deliver()

    assert [who for who, _ in talk.phones.sent] == ["new-phone"]


def test_a_task_bound_by_a_code_on_the_stairwell_is_the_same(talk: DeskTalk):
    assert talk.sends("new-phone", "scan", scene="bind-chen").startswith("绑定好了，陈建国")


def test_help_fits_who_asks(talk: DeskTalk):
    assert talk.says("resident", "帮助") == wording.HELP_RESIDENT
    assert talk.says("openid-chen", "帮助").startswith(wording_handlers.HELP_HANDLER)
    assert "开会 五方例会" in talk.says("openid-shequ", "帮助")


OFFICES_WORDS = ("裁决", "吹哨", "不受理", "晒", "议事", "开会", "督办", "责任清单", "协议", "接单")


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("building_leader", "接单"),
        ("community", "不受理 晒 议事 开会 接单"),
        ("street", "裁决 吹哨 不受理 晒 议事 接单"),
        ("estate_secretary", "议事 开会 接单"),
        ("department", "裁决 吹哨 责任清单 接单"),
        ("supervisor", "督办 责任清单"),
        ("mediator", "协议 接单"),
    ],
)
def test_an_office_learns_only_the_words_of_its_duties(role: str, words: str):
    said = wording_handlers.help_for([Duty(Role(role), "p", frozenset({"*"}))])
    assert {word for word in OFFICES_WORDS if word in said} == set(words.split())


def test_a_department_for_one_thing_decides_nothing():
    assert "裁决" not in wording_handlers.help_for([Duty(Role.DEPARTMENT, "p", frozenset({"transport"}))])


def test_help_is_short():
    assert len(wording_handlers.HELP_HANDLER.splitlines()) <= 8
