"""The ladder at work: who keeps silent is reminded, then the next rung owns the case; at the top it is stuck."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.desk import wording_clocks, wording_handlers
from bot.desk.desk import LINLI, Telling, Visit, duty_for, line_of, move, who_has
from bot.desk.dispatching import (
    LOOKED_FOR_AGAIN,
    choose,
    dispatch,
    parties_to,
    quicker,
    tell_handler,
    tell_reporter,
)
from matching.case import Action, Case, State
from matching.deadline import Term, climbs_after, own_term_ends, term_for
from matching.ladder import at_the_top, leaders_over, next_rung
from matching.routing import Choice, Enquiry
from matching.waking import Step

_SIGNING = frozenset({State.AWAITING_SIGNIN, State.REDO})
#: A case that nobody is there for goes to the top after so long.
_NOBODY_FOR = timedelta(hours=2)
_NOBODY_FOR_URGENT = timedelta(minutes=10)
#: What is stuck is tried again so often: people come back from leave, others are appointed.
_STUCK_FOR = timedelta(hours=24)
_STUCK_FOR_URGENT = timedelta(hours=1)


def escalate(visit: Visit, case: Case, why: str, by: str = LINLI) -> Case | None:
    """The case in the hands of the next rung, saved; None at the top, and nothing has changed.

    `why` goes on with who had it ("30分钟没接单"); `by` is LINLI or an arbiter. The new one gets a full sign-in clock,
    the old one is told that it is his no more, the resident who has it now. What was promised stays as `due_at`;
    where that has passed or is too near, the new one gets a term of his own.
    """
    choice = _above(visit, case)
    if choice is None:
        return None
    reason = f"{who_has(visit, case) or '上一位'}{why}"
    climbed = move(visit, case, Action.ESCALATE, by, reason)
    term = quicker(term_for(case.category, choice.duty.role, case.urgent, visit.knowledge.terms), case)
    own = own_term_ends(term, visit.now, visit.desk.calendar)
    climbed = replace(
        climbed,
        rung=case.rung + 1,
        own_due_at=own if case.due_at is not None and case.due_at < own else None,
        resume_at=None,
    )
    choice = replace(choice, reasons=tuple(f"{reason}，{one}" for one in choice.reasons))
    climbed = dispatch(visit, climbed, choice)
    line = line_of(visit, climbed)
    if case.responder:
        words = wording_clocks.climbed_away(line, why)
        visit.tell(Telling("taken_away", words, climbed), person=case.responder)
    tell_reporter(visit, climbed, "passed", wording_clocks.climbed_for_resident(line))
    return climbed


def term_of(visit: Visit, case: Case) -> Term:
    """The term that whoever has a case has for it."""
    responder = visit.knowledge.town.directory.get(case.responder)
    choice = duty_for(visit, responder, case.place) if responder else None
    role = choice.duty.role if choice else ""
    return quicker(term_for(case.category, role, case.urgent, visit.knowledge.terms), case)


def _above(visit: Visit, case: Case) -> Choice | None:
    joint = case.state is State.JOINT or case.disputed
    return next_rung(_enquiry(visit, case), case.responder, visit.knowledge.town, joint=joint)


def _enquiry(visit: Visit, case: Case) -> Enquiry:
    day = visit.now.astimezone(visit.zone).date()
    return Enquiry(case.place, case.category, day, frozenset(case.had) | parties_to(visit, case))


# -- what the clocks do ------------------------------------------------------------------------------


def _remind_signin(visit: Visit, case: Case) -> bool:
    """The first one too late to sign is reminded; he has half his term more before it climbs."""
    again = climbs_after(visit.now, term_of(visit, case), visit.desk.calendar)
    case = replace(case, reminded_at=visit.now, climb_at=max(case.climb_at or again, again))
    visit.unit.cases.save(case)
    tell_handler(visit, case, "reminder", wording_handlers.reminder(line_of(visit, case)))
    return True


def _remind_first_word(visit: Visit, case: Case) -> bool:
    case = replace(case, reminded_at=visit.now)
    visit.unit.cases.save(case)
    tell_handler(visit, case, "reminder", wording_clocks.first_word_missing(line_of(visit, case)))
    return True


def _climb(visit: Visit, case: Case) -> bool:
    return escalate(visit, case, _why(visit, case)) is not None or _stuck(visit, case)


def _why(visit: Visit, case: Case) -> str:
    if case.disputed:
        return wording_clocks.NOT_DECIDED
    if case.state in _SIGNING:
        minutes = round(term_of(visit, case).signin.total_seconds() / 60)
        return wording_clocks.not_signed(minutes)
    return wording_clocks.NOT_FINISHED


def _stuck(visit: Visit, case: Case) -> bool:
    """Nobody is left: it stays where it is and stands in the digest. Whether it has become stuck just now."""
    again = visit.now + (_STUCK_FOR_URGENT if case.urgent else _STUCK_FOR)
    visit.unit.cases.save(replace(case, climb_at=again, stuck_at=case.stuck_at or visit.now))
    if case.stuck_at is None:
        _tell_stuck(visit, case)
    return case.stuck_at is None


def _tell_stuck(visit: Visit, case: Case) -> None:
    """The resident hears that others look at it now; in danger whoever reads the digest hears at once."""
    line = line_of(visit, case)
    tell_reporter(visit, case, "stuck", wording_clocks.stuck_for_resident(line))
    for reader in leaders_over(case.place, visit.knowledge.town) if case.urgent else ():
        visit.tell(Telling("stuck", wording_clocks.stuck_urgent(line), case), person=reader.code)


def _dispatch_again(visit: Visit, case: Case) -> bool:
    """Somebody is looked for again; after two hours the arbiter gets it even on his leave, else it is stuck."""
    choice = choose(visit, case)
    late = visit.now - _nobody_since(case) >= (_NOBODY_FOR_URGENT if case.urgent else _NOBODY_FOR)
    if choice is None and late:
        choice = at_the_top(_enquiry(visit, replace(case, had=())), visit.knowledge.town)
    if choice is None:
        stuck_at = case.stuck_at or (visit.now if late else None)
        visit.unit.cases.save(replace(case, climb_at=visit.now + LOOKED_FOR_AGAIN, stuck_at=stuck_at))
        if late and case.stuck_at is None:
            _tell_stuck(visit, case)
        return late and case.stuck_at is None
    if case.state is not State.AWAITING_DISPATCH:
        case = move(visit, case, Action.ESCALATE, LINLI, wording_clocks.NOBODY_HAD_IT)
    case = dispatch(visit, case, choice)
    tell_reporter(visit, case, "receipt", wording_clocks.found_for_resident(line_of(visit, case)))
    return True


def _nobody_since(case: Case) -> datetime:
    return case.held_since or case.created_at


#: What each step of the ladder does; each leaves the case so that no step is due at once again.
CLIMBING: Mapping[Step, Callable[[Visit, Case], bool]] = MappingProxyType(
    {
        Step.REMIND_SIGNIN: _remind_signin,
        Step.REMIND_FIRST_WORD: _remind_first_word,
        Step.DISPATCH_AGAIN: _dispatch_again,
        Step.CLIMB: _climb,
    }
)
