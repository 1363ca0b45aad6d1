"""A case completed by what comes next: answers to the one question, bubbles, additions, places."""

from __future__ import annotations

import pytest

from matching.case import Action, State
from tests.builders import DeskTalk

ASKED_WHERE = "楼下乱停车"
ASKED_BUILDING = "榕御小区乱停车"


# -- the answer ------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", ["榕御小区3栋", "榕御3栋", "榕御三幢", "在榕御小区3栋", "榕御小区3号楼"])
def test_a_place_answers_the_question_where(talk: DeskTalk, answer: str):
    talk.says("resident", ASKED_WHERE)
    reply = talk.says("resident", answer)

    assert reply.startswith("收到，#1 停车秩序 · 榕御小区3栋。")
    assert talk.case(1).responder == "chen"
    assert talk.case(1).question == ""
    assert talk.moves(1) == [Action.ASK, Action.ANSWER, Action.DISPATCH]


@pytest.mark.parametrize("answer", ["3", "三", "3栋", "三幢", "3号楼", "第3栋", "3栋2单元"])
def test_a_building_answers_the_question_which(talk: DeskTalk, answer: str):
    talk.says("resident", ASKED_BUILDING)
    reply = talk.says("resident", answer)

    assert "榕御小区3栋" in reply
    assert talk.case(1).place == "rongyu-3"


@pytest.mark.parametrize("answer", ["不知道", "我也不知道", "不清楚啊", "说不清", "忘了"])
def test_not_knowing_sends_the_case_to_whoever_covers_what_is_known(talk: DeskTalk, answer: str):
    talk.says("resident", ASKED_BUILDING)
    reply = talk.says("resident", answer)

    assert reply.startswith("收到，#1")
    assert talk.case(1).state is State.AWAITING_SIGNIN
    assert talk.case(1).place == "rongyu"


def test_a_place_that_is_none_of_ours_is_kept_as_written_and_goes_on(talk: DeskTalk):
    talk.says("resident", ASKED_WHERE)
    reply = talk.says("resident", "幸福里小区")

    assert talk.case(1).state is State.AWAITING_SIGNIN
    assert talk.case(1).place_text == "幸福里小区"
    assert "幸福里小区" in reply


def test_a_place_answers_also_much_later(talk: DeskTalk):
    talk.says("resident", ASKED_WHERE)
    talk.later(minutes=25)
    talk.says("resident", "榕御小区3栋")

    assert [case.state for case in talk.cases()] == [State.AWAITING_SIGNIN]


def test_a_whole_report_is_no_answer(talk: DeskTalk):
    talk.says("resident", ASKED_WHERE)
    talk.later()
    talk.says("resident", "江滨花园2栋停水了没人管")

    assert talk.case(1).state is State.AWAITING_INFO
    assert talk.case(2).place == "jiangbin-2"


def test_a_location_answers_the_question_where(talk: DeskTalk):
    talk.says("resident", "垃圾没人收")
    reply = talk.sends("resident", "location", longitude=117.6502, latitude=24.5101, text="榕御小区附近")

    assert talk.case(1).place == "rongyu"
    assert "榕御物业" in reply


def test_a_location_far_from_everything_still_sends_the_case_on(talk: DeskTalk):
    talk.says("resident", "垃圾没人收")
    talk.sends("resident", "location", longitude=100.0, latitude=30.0, text="很远的地方")

    assert talk.case(1).state is State.AWAITING_SIGNIN
    assert talk.case(1).place_text == "很远的地方"


def test_a_question_is_asked_once(talk: DeskTalk):
    talk.says("resident", ASKED_WHERE)
    talk.says("resident", "榕御小区")  # the building would decide, but one question is the most

    assert talk.case(1).state is State.AWAITING_SIGNIN


def test_a_resident_who_says_no_place_is_not_asked_for_ever(talk: DeskTalk):
    talk.says("resident", ASKED_WHERE)
    for words in ("每天都这样", "烦死人", "管管吧"):
        talk.says("resident", words)

    assert [case.state for case in talk.cases()] == [State.AWAITING_SIGNIN]


# -- bubbles ---------------------------------------------------------------------------------------


def test_bubbles_of_one_matter_are_one_case(talk: DeskTalk):
    talk.says("resident", "你们管不管")
    talk.later(seconds=20)
    talk.says("resident", "榕御小区3栋")
    talk.later(seconds=20)
    talk.says("resident", "楼下乱停车")

    assert len(talk.cases()) == 1
    case = talk.case(1)
    assert (case.category, case.place, case.responder) == ("parking", "rongyu-3", "chen")


def test_a_bubble_after_the_receipt_is_added_and_told(talk: DeskTalk):
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.later(seconds=30)
    reply = talk.says("resident", "每天晚上都是")

    assert reply.startswith("已补充到#1")
    assert "每天晚上都是" in talk.told("chen", "added")[0]
    assert len(talk.cases()) == 1


def test_words_after_two_minutes_are_another_matter(talk: DeskTalk):
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.later(minutes=3)
    talk.says("resident", "榕御小区5栋楼下乱停车")

    assert len(talk.cases()) == 2


@pytest.mark.parametrize(
    "words",
    ["对了，榕御小区5栋路灯不亮", "江滨花园2栋停水", "榕御小区3栋停水了", "楼道路灯坏了好几天没有人修理"],
)
def test_another_matter_within_two_minutes_opens_its_own(talk: DeskTalk, words: str):
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.says("resident", words)

    assert len(talk.cases()) == 2


def test_a_nearer_place_in_the_next_bubble_moves_the_case(talk: DeskTalk):
    talk.says("resident", "榕御小区3栋楼下乱停车")
    reply = talk.says("resident", "打错了，是榕御小区5栋")

    assert len(talk.cases()) == 1
    assert talk.case(1).responder == "li"
    assert "榕御小区5栋" in reply
    assert "您不用管了" in talk.told("chen", "taken_away")[0]


def test_another_building_alone_replaces_the_first_one(talk: DeskTalk):
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.says("resident", "是5栋，说错了")

    assert talk.case(1).place_text == "榕御小区5栋"
    assert talk.case(1).responder == "li"


@pytest.mark.parametrize("words", ["打错了，江滨花园2栋", "不是榕御，是江滨花园2栋", "江滨花园2栋"])
def test_another_compound_puts_the_case_right(talk: DeskTalk, words: str):
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.says("resident", words)

    assert [case.place for case in talk.cases()] == ["jiangbin-2"]
    assert talk.told("chen", "taken_away")


def test_one_more_place_takes_nothing_from_the_first(talk: DeskTalk):
    talk.says("resident", "榕御小区3栋楼下乱停车")
    reply = talk.says("resident", "还有5栋也是")

    assert reply.startswith("已补充到#1")
    assert talk.case(1).place == "rongyu-3"


def test_a_place_in_pieces_is_put_together(talk: DeskTalk):
    talk.says("resident", ASKED_WHERE)
    talk.says("resident", "3栋")
    talk.says("resident", "榕御")
    talk.says("other", ASKED_WHERE)
    talk.says("other", "榕御")
    talk.says("other", "3")

    assert [case.place for case in talk.cases()] == ["rongyu-3", "rongyu-3"]
    assert [case.responder for case in talk.cases()] == ["chen", "chen"]


@pytest.mark.parametrize("words", ["谢谢你们", "你好", "怎么样了"])
def test_courtesies_behind_a_receipt_are_nothing_to_tell_the_handler(talk: DeskTalk, words: str):
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.says("resident", words)

    assert talk.told("chen", "added") == []
    assert len(talk.cases()) == 1


def test_what_is_taken_stays_where_it_is(talk: DeskTalk):
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.says("openid-chen", "接单")
    talk.says("resident", "也可能是榕御小区5栋")

    assert talk.case(1).responder == "chen"
    assert talk.told("chen", "added")


# -- several open ----------------------------------------------------------------------------------


def test_an_addition_by_word_goes_to_the_case_named(talk: DeskTalk):
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.later()
    talk.says("resident", "江滨花园2栋停水")
    talk.says("resident", "补充 1 车牌尾号88")

    assert "车牌尾号88" in [message.text for message in talk.words(1)]


def test_a_location_puts_a_running_case_without_a_place_right(talk: DeskTalk):
    talk.says("resident", "垃圾没人收")
    talk.says("resident", "不知道")
    reply = talk.sends("resident", "location", longitude=117.6502, latitude=24.5101)

    assert talk.case(1).place == "rongyu"
    assert reply.startswith("已改：#1")
