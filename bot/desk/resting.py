"""A case that rests: for the resident's answer, until a day, for somebody outside. How it goes on again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from bot.desk import wording_waiting
from bot.desk.desk import LINLI, RESIDENT, Visit, line_of, move
from bot.desk.dispatching import tell_handler, tell_reporter
from bot.desk.escalation import term_of
from matching.case import Action, Case
from matching.deadline import climbs_after
from matching.waking import Step


def resume(visit: Visit, case: Case, actor: str, reason: str = "") -> Case:
    """The case in hand again, saved: a rest for the resident is added to its terms, and whatever fell due in the
    meantime, the ladder leaves whoever has it alone for a moment.

    Raises `MoveRefused` and `NotAllowed`.
    """
    case = move(visit, case, Action.RESUME, actor, reason)
    alone = climbs_after(visit.now, term_of(visit, case), visit.desk.calendar)
    case = replace(case, question="", resume_at=None, climb_at=max(case.climb_at or alone, alone))
    visit.unit.cases.save(case)
    return case


def answered(visit: Visit, case: Case, said: str) -> str:
    """The resident answered what a handler asked (her words are kept already): it goes on; the reply."""
    case = resume(visit, case, RESIDENT)
    line = line_of(visit, case)
    tell_handler(visit, case, "answered", wording_waiting.answered_for_handler(line, said))
    return wording_waiting.answered(line)


def _go_on(visit: Visit, case: Case) -> bool:
    """No answer for 48 hours: the clocks run again by themselves."""
    case = resume(visit, case, LINLI, wording_waiting.NO_ANSWER)
    line = line_of(visit, case)
    tell_handler(visit, case, "goes_on", wording_waiting.goes_on_for_handler(line))
    tell_reporter(visit, case, "goes_on", wording_waiting.goes_on_for_resident(line))
    return True


def _day_has_come(visit: Visit, case: Case) -> bool:
    case = resume(visit, case, LINLI, wording_waiting.DAY_HAS_COME)
    line = line_of(visit, case)
    tell_handler(visit, case, "resumed", wording_waiting.day_has_come_for_handler(line))
    tell_reporter(visit, case, "resumed", wording_waiting.day_has_come_for_resident(line))
    return True


#: What ends a rest when its time has come.
RESUMING: Mapping[Step, Callable[[Visit, Case], bool]] = MappingProxyType(
    {Step.GO_ON: _go_on, Step.RESUME: _day_has_come}
)
