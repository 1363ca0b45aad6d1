"""One running simulator: the account, its phones, and the talk between them and the product."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from bot.simulator.access import Tokens
from bot.simulator.account import SimulatedAccount
from bot.simulator.clock import Clock
from bot.simulator.errcode import Disorder
from bot.simulator.feed import Feed
from bot.simulator.media import MediaStore
from bot.simulator.phones import Bubble, Content, Phone, Phones
from bot.simulator.push import Exchange, Pusher, Reply
from bot.simulator.saying import Bench, Saying, SayingRefusedError, understand, voice_length

#: WeChat's words when the product does not answer, or not understandably.
FAULT = "该公众号提供的服务出现故障，请稍后再试"
#: Leaving shows nothing, and neither does the report of a template message.
_SILENT = frozenset({"unsubscribe", "TEMPLATESENDJOBFINISH", "VIEW"})
_CALLS = 200


@dataclass(frozen=True, slots=True)
class Begun:
    """A saying that the phone shows already (`own`, None for one without a bubble), with its push."""

    phone: Phone
    own: Bubble | None
    message: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A saying with its exchange: the person's own bubble and the account's answer, None for nothing."""

    own: Bubble | None
    answer: Bubble | None
    exchange: Exchange


class Simulation:
    """Holds the state in memory. Used from one event loop."""

    def __init__(self, account: SimulatedAccount) -> None:
        """Switch on the phones of `account`."""
        self.account = account
        self.clock = Clock()
        self.feed = Feed()
        self.phones = Phones(account, self.feed)
        self.pusher = Pusher(account)
        self.tokens = Tokens()
        self.disorder = Disorder()
        self.media = MediaStore()
        self.menu: Mapping[str, Any] | None = None
        self.scenes: dict[str, str] = {}
        self.template_numbers: dict[str, int] = {}
        self.calls: deque[Mapping[str, object]] = deque(maxlen=_CALLS)
        self._message_number = time.time_ns() // 1000
        self._running: set[asyncio.Task[object]] = set()

    def reset(self) -> None:
        """Empty screens, no errors ordered, real time; the menu and the tokens stay."""
        self.phones.reset()
        self.disorder.clear()
        self.media.clear()
        self.calls.clear()
        self.template_numbers.clear()
        self.clock.offset *= 0
        self.pusher.try_seconds = self.account.try_time.total_seconds()
        self.feed.add("reload", {})

    def close(self) -> None:
        """End the pages' streams."""
        self.feed.close()

    def begin(self, phone: Phone, body: Mapping[str, Any], media_url: Callable[[str], str]) -> Begun:
        """Do on `phone` what `body` says, up to the message to be pushed. Raises SayingRefusedError."""
        if body.get("type") == "again":
            if phone.last_push is None:
                raise SayingRefusedError("还没有发过消息")
            return Begun(phone, None, phone.last_push)
        if body.get("type") == "voice" and phone.following:
            medium = self.media.keep_voice(voice_length(body), self.clock.now())
            body = {**body, "media_id": medium.media_id}
        saying = understand(body, Bench(self.media, phone.following, media_url))
        own = self._own(phone, saying, str(body.get("client_id") or ""))
        message = self._message(phone, saying.fields)
        phone.last_push = message
        return Begun(phone, own, message)

    async def finish(self, begun: Begun) -> Spoken:
        """Push what was begun and show the answer on the phone."""
        exchange = await self.pusher.push(begun.message)
        return Spoken(begun.own, self._answer(begun.phone, exchange), exchange)

    def announce(self, phone: Phone, fields: Mapping[str, object]) -> None:
        """Push an event that no person caused (the report of a template message) without waiting for it."""
        self.leave_running(self.pusher.push(self._message(phone, fields)))

    def leave_running(self, work: Coroutine[Any, Any, object]) -> None:
        """Let `work` go on without anybody waiting for it."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    def _own(self, phone: Phone, saying: Saying, client_id: str) -> Bubble | None:
        now = self.clock.now()
        if saying.follows is not None:
            self.phones.follow(phone, following=saying.follows)
        if saying.opens is not None:
            phone.window = phone.window.opened(saying.opens, now)
        if not saying.kind:
            return None
        more = {**saying.more, "client_id": client_id} if client_id else saying.more
        return self.phones.show(phone, saying.sender, Content(saying.kind, saying.text, more), now)

    def _message(self, phone: Phone, fields: Mapping[str, object]) -> Mapping[str, object]:
        message: dict[str, object] = {
            "ToUserName": self.account.original_id,
            "FromUserName": phone.owner.openid,
            "CreateTime": int(time.time()),
            **fields,
        }
        if "Event" not in message:
            self._message_number += 1
            message["MsgId"] = self._message_number
        return message

    def _answer(self, phone: Phone, exchange: Exchange) -> Bubble | None:
        phone.exchanges.append(exchange)
        now = self.clock.now()
        self.feed.add("exchange", {"phone": phone.owner.openid})
        if exchange.kind in _SILENT:
            return None
        if exchange.fault:
            return self.phones.show(phone, "system", Content("fault", FAULT), now)
        return self._reply(phone, exchange.reply)

    def _reply(self, phone: Phone, reply: Reply) -> Bubble | None:
        if not reply.kind:
            return None
        more: dict[str, object] = {}
        if reply.kind == "image":
            more = {"media": reply.media_id}
        if reply.kind == "news":
            more = {"articles": [dict(article) for article in reply.articles]}
        return self.phones.show(phone, "account", Content(reply.kind, reply.text, more), self.clock.now())
