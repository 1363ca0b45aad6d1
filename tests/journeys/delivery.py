"""Delivers messages as WeChat does: 5 s, three attempts, one person's messages in order, and repeats.

Repeats come three ways here, all seen in the field: a second delivery at the same moment, a second one right
after the answer, and the retry of an attempt whose answer got lost.
"""

from __future__ import annotations

import http.client
import random
import re
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count

from tests.journeys.installation import pause
from tests.journeys.wechat_side import Incoming, ReplyError, WeChatSide

DEADLINE = 5.0
ATTEMPTS = 3
CASE_NUMBER = re.compile(r"#(\d+)")


@dataclass(slots=True)
class Delivered:
    """All that came back for one message. `replies` are the texts of its answered deliveries."""

    message: Incoming
    replies: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    attempts: int = 0

    @property
    def answered(self) -> bool:
        """Whether WeChat got an answer that ends its attempts."""
        return bool(self.replies)

    @property
    def numbers(self) -> set[int]:
        """The case numbers its sender has read."""
        return {int(number) for reply in self.replies for number in CASE_NUMBER.findall(reply)}


@dataclass(frozen=True, slots=True)
class Habits:
    """How WeChat behaves in a replay. `retry_after` is 5 s in the field; shares are of all messages."""

    retry_after: float = DEADLINE
    at_once: float = 0.1
    right_after: float = 0.1
    threads: int = 12
    seed: int = 1


class Courier:
    """Carries messages to the doors of one installation; a retry may go to another door."""

    def __init__(self, ports: Sequence[int], habits: Habits, wrote: Callable[[str], None]):
        self.ports = ports
        self._habits = habits
        self._wrote = wrote
        self._side = WeChatSide()
        self._turn = count()
        self.done = 0
        self._lock = threading.Lock()

    def carry(self, messages: Iterable[Incoming]) -> list[Delivered]:
        """Every message with what came back, in the order given; one sender's are never out of order."""
        delivered = [Delivered(message) for message in messages]
        by_sender: dict[str, list[Delivered]] = defaultdict(list)
        for one in delivered:
            by_sender[one.message.sender].append(one)
        with ThreadPoolExecutor(self._habits.threads) as pool:
            for finished in [pool.submit(self._carry_in_order, own) for own in by_sender.values()]:
                finished.result()
        return delivered

    def _carry_in_order(self, own: list[Delivered]) -> None:
        for one in own:
            self._wrote(one.message.sender)
            dice = random.Random(f"{self._habits.seed}:{one.message.message_id}").random()  # noqa: S311 (a plan)
            repeats = self._habits.at_once, self._habits.at_once + self._habits.right_after
            if dice < repeats[0]:
                twin = threading.Thread(target=self._attempts, args=(one,))
                twin.start()
                self._attempts(one)
                twin.join()
            else:
                self._attempts(one)
                if dice < repeats[1]:
                    self._attempts(one)
            with self._lock:
                self.done += 1

    def _attempts(self, one: Delivered) -> None:
        for attempt in range(ATTEMPTS):
            if attempt:
                pause(self._habits.retry_after)
            one.attempts += 1
            try:
                reply = self._once(one.message)
            except (OSError, http.client.HTTPException) as error:
                one.faults.append(repr(error))
                continue
            except ReplyError as error:
                one.faults.append(f"wrong: {error}")
                return
            if reply is not None:
                one.replies.append(reply)
                return
            one.faults.append("refused")

    def _once(self, message: Incoming) -> str | None:
        """The reply's text, None for a status that makes WeChat try again."""
        port = self.ports[next(self._turn) % len(self.ports)]
        sealed = self._side.seal(message)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=DEADLINE)
        try:
            connection.request(
                "POST", f"/wechat?{sealed.query}", sealed.body, {"Content-Type": "text/xml; charset=utf-8"}
            )
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        return self._side.open(body, message.sender) if answer.status == 200 else None
