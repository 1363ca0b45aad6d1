"""排班: the shifts of a surge filled from its teams, fairly and with rest between two of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from matching.slot import covered
from matching.volunteer import Volunteer

#: Between two shifts of one person; the law's daily rest is for the employed, a neighbour who helps gets no less.
REST: Final = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Shift:
    """One shift in aware UTC, `count` people with `skill` ("" for any)."""

    starts_at: datetime
    ends_at: datetime
    count: int = 1
    skill: str = ""

    def too_near(self, other: Shift) -> bool:
        """Whether nobody can have both: they overlap, or less than `REST` lies between them."""
        return self.starts_at < other.ends_at + REST and other.starts_at < self.ends_at + REST


def fill_shifts(
    shifts: Sequence[Shift], members: Iterable[Volunteer], busy: Mapping[str, Sequence[Shift]], zone: ZoneInfo
) -> tuple[tuple[str, ...], ...]:
    """Who gets each shift, in the order of the shifts; a shift may get fewer than it wants.

    `busy` are the shifts and errands that members have already; their hours count for the balance. Shifts that few
    can take are filled first. Whoever has given these hours of the week goes before whoever has not, then whoever
    has the fewest hours on this roster, then the code. Somebody resting or without the skill is never taken, nor
    anybody twice within `REST`. Nobody without an account either: she could not be told.
    """
    there = {member.code: member for member in members if member.contact}
    given = {code: list(busy.get(code, ())) for code in there}
    able = [[code for code, member in there.items() if _able(member, shift, zone)] for shift in shifts]
    filled: dict[int, tuple[str, ...]] = {}
    for at in sorted(range(len(shifts)), key=lambda at: (len(able[at]), shifts[at].starts_at, at)):
        shift = shifts[at]
        free = [code for code in able[at] if not any(shift.too_near(other) for other in given[code])]
        free.sort(key=lambda code: (not _gave(there[code], shift, zone), _minutes(given[code]), code))
        filled[at] = tuple(free[: shift.count])
        for code in filled[at]:
            given[code].append(shift)
    return tuple(filled[at] for at in range(len(shifts)))


def _able(member: Volunteer, shift: Shift, zone: ZoneInfo) -> bool:
    day = shift.starts_at.astimezone(zone).date()
    resting = member.resting_until is not None and day <= member.resting_until
    return not resting and (not shift.skill or shift.skill in member.skills | member.verified)


def _gave(member: Volunteer, shift: Shift, zone: ZoneInfo) -> bool:
    """Whether these are hours of the week that she has given; somebody who named none gives any."""
    span = shift.starts_at.astimezone(zone), shift.ends_at.astimezone(zone)
    return not member.slots or covered(member.slots, *span)


def _minutes(shifts: Iterable[Shift]) -> float:
    return sum((shift.ends_at - shift.starts_at) / timedelta(minutes=1) for shift in shifts)
