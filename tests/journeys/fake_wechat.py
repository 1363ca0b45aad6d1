"""WeChat's API on loopback: hands out a token, takes sends, keeps the reply window, remembers everything."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

WINDOW = 48 * 3600.0
WINDOW_MESSAGES = 5
OK, BUSY, BAD_TOKEN = 0, -1, 40001
OUT_OF_WINDOW, WINDOW_USED_UP = 45015, 45047


@dataclass(frozen=True, slots=True)
class Sent:
    """One send that was accepted. `key` is the sender's own name for it, "" where the API has none."""

    channel: str
    openid: str
    key: str
    words: str


@dataclass(slots=True)
class FakeWeChat:
    """The state behind the API. `busy_every` n: each n-th send is answered -1 and goes nowhere."""

    busy_every: int = 0
    sent: list[Sent] = field(default_factory=list)
    refused: Counter[int] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    _windows: dict[str, tuple[float, int]] = field(default_factory=dict)
    _asked: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    port: int = 0

    @property
    def base_url(self) -> str:
        """What to put into wechat.api_base_url."""
        return f"http://127.0.0.1:{self.port}"

    def wrote(self, openid: str) -> None:
        """Opens the reply window of somebody who has just written."""
        with self._lock:
            self._windows[openid] = (time.monotonic() + WINDOW, WINDOW_MESSAGES)

    def answer(self, path: str, query: Mapping[str, list[str]], body: bytes) -> dict[str, Any]:
        """The API's JSON for one call."""
        with self._lock:
            self.calls[path] += 1
            if path in {"/cgi-bin/token", "/cgi-bin/stable_token"}:
                return {"access_token": "replay-access-token", "expires_in": 7200}
            code = self._send(path, query, body) if path.endswith("send") else OK
            if code != OK:
                self.refused[code] += 1
            return {"errcode": code, "errmsg": "ok" if code == OK else "refused", "msgid": len(self.sent)}

    def _send(self, path: str, query: Mapping[str, list[str]], body: bytes) -> int:
        if query.get("access_token") != ["replay-access-token"]:
            return BAD_TOKEN
        self._asked += 1
        if self.busy_every and self._asked % self.busy_every == 0:
            return BUSY
        message = json.loads(body)
        openid = message["touser"]
        if path == "/cgi-bin/message/custom/send":
            until, left = self._windows.get(openid, (0.0, 0))
            if time.monotonic() > until:
                return OUT_OF_WINDOW
            if not left:
                return WINDOW_USED_UP
            self._windows[openid] = (until, left - 1)
            words = message.get("text", {}).get("content", "")
            self.sent.append(Sent("text", openid, "", words))
            return OK
        words = json.dumps(message.get("data", {}), ensure_ascii=False)
        self.sent.append(Sent("template", openid, message.get("client_msg_id", ""), words))
        return OK


def _handler(state: FakeWeChat) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

        def _answer(self, body: bytes) -> None:
            address = urlsplit(self.path)
            answer = json.dumps(state.answer(address.path, parse_qs(address.query), body)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json; encoding=utf-8")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Says nothing; what came is in the state."""

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """A caller that was killed hangs up in the middle: no fault of ours."""


@contextmanager
def fake_wechat(*, busy_every: int = 0) -> Iterator[FakeWeChat]:
    """The API on a free port of the loopback while the block runs."""
    state = FakeWeChat(busy_every=busy_every)
    server = _Server(("127.0.0.1", 0), _handler(state))
    state.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
