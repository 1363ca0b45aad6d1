"""An office's word: whose paper was seen, whom the community trusts; never about oneself, never beyond its places."""

from __future__ import annotations

import pytest

from storage.people import VolunteerRow
from storage.unit_of_work import Store
from tests.bot.desk.volunteers import a_volunteer, enlist
from tests.builders import DeskTalk, a_talk

SHEQU, JIEDAO, CHEN = "openid-shequ", "openid-jiedao", "openid-chen"


@pytest.fixture
def talk(store: Store) -> DeskTalk:
    """周晓梅 of 榕御小区3栋 says that she is a lawyer; 林强 lives nobody knows where."""
    talk = a_talk(store)
    enlist(talk, a_volunteer(skills=("法律咨询", "理发")), a_volunteer("lin", "林强", home="", work=""))
    return talk


def row(talk: DeskTalk, code: str = "zhou") -> VolunteerRow:
    found = talk.store.read(lambda unit: unit.people.volunteer_row(code))
    assert found is not None
    return found


def test_a_paper_that_was_seen_counts_and_is_told_once(talk: DeskTalk):
    assert talk.says(SHEQU, "核实").startswith("等您看证的志愿者：\n周**（zhou）：法律咨询")
    assert talk.says(SHEQU, "核实 周晓梅 律师") == "记下了：周**的法律咨询已核实。"
    talk.says(SHEQU, "核实 周晓梅 律师")
    assert row(talk).verified == ("法律咨询",)
    assert talk.told("openid-zhou") == ["榕御社区居委会已核实您的法律咨询，以后这类事也会问您。"]
    assert "没有等着看证" in talk.says(SHEQU, "核实")


def test_a_skill_that_she_did_not_say_is_added(talk: DeskTalk):
    talk.says(JIEDAO, "核实 zhou 医生")
    assert (row(talk).skills, row(talk).verified) == (("法律咨询", "理发", "医疗护理"), ("医疗护理",))


def test_it_is_taken_back(talk: DeskTalk):
    talk.says(SHEQU, "核实 周晓梅 律师")
    assert "不再算已核实" in talk.says(SHEQU, "取消核实 周晓梅 法律咨询")
    assert row(talk).verified == ()
    assert row(talk).skills == ("法律咨询", "理发")


def test_whom_the_community_trusts(talk: DeskTalk):
    reply = talk.says(SHEQU, "可托付 周晓梅")
    assert "孩子和钥匙的事可以派" in reply
    assert "取消可托付 zhou" in reply
    assert row(talk).vetted
    talk.says(SHEQU, "可托付 周晓梅")
    assert len(talk.told("openid-zhou")) == 1
    assert "不再派" in talk.says(SHEQU, "取消可托付 zhou")
    assert not row(talk).vetted


def test_two_of_one_name_are_told_apart_by_their_codes(talk: DeskTalk):
    enlist(talk, a_volunteer("zhou2", openid="", home="rongyu-5"))
    reply = talk.says(SHEQU, "可托付 周晓梅")
    assert reply.startswith("有2位周**：榕御小区3栋（zhou）；榕御小区5栋（zhou2）。")
    assert not row(talk).vetted
    for text in ("核实 周晓梅 律师", "取消核实 周晓梅 律师", "取消可托付 周晓梅"):
        assert talk.says(SHEQU, text).startswith("有2位")
    talk.says(SHEQU, "可托付 zhou2")
    assert row(talk, "zhou2").vetted


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("核实 林强 律师", "没有叫“林强”的志愿者"), ("核实 周晓梅 开火箭", "不在技能表里"),
        ("核实 周晓梅", "不在技能表里"),
        ("取消核实 林强 律师", "没有叫"), ("可托付 林强", "没有叫"), ("取消可托付 林强", "没有叫"),
    ],
)  # fmt: skip
def test_who_is_not_below_the_office_or_what_is_no_skill(talk: DeskTalk, text: str, words: str):
    assert words in talk.says(SHEQU, text)


def test_a_leader_does_not_vouch(talk: DeskTalk):
    assert "由社区或街道来定" in talk.says(CHEN, "核实 周晓梅 律师")
    assert "由社区或街道来定" in talk.says(CHEN, "可托付 周晓梅")
    assert row(talk).verified == ()


def test_nobody_vouches_for_herself(talk: DeskTalk):
    talk.says(SHEQU, "报名 律师 住榕御小区3栋")
    assert "没有叫" in talk.says(SHEQU, "核实 榕御社区居委会 律师")


def test_a_resident_who_begins_so_just_talks(talk: DeskTalk):
    assert "由社区或街道来定" not in talk.says("resident", "核实 一下我的房产信息")
