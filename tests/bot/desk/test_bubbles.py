"""Bubbles of one breath end as the whole message would have: the talk is read as one text."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from matching.case import State
from tests.builders import DeskTalk

PICTURE = "[图片]"

#: What is sent within seconds, and the one case that comes of it: category, place as people read it, urgent.
ONE_CASE = (
    (("在吗", "榕御小区3栋", "楼下乱停车"), ("parking", "榕御小区3栋", False)),
    (("楼下乱停车", "榕御小区的", "3栋"), ("parking", "榕御小区3栋", False)),
    (("楼下乱停车", PICTURE, "榕御3栋"), ("parking", "榕御小区3栋", False)),
    (("榕御小区3栋楼下乱停车", "不是3栋是5栋"), ("parking", "榕御小区5栋", False)),
    (("榕御小区3栋楼下乱停车", "每天都这样", "没人管"), ("parking", "榕御小区3栋", False)),
    (("隔壁", "榕御小区3栋", "太吵了太吵了"), ("noise", "榕御小区3栋", False)),
    (("榕御停水",), ("utilities", "榕御小区", False)),
    (("隔壁打人", "榕御小区3栋", "快来"), ("safety", "榕御小区3栋", True)),
    (("榕御小区3栋偷电瓶车", "有人打人"), ("safety", "榕御小区3栋", True)),
    (("楼下乱停车", "我22楼", "榕御小区3栋"), ("parking", "榕御小区3栋", False)),
)


def sent(talk: DeskTalk, bubbles: Sequence[str], who: str = "resident") -> str:
    """The reply to the last of several bubbles, seconds apart."""
    reply = ""
    for bubble in bubbles:
        reply = talk.sends(who, "image", media="m1") if bubble == PICTURE else talk.says(who, bubble)
        talk.later(seconds=7)
    return reply


@pytest.mark.parametrize(("bubbles", "expected"), ONE_CASE, ids=lambda part: "|".join(map(str, part)))
def test_bubbles_of_one_matter_end_as_one_case(
    talk: DeskTalk, bubbles: tuple[str, ...], expected: tuple[str, str, bool]
):
    sent(talk, bubbles)

    assert [(case.category, case.place_text, case.urgent) for case in talk.cases()] == [expected]


def test_a_second_matter_in_a_later_bubble_stands_on_the_card(talk: DeskTalk):
    reply = sent(talk, ["榕御小区3栋楼下乱停车", "楼道路灯坏了好几天没有人修理"])

    assert reply.startswith("您反映：\n①#1 停车秩序 · 榕御小区3栋\n②#2 公共设施维修 · 榕御小区3栋")
    assert talk.case(2).state is State.AWAITING_INFO
    assert "#2" in talk.says("resident", "对")
    assert [case.state for case in talk.cases()] == [State.AWAITING_SIGNIN] * 2


def test_a_second_matter_takes_the_place_of_the_question_whether_it_was_seen_before(talk: DeskTalk):
    talk.says("neighbour", "榕御小区3栋楼下乱停车")
    talk.later(minutes=30)
    assert "是同一件吗" in sent(talk, ("榕御小区3栋楼下乱停车",))

    reply = sent(talk, ("路灯也坏了",))
    assert "②#3 公共设施维修 · 榕御小区3栋" in reply
    assert {case.state for case in talk.cases()[1:]} == {State.AWAITING_INFO}

    sent(talk, ("对",))
    assert [case.category for case in talk.cases()] == ["parking", "parking", "facility"]
    assert {case.state for case in talk.cases()} == {State.AWAITING_SIGNIN}
    assert all(talk.moves(case.number).count("ask") <= 1 for case in talk.cases())


def test_the_card_of_a_talk_under_way_may_be_told_that_there_is_one_matter(talk: DeskTalk):
    sent(talk, ["榕御小区3栋楼下乱停车", "楼道路灯坏了好几天没有人修理"])

    assert talk.says("resident", "1").startswith("收到，#1 停车秩序")
    assert [case.state for case in talk.cases()] == [State.AWAITING_SIGNIN, State.CLOSED]


def test_only_the_second_matter_of_the_card_takes_the_first_back(talk: DeskTalk):
    sent(talk, ["榕御小区3栋楼下乱停车", "楼道路灯坏了好几天没有人修理"])

    assert talk.says("resident", "2").startswith("收到，#2 公共设施维修")
    assert [case.state for case in talk.cases()] == [State.CLOSED, State.AWAITING_SIGNIN]
    assert talk.told("chen", "withdrawn")


def test_a_second_matter_waits_for_the_same_place(talk: DeskTalk):
    reply = sent(talk, ["楼下乱停车", "楼道路灯坏了好几天没有人修理"])

    assert reply.startswith("收到，#1 停车秩序、#2 公共设施维修。在哪个小区")
    talk.says("resident", "榕御小区3栋")
    assert [case.place for case in talk.cases()] == ["rongyu-3", "rongyu-3"]


def test_what_the_resident_named_herself_stays(talk: DeskTalk):
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.says("resident", "改 噪音扰民")
    talk.says("resident", "每天晚上乱停车")

    assert talk.case(1).category == "noise"


def test_somebody_who_needs_care_may_be_named_in_a_later_bubble(talk: DeskTalk):
    sent(talk, ["榕御小区3栋电梯坏了", "我妈坐轮椅下不了楼"])

    assert talk.case(1).care == ("行动不便",)


def test_a_place_of_another_matter_is_not_needed_twice(talk: DeskTalk):
    sent(talk, ["榕御小区3栋楼下乱停车", "对了，楼道路灯坏了"])

    assert [case.place for case in talk.cases()] == ["rongyu-3", "rongyu-3"]


def test_after_the_bubble_window_words_stand_for_themselves(talk: DeskTalk):
    talk.says("resident", "你好")
    talk.later()
    talk.says("resident", "榕御小区3栋楼下乱停车")

    assert talk.case(1).summary == "榕御小区3栋楼下乱停车"


@pytest.mark.parametrize(
    "answer", ["榕御小区3栋", "3栋榕御", "就在榕御3栋这边", "榕御3栋楼下", "我们榕御小区3栋的", "不知道"]
)
def test_an_answer_is_never_a_new_report(talk: DeskTalk, answer: str):
    talk.says("resident", "楼下乱停车")
    talk.later(seconds=20)
    talk.says("resident", answer)

    assert [case.state for case in talk.cases()] == [State.AWAITING_SIGNIN]
