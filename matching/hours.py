"""The ledger of hours: what one volunteer did for one need, counted once, and what a certificate says of many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

#: A round of work is at most so long: whoever forgot to say that it was done did not work through the night.
LONGEST = timedelta(hours=12)
_A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """What a volunteer did for a need. `at` is when it was done, aware UTC; `minutes` what it counts.

    `home` and `work` are the places that it is credited to, the one where she lives and the one that her unit is
    paired with; `confirmed_by` is a person's code, `resident` or `linli` (nobody objected in time).
    """

    need: int
    volunteer: str
    at: datetime
    minutes: int
    what: str
    home: str = ""
    work: str = ""
    confirmed_by: str = ""


@dataclass(frozen=True, slots=True)
class Served:
    """Hours of one span: `times` rounds of work, `minutes` in all, the days of the first and the last."""

    times: int
    minutes: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate as it was made. The days are the first and last of service; `digest` is of all it says."""

    number: str
    volunteer: str
    at: datetime
    first: date
    last: date
    minutes: int
    times: int
    digest: str


def minutes_worked(planned: int, claimed_at: datetime | None, done_at: datetime | None, said: int = 0) -> int:
    """The minutes to count: what the volunteer said (`said`, 0 for nothing), else what was planned; never more than
    lies between claiming and being done, nor more than twelve hours, and never less than one.
    """
    span = LONGEST
    if claimed_at is not None and done_at is not None and done_at > claimed_at:
        span = min(span, done_at - claimed_at)
    whole = -(-span // _A_MINUTE)  # rounded up: a minute begun counts
    return max(1, min(said or planned, whole))


def served(entries: Iterable[ServiceHours], zone: ZoneInfo) -> Served | None:
    """All of the entries together, their days in local time; None without any."""
    rows = sorted(entries, key=lambda entry: entry.at)
    if not rows:
        return None
    days = [entry.at.astimezone(zone).date() for entry in rows]
    return Served(len(rows), sum(entry.minutes for entry in rows), days[0], days[-1])


def of_year(entries: Iterable[ServiceHours], year: int, zone: ZoneInfo) -> Sequence[ServiceHours]:
    """The entries of one local year, in the given order."""
    return [entry for entry in entries if entry.at.astimezone(zone).year == year]
