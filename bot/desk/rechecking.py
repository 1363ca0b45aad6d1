"""What is closed is asked about once more after weeks, and put away after months."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk import wording_closing
from bot.desk.clock import AT_ONCE, Clock, Due
from bot.desk.closing import RECHECK
from bot.desk.desk import LINLI, Desk, Telling, Visit, line_of, move
from matching.case import Action, Case, Kind, State
from matching.closing import RECHECK_SILENT
from storage.unit_of_work import UnitOfWork
from storage.verdicts import Verdict

_PUT_AWAY = (State.CLOSED, State.NOT_ACCEPTED, State.MERGED)


def _find_recheck(_desk: Desk, unit: UnitOfWork, now: datetime) -> Iterator[Due]:
    for case in unit.cases.recheck_due(now, AT_ONCE):
        yield Due(case.number, "recheck", case.recheck_at or now)


def _recheck(visit: Visit, case: Case | None, _due: Due) -> bool:
    """She is asked whether it holds; a week without an answer is noted, and nobody asks again."""
    if case is None or case.recheck_at is None or case.recheck_at > visit.now or case.kind is Kind.HAZARD:
        return False
    if case.state is not State.CLOSED:
        visit.unit.cases.save(replace(case, recheck_at=None))
        return False
    asked = [one for one in visit.unit.verdicts.of_case(case.number) if one.round == RECHECK]
    if asked and asked[-1].asked_at >= (case.closed_at or case.created_at):
        case = move(visit, case, Action.RECHECK, LINLI, wording_closing.NOT_ANSWERED)
        visit.unit.cases.save(replace(case, recheck_at=None))
        return True
    visit.unit.cases.save(replace(case, recheck_at=visit.now + RECHECK_SILENT))
    visit.unit.verdicts.add(Verdict(0, case.number, case.reporter, RECHECK, visit.now))
    words = wording_closing.still_well(line_of(visit, case))
    visit.tell(Telling("recheck", words, case), contact=case.reporter)
    return True


def _find_archive(desk: Desk, unit: UnitOfWork, now: datetime) -> Iterator[Due]:
    before = now - timedelta(days=desk.customs.archive_days)
    for state in _PUT_AWAY:
        for case in unit.cases.waiting(state, before, AT_ONCE):
            yield Due(case.number, "archive", case.touched_at or case.created_at)


def _archive(visit: Visit, case: Case | None, due: Due) -> bool:
    if case is None or case.state not in _PUT_AWAY or (case.touched_at or case.created_at) > due.since:
        return False
    case = move(visit, case, Action.ARCHIVE, LINLI)
    visit.unit.cases.save(replace(case, recheck_at=None, check_due_at=None))
    return True


LATER = (Clock("recheck", _find_recheck, _recheck), Clock("archive", _find_archive, _archive))
