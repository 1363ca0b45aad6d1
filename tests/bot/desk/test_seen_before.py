"""What was reported before: shown with a question, added to one's own, marked when it comes again and again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk.exporting import case_records
from matching.case import State
from tests.builders import MORNING, ZONE, DeskTalk, a_talk

LIFT = "榕御小区3栋电梯坏了"
LIFT_TOO = "榕御3栋的电梯坏了，没人修"
A, B, C = "resident-a", "resident-b", "resident-c"
WUYE = "openid-wuye"


@pytest.fixture
def reported(talk: DeskTalk) -> DeskTalk:
    """A has reported the lift of 3栋 an hour ago."""
    talk.says(A, LIFT)
    talk.later(hours=1)
    return talk


@pytest.fixture
def joined(reported: DeskTalk) -> DeskTalk:
    """B has joined A."""
    reported.says(B, LIFT_TOO)
    reported.says(B, "1")
    reported.later(hours=1)
    return reported


# -- the question ----------------------------------------------------------------------------------


def test_the_earlier_report_is_shown_with_a_question(reported: DeskTalk):
    reply = reported.says(B, LIFT_TOO)

    assert reply.splitlines() == [
        "收到，#2。今天已有人反映：",
        "公共设施维修（电梯） · 榕御小区3栋，等接单。榕御物业负责，3月10日10:00前办结。",
        "是同一件吗？回 1 是，一起跟进 2 不是，另外登记",
    ]
    assert reported.case(2).state is State.AWAITING_INFO
    assert len(reported.told("wuye", "task")) == 1


def test_nothing_of_the_other_resident_is_shown(talk: DeskTalk):
    talk.says(A, "榕御小区3栋501王大妈说电梯坏了，电话13812345678，她孙子上不去")
    reply = talk.says(B, LIFT_TOO)

    assert "是同一件吗" in reply
    for secret in ("501", "王大妈", "138", "孙子", "#1"):
        assert secret not in reply, secret


@pytest.mark.parametrize(
    "other", ["榕御小区5栋电梯坏了", "江滨花园3栋电梯坏了", "榕御小区3栋路灯坏了", "榕御小区3栋物业费太贵"]
)
def test_another_building_place_or_matter_is_not_asked_about(reported: DeskTalk, other: str):
    assert "是同一件吗" not in reported.says(B, other)


def test_another_building_that_is_not_on_the_map_is_not_asked_about(talk: DeskTalk):
    talk.says(A, "电梯坏了")
    talk.says(A, "榕御小区7栋")

    assert talk.case(1).place_text == "榕御小区7栋"
    assert "是同一件吗" not in talk.says(B, "榕御小区8栋电梯坏了")


def test_what_can_be_joined_is_shown_before_what_is_closed(reported: DeskTalk):
    reported.says(WUYE, "办结 1 修好了，没拍照")
    reported.says(A, "满意")
    reported.later(days=1)
    reported.says(C, LIFT_TOO)
    reported.later(days=1)
    reported.says(B, LIFT)
    reported.says(B, "1")

    assert reported.case(3).merged_into == 2


def test_a_report_of_two_months_ago_is_still_under_way(talk: DeskTalk):
    talk.says(A, LIFT)
    talk.later(days=60)
    assert "3月3日已有人反映" in talk.says(B, LIFT_TOO)
    assert talk.case(2).state is State.AWAITING_INFO


def test_what_is_closed_cannot_be_joined_and_is_told_to_the_handler(reported: DeskTalk):
    reported.says(WUYE, "办结 1 修好了，没拍照")
    reported.says(A, "满意")
    reported.later(days=2)
    reply = reported.says(B, LIFT_TOO)

    assert reply.startswith("收到，#2")
    assert "可能和 #1 是同一件" in reported.told("wuye", "task")[-1]


def test_what_was_closed_long_ago_is_not_spoken_of(reported: DeskTalk):
    reported.says(WUYE, "办结 1 修好了，没拍照")
    reported.says(A, "满意")
    reported.later(days=31)
    reported.says(B, LIFT_TOO)

    assert "可能和" not in reported.told("wuye", "task")[-1]


def test_what_is_merely_like_it_is_told_to_the_handler_and_not_asked(talk: DeskTalk):
    talk.says(A, "榕御小区3栋路灯坏了")
    reply = talk.says(B, "榕御小区路灯太亮")

    assert reply.startswith("收到，#2")
    assert "可能和 #1 是同一件" in talk.told("wuye", "task")[-1]
    talk.says(WUYE, "退回 2 不归我们")
    assert "可能和 #1 是同一件" in talk.told(talk.case(2).responder, "task")[-1]


def test_a_private_matter_is_never_shown(talk: DeskTalk):
    talk.says(A, "榕御小区3栋电梯坏了，有人被家暴，打人")
    talk.later(hours=1)

    assert talk.case(1).private
    assert "是同一件吗" not in talk.says(B, LIFT_TOO)


def test_an_emergency_is_never_asked_about(talk: DeskTalk):
    talk.says(A, "榕御小区3栋着火了")
    reply = talk.says(B, "榕御小区3栋着火了")

    assert reply.startswith("先拨119")
    assert "是同一件吗" not in reply
    assert talk.case(2).state is State.AWAITING_SIGNIN
    assert "可能和 #1 是同一件" in talk.told("chen", "task")[-1]


def test_a_case_that_waits_for_an_answer_itself_is_no_candidate(reported: DeskTalk):
    reported.says(B, LIFT_TOO)
    reply = reported.says(C, LIFT_TOO)

    assert "是同一件吗" in reply
    reported.says(B, "1")
    reported.says(C, "1")
    assert (reported.case(2).merged_into, reported.case(3).merged_into) == (1, 1)


def test_one_question_is_enough(talk: DeskTalk):
    talk.says(A, LIFT)
    talk.says(B, "电梯坏了")
    reply = talk.says(B, "榕御小区3栋")

    assert reply.startswith("收到，#2")
    assert "可能和 #1 是同一件" in talk.told("wuye", "task")[-1]


def test_a_handler_is_not_asked_to_join_what_he_has(reported: DeskTalk):
    assert "是同一件吗" not in reported.says(WUYE, LIFT_TOO)


# -- her own -----------------------------------------------------------------------------------------


def test_a_resident_who_repeats_herself_adds_to_her_case(reported: DeskTalk):
    reply = reported.says(A, LIFT_TOO)

    assert reply.startswith("这件您报过：#1 公共设施维修 · 榕御小区3栋，等接单。")
    assert len(reported.cases()) == 1
    assert "没人修" in reported.told("wuye", "added")[0]


def test_one_who_joined_and_repeats_herself_adds_to_it(joined: DeskTalk):
    assert joined.says(B, LIFT_TOO).startswith("这件您报过：#1")
    assert len(joined.cases()) == 2


def test_her_own_case_goes_before_a_neighbours(reported: DeskTalk):
    reported.says(B, LIFT_TOO)
    reported.says(B, "2")
    reported.later(hours=1)

    assert reported.says(B, LIFT).startswith("这件您报过：#2")


def test_another_thing_of_hers_that_is_broken_too_is_another_matter(reported: DeskTalk):
    assert reported.says(A, "榕御小区3栋灯坏了").startswith("收到，#2")


def test_a_matter_said_to_be_another_one_is_another_one(reported: DeskTalk):
    assert reported.says(A, "另外还有一件，榕御小区3栋电梯坏了").startswith("收到，#2")


def test_a_repeat_of_what_is_said_to_be_done_offers_to_open_it_again(reported: DeskTalk):
    reported.says(WUYE, "办结 1 修好了，没拍照")
    reply = reported.says(A, LIFT_TOO)

    assert "没办好回“不满意 原因”" in reply
    assert reported.case(1).state is State.AWAITING_VERDICT


# -- again and again ---------------------------------------------------------------------------------


def three_times(talk: DeskTalk) -> str:
    """The receipt of the third report within 90 days, each of the first two closed."""
    reply = ""
    for number, who in enumerate((A, B, C), 1):
        reply = talk.says(who, LIFT)
        if number < 3:
            talk.says(WUYE, f"办结 {number} 修好了，没拍照")
            talk.says(who, "满意")
            talk.later(days=20)
    return reply


def test_the_third_time_is_marked_for_everybody(talk: DeskTalk):
    reply = three_times(talk)

    assert "同样的事这里90天内第3次了" in reply
    assert talk.case(3).times == 3
    assert "90天内第3次" in talk.told("wuye", "task")[-1]
    assert "90天内" not in "".join(talk.told("wuye", "task")[:-1])


def test_the_third_time_is_exported(talk: DeskTalk):
    three_times(talk)

    records = talk.store.read(lambda unit: list(case_records(unit, None, ZONE)))
    assert [record["times"] for record in records] == [1, 2, 3]
    assert {"times", "merged_into"} <= records[0].keys()


def test_what_was_joined_is_one_time(joined: DeskTalk):
    joined.says(C, LIFT)
    joined.says(C, "2")

    assert joined.case(3).times == 2
    record = joined.store.read(lambda unit: list(case_records(unit, None, ZONE)))[1]
    assert record["merged_into"] == 1


def test_a_case_that_is_put_right_is_counted_anew(talk: DeskTalk):
    talk.says(A, LIFT)
    talk.says(B, "榕御小区3栋路灯坏了")
    talk.later()
    talk.says(C, "榕御小区3栋楼下乱停车")
    talk.says(C, "改 公共设施维修")

    assert talk.case(3).times == 3


def test_another_building_does_not_count(reported: DeskTalk):
    reported.says(B, "榕御小区5栋电梯坏了")

    assert reported.case(2).times == 1


# -- odds and ends -----------------------------------------------------------------------------------


def test_an_earlier_report_without_a_signature_is_no_candidate(reported: DeskTalk):
    case = reported.case(1)
    reported.store.run(lambda unit: unit.cases.save(replace(case, signature="")))

    assert "是同一件吗" not in reported.says(B, LIFT_TOO)


def test_yesterday_is_called_yesterday(store):
    talk = a_talk(store, at=MORNING)
    talk.says(A, LIFT)
    talk.later(days=1)

    assert "昨天已有人反映" in talk.says(B, LIFT_TOO)
    talk.later(days=2)
    assert "3月3日已有人反映" in talk.says(C, LIFT_TOO)
