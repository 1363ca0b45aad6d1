"""Pushing a message to the product as WeChat does: signed, perhaps sealed, five seconds, three tries."""

from __future__ import annotations

import asyncio
import os
import secrets
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.parsers.expat import ExpatError

import httpx
import xmltodict

from bot.simulator.account import SimulatedAccount
from bot.simulator.sealing import SealError, same_signature, seal, sign, unseal

TRIES = 3
#: WeChat shows no text reply above this; the reader sees the fault notice instead.
REPLY_BYTES = 2048
_NUMBERS = frozenset({"CreateTime", "MsgId", "Location_X", "Location_Y", "Scale", "MsgID"})


class ReplyError(Exception):
    """The product's reply cannot be shown."""


@dataclass(frozen=True, slots=True)
class Try:
    """One delivery: HTTP status (None without an answer), its time, and what went wrong ("" if nothing)."""

    status: int | None
    milliseconds: int
    error: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the product answered at once; kind "" means that nothing is shown."""

    kind: str = ""
    text: str = ""
    media_id: str = ""
    articles: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """A push from the first try to the reply; `fault` is the reason of the fault notice ("" without one)."""

    at: datetime
    kind: str
    encrypted: bool
    tries: tuple[Try, ...]
    reply: Reply
    fault: str
    milliseconds: int


def compose(fields: Mapping[str, object]) -> str:
    """The XML of a message, fields in order. A mapping becomes an element with children."""
    return f"<xml>{_elements(fields)}</xml>"


def _elements(fields: Mapping[str, object]) -> str:
    return "".join(f"<{name}>{_content(name, value)}</{name}>" for name, value in fields.items())


def _content(name: str, value: object) -> str:
    if isinstance(value, Mapping):
        return _elements(value)
    if name in _NUMBERS:
        return str(value)
    return "<![CDATA[" + str(value).replace("]]>", "]]]]><![CDATA[>") + "]]>"


class Pusher:
    """Delivers messages to one product. Holds no connection between messages, as WeChat's servers don't."""

    def __init__(self, account: SimulatedAccount) -> None:
        """Deliver to the callback of `account`."""
        self.account = account
        self.try_seconds = account.try_time.total_seconds()
        self._trust: ssl.SSLContext | None = None

    async def push(self, message: Mapping[str, object]) -> Exchange:
        """Deliver `message`, return the exchange. Tries start `try_seconds` apart, as real logs show."""
        at = datetime.now(UTC)
        start = time.monotonic()
        tries: list[Try] = []
        body = b""
        async with httpx.AsyncClient(verify=self._context(), trust_env=False) as client:
            for number in range(TRIES):
                began = time.monotonic()
                one, body = await self._try(client, message)
                tries.append(one)
                if not one.error:
                    break
                if number < TRIES - 1:
                    await asyncio.sleep(max(0.0, began + self.try_seconds - time.monotonic()))
        reply, fault = Reply(), tries[-1].error
        if not fault:
            try:
                reply = self._read(body)
            except ReplyError as error:
                fault = str(error)
        return Exchange(
            at=at,
            kind=str(message.get("Event") or message.get("MsgType")),
            encrypted=bool(self.account.encoding_aes_key),
            tries=tuple(tries),
            reply=reply,
            fault=fault,
            milliseconds=round((time.monotonic() - start) * 1000),
        )

    async def _try(self, client: httpx.AsyncClient, message: Mapping[str, object]) -> tuple[Try, bytes]:
        query, body = self.envelope(message)
        began = time.monotonic()
        status: int | None = None
        answer = b""
        error = ""
        try:
            async with asyncio.timeout(self.try_seconds):
                response = await client.post(
                    self.account.callback_url + "/wechat",
                    params=query,
                    content=body.encode(),
                    headers={"Content-Type": "text/xml", "User-Agent": "Mozilla/4.0"},
                    timeout=None,  # the whole try is limited above, as WeChat limits it
                )
            status, answer = response.status_code, response.content
            error = "" if status == httpx.codes.OK else f"HTTP {status}"
        except TimeoutError:
            error = f"no answer within {self.try_seconds:g} s"
        except httpx.HTTPError as failure:
            error = f"not reached: {failure}" if str(failure) else f"not reached: {type(failure).__name__}"
        return Try(status, round((time.monotonic() - began) * 1000), error), answer

    def envelope(self, message: Mapping[str, object]) -> tuple[dict[str, str], str]:
        """The query and the body of one push, signed now and sealed when the account is in safe mode."""
        account = self.account
        stamp, nonce = str(int(time.time())), str(secrets.randbelow(10**10))
        query = {
            "signature": sign(account.token, stamp, nonce),
            "timestamp": stamp,
            "nonce": nonce,
            "openid": str(message["FromUserName"]),
        }
        body = compose(message)
        if not account.encoding_aes_key:
            return query, body
        encrypted = seal(body, account.encoding_aes_key, account.app_id, os.urandom(16))
        query |= {"encrypt_type": "aes", "msg_signature": sign(account.token, stamp, nonce, encrypted)}
        return query, compose({"ToUserName": message["ToUserName"], "Encrypt": encrypted})

    def _read(self, body: bytes) -> Reply:
        if body.strip() in {b"", b"success"}:
            return Reply()
        fields = _parse(body)
        if self.account.encoding_aes_key:
            fields = _parse(self._unsealed(fields).encode())
        return _reply(fields)

    def _unsealed(self, fields: Mapping[str, Any]) -> str:
        account = self.account
        try:
            encrypted = str(fields["Encrypt"])
            signed = sign(account.token, str(fields["TimeStamp"]), str(fields["Nonce"]), encrypted)
            if not same_signature(str(fields["MsgSignature"]), signed):
                raise ReplyError("the reply's MsgSignature is wrong")
            return unseal(encrypted, account.encoding_aes_key, account.app_id)
        except KeyError as error:
            raise ReplyError(f"the reply in safe mode lacks {error.args[0]}") from error
        except SealError as error:
            raise ReplyError(f"the reply cannot be decrypted: {error}") from error

    def _context(self) -> ssl.SSLContext:
        # Loading the certificates costs some 20 ms: once, not at import, and not for plain HTTP at all.
        if self._trust is None:
            plain = self.account.callback_url.startswith("http://")
            self._trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if plain else ssl.create_default_context()
        return self._trust


def _parse(body: bytes) -> Mapping[str, Any]:
    try:
        fields = xmltodict.parse(body)["xml"]
    except (ExpatError, ValueError, KeyError) as error:
        raise ReplyError(f"the reply is not WeChat's XML: {error}") from error
    if not isinstance(fields, Mapping):
        raise ReplyError("the reply's XML is empty")
    return fields


def _reply(fields: Mapping[str, Any]) -> Reply:
    kind = str(fields.get("MsgType") or "")
    if kind == "text":
        text = str(fields.get("Content") or "")
        if not 0 < len(text.encode()) <= REPLY_BYTES:
            raise ReplyError(f"a text reply has 1 to {REPLY_BYTES} bytes, not {len(text.encode())}")
        return Reply(kind, text)
    if kind == "image":
        return Reply(kind, media_id=str((fields.get("Image") or {}).get("MediaId") or ""))
    if kind == "news":
        items = (fields.get("Articles") or {}).get("item") or []
        items = items if isinstance(items, list) else [items]
        articles = ({key: str(value or "") for key, value in item.items()} for item in items)
        return Reply(kind, articles=tuple(articles))
    if kind == "transfer_customer_service":
        return Reply()
    raise ReplyError(f"a reply of type {kind!r} cannot be shown")
