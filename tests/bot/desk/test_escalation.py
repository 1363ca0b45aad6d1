"""The ladder at the desk: who keeps silent loses the case, everybody is told, and what is stuck stands in a digest."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.desk.desk import visit_as
from bot.desk.escalation import escalate
from bot.desk.reminders import what_is_due
from matching.case import Action, State
from tests.bot.desk.climbing import BOSS, CENTRE, REPORT, local, staffed, struck, until
from tests.builders import MORNING, DeskTalk, a_talk, people

FIRE = "榕御小区3栋着火了"
CHEN, SHEQU = "openid-chen", "openid-shequ"


# -- unsigned ------------------------------------------------------------------------------------------


def test_who_does_not_sign_is_reminded_and_then_loses_it(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.later(minutes=30)
    assert struck(talk) == [(1, "remind_signin")]
    assert "再不接就转给上一级" in talk.told("chen", "reminder")[0]
    talk.later(minutes=14)
    assert struck(talk) == []
    talk.later(minutes=1)
    assert struck(talk) == [(1, "climb")]

    case = talk.case(1)
    assert (case.responder, case.state, case.rung, case.hops) == ("shequ", State.AWAITING_SIGNIN, 1, 1)
    assert case.had == ("chen",)
    assert case.due_at == datetime(2026, 3, 10, 2, 0, tzinfo=UTC), "what was promised stays"
    assert local(case.signin_due_at) == "03-03 12:45"
    assert talk.moves(1) == [Action.OPEN, Action.DISPATCH, Action.ESCALATE, Action.DISPATCH]
    assert talk.events(1)[2].reason == "3栋楼长陈**30分钟没接单"
    assert talk.events(1)[2].actor == "linli"


def test_everybody_is_told_once_who_has_it_now(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.later(minutes=30)
    talk.tick()
    talk.later(minutes=15)
    talk.tick()
    talk.tick()

    [away] = talk.told("chen", "taken_away")
    assert "30分钟没接单，已转给榕御社区居委会，您不用管了。" in away
    [passed] = talk.told("resident", "passed")
    assert "3栋楼长陈**30分钟没接单，由上一级社区接办。\n现在由榕御社区居委会负责，今天12:45前接单" in passed
    [task] = talk.told("shequ", "task")
    assert "3栋楼长陈**30分钟没接单，由上一级社区接办。" in task
    assert "你" not in away + passed + task


def test_nobody_is_asked_for_a_first_word_in_the_past(talk: DeskTalk):
    talk.says("resident", REPORT)
    for _ in range(4 * 8):
        talk.later(minutes=15)
        talk.tick()

    told = talk.told("jiedao", "task")[0]
    assert "今天15:45前接单，回话已超时，3月10日10:00前办结" in told
    assert "回话已超时" in talk.says("resident", "进度")


def test_a_late_answer_of_the_old_one_is_refused_in_words(talk: DeskTalk):
    talk.says("resident", REPORT)
    until(talk, 1, "shequ")

    assert talk.says(CHEN, "接单 1") == "#1 不在您手上，改不了。回“我的”看您手上的单。"


def test_the_backup_comes_before_the_rungs_above(store):
    talk = a_talk(store, staff=staffed(chen="li"))
    talk.says("resident", REPORT)
    until(talk, 1, "li")

    assert "陈**的B角" in talk.told("resident", "passed")[0]


def test_leave_and_absence_are_no_hole(store):
    talk = a_talk(store, staff=staffed())
    store.run(lambda unit: unit.people.set_leave("shequ", date(2026, 3, 1), None))
    talk.says("resident", REPORT)

    until(talk, 1, "jiedao")
    assert talk.case(1).had == ("chen",), "the community was passed by"


def test_the_reporter_and_the_accused_are_passed_by(store):
    talk = a_talk(store)
    talk.says(SHEQU, REPORT)

    until(talk, 1, "jiedao")


def test_a_reopened_case_that_nobody_takes_up_climbs_too(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.says(CHEN, "办结 1 已劝离")
    talk.says("resident", "不满意 又停了")
    assert talk.case(1).state is State.REDO

    until(talk, 1, "shequ")


def test_danger_climbs_by_tens_of_minutes_and_by_night(store):
    talk = a_talk(store, staff=staffed(BOSS))
    talk.now = datetime(2026, 3, 3, 17, 0, tzinfo=UTC)  # one in the morning
    talk.says("resident", FIRE)
    start = talk.now

    until(talk, 1, "shequ", minutes=1)
    assert talk.now - start == timedelta(minutes=15)
    until(talk, 1, "jiedao", minutes=1)
    assert talk.now - start == timedelta(minutes=31)  # with the first word missing there was one more to be reminded of
    while talk.case(1).stuck_at is None:
        talk.later(minutes=1)
        talk.tick()
    assert talk.now - start == timedelta(minutes=46)
    [stuck] = talk.told("boss", "stuck")
    assert stuck.startswith("【加急】#1")
    assert all(letter.notice.due_at <= talk.now for letter in talk.letters() if letter.notice.kind == "stuck")


def test_an_ordinary_case_climbs_by_day_only(talk: DeskTalk):
    talk.now = MORNING + timedelta(hours=11, minutes=50)  # 21:50
    talk.says("resident", REPORT)
    for _ in range(120):
        talk.later(minutes=5)
        talk.tick()
        assert talk.case(1).responder == "chen"

    until(talk, 1, "shequ")
    assert local(talk.now) == "03-04 08:35"


# -- unfinished ----------------------------------------------------------------------------------------


def taken(store, *more) -> DeskTalk:
    talk = a_talk(store, staff=staffed(*more))
    talk.says("resident", REPORT)
    talk.says(CHEN, "接单 1，马上去")
    return talk


def test_what_is_not_finished_in_time_goes_up_with_a_term_of_its_own(store):
    talk = taken(store)
    talk.now = MORNING + timedelta(days=7)
    assert struck(talk) == [(1, "climb")]

    case = talk.case(1)
    assert case.responder == "shequ"
    assert local(case.due_at) == "03-10 10:00"
    assert local(case.own_due_at) == "03-11 10:00"
    [passed] = talk.told("resident", "passed")
    assert "3栋楼长陈**没按时办结" in passed
    assert "原定今天10:00办结，已超时，改为明天10:00前" in passed
    assert "没按时办结，已转给榕御社区居委会" in talk.told("chen", "taken_away")[0]


def test_whoever_gets_a_late_case_and_takes_it_has_his_own_term(store):
    talk = taken(store)
    talk.now = MORNING + timedelta(days=7)
    talk.tick()
    talk.later(minutes=20)
    talk.says(SHEQU, "接单 1")
    talk.later(hours=23)
    assert struck(talk) == []
    talk.later(minutes=41)
    talk.tick()

    assert talk.case(1).responder == "jiedao"


def test_more_time_stops_the_climbing(store):
    talk = taken(store)
    talk.says(CHEN, "延期 1 3月20日 等划线队")
    talk.says(SHEQU, "同意 1")
    talk.now = MORNING + timedelta(days=9)
    assert struck(talk) == []


def test_a_schedule_does_not_hide_a_missed_term(store):
    talk = taken(store)
    talk.says(CHEN, "排期 1 3月20日 等划线队")
    talk.now = MORNING + timedelta(days=7)

    assert struck(talk) == [(1, "climb")]
    assert talk.case(1).resume_at is None


# -- the first word --------------------------------------------------------------------------------------


def test_a_missing_first_word_is_reminded_of_once(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.says(CHEN, "接单 1")
    talk.later(hours=2)
    assert struck(talk) == [(1, "remind_first_word")]
    assert "居民还没听到您一句话" in talk.told("chen", "reminder")[0]
    talk.later(hours=5)
    assert struck(talk) == []


def test_a_spoken_word_needs_no_reminder(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.says(CHEN, "接单 1，下午去看")
    talk.later(hours=5)

    assert struck(talk) == []


# -- joint -----------------------------------------------------------------------------------------------


def test_a_joint_case_past_its_term_goes_to_the_arbiter(store):
    talk = taken(store, CENTRE)
    store.run(lambda unit: unit.cases.save(replace(unit.cases.load(1), state=State.JOINT)))
    talk.now = MORNING + timedelta(days=7)
    talk.tick()

    assert talk.case(1).responder == "jiedao"
    assert talk.case(1).state is State.AWAITING_SIGNIN


def test_an_arbiter_who_does_not_decide_is_climbed_over(store):
    talk = taken(store, CENTRE)
    store.run(
        lambda unit: unit.cases.save(
            replace(
                unit.cases.load(1), state=State.AWAITING_SIGNIN, disputed=True, responder="jiedao",
                signin_due_at=MORNING, climb_at=MORNING, reminded_at=MORNING,
            )
        )
    )  # fmt: skip
    talk.later(hours=1)
    talk.tick()

    assert talk.case(1).responder == "zhihui"
    assert "没按时裁定" in talk.events(1)[-2].reason


# -- nobody ----------------------------------------------------------------------------------------------


def test_with_everybody_on_leave_the_top_gets_it_after_two_hours(store):
    talk = a_talk(store)
    for row in people():
        store.run(lambda unit, row=row: unit.people.set_leave(row.code, date(2026, 3, 1), None))
    talk.later()
    talk.says("resident", REPORT)
    assert talk.case(1).responder == ""

    talk.later(hours=1, minutes=55)
    assert struck(talk) == []
    talk.later(minutes=5)
    assert struck(talk) == [(1, "dispatch_again")]
    assert talk.case(1).responder == "jiedao"
    assert "找到人了" in talk.told("resident", "receipt")[-1]


def test_danger_does_not_wait_two_hours_for_somebody(store):
    talk = a_talk(store)
    for row in people():
        store.run(lambda unit, row=row: unit.people.set_leave(row.code, date(2026, 3, 1), None))
    talk.later()
    talk.says("resident", FIRE)
    talk.later()
    talk.tick()

    assert talk.case(1).responder == "jiedao"


def test_where_nobody_exists_at_all_it_is_stuck_and_said_so_once(store):
    talk = a_talk(store, staff=[])
    talk.says("resident", REPORT)
    talk.later(hours=2)
    assert struck(talk) == [(1, "dispatch_again")]
    assert talk.case(1).stuck_at == talk.now
    assert len(talk.told("resident", "stuck")) == 1
    talk.later(minutes=5)
    assert struck(talk) == []

    store.run(lambda unit: unit.people.apply(people()))
    talk.later(minutes=5)
    talk.tick()
    assert (talk.case(1).responder, talk.case(1).stuck_at) == ("chen", None)


def test_a_reopened_case_whose_handler_is_gone_finds_another(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.says(CHEN, "办结 1 已劝离")
    talk.says("resident", "不满意 又停了")
    talk.store.run(lambda unit: unit.cases.save(replace(unit.cases.load(1), responder="", climb_at=None)))
    talk.later(minutes=1)
    talk.tick()

    assert talk.case(1).responder == "chen"
    assert talk.moves(1)[-2:] == [Action.ESCALATE, Action.DISPATCH]


# -- the door for others -----------------------------------------------------------------------------------


def test_an_arbiter_may_lift_a_case_himself(store):
    talk = taken(store)

    def lift(unit):
        visit = visit_as(talk.desk, unit, "jiedao", "lift-1", talk.now)
        return escalate(visit, unit.cases.load(1), "没按时到场", by="jiedao")

    lifted = talk.store.run(lift)

    assert lifted is not None
    assert lifted.responder == "shequ"
    assert talk.events(1)[-2].actor == "jiedao"


@pytest.mark.parametrize("moment", [timedelta(hours=1), timedelta(days=9)])
def test_a_dry_run_lists_the_steps_and_changes_nothing(store, moment: timedelta):
    talk = taken(store)
    talk.now = MORNING + moment
    before = talk.case(1)
    due = what_is_due(talk.desk, talk.now)

    assert [(one.case, one.what) for one in due if one.case] == ([(1, "climb")] if moment.days else [])
    assert talk.case(1) == before


def test_a_case_that_turns_out_to_be_dangerous_has_the_clocks_of_danger_from_then_on(store):
    talk = taken(store)
    talk.later(hours=3)
    talk.says("resident", "补充 1 着火了")

    case = talk.case(1)
    assert case.urgent
    assert case.due_at == talk.now + timedelta(hours=2)
    until(talk, 1, "shequ", minutes=1)
    assert talk.now - (MORNING + timedelta(hours=3)) == timedelta(hours=2)
