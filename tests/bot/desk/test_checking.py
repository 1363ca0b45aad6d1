"""When the resident keeps silent somebody else than the handler looks, one after the other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk.casework import VERBS
from bot.desk.chatwords import Command, Verb
from bot.desk.checking import SILENCE
from bot.desk.desk import visit_as
from matching.case import State
from storage.unit_of_work import UnitOfWork
from tests.builders import DeskTalk, a_person, a_talk, people

REPORT = "榕御小区3栋楼下乱停车"
CHEN, ZHANG, LIN = "openid-chen", "openid-zhang", "openid-lin"


@pytest.fixture
def done(store) -> DeskTalk:
    """Case 1 was said to be done on a Tuesday at 10:10; the compound has a secretary."""
    talk = a_talk(store, staff=[*people(), a_person("zhang", "张三妹", "estate_secretary", "rongyu")])
    talk.says("resident", REPORT)
    talk.later()
    talk.says(CHEN, "办结 1 已劝离")
    return talk


def ticks(talk: DeskTalk, hours: float) -> list[tuple[int, str]]:
    """What the clocks of silence did after so many hours."""
    talk.later(hours=hours)
    return [did for did in talk.tick() if did[1] in {clock.what for clock in SILENCE}]


@pytest.fixture
def checked(done: DeskTalk) -> DeskTalk:
    """The secretary was asked to look."""
    for _ in range(3):
        ticks(done, 24)
    return done


def test_she_is_reminded_twice_then_somebody_else_is_asked(done: DeskTalk):
    assert ticks(done, 23.9) == []
    assert ticks(done, 0.2) == [(1, "verdict_silent")]
    assert ticks(done, 23) == []
    assert ticks(done, 1) == [(1, "verdict_silent")]
    assert len(done.told("resident", "verdict_reminder")) == 2
    assert "就请没经手的人去看一眼" in done.told("resident", "verdict_reminder")[1]
    assert done.case(1).checker == ""

    assert ticks(done, 24) == [(1, "verdict_silent")]
    assert done.case(1).checker == "zhang"
    task = done.told("zhang", "check")[0]
    assert task.startswith("【请核查】#1 停车秩序 · 榕御小区3栋")
    assert "已劝离" in task
    assert ticks(done, 0.1) == []


def test_a_clock_that_was_asleep_for_days_asks_at_once(done: DeskTalk):
    assert ticks(done, 100) == [(1, "verdict_silent")]
    assert done.case(1).checker == "zhang"
    assert done.told("resident", "verdict_reminder") == []


def test_whoever_does_not_look_is_followed_by_the_next_one_up(checked: DeskTalk):
    assert ticks(checked, 48) == [(1, "check_silent")]
    assert checked.case(1).checker == "lin"
    assert "榕御社区网格员林**" in checked.told("zhang", "check_over")[0]

    for code in ("shequ", "jiedao"):
        assert ticks(checked, 48) == [(1, "check_silent")]
        assert checked.case(1).checker == code


def test_at_the_top_it_is_stuck_and_tried_again_daily(checked: DeskTalk):
    for _ in range(3):
        ticks(checked, 48)
    assert ticks(checked, 48) == [(1, "check_silent")]
    assert checked.case(1).stuck_at == checked.now
    assert ticks(checked, 24) == []
    assert [case.number for case in checked.store.read(lambda unit: unit.cases.stuck(10))] == [1]

    checked.says("openid-jiedao", "核查 1 通过")
    assert (checked.case(1).state, checked.case(1).stuck_at) == (State.CLOSED, None)


def test_who_handled_it_and_who_is_a_party_are_never_asked(store):
    lin = a_person("lin", "林小梅", "grid_worker", "rongyu", "parking")
    staff = [lin, a_person("jiedao", "街道办", "street", "xinqiao")]
    talk = a_talk(store, staff=staff)
    talk.says("resident", REPORT)
    talk.says(LIN, "办结 1 已劝离")
    ticks(talk, 73)

    assert talk.case(1).checker == "jiedao"


@pytest.mark.parametrize("words", ["核查 1 通过", "核查 通过", "核查 1 办好了", "核查 1 没问题", "1核查 通过"])
def test_a_check_that_passes_closes_the_case(checked: DeskTalk, words: str):
    reply = checked.says(ZHANG, words)

    case = checked.case(1)
    assert (case.state, case.verdict, case.checker, case.check_due_at) == (State.CLOSED, "checked", "", None)
    assert "核查通过" in reply
    assert "榕御小区小区书记张**看过" in checked.told("resident", "closed")[0]
    assert checked.told("chen", "closed")
    assert [check.passed for check in checked.store.read(lambda unit: unit.checks.of_case(1))] == [True]
    said = checked.store.read(lambda unit: unit.verdicts.of_case(1))
    assert [one.solved for one in said] == [None], "it is not her word"


@pytest.mark.parametrize("words", ["核查 1 没办好 还堵着", "核查 没办好 还堵着", "核查 1 还堵着"])
def test_a_check_that_fails_opens_it_again(checked: DeskTalk, words: str):
    reply = checked.says(ZHANG, words)

    case = checked.case(1)
    assert (case.state, case.responder, case.reopened, case.checker) == (State.REDO, "chen", 1, "")
    assert "还堵着" in checked.told("chen", "task")[-1]
    assert "看过，还没办好" in checked.told("resident", "reopened")[0]
    assert "记为没办好" in reply
    assert [check.passed for check in checked.store.read(lambda unit: unit.checks.of_case(1))] == [False]


def test_after_it_was_opened_again_the_clocks_start_anew(checked: DeskTalk):
    checked.says(ZHANG, "核查 1 没办好 还堵着")
    checked.says(CHEN, "办结 1 又劝了一次")
    ticks(checked, 73)

    assert checked.case(1).checker == "zhang"


def test_the_resident_may_speak_first_and_nobody_need_look(checked: DeskTalk):
    checked.says("resident", "满意")

    assert (checked.case(1).state, checked.case(1).checker) == (State.CLOSED, "")
    assert "居民已经回话" in checked.told("zhang", "check_over")[0]
    assert checked.says(ZHANG, "核查") == "没有等您核查的事。"
    assert ticks(checked, 200) == []


def test_her_no_ends_the_check_as_well(checked: DeskTalk):
    checked.says("resident", "不满意 又停了")

    assert checked.case(1).state is State.REDO
    assert checked.told("zhang", "check_over")
    assert checked.says(ZHANG, "核查 1 通过") == "#1 没有请您核查。回“核查”看等您看的。"


def test_the_word_alone_lists_what_waits(checked: DeskTalk):
    assert checked.says(ZHANG, "核查").startswith("等您核查的有1件：\n#1 停车秩序 · 榕御小区3栋：3栋楼长陈**说办好了")


def test_what_the_word_cannot_mean(checked: DeskTalk):
    assert "核查 1 通过" in checked.says(ZHANG, "核查 1 看过了")
    assert checked.says(LIN, "核查 1 通过") == "#1 没有请您核查。回“核查”看等您看的。"
    assert checked.says(LIN, "核查 通过").startswith("现在没有能回“核查”的事")
    assert checked.says(CHEN, "核查 1 通过") == "#1 没有请您核查。回“核查”看等您看的。"
    assert checked.case(1).state is State.AWAITING_VERDICT


def test_several_to_check_are_told_apart(done: DeskTalk):
    done.says("other", "榕御小区5栋楼下乱停车")
    done.says(f"openid-{done.case(2).responder}", "办结 2 已劝离")
    ticks(done, 73)
    assert [case.checker for case in done.cases()] == ["zhang", "zhang"]

    assert done.says(ZHANG, "核查 通过").startswith("您有#1、#2，是哪一件？")
    assert done.says(ZHANG, "核查").startswith("等您核查的有2件：")


def test_a_resident_who_says_the_word_just_talks(checked: DeskTalk):
    assert "核查" not in checked.says("stranger", "核查")


def test_a_withdrawn_case_loses_its_clock(done: DeskTalk):
    done.says("resident", "取消 1")
    assert ticks(done, 100) == []
    assert done.case(1).check_due_at is None


@pytest.mark.parametrize(
    ("verb", "words", "state"), [(Verb.CONFIRM, "", State.CLOSED), (Verb.REFUTE, "还堵着", State.REDO)]
)
def test_pages_say_it_with_a_verb_each(checked: DeskTalk, verb: Verb, words: str, state: State):
    def work(unit: UnitOfWork) -> str:
        return VERBS[verb](visit_as(checked.desk, unit, "zhang", "page", checked.now), Command(verb, 1, words))

    checked.store.run(work)
    assert checked.case(1).state is state


def test_what_is_private_only_those_check_who_may_decide_it(done: DeskTalk):
    done.store.run(lambda unit: unit.cases.save(replace(done.case(1), private=True)))
    ticks(done, 73)

    assert done.case(1).checker == "jiedao"


def test_that_it_was_brought_to_the_checker_is_kept_for_the_resident(checked: DeskTalk):
    looks = checked.store.read(lambda unit: unit.looks.of_case(1))
    assert [(look.person, look.door) for look in looks][-1] == ("zhang", "sent")
