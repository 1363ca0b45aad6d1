"""Short-term memory: what may be lost at the price of a repeated question.

Half-finished talks, access tokens, rate limits and the like; never a case.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from threading import Lock
from time import monotonic
from typing import Protocol, TypeVar

import redis

T = TypeVar("T")

#: A talk must not wait for a memory it can do without.
_REDIS_TIMEOUT_SECONDS = 0.5
#: After a failure Redis is left alone for this long, so that an outage costs one wait and not one a message.
_REST = timedelta(seconds=5)
_SWEEP_EVERY = 1024


class ShortTerm(Protocol):
    """A memory of texts that forgets. Never raises; a memory that is away knows nothing."""

    def get(self, key: str) -> str | None:
        """What was put, or None when there is nothing (any more)."""

    def put(self, key: str, value: str, ttl: timedelta) -> None:
        """Remember for `ttl`; an older value and its time are replaced."""

    def drop(self, key: str) -> None:
        """Forget."""

    def pop(self, key: str) -> str | None:
        """What was put, forgotten at once: of several who ask one gets it."""

    def acquire(self, key: str, ttl: timedelta) -> bool:
        """Take a lock for `ttl` at most; False when somebody has it."""

    def release(self, key: str) -> None:
        """Give a lock back."""

    def ping(self) -> bool:
        """Whether the memory answers."""

    def close(self) -> None:
        """Let go of connections."""


@dataclass(frozen=True, slots=True)
class _Kept:
    value: str
    until: float


class InProcess:
    """Short-term memory inside one process; `clock` counts seconds and never runs backwards."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        """Start empty."""
        self._clock = clock
        self._kept: dict[str, _Kept] = {}
        self._gate = Lock()
        self._puts = count(1)

    def get(self, key: str) -> str | None:
        """See `ShortTerm`."""
        with self._gate:
            return self._live(key)

    def put(self, key: str, value: str, ttl: timedelta) -> None:
        """See `ShortTerm`."""
        with self._gate:
            self._keep(key, value, ttl)

    def drop(self, key: str) -> None:
        """See `ShortTerm`."""
        with self._gate:
            self._kept.pop(key, None)

    def pop(self, key: str) -> str | None:
        """See `ShortTerm`."""
        with self._gate:
            value = self._live(key)
            self._kept.pop(key, None)
            return value

    def acquire(self, key: str, ttl: timedelta) -> bool:
        """See `ShortTerm`."""
        with self._gate:
            if self._live(_lock_of(key)) is not None:
                return False
            self._keep(_lock_of(key), "", ttl)
            return True

    def release(self, key: str) -> None:
        """See `ShortTerm`."""
        self.drop(_lock_of(key))

    def ping(self) -> bool:
        """See `ShortTerm`: always."""
        return True

    def close(self) -> None:
        """See `ShortTerm`: there are none."""

    def __len__(self) -> int:
        """How many entries take room, expired ones that were not yet swept among them."""
        return len(self._kept)

    def _live(self, key: str) -> str | None:
        kept = self._kept.get(key)
        return kept.value if kept is not None and kept.until > self._clock() else None

    def _keep(self, key: str, value: str, ttl: timedelta) -> None:
        now = self._clock()
        self._kept[key] = _Kept(value, now + ttl.total_seconds())
        if next(self._puts) % _SWEEP_EVERY == 0:
            self._kept = {key: kept for key, kept in self._kept.items() if kept.until > now}


class RedisShortTerm:
    """Short-term memory that processes share. While Redis is away it knows nothing and locks in-process.

    `failures` counts the calls that Redis did not answer.
    """

    def __init__(self, url: str, prefix: str = "linli:", clock: Callable[[], float] = monotonic) -> None:
        """Connect at the first call; `prefix` stands before every key."""
        self.failures = 0
        self._prefix = prefix
        self._clock = clock
        self._resting_until = 0.0
        self._stand_in = InProcess(clock)
        self._redis = redis.Redis.from_url(
            url,
            decode_responses=True,
            socket_timeout=_REDIS_TIMEOUT_SECONDS,
            socket_connect_timeout=_REDIS_TIMEOUT_SECONDS,
            retry=None,
        )

    def get(self, key: str) -> str | None:
        """See `ShortTerm`."""
        return self._ask(lambda: _text(self._redis.get(self._name(key))), None)

    def put(self, key: str, value: str, ttl: timedelta) -> None:
        """See `ShortTerm`."""
        self._ask(lambda: self._redis.set(self._name(key), value, px=_whole_millis(ttl)), None)

    def drop(self, key: str) -> None:
        """See `ShortTerm`."""
        self._ask(lambda: self._redis.delete(self._name(key)), 0)

    def pop(self, key: str) -> str | None:
        """See `ShortTerm`."""
        return self._ask(lambda: _text(self._redis.getdel(self._name(key))), None)

    def acquire(self, key: str, ttl: timedelta) -> bool:
        """See `ShortTerm`."""
        name = self._name(_lock_of(key))
        taken = self._ask(lambda: bool(self._redis.set(name, "", nx=True, px=_whole_millis(ttl))), None)
        return self._stand_in.acquire(key, ttl) if taken is None else taken

    def release(self, key: str) -> None:
        """See `ShortTerm`."""
        self._stand_in.release(key)
        self.drop(_lock_of(key))

    def ping(self) -> bool:
        """See `ShortTerm`."""
        return self._ask(lambda: bool(self._redis.ping()), otherwise=False)

    def close(self) -> None:
        """See `ShortTerm`."""
        self._redis.close()

    def _name(self, key: str) -> str:
        return self._prefix + key

    def _ask(self, question: Callable[[], T], otherwise: T) -> T:
        if self._clock() < self._resting_until:
            self.failures += 1
            return otherwise
        try:
            return question()
        except (redis.RedisError, OSError):
            self.failures += 1
            self._resting_until = self._clock() + _REST.total_seconds()
            return otherwise


def open_short_term(url: str) -> ShortTerm:
    """The memory at a Redis URL; one inside the process for an empty one. Raises ValueError for a bad URL."""
    return RedisShortTerm(url) if url else InProcess()


def _lock_of(key: str) -> str:
    return f"lock:{key}"


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _whole_millis(ttl: timedelta) -> int:
    """Milliseconds, at least one: Redis refuses none."""
    return max(1, ttl // timedelta(milliseconds=1))
