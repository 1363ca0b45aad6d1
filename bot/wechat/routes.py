"""The callback WeChat calls: opens the envelope, hands the message to the desk, seals the reply.

A plain Starlette route: FastAPI's declared parameters cost 166 µs a call, more than all the work here.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.desk.message import InboundMessage, Reply
from bot.wechat.body import MAX_BYTES
from bot.wechat.counting import DoorCounters
from bot.wechat.envelope import TEXT, CallbackQuery, Envelope, Opened
from bot.wechat.errors import EnvelopeRefused, Reason
from bot.wechat.inbound import TemplateFinished
from bot.wechat.passive import NOTHING, Answer
from storage.errors import StoreUnavailable

PATH = "/wechat"
#: WeChat hangs up after 5 s; a body that is not here by then is nobody's.
BODY_SECONDS = 5.0
#: WeChat tries at 0, 5 and 10 s. From here on there is no further try to wait for.
LAST_TRY_AGE = timedelta(seconds=10)
STATUS = MappingProxyType(
    {
        Reason.PARAMETERS: 400,
        Reason.SIGNATURE: 403,
        Reason.STALE: 403,
        Reason.DOWNGRADE: 403,
        Reason.TOO_LARGE: 413,
        Reason.TOO_SLOW: 408,
        Reason.UNDECIPHERABLE: 400,
        Reason.WRONG_ACCOUNT: 403,
        Reason.TOO_DEEP: 400,
        Reason.DOCTYPE: 400,
        Reason.ENCODING: 400,
        Reason.MALFORMED: 400,
    }
)
#: The echostr comes from the caller; a browser must not take it for a page.
_HEADERS = MappingProxyType({"X-Content-Type-Options": "nosniff"})
_log = logging.getLogger(__name__)


def _unheard(_finished: TemplateFinished) -> None:
    """Nobody wants to know how template messages end."""


@dataclass(frozen=True, slots=True)
class Gateway:
    """What the route is handed.

    `receive` must not block: it gives a future at once. It may fail with StoreUnavailable, at the call or in
    the future, and then nothing was saved; `unavailable_text` is the sentence for that. `template_finished`
    hears how a template message ended; it must not block either.
    """

    envelope: Envelope
    receive: Callable[[InboundMessage], Future[Reply]]
    counters: DoorCounters
    unavailable_text: str
    template_finished: Callable[[TemplateFinished], object] = _unheard
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


def callback_route(gateway: Gateway) -> Route:
    """The route `/wechat`: GET is WeChat's check of the URL, POST its pushes."""

    async def callback(request: Request) -> Response:
        query = CallbackQuery.of(request.query_params)
        try:
            if request.method != "POST":
                return Response(gateway.envelope.echo(query), media_type=TEXT, headers=_HEADERS)
            gateway.envelope.check(query)
            opened = gateway.envelope.open(query, await _read(request))
        except EnvelopeRefused as refusal:
            gateway.counters.refused(refusal.reason)
            return Response(status_code=STATUS[refusal.reason])
        return await _answer(gateway, opened)

    return Route(PATH, callback, methods=["GET", "POST"])


async def _read(request: Request) -> bytes:
    """The body; raises EnvelopeRefused as soon as it is too large, whatever content-length says."""
    chunks: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                size += len(chunk)
                if size > MAX_BYTES:
                    raise EnvelopeRefused(Reason.TOO_LARGE)
                chunks.append(chunk)
    except (TimeoutError, ClientDisconnect) as error:
        raise EnvelopeRefused(Reason.TOO_SLOW) from error
    return b"".join(chunks)


async def _answer(gateway: Gateway, opened: Opened) -> Response:
    content = opened.content
    try:
        if isinstance(content, InboundMessage):
            gateway.counters.received(content.kind.value)
            reply = await _hand_over(gateway, content)
            return _respond(gateway.envelope.seal(opened, reply))
        if isinstance(content, TemplateFinished):
            gateway.template_finished(content)
        gateway.counters.ignored(content.kind)
        return Response(NOTHING, media_type=TEXT)
    except StoreUnavailable:
        gateway.counters.failed("store")
        _log.warning("store unavailable, message %s not saved", content.key)
        return _unsaved(gateway, opened)
    except Exception as error:  # noqa: BLE001 - house style 31: the route is one of the two places
        gateway.counters.failed("bug")
        # The exception's own words may hold the resident's text or openid: its type and frames only.
        frames = "".join(traceback.format_tb(error.__traceback__))
        _log.error("message %s failed: %s\n%s", content.key, type(error).__qualname__, frames)
        return Response(status_code=500)


async def _hand_over(gateway: Gateway, message: InboundMessage) -> Reply:
    """The desk's reply. Raises StoreUnavailable also when the store dropped the work on closing."""
    work = gateway.receive(message)
    try:
        # Shielded: when WeChat hangs up after 5 s the work goes on, and its next try gets the stored reply.
        return await asyncio.shield(asyncio.wrap_future(work))
    except asyncio.CancelledError as error:
        if work.cancelled():
            raise StoreUnavailable from error
        raise


def _unsaved(gateway: Gateway, opened: Opened) -> Response:
    """Let WeChat try again; at its last try ask the sender to. Never `success`: it would end the tries."""
    content = opened.content
    if not isinstance(content, InboundMessage) or gateway.now() - content.sent_at < LAST_TRY_AGE:
        return Response(status_code=503)
    return _respond(gateway.envelope.seal(opened, Reply(gateway.unavailable_text)))


def _respond(answer: Answer) -> Response:
    return Response(answer.body, media_type=answer.media_type)
