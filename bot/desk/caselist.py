"""Lists of cases as the pages show them: what to do first, what was reported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.desk import wording_pages as words
from bot.desk.caseline import CaseLine
from bot.desk.casesheet import Clock, clocks
from bot.desk.desk import Visit, line_of
from bot.desk.labels import STATES
from bot.desk.picking import joined_case
from matching.case import Case, State
from matching.lifecycle import IN_HAND


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line: the case, its state in words, the clock that runs next (None when none does)."""

    line: CaseLine
    state: str
    urgent: bool
    clock: Clock | None


@dataclass(frozen=True, slots=True)
class CaseList:
    """Rows under a heading; `empty` is what stands there when there are none."""

    title: str
    rows: tuple[CaseRow, ...]
    empty: str


def my_lists(visit: Visit) -> tuple[CaseList, ...]:
    """What the visitor has in hand, what waits for residents, what she reported; a resident has the last only."""
    found: list[CaseList] = []
    if visit.contact.person:
        found += _for_me(visit)
        held = visit.unit.cases.open_of_responder(visit.contact.person)
        to_do = [case for case in held if case.state in IN_HAND or case.state is State.AWAITING_INFO]
        waiting = [case for case in held if case.state is State.AWAITING_VERDICT]
        found.append(CaseList(words.LIST_IN_HAND, _rows(visit, to_do), words.NONE_IN_HAND))
        if waiting:
            found.append(CaseList(words.LIST_WAITING, _rows(visit, waiting), ""))
    reported = list(visit.unit.cases.open_concerning(visit.contact.id))
    latest = joined_case(visit, visit.unit.cases.latest_of_reporter(visit.contact.id))
    if not reported and latest is not None:
        reported = [latest]
    if reported or not visit.contact.person:
        found.append(CaseList(words.LIST_REPORTED, _rows(visit, reported), words.NONE_REPORTED))
    return tuple(found)


def _for_me(visit: Visit) -> Iterable[CaseList]:
    """What waits for the visitor though the case is somebody else's: whistles that call her, closings to look at."""
    person, load = visit.contact.person, visit.unit.cases.load
    called = [load(blown.case) for blown, call in visit.unit.whistles.called(person) if call.reported_at is None]
    joint = {case.number: case for case in called if case is not None and case.state is State.JOINT}
    checked = [load(check.case) for check in visit.unit.checks.open_of(person)]
    asked = [case for case in checked if case and case.checker == person and case.state is State.AWAITING_VERDICT]
    for title, cases in ((words.LIST_CALLED, joint.values()), (words.LIST_TO_CHECK, asked)):
        rows = _rows(visit, cases)
        if rows:
            yield CaseList(title, rows, "")


def _rows(visit: Visit, cases: Iterable[Case]) -> tuple[CaseRow, ...]:
    urgent_first = sorted(cases, key=lambda c: (not c.urgent, not c.care, c.due_at or c.created_at, c.number))
    return tuple(row_of(visit, case) for case in urgent_first)


def row_of(visit: Visit, case: Case) -> CaseRow:
    """A case as a line of a list."""
    running = [clock for clock in clocks(visit, case) if clock.mood != "done"]
    return CaseRow(line_of(visit, case), STATES[case.state], case.urgent, running[0] if running else None)
