"""A product behind the callback that answers by the true protocol, with wechatpy as the other implementation."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from wechatpy import parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.replies import TextReply
from wechatpy.utils import check_signature

from bot.simulator.account import SimulatedAccount
from bot.simulator.app import build_simulator

ACCOUNT = SimulatedAccount(
    callback_url="http://127.0.0.1:1",
    app_id="wxba5fad812f8e6fb9",
    app_secret="an invented secret",
    token="AAAAA",
    encoding_aes_key="A" * 43,
    try_time=timedelta(seconds=5),
)


@dataclass
class Product:
    """Answers a text with what `answer` makes of it; keeps every message it was handed."""

    account: SimulatedAccount = ACCOUNT
    answer: Callable[[object], str] = lambda message: f"收到：{getattr(message, 'content', message.type)}"
    silent: int = 0  # the next deliveries get no answer as long as the product runs
    failures: list[int] = field(default_factory=list)  # HTTP statuses of the next deliveries
    body: bytes | None = None  # sent instead of a true reply
    messages: list[object] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)
    bodies: list[str] = field(default_factory=list)  # the XML of each

    async def receive(self, request: Request) -> Response:
        query, body = request.query_params, (await request.body()).decode()
        if self.account.encoding_aes_key:
            crypto = WeChatCrypto(self.account.token, self.account.encoding_aes_key, self.account.app_id)
            body = crypto.decrypt_message(body, query["msg_signature"], query["timestamp"], query["nonce"])
        check_signature(self.account.token, query["signature"], query["timestamp"], query["nonce"])
        message = parse_message(body)
        self.messages.append(message)
        self.bodies.append(body)
        if self.silent:
            self.silent -= 1
            await asyncio.to_thread(self.stopped.wait)
        if self.failures:
            return PlainTextResponse("", self.failures.pop(0))
        if self.body is not None:
            return Response(self.body)
        text = self.answer(message)
        if not text:
            return PlainTextResponse("success")
        reply = TextReply(content=text, message=message).render()
        if self.account.encoding_aes_key:
            reply = crypto.encrypt_message(reply, query["nonce"], query["timestamp"])
        return Response(reply, media_type="text/xml")


class Host:
    """One server for many products, each below a path of its own, so that no test waits for a start."""

    def __init__(self) -> None:
        """Listen on a free port."""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._app = Starlette()
        config = uvicorn.Config(self._app, log_level="warning", lifespan="off", timeout_graceful_shutdown=2)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._listener]})
        self._thread.start()
        self._count = itertools.count(1)

    @contextlib.contextmanager
    def running(self, product: Product) -> Iterator[str]:
        """The product and a simulator of its account; gives the address in front of `/simulator`."""
        path = f"/{next(self._count)}"
        address = f"http://127.0.0.1:{self._listener.getsockname()[1]}{path}"
        simulator = build_simulator(replace(product.account, callback_url=address))
        doors = [Route("/wechat", product.receive, methods=["POST"]), Mount("/simulator", simulator)]
        self._app.router.routes.insert(0, Mount(path, routes=doors))
        try:
            yield address
        finally:
            product.stopped.set()
            simulator.state.simulation.close()

    def close(self) -> None:
        """Stop the server."""
        self._server.should_exit = True
        self._thread.join()
        self._listener.close()
