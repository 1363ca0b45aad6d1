"""WeChat's own side of the callback: signs, encrypts, posts; opens and checks what comes back.

Written from the protocol's documentation with `cryptography` alone and on purpose without a line of the
product's envelope: a mistake there must not be able to hide behind the same mistake here.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import os
import struct
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from urllib.parse import urlencode

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

TOKEN = "replay-token"
APP_ID = "wx0123456789abcdef"
APP_SECRET = "replay-app-secret"
ENCODING_AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
ACCOUNT = "gh_0123456789ab"
_BLOCK = 32  # PKCS#7 to 32 bytes, not to AES's 16
_nonces = itertools.count(100_000_000)


class ReplyError(AssertionError):
    """A reply that WeChat would show as a fault notice, or that isn't meant for the sender."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """One signed and encrypted delivery: what stands after the path, and the body."""

    query: str
    body: bytes

    def http(self, path: str = "/wechat") -> bytes:
        """The whole request as bytes, for a client that keeps its connection."""
        head = (
            f"POST {path}?{self.query} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Mozilla/4.0\r\n"
            f"Content-Type: text/xml\r\nContent-Length: {len(self.body)}\r\n\r\n"
        )
        return head.encode() + self.body


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message of one person, the same for all its deliveries."""

    sender: str
    message_id: int
    text: str = ""
    created: int = field(default_factory=lambda: int(time.time()))
    event: str = ""
    event_key: str = ""

    def xml(self) -> str:
        """The message as WeChat writes it before sealing."""
        head = (
            f"<xml><ToUserName><![CDATA[{ACCOUNT}]]></ToUserName>"
            f"<FromUserName><![CDATA[{self.sender}]]></FromUserName><CreateTime>{self.created}</CreateTime>"
        )
        if self.event:
            return (
                f"{head}<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[{self.event}]]></Event>"
                f"<EventKey><![CDATA[{self.event_key}]]></EventKey></xml>"
            )
        text = self.text.replace("]]>", "]]]]><![CDATA[>")
        return (
            f"{head}<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{text}]]></Content>"
            f"<MsgId>{self.message_id}</MsgId></xml>"
        )


def _aes(key: bytes) -> Cipher[modes.CBC]:
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))


class WeChatSide:
    """WeChat's servers as one official account sees them."""

    def __init__(self, token: str = TOKEN, encoding_aes_key: str = ENCODING_AES_KEY, app_id: str = APP_ID):
        self._token = token
        self._app_id = app_id.encode()
        self._cipher = _aes(base64.b64decode(encoding_aes_key + "="))

    def _sign(self, *parts: str) -> str:
        joined = "".join(sorted((self._token, *parts)))
        return hashlib.sha1(joined.encode(), usedforsecurity=False).hexdigest()

    def encrypt(self, message: str) -> str:
        """The message as it stands in <Encrypt>."""
        raw = message.encode()
        plain = os.urandom(16) + struct.pack(">I", len(raw)) + raw + self._app_id
        pad = _BLOCK - len(plain) % _BLOCK
        encryptor = self._cipher.encryptor()
        return base64.b64encode(encryptor.update(plain + bytes([pad]) * pad) + encryptor.finalize()).decode()

    def decrypt(self, encrypted: str) -> str:
        """What was sealed in <Encrypt>; ReplyError when it isn't this account's."""
        decryptor = self._cipher.decryptor()
        padded = decryptor.update(base64.b64decode(encrypted)) + decryptor.finalize()
        if not 1 <= padded[-1] <= _BLOCK:
            raise ReplyError("the padding is not 1 to 32 bytes")
        plain = padded[: -padded[-1]]
        (length,) = struct.unpack(">I", plain[16:20])
        if plain[20 + length :] != self._app_id:
            raise ReplyError("the reply carries another AppID")
        return plain[20 : 20 + length].decode()

    def seal(self, message: Incoming) -> Sealed:
        """One delivery of the message, with a timestamp and nonce of its own, as every attempt has."""
        encrypted = self.encrypt(message.xml())
        timestamp, nonce = str(int(time.time())), str(next(_nonces))
        query = urlencode(
            {
                "signature": self._sign(timestamp, nonce),
                "timestamp": timestamp,
                "nonce": nonce,
                "openid": message.sender,
                "encrypt_type": "aes",
                "msg_signature": self._sign(timestamp, nonce, encrypted),
            }
        )
        to_user = f"<ToUserName><![CDATA[{ACCOUNT}]]></ToUserName>"
        return Sealed(query, f"<xml>{to_user}<Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>".encode())

    def open(self, body: bytes, sender: str) -> str:
        """The text of a reply, "" for `success` or nothing; ReplyError when WeChat would not show it."""
        if body in (b"", b"success"):
            return ""
        envelope = {child.tag: child.text or "" for child in ET.fromstring(body)}  # noqa: S314 (our own server)
        if missing := {"Encrypt", "MsgSignature", "TimeStamp", "Nonce"} - envelope.keys():
            raise ReplyError(f"the envelope lacks {sorted(missing)}")
        signature = self._sign(envelope["TimeStamp"], envelope["Nonce"], envelope["Encrypt"])
        if envelope["MsgSignature"] != signature:
            raise ReplyError("MsgSignature is wrong")
        inner = ET.fromstring(self.decrypt(envelope["Encrypt"]))  # noqa: S314 (our own server)
        reply = {child.tag: child.text or "" for child in inner}
        if reply.get("ToUserName") != sender:
            raise ReplyError("the reply is addressed to somebody else")
        if reply.get("FromUserName") != ACCOUNT or reply.get("MsgType") != "text":
            raise ReplyError(f"not a text reply of this account: {reply}")
        if len(reply["Content"].encode()) > 2048:
            raise ReplyError("the text is longer than 2,048 bytes")
        return reply["Content"]
