"""A dispute between two neighbours that somebody neutral reconciles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

#: So long after the agreement both sides are asked whether it is kept.
FOLLOWED_UP_AFTER: Final = timedelta(days=14)


class Stage(StrEnum):
    """How far a mediation has come. Stored as text."""

    INVITED = "invited"
    TALKING = "talking"
    AGREED = "agreed"
    FAILED = "failed"


class Side(StrEnum):
    """One of the two: who reported it, and the other."""

    REPORTER = "reporter"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Mediation:
    """A mediation. `mediator` is a person's code, `other` the other side's contact once she has joined, `other_place`
    where she lives as far as it is known. `agreement` is for the two and the mediator alone; `agreed` says who of
    them stands by it. `result` is what the follow-up found.
    """

    case: int
    mediator: str
    other: int | None
    other_place: str
    stage: Stage
    agreement: str
    agreed: frozenset[Side]
    at: datetime
    follow_up_at: datetime | None = None
    followed_at: datetime | None = None
    result: str = ""
