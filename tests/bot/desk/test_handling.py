"""What handlers do: take, finish, pass on, give back, list; and what they are refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from matching.case import Action, State
from tests.builders import MORNING, DeskTalk, a_person, a_talk, people

REPORT = "榕御小区3栋楼下乱停车"
CHEN, LI, WUYE, JIEDAO = "openid-chen", "openid-li", "openid-wuye", "openid-jiedao"


@pytest.fixture
def talk(talk: DeskTalk) -> DeskTalk:
    """Case 1 is with 3栋's leader."""
    talk.says("resident", REPORT)
    return talk


def second_case(talk: DeskTalk) -> None:
    talk.later()
    talk.says("other", "榕御小区3栋太吵了")


# -- take ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["接单", "接单 1", "接1", "1接单", "接单1，我马上去", "收到", "好的", "马上去"])
def test_taking_a_case_tells_the_resident(talk: DeskTalk, words: str):
    reply = talk.says(CHEN, words)

    assert talk.case(1).state is State.IN_PROGRESS
    assert "#1 停车秩序 · 榕御小区3栋 已接单" in reply
    [told] = talk.told("resident", "taken")
    first_word = "已回话" if "我马上去" in words else "今天12:00前回话"
    assert told.startswith(f"#1 停车秩序 · 榕御小区3栋：\n3栋楼长陈**已接单，{first_word}，3月10日10:00前办结。")


def test_words_behind_the_taking_are_the_first_the_resident_hears(talk: DeskTalk):
    talk.says(CHEN, "接单1，我马上去")

    assert talk.told("resident", "taken")[0].endswith("\n他说：我马上去")
    assert talk.case(1).first_word_at == talk.now


def test_taking_twice_says_where_it_stands(talk: DeskTalk):
    talk.says(CHEN, "接单 1")

    assert talk.says(CHEN, "接单 1") == "#1 现在是“办理中”，不能接单。"
    assert len(talk.told("resident", "taken")) == 1


def test_two_that_wait_must_be_named(talk: DeskTalk):
    second_case(talk)

    assert talk.says(CHEN, "接单") == "您有#1、#2，是哪一件？请写上号，比如“接单 1”。"
    assert talk.case(1).state is State.AWAITING_SIGNIN


def test_the_number_may_be_left_out_when_only_one_fits(talk: DeskTalk):
    second_case(talk)
    talk.says(CHEN, "接单 1")
    talk.says(CHEN, "接单")

    assert talk.case(2).state is State.IN_PROGRESS


def test_a_stranger_takes_nothing(talk: DeskTalk):
    assert "还没有绑定工作身份" in talk.says("resident", "接单 1")


def test_another_handler_takes_nothing_of_his(talk: DeskTalk):
    assert talk.says(LI, "接单 1").startswith("#1 不在您手上")
    assert talk.case(1).state is State.AWAITING_SIGNIN


@pytest.mark.parametrize("words", ["接单 99", "办结 99 好了", "转办 99 物业", "退回 99 不归我管"])
def test_a_number_nobody_has_is_said(talk: DeskTalk, words: str):
    assert talk.says(CHEN, words).startswith("没有找到#99")


@pytest.mark.parametrize("words", ["接单", "办结 好了", "转办 物业", "退回 不归我管"])
def test_a_handler_with_empty_hands_is_told_so(talk: DeskTalk, words: str):
    word = words.partition(" ")[0]
    assert talk.says(LI, words) == f"现在没有能回“{word}”的事。回“进度”或“我的”看看。"


# -- finish ----------------------------------------------------------------------------------------


def test_finishing_asks_the_resident_for_the_verdict(talk: DeskTalk):
    talk.says(CHEN, "接单")
    reply = talk.says(CHEN, "办结 已劝离并划线。")

    assert talk.case(1).state is State.AWAITING_VERDICT
    assert "在等居民评价" in reply
    assert talk.told("resident", "verdict") == [
        "#1 3栋楼长陈**说：已劝离并划线。\n办好了吗？回 1 办好了 2 没办好；都好就回“满意”。"
    ]


def test_a_busy_leader_finishes_without_taking_first(talk: DeskTalk):
    talk.says(CHEN, "办结 1 已劝离")

    assert talk.case(1).state is State.AWAITING_VERDICT


@pytest.mark.parametrize(
    ("words", "reply"),
    [
        ("办结", "请在“办结 1”后面写一句做了什么。"),
        ("办结 1", "请在“办结 1”后面写一句做了什么。"),
        ("转办 1", "请在“转办 1”后面写一句转给谁、为什么。"),
        ("退回 1", "请在“退回 1”后面写一句退回的原因。"),
    ],
)
def test_words_are_asked_for(talk: DeskTalk, words: str, reply: str):
    assert talk.says(CHEN, words) == reply
    assert talk.case(1).state is State.AWAITING_SIGNIN


def test_finishing_twice_says_where_it_stands(talk: DeskTalk):
    talk.says(CHEN, "办结 已劝离")

    assert talk.says(CHEN, "办结 1 已劝离") == "#1 现在是“等居民评价”，不能办结。"


# -- pass on ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "to"),
    [("物业 道闸是他们的", "wuye"), ("给榕御物业", "wuye"), ("网格员", "lin"), ("林小梅", "lin"), ("街道", "jiedao")],
)
def test_a_case_is_passed_on_to_whom_the_words_name(talk: DeskTalk, words: str, to: str):
    reply = talk.says(CHEN, f"转办 1 {words}")

    assert talk.case(1).responder == to
    assert talk.case(1).state is State.AWAITING_SIGNIN
    assert talk.told(to, "task")
    assert "已交给" in reply
    assert "已转给" in talk.told("resident", "passed")[0]


def test_a_case_is_passed_on_to_the_next_one_when_the_words_name_nobody(talk: DeskTalk):
    talk.says(CHEN, "转办 1 我出差了")

    assert talk.case(1).responder not in ("", "chen")


def test_passing_on_does_not_restart_the_clock_for_solving(talk: DeskTalk):
    due = talk.case(1).due_at
    talk.later(hours=5)
    talk.says(CHEN, "转办 1 物业")

    assert talk.case(1).due_at == due
    assert talk.case(1).signin_due_at > talk.now


def test_whoever_reported_is_not_handed_his_own_case(talk: DeskTalk):
    talk.later()
    talk.says(WUYE, "榕御小区3栋太吵了")
    talk.says(CHEN, "转办 2 物业")

    assert talk.case(2).responder not in ("wuye", "chen", "")


def test_somebody_on_leave_is_handed_nothing(talk: DeskTalk):
    day = MORNING.date()
    talk.store.run(lambda unit: unit.people.set_leave("wuye", day, day))
    talk.later(minutes=1)
    talk.says(CHEN, "转办 1 物业")

    assert talk.case(1).responder not in ("wuye", "chen", "")


# -- give back -------------------------------------------------------------------------------------


def test_the_first_return_goes_to_the_next_one_responsible(talk: DeskTalk):
    reply = talk.says(CHEN, "退回 1 不归我管")

    case = talk.case(1)
    assert case.returns == 1
    assert case.responder not in ("", "chen", "jiedao")
    assert "已交给" in reply
    assert "已转给" in talk.told("resident", "passed")[0]
    assert "不归我管" in [event.reason for event in talk.events(1)]


def test_the_second_return_goes_to_the_street(store):
    talk = a_talk(store, staff=[*people(), a_person("zhang", "张三妹", "estate_secretary", "rongyu")])
    talk.says("resident", REPORT)
    talk.says(CHEN, "退回 1 不归我管")
    assert talk.case(1).responder == "zhang"

    talk.says("openid-zhang", "退回 1 也不归我管")

    assert talk.case(1).responder == "jiedao", "and not the community, which would be next"
    assert talk.case(1).returns == 2


def test_who_gave_it_back_does_not_get_it_again(store):
    staff = [a_person(code, f"楼长{code}", "building_leader", "rongyu-3") for code in ("a", "b")]
    talk = a_talk(store, staff=[*staff, a_person("jiedao", "新桥街道办", "street", "xinqiao")])
    talk.says("resident", REPORT)
    first = talk.case(1).responder
    talk.says(f"openid-{first}", "退回 1 不归我管")

    assert talk.case(1).responder in {"a", "b"} - {first}


def test_when_nobody_else_is_there_a_returned_case_waits_and_is_not_lost(store):
    talk = a_talk(store, staff=[a_person("only", "王一", "building_leader", "rongyu-3")])
    talk.says("resident", REPORT)
    reply = talk.says("openid-only", "退回 1 不归我管")

    assert talk.case(1).state is State.AWAITING_DISPATCH
    assert "正在找负责的人" in reply


# -- list and own words ----------------------------------------------------------------------------


def test_mine_lists_the_most_urgent_first(talk: DeskTalk):
    talk.later()
    talk.says("other", "榕御小区3栋着火了")

    lines = talk.says(CHEN, "我的").splitlines()
    assert lines[0] == "您手上有2件："
    assert lines[1].startswith("#2")
    assert lines[2].startswith("#1")


def test_mine_of_empty_hands(talk: DeskTalk):
    assert talk.says(LI, "我的") == "您手上没有要办的事。"


def test_mine_of_a_resident_shows_her_own(talk: DeskTalk):
    assert talk.says("resident", "我的").startswith("#1 停车秩序")


@pytest.mark.parametrize("words", ["处理好了", "我看了现场，车已经开走了"])
def test_a_handlers_own_words_open_no_case(talk: DeskTalk, words: str):
    talk.says(CHEN, "接单")
    talk.later()
    reply = talk.says(CHEN, words)

    assert len(talk.cases()) == 1
    assert "办结 1" in reply


def test_a_handler_reports_a_matter_of_his_own_with_a_place(talk: DeskTalk):
    talk.says(CHEN, "江滨花园2栋停水")

    assert len(talk.cases()) == 2


def test_every_move_is_an_event_with_who_made_it(talk: DeskTalk):
    talk.says(CHEN, "接单")
    talk.later(minutes=1)
    talk.says(CHEN, "办结 已劝离")

    events = talk.events(1)
    assert [event.action for event in events] == [Action.OPEN, Action.DISPATCH, Action.TAKE, Action.FINISH]
    assert [event.actor for event in events] == ["resident", "linli", "chen", "chen"]
    assert events[-1].reason == "已劝离"
    assert events[-1].at - events[-2].at == timedelta(minutes=1)


def test_people_without_a_phone_get_their_tasks_when_they_bind(store):
    staff = [a_person("chen", "陈建国", "building_leader", "rongyu-3", openid=""), *people()[1:]]
    talk = a_talk(store, staff=staff)
    talk.says("resident", REPORT)
    talk.deliver()
    assert talk.counts()["held"] == 1

    talk.says("phone-of-chen", "绑定 bind-chen")
    talk.deliver()

    assert [who for who, text in talk.phones.sent if "接单 1" in text] == ["phone-of-chen"]
