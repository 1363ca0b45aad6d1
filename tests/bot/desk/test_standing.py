"""What residents do with a case of theirs: ask, add, correct, withdraw, judge; and what they are refused."""

from __future__ import annotations

import pytest

from matching.case import State
from tests.builders import DeskTalk, a_person, a_talk

REPORT = "榕御小区3栋楼下乱停车"
CHEN = "openid-chen"


@pytest.fixture
def talk(talk: DeskTalk) -> DeskTalk:
    """Case 1 is with 3栋's leader."""
    talk.says("resident", REPORT)
    talk.later()
    return talk


def finished(talk: DeskTalk) -> DeskTalk:
    talk.says(CHEN, "办结 1 已劝离")
    talk.later()
    return talk


# -- status ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["进度", "进度 1", "查进度", "我的"])
def test_progress_says_who_has_it_and_by_when(talk: DeskTalk, words: str):
    assert talk.says("resident", words) == (
        "#1 停车秩序 · 榕御小区3栋：等接单。\n已交给3栋楼长陈**，今天10:30前接单，今天12:00前回话，3月10日10:00前办结。"
    )


def test_progress_follows_the_case(talk: DeskTalk):
    talk.says(CHEN, "接单")
    assert "3栋楼长陈**在办" in talk.says("resident", "进度")
    finished(talk)
    assert "您满意吗" in talk.says("resident", "进度")
    talk.says("resident", "满意")
    assert "已办结" in talk.says("resident", "进度")


def test_progress_of_several_is_newest_first(talk: DeskTalk):
    talk.says("resident", "江滨花园2栋停水")

    reply = talk.says("resident", "进度")
    assert reply.index("#2") < reply.index("#1")


def test_progress_of_nothing(talk: DeskTalk):
    assert talk.says("stranger", "进度") == "您现在没有在办的事。有事直接说就行。"


def test_somebody_elses_case_is_as_good_as_none(talk: DeskTalk):
    for words in ("进度 1", "取消 1", "满意 1", "不满意 1 差", "补充 1 看看"):
        assert talk.says("stranger", words) == "没有找到#1。回“进度”看您在办的事。"
    assert talk.case(1).state is State.AWAITING_SIGNIN


def test_the_handler_sees_the_progress_of_his_case(talk: DeskTalk):
    assert talk.says(CHEN, "进度 1").startswith("#1 停车秩序")


def test_a_question_for_progress_in_own_words_opens_no_case(talk: DeskTalk):
    assert talk.says("resident", "上次那件事怎么样了").startswith("#1 停车秩序")
    assert len(talk.cases()) == 1


# -- add and correct -------------------------------------------------------------------------------


def test_an_addition_is_kept_and_told(talk: DeskTalk):
    reply = talk.says("resident", "补充 车牌尾号88")

    assert reply == "已补充到#1 停车秩序 · 榕御小区3栋，3栋楼长陈**看得到。"
    assert "车牌尾号88" in talk.told("chen", "added")[0]


def test_an_addition_without_words_is_asked_for(talk: DeskTalk):
    assert talk.says("resident", "补充") == "请在“补充 1”后面写一句要补充的话。"


def test_a_case_that_has_ended_takes_no_more_words(talk: DeskTalk):
    talk.says("resident", "取消 1")

    assert talk.says("resident", "补充 1 车牌尾号88") == "#1 现在是“已办结”，不能补充。"


def test_an_addition_to_nothing_is_refused(talk: DeskTalk):
    assert talk.says("stranger", "补充 车牌尾号88") == "现在没有能回“补充”的事。回“进度”或“我的”看看。"


@pytest.mark.parametrize(
    "words", ["改 物业收费", "改成物业收费", "改 property_fee", "改 1 物业收费", "改物业收费", "改 物业费"]
)
def test_a_correction_moves_the_case_and_tells_whom_it_is_taken_from(talk: DeskTalk, words: str):
    reply = talk.says("resident", words)

    case = talk.case(1)
    assert (case.category, case.responder) == ("property_fee", "wuye")
    assert reply.startswith("已改：#1 物业收费 · 榕御小区3栋。\n交给榕御物业")
    assert talk.told("chen", "taken_away") == ["#1 物业收费 · 榕御小区3栋 已改由榕御物业办，您不用管了。"]
    assert talk.told("wuye", "task")
    assert len(talk.cases()) == 1


def test_a_correction_to_the_same_matter_moves_nothing(talk: DeskTalk):
    talk.says("resident", "改 停车秩序")

    assert talk.case(1).responder == "chen"
    assert len(talk.told("chen", "task")) == 1


def test_a_correction_that_names_nothing_lists_what_there_is(talk: DeskTalk):
    reply = talk.says("resident", "改 天外飞仙")

    assert reply.startswith("没有“天外飞仙”这一类。\n可以回：停车秩序、")


def test_a_correction_after_the_handler_is_done_is_refused(talk: DeskTalk):
    finished(talk)

    assert talk.says("resident", "改 物业收费") == "#1 现在是“等居民评价”，不能改类别。"


def test_a_correction_without_a_case_is_refused(talk: DeskTalk):
    assert talk.says("stranger", "改 物业收费") == "现在没有能回“改”的事。回“进度”或“我的”看看。"


@pytest.mark.parametrize("words", ["改成5栋", "改 榕御小区5栋"])
def test_a_correction_of_the_place_moves_the_case_there(talk: DeskTalk, words: str):
    reply = talk.says("resident", words)

    assert (talk.case(1).place, talk.case(1).category, talk.case(1).responder) == ("rongyu-5", "parking", "li")
    assert reply.startswith("已改：#1 停车秩序 · 榕御小区5栋。")


def test_a_correction_while_the_building_is_asked_goes_on_when_it_no_longer_matters(talk: DeskTalk):
    talk.says("other", "榕御小区乱停车")
    reply = talk.says("other", "改 物业收费")

    assert talk.case(2).responder == "wuye"
    assert reply.startswith("收到，#2 物业收费 · 榕御小区。")


def test_a_correction_while_the_place_is_asked_asks_again(talk: DeskTalk):
    talk.says("other", "楼下乱停车")
    reply = talk.says("other", "改 物业收费")

    assert talk.case(2).state is State.AWAITING_INFO
    assert talk.case(2).category == "property_fee"
    assert "在哪个小区、哪一栋？" in reply
    assert talk.says("other", "榕御小区3栋").startswith("收到，#2 物业收费")


# -- withdraw --------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["取消", "取消 1", "撤回", "取消吧", "算了，不用来了"])
def test_a_withdrawal_tells_whoever_had_it(talk: DeskTalk, words: str):
    reply = talk.says("resident", words)

    assert reply == "#1 停车秩序 · 榕御小区3栋 已取消，不再办理。又有事直接说。"
    assert talk.case(1).state is State.CLOSED
    assert talk.case(1).verdict == "withdrawn"
    assert "您不用办了" in talk.told("chen", "withdrawn")[0]


def test_a_withdrawal_ends_the_question(talk: DeskTalk):
    talk.says("other", "楼下乱停车")
    talk.says("other", "取消")
    talk.says("other", "榕御小区3栋太吵了")

    assert talk.case(2).state is State.CLOSED
    assert talk.case(3).place == "rongyu-3"


def test_withdrawing_twice_says_where_it_stands(talk: DeskTalk):
    talk.says("resident", "取消")

    assert talk.says("resident", "取消 1") == "#1 现在是“已办结”，不能取消。"
    assert talk.says("resident", "取消").startswith("现在没有能回“取消”的事")


def test_which_of_several_to_withdraw_is_asked(talk: DeskTalk):
    talk.says("resident", "江滨花园2栋停水")

    assert talk.says("resident", "取消") == "您有#1、#2，是哪一件？请写上号，比如“取消 1”。"


# -- the verdict -----------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["满意", "满意 1", "很满意", "满意，谢谢你们"])
def test_satisfied_closes_the_case_and_tells_the_handler(talk: DeskTalk, words: str):
    finished(talk)
    reply = talk.says("resident", words)

    case = talk.case(1)
    assert (case.state, case.verdict, case.closed_at) == (State.CLOSED, "satisfied", talk.now)
    assert "已办结" in reply
    assert "居民满意" in talk.told("chen", "closed")[0]


def test_satisfied_before_anything_is_done_is_refused(talk: DeskTalk):
    assert talk.says("resident", "满意").startswith("现在没有能回“满意”的事")


@pytest.mark.parametrize("words", ["不满意 又停了", "不满意 1 又停了", "不太满意，又停了"])
def test_unhappy_reopens_and_is_back_with_the_leader_on_a_new_clock(talk: DeskTalk, words: str):
    before = talk.case(1).due_at
    finished(talk)
    talk.later(days=1)
    reply = talk.says("resident", words)

    case = talk.case(1)
    assert (case.state, case.responder, case.reopened, case.verdict) == (State.REDO, "chen", 1, "unsatisfied")
    assert case.due_at > before
    assert case.signin_due_at > talk.now
    assert reply.startswith("#1 停车秩序 · 榕御小区3栋 已重新打开，请3栋楼长陈**再办")
    assert "居民说没办好：又停了" in talk.told("chen", "task")[-1]


@pytest.mark.parametrize("words", ["没修好", "还是没解决", "根本没人来"])
def test_unhappy_in_own_words_reopens_too(talk: DeskTalk, words: str):
    finished(talk)
    talk.says("resident", words)

    assert talk.case(1).state is State.REDO
    assert len(talk.cases()) == 1


def test_unhappy_without_a_reason_reopens_too(talk: DeskTalk):
    finished(talk)
    talk.says("resident", "不满意")

    assert talk.case(1).state is State.REDO


def test_unhappy_days_after_closing_reopens_the_last_case(talk: DeskTalk):
    finished(talk)
    talk.says("resident", "满意")
    talk.later(days=6)
    talk.says("resident", "不满意 又停了")

    assert talk.case(1).state is State.REDO
    assert talk.case(1).closed_at is None


def test_unhappy_goes_round_until_she_is_satisfied(talk: DeskTalk):
    for _ in range(3):
        talk.says(f"openid-{talk.case(1).responder}", "办结 1 已劝离")
        talk.later()
        talk.says("resident", "不满意 又停了")
    talk.says(f"openid-{talk.case(1).responder}", "办结 1 已劝离")
    talk.says("resident", "满意")

    assert talk.case(1).state is State.CLOSED
    assert talk.case(1).reopened == 3


def test_a_second_thought_closes_the_case(talk: DeskTalk):
    finished(talk)
    talk.says("resident", "不满意")
    talk.says("resident", "满意")

    assert (talk.case(1).state, talk.case(1).verdict) == (State.CLOSED, "satisfied")


def test_unhappy_while_it_is_being_worked_on_reaches_the_handler(talk: DeskTalk):
    talk.says(CHEN, "接单")
    reply = talk.says("resident", "不满意 三天没人来")

    assert reply.startswith("已补充到#1")
    assert "三天没人来" in talk.told("chen", "added")[0]


def test_unhappy_about_nothing_is_refused(talk: DeskTalk):
    assert talk.says("stranger", "不满意").startswith("现在没有能回“不满意”的事")


def test_unhappy_while_the_leader_is_away_goes_to_somebody_who_is_there(talk: DeskTalk):
    finished(talk)
    day = talk.now.date()
    talk.store.run(lambda unit: unit.people.set_leave("chen", day, day))
    talk.later(minutes=1)
    talk.says("resident", "不满意 又停了")

    assert talk.case(1).responder not in ("", "chen")
    assert talk.told(talk.case(1).responder, "task")


def test_thanks_reach_the_handler(talk: DeskTalk):
    reply = talk.says("resident", "谢谢你们")

    assert "转给办事的人" in reply
    assert "谢谢你们" in talk.told("chen", "praise")[0]
    assert len(talk.cases()) == 1


def test_thanks_for_a_finished_case_ask_for_the_verdict(talk: DeskTalk):
    finished(talk)

    assert "#1 算办好了吗" in talk.says("resident", "谢谢你们")
    assert talk.case(1).state is State.AWAITING_VERDICT


def test_unhappy_while_nobody_at_all_is_there_waits_for_the_one_who_had_it(store):
    talk = a_talk(store, staff=[a_person("chen", "陈建国", "building_leader", "rongyu-3")])
    talk.says("resident", REPORT)
    finished(talk)
    day = talk.now.date()
    store.run(lambda unit: unit.people.set_leave("chen", day, day))
    talk.later(minutes=1)
    talk.says("resident", "不满意 又停了")

    assert (talk.case(1).state, talk.case(1).responder) == (State.REDO, "chen")
