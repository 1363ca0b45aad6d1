"""How a case proceeds: one table of moves, one function that reads it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from matching.case import Action, State

#: A case that has ended stands in no work list and has no clock. Only an unhappy resident opens one again.
ENDED: Final = frozenset({State.CLOSED, State.NOT_ACCEPTED, State.MERGED, State.ARCHIVED})

#: (where the case stands, what somebody does) -> where it stands then. A pair that is missing is refused.
#: Nothing leads to joint, scheduled or awaiting_outside yet; a case that an import brought there can still
#: be completed, corrected or withdrawn.
TRANSITIONS: Final[Mapping[tuple[State, Action], State]] = MappingProxyType({
    # Birth: either everything is known, or exactly one question is asked.
    (State.NEW, Action.OPEN): State.AWAITING_DISPATCH,  # matter and place are known
    (State.NEW, Action.ASK): State.AWAITING_INFO,  # a guess would send it to the wrong door
    (State.AWAITING_INFO, Action.ANSWER): State.AWAITING_DISPATCH,  # the answer settles it
    (State.AWAITING_INFO, Action.GIVE_UP_ASKING): State.AWAITING_DISPATCH,  # silence must not lose a case
    (State.AWAITING_INFO, Action.MERGE): State.MERGED,  # it was reported before: the resident follows that case
    # Somebody gets it. The clocks start here, not when it is taken: else an unsigned case were never late.
    (State.AWAITING_DISPATCH, Action.DISPATCH): State.AWAITING_SIGNIN,
    (State.AWAITING_SIGNIN, Action.TAKE): State.IN_PROGRESS,  # 接单
    (State.REDO, Action.TAKE): State.IN_PROGRESS,  # the same handler takes it up again
    # Done, as the handler says. Signing in first is not demanded: one message is enough for a busy leader.
    (State.IN_PROGRESS, Action.FINISH): State.AWAITING_VERDICT,
    (State.AWAITING_SIGNIN, Action.FINISH): State.AWAITING_VERDICT,
    (State.REDO, Action.FINISH): State.AWAITING_VERDICT,
    # The verdict is the resident's: the one who checks is not the one who handled.
    (State.AWAITING_VERDICT, Action.ACCEPT): State.CLOSED,
    (State.AWAITING_SIGNIN, Action.ACCEPT): State.CLOSED,  # solved before anybody said so
    (State.IN_PROGRESS, Action.ACCEPT): State.CLOSED,  # the resident sees it before the handler reports it
    (State.REDO, Action.ACCEPT): State.CLOSED,  # the second thought of an unhappy resident
    (State.AWAITING_VERDICT, Action.REJECT): State.REDO,
    (State.CLOSED, Action.REJECT): State.REDO,  # the same trouble came back, or the closing was wrong
    # Not mine: it is dispatched anew, so that the next holder gets full clocks and a notice of its own.
    (State.AWAITING_SIGNIN, Action.PASS_ON): State.AWAITING_DISPATCH,
    (State.IN_PROGRESS, Action.PASS_ON): State.AWAITING_DISPATCH,
    (State.REDO, Action.PASS_ON): State.AWAITING_DISPATCH,
    (State.AWAITING_SIGNIN, Action.RETURN): State.AWAITING_DISPATCH,
    (State.IN_PROGRESS, Action.RETURN): State.AWAITING_DISPATCH,
    (State.REDO, Action.RETURN): State.AWAITING_DISPATCH,
    # The resident withdraws: allowed as long as it has not ended, whoever has it.
    (State.NEW, Action.WITHDRAW): State.CLOSED,
    (State.AWAITING_INFO, Action.WITHDRAW): State.CLOSED,
    (State.AWAITING_DISPATCH, Action.WITHDRAW): State.CLOSED,
    (State.AWAITING_SIGNIN, Action.WITHDRAW): State.CLOSED,
    (State.IN_PROGRESS, Action.WITHDRAW): State.CLOSED,
    (State.JOINT, Action.WITHDRAW): State.CLOSED,
    (State.SCHEDULED, Action.WITHDRAW): State.CLOSED,
    (State.AWAITING_OUTSIDE, Action.WITHDRAW): State.CLOSED,
    (State.AWAITING_VERDICT, Action.WITHDRAW): State.CLOSED,
    (State.REDO, Action.WITHDRAW): State.CLOSED,
    # Another category may mean another responder, so it is dispatched anew; an open question stays open.
    (State.AWAITING_INFO, Action.CORRECT): State.AWAITING_INFO,
    (State.AWAITING_DISPATCH, Action.CORRECT): State.AWAITING_DISPATCH,
    (State.AWAITING_SIGNIN, Action.CORRECT): State.AWAITING_DISPATCH,
    (State.IN_PROGRESS, Action.CORRECT): State.AWAITING_DISPATCH,
    (State.JOINT, Action.CORRECT): State.AWAITING_DISPATCH,
    (State.SCHEDULED, Action.CORRECT): State.AWAITING_DISPATCH,
    (State.AWAITING_OUTSIDE, Action.CORRECT): State.AWAITING_DISPATCH,
    (State.AWAITING_VERDICT, Action.CORRECT): State.AWAITING_DISPATCH,  # the wrong door "finished" it
    (State.REDO, Action.CORRECT): State.AWAITING_DISPATCH,
    # More words, a photo, a location: they move nothing, the holder only learns more.
    (State.NEW, Action.ADD): State.NEW,
    (State.AWAITING_INFO, Action.ADD): State.AWAITING_INFO,
    (State.AWAITING_DISPATCH, Action.ADD): State.AWAITING_DISPATCH,
    (State.AWAITING_SIGNIN, Action.ADD): State.AWAITING_SIGNIN,
    (State.IN_PROGRESS, Action.ADD): State.IN_PROGRESS,
    (State.JOINT, Action.ADD): State.JOINT,
    (State.SCHEDULED, Action.ADD): State.SCHEDULED,
    (State.AWAITING_OUTSIDE, Action.ADD): State.AWAITING_OUTSIDE,
    (State.AWAITING_VERDICT, Action.ADD): State.AWAITING_VERDICT,
    (State.REDO, Action.ADD): State.REDO,
})


class MoveRefused(Exception):
    """A case cannot be moved like this from where it stands."""

    def __init__(self, state: State, action: Action) -> None:
        """Keep where the case stands and what was tried."""
        super().__init__(f"no move {action.value} from {state.value}")
        self.state = state
        self.action = action


def next_state(state: State, action: Action) -> State:
    """The state after `action`. Raises MoveRefused when the table has no such move."""
    try:
        return TRANSITIONS[state, action]
    except KeyError:
        raise MoveRefused(state, action) from None
