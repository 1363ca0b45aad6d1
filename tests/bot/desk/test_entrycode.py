"""The code that makes an entry of a unit's list somebody's own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk.entrycode import entry_code
from bot.desk.links import Links
from storage.people import VolunteerRow
from storage.unit_of_work import Store
from tests.bot.desk.volunteers import a_volunteer, enlist
from tests.builders import DeskTalk, a_talk

KEY = "a-key-that-nobody-can-guess"


@pytest.fixture
def talk(store: Store) -> DeskTalk:
    """周晓梅 stands in the list of 财政局, trusted, without an account."""
    talk = a_talk(store)
    listed = a_volunteer("u1", openid="", home="", work="jiangbin", unit="财政局", vetted=True, skills=("理发",))
    enlist(talk, listed)
    talk.desk = replace(talk.desk, links=Links("http://pages", KEY))
    return talk


def row(talk: DeskTalk, who: str) -> VolunteerRow | None:
    contact = talk.contact(who)
    return talk.store.read(lambda unit: unit.people.own_row(contact.id))


def test_the_code_makes_the_entry_hers_in_any_letters(talk: DeskTalk):
    assert talk.says("zhou", f"绑定 {entry_code(KEY, 'u1').lower()}").startswith("登记好了，周晓梅，谢谢您。")
    kept = row(talk, "zhou")
    assert kept is not None
    assert (kept.code, kept.unit, kept.vetted) == ("u1", "财政局", True)


def test_it_opens_nothing_a_second_time(talk: DeskTalk):
    talk.says("zhou", f"绑定 {entry_code(KEY, 'u1')}")
    talk.later()
    assert "绑定码不对" in talk.says("thief", f"绑定 {entry_code(KEY, 'u1')}")
    assert row(talk, "thief") is None


def test_who_signed_up_before_keeps_her_entry_and_takes_over_the_rest(talk: DeskTalk):
    talk.says("zhou", "报名 我叫周晓梅 修灯 周末 住榕御小区3栋")
    before = row(talk, "zhou")
    talk.says("zhou", f"绑定 {entry_code(KEY, 'u1')}")
    after = row(talk, "zhou")
    assert before is not None
    assert after == replace(before, skills=("水电维修", "理发"), unit="财政局", work="jiangbin", vetted=True)
    assert talk.store.read(lambda unit: unit.people.has_left("u1"))


@pytest.mark.parametrize("said", ["ABCDEFGH", "u1", "A", "12345678"])
def test_a_wrong_code_is_refused(talk: DeskTalk, said: str):
    assert "绑定码不对" in talk.says("thief", f"绑定 {said}")


def test_codes_cannot_be_tried_out(talk: DeskTalk):
    for _ in range(5):
        talk.says("thief", "绑定 ABCDEFGH")
    assert "绑定码不对" in talk.says("thief", f"绑定 {entry_code(KEY, 'u1')}")


def test_without_a_key_there_are_no_codes(talk: DeskTalk):
    talk.desk = replace(talk.desk, links=Links())
    assert entry_code("", "u1") == ""
    assert "绑定码不对" in talk.says("zhou", "绑定 ABCDEFGH")


def test_a_handlers_code_still_binds(talk: DeskTalk):
    assert "3栋" in talk.says("new-chen", "绑定 bind-chen")
