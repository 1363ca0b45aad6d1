"""The AES envelope of safe mode: one object per EncodingAESKey, built once."""

from __future__ import annotations

import base64
import binascii
import re
import secrets
import struct
from collections.abc import Callable

from wechatpy.crypto import PrpCrypto

from bot.errors import SettingsRefused
from bot.wechat.errors import EnvelopeRefused, Reason

_PREFIX = 16  # random bytes before the length
_HEAD = _PREFIX + 4
_BLOCK = 32  # WeChat pads to 32 bytes, not to AES's 16
_KEY_FORM = re.compile(r"[A-Za-z0-9+/]{43}")


class _PrpCrypto(PrpCrypto):  # type: ignore[misc]  # wechatpy ships no types
    """wechatpy's envelope with a random prefix from the system: its own comes from `random.sample`."""

    def __init__(self, key: bytes, draw: Callable[[int], bytes]) -> None:
        super().__init__(key)
        self._draw = draw

    def get_random_string(self) -> bytes:
        return self._draw(_PREFIX)


class EnvelopeCipher:
    """Opens and seals with one EncodingAESKey."""

    def __init__(self, key: bytes, draw: Callable[[int], bytes] = secrets.token_bytes) -> None:
        """Take the 32 bytes of the key; `draw` gives so many random bytes."""
        self._crypto = _PrpCrypto(key, draw)

    def open(self, ciphertext: str) -> tuple[bytes, str]:
        """The message's bytes and the AppID it was encrypted for.

        Raises EnvelopeRefused when the ciphertext is not one of this key. wechatpy's own `decrypt` is not
        used: it wants the AppID beforehand, skips characters that are not base64, believes any padding and
        answers with IndexError, struct.error, ValueError or UnicodeDecodeError.
        """
        try:
            plain: bytes = self._crypto.cipher.decrypt(base64.b64decode(ciphertext, validate=True))
        except (binascii.Error, ValueError) as error:
            raise EnvelopeRefused(Reason.UNDECIPHERABLE) from error
        if len(plain) <= _HEAD:
            raise EnvelopeRefused(Reason.UNDECIPHERABLE)
        padding = plain[-1]
        end = len(plain) - padding
        (length,) = struct.unpack_from("!I", plain, _PREFIX)
        intact = 1 <= padding <= _BLOCK and plain.endswith(bytes((padding,)) * padding)
        if not intact or _HEAD + length > end:
            raise EnvelopeRefused(Reason.UNDECIPHERABLE)
        try:
            app_id = plain[_HEAD + length : end].decode("ascii")
        except UnicodeDecodeError as error:
            raise EnvelopeRefused(Reason.UNDECIPHERABLE) from error
        return plain[_HEAD : _HEAD + length], app_id

    def seal(self, text: str, app_id: str) -> str:
        """`text` encrypted for `app_id`, in base64."""
        sealed: bytes = self._crypto.encrypt(text, app_id)
        return sealed.decode("ascii")


def cipher_for(encoding_aes_key: str, setting: str) -> EnvelopeCipher:
    """The cipher of an EncodingAESKey; raises SettingsRefused naming `setting` when it is malformed.

    The last character may carry spare bits that are not zero: WeChat gives out such keys, and Python's
    decoder drops the bits.
    """
    key = base64.b64decode(encoding_aes_key + "=") if _KEY_FORM.fullmatch(encoding_aes_key) else b""
    if len(key) != 32:
        raise SettingsRefused(
            setting,
            "应为公众平台给出的 43 位 EncodingAESKey",
            "must be the 43 characters of the EncodingAESKey",
        )
    return EnvelopeCipher(key)
