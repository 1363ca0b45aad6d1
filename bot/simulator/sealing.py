"""WeChat's side of signing and of safe mode, written from its documentation and not from our gateway.

A shared implementation would hide a shared mistake, so nothing here comes from `bot.wechat` or wechatpy.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

#: WeChat pads to 32 bytes, twice AES's own block.
BLOCK = 32
_HEAD = 16
_LENGTH = 4


class SealError(Exception):
    """An encrypted text cannot be opened."""


def sign(*parts: str) -> str:
    """The signature of token, timestamp, nonce (and encrypted text): SHA-1 of the sorted parts, in hex."""
    joined = "".join(sorted(parts)).encode()
    return hashlib.sha1(joined, usedforsecurity=False).hexdigest()


def same_signature(given: str, expected: str) -> bool:
    """Whether two signatures are equal, compared in constant time."""
    return hmac.compare_digest(given.encode(), expected.encode())


def seal(message: str, encoding_aes_key: str, app_id: str, head: bytes) -> str:
    """The encrypted message in base64; `head` are the 16 random bytes in front."""
    body = message.encode()
    plain = head + struct.pack(">I", len(body)) + body + app_id.encode()
    padding = BLOCK - len(plain) % BLOCK
    encryptor = _cipher(encoding_aes_key).encryptor()
    sealed = encryptor.update(plain + bytes([padding]) * padding) + encryptor.finalize()
    return base64.b64encode(sealed).decode()


def unseal(encrypted: str, encoding_aes_key: str, app_id: str) -> str:
    """The message inside `encrypted`; raises SealError when it is damaged or made for another account."""
    try:
        sealed = base64.b64decode(encrypted, validate=True)
        decryptor = _cipher(encoding_aes_key).decryptor()
        plain = _unpad(decryptor.update(sealed) + decryptor.finalize())
        (length,) = struct.unpack(">I", plain[_HEAD : _HEAD + _LENGTH])
        end = _HEAD + _LENGTH + length
        message = plain[_HEAD + _LENGTH : end].decode()
    except (ValueError, struct.error, IndexError) as error:
        raise SealError(str(error)) from error
    if plain[end:] != app_id.encode():
        raise SealError("the AppID inside is not this account's")
    return message


def _unpad(plain: bytes) -> bytes:
    padding = plain[-1]
    if not 1 <= padding <= BLOCK or len(plain) % BLOCK:
        raise SealError("the padding is wrong")
    return plain[:-padding]


def _cipher(encoding_aes_key: str) -> Cipher[modes.CBC]:
    # WeChat's keys may carry spare bits in the last character; Python's decoder ignores them.
    key = base64.b64decode(encoding_aes_key + "=")
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))
