"""What changed on the phones, numbered, for every open page."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import deque
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

_KEPT = 1000
#: A comment now and then keeps proxies from cutting the line and shows a broken one.
BEAT = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Change:
    """One change, JSON-ready."""

    number: int
    name: str
    data: Mapping[str, object]

    def frame(self) -> str:
        """The change as a server-sent event."""
        return f"id: {self.number}\nevent: {self.name}\ndata: {json.dumps(self.data, ensure_ascii=False)}\n\n"


class Feed:
    """The last changes, and the pages that wait for the next one. Used from one event loop."""

    def __init__(self) -> None:
        """Start at 0 with nobody listening."""
        self._changes: deque[Change] = deque(maxlen=_KEPT)
        self._listeners: set[asyncio.Event] = set()
        self._closed = False
        self.number = 0
        self.run = secrets.token_hex(4)

    def add(self, name: str, data: Mapping[str, object]) -> None:
        """Number a change and wake every listener."""
        self.number += 1
        self._changes.append(Change(self.number, name, data))
        self._wake()

    def close(self) -> None:
        """End every stream, so that a server that waits for its connections can stop."""
        self._closed = True
        self._wake()

    def since(self, number: int) -> list[Change] | None:
        """The changes after `number` in order, or None when some of them are gone (or it is from another run)."""
        if number > self.number or (self._changes and number < self._changes[0].number - 1):
            return None
        return [change for change in self._changes if change.number > number]

    async def stream(self, after: int, run: str) -> AsyncIterator[str]:
        """The changes after `after` as server-sent events; `reload` first when `run` is another."""
        wake = asyncio.Event()
        self._listeners.add(wake)
        try:
            yield "retry: 1000\n\n"
            while not self._closed:
                wake.clear()
                changes = self.since(after) if run in {"", self.run} else None
                if changes is None:
                    run = self.run
                    changes = [Change(self.number, "reload", {})]
                for change in changes:
                    after = change.number
                    yield change.frame()
                if not changes and not await _woken(wake):
                    yield ": beat\n\n"
        finally:
            self._listeners.discard(wake)

    def _wake(self) -> None:
        for listener in self._listeners:
            listener.set()


async def _woken(wake: asyncio.Event) -> bool:
    try:
        await asyncio.wait_for(wake.wait(), BEAT.total_seconds())
    except TimeoutError:
        return False
    return True
