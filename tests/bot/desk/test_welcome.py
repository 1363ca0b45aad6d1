"""Following, scanning, leaving."""

from __future__ import annotations

import pytest

from bot.desk import wording
from tests.builders import DeskTalk

REPORT = "榕御小区3栋楼下乱停车"


def test_a_new_follower_is_greeted(talk: DeskTalk):
    assert talk.sends("resident", "subscribe") == wording.WELCOME


@pytest.mark.parametrize("kind", ["subscribe", "scan"])
def test_a_stairwells_code_makes_a_home_and_names_the_leader(talk: DeskTalk, kind: str):
    reply = talk.sends("resident", kind, scene="rongyu-3")

    assert "已记下您在榕御小区3栋" in reply
    assert "3栋楼长陈**负责这里" in reply
    assert talk.contact("resident").home == "rongyu-3"


def test_a_code_nobody_knows_greets_all_the_same(talk: DeskTalk):
    assert talk.sends("resident", "subscribe", scene="gone") == wording.WELCOME
    assert talk.contact("resident").home == ""


def test_moving_house_is_another_scan(talk: DeskTalk):
    talk.sends("resident", "subscribe", scene="rongyu-3")
    talk.sends("resident", "scan", scene="jiangbin-2")

    assert talk.contact("resident").home == "jiangbin-2"


def test_leaving_is_silent_and_nothing_is_sent_any_more(talk: DeskTalk):
    talk.says("resident", REPORT)
    assert talk.sends("resident", "unsubscribe") == ""
    talk.says("openid-chen", "接单")
    talk.deliver(template_id="t1")

    assert "resident" not in [who for who, _ in (*talk.phones.sent, *talk.phones.templates)]
    assert talk.counts()["held"] == 1


def test_following_again_releases_what_waited(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.sends("resident", "unsubscribe")
    talk.says("openid-chen", "接单")
    talk.deliver()

    talk.sends("resident", "subscribe")
    talk.deliver()

    assert [text for who, text in talk.phones.sent if who == "resident"] == [
        "#1 停车秩序 · 榕御小区3栋：\n3栋楼长陈**已接单，今天12:00前回话，3月10日10:00前办结。"
    ]


def test_leaving_and_coming_back_keeps_home_and_cases(talk: DeskTalk):
    talk.sends("resident", "subscribe", scene="rongyu-3")
    talk.says("resident", REPORT)
    talk.sends("resident", "unsubscribe")
    talk.sends("resident", "subscribe")

    assert talk.contact("resident").home == "rongyu-3"
    assert talk.says("resident", "进度").startswith("#1")
