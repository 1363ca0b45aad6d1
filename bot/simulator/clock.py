"""The simulator's clock: real time plus an offset that a test may move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Time for windows, tokens and media. Pushes carry the real time: the product refuses stale ones."""

    def __init__(self) -> None:
        """Start at the real time."""
        self.offset = timedelta()

    def now(self) -> datetime:
        """The simulated moment, aware UTC."""
        return datetime.now(UTC) + self.offset

    def advance(self, by: timedelta) -> None:
        """Move the clock on by `by`."""
        self.offset += by
