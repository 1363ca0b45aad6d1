"""Access tokens: the stable one and the plain one, which know nothing of each other."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from bot.simulator.errcode import ApiError

LIFE = timedelta(hours=2)
#: A plain token replaced by a newer one stays good for five minutes.
OVERLAP = timedelta(minutes=5)


class Tokens:
    """Every token handed out, with the moment it ends."""

    def __init__(self) -> None:
        """Start with none."""
        self._ends: dict[str, datetime] = {}
        self._stable = ""
        self._plain = ""

    def stable(self, now: datetime, *, force: bool) -> tuple[str, int]:
        """The stable token with its remaining seconds: the same one for its life unless `force`."""
        end = self._ends.get(self._stable)
        if force or end is None or end <= now:
            self._stable = self._issue(now, self._stable)
        return self._stable, int((self._ends[self._stable] - now).total_seconds())

    def plain(self, now: datetime) -> tuple[str, int]:
        """A new token with its seconds; the one before ends after the overlap."""
        self._plain = self._issue(now, self._plain)
        return self._plain, int(LIFE.total_seconds())

    def check(self, token: str, now: datetime) -> None:
        """Raise ApiError: 41001 without a token, 40001 for an unknown one, 42001 for one that has ended."""
        if not token:
            raise ApiError(41001)
        end = self._ends.get(token)
        if end is None:
            raise ApiError(40001)
        if end <= now:
            raise ApiError(42001)

    def forget(self) -> None:
        """Void all tokens at once, as a reset of the secret does."""
        self._ends.clear()

    def _issue(self, now: datetime, before: str) -> str:
        if before in self._ends:
            self._ends[before] = min(self._ends[before], now + OVERLAP)
        token = "simulated_" + secrets.token_urlsafe(96)
        self._ends[token] = now + LIFE
        return token
