"""How a case proceeds: one table of moves, one of who may make them, and the functions that read them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from matching.case import Action, State

#: A case that has ended stands in no work list. An unhappy resident or another check opens one again.
ENDED: Final = frozenset({State.CLOSED, State.NOT_ACCEPTED, State.MERGED, State.ARCHIVED})

#: A handler or a group has it in hand: the clock to solve it runs.
IN_HAND: Final = frozenset({
    State.AWAITING_SIGNIN, State.IN_PROGRESS, State.JOINT, State.SCHEDULED, State.AWAITING_OUTSIDE, State.REDO,
})
_UNDER_WAY: Final = frozenset(State) - ENDED
_DISPATCHABLE: Final = IN_HAND - {State.JOINT}


_Pair = tuple[State, Action]


def _from(states: frozenset[State], action: Action, after: State | None = None) -> Iterator[tuple[_Pair, State]]:
    """Rows of the table for several states; without `after` the action moves nothing."""
    return (((state, action), after or state) for state in sorted(states))


#: (where the case stands, what somebody does) -> where it stands then. A pair that is missing is refused.
TRANSITIONS: Final[Mapping[_Pair, State]] = MappingProxyType(dict([
    # Birth: either everything is known, or exactly one question is asked.
    ((State.NEW, Action.OPEN), State.AWAITING_DISPATCH),  # matter and place are known
    ((State.NEW, Action.ASK), State.AWAITING_INFO),  # a guess would send it to the wrong door
    ((State.AWAITING_INFO, Action.ANSWER), State.AWAITING_DISPATCH),  # the answer settles it
    ((State.AWAITING_INFO, Action.GIVE_UP_ASKING), State.AWAITING_DISPATCH),  # silence must not lose a case
    # Somebody gets it. The clocks start here, not when it is taken: else an unsigned case were never late.
    ((State.AWAITING_DISPATCH, Action.DISPATCH), State.AWAITING_SIGNIN),
    ((State.AWAITING_SIGNIN, Action.TAKE), State.IN_PROGRESS),  # 接单
    ((State.REDO, Action.TAKE), State.IN_PROGRESS),  # the same handler takes it up again
    # The handler waits, always for something that has a day.
    *_from(frozenset({State.AWAITING_SIGNIN, State.IN_PROGRESS, State.REDO}), Action.INQUIRE, State.AWAITING_INFO),
    *_from(frozenset({State.IN_PROGRESS, State.REDO}), Action.SCHEDULE, State.SCHEDULED),
    *_from(frozenset({State.IN_PROGRESS, State.REDO}), Action.WAIT_OUTSIDE, State.AWAITING_OUTSIDE),
    *_from(frozenset({State.AWAITING_INFO, State.SCHEDULED, State.AWAITING_OUTSIDE}), Action.RESUME,
           State.IN_PROGRESS),  # she answered, or the day has come
    *_from(IN_HAND, Action.EXTEND),  # more time moves nothing
    # Several work together; one of them leads and has it again afterwards.
    *_from(_DISPATCHABLE | {State.AWAITING_DISPATCH}, Action.WHISTLE, State.JOINT),
    ((State.JOINT, Action.WHISTLE), State.JOINT),  # one more is called, or another one leads
    ((State.JOINT, Action.CONCLUDE), State.IN_PROGRESS),
    # Done, as the handler says. Signing in first is not demanded: one message is enough for a busy leader.
    *_from(IN_HAND, Action.FINISH, State.AWAITING_VERDICT),
    # The verdict is the resident's: the one who checks is not the one who handled.
    *_from(IN_HAND | {State.AWAITING_VERDICT}, Action.ACCEPT, State.CLOSED),  # also before anybody reported it
    ((State.AWAITING_VERDICT, Action.REJECT), State.REDO),
    ((State.CLOSED, Action.REJECT), State.REDO),  # the same trouble came back, or the closing was wrong
    ((State.AWAITING_VERDICT, Action.CONFIRM), State.CLOSED),  # she kept silent, somebody else looked
    ((State.AWAITING_VERDICT, Action.REFUTE), State.REDO),
    ((State.CLOSED, Action.REFUTE), State.REDO),  # a hazard is back when it is inspected again
    ((State.CLOSED, Action.RECHECK), State.CLOSED),  # after 28 days it holds
    # Not mine: it is dispatched anew, so that the next holder gets a notice and a sign-in clock of its own.
    *_from(_DISPATCHABLE, Action.PASS_ON, State.AWAITING_DISPATCH),
    *_from(_DISPATCHABLE, Action.RETURN, State.AWAITING_DISPATCH),
    # Nobody moved: the next rung owns it, whatever the case was waiting for.
    *_from(IN_HAND, Action.ESCALATE, State.AWAITING_DISPATCH),
    # Not ours at all, said with the right door. What was once done badly is not declined afterwards.
    *_from(frozenset({State.AWAITING_DISPATCH, State.AWAITING_SIGNIN, State.IN_PROGRESS}), Action.DECLINE,
           State.NOT_ACCEPTED),
    ((State.NOT_ACCEPTED, Action.APPEAL), State.AWAITING_DISPATCH),
    # It was reported before: the resident follows that case.
    *_from(frozenset({State.AWAITING_INFO, State.AWAITING_DISPATCH, State.AWAITING_SIGNIN, State.IN_PROGRESS}),
           Action.MERGE, State.MERGED),
    # The resident withdraws: allowed as long as it has not ended, whoever has it.
    *_from(_UNDER_WAY, Action.WITHDRAW, State.CLOSED),
    # Another category may mean another responder, so it is dispatched anew; an open question stays open.
    ((State.AWAITING_INFO, Action.CORRECT), State.AWAITING_INFO),
    *_from(_UNDER_WAY - {State.NEW, State.AWAITING_INFO}, Action.CORRECT, State.AWAITING_DISPATCH),
    # More words, a photo, a location, a handler's answer: they move nothing, the other side only learns more.
    *_from(_UNDER_WAY, Action.ADD),
    *_from(_UNDER_WAY - {State.NEW}, Action.SAY),
    # Put away: nothing leads out of the archive.
    *_from(ENDED - {State.ARCHIVED}, Action.ARCHIVE, State.ARCHIVED),
]))


class Party(StrEnum):
    """As what somebody moves a case. One person may be several at once."""

    RESIDENT = "resident"  # reported it or joined it
    OWNER = "owner"  # has it in hand
    CHECKER = "checker"  # was asked to look whether it is solved
    OFFICE = "office"  # the community, street or command centre over the place
    ARBITER = "arbiter"  # the street over the place, or the district where there is none
    VOLUNTEER = "volunteer"  # has claimed what the case needs
    LINLI = "linli"  # the clocks and the rules


_R, _O, _C, _OFFICE, _A, _V, _L = Party
#: Who may do what. The table of moves says when; both must allow it.
MAY: Final[Mapping[Action, frozenset[Party]]] = MappingProxyType({
    Action.OPEN: frozenset({_R, _OFFICE, _L}),
    Action.ASK: frozenset({_R, _L}),
    Action.ANSWER: frozenset({_R, _L}),
    Action.GIVE_UP_ASKING: frozenset({_R, _L}),  # she may not know either
    Action.DISPATCH: frozenset({_L, _A}),
    Action.TAKE: frozenset({_O, _V}),  # a volunteer who claims it has signed for it
    Action.INQUIRE: frozenset({_O}),
    Action.SCHEDULE: frozenset({_O}),
    Action.WAIT_OUTSIDE: frozenset({_O}),
    Action.RESUME: frozenset({_O, _R, _L}),
    Action.EXTEND: frozenset({_OFFICE, _A}),  # never by the one who asks for it
    Action.WHISTLE: frozenset({_A, _L}),  # the clocks hand the lead on, they never blow one
    Action.CONCLUDE: frozenset({_A, _O, _L}),
    Action.FINISH: frozenset({_O, _V}),
    Action.ACCEPT: frozenset({_R}),
    Action.REJECT: frozenset({_R}),
    Action.CONFIRM: frozenset({_C}),
    Action.REFUTE: frozenset({_C}),
    Action.RECHECK: frozenset({_R, _C, _L}),
    Action.PASS_ON: frozenset({_O, _A}),
    Action.RETURN: frozenset({_O}),
    Action.ESCALATE: frozenset({_L, _A}),
    Action.DECLINE: frozenset({_OFFICE, _A}),
    Action.APPEAL: frozenset({_R}),
    Action.MERGE: frozenset({_R, _OFFICE, _A}),
    Action.WITHDRAW: frozenset({_R}),
    Action.CORRECT: frozenset({_R, _OFFICE, _A}),
    Action.ADD: frozenset({_R, _O, _OFFICE, _A, _L}),  # a poll's result is added by the clock
    Action.SAY: frozenset({_O, _OFFICE, _A, _C, _V}),
    Action.ARCHIVE: frozenset({_L}),
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


class NotAllowed(Exception):
    """The one who tried is none of those who may do this."""

    def __init__(self, action: Action) -> None:
        """Keep what was tried and who may do it."""
        super().__init__(f"{action.value} is for {', '.join(sorted(MAY[action]))}")
        self.action = action
        self.allowed = MAY[action]


def check_allowed(action: Action, parties: Collection[Party]) -> None:
    """Nothing, when one of the parties may do it. Raises NotAllowed."""
    if MAY[action].isdisjoint(parties):
        raise NotAllowed(action)
