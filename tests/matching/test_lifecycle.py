from __future__ import annotations

from itertools import product

import pytest

from matching.case import Action, State
from matching.lifecycle import (
    ENDED,
    MAY,
    TRANSITIONS,
    MoveRefused,
    NotAllowed,
    Party,
    check_allowed,
    next_state,
)

HELD = {State.AWAITING_SIGNIN, State.IN_PROGRESS, State.JOINT, State.SCHEDULED, State.AWAITING_OUTSIDE, State.REDO}
OPEN = set(State) - ENDED

#: For each action: where it is allowed. Written down a second time, by action instead of by state, so that a
#: slip in the table shows here.
ALLOWED = {
    Action.OPEN: {State.NEW},
    Action.ASK: {State.NEW},
    Action.ANSWER: {State.AWAITING_INFO},
    Action.GIVE_UP_ASKING: {State.AWAITING_INFO},
    Action.DISPATCH: {State.AWAITING_DISPATCH},
    Action.TAKE: {State.AWAITING_SIGNIN, State.REDO},
    Action.INQUIRE: {State.AWAITING_SIGNIN, State.IN_PROGRESS, State.REDO},
    Action.SCHEDULE: {State.IN_PROGRESS, State.REDO},
    Action.WAIT_OUTSIDE: {State.IN_PROGRESS, State.REDO},
    Action.RESUME: {State.AWAITING_INFO, State.SCHEDULED, State.AWAITING_OUTSIDE},
    Action.EXTEND: HELD,
    Action.WHISTLE: {State.AWAITING_DISPATCH} | HELD,
    Action.CONCLUDE: {State.JOINT},
    Action.FINISH: HELD,
    Action.ACCEPT: HELD | {State.AWAITING_VERDICT},
    Action.REJECT: {State.AWAITING_VERDICT, State.CLOSED},
    Action.CONFIRM: {State.AWAITING_VERDICT},
    Action.REFUTE: {State.AWAITING_VERDICT, State.CLOSED},
    Action.RECHECK: {State.CLOSED},
    Action.PASS_ON: HELD - {State.JOINT},
    Action.RETURN: HELD - {State.JOINT},
    Action.ESCALATE: HELD,
    Action.DECLINE: {State.AWAITING_DISPATCH, State.AWAITING_SIGNIN, State.IN_PROGRESS},
    Action.APPEAL: {State.NOT_ACCEPTED},
    Action.MERGE: {State.AWAITING_INFO, State.AWAITING_DISPATCH, State.AWAITING_SIGNIN, State.IN_PROGRESS},
    Action.WITHDRAW: OPEN,
    Action.CORRECT: OPEN - {State.NEW},
    Action.ADD: OPEN,
    Action.SAY: OPEN - {State.NEW},
    Action.ARCHIVE: {State.CLOSED, State.NOT_ACCEPTED, State.MERGED},
}

#: Lives of cases: a name, then what people do and where the case stands after it.
LIVES = {
    "the straight way": [
        (Action.OPEN, State.AWAITING_DISPATCH),
        (Action.DISPATCH, State.AWAITING_SIGNIN),
        (Action.TAKE, State.IN_PROGRESS),
        (Action.FINISH, State.AWAITING_VERDICT),
        (Action.ACCEPT, State.CLOSED),
    ],
    "one question is asked and answered, with a photo in between": [
        (Action.ASK, State.AWAITING_INFO),
        (Action.ADD, State.AWAITING_INFO),
        (Action.ANSWER, State.AWAITING_DISPATCH),
        (Action.DISPATCH, State.AWAITING_SIGNIN),
        (Action.FINISH, State.AWAITING_VERDICT),
        (Action.ACCEPT, State.CLOSED),
    ],
    "nobody answers, and the case is dispatched all the same": [
        (Action.ASK, State.AWAITING_INFO),
        (Action.GIVE_UP_ASKING, State.AWAITING_DISPATCH),
        (Action.DISPATCH, State.AWAITING_SIGNIN),
    ],
    "an unhappy resident, twice, the second time after the closing": [
        (Action.OPEN, State.AWAITING_DISPATCH),
        (Action.DISPATCH, State.AWAITING_SIGNIN),
        (Action.TAKE, State.IN_PROGRESS),
        (Action.FINISH, State.AWAITING_VERDICT),
        (Action.REJECT, State.REDO),
        (Action.TAKE, State.IN_PROGRESS),
        (Action.FINISH, State.AWAITING_VERDICT),
        (Action.ACCEPT, State.CLOSED),
        (Action.REJECT, State.REDO),
        (Action.FINISH, State.AWAITING_VERDICT),
        (Action.ACCEPT, State.CLOSED),
    ],
    "the wrong door returns it": [
        (Action.OPEN, State.AWAITING_DISPATCH),
        (Action.DISPATCH, State.AWAITING_SIGNIN),
        (Action.RETURN, State.AWAITING_DISPATCH),
        (Action.DISPATCH, State.AWAITING_SIGNIN),
        (Action.TAKE, State.IN_PROGRESS),
    ],
    "the leader passes it on to the property company": [
        (Action.OPEN, State.AWAITING_DISPATCH),
        (Action.DISPATCH, State.AWAITING_SIGNIN),
        (Action.TAKE, State.IN_PROGRESS),
        (Action.PASS_ON, State.AWAITING_DISPATCH),
        (Action.DISPATCH, State.AWAITING_SIGNIN),
    ],
    "the resident withdraws while the question stands open": [
        (Action.ASK, State.AWAITING_INFO),
        (Action.WITHDRAW, State.CLOSED),
    ],
    "the resident corrects the category of a case that is being worked on": [
        (Action.OPEN, State.AWAITING_DISPATCH),
        (Action.DISPATCH, State.AWAITING_SIGNIN),
        (Action.TAKE, State.IN_PROGRESS),
        (Action.CORRECT, State.AWAITING_DISPATCH),
        (Action.DISPATCH, State.AWAITING_SIGNIN),
    ],
    "a correction does not answer the open question": [
        (Action.ASK, State.AWAITING_INFO),
        (Action.CORRECT, State.AWAITING_INFO),
        (Action.ANSWER, State.AWAITING_DISPATCH),
    ],
    "silence moves it up, and a schedule holds it until its day": [
        (Action.OPEN, State.AWAITING_DISPATCH),
        (Action.DISPATCH, State.AWAITING_SIGNIN),
        (Action.ESCALATE, State.AWAITING_DISPATCH),
        (Action.DISPATCH, State.AWAITING_SIGNIN),
        (Action.TAKE, State.IN_PROGRESS),
        (Action.SCHEDULE, State.SCHEDULED),
        (Action.RESUME, State.IN_PROGRESS),
        (Action.WAIT_OUTSIDE, State.AWAITING_OUTSIDE),
        (Action.EXTEND, State.AWAITING_OUTSIDE),
        (Action.RESUME, State.IN_PROGRESS),
    ],
    "the handler asks, the resident answers, departments come, a checker closes": [
        (Action.OPEN, State.AWAITING_DISPATCH),
        (Action.DISPATCH, State.AWAITING_SIGNIN),
        (Action.INQUIRE, State.AWAITING_INFO),
        (Action.RESUME, State.IN_PROGRESS),
        (Action.WHISTLE, State.JOINT),
        (Action.SAY, State.JOINT),
        (Action.CONCLUDE, State.IN_PROGRESS),
        (Action.FINISH, State.AWAITING_VERDICT),
        (Action.REFUTE, State.REDO),
        (Action.FINISH, State.AWAITING_VERDICT),
        (Action.CONFIRM, State.CLOSED),
        (Action.RECHECK, State.CLOSED),
        (Action.ARCHIVE, State.ARCHIVED),
    ],
    "it is declined, and the resident holds against it": [
        (Action.OPEN, State.AWAITING_DISPATCH),
        (Action.DISPATCH, State.AWAITING_SIGNIN),
        (Action.DECLINE, State.NOT_ACCEPTED),
        (Action.APPEAL, State.AWAITING_DISPATCH),
    ],
    "solved before the leader signed in": [
        (Action.OPEN, State.AWAITING_DISPATCH),
        (Action.DISPATCH, State.AWAITING_SIGNIN),
        (Action.ACCEPT, State.CLOSED),
    ],
}


@pytest.mark.parametrize("life", [*LIVES.values()], ids=[*LIVES])
def test_life_story_can_be_lived(life: list[tuple[Action, State]]) -> None:
    state = State.NEW
    for action, expected in life:
        state = next_state(state, action)
        assert state is expected


@pytest.mark.parametrize(("state", "action"), [*product(State, Action)])
def test_every_pair_moves_or_is_refused(state: State, action: Action) -> None:
    if state in ALLOWED[action]:
        assert next_state(state, action) in State
        return
    with pytest.raises(MoveRefused) as refusal:
        next_state(state, action)
    assert (refusal.value.state, refusal.value.action) == (state, action)
    assert action.value in str(refusal.value)


@pytest.mark.parametrize("action", [Action.ADD, Action.SAY, Action.EXTEND])
def test_some_actions_move_nothing(action: Action) -> None:
    for state in ALLOWED[action]:
        assert next_state(state, action) is state


@pytest.mark.parametrize(
    ("action", "state"),
    [
        (Action.WITHDRAW, State.CLOSED),
        (Action.ACCEPT, State.CLOSED),
        (Action.REJECT, State.REDO),
        (Action.PASS_ON, State.AWAITING_DISPATCH),
        (Action.RETURN, State.AWAITING_DISPATCH),
        (Action.FINISH, State.AWAITING_VERDICT),
    ],
)
def test_action_leads_to_one_place_from_everywhere(action: Action, state: State) -> None:
    assert {after for (_, done), after in TRANSITIONS.items() if done is action} == {state}


def test_an_ended_case_is_opened_by_an_unhappy_resident_or_another_check_only() -> None:
    leading_out = {pair for pair, after in TRANSITIONS.items() if pair[0] in ENDED and after not in ENDED}
    assert leading_out == {
        (State.CLOSED, Action.REJECT), (State.CLOSED, Action.REFUTE), (State.NOT_ACCEPTED, Action.APPEAL),
    }


def test_nothing_leads_out_of_the_archive() -> None:
    assert not [pair for pair in TRANSITIONS if pair[0] is State.ARCHIVED]


def test_every_state_that_a_case_can_reach_has_a_way_to_the_end() -> None:
    for state in set(TRANSITIONS.values()) - ENDED:
        assert next_state(state, Action.WITHDRAW) in ENDED


def test_every_action_has_somebody_who_may_do_it() -> None:
    assert set(MAY) == set(Action)
    assert all(MAY.values())


@pytest.mark.parametrize(("action", "party"), [*product(Action, Party)])
def test_who_may_not_is_refused(action: Action, party: Party) -> None:
    if party in MAY[action]:
        check_allowed(action, {party})
        return
    with pytest.raises(NotAllowed) as refusal:
        check_allowed(action, {party})
    assert (refusal.value.action, refusal.value.allowed) == (action, MAY[action])


def test_whoever_handled_it_never_closes_it() -> None:
    assert Party.OWNER not in MAY[Action.CONFIRM] | MAY[Action.ACCEPT] | MAY[Action.RECHECK] | MAY[Action.EXTEND]


def test_table_cannot_be_changed_at_run_time() -> None:
    with pytest.raises(TypeError):
        TRANSITIONS[State.NEW, Action.TAKE] = State.CLOSED
