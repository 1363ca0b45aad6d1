"""Closing that holds, the handler's side: each point told, a photo where one can be taken, never a dead end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk import refusals
from bot.desk.casesheet import case_sheet
from bot.desk.desk import visit_as
from bot.desk.points import tick_point
from bot.desk.seeing import SeenAs
from matching.case import Case, Point, PointState, State
from storage.unit_of_work import UnitOfWork
from tests.builders import DeskTalk

TWO = "榕御小区3栋路灯坏了，请把路灯修好，也请把单元门装上"
WUYE, CHEN = "openid-wuye", "openid-chen"


@pytest.fixture
def asked(talk: DeskTalk) -> DeskTalk:
    """Case 1 asks for two things that can be seen."""
    talk.says("resident", TWO)
    talk.later()
    talk.says(WUYE, "接单 1")
    talk.later()
    return talk


def state(talk: DeskTalk) -> State:
    return talk.case(1).state


def with_photo(talk: DeskTalk) -> DeskTalk:
    talk.sends(WUYE, "image", media="photo-1")
    return talk


# -- points ------------------------------------------------------------------------------------------


def test_points_that_are_open_are_asked_for_and_a_word_ticks_all(asked: DeskTalk):
    with_photo(asked)
    reply = asked.says(WUYE, "办结 1 换了灯管和门")

    assert state(asked) is State.IN_PROGRESS
    assert "①把路灯修好\n②把单元门装上" in reply
    assert "照片" not in reply

    asked.says(WUYE, "都好了")
    assert state(asked) is State.AWAITING_VERDICT
    (told,) = asked.told("resident", "verdict")
    assert told == (
        "#1 榕御物业说：换了灯管和门。\n①把路灯修好：办好了\n②把单元门装上：办好了\n"
        "办好了吗？回 1 办好了 2 没办好；都好就回“满意”。"
    )


def test_points_are_ticked_and_explained_at_once(asked: DeskTalk):
    with_photo(asked)
    asked.says(WUYE, "办结 1 ①已修 ②等配件，下周装")

    assert state(asked) is State.AWAITING_VERDICT
    assert asked.case(1).points == (
        Point("把路灯修好", PointState.DONE, "已修"),
        Point("把单元门装上", PointState.EXPLAINED, "等配件，下周装"),
    )
    told = asked.told("resident", "verdict")[0]
    assert "①把路灯修好：已修\n②把单元门装上：还没办成，等配件，下周装" in told
    assert asked.events(1)[-1].reason == "把路灯修好：已修；把单元门装上：等配件，下周装"


def test_one_point_after_the_other(asked: DeskTalk):
    with_photo(asked)
    reply = asked.says(WUYE, "办结 1 ①已修")
    assert "①" not in reply.partition("\n都好了")[0]
    assert "②把单元门装上" in reply

    asked.says(WUYE, "办结 1 门也装上了")
    assert state(asked) is State.AWAITING_VERDICT
    assert asked.case(1).points[1] == Point("把单元门装上", PointState.DONE, "门也装上了")


def test_what_was_added_later_is_a_point_too(talk: DeskTalk):
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.later()
    talk.says("resident", "补充 还请把车位线也画上")

    reply = talk.says(CHEN, "办结 1 已劝离")
    assert "①榕御小区3栋楼下乱停车\n②把车位线也画上" in reply


def test_what_only_tells_more_is_none(talk: DeskTalk):
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.later()
    talk.says("resident", "补充 车牌尾号88")

    talk.says(CHEN, "办结 1 已劝离")
    assert (state(talk), talk.case(1).points) == (State.AWAITING_VERDICT, ())


def test_the_second_matter_of_a_letter_is_a_point(talk: DeskTalk):
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.store.run(lambda unit: unit.cases.save(replace(talk.case(1), secondary=("noise",))))

    assert "①停车秩序\n②噪音扰民" in talk.says(CHEN, "办结 1 已劝离")


def test_what_is_to_be_done_again_is_told_anew(asked: DeskTalk):
    with_photo(asked)
    asked.says(WUYE, "办结 1 都好了")
    asked.says("resident", "不满意 请再来看看单元门，还是关不上")

    assert [point.state for point in asked.case(1).points] == [PointState.OPEN, PointState.OPEN]
    assert "①把路灯修好\n②把单元门装上\n" in asked.says(WUYE, "办结 1 又修了一遍")


def test_a_handlers_own_matter_is_no_answer_to_the_card(asked: DeskTalk):
    with_photo(asked)
    asked.says(WUYE, "办结 1 换了灯管")
    asked.says(WUYE, "江滨花园2栋停水")

    assert state(asked) is State.IN_PROGRESS
    assert len(asked.cases()) == 2


def test_after_the_case_is_gone_its_card_is_answered_no_more(asked: DeskTalk):
    asked.says(WUYE, "办结 1 换了灯管")
    asked.says(WUYE, "退回 1 不归我管")
    asked.says(WUYE, "都好了")

    assert state(asked) is State.AWAITING_SIGNIN


# -- pages -------------------------------------------------------------------------------------------


def tick(talk: DeskTalk, person: str, at: int, state: PointState, note: str = "") -> Case:
    def work(unit: UnitOfWork) -> Case:
        visit = visit_as(talk.desk, unit, person, "page", talk.now)
        case = unit.cases.load(1)
        assert case is not None
        return tick_point(visit, case, at, state, note)

    return talk.store.run(work)


def test_a_page_ticks_one_point_at_a_time_and_shows_them(asked: DeskTalk):
    def shown(unit: UnitOfWork) -> list[str]:
        visit = visit_as(asked.desk, unit, "wuye", "page", asked.now)
        return [point.state for point in case_sheet(visit, asked.case(1), SeenAs.HANDLER).points]

    assert asked.store.read(shown) == ["", ""]
    tick(asked, "wuye", 1, PointState.DONE)
    tick(asked, "wuye", 2, PointState.EXPLAINED, "等配件")

    assert asked.store.read(shown) == ["done", "explained"]
    with_photo(asked)
    asked.says(WUYE, "办结 1 换了灯管")
    assert state(asked) is State.AWAITING_VERDICT
    assert "①把路灯修好：办好了\n②把单元门装上：还没办成，等配件" in asked.told("resident", "verdict")[0]


@pytest.mark.parametrize(
    ("person", "at", "state", "refused"),
    [
        ("chen", 1, PointState.DONE, refusals.NotYours),
        ("wuye", 0, PointState.DONE, refusals.NoSuchPoint),
        ("wuye", 3, PointState.DONE, refusals.NoSuchPoint),
        ("wuye", 1, PointState.EXPLAINED, refusals.WordsMissing),
    ],
)
def test_what_a_page_may_not_tick(asked: DeskTalk, person: str, at: int, state: PointState, refused: type[Exception]):
    with pytest.raises(refused):
        tick(asked, person, at, state)


def test_nothing_is_ticked_after_the_proposal(asked: DeskTalk):
    with_photo(asked)
    asked.says(WUYE, "办结 1 都好了")
    with pytest.raises(refusals.MoveNotNow):
        tick(asked, "wuye", 1, PointState.DONE)


# -- the photo ---------------------------------------------------------------------------------------


@pytest.fixture
def rubbish(talk: DeskTalk) -> DeskTalk:
    """Case 1 is rubbish that property has to take away: it can be seen."""
    talk.says("resident", "榕御小区3栋楼下垃圾没人收")
    talk.later()
    return talk


def test_a_photo_is_asked_for_and_brings_the_proposal_on_its_way(rubbish: DeskTalk):
    reply = rubbish.says(WUYE, "办结 1 已清走")
    assert "请发一张办好的照片" in reply
    assert state(rubbish) is State.AWAITING_SIGNIN

    reply = rubbish.sends(WUYE, "image", media="after")
    assert "已报办结" in reply
    assert state(rubbish) is State.AWAITING_VERDICT
    assert rubbish.told("resident", "verdict")[0].startswith("#1 榕御物业说：已清走。")


def test_a_photo_sent_before_is_enough(rubbish: DeskTalk):
    rubbish.says(WUYE, "接单 1")
    rubbish.sends(WUYE, "image", media="after")
    rubbish.says(WUYE, "办结 1 已清走")

    assert state(rubbish) is State.AWAITING_VERDICT


def test_the_residents_photo_proves_nothing(rubbish: DeskTalk):
    rubbish.sends("resident", "image", media="before")
    rubbish.says(WUYE, "办结 1 已清走")

    assert state(rubbish) is State.AWAITING_SIGNIN


@pytest.mark.parametrize("words", ["无照片：天黑了", "办结 1 无照片：天黑了", "没拍", "天黑拍不了"])
def test_a_word_why_there_is_none_is_enough(rubbish: DeskTalk, words: str):
    rubbish.says(WUYE, "办结 1 已清走")
    rubbish.says(WUYE, words)

    assert state(rubbish) is State.AWAITING_VERDICT
    assert rubbish.told("resident", "verdict")[0].startswith("#1 榕御物业说：已清走。")


def test_with_that_word_at_once_nothing_is_asked(rubbish: DeskTalk):
    rubbish.says(WUYE, "办结 1 已清走，没拍照片")

    assert state(rubbish) is State.AWAITING_VERDICT


def test_it_is_asked_once_only(rubbish: DeskTalk):
    rubbish.says(WUYE, "办结 1 已清走")
    rubbish.says(WUYE, "办结 1 真的清走了")

    assert state(rubbish) is State.AWAITING_VERDICT
    assert "真的清走了" in rubbish.told("resident", "verdict")[0]


def test_what_cannot_be_seen_wants_none(talk: DeskTalk):
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.says(CHEN, "办结 1 已劝离")

    assert state(talk) is State.AWAITING_VERDICT


def test_points_and_photo_are_asked_for_together(asked: DeskTalk):
    reply = asked.says(WUYE, "办结 1 换了灯管")
    assert "②把单元门装上" in reply
    assert "照片" in reply

    assert "一张照片已放进#1" in asked.sends(WUYE, "image", media="after")
    assert state(asked) is State.IN_PROGRESS, "the points are still open"
    asked.says(WUYE, "1好了 2办不了，因为门框变形")
    assert state(asked) is State.AWAITING_VERDICT
    assert asked.told("resident", "verdict")[0].startswith("#1 榕御物业说：换了灯管。")


def test_the_photo_goes_to_the_case_it_was_asked_for(rubbish: DeskTalk):
    rubbish.says(WUYE, "办结 1 已清走")
    rubbish.later()
    rubbish.says("other", "榕御小区5栋停水")
    rubbish.later()
    rubbish.sends(WUYE, "image", media="after")

    assert state(rubbish) is State.AWAITING_VERDICT
    assert [message.case for message in rubbish.words(1) if message.kind == "image"] == [1]
