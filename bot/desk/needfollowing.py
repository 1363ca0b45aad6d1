"""A need follows the case it came from: closed, withdrawn or done again, and those who help hear of it at once."""

from __future__ import annotations

from bot.desk import wording_offers
from bot.desk.desk import Visit
from bot.desk.fulfilling import confirm, finished_by_handler, not_good
from bot.desk.volunteering import cancel, hold
from matching.case import Case, State
from matching.judgement import HELD
from matching.lifecycle import ENDED
from matching.need import OVER, Need, NeedState

#: Where a case stands that the resident sent back.
_OPEN_AGAIN = frozenset({State.REDO, State.AWAITING_DISPATCH, State.AWAITING_SIGNIN})


def follow_cases(visit: Visit) -> None:
    """What became of the cases that a visit moved, done to the needs that came from them. Once, at a visit's end."""
    for number in sorted(visit.moved):
        if (need := visit.unit.needs.of_case(number)) is not None and need.state not in OVER:
            need, case = hold(visit, need)
            if case is not None:
                follow(visit, need, case)
    visit.moved.clear()


def follow(visit: Visit, need: Need, case: Case) -> bool:
    """A need as its case demands; False when nothing changes."""
    going = visit.unit.needs.holders(need.number)
    if case.state in ENDED and case.verdict in HELD and going:
        confirm(visit, need)
    elif case.state in ENDED:
        cancel(visit, need, wording_offers.SOLVED if case.verdict in HELD else wording_offers.WITHDRAWN)
    elif case.state is State.AWAITING_VERDICT and need.state is not NeedState.DONE:
        if going:
            finished_by_handler(visit, need, going)
        else:
            cancel(visit, need, wording_offers.SOLVED)
    elif case.state in _OPEN_AGAIN and case.reopened and need.state is NeedState.DONE:
        not_good(visit, need, "")
    else:
        return False
    return True
