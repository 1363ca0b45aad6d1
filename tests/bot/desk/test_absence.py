"""Leave has a door: who stands in, what is handed on at once, and what stays."""

from __future__ import annotations

import pytest

from tests.builders import DeskTalk, a_person, a_talk, people

REPORT = "榕御小区3栋楼下乱停车"
CHEN = "openid-chen"


@pytest.fixture
def covered(store) -> DeskTalk:
    """陈建国 has 李明 as his backup."""
    staff = [row for row in people() if row.code != "chen"]
    staff.append(a_person("chen", "陈建国", "building_leader", "rongyu-3", "parking", "noise", "safety", backup="li"))
    talk = a_talk(store, staff=staff)
    talk.says("resident", REPORT)
    talk.says("other", "榕御小区3栋太吵了")
    return talk


def test_leave_hands_on_what_nobody_has_taken_and_names_who_stands_in(covered: DeskTalk):
    talk = covered
    talk.says(CHEN, "接单 2")
    reply = talk.says(CHEN, "请假 到周五")

    assert "3月3日到3月6日请假" in reply
    assert "新单由李**接" in reply
    assert "#1给" in reply
    assert "#2还在您手上" in reply
    assert (talk.case(1).responder, talk.case(2).responder) == ("li", "chen")
    assert talk.told("li", "task")
    assert "已转给" in talk.told("resident", "passed")[0]

    talk.later()
    talk.says("third", "榕御小区3栋楼下又乱停车了，堵门")
    talk.says("third", "2")  # not the same as the one before
    assert talk.case(3).responder == "li"


def test_leave_that_begins_later_leaves_today_alone(covered: DeskTalk):
    talk = covered
    reply = talk.says(CHEN, "请假 3月10日到3月12日")

    assert "#1、#2还在您手上" in reply
    assert talk.case(1).responder == "chen"


def test_back_from_leave_new_cases_come_again(covered: DeskTalk):
    talk = covered
    talk.says(CHEN, "请假 3天")
    talk.later()
    assert "欢迎回来" in talk.says(CHEN, "销假")
    talk.later()
    assert "您没有请假" in talk.says(CHEN, "销假")

    talk.says("third", "榕御小区3栋楼下又乱停车了，堵门")
    talk.says("third", "2")  # not the same as the one before
    assert talk.case(3).responder == "chen"


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("请假 几天", "没看懂是哪几天"),
        ("请假 3月1日到3月5日", "3月1日不行"),
        ("请假 3月5日到8月1日", "8月1日不行"),
    ],
)
def test_leave_needs_days_ahead(covered: DeskTalk, words: str, refusal: str):
    assert refusal in covered.says(CHEN, words)
    assert covered.case(1).responder == "chen"


def test_leave_without_a_backup_says_so_and_one_alone_keeps_his_cases(store):
    talk = a_talk(store, staff=[row for row in people() if row.code == "chen"])
    talk.says("resident", REPORT)
    reply = talk.says(CHEN, "请假 3天")

    assert "您没有B角" in reply
    assert talk.case(1).responder == "chen"


def test_a_resident_asks_for_leave_in_vain(talk: DeskTalk):
    assert "绑定" not in talk.says("other", "请假条社区能开吗")
    assert "绑定" not in talk.says("other", "销假")
