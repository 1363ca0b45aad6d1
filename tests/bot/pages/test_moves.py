"""What is done on a page is what the chat word does: the same moves, notices and refusals."""

from __future__ import annotations

import re

import pytest

from matching.case import State
from tests.bot.pages.pictures import a_photo
from tests.builders import DeskTalk

CHEN, LI, JIEDAO = "openid-chen", "openid-li", "openid-jiedao"


@pytest.fixture
def talk(talk: DeskTalk) -> DeskTalk:
    """Case 1 is with 3栋's leader."""
    talk.says("resident", "榕御小区3栋楼下乱停车")
    return talk


def test_taking_on_the_page_tells_the_resident_as_chat_does(talk: DeskTalk, reader):
    page = reader(CHEN).does("1/take", form="1")
    assert "#1 停车秩序 · 榕御小区3栋 已接单" in page
    assert talk.case(1).state is State.IN_PROGRESS
    assert "已接单" in talk.told("resident", "taken")[0]


def test_the_chat_sees_what_the_page_did_and_the_page_what_chat_did(talk: DeskTalk, reader):
    chen = reader(CHEN)
    chen.does("1/take", form="1")
    assert talk.says(CHEN, "接单 1") == "#1 现在是“办理中”，不能接单。"
    talk.says(CHEN, "办结 1 已劝离")
    assert "等居民评价" in chen.sees("1")


def test_the_whole_story_on_pages(talk: DeskTalk, reader):
    chen, resident = reader(CHEN), reader("resident")
    chen.does("1/take", form="1")
    assert "已报办结" in chen.does("1/finish", words="已劝离并划线")
    assert "已劝离并划线" in resident.sees("1")
    assert "已重新打开" in resident.does("1/reject", words="又停了")
    assert "又停了" in chen.sees("1")
    chen.does("1/take", form="1")
    chen.does("1/finish", words="装了隔离桩")
    assert "已办结" in resident.does("1/accept", form="1")
    assert (talk.case(1).state, talk.case(1).verdict) == (State.CLOSED, "satisfied")


def test_a_form_sent_twice_moves_once(talk: DeskTalk, reader):
    chen = reader(CHEN)
    body = chen.secrets("1")
    first, second = (chen.client.post(chen.address("1/take"), data=body) for _ in range(2))
    assert "已接单" in first.text
    assert "已接单" in second.text
    assert len(talk.told("resident", "taken")) == 1


def test_what_is_no_longer_possible_is_refused_in_chats_words(talk: DeskTalk, reader):
    chen = reader(CHEN)
    body = chen.secrets("1")
    talk.says(CHEN, "接单 1")
    answer = chen.client.post(chen.address("1/take"), data={**body, "once": "another"})
    assert answer.status_code == 409
    assert "现在是“办理中”，不能接单" in answer.text


def test_words_that_are_missing_are_asked_for_and_nothing_is_kept(talk: DeskTalk, reader):
    page = reader(CHEN).does("1/finish", status=409)
    assert "做了什么" in page
    assert talk.case(1).state is State.AWAITING_SIGNIN


def test_too_many_words_are_refused_and_stay_in_the_form(talk: DeskTalk, reader):
    page = reader(CHEN).does("1/finish", status=409, words="长" * 501)
    assert "请不要超过500个字" in page
    assert "长" * 501 in page
    assert talk.case(1).state is State.AWAITING_SIGNIN


def test_a_form_of_another_site_moves_nothing(talk: DeskTalk, reader):
    chen = reader(CHEN)
    for key in ("", "guessed", reader("resident").secrets("1/add")["key"]):
        answer = chen.client.post(chen.address("1/take"), data={"key": key, "once": "x"})
        assert answer.status_code == 403
    assert talk.case(1).state is State.AWAITING_SIGNIN


def test_another_handler_can_move_nothing_though_his_link_is_good(talk: DeskTalk, reader):
    li = reader(LI)
    key = talk.desk.links.form_key(li.address().split("/")[2])
    answer = li.client.post(li.address("1/take"), data={"key": key, "once": "x"})
    assert answer.status_code == 409
    assert "不在您手上" in answer.text
    assert talk.case(1).state is State.AWAITING_SIGNIN


def test_a_case_is_passed_on_to_whom_one_picks(talk: DeskTalk, reader):
    chen = reader(CHEN)
    form = chen.sees("1/pass_on")
    assert "榕御物业" in form
    assert "李明" not in form
    page = chen.does("1/pass_on", whom="wuye", words="是车位的事")
    assert "已交给榕御物业" in page
    assert talk.case(1).responder == "wuye"


def test_who_hands_on_still_reads_it_until_the_next_has_signed(talk: DeskTalk, reader):
    chen = reader(CHEN)
    chen.does("1/pass_on", whom="wuye", words="是车位的事")
    assert "榕御物业" in chen.sees("1")
    talk.says("openid-wuye", "接单 1")
    assert "不在您的清单里" in chen.sees("1", status=404)


def test_a_resident_puts_the_category_right(talk: DeskTalk, reader):
    page = reader("resident").does("1/correct", category="物业收费")
    assert "已改：#1 物业收费" in page
    assert talk.case(1).category == "property_fee"


def test_a_resident_withdraws_on_a_page_of_its_own(talk: DeskTalk, reader):
    resident = reader("resident")
    assert "确定吗" in resident.sees("1/withdraw")
    assert "已取消" in resident.does("1/withdraw")
    assert talk.case(1).verdict == "withdrawn"


def test_a_second_return_is_the_streets_to_decide_on_its_page(talk: DeskTalk, reader):
    reader(CHEN).does("1/return", whom="wuye", words="是车位的事")
    reader("openid-wuye").does("1/return", words="也不归我们")
    jiedao = reader(JIEDAO)
    page = jiedao.sees("1")
    assert "裁决" in page
    assert "1/return" not in page
    assert re.search('class="button main" href="[^"]*/1/rule"', page)
    assert "以后" in jiedao.does("1/rule", whom="chen", words="楼下停车归楼长")
    assert talk.case(1).responder == "chen"


def test_a_move_that_cannot_be_made_now_leads_back_to_the_case(reader):
    assert "可以做的" in reader("resident").sees("1/take")
    assert "可以做的" in reader("resident").sees("1/nonsense")


def test_large_letters_stay(reader):
    chen = reader(CHEN)
    assert '<html lang="zh-CN">' in chen.sees("1")
    assert 'class="big"' in chen.sees("letters?big=1&at=1")
    assert 'class="big"' in chen.sees("1")
    assert 'class="big"' not in chen.sees("letters?big=0&at=//evil.example")


def test_the_list_has_the_urgent_first_and_says_what_to_do_when_empty(talk: DeskTalk, reader):
    talk.later()
    talk.says("other", "榕御小区3栋楼道着火了")
    page = reader(CHEN).sees()
    assert page.index("#2") < page.index("#1")
    assert "现在没有要办的事" in reader(LI).sees()
    assert "还没有报过事" in reader("newcomer").sees()


def test_a_photo_with_the_words_goes_in_one_form_without_a_script(talk: DeskTalk, reader):
    reader(CHEN).does("1/finish", words="已劝离", photos=[a_photo()])
    assert talk.case(1).state is State.AWAITING_VERDICT
    assert [message.kind for message in talk.words(1)] == ["text", "image"]
