"""A case that was not solved goes back at once, the second time one level higher."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import wording_closing
from bot.desk.desk import LINLI, Telling, Visit, duty_for, line_of, move
from bot.desk.dispatching import choose, dispatch, parties_to
from bot.desk.points import open_again
from matching.case import Action, Case
from matching.judgement import UNSOLVED
from matching.ladder import next_rung, rung_of
from matching.responder import Responder
from matching.routing import Choice, Enquiry

_TWICE = 2
_NOT_SOLVED = frozenset({Action.REJECT, Action.REFUTE})


def reopen(visit: Visit, case: Case, why: str) -> Case:
    """A case in state redo back with whoever had it, saved, the clock for solving anew.

    From the second time on it goes one level higher with what was said each time, and the one before is told. Where
    nobody is higher, or he is away, whoever is responsible has it.
    """
    case = replace(
        case, verdict=UNSOLVED, closed_at=None, reopened=case.reopened + 1, points=open_again(case.points),
        checker="", check_due_at=None, recheck_at=None,
    )  # fmt: skip
    higher = _one_higher(visit, case) if case.reopened >= _TWICE else None
    if higher is not None:
        return _raised(visit, case, higher)
    responder = visit.knowledge.town.directory.get(case.responder)
    back = duty_for(visit, responder, case.place) if responder else None
    if responder is None or responder.on_leave(visit.now.astimezone(visit.zone).date()):
        back = choose(visit, case) or back  # with nobody else there it waits for him rather than for nobody
    return dispatch(visit, case, back, again=why)


def _raised(visit: Visit, case: Case, higher: Choice) -> Case:
    before = case.responder
    events = visit.unit.cases.events(case.number)
    said = [event.reason for event in events if event.action in _NOT_SOLVED]
    case = move(visit, case, Action.ESCALATE, LINLI, wording_closing.TWICE)
    reasons = tuple(f"{wording_closing.TWICE}，{reason}" for reason in higher.reasons)
    case = replace(case, rung=case.rung + 1, own_due_at=None)
    case = dispatch(visit, case, replace(higher, reasons=reasons), again="；".join(said[-_TWICE:]))
    words = wording_closing.raised_away(line_of(visit, case))
    visit.tell(Telling("taken_away", words, case), person=before)
    return case


def _one_higher(visit: Visit, case: Case) -> Choice | None:
    """Who stands above the handler, his backup at the same level aside; None at the top or where nobody had it."""
    town = visit.knowledge.town
    handler = town.directory.get(case.responder)
    own = duty_for(visit, handler, case.place) if handler else None
    if own is None:
        return None
    level = rung_of(own.duty)
    without = parties_to(visit, case)
    while True:
        day = visit.now.astimezone(visit.zone).date()
        choice = next_rung(Enquiry(case.place, case.category, day, without), case.responder, town)
        if choice is None or rung_of(choice.duty) > level or _higher(choice.responder, level):
            return choice
        without |= {choice.responder.code}


def _higher(responder: Responder, level: int) -> bool:
    return any(rung_of(duty) > level for duty in responder.duties)
