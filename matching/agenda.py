"""What a meeting should talk about: what is stuck, what came from many, what keeps coming back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from matching.case import Case, Kind
from matching.lifecycle import ENDED

#: The third time within 90 days is chronic; two residents make it a matter of several.
_CHRONIC, _SEVERAL = 3, 2


class Why(StrEnum):
    """Why a case stands on an agenda, the most pressing first."""

    STUCK = "stuck"        # late, or moved up because somebody kept silent
    CHRONIC = "chronic"    # the third time within 90 days
    SEVERAL = "several"    # several residents report it
    REOPENED = "reopened"  # the resident was not content


@dataclass(frozen=True, slots=True)
class Item:
    """A case proposed for an agenda and every reason for it."""

    case: Case
    why: tuple[Why, ...]


def propose(cases: Iterable[tuple[Case, int]], now: datetime, most: int = 8) -> tuple[Item, ...]:
    """The agenda from cases with the number of their reporters: the most reasons first, then the longest waiting.

    Private matters and mediations never stand there.
    """
    items = [Item(case, _why(case, reporters, now)) for case, reporters in cases if _is_public(case)]
    items = [item for item in items if item.why]
    items.sort(key=lambda item: (-len(item.why), list(Why).index(item.why[0]), item.case.created_at, item.case.number))
    return tuple(items[:most])


def _is_public(case: Case) -> bool:
    return not case.private and case.kind is not Kind.MEDIATION and case.state not in ENDED


def _why(case: Case, reporters: int, now: datetime) -> tuple[Why, ...]:
    late = case.due_at is not None and case.due_at < now
    found = {
        Why.STUCK: late or case.rung > 0,
        Why.CHRONIC: case.times >= _CHRONIC,
        Why.SEVERAL: reporters >= _SEVERAL,
        Why.REOPENED: case.reopened > 0,
    }
    return tuple(why for why, holds in found.items() if holds)
