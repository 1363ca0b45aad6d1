"""Once a working day at 8:30, whoever stands above the ladder reads what is stuck below: a few lines, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from bot.desk import wording_clocks
from bot.desk.caseline import CaseLine
from bot.desk.clock import Clock, Due
from bot.desk.desk import Desk, Telling, Visit, duty_for, line_of
from bot.desk.labels import day_name
from matching.case import Case, State
from matching.deadline import DAY_ENDS
from matching.ladder import leaders_over
from matching.responder import Responder
from storage.unit_of_work import UnitOfWork

_WHAT = "digest"
_READ_AT = time(8, 30)
#: So many are looked at; nobody reads more than a few lines anyway.
_MOST = 500


def _find(desk: Desk, unit: UnitOfWork, now: datetime) -> Iterator[Due]:
    """The digest of today, from 8:30 on, as long as somebody may not have had it."""
    local = now.astimezone(desk.calendar.zone)
    if not _READ_AT <= local.time() < DAY_ENDS or not desk.calendar.is_working_day(local.date()):
        return
    since = datetime.combine(local.date(), _READ_AT, local.tzinfo).astimezone(UTC)
    if desk.memory.get(_told_key(local)) is None and any(_stuck_before(unit, since, 1)):
        yield Due(0, _WHAT, since)


def _stuck_before(unit: UnitOfWork, since: datetime, most: int) -> list[Case]:
    """What was stuck when the day's digest was made up; what comes later waits for tomorrow's."""
    return [case for case in unit.cases.stuck(most) if case.stuck_at is not None and case.stuck_at <= since]


def _told_key(local: datetime) -> str:
    return f"digest:{local.date().isoformat()}"


def _tell_leaders(visit: Visit, _case: Case | None, due: Due) -> bool:
    """Each reader once a day: the notice's key holds it. When nobody is left to tell, today is not looked at again."""
    below: dict[str, list[Case]] = {}
    readers: dict[str, Responder] = {}
    for case in _stuck_before(visit.unit, due.since, _MOST):
        for reader in leaders_over(case.place, visit.knowledge.town):
            below.setdefault(reader.code, []).append(case)
            readers[reader.code] = reader
    told = [_tell(visit, readers[code], cases) for code, cases in sorted(below.items())]
    if not any(told):
        visit.desk.memory.put(_told_key(visit.now.astimezone(visit.zone)), "told", timedelta(hours=24))
    return any(told)


def _tell(visit: Visit, reader: Responder, cases: list[Case]) -> bool:
    choice = duty_for(visit, reader, cases[0].place)
    where = choice.node.name if choice else ""
    lines = [(_shown(visit, case), day_name(case.stuck_at or visit.now, visit.now, visit.zone)) for case in cases]
    words = wording_clocks.digest(where, lines)
    fields = wording_clocks.digest_card(len(cases), visit.now.astimezone(visit.zone))
    own = replace(visit, key=f"{visit.key}/{reader.code}", told=0)
    return own.tell(Telling(_WHAT, words, None, fields), person=reader.code)


def _shown(visit: Visit, case: Case) -> CaseLine:
    """A case as a digest may name it: of a private matter its number and who has it, not what it is nor where; what
    is reported as done waits for somebody to check it, not for its handler.
    """
    line = line_of(visit, case)
    line = replace(line, who=wording_clocks.NOT_CHECKED) if case.state is State.AWAITING_VERDICT else line
    return replace(line, label=wording_clocks.NOT_TOLD, place="") if case.private else line


DIGEST = Clock(_WHAT, _find, _tell_leaders)
