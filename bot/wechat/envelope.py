"""The envelope of a callback: opened for the desk, sealed for WeChat.

The order is the protection: what the query alone can refuse is refused before the body is read, a signature
before a decryption, a decryption before a parser.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from wechatpy.utils import WeChatSigner

from bot.desk.message import Reply
from bot.errors import SettingsRefused
from bot.wechat.body import is_json, read_push
from bot.wechat.cipher import EnvelopeCipher, cipher_for
from bot.wechat.errors import EnvelopeRefused, Reason
from bot.wechat.inbound import Content, read_content
from bot.wechat.passive import NOTHING, Answer, PassiveText, SealedText

XML, JSON, TEXT = "application/xml", "application/json", "text/plain"
_TIMESTAMP = re.compile(r"[1-9][0-9]{0,10}")
_NONCE = re.compile(r"[!-~]{1,128}")
_BASE64 = rb"([A-Za-z0-9+/]{4,}={0,2})"
_ENCRYPT_XML = re.compile(
    rb"<Encrypt>\s*(?:<!\[CDATA\[\s*" + _BASE64 + rb"\s*\]\]>|" + _BASE64 + rb")\s*</Encrypt>"
)
_ENCRYPT_JSON = re.compile(rb'"Encrypt"\s*:\s*"((?:[A-Za-z0-9+/=]|\\/)+)"')  # JSON may write / as \/
#: In compatible mode the resident's own text stands beside <Encrypt> and may imitate it.
_CANDIDATES = 4


class DoorSettings(Protocol):
    """The part of `settings.wechat` that the door needs."""

    @property
    def app_id(self) -> str: ...
    @property
    def token(self) -> str: ...
    @property
    def encoding_aes_key(self) -> str: ...
    @property
    def previous_aes_key(self) -> str: ...
    @property
    def max_age_seconds(self) -> int: ...


@dataclass(frozen=True, slots=True)
class CallbackQuery:
    """The query of a callback; absent parameters are empty."""

    signature: str
    timestamp: str
    nonce: str
    msg_signature: str
    encrypt_type: str
    echostr: str

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> CallbackQuery:
        """Read the parameters that count; all others are left alone."""
        take = parameters.get
        return cls(
            take("signature") or "",
            take("timestamp") or "",
            take("nonce") or "",
            take("msg_signature") or "",
            take("encrypt_type") or "",
            take("echostr") or "",
        )


@dataclass(frozen=True, slots=True)
class Opened:
    """What a callback held and what its answer needs; `cipher` is the one that opened it, None when plain."""

    content: Content
    sender: str
    account: str
    is_json: bool
    cipher: EnvelopeCipher | None
    app_id: str


class Envelope:
    """The account's envelope; safe to use from several threads."""

    def __init__(self, door: DoorSettings, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Build the keys once; raises SettingsRefused for an empty token or a malformed AES key.

        An empty token is no token: anybody could sign, and wechatpy would accept it.
        """
        if not door.token.strip():
            raise SettingsRefused("wechat.token", "不能为空", "must not be empty")
        if door.previous_aes_key and not door.encoding_aes_key:
            raise SettingsRefused(
                "wechat.encoding_aes_key",
                "只有 previous_aes_key 时不能为空",
                "must be set when previous_aes_key is",
            )
        keys = {
            "wechat.encoding_aes_key": door.encoding_aes_key,
            "wechat.previous_aes_key": door.previous_aes_key,
        }
        self._ciphers = tuple(cipher_for(key, setting) for setting, key in keys.items() if key)
        self._token = door.token
        self._app_id = door.app_id
        self._max_age = door.max_age_seconds
        self._now = now

    def echo(self, query: CallbackQuery) -> str:
        """What the URL check must be answered with: the raw echostr, once the signature holds.

        The account's echostr is never encrypted, in safe mode neither. Raises EnvelopeRefused.
        """
        self._check_form_and_age(query)
        self._check(query.signature, query.timestamp, query.nonce)
        if not query.echostr:
            raise EnvelopeRefused(Reason.PARAMETERS)
        return query.echostr

    def check(self, query: CallbackQuery) -> None:
        """All that can be refused before the body is read; raises EnvelopeRefused.

        With an AES key a plain body is refused: `signature` does not cover the body, so one line of an access
        log would sign any forgery.
        """
        self._check_form_and_age(query)
        if not self._ciphers:
            self._check(query.signature, query.timestamp, query.nonce)
        elif query.encrypt_type != "aes":
            raise EnvelopeRefused(Reason.DOWNGRADE)
        elif not query.msg_signature:
            raise EnvelopeRefused(Reason.PARAMETERS)

    def open(self, query: CallbackQuery, body: bytes) -> Opened:
        """The content of a callback whose query passed `check`; raises EnvelopeRefused."""
        cipher, app_id = None, self._app_id
        if self._ciphers:
            ciphertext = self._signed_ciphertext(query, body)
            body, cipher, app_id = self._decrypt(ciphertext)
        push = read_push(body)
        content = read_content(push)
        sender, account = (push.fields.get(name, "") for name in ("FromUserName", "ToUserName"))
        return Opened(content, sender, account, push.is_json, cipher, app_id)

    def seal(self, opened: Opened, reply: Reply) -> Answer:
        """The answer to a callback in its own format and mode, with the key that opened it."""
        if not reply.text:
            return Answer(NOTHING, TEXT)
        created = int(self._now().timestamp())
        passive = PassiveText(opened.sender, opened.account, created, reply.text)
        media_type = JSON if opened.is_json else XML
        text = passive.as_json() if opened.is_json else passive.as_xml()
        if opened.cipher is None:
            return Answer(text, media_type)
        sealed = self._sign(opened.cipher.seal(text, opened.app_id), str(created))
        return Answer(sealed.as_json() if opened.is_json else sealed.as_xml(), media_type)

    def _sign(self, ciphertext: str, timestamp: str) -> SealedText:
        nonce = secrets.token_hex(8)
        signature = signature_of(self._token, timestamp, nonce, ciphertext)
        return SealedText(ciphertext, signature, timestamp, nonce)

    def _check_form_and_age(self, query: CallbackQuery) -> None:
        if not _TIMESTAMP.fullmatch(query.timestamp) or not _NONCE.fullmatch(query.nonce):
            raise EnvelopeRefused(Reason.PARAMETERS)
        age = self._now().timestamp() - int(query.timestamp)
        if self._max_age and abs(age) > self._max_age:
            raise EnvelopeRefused(Reason.STALE)

    def _check(self, given: str, *signed: str) -> None:
        if not self._holds(given, *signed):
            raise EnvelopeRefused(Reason.SIGNATURE)

    def _holds(self, given: str, *signed: str) -> bool:
        expected = signature_of(self._token, *signed)
        return hmac.compare_digest(expected.encode(), given.encode("utf-8", "replace"))

    def _signed_ciphertext(self, query: CallbackQuery, body: bytes) -> str:
        """The ciphertext that msg_signature covers, found without a parser."""
        pattern = _ENCRYPT_JSON if is_json(body) else _ENCRYPT_XML
        seen = False
        for _, found in zip(range(_CANDIDATES), pattern.finditer(body), strict=False):
            seen = True
            ciphertext = found[found.lastindex or 1].decode("ascii").replace("\\/", "/")
            if self._holds(query.msg_signature, query.timestamp, query.nonce, ciphertext):
                return ciphertext
        raise EnvelopeRefused(Reason.SIGNATURE if seen else Reason.UNDECIPHERABLE)

    def _decrypt(self, ciphertext: str) -> tuple[bytes, EnvelopeCipher, str]:
        """The message, the key that opened it (current before previous), and its AppID."""
        for cipher in self._ciphers:
            try:
                message, app_id = cipher.open(ciphertext)
            except EnvelopeRefused:
                continue
            if self._app_id and app_id != self._app_id:
                raise EnvelopeRefused(Reason.WRONG_ACCOUNT)
            return message, cipher, app_id
        raise EnvelopeRefused(Reason.UNDECIPHERABLE)


def signature_of(*parts: str) -> str:
    """WeChat's signature: SHA-1 of the parts sorted and joined, in lower hexadecimal."""
    signer = WeChatSigner()
    signer.add_data(*parts)
    signature: str = signer.signature
    return signature
