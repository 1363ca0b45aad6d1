"""One matter of several residents: asked, joined, worked on once, judged by all, and left again."""

from __future__ import annotations

import pytest

from bot.desk.dialogue import read_same
from matching.case import State
from tests.builders import DeskTalk, a_talk

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


# -- the answer ------------------------------------------------------------------------------------


@pytest.mark.parametrize("yes", ["1", "是", "是的", "是同一件", "同一件", "一起跟进", "嗯", "回1", "①", "对，一起跟进"])
def test_a_yes_is_understood(yes: str):
    assert read_same(yes) is True


@pytest.mark.parametrize("no", ["2", "不是", "不是同一件", "另外登记", "不一样", "不是，另外登记", "回2", "2 不是"])
def test_a_no_is_understood(no: str):
    assert read_same(no) is False


@pytest.mark.parametrize("other", ["3", "12", "电梯坏了", "是3栋的电梯", "谢谢"])
def test_other_words_are_no_answer(other: str):
    assert read_same(other) is None


def test_a_yes_joins_and_says_how_many(reported: DeskTalk):
    reported.says(B, LIFT_TOO)
    reply = reported.says(B, "1")

    assert reply.splitlines() == [
        "好，一起跟进#1 公共设施维修 · 榕御小区3栋。",
        "您是第2位反映的，榕御物业负责，3月10日10:00前办结，办好了一起告诉您。",
    ]
    assert (reported.case(2).state, reported.case(2).merged_into) == (State.MERGED, 1)
    assert reported.moves(2) == ["ask", "merge"]


def test_the_handler_is_told_how_many_and_what_but_not_who(reported: DeskTalk):
    reported.says(B, "榕御3栋的电梯坏了，没人修，电话13812345678")
    reported.says(B, "1")

    (told,) = reported.told("wuye", "joined")
    assert told.startswith("#1 公共设施维修 · 榕御小区3栋：又有1位居民反映，共2位。")
    assert "没人修" in told
    assert "13812345678" not in told
    assert len(reported.told("wuye", "task")) == 1


def test_a_no_opens_a_case_of_her_own(reported: DeskTalk):
    reported.says(B, LIFT_TOO)
    reply = reported.says(B, "2")

    assert reply.startswith("收到，#2 公共设施维修")
    assert reported.case(2).state is State.AWAITING_SIGNIN
    assert "可能和" not in reported.told("wuye", "task")[-1]


def test_no_answer_opens_a_case_of_her_own_in_the_end(reported: DeskTalk):
    reported.says(B, LIFT_TOO)
    reported.later(minutes=31)

    assert (2, "dispatch_unanswered") in reported.tick()
    assert reported.case(2).state is State.AWAITING_SIGNIN
    assert "可能和 #1 是同一件" in reported.told("wuye", "task")[-1]
    assert reported.told(B, "receipt")


def test_more_words_keep_the_question_open(reported: DeskTalk):
    reported.says(B, LIFT_TOO)
    reply = reported.says(B, "三天了")

    assert "是同一件吗" in reply
    reported.says(B, "1")
    assert "三天了" in reported.told("wuye", "joined")[0]


def test_a_photo_while_asked_goes_with_the_words(reported: DeskTalk):
    reported.says(B, LIFT_TOO)
    reported.sends(B, "image", media="m1")
    reported.says(B, "1")

    assert len(reported.told("wuye", "media")) == 1


def test_a_location_is_no_answer_to_whether_it_is_the_same(reported: DeskTalk):
    reported.says(B, LIFT_TOO)
    reported.sends(B, "location", longitude=117.65, latitude=24.51)

    assert reported.case(2).state is State.AWAITING_INFO


def test_what_is_settled_meanwhile_cannot_be_joined(reported: DeskTalk):
    reported.says(B, LIFT_TOO)
    reported.says(WUYE, "办结 1 修好了，没拍照")
    reported.says(A, "满意")
    reply = reported.says(B, "1")

    assert reply.startswith("那件刚刚已经了结，您这件另外登记了。\n收到，#2")


def test_joining_what_is_said_to_be_done_asks_for_the_verdict_at_once(reported: DeskTalk):
    reported.says(B, LIFT_TOO)
    reported.says(WUYE, "办结 1 修好了，没拍照")
    reply = reported.says(B, "1")

    assert "您满意吗" in reply
    assert reported.says(B, "不满意 没好").startswith("#1")
    assert reported.case(1).state is State.REDO


# -- together ----------------------------------------------------------------------------------------


def test_everybody_hears_of_it_and_is_asked(joined: DeskTalk):
    joined.says(WUYE, "接单 1")
    joined.says(WUYE, "办结 1 换了主板，没拍照")

    for who in (A, B):
        assert len(joined.told(who, "taken")) == 1
        assert "换了主板" in joined.told(who, "verdict")[0]


def test_one_who_joined_closes_it_and_the_others_are_told(joined: DeskTalk):
    joined.says(WUYE, "办结 1 换了主板，没拍照")
    assert "已办结" in joined.says(B, "满意")

    assert joined.case(1).state is State.CLOSED
    assert "不满意 1" in joined.told(A, "closed")[0]
    assert joined.told(B, "closed") == []


def test_one_who_joined_opens_it_again(joined: DeskTalk):
    joined.says(WUYE, "办结 1 换了主板，没拍照")
    joined.says(A, "满意")
    joined.later(days=3)
    reply = joined.says(B, "不满意 又停了")

    assert "已重新打开" in reply
    assert joined.case(1).state is State.REDO
    assert "又停了" in joined.told("wuye", "task")[-1]
    assert "已重新打开" in joined.told(A, "reopened")[0]
    assert joined.told(B, "reopened") == []


def test_a_month_after_the_closing_it_is_a_new_report(joined: DeskTalk):
    joined.says(WUYE, "办结 1 换了主板，没拍照")
    joined.says(A, "满意")
    joined.later(days=31)

    assert joined.says(B, "不满意 1 又停了") == "#1 现在是“已办结”，不能评价。"
    assert joined.case(1).state is State.CLOSED


def test_progress_shows_what_she_joined(joined: DeskTalk):
    for asked in ("进度", "进度 1", "进度 2"):
        assert joined.says(B, asked).startswith("#1 公共设施维修 · 榕御小区3栋：等接单，共2位居民反映。"), asked
    assert joined.says(C, "进度 1").startswith("没有找到#1")


def test_the_handler_sees_one_matter_with_its_count(joined: DeskTalk):
    assert "共2位居民反映" in joined.says(WUYE, "我的")
    assert "共2位居民反映" in joined.says(WUYE, "接单 1")
    reply = joined.says(WUYE, "进度 1")
    assert "没人修" in reply  # what both said


def test_whoever_gets_it_next_reads_how_many(joined: DeskTalk):
    joined.says(WUYE, "退回 1 不归我们")

    (task,) = joined.told("shequ", "task") or joined.told("lin", "task")
    assert "共2位居民反映" in task


def test_words_of_one_who_joined_reach_the_handler_and_change_nothing_else(joined: DeskTalk):
    joined.says(B, "补充 在5栋，车棚那边")

    assert joined.case(1).place == "rongyu-3"
    assert "在5栋" in joined.told("wuye", "added")[0]


def test_the_first_ones_case_is_put_right_by_her_own_words_alone(joined: DeskTalk):
    joined.says(A, "补充 是4栋，说错了")

    case = joined.case(1)
    assert case.place == "rongyu-4"
    assert "没人修" not in case.summary + case.signature


def test_whoever_joined_and_needs_care_is_cared_for(reported: DeskTalk):
    reported.says(B, "榕御3栋的电梯坏了，我坐轮椅下不来")
    reported.says(B, "1")

    assert reported.case(1).care == reported.case(2).care != ()


def test_one_who_joined_cannot_rename_it(joined: DeskTalk):
    assert "没有找到#1" in joined.says(B, "改 1 噪音扰民")
    assert joined.case(1).category == "facility"


def test_joining_goes_on_in_bubbles(reported: DeskTalk):
    reported.says(B, LIFT_TOO)
    reported.says(B, "1")
    reply = reported.says(B, "天天都要爬楼")

    assert "已补充到#1" in reply
    assert len(reported.cases()) == 2


def test_the_handlers_photo_is_shown_to_everybody(joined: DeskTalk):
    joined.says(WUYE, "接单 1")
    joined.sends(WUYE, "image", media="m9")

    assert len(joined.told(A, "media")) == 1
    assert len(joined.told(B, "media")) == 1


# -- leaving -----------------------------------------------------------------------------------------


def test_one_who_joined_can_leave_and_the_case_goes_on(joined: DeskTalk):
    assert "不再通知您了" in joined.says(B, "取消")

    assert joined.case(1).state is State.AWAITING_SIGNIN
    joined.says(WUYE, "接单 1")
    assert joined.told(B, "taken") == []
    assert joined.says(B, "进度 1").startswith("没有找到#1")


def test_when_the_first_one_leaves_the_next_one_is_the_reporter(joined: DeskTalk):
    assert "会接着办" in joined.says(A, "取消")

    case = joined.case(1)
    assert case.state is State.AWAITING_SIGNIN
    assert case.reporter == joined.contact(B).id
    assert case.summary == joined.case(2).summary
    joined.says(WUYE, "办结 1 换了主板，没拍照")
    assert joined.told(A, "verdict") == []
    assert len(joined.told(B, "verdict")) == 1
    assert "已办结" in joined.says(B, "满意")


def test_the_last_one_withdraws_it(joined: DeskTalk):
    joined.says(A, "取消")
    assert "已取消" in joined.says(B, "取消")

    assert joined.case(1).state is State.CLOSED


def test_who_is_forgotten_leaves_nothing_in_the_case_she_joined(joined: DeskTalk):
    joined.says(B, "补充 我是三楼的王大妈")
    joined.deliver()
    joined.says(WUYE, "办结 1 换了主板，没拍照")
    joined.says(B, "不满意 王大妈家还是坏的")
    b = joined.contact(B).id
    joined.store.run(lambda unit: unit.people.anonymise(b))

    assert joined.case(2).signature == ""
    assert joined.case(2).summary == ""
    kept = [str(joined.words(1)), str(joined.events(1)), str(joined.words(2)), str(joined.events(2))]
    assert "王大妈" not in "".join(kept)
    assert joined.store.read(lambda unit: unit.cases.followers(1)) == []
    assert joined.case(1).summary  # A's own


def test_nobody_on_duty_leaves_out_who(store):
    talk = a_talk(store, staff=[])
    talk.says(A, LIFT)
    reply = talk.says(B, LIFT_TOO)

    assert "正在找负责人。\n是同一件吗" in reply
    assert "您是第2位反映的，办好了一起告诉您" in talk.says(B, "1")
