"""What arbiters have decided about who owns what, and which decision holds for a place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from matching.territory import Node


@dataclass(frozen=True, slots=True)
class Precedent:
    """A decision: `category` below `place` is `owner`'s (a person's code), as decided in `case` by `by`.

    Times are aware UTC; `revoked_at` None as long as it holds.
    """

    number: int
    case: int
    place: str
    category: str
    owner: str
    by: str
    reason: str
    at: datetime
    revoked_at: datetime | None = None
    revoked_by: str = ""


class Precedents:
    """The decisions that hold, immutable. Of two for one place and category the later holds."""

    def __init__(self, decided: Iterable[Precedent] = ()) -> None:
        standing = [precedent for precedent in decided if precedent.revoked_at is None]
        standing.sort(key=lambda precedent: (precedent.at, precedent.number))
        self._held = {(precedent.place, precedent.category): precedent for precedent in standing}

    def standing(self) -> tuple[Precedent, ...]:
        """Those that hold, the earliest first."""
        return tuple(self._held.values())

    def find(self, line: Iterable[Node], category: str) -> Precedent | None:
        """The decision of the lowest place along `line` (lowest first) for this category, or None."""
        if not self._held:
            return None
        found = (self._held.get((node.code, category)) for node in line)
        return next((precedent for precedent in found if precedent is not None), None)
