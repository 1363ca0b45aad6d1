"""Meetings: called, answered, minuted; decisions become cases; due ones are called for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.desk import wording_meetings
from bot.desk.wording_meetings import MeetingLine
from matching.agenda import Why
from matching.gathering import Decision, Gathering, MeetingState
from storage.rotas import Turn
from tests.builders import DeskTalk, a_person, a_talk, people
from tests.tone import assert_tone

SECRETARY, COMMUNITY, PROPERTY = "openid-zhang", "openid-shequ", "openid-wuye"
CALL = "开会 五方例会 周五19:30 小区议事厅"


@pytest.fixture
def estate(store) -> DeskTalk:
    """An estate with a secretary and a late case."""
    talk = a_talk(store, staff=[*people(), a_person("zhang", "张三妹", "estate_secretary", "rongyu", "other")])
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.later(days=8)
    return talk


@pytest.fixture
def called(estate: DeskTalk) -> DeskTalk:
    assert "会议1 五方例会已召集，发给3方，带1个议题" in estate.says(SECRETARY, CALL)
    return estate


def test_every_party_is_invited_with_what_is_stuck(called: DeskTalk):
    words = called.told("wuye", "meeting")[-1]
    assert words.startswith("【会议1】五方例会：3月13日19:30，小区议事厅。")
    assert "这次由党组织牵头" in words
    assert "1. #1 停车秩序 · 榕御小区3栋（逾期或没人办）" in words
    assert called.told("shequ", "meeting")
    assert called.told("zhang", "meeting")


def test_the_chair_goes_round(called: DeskTalk):
    called.says(SECRETARY, "散会 1")
    called.later(days=31)
    called.says(SECRETARY, CALL)
    assert "这次由居委会牵头" in called.told("wuye", "meeting")[-1]


def test_seats_answer_and_say_what_they_think(called: DeskTalk):
    assert called.says(PROPERTY, "参会 1") == "会议1：记下了，您参加。"
    assert "不参加" in called.says(COMMUNITY, "不参会 1 区里有会")
    assert "意见已记下" in called.says(PROPERTY, "意见 1 道闸要业主出一半")

    seen = called.says(SECRETARY, "会议 1")
    assert "物业：参加" in seen
    assert "居委会：不参加" in seen
    assert "物业：道闸要业主出一半" in seen
    assert "居委会：区里有会" in seen


def test_a_decision_becomes_a_case_with_an_owner_and_a_date(called: DeskTalk):
    reply = called.says(SECRETARY, "决定 1 物业 装好北门道闸 3月30日")

    assert reply.startswith("会议1的决定已立为#2")
    case = called.case(2)
    assert case.responder == "wuye"
    assert case.due_at is not None
    assert case.due_at.astimezone(called.desk.calendar.zone).date() == date(2026, 3, 30)
    assert "装好北门道闸" in called.told("wuye", "task")[-1]
    assert "3月30日18:00前办结" in called.told("wuye", "task")[-1]


def test_the_end_is_published_to_every_seat(called: DeskTalk):
    called.says(SECRETARY, "决定 1 物业 装好北门道闸 3月30日")
    called.says(SECRETARY, "纪要 1 三方同意先装道闸")
    reply = called.says(SECRETARY, "散会 1")

    assert "纪要：三方同意先装道闸" in reply
    assert "#2 装好北门道闸（榕御物业，3月30日18:00前）" in reply
    assert called.told("wuye", "meeting")[-1] == reply
    assert "已散会" not in called.told("zhang", "meeting")[-1]  # her reply says it already
    assert called.says(PROPERTY, "意见 1 晚了") == "会议1已经散会，不能再改。"
    assert "（已散会）" in called.says(PROPERTY, "会议")


@pytest.mark.parametrize(
    ("who", "words", "reply"),
    [
        ("resident", CALL, "开会由小区书记或社区来召集"),
        (SECRETARY, "开会 五方例会", "请写：开会"),
        (SECRETARY, "开会 联席会议 周五9:00", "开会由小区书记或社区"),
        (SECRETARY, "决定 1 物业 装好道闸", "请写：决定 1"),
        (SECRETARY, "决定 1 装好道闸", "请写：决定 1"),
        (SECRETARY, "决定 1 物业 装好道闸 3月1日", "请写：决定 1"),
        (SECRETARY, "纪要 1", "请写上会议号"),
        (SECRETARY, "意见 1", "请写上会议号"),
        (SECRETARY, "参会 9", "没有找到这个会"),
        ("openid-li", "参会 1", "没有您的席位"),
        ("resident", "参会 1", "没有您的席位"),
        ("openid-li", "会议 1", "没有找到这个会"),
        ("resident", "会议", "您这里最近没有会"),
    ],
)
def test_what_does_not_fit_is_refused(called: DeskTalk, who, words, reply):
    assert reply in called.says(who, words)


def test_without_a_number_the_only_planned_meeting_is_meant(called: DeskTalk):
    assert called.says(PROPERTY, "参会") == "会议1：记下了，您参加。"


def test_private_matters_never_stand_on_an_agenda(estate: DeskTalk):
    case = estate.case(1)
    estate.store.run(lambda unit: unit.cases.save(replace(case, private=True)))
    assert "带0个议题" in estate.says(SECRETARY, CALL)


# -- clocks ----------------------------------------------------------------------------------------------


def test_a_day_before_everybody_who_comes_is_reminded_once(called: DeskTalk):
    called.says(COMMUNITY, "不参会 1 区里有会")
    called.later(days=1, hours=11)  # Thursday evening
    called.tick()
    called.tick()

    assert len([text for text in called.told("wuye", "meeting") if "请准时" in text]) == 1
    assert not [text for text in called.told("shequ", "meeting") if "请准时" in text]


def test_a_meeting_called_for_tomorrow_is_not_reminded_of_at_once(estate: DeskTalk):
    assert "已召集" in estate.says(SECRETARY, "开会 五方例会 明天8:30 小区议事厅")
    estate.tick()
    assert len(estate.told("wuye", "meeting")) == 1


def test_whoever_should_call_a_meeting_is_asked_once_a_week(estate: DeskTalk):
    for _ in range(4):
        estate.tick()
        estate.later(days=1)
    asked = [text for text in estate.told("zhang", "meeting") if "该开五方例会了" in text]
    assert len(asked) == 1
    assert "还没有开过" in asked[0]


def test_nobody_is_asked_to_call_the_first_meeting_about_nothing(store):
    talk = a_talk(store, staff=[*people(), a_person("zhang", "张三妹", "estate_secretary", "rongyu", "other")])
    for _ in range(4):
        talk.tick()
        talk.later(days=1)
    assert talk.told("zhang", "meeting") == []


def test_paired_units_take_the_chair_of_the_joint_meeting_in_turn(store):
    talk = a_talk(store, staff=[*people(), a_person("unit", "区档案局联络员", "team", "xinqiao", "volunteer")])
    turns = [Turn("unit", "unit", "区档案局", "rongyu-sq", date(2026, 1, 1)), Turn("unit", "", "市二院", "rongyu-sq")]
    talk.store.run(lambda unit: unit.rotas.replace("unit", turns))

    assert "发给3方" in talk.says(COMMUNITY, "开会 联席会议 周五9:00 社区会议室")
    talk.says(COMMUNITY, "散会 1")
    talk.says(COMMUNITY, "开会 联席会议 周五10:00 社区会议室")
    held = talk.store.read(lambda unit: [(one.kind, one.chair, one.state) for one in unit.meetings.at("rongyu-sq")])
    assert held == [
        (Gathering.JOINT, "居委会", MeetingState.ENDED), (Gathering.JOINT, "区档案局", MeetingState.PLANNED),
    ]


def test_the_tone_is_kept():
    line = MeetingLine(1, "五方例会", "3月13日19:30", "小区议事厅", "党组织")
    for text in (
        wording_meetings.HOW_TO_CALL,
        wording_meetings.NOT_YOURS_TO_CALL,
        wording_meetings.NO_MEETING,
        wording_meetings.NO_SEAT.format(number=1),
        wording_meetings.ENDED.format(number=1),
        wording_meetings.HOW_TO_DECIDE.format(number=1),
        wording_meetings.WHICH.format(word="意见", number=1),
        wording_meetings.invitation(line, []),
        wording_meetings.invitation(line, [wording_meetings.agenda_line(1, "#1 停车秩序", [*Why])]),
        wording_meetings.called_together(line, 3, 1),
        wording_meetings.reminder(line),
        wording_meetings.due_to_call("五方例会", "榕御小区", ""),
        wording_meetings.due_to_call("五方例会", "榕御小区", "11月20日"),
        wording_meetings.answered(1, "yes"),
        wording_meetings.position_kept(1),
        wording_meetings.minutes_kept(1),
        wording_meetings.decided(1, "#2 停车秩序", "榕御物业", "3月30日18:00"),
        wording_meetings.overview(line, {"议题": ["#1 停车秩序"], "意见": []}),
        wording_meetings.published(line, "", []),
        wording_meetings.published(line, "同意", ["#2 装道闸（物业，3月30日18:00前）"]),
        wording_meetings.decision_line(Decision("装道闸", "wuye"), "物业", "3月30日18:00"),
        wording_meetings.listed([]),
        wording_meetings.listed(["1 五方例会 3月13日19:30"]),
    ):
        assert_tone(text)


def test_what_is_told_without_a_case_fits_a_template(called: DeskTalk):
    """A character_string keyword takes no Chinese, a phrase five characters of nothing else (47003)."""
    called.says(COMMUNITY, "议事 1 装道闸吗？装/不装 3天")
    told = [letter.notice for letter in called.letters() if letter.notice.kind in ("meeting", "poll")]
    assert told
    for notice in told:
        assert notice.fields["number"].isascii()
        assert len(notice.fields["state"]) <= 5


def test_one_sees_the_meetings_one_has_a_seat_at_the_latest_first(called: DeskTalk):
    called.says(SECRETARY, "开会 五方例会 周六19:30 小区议事厅")
    listed = called.says(PROPERTY, "会议")

    assert listed.index("2 五方例会") < listed.index("1 五方例会")
    assert called.says("openid-li", "会议").startswith("您这里最近没有会")
