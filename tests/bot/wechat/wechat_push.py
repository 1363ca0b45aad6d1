"""WeChat's side of the callback, written from the protocol with `cryptography` alone, and a door to push."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import struct
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from starlette.applications import Starlette

from bot.desk.message import InboundMessage, Reply
from bot.settings import WeChatSettings
from bot.wechat.envelope import Envelope
from bot.wechat.routes import Gateway, callback_route

TOKEN = "a-token-of-the-test"
APP_ID = "wx00000000000000aa"
KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
OLD_KEY = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"
SENDER = "oKx3d5Qm7Yp1Rz8Tb2Wc4Ve6Uf0g"
ACCOUNT = "gh_0f1e2d3c4b5a"
NOW = datetime(2024, 5, 29, 16, 26, 41, tzinfo=UTC)  # one second after the captured payloads
PAYLOADS = Path(__file__).parents[2] / "data" / "wechat"
UNAVAILABLE = "系统正忙，刚才的话没有记下，请再发一次。"


def payload(name: str) -> bytes:
    return (PAYLOADS / name).read_bytes()


def sign(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()  # noqa: S324 - the protocol's hash


def _cipher(key: str) -> Cipher[modes.CBC]:
    raw = base64.b64decode(key + "=")
    return Cipher(algorithms.AES(raw), modes.CBC(raw[:16]))


def encrypt_block(block: bytes, key: str = KEY) -> str:
    encryptor = _cipher(key).encryptor()
    return base64.b64encode(encryptor.update(block) + encryptor.finalize()).decode()


def encrypt(
    text: str | bytes, key: str = KEY, app_id: str = APP_ID, prefix: bytes = b"0123456789abcdef"
) -> str:
    raw = text if isinstance(text, bytes) else text.encode()
    plain = prefix + struct.pack("!I", len(raw)) + raw + app_id.encode()
    padding = 32 - len(plain) % 32
    return encrypt_block(plain + bytes([padding]) * padding, key)


def decrypt(ciphertext: str, key: str = KEY) -> tuple[str, str]:
    decryptor = _cipher(key).decryptor()
    plain = decryptor.update(base64.b64decode(ciphertext)) + decryptor.finalize()
    plain = plain[: -plain[-1]]
    (length,) = struct.unpack("!I", plain[16:20])
    return plain[20 : 20 + length].decode(), plain[20 + length :].decode()


def plain_query(at: datetime = NOW, nonce: str = "486452656") -> dict[str, str]:
    stamp = str(int(at.timestamp()))
    return {"timestamp": stamp, "nonce": nonce, "signature": sign(TOKEN, stamp, nonce)}


def safe_query(ciphertext: str, at: datetime = NOW, nonce: str = "415670741") -> dict[str, str]:
    query = plain_query(at, nonce)
    signature = sign(TOKEN, query["timestamp"], nonce, ciphertext)
    return {**query, "encrypt_type": "aes", "msg_signature": signature, "openid": SENDER}


def safe_body(ciphertext: str) -> bytes:
    return (
        f"<xml><ToUserName><![CDATA[{ACCOUNT}]]></ToUserName>\n"
        f"<Encrypt><![CDATA[{ciphertext}]]></Encrypt>\n</xml>"
    ).encode()


def compatible_body(plain: str, ciphertext: str) -> bytes:
    return plain.replace("</xml>", f"<Encrypt><![CDATA[{ciphertext}]]></Encrypt></xml>").encode()


def safe_json(ciphertext: str) -> bytes:
    return json.dumps({"ToUserName": ACCOUNT, "Encrypt": ciphertext}).encode()


def a_text(
    content: str = "榕御3栋楼下乱停车", *, number: str = "24573310203040506", sender: str = SENDER
) -> str:
    return (
        f"<xml><ToUserName><![CDATA[{ACCOUNT}]]></ToUserName><FromUserName><![CDATA[{sender}]]></FromUserName>"
        f"<CreateTime>1717000000</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content><![CDATA[{content}]]></Content><MsgId>{number}</MsgId></xml>"
    )


def settings(**given: object) -> WeChatSettings:
    known = {"app_id": APP_ID, "app_secret": "secret-of-the-test", "token": TOKEN, "encoding_aes_key": KEY}
    return WeChatSettings.model_validate({**known, **given})


def plain_settings(**given: object) -> WeChatSettings:
    return settings(encoding_aes_key="", **given)


@dataclass
class Tally:
    """Counts in a list, in order."""

    seen: list[tuple[str, str]] = field(default_factory=list)

    def received(self, kind: str) -> None:
        self.seen.append(("received", kind))

    def ignored(self, kind: str) -> None:
        self.seen.append(("ignored", kind))

    def refused(self, reason: str) -> None:
        self.seen.append(("refused", str(reason)))

    def failed(self, cause: str) -> None:
        self.seen.append(("failed", cause))


class Door:
    """The route with a desk that answers at once, or fails as told."""

    def __init__(
        self, wechat: WeChatSettings, answer: str | BaseException = "收到", now: datetime = NOW
    ) -> None:
        self.tally = Tally()
        self.messages: list[InboundMessage] = []
        self.finished: list[object] = []
        self.answer = answer
        self.envelope = Envelope(wechat, lambda: now)
        self.gateway = Gateway(
            envelope=self.envelope,
            receive=self._receive,
            counters=self.tally,
            unavailable_text=UNAVAILABLE,
            template_finished=self.finished.append,
            now=lambda: now,
        )
        self.app = Starlette(routes=[callback_route(self.gateway)])

    def _receive(self, message: InboundMessage) -> Future[Reply]:
        self.messages.append(message)
        future: Future[Reply] = Future()
        if isinstance(self.answer, BaseException):
            future.set_exception(self.answer)
        else:
            future.set_result(Reply(self.answer))
        return future

    def request(self, method: str, query: dict[str, str], body: bytes = b"") -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://door") as client:
                return await client.request(method, "/wechat", params=query, content=body)

        return asyncio.run(ask())

    def get(self, query: dict[str, str]) -> httpx.Response:
        return self.request("GET", query)

    def post(self, query: dict[str, str], body: bytes) -> httpx.Response:
        return self.request("POST", query, body)

    def post_plain(self, body: bytes | str) -> httpx.Response:
        return self.post(plain_query(), body if isinstance(body, bytes) else body.encode())

    def post_safe(self, text: bytes | str, key: str = KEY) -> httpx.Response:
        ciphertext = encrypt(text, key)
        return self.post(safe_query(ciphertext), safe_body(ciphertext))


def xml_fields(text: str) -> dict[str, str]:
    return {child.tag: child.text or "" for child in ET.fromstring(text)}  # noqa: S314 - our own answer


def exchange(app: Starlette, query: dict[str, str], chunks: Iterable[dict[str, Any]]) -> tuple[int, bytes]:
    """One POST on the bare protocol: how many chunks were taken matters here, and what the client does."""
    sent: list[dict[str, Any]] = []
    waiting = iter(chunks)

    async def receive() -> dict[str, Any]:
        return next(waiting)

    async def send(event: dict[str, Any]) -> None:
        sent.append(event)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "path": "/wechat",
        "raw_path": b"/wechat",
        "query_string": "&".join(f"{name}={value}" for name, value in query.items()).encode(),
        "headers": [(b"content-length", b"10")],
    }
    asyncio.run(app(scope, receive, send))
    return sent[0]["status"], b"".join(event.get("body", b"") for event in sent[1:])


def chunk(body: bytes, *, more: bool = True) -> dict[str, Any]:
    return {"type": "http.request", "body": body, "more_body": more}
