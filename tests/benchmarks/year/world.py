"""A simulated stretch of time at the real desk: a clock, what happens when, the phones, and what each step cost."""

from __future__ import annotations

import heapq
import itertools
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.desk.delivery import BATCH, Post, deliver_due
from bot.desk.desk import Desk
from bot.desk.housekeeping import forget_old
from bot.desk.intake import receive_message
from bot.desk.knowledge import Library
from bot.desk.message import InboundMessage, MessageKind
from bot.desk.reminders import do_due
from bot.desk.rulebook import publish_shipped
from bot.desk.sending import Outcome, SendResult, TemplateMessage
from bot.settings import DeskSettings
from matching.case import Case
from matching.deadline import WorkCalendar
from storage.short_term import InProcess
from storage.unit_of_work import Store
from tests.benchmarks.year.town import District

ZONE = ZoneInfo("Asia/Shanghai")
TICK = timedelta(minutes=15)
_DELIVERED_AFTER = timedelta(minutes=1)
_SENT = SendResult(Outcome.SENT)
_NUMBER = re.compile(r"#(\d+)")


class Somebody(Protocol):
    """Whoever has a phone."""

    def hears(self, number: int, text: str) -> None: ...


@dataclass
class Phones:
    """A messenger that keeps who was told what about which case; no phone is ever off."""

    heard: list[tuple[str, int, str]] = field(default_factory=list)

    def send_text(self, openid: str, text: str, key: str) -> SendResult:
        del key
        found = _NUMBER.search(text)
        self.heard.append((openid, int(found[1]) if found else 0, text))
        return _SENT

    def send_template(self, openid: str, template: TemplateMessage, key: str) -> SendResult:
        return self.send_text(openid, " ".join(template.fields.values()), key)

    def send_media(self, openid: str, kind: MessageKind, media_id: str, key: str) -> SendResult:
        del openid, kind, media_id, key
        return _SENT


@dataclass
class World:
    """The desk of a district while time passes."""

    store: Store
    district: District
    chance: random.Random
    now: datetime
    tick_every: timedelta = TICK
    phones: Phones = field(default_factory=Phones)
    people: dict[str, Somebody] = field(default_factory=dict)
    costs: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    struck: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    crashed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        publish_shipped(self.store, self.now)
        self.store.run(lambda unit: unit.places.apply(self.district.nodes))
        self.store.run(lambda unit: unit.people.apply(self.district.staff))
        self.desk = Desk(
            self.store, InProcess(), Library(), WorkCalendar("Asia/Shanghai"), lambda: self.now, DeskSettings()
        )
        self.post = Post(self.store, self.phones, lambda: self.now, ZONE, template_id="t1", threads=1)
        self._queue: list[tuple[datetime, int, Callable[[], object]]] = []
        self._order = itertools.count()
        self._letters_wait = False
        self._ticks()
        self._tidies()

    # -- time ---------------------------------------------------------------------------------------

    def at(self, moment: datetime, act: Callable[[], object]) -> None:
        """Let something happen at a moment."""
        heapq.heappush(self._queue, (moment, next(self._order), act))

    def after(self, span: timedelta, act: Callable[[], object]) -> None:
        """Let something happen a while from now."""
        self.at(self.now + span, act)

    def pass_until(self, moment: datetime) -> None:
        """Let everything happen that happens before a moment."""
        while self._queue and self._queue[0][0] < moment:
            self.now, _, act = heapq.heappop(self._queue)
            act()
        self.now = moment

    @property
    def local(self) -> datetime:
        """The moment as the wall clock shows it."""
        return self.now.astimezone(ZONE)

    def morning(self) -> datetime:
        """Some minute after eight on the next day whose morning is still to come."""
        local = self.local
        day = local.date() + timedelta(days=local.hour >= 8)
        return datetime(day.year, day.month, day.day, 8, tzinfo=ZONE) + timedelta(minutes=self.chance.random() * 90)

    def waking(self, moment: datetime) -> datetime:
        """The moment itself by day, some minute of the next morning by night."""
        local = moment.astimezone(ZONE)
        if 7 <= local.hour < 22:
            return moment
        day = local.date() + timedelta(days=local.hour >= 22)
        return datetime(day.year, day.month, day.day, 7, 30, tzinfo=ZONE) + timedelta(minutes=self.chance.random() * 90)

    # -- the desk -----------------------------------------------------------------------------------

    def says(self, openid: str, text: str, *, kind: str = "text", **given: object) -> str:
        """The desk's reply to a message; what it took is noted by who wrote."""
        number = next(self._order)
        message = InboundMessage(f"m{number}", "wechat", openid, MessageKind(kind), self.now, text, **given)
        started = time.perf_counter()
        try:
            reply = receive_message(self.desk, message).result().text
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault to be told, and the year goes on
            self.crashed.append(f"{self.now:%Y-%m-%d %H:%M} {text!r}: {error!r}")
            return ""
        self.costs["handler" if openid.startswith("on-") else "resident"].append(time.perf_counter() - started)
        self.posts()
        return reply

    def posts(self) -> None:
        """Have the letters that wait delivered in a minute."""
        if not self._letters_wait:
            self._letters_wait = True
            self.after(_DELIVERED_AFTER, self._deliver)

    def sees(self, number: int) -> Case | None:
        """A case as it stands: what somebody reads on the page or in the notice."""
        return self.store.read(lambda unit: unit.cases.load(number))

    def strike(self) -> None:
        """Let the clocks strike once, and deliver what they put out."""
        started = time.perf_counter()
        try:
            done = do_due(self.desk, self.now)
        except Exception as error:  # noqa: BLE001 - as above
            self.crashed.append(f"{self.now:%Y-%m-%d %H:%M} a clock: {error!r}")
            return
        spent = time.perf_counter() - started
        self.costs["tick that does something" if done else "tick with nothing due"].append(spent)
        self.struck.update(due.what for due in done)
        self._deliver()

    def _ticks(self) -> None:
        if self._queue or self.costs:
            self.strike()
        self.after(self.tick_every, self._ticks)

    def _tidies(self) -> None:
        forget_old(self.store, self.now)
        self.after(timedelta(days=1), self._tidies)

    def _deliver(self) -> None:
        self._letters_wait = False
        claimed = BATCH
        while claimed == BATCH:
            started = time.perf_counter()
            claimed = deliver_due(self.post)
            if claimed:
                self.costs["letter"].append((time.perf_counter() - started) / claimed)
        heard, self.phones.heard = self.phones.heard, []
        for openid, number, text in heard:
            somebody = self.people.get(openid)
            if somebody is not None and number:
                somebody.hears(number, text)
