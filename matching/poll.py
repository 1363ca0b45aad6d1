"""A question to the households of a place: one household one vote, counted when it was promised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll. `case` is 0 for one without; `by` a person's code; times aware UTC; `closed_at` None while open.

    `result` has the votes of each option once it is closed.
    """

    number: int
    case: int
    place: str
    question: str
    options: tuple[str, ...]
    by: str
    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None = None
    result: tuple[int, ...] = ()

    def is_open(self, now: datetime) -> bool:
        """Whether a vote counts at this moment."""
        return self.closed_at is None and self.opens_at <= now < self.closes_at


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes along the options; `winner` is the option that has the most, None for a tie or no vote at all."""

    counts: tuple[int, ...]
    winner: int | None

    @property
    def votes(self) -> int:
        """How many households voted."""
        return sum(self.counts)


def tally(options: int, votes: Iterable[int]) -> Tally:
    """The count of votes (0-based options). A vote for no option raises ValueError."""
    counts = [0] * options
    for vote in votes:
        if not 0 <= vote < options:
            raise ValueError("a vote is for one of the options")
        counts[vote] += 1
    best = max(counts, default=0)
    leading = [at for at, count in enumerate(counts) if count == best]
    return Tally(tuple(counts), leading[0] if best and len(leading) == 1 else None)
