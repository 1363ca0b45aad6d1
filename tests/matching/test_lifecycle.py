from __future__ import annotations

from itertools import product

import pytest

from matching.case import Action, State
from matching.lifecycle import ENDED, TRANSITIONS, MoveRefused, next_state

#: For each action: where it is allowed. Written down a second time, by action instead of by state, so that a
#: slip in the table shows here.
ALLOWED = {
    Action.OPEN: {State.NEW},
    Action.ASK: {State.NEW},
    Action.ANSWER: {State.AWAITING_INFO},
    Action.GIVE_UP_ASKING: {State.AWAITING_INFO},
    Action.DISPATCH: {State.AWAITING_DISPATCH},
    Action.TAKE: {State.AWAITING_SIGNIN, State.REDO},
    Action.FINISH: {State.AWAITING_SIGNIN, State.IN_PROGRESS, State.REDO},
    Action.ACCEPT: {State.AWAITING_SIGNIN, State.IN_PROGRESS, State.REDO, State.AWAITING_VERDICT},
    Action.REJECT: {State.AWAITING_VERDICT, State.CLOSED},
    Action.PASS_ON: {State.AWAITING_SIGNIN, State.IN_PROGRESS, State.REDO},
    Action.RETURN: {State.AWAITING_SIGNIN, State.IN_PROGRESS, State.REDO},
    Action.WITHDRAW: set(State) - ENDED,
    Action.CORRECT: set(State) - ENDED - {State.NEW},
    Action.ADD: set(State) - ENDED,
    Action.MERGE: {State.AWAITING_INFO},
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


def test_adding_moves_nothing() -> None:
    for state in ALLOWED[Action.ADD]:
        assert next_state(state, Action.ADD) is state


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


def test_only_an_unhappy_resident_opens_an_ended_case() -> None:
    assert [pair for pair in TRANSITIONS if pair[0] in ENDED] == [(State.CLOSED, Action.REJECT)]


def test_every_state_that_a_case_can_reach_has_a_way_to_the_end() -> None:
    for state in set(TRANSITIONS.values()) - ENDED:
        assert next_state(state, Action.WITHDRAW) in ENDED


def test_table_cannot_be_changed_at_run_time() -> None:
    with pytest.raises(TypeError):
        TRANSITIONS[State.NEW, Action.TAKE] = State.CLOSED
