"""The reporter's shield: who sees what, who looked, and how a resident leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk import wording_shield
from bot.desk.retaining import outlived, retain
from bot.settings import RetentionSettings
from tests.builders import DeskTalk
from tests.tone import a_line, assert_tone

REPORT = "榕御小区3栋楼下乱停车"
CHEN, LI, PROPERTY = "openid-chen", "openid-li", "openid-wuye"
KEPT = RetentionSettings(contact_days=365, withdrawn_days=100, closed_days=1000)


@pytest.fixture
def reported(talk: DeskTalk) -> DeskTalk:
    talk.says("resident", REPORT)
    return talk


def test_everybody_who_got_or_opened_a_case_is_told_to_the_resident(reported: DeskTalk):
    reported.says(CHEN, "接单 1")
    reported.later()
    reported.says(CHEN, "进度 1")

    told = reported.says("resident", "谁看过 1")

    assert "3栋楼长陈**：收到派单，今天10:00" in told
    assert "3栋楼长陈**：在聊天里看，今天10:00、今天10:10" in told
    assert "看不到是谁报的" in told


def test_a_look_by_somebody_who_has_no_business_there_is_refused_and_told(reported: DeskTalk):
    assert "没有找到#1" in reported.says(LI, "进度 1")

    assert "5栋楼长李**：想看，没让看" in reported.says("resident", "谁看过")


def test_who_was_told_of_an_emergency_is_among_them(talk: DeskTalk):
    talk.says("resident", "榕御小区3栋着火了")
    told = talk.says("resident", "谁看过 1")
    assert told.count("收到派单") > 1


def test_nobody_else_is_told_who_looked(reported: DeskTalk):
    assert "没有找到#1" in reported.says("stranger", "谁看过 1")
    assert "没有找到#1" in reported.says(CHEN, "谁看过 1")


def test_a_handler_never_learns_who_reported_unless_she_lets_him(reported: DeskTalk):
    assert "报事人" not in reported.says(CHEN, "接单 1")

    assert "知道怎么称呼您" in reported.says("resident", "公开 1 王阿姨")
    assert "（报事人：王阿姨，本人同意告知）" in reported.says(CHEN, "进度 1")

    assert "不知道是谁报的" in reported.says("resident", "不公开 1")
    assert "王阿姨" not in reported.says(CHEN, "进度 1")


def test_a_phone_in_the_name_is_masked(reported: DeskTalk):
    reported.says("resident", "公开 1 王阿姨13800001111")
    assert "13800001111" not in reported.says(CHEN, "接单 1")


def test_who_joined_decides_nothing_about_the_first_reporter(reported: DeskTalk):
    contact = reported.contact("other")
    reported.store.run(lambda unit: unit.cases.follow(1, contact.id, reported.now))
    assert "没有找到#1" in reported.says("other", "公开 1")
    assert reported.case(1).named is False


# -- leaving -----------------------------------------------------------------------------------------


def everything_kept(talk: DeskTalk) -> str:
    """Every text in every table."""
    def dump(unit) -> str:
        case = unit.cases.load(1)
        return repr([
            case, unit.cases.messages(1), unit.cases.events(1), unit.looks.of_case(1),
            unit.people.contact(case.reporter),
        ])
    return talk.store.read(dump)


def test_a_resident_leaves_when_she_has_said_so_twice(reported: DeskTalk):
    reported.says("resident", "公开 1 王阿姨")
    assert "还有1件在办" in reported.says("resident", "删除我的信息")

    assert reported.says("resident", "确认删除").startswith("已删除")

    left = everything_kept(reported)
    assert "乱停车" not in left
    assert "王阿姨" not in left
    assert reported.case(1).category == "parking", "the figures stay"
    assert [taken.what for taken in reported.store.read(lambda unit: unit.retention.log())] == ["anonymise"]


def test_nothing_is_deleted_without_the_question(reported: DeskTalk):
    assert "先回“删除我的信息”" in reported.says("resident", "确认删除")
    reported.says("resident", "删除我的信息")
    reported.later(minutes=11)
    reported.desk.memory.pop(f"forget:{reported.contact('resident').id}")  # what the memory does after ten minutes
    assert "先回“删除我的信息”" in reported.says("resident", "确认删除")
    assert reported.case(1).summary


def test_somebody_on_duty_is_not_deleted_by_himself(reported: DeskTalk):
    assert "绑着工作身份" in reported.says(CHEN, "删除我的信息")
    assert "先回" in reported.says(CHEN, "确认删除")


# -- retention -----------------------------------------------------------------------------------------


def test_what_is_open_is_kept_for_ever(reported: DeskTalk):
    later = reported.now + timedelta(days=4000)
    assert outlived(reported.store, KEPT, later).cases == ()
    assert reported.contact("resident").id not in outlived(reported.store, KEPT, later).contacts


def test_a_withdrawn_case_and_then_its_resident_are_emptied_in_time(reported: DeskTalk):
    who = reported.contact("resident").id
    reported.says("resident", "取消 1")
    assert retain(reported.store, KEPT, reported.now + timedelta(days=99)).cases == ()

    soon = reported.now + timedelta(days=101)
    assert outlived(reported.store, KEPT, soon).cases == (1,), "a dry run changes nothing"
    assert retain(reported.store, KEPT, soon).cases == (1,)
    assert retain(reported.store, KEPT, soon).cases == ()
    assert "乱停车" not in everything_kept(reported)
    assert reported.case(1).verdict == "withdrawn"

    assert who in retain(reported.store, KEPT, reported.now + timedelta(days=366)).contacts
    reported.store.read(lambda unit: unit.retention.log())
    assert [(one.what, one.count > 0) for one in reported.store.read(lambda unit: unit.retention.log())] == [
        ("empty", True), ("anonymise", True),
    ]


def test_switched_off_it_takes_nothing(reported: DeskTalk):
    reported.says("resident", "取消 1")
    off = KEPT.model_copy(update={"enabled": False})
    assert retain(reported.store, off, reported.now + timedelta(days=4000)).cases == ()


def test_many_looks_within_a_minute_are_told_as_one_time():
    line = wording_shield.look_line("3栋楼长陈**", "page", ["今天9:58", *["今天10:00"] * 5])
    assert line == "3栋楼长陈**：打开页面，今天9:58、今天10:00等6次"
    assert wording_shield.look_line("3栋楼长陈**", "page", ["今天10:00"]) == "3栋楼长陈**：打开页面，今天10:00"


def test_the_tone_is_kept():
    line = a_line()
    for text in (
        wording_shield.looked(line, []),
        wording_shield.looked(line, [wording_shield.look_line("3栋楼长陈**", "page", ["今天10:00"] * 5)]),
        wording_shield.disclosed(line),
        wording_shield.concealed(line),
        wording_shield.reported_by("王阿姨"),
        wording_shield.FORGOTTEN,
        wording_shield.FORGET_STAFF,
        wording_shield.FORGET_NOT_ASKED,
        wording_shield.forget_ask(2),
        wording_shield.forget_ask(0),
        wording_shield.GONE,
    ):
        assert_tone(text)
