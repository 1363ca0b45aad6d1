"""What an audit looks at: people and prices, and what became of each need; made up or recorded, it is the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from matching.deadline import WorkCalendar
from matching.need import Need
from matching.pool import Pool
from matching.ranking import Prices
from matching.volunteer import Roster


@dataclass(frozen=True, slots=True)
class Ground:
    """Who there is and what counts how much."""

    roster: Roster
    pool: Pool
    prices: Prices
    calendar: WorkCalendar = WorkCalendar()  # noqa: RUF009 - immutable


@dataclass(frozen=True, slots=True)
class Held:
    """One who has a need: for which skill, how near she is (0 same building), since when."""

    volunteer: str
    part: str
    level: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Met:
    """What became of a need: how many were asked, who has it, when somebody on duty was told instead."""

    need: Need
    asked: int
    held: tuple[Held, ...] = ()
    told_at: datetime | None = None

    @property
    def filled(self) -> bool:
        """Whether as many have it as it wants."""
        return len(self.held) >= self.need.people


@dataclass(frozen=True, slots=True)
class Week:
    """What happened in some weeks: the needs in order, and the questions, as (volunteer, moment), in order."""

    met: tuple[Met, ...]
    asked: tuple[tuple[str, datetime], ...]
    weeks: int = 1
