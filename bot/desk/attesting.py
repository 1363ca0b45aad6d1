"""责任清单 and volunteers: who is in the register with two homes, which visits were made and which were missed."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from bot.desk.crediting import credited_place
from bot.desk.desk import Visit
from matching.duty import DutyEvent, registered_duties, visit_duty
from matching.need import Need
from storage.people import VolunteerRow

_NOTED = "走访记录"


def enlist(visit: Visit, before: VolunteerRow | None, after: VolunteerRow) -> None:
    """Keep a volunteer's entry under the visitor's account; 双报到 is seen the first time that it names two homes."""
    visit.unit.people.enlist(after, visit.contact.id)
    if before is None or not (before.home and before.work):
        homes = credited_place(visit, after.home), credited_place(visit, after.work)
        visit.unit.duties.add(registered_duties(after.code, homes, visit.now))


def visited(visit: Visit, need: Need) -> None:
    """走访 was made, in time if it is still the day that it was planned for."""
    visit.unit.duties.keep(_owed(visit, need), visit.now, _NOTED)


def missed(visit: Visit, need: Need) -> None:
    """走访 was not made so far: it stays open for its day, then it is late. `need` says who was told."""
    visit.unit.duties.add([_owed(visit, need)])


def _owed(visit: Visit, need: Need) -> DutyEvent:
    day = need.ends_at.astimezone(visit.zone).date() + timedelta(days=1)
    over = datetime.combine(day, time(), visit.zone).astimezone(UTC)
    return visit_duty(need, credited_place(visit, need.place), over)
