"""A link opens its person's pages and nobody else's, as long as it is good, as often as she likes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.links import LinkExpired, LinkRefused, Links, with_link
from bot.pages.app import pages_app
from tests.bot.pages.conftest import KEY, LINKS
from tests.builders import DeskTalk

CHEN, LI = "openid-chen", "openid-li"
HELP = "在公众号里回“我的”就有新链接"


@pytest.fixture
def talk(talk: DeskTalk) -> DeskTalk:
    talk.says("resident", "榕御小区3栋楼下乱停车")
    return talk


def test_a_link_opened_twice_works_twice(reader):
    chen = reader(CHEN)
    assert "#1" in chen.sees("1")
    assert "#1" in chen.sees("1")


def test_a_link_is_short():
    assert len(LINKS.address(123456, "o6_bmjrPTlm6_2sgVt7hMZOPfL2M", "71000")) < 100


@pytest.mark.parametrize("wrong", ["nonsense", "WzEsIjEiXQ.aaaaaa.bbbb", "a.b.c.d"])
def test_a_link_that_nobody_signed_offers_a_new_one(reader, wrong: str):
    answer = reader(CHEN).client.get(f"/pages/{wrong}/1")
    assert answer.status_code == 403
    assert HELP in answer.text
    assert "停车" not in answer.text


def test_a_link_signed_with_another_key_is_refused(reader):
    chen = reader(CHEN)
    chen.links = Links("http://pages", KEY[::-1])
    assert HELP in chen.sees("1", status=403)


def test_an_expired_link_says_so_and_offers_a_new_one(reader):
    chen = reader(CHEN)
    address = chen.address("1")
    old = replace(LINKS, good_for=timedelta(seconds=-1))
    with pytest.raises(LinkExpired):
        old.read(address.split("/")[2])


def test_an_expired_link_opens_a_kind_page(talk: DeskTalk, reader, app):
    app.routes.clear()
    from_then = replace(LINKS, good_for=timedelta(seconds=-1))
    app.mount("/pages", pages_app(talk.desk, from_then))
    text = reader(CHEN).sees("1", status=410)
    assert "过期" in text
    assert HELP in text


def test_without_a_key_no_link_is_good():
    with pytest.raises(LinkRefused):
        Links("http://pages", "").read(Links("http://pages", "").token(1, "o"))


def test_another_handlers_case_is_not_shown(reader):
    text = reader(LI).sees("1", status=404)
    assert "不在您的清单里" in text
    assert "停车" not in text


def test_a_number_that_nobody_has_is_as_good_as_another_persons(reader):
    assert "不在您的清单里" in reader(LI).sees("99", status=404)


def test_a_handler_who_is_somebody_else_now_sees_nothing_more(talk: DeskTalk, reader):
    chen = reader(CHEN)
    chen.sees("1")
    talk.says("new-phone", "绑定 bind-chen")
    assert "停车" not in chen.sees("1", status=404)
    assert "停车" in reader("new-phone").sees("1")


def test_somebody_made_anonymous_has_no_pages(talk: DeskTalk, reader):
    resident = reader("resident")
    address = resident.address("1")
    contact = talk.contact("resident")
    talk.store.run(lambda unit: unit.people.anonymise(contact.id))
    answer = resident.client.get(address)
    assert answer.status_code == 403
    assert HELP in answer.text


def test_pages_are_kept_nowhere_and_take_nothing_from_elsewhere(reader):
    answer = reader(CHEN).client.get(reader(CHEN).address("1"))
    policy = answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "style=" not in answer.text
    assert "onclick" not in answer.text


def test_notices_and_replies_lead_to_the_page(talk: DeskTalk):
    mine = talk.says(CHEN, "我的")
    assert mine.endswith("打开 #1</a>")
    assert '/1">' in mine
    talk.says("other", "榕御小区3栋太吵了")
    talk.deliver(links=LINKS)
    words = [text for openid, text in talk.phones.sent if openid == CHEN]
    assert all('<a href="http://pages/pages/' in text for text in words)
    assert all(len(text.encode()) <= 2048 for text in words)


def test_a_template_opens_the_page(talk: DeskTalk):
    talk.deliver(links=LINKS, template_id="t")
    urls = [message.url for openid, message in talk.phones.templates if openid == CHEN]
    assert urls
    assert all(url.startswith("http://pages/pages/") and url.endswith("/1") for url in urls)


def test_long_words_make_room_for_the_link():
    text = with_link("长" * 1000, "http://pages/pages/token/1", "打开 #1")
    assert len(text.encode()) <= 2048
    assert text.endswith('<a href="http://pages/pages/token/1">打开 #1</a>')


def test_without_an_address_words_stay_as_they_are():
    assert with_link("好", Links().address(1, "o"), "打开") == "好"


@pytest.mark.parametrize("far", ["9" * 23, "9" * 5000, "1/photo/" + "9" * 23])
def test_a_number_that_no_database_holds_leads_nowhere(reader, far: str):
    resident = reader("resident")
    assert resident.client.get(resident.address(far)).status_code == 404


def test_what_is_no_move_and_what_is_no_text_break_nothing(talk, reader):
    resident = reader("resident")
    assert "停车秩序" in resident.does("1/nothing", form="1/add")
    assert "补充" in resident.does("1/add", words="又停了\0一辆")
    assert talk.words(1)[-1].text == "又停了一辆"
    assert "停车秩序" in resident.sees("1?done=%00")
