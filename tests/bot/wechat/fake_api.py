"""A stand-in for api.weixin.qq.com on loopback that says what a test orders."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from bot.settings import WeChatSettings

TOKEN_PATH = "cgi-bin/stable_token"
SEND_PATH = "cgi-bin/message/custom/send"
TEMPLATE_PATH = "cgi-bin/message/template/send"
MEDIA_PATH = "cgi-bin/media/get"
UPLOAD_PATH = "cgi-bin/media/upload"
OK = {"errcode": 0, "errmsg": "ok"}


@dataclass(frozen=True)
class Raw:
    """An answer that is not JSON with status 200."""

    body: bytes = b""
    content_type: str = "text/plain"
    status: int = 200


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    query: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def a_token(name: str, expires_in: int = 7200) -> dict[str, Any]:
    return {"access_token": name, "expires_in": expires_in}


def refused(code: int, words: str = "refused") -> dict[str, Any]:
    return {"errcode": code, "errmsg": f"{words} rid: 655d9278-7c157f97"}


@dataclass
class FakeApi:
    """Answers each path with its list in order, the last one for ever; tokens first-token, then more."""

    base_url: str = ""
    answers: dict[str, list[dict[str, Any] | Raw]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, path: str, *answers: dict[str, Any] | Raw) -> None:
        self.answers[path] = list(answers)

    def take(self, asked: Asked) -> dict[str, Any] | Raw:
        with self.lock:
            self.asked.append(asked)
            waiting = self.answers.get(asked.path, [OK])
            return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    def calls(self, path: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.path == path]

    def settings(self) -> WeChatSettings:
        return WeChatSettings(app_id="wx-of-the-test", app_secret="the-secret", api_base_url=self.base_url)


@contextmanager
def fake_api() -> Iterator[FakeApi]:
    fake = FakeApi()
    fake.answer(TOKEN_PATH, a_token("first-token"))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def _answer(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            asked = Asked(self.command, parts.path.lstrip("/"), dict(parse_qsl(parts.query)), body)
            found = fake.take(asked)
            raw = found if isinstance(found, Raw) else Raw(json.dumps(found).encode(), "application/json")
            self.send_response(raw.status)
            self.send_header("Content-Type", raw.content_type)
            self.send_header("Content-Length", str(len(raw.body)))
            self.end_headers()
            self.wfile.write(raw.body)

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_connection: object) -> None:
            """Clients may hang up: some tests do."""

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake.base_url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
