from __future__ import annotations

import pytest

from bot.desk import wording
from tests.builders import DeskTalk


def test_a_place_alone_waits_for_its_matter(talk: DeskTalk):
    assert talk.says("resident", "榕御小区3栋") == wording.place_noted("榕御小区3栋")
    assert talk.cases() == []

    talk.says("resident", "楼下乱停车")

    assert talk.case(1).place_text == "榕御小区3栋"


def test_a_place_alone_is_forgotten_after_a_while(talk: DeskTalk):
    talk.says("resident", "榕御小区3栋")
    talk.desk.memory.drop(f"place:{talk.contact('resident').id}")
    talk.later()

    assert "哪个小区" in talk.says("resident", "楼下乱停车")


def test_bubbles_that_answer_nothing_are_asked_again_in_short(talk: DeskTalk):
    talk.says("resident", "楼下乱停车")

    assert talk.says("resident", "天天这样") == "记下了，#1。还差一句：在哪个小区、哪一栋？"


def test_a_building_alone_does_not_say_which_compound(talk: DeskTalk):
    talk.says("resident", "楼下乱停车")
    again = talk.says("resident", "3栋")

    assert "哪个小区" in again
    talk.says("resident", "榕御小区")
    assert talk.case(1).place_text == "榕御小区3栋"


def test_thanks_are_answered_as_thanks(talk: DeskTalk):
    assert talk.says("resident", "好的，谢谢") == wording.NOT_AT_ALL


def test_a_handlers_photo_of_the_work_reaches_the_resident(talk: DeskTalk):
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.says("openid-chen", "接单")
    reply = talk.sends("openid-chen", "image", media="m-work")

    assert "居民看得到" in reply
    talk.deliver()
    assert [media for _, _, media in talk.phones.media] == ["m-work"]


@pytest.mark.parametrize("words", ["榕御小区3栋501", "我住榕御小区3栋", "我家在榕御小区3栋2单元501室"])
def test_where_somebody_lives_is_no_report(talk: DeskTalk, words: str):
    assert "记下了" in talk.says("resident", words)
    assert talk.cases() == []
