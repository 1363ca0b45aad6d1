"""Points told one by one, a photo that is asked for, the checker's page, and the questions after a closing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk import wording_pages
from matching.case import PointState, State
from tests.bot.pages.pictures import a_photo
from tests.builders import DeskTalk

WUYE, CHEN = "openid-wuye", "openid-chen"


@pytest.fixture
def talk(talk: DeskTalk) -> DeskTalk:
    """Case 1 asks for two things, where a photo is wanted."""
    talk.says("resident", "榕御小区3栋电梯坏了：1、把门锁换掉 2、把楼道灯修好")
    assert len(talk.cases()) == 1
    return talk


def test_each_point_is_told_on_the_page(talk: DeskTalk, reader):
    wuye = reader(WUYE)
    assert "把楼道灯修好" in wuye.sees("1/finish")
    ticks = {"point-1": "done", "note-1": "换了锁", "point-2": "explained", "note-2": "等灯具到货"}
    page = wuye.does("1/finish", words="换了锁", photos=[a_photo()], **ticks)
    assert "已报办结" in page
    assert [(point.state, point.note) for point in talk.case(1).points] == [
        (PointState.DONE, "换了锁"), (PointState.EXPLAINED, "等灯具到货"),
    ]  # fmt: skip


def test_a_point_left_open_is_asked_for_in_the_words_of_the_form(talk: DeskTalk, reader):
    page = reader(WUYE).does("1/finish", words="都看过了", photos=[a_photo()])
    assert wording_pages.POINTS_MISSING in page
    assert wording_pages.PHOTO_MISSING not in page
    assert "回“办结" not in page
    assert talk.case(1).state is State.AWAITING_SIGNIN


def test_raised_because_it_was_badly_done_is_not_told_as_silence(talk: DeskTalk, reader):
    talk.says("other", "榕御小区3栋楼下乱停车")
    for why in ("又停了", "还停着"):
        talk.says(f"openid-{talk.case(2).responder}", "办结 2 已劝离")
        talk.says("other", f"不满意 2 {why}")
    page = reader("other").sees("2")
    assert "往上交：两次没办好" in page
    assert "没人应" not in page


def test_an_explanation_wants_words_and_nothing_is_kept_without(talk: DeskTalk, reader):
    ticks = {"point-1": "done", "point-2": "explained"}
    page = reader(WUYE).does("1/finish", status=409, words="换了锁", photos=[a_photo()], **ticks)
    assert "为什么办不了" in page
    assert [message.kind for message in talk.words(1)] == ["text"]


def test_whether_it_is_solved_is_asked_before_whether_she_is_content(talk: DeskTalk, reader):
    talk.says("other", "榕御小区3栋楼下乱停车")
    talk.says(CHEN, "办结 2 已劝离")
    other = reader("other")
    page = other.sees("2")
    assert "办好了" in page
    assert "没办好" in page
    assert "已办结" in other.does("2/accept", form="2", words="办好了")
    again = other.sees("2")
    assert ">满意</button>" in again
    assert ">不满意</a>" in again
    other.does("2/accept", form="2")
    assert talk.case(2).verdict == "satisfied"
    assert ">满意</button>" not in other.sees("2")


def test_a_checker_looks_when_the_resident_keeps_silent(talk: DeskTalk, reader):
    talk.says("other", "榕御小区3栋楼下乱停车")
    talk.says(CHEN, "办结 2 已劝离")
    for _ in range(12):
        talk.later(hours=12)
        talk.tick()
    checker = talk.case(2).checker
    assert checker
    assert checker != "chen"
    eyes = reader(f"openid-{checker}")
    assert "等我核查的" in eyes.sees()
    page = eyes.sees("2")
    assert "核查通过" in page
    assert "没办好" in page
    eyes.does("2/refute", words="还停着两辆")
    assert talk.case(2).state in {State.REDO, State.AWAITING_SIGNIN}
    assert "还停着两辆" in reader(CHEN).sees("2")


def test_a_photo_that_is_missing_is_asked_for_on_the_form(talk: DeskTalk, reader):
    talk.later()
    talk.says("third", "榕御小区5栋电梯坏了")
    number = talk.cases()[-1].number
    wuye = reader(WUYE)
    page = wuye.does(f"{number}/finish", words="换了门机板")
    assert 'role="alert"' in page
    assert wording_pages.PHOTO_MISSING in page
    assert "回“办结" not in page  # a page has a field for it, nobody need write to the chat
    assert talk.case(number).state is State.AWAITING_SIGNIN
    page = wuye.does(f"{number}/finish", words="换了门机板", photos=[a_photo()])
    assert "已报办结" in page
    assert talk.case(number).due_at > talk.now - timedelta(days=1)
