"""The resident's verdict: responded, solved, satisfied asked apart, in two short messages at most."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matching.case import Action, State
from storage.verdicts import Verdict
from tests.builders import DeskTalk, a_person, a_talk, people

REPORT = "榕御小区3栋楼下乱停车"
CHEN = "openid-chen"


@pytest.fixture
def done(store) -> DeskTalk:
    """Case 1 is said to be done; the district is supervised, and the compound has a secretary."""
    staff = [
        *people(),
        a_person("zhang", "张三妹", "estate_secretary", "rongyu"),
        a_person("duban", "督查室周敏", "supervisor", "xiangcheng"),
    ]
    talk = a_talk(store, staff=staff)
    talk.says("resident", REPORT)
    talk.later()
    finish(talk)
    return talk


def finish(talk: DeskTalk) -> None:
    talk.says(f"openid-{talk.case(1).responder}", "办结 1 已劝离")
    talk.later()


def verdicts(talk: DeskTalk) -> list[Verdict]:
    return talk.store.read(lambda unit: unit.verdicts.of_case(1))


def said(talk: DeskTalk) -> tuple[bool | None, bool | None, bool | None]:
    """Responded, solved, satisfied, as said last."""
    last = verdicts(talk)[-1]
    return last.responded, last.solved, last.satisfied


def test_whoever_is_asked_has_a_row_and_nothing_is_assumed(done: DeskTalk):
    assert len(verdicts(done)) == 1
    assert said(done) == (None, None, None)
    assert done.told("resident", "verdict")[0].endswith("办好了吗？回 1 办好了 2 没办好；都好就回“满意”。")


@pytest.mark.parametrize("words", ["满意", "满意 1", "很满意，谢谢"])
def test_satisfied_alone_says_yes_to_all(done: DeskTalk, words: str):
    done.says("resident", words)

    assert said(done) == (True, True, True)
    assert (done.case(1).state, done.case(1).verdict) == (State.CLOSED, "satisfied")


@pytest.mark.parametrize("words", ["1", "1 办好了", "修好了", "已经解决了，谢谢"])
def test_solved_closes_and_asks_the_one_question_left(done: DeskTalk, words: str):
    reply = done.says("resident", words)

    assert said(done) == (True, True, None)
    assert (done.case(1).state, done.case(1).verdict, done.case(1).closed_at) == (State.CLOSED, "solved", done.now)
    assert reply.endswith("再问一句，满意吗？回 1 满意 2 不满意，可以带上原因。")
    assert "居民说办好了" in done.told("chen", "closed")[0]


@pytest.mark.parametrize("words", ["1", "满意", "满意 1"])
def test_the_second_answer_makes_it_satisfied(done: DeskTalk, words: str):
    done.says("resident", "1")
    done.says("resident", words)

    assert said(done) == (True, True, True)
    assert done.case(1).verdict == "satisfied"
    assert "居民说满意" in done.told("chen", "closed")[-1]
    assert done.moves(1).count("accept") == 1


@pytest.mark.parametrize("words", ["2", "2 态度太差", "不满意 态度太差"])
def test_the_second_answer_may_be_no_and_it_stays_closed(done: DeskTalk, words: str):
    done.says("resident", "1")
    reply = done.says("resident", words)

    assert said(done) == (True, True, False)
    assert (done.case(1).state, done.case(1).verdict) == (State.CLOSED, "discontent")
    assert "督办的人会看到" in reply
    assert "3栋楼长陈**" in done.told("duban", "discontent")[0]
    assert not any("态度" in text for text in done.told("chen"))


@pytest.mark.parametrize("words", ["不满意 修好了但态度差", "修好了但态度差"])
def test_solved_but_badly_done_is_closed_and_told_to_the_supervisor_alone(done: DeskTalk, words: str):
    reply = done.says("resident", words)

    assert said(done) == (True, True, False)
    assert (done.case(1).state, done.case(1).verdict, done.case(1).reopened) == (State.CLOSED, "discontent", 0)
    assert "按办好了结案" in reply
    assert "态度差" in done.told("duban", "discontent")[0]
    assert not any("态度" in text for text in done.told("chen"))


def test_without_a_supervisor_whoever_decides_there_hears_of_it(store):
    talk = a_talk(store)
    talk.says("resident", REPORT)
    finish(talk)
    talk.says("resident", "不满意 修好了但态度差")

    assert talk.told("jiedao", "discontent")


def test_a_second_answer_that_says_it_is_back_opens_it_again(done: DeskTalk):
    done.says("resident", "1")
    done.says("resident", "不满意 又停了")

    assert done.case(1).state is State.REDO


@pytest.mark.parametrize("words", ["2", "2 又停了", "不满意 又停了", "还是没解决"])
def test_not_solved_reopens_at_once_and_asks_whether_anybody_came(done: DeskTalk, words: str):
    reply = done.says("resident", words)

    assert (done.case(1).state, done.case(1).responder, done.case(1).reopened) == (State.REDO, "chen", 1)
    assert said(done) == (None, False, False)
    assert reply.endswith("这次有人联系过您吗？回 1 有 2 没有。")


@pytest.mark.parametrize(
    ("words", "responded"), [("1", True), ("有", True), ("2", False), ("没有", False), ("没人来过", False)]
)
def test_whether_anybody_came_is_kept(done: DeskTalk, words: str, *, responded: bool):
    done.says("resident", "2 又停了")
    assert done.says("resident", words) == "记下了，谢谢您告诉我们。"

    assert said(done) == (responded, False, False)
    assert len(done.cases()) == 1


@pytest.mark.parametrize("words", ["没水了", "没电了", "有老鼠", "有人遛狗不牵绳"])
def test_news_is_no_answer_to_whether_anybody_came(done: DeskTalk, words: str):
    done.says("resident", "2 又停了")

    assert done.says("resident", words) != "记下了，谢谢您告诉我们。"
    assert said(done) == (None, False, False)


@pytest.mark.parametrize(
    ("words", "state"), [("2 还停着", State.REDO), ("2", State.REDO), ("1", State.CLOSED), ("满意 1", State.CLOSED)]
)
def test_a_neighbour_answers_after_another_has_closed_it(talk: DeskTalk, words: str, state: State):
    talk.says("resident", REPORT)
    talk.says("neighbour", REPORT)
    talk.says("neighbour", "1")
    finish(talk)
    talk.says("resident", "1")
    talk.says("neighbour", words)

    assert talk.case(1).state is state
    assert len(talk.cases()) == 2, "her own report, joined to the first, and no third"


@pytest.mark.parametrize("words", ["满意 1", "满意", "1"])
def test_who_joined_a_case_and_then_handled_it_does_not_close_it(talk: DeskTalk, words: str):
    talk.says("resident", REPORT)
    talk.says("openid-lin", REPORT)
    talk.says("openid-lin", "1")
    talk.says("openid-chen", "转办 1 网格员，她就在那")
    talk.says("openid-lin", "办结 1 已劝离 没法拍照")
    talk.says("openid-lin", words)

    assert (talk.case(1).responder, talk.case(1).state) == ("lin", State.AWAITING_VERDICT)
    assert talk.told("openid-lin", "verdict") == []


def test_a_bare_number_days_after_the_closing_opens_nothing_again(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.says("neighbour", REPORT)
    talk.says("neighbour", "1")
    finish(talk)
    talk.says("resident", "1")
    talk.later(days=4)
    talk.says("neighbour", "2")

    assert talk.case(1).state is State.CLOSED


def test_the_second_time_it_goes_one_level_higher_with_both_words(done: DeskTalk):
    done.says("resident", "2 又停了")
    finish(done)
    reply = done.says("resident", "2 堵着门口")

    case = done.case(1)
    assert (case.responder, case.state, case.rung, case.reopened) == ("zhang", State.AWAITING_SIGNIN, 1, 2)
    assert "居民说没办好：又停了；堵着门口" in done.told("zhang", "task")[0]
    assert "两次没办好，已交给上一级" in reply
    assert "已由上一级榕御小区小区书记张**接办" in done.told("chen", "taken_away")[0]


def test_the_third_time_it_goes_higher_still_and_at_the_top_it_stays(done: DeskTalk):
    had = []
    for _ in range(6):
        done.says("resident", "2 又停了")
        had.append(done.case(1).responder)
        finish(done)
    assert had == ["chen", "zhang", "shequ", "jiedao", "jiedao", "jiedao"]


def test_a_backup_at_the_same_level_is_not_higher(store):
    staff = [a_person("chen", "陈建国", "building_leader", "rongyu-3", "parking", backup="li"), *people()[1:]]
    talk = a_talk(store, staff=staff)
    talk.says("resident", REPORT)
    for _ in range(2):
        finish(talk)
        talk.says("resident", "2 又停了")

    assert talk.case(1).responder == "shequ"


def test_two_that_wait_for_the_same_answer_are_told_apart(done: DeskTalk):
    done.says("resident", "江滨花园2栋停水")
    done.says(f"openid-{done.case(2).responder}", "办结 2 来水了")
    done.later()

    assert done.says("resident", "1").startswith("您有#1、#2，是哪一件？")
    done.says("resident", "满意 2")
    assert done.case(2).state is State.CLOSED
    assert done.case(1).state is State.AWAITING_VERDICT


def test_a_number_that_answers_nothing_is_no_verdict(done: DeskTalk):
    done.says("resident", "满意")
    done.says("resident", "1")
    done.says("other", "1")

    assert done.case(1).state is State.CLOSED
    assert done.moves(1).count("accept") == 1


def test_an_open_question_goes_before_the_verdict(done: DeskTalk):
    done.says("resident", "榕御小区乱停车")
    done.says("resident", "1")

    assert done.case(1).state is State.AWAITING_VERDICT


def test_who_joined_is_asked_too_and_answers_for_herself(done: DeskTalk):
    contact = done.contact("joined")
    done.store.run(lambda unit: unit.cases.follow(1, contact.id, done.now))
    done.says("resident", "2 又停了")
    finish(done)
    done.says("joined", "1")

    assert done.case(1).state is State.CLOSED
    assert [(one.contact, one.solved) for one in verdicts(done)][-1] == (contact.id, True)


def test_an_accepted_case_before_anybody_asked_is_counted_too(store):
    talk = a_talk(store)
    talk.says("resident", REPORT)
    talk.says("resident", "满意 1")

    assert said(talk) == (True, True, True)


def test_not_said_to_have_been_contacted_without_being_asked(done: DeskTalk):
    done.says("resident", "满意")
    done.later(days=1)

    assert "没有" not in [event.reason for event in done.events(1)]
    assert done.says("resident", "有") != "记下了，谢谢您告诉我们。"


def test_a_late_bare_number_is_no_answer_to_an_old_question(done: DeskTalk):
    done.says("resident", "1")
    done.later(days=5)
    done.says("resident", "2")

    assert done.case(1).verdict == "solved"


def test_the_history_keeps_the_words(done: DeskTalk):
    done.says("resident", "2 又停了")

    assert [event.reason for event in done.events(1) if event.action is Action.REJECT] == ["又停了"]
    assert verdicts(done)[-1].why == "又停了"


def test_danger_is_no_answer(done: DeskTalk):
    reply = done.says("resident", "2 着火了")

    assert "119" in reply
    assert done.case(1).state is State.AWAITING_VERDICT


def test_of_a_private_matter_no_supervisor_hears(done: DeskTalk):
    done.store.run(lambda unit: unit.cases.save(replace(done.case(1), private=True)))
    done.says("resident", "不满意 修好了但态度差")

    assert done.told("duban", "discontent") == []
    assert said(done) == (True, True, False)


def test_what_was_not_solved_is_told_once(done: DeskTalk):
    done.says("resident", "不满意 1 灯还是不亮")
    task = done.told(done.case(1).responder, "task")[-1]
    assert task.count("灯还是不亮") == 1
