"""The list of fourteen duties, and what attaches itself to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from matching.case import Action, CaseEvent, Kind, State
from matching.duty import (
    DutiesRefused,
    DutyCode,
    DutyEvent,
    HeldMeeting,
    bound_duties,
    call_duties,
    case_duties,
    is_late,
    meeting_duties,
    parse_duties,
    published,
    quarter_ends,
    registered_duties,
    served_duties,
    shipped_duties,
    visit_duty,
)
from matching.hours import ServiceHours
from matching.need import Need, NeedKind, NeedState, NeedUrgency
from matching.responder import Duty, Responder, Role
from matching.whistle import Call, Whistle, WhistleKind
from tests.builders import MORNING, ZONE, a_case

HOUR = timedelta(hours=1)
SIGNIN, DUE, CHECK, AGAIN = MORNING + HOUR, MORNING + 24 * HOUR, MORNING + 72 * HOUR, MORNING + 700 * HOUR
HELD = a_case(held_since=MORNING, signin_due_at=SIGNIN, due_at=DUE, check_due_at=CHECK, recheck_at=AGAIN)
NOW = MORNING + 2 * HOUR


def test_the_list_has_fourteen_duties_and_every_line_is_complete() -> None:
    listed = shipped_duties()
    assert list(listed) == list(DutyCode)
    assert len(listed) == 14
    for duty in listed.values():
        assert all((duty.name, duty.owner, duty.trigger, duty.evidence, duty.deadline, duty.source))


LINE = """
[[duty]]
code = "visit"
name = "走访"
owner = "a"
trigger = "b"
evidence = "c"
deadline = "d"
from = "e"
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[duty", "refused"),
        ("", "duty"),
        (LINE.replace("visit", "sleep"), "sleep"),
        (LINE.replace('owner = "a"\n', ""), "owner"),
        (LINE, "正好一条"),
        (LINE * 2, "正好一条"),
        ("duty = 3", "refused"),
    ],
)
def test_a_broken_list_is_refused(text: str, said: str) -> None:
    with pytest.raises(DutiesRefused, match=said):
        parse_duties(text)


def moved(
    action: Action, actor: str = "chen", state: State = State.AWAITING_SIGNIN, **given: object
) -> list[DutyEvent]:
    case = replace(HELD, state=state, **given)  # type: ignore[arg-type]  # of the fields' own types
    return list(case_duties(case, CaseEvent(1, NOW, actor, action, state, State.IN_PROGRESS, "", 1)))


def kept(duty: DutyCode, owner: str, due: object, **given: object) -> DutyEvent:
    event = DutyEvent(duty, owner, "rongyu-3", MORNING, due, NOW, "", 1)  # type: ignore[arg-type]  # a moment
    return replace(event, **given)  # type: ignore[arg-type]  # of the fields' own types


def test_taking_a_case_is_signing_in_time_or_not() -> None:
    (event,) = moved(Action.TAKE)
    assert event == kept(DutyCode.SIGN_IN, "chen", SIGNIN, evidence="take")
    assert is_late(event, NOW)
    assert not is_late(replace(event, done_at=SIGNIN), NOW)


def test_whoever_handed_it_on_answered_for_it_until_it_was_taken() -> None:
    assert moved(Action.TAKE, answerable="wuye")[1:] == [
        kept(DutyCode.FIRST_ASKED, "wuye", SIGNIN, evidence="take")
    ]
    assert len(moved(Action.TAKE, answerable="chen")) == 1, "he answered to himself"


def test_finishing_is_solving_and_signing_where_it_was_not_signed() -> None:
    solved = kept(DutyCode.SOLVE, "chen", DUE, evidence="finish")
    assert moved(Action.FINISH, state=State.IN_PROGRESS) == [solved]
    assert moved(Action.FINISH, state=State.REDO) == [kept(DutyCode.SIGN_IN, "chen", SIGNIN, evidence="finish"), solved]


def test_a_volunteer_who_takes_and_finishes_it_owes_nothing_the_responsible_one_does() -> None:
    assert [event.owner for event in moved(Action.TAKE, "V0015", answerable="wuye")] == ["chen", "wuye"]
    assert [event.owner for event in moved(Action.FINISH, "V0015", State.REDO)] == ["chen", "chen"]
    assert [event.owner for event in moved(Action.TAKE, "V0015", responder="")] == ["V0015"]


def test_whoever_loses_a_case_in_silence_has_not_kept_his_duty() -> None:
    (signing,) = moved(Action.ESCALATE, "linli")
    assert signing == kept(DutyCode.SIGN_IN, "chen", SIGNIN, done_at=None)
    assert is_late(signing, NOW)
    (solving,) = moved(Action.ESCALATE, "linli", State.IN_PROGRESS, due_at=None, held_since=None)
    assert solving == kept(DutyCode.SOLVE, "chen", NOW, done_at=None)
    assert moved(Action.ESCALATE, "linli", responder="") == [], "nobody had it"


@pytest.mark.parametrize(
    ("action", "actor", "owner"),
    [(Action.ACCEPT, "resident", "chen"), (Action.REJECT, "resident", "chen"), (Action.CONFIRM, "lin", "lin"),
     (Action.REFUTE, "lin", "lin")],
)  # fmt: skip
def test_a_verdict_is_a_call_back(action: Action, actor: str, owner: str) -> None:
    (event,) = moved(action, actor, State.AWAITING_VERDICT)
    assert event == kept(DutyCode.CALL_BACK, owner, CHECK, evidence=action.value)
    assert moved(Action.ACCEPT, "resident", State.IN_PROGRESS) == [], "nobody had asked her"


@pytest.mark.parametrize(
    ("kind", "duty"), [(Kind.ORDINARY, DutyCode.CALL_BACK), (Kind.HAZARD, DutyCode.HAZARD_RECHECK)]
)
@pytest.mark.parametrize(
    ("action", "actor", "owner"), [(Action.RECHECK, "linli", "chen"), (Action.REFUTE, "lin", "lin")]
)
def test_what_is_closed_is_asked_about_again(
    kind: Kind, duty: DutyCode, action: Action, actor: str, owner: str
) -> None:
    (event,) = moved(action, actor, State.CLOSED, kind=kind)
    assert (event.duty, event.owner, event.due_at, event.done_at) == (duty, owner, AGAIN, NOW)


@pytest.mark.parametrize("action", [Action.OPEN, Action.DISPATCH, Action.ADD, Action.WITHDRAW, Action.WHISTLE])
def test_most_moves_show_nothing(action: Action) -> None:
    assert moved(action) == []


def test_a_leader_who_can_be_found_is_shown() -> None:
    duties = (
        Duty(Role.LANE_LEADER, "xiuwen", frozenset({"*"})), Duty(Role.COMMUNITY, "rongyu-sq", frozenset({"*"})),
    )  # fmt: skip
    (event,) = bound_duties(Responder("chen", "陈建国", duties), NOW)
    assert event == DutyEvent(DutyCode.LEADER_SHOWN, "chen", "xiuwen", NOW, NOW, NOW, "bound")


def test_what_is_made_public_is_done_at_once() -> None:
    event = published(HELD, "shequ", NOW)
    assert (event.duty, event.owner, event.place, event.case) == (DutyCode.PUBLISH, "shequ", "rongyu-3", 1)
    assert event.done_at == NOW
    assert not is_late(event, NOW + 999 * HOUR)


def test_whoever_is_called_owes_an_answer_and_the_lead_an_end() -> None:
    whistle = Whistle(7, 1, "rongyu-3", "北门", DUE, WhistleKind.WORK, "占道", "chengguan", "jiedao", MORNING)
    call = Call(7, "chengguan", "", SIGNIN, DUE, CHECK)
    lead = list(call_duties(whistle, call))
    assert [(event.duty, event.due_at, event.done_at) for event in lead] == [
        (DutyCode.ANSWER_WHISTLE, SIGNIN, None), (DutyCode.ARRIVE, DUE, None), (DutyCode.CONFER, CHECK, None),
    ]  # fmt: skip
    assert {(event.owner, event.whistle, event.case, event.at) for event in lead} == {("chengguan", 7, 1, MORNING)}
    other = call_duties(whistle, replace(call, person="wuye"))
    assert [event.duty for event in other] == [DutyCode.ANSWER_WHISTLE, DutyCode.ARRIVE]


def test_a_meeting_shows_the_quarter_kept_and_the_chair_taken() -> None:
    held = HeldMeeting(3, "rongyu-sq", "shequ", "wuye", NOW, CHECK)
    events = list(meeting_duties(held))
    assert [(event.duty, event.owner, event.meeting) for event in events] == [
        (DutyCode.QUARTERLY_MEETING, "shequ", 3), (DutyCode.CHAIR, "wuye", 3),
    ]  # fmt: skip
    assert not any(is_late(event, CHECK + HOUR) for event in events)
    assert [event.owner for event in meeting_duties(replace(held, chair=""))] == ["shequ"]


@pytest.mark.parametrize(
    ("month", "ends"), [(1, "2026-04-01"), (3, "2026-04-01"), (4, "2026-07-01"), (9, "2026-10-01"), (12, "2027-01-01")]
)
def test_a_quarter_ends_by_the_local_calendar(month: int, ends: str) -> None:
    end = quarter_ends(datetime(2026, month, 28, 15, tzinfo=UTC), ZONE)
    assert end.astimezone(ZONE).isoformat() == f"{ends}T00:00:00+08:00"


def test_an_event_without_a_time_is_never_late() -> None:
    assert not is_late(kept(DutyCode.VISIT, "lin", None, done_at=None), NOW)


# -- volunteers ------------------------------------------------------------------------------------


def test_a_member_with_two_homes_is_seen_to_have_registered() -> None:
    (event,) = registered_duties("V12", ("rongyu", "jiangbin"), NOW)
    assert event == DutyEvent(DutyCode.DOUBLE_REGISTRATION, "V12", "jiangbin", NOW, NOW, NOW, "登记了两处")


@pytest.mark.parametrize("homes", [("", "jiangbin"), ("rongyu", ""), ("", "")], ids=["no home", "no unit", "neither"])
def test_one_home_is_no_double_registration(homes: tuple[str, str]) -> None:
    assert list(registered_duties("V12", homes, NOW)) == []


def test_work_that_was_confirmed_counts_for_whoever_has_two_homes() -> None:
    entry = ServiceHours(3, "V12", NOW, 60, "微心愿", "rongyu", "jiangbin", "resident")
    (event,) = served_duties(entry, "rongyu", 7)
    assert (event.duty, event.owner, event.place, event.case) == (DutyCode.DOUBLE_REGISTRATION, "V12", "rongyu", 7)
    assert (event.due_at, event.done_at, event.evidence) == (None, NOW, "微心愿")
    assert list(served_duties(replace(entry, work=""), "rongyu")) == []
    assert list(served_duties(replace(entry, home=""), "rongyu")) == []


def test_a_visit_is_owed_by_whoever_coordinates_it_else_by_whom_it_was_given_to() -> None:
    need = Need(
        5, NeedKind.VISIT, NeedState.MISSED, NeedUrgency.TODAY, "rongyu-3", "", "", NOW, NOW, MORNING, NOW,
        coordinator="lin", given_to="shequ",
    )  # fmt: skip
    event = visit_duty(need, "rongyu", DUE)
    assert event == DutyEvent(DutyCode.VISIT, "lin", "rongyu", MORNING, DUE)
    assert is_late(event, DUE + HOUR)
    assert visit_duty(replace(need, coordinator=""), "rongyu", DUE).owner == "shequ"
