"""When a clock strikes for a case, and what a move does to its clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from matching.case import Action, Case, State
from matching.lifecycle import ENDED, IN_HAND, TRANSITIONS
from matching.waking import PAUSE_MOST, Step, moved, step_due, unfinished_at, wakes_at

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def a_case(state: State = State.AWAITING_SIGNIN, **given: object) -> Case:
    """Dispatched an hour ago: to be signed in an hour, to hear a word in two, to be done in a week."""
    case = Case(
        number=1, state=state, intent="report", category="parking", secondary=(), place="y-3", place_text="3栋",
        summary="", responder="chen", reporter=1, urgent=False, private=False, confidence=1.0, revision=1,
        created_at=NOW - HOUR, touched_at=NOW - HOUR, signin_due_at=NOW + HOUR, climb_at=NOW + HOUR * 2,
        first_word_due_at=NOW + HOUR * 3, due_at=NOW + HOUR * 168, resume_at=NOW + HOUR * 48,
    )  # fmt: skip
    return replace(case, **given)  # type: ignore[arg-type]  # builders take what they are given


@pytest.mark.parametrize(
    ("case", "at", "step"),
    [
        (a_case(), NOW + HOUR, Step.REMIND_SIGNIN),
        (a_case(reminded_at=NOW + HOUR), NOW + HOUR * 2, Step.CLIMB),
        (a_case(State.REDO), NOW + HOUR, Step.REMIND_SIGNIN),
        (a_case(State.IN_PROGRESS), NOW + HOUR * 3, Step.REMIND_FIRST_WORD),
        (a_case(State.IN_PROGRESS, first_word_at=NOW), NOW + HOUR * 168, Step.CLIMB),
        (a_case(State.IN_PROGRESS, reminded_at=NOW + HOUR * 3), NOW + HOUR * 168, Step.CLIMB),
        (a_case(State.IN_PROGRESS, first_word_at=NOW, own_due_at=NOW + HOUR * 200), NOW + HOUR * 200, Step.CLIMB),
        (a_case(State.JOINT), NOW + HOUR * 168, Step.CLIMB),
        (a_case(State.SCHEDULED, first_word_at=NOW), NOW + HOUR * 48, Step.RESUME),
        (a_case(State.AWAITING_OUTSIDE, first_word_at=NOW, resume_at=None), NOW - HOUR, Step.RESUME),
        (a_case(State.SCHEDULED, first_word_at=NOW, resume_at=NOW + HOUR * 999), NOW + HOUR * 168, Step.CLIMB),
        (a_case(State.AWAITING_INFO, paused_at=NOW), NOW + HOUR * 48, Step.GO_ON),
        (a_case(State.AWAITING_DISPATCH, responder="", climb_at=None), NOW - HOUR, Step.DISPATCH_AGAIN),
        (a_case(State.AWAITING_DISPATCH, responder=""), NOW + HOUR * 2, Step.DISPATCH_AGAIN),
        *((a_case(state, responder=""), NOW + HOUR * 2, Step.DISPATCH_AGAIN) for state in sorted(IN_HAND)),
        (a_case(climb_at=None, signin_due_at=None), NOW - HOUR, Step.CLIMB),
        (a_case(climb_at=None, touched_at=None, signin_due_at=None), NOW - HOUR, Step.CLIMB),
    ],
)
def test_what_is_wanted_next_and_when(case: Case, at: datetime, step: Step) -> None:
    assert wakes_at(case) == at
    assert step_due(case, at - timedelta(milliseconds=1)) is None
    assert step_due(case, at) == (at, step)


@pytest.mark.parametrize("state", [*sorted(ENDED), State.NEW, State.AWAITING_INFO, State.AWAITING_VERDICT])
def test_where_no_clock_of_the_ladder_strikes(state: State) -> None:
    assert wakes_at(a_case(state)) is None
    assert step_due(a_case(state), NOW + HOUR * 9999) is None


@pytest.mark.parametrize("state", sorted(IN_HAND | {State.AWAITING_DISPATCH}))
@pytest.mark.parametrize("responder", ["", "chen"])
def test_every_case_in_hand_is_woken_whatever_is_missing(state: State, responder: str) -> None:
    unset = dict.fromkeys(("signin_due_at", "climb_at", "first_word_due_at", "due_at", "resume_at"))
    bare = a_case(state, responder=responder, **unset)

    woken = wakes_at(bare)

    assert woken is not None
    assert woken <= NOW + timedelta(days=7)


def test_who_is_late_is_reminded_before_it_is_taken_from_him() -> None:
    assert step_due(a_case(), NOW + HOUR * 9) == (NOW + HOUR, Step.REMIND_SIGNIN)


def test_who_was_just_given_back_a_case_is_not_asked_for_it_at_once() -> None:
    late = a_case(State.IN_PROGRESS, due_at=NOW - HOUR, climb_at=NOW + HOUR)

    assert unfinished_at(late) == NOW + HOUR


# -- moves -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rest", [HOUR * 20, HOUR * 90])
def test_a_rest_is_added_to_the_terms_48_hours_at_most(rest: timedelta) -> None:
    resting = a_case(State.AWAITING_INFO, paused_at=NOW, own_due_at=None)

    after = moved(resting, Action.RESUME, State.IN_PROGRESS, NOW + rest, words=False)

    added = min(rest, PAUSE_MOST)
    assert (after.state, after.paused_at, after.own_due_at) == (State.IN_PROGRESS, None, None)
    assert after.due_at == NOW + HOUR * 168 + added
    assert after.climb_at == NOW + HOUR * 2 + added


def test_an_addition_does_not_end_the_rest() -> None:
    resting = a_case(State.AWAITING_INFO, paused_at=NOW)

    after = moved(resting, Action.ADD, State.AWAITING_INFO, NOW + HOUR, words=True)

    assert after == replace(resting, touched_at=NOW + HOUR)


@pytest.mark.parametrize(
    ("action", "words", "spoken"),
    [
        (Action.SAY, True, True),
        (Action.INQUIRE, True, True),
        (Action.SCHEDULE, True, True),
        (Action.WAIT_OUTSIDE, True, True),
        (Action.FINISH, True, True),
        (Action.TAKE, True, True),
        (Action.TAKE, False, False),  # 接单 alone is a machine's word
        (Action.PASS_ON, True, False),  # said to a colleague
        (Action.ADD, True, False),
    ],
)
def test_what_is_a_first_human_word(action: Action, words: bool, spoken: bool) -> None:
    after = moved(a_case(), action, State.IN_PROGRESS, NOW, words=words)

    assert (after.first_word_at == NOW) is spoken


def test_the_first_word_stays_the_first() -> None:
    spoken = a_case(State.IN_PROGRESS, first_word_at=NOW - HOUR)

    assert moved(spoken, Action.SAY, State.IN_PROGRESS, NOW, words=True).first_word_at == NOW - HOUR


def test_what_was_stuck_moves_again() -> None:
    stuck = a_case(stuck_at=NOW - HOUR)

    assert moved(stuck, Action.TAKE, State.IN_PROGRESS, NOW, words=False).stuck_at is None
    assert moved(stuck, Action.ADD, State.AWAITING_SIGNIN, NOW, words=False).stuck_at == NOW - HOUR


def test_every_move_of_the_table_leaves_a_case_that_somebody_will_ask_for() -> None:
    for (state, action), after in TRANSITIONS.items():
        case = moved(a_case(state, paused_at=None), action, after, NOW, words=True)
        assert case.state is after
        if after in IN_HAND or after is State.AWAITING_DISPATCH:
            assert wakes_at(case) is not None, (state, action)
