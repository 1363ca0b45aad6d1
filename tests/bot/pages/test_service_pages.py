"""点单 and 活动 on the phone: ordered, joined and left by forms without a script; lists only for whoever runs it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from matching.need import NeedState
from matching.service import Service
from tests.bot.desk.test_cataloguing import CATALOGUE, needs
from tests.builders import DeskTalk

COMMUNITY = "openid-shequ"


@pytest.fixture
def neighbourhood(talk: DeskTalk) -> DeskTalk:
    talk.store.run(lambda unit: unit.services.apply(CATALOGUE))
    talk.says("a", "你好")
    contact = talk.contact("a")
    talk.store.run(lambda unit: unit.people.save(replace(contact, home="rongyu-3", name="周晓梅")))
    talk.says(COMMUNITY, "发活动 四点半课堂 周三16:30-18:00 榕御社区活动室 1人")
    talk.says(COMMUNITY, "好")
    return talk


def fields(text: str, form: str) -> dict[str, str]:
    """The hidden fields of the form that has these words in it."""
    part = next(part for part in re.findall(r"<form.*?</form>", text, re.DOTALL) if form in part)
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', part))


def test_the_catalogue_is_ordered_from_and_an_order_taken_back(neighbourhood: DeskTalk, reader):
    person = reader("a")
    text = person.sees("services")
    assert "榕御社区能点的服务" in text
    assert text.index("理发") < text.index("磨刀")

    body = {**fields(text, "约理发"), "words": "周六上午"}
    answer = person.client.post(person.address("services"), data=body)
    assert "收到，#Z1 理发，3月7日8:00–12:00。" in answer.text
    assert [need.state for need in needs(neighbourhood)] != []
    again = person.client.post(person.address("services"), data=body)
    assert "#Z1 理发" in again.text
    assert len(needs(neighbourhood)) == 1, "the same form sent twice orders once"

    answer = person.client.post(person.address("services"), data=fields(person.sees("services"), ">取消<"))
    assert "已取消：#Z1 理发。" in answer.text
    assert needs(neighbourhood)[0].state is NeedState.CANCELLED


@pytest.mark.parametrize(
    ("sent", "reply"),
    [
        ({"words": "不知道"}, "理发，什么时候方便"),
        ({"words": "昨天"}, "什么时候"),
        ({"number": "77", "words": "明天"}, "服务单里没有"),
    ],
    ids=["no time", "past", "no such item"],
)
def test_an_order_that_lacks_something_says_what(neighbourhood: DeskTalk, reader, sent: dict[str, str], reply: str):
    person = reader("a")
    body = {**fields(person.sees("services"), "约理发"), **sent}
    assert reply in person.client.post(person.address("services"), data=body).text
    assert needs(neighbourhood) == []


def test_an_item_without_a_number_is_ordered_by_its_name(neighbourhood: DeskTalk, reader):
    streets = Service("x", "xinqiao", 1, "法律咨询")
    neighbourhood.store.run(lambda unit: unit.services.apply([streets]))
    person = reader("a")
    body = fields(person.sees("services"), "约法律咨询")
    assert body["number"] == "0"
    answer = person.client.post(person.address("services"), data={**body, "words": ["法律咨询", "周六上午"]})
    assert "#Z1 法律咨询" in answer.text


def test_who_has_no_home_or_no_catalogue_reads_what_to_do(neighbourhood: DeskTalk, reader):
    neighbourhood.says("new", "你好")
    assert "还不知道您住哪" in reader("new").sees("services")
    contact = neighbourhood.contact("new")
    neighbourhood.store.run(lambda unit: unit.people.save(replace(contact, home="xiangcheng")))
    assert "芗城区还没有开通点单" in reader("new").sees("services")


@pytest.mark.usefixtures("neighbourhood")
def test_an_activity_is_joined_with_a_guardian_and_left_again(reader):
    person = reader("a")
    assert "四点半课堂" in person.sees("activities")
    text = person.sees("activity/1")
    assert "谁送来、谁接走" in text
    body = {**fields(text, "几个人来"), "count": "1", "guardian": "外婆接送"}
    answer = person.client.post(person.address("activity/1"), data=body)
    assert "报上了：四点半课堂，1人。" in answer.text
    assert "已报名 1人" in answer.text
    assert "外婆" not in answer.text.replace('外婆接送"', ""), "nobody but the organiser reads who fetches a child"

    second = reader("b")
    body = {**fields(second.sees("activity/1"), "几个人来"), "count": "1", "guardian": "爸爸接"}
    assert "候补第1位" in second.client.post(second.address("activity/1"), data=body).text

    answer = person.client.post(person.address("activity/1"), data=fields(person.sees("activity/1"), "不参加了"))
    assert "已退：四点半课堂" in answer.text
    assert "已报名 1人" in second.sees("activity/1")


def test_only_whoever_runs_it_reads_who_comes(neighbourhood: DeskTalk, reader):
    neighbourhood.says("a", "参加 1 外婆接送")
    neighbourhood.says("b", "参加 1 爸爸接")
    theirs = reader(COMMUNITY).sees("activity/1")
    assert "榕御小区3栋 周**" in theirs
    assert "接送：外婆接送" in theirs
    assert "候补" in theirs
    assert "周晓梅" not in theirs
    for other in ("a", "b", "openid-chen"):
        assert "外婆接送：" not in reader(other).sees("activity/1")
        assert "周**" not in reader(other).sees("activity/1")


def test_what_is_over_has_no_buttons_and_an_unknown_one_no_page(neighbourhood: DeskTalk, reader):
    neighbourhood.says(COMMUNITY, "取消活动 1 停电")
    text = reader("a").sees("activity/1")
    assert "已取消" in text
    assert "<form" not in text
    reader("a").sees("activity/9", status=404)


def test_a_form_of_another_page_moves_nothing(neighbourhood: DeskTalk, reader):
    person = reader("a")
    answer = person.client.post(person.address("activity/1"), data={"key": "x", "once": "y", "count": "1"})
    assert answer.status_code == 403
    assert neighbourhood.store.read(lambda unit: unit.activities.sign_ups(1)) == []


def test_an_order_of_many_characters_is_cut(neighbourhood: DeskTalk, reader):
    person = reader("a")
    body = {**fields(person.sees("services"), "约理发"), "words": "周六上午 " + "长" * 500}
    person.client.post(person.address("services"), data=body)
    (need,) = needs(neighbourhood)
    assert len(need.note) <= 60
