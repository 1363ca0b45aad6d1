from __future__ import annotations

import base64

import pytest

from bot.wechat.cipher import EnvelopeCipher, cipher_for
from bot.wechat.errors import EnvelopeRefused, Reason
from tests.bot.wechat.wechat_push import APP_ID, KEY, OLD_KEY, decrypt, encrypt


def test_message_comes_out_as_it_went_in() -> None:
    cipher = cipher_for(KEY, "wechat.encoding_aes_key")

    assert cipher.open(cipher.seal("栋😀", APP_ID)) == ("栋😀".encode(), APP_ID)


@pytest.mark.parametrize("length", range(40))
def test_wechats_side_opens_what_is_sealed_at_every_padding(length: int) -> None:
    sealed = cipher_for(KEY, "wechat.encoding_aes_key").seal("x" * length, APP_ID)

    assert len(base64.b64decode(sealed)) % 32 == 0
    assert decrypt(sealed, KEY) == ("x" * length, APP_ID)


@pytest.mark.parametrize("between", ["*", "\n", " ", "-"])
def test_character_that_is_not_base64_is_not_passed_over(between: str) -> None:
    sealed = encrypt("x")

    with pytest.raises(EnvelopeRefused) as refused:
        cipher_for(KEY, "wechat.encoding_aes_key").open(sealed[:8] + between + sealed[8:])

    assert refused.value.reason is Reason.UNDECIPHERABLE


def test_two_ciphers_do_not_open_each_others() -> None:
    with pytest.raises(EnvelopeRefused):
        cipher_for(OLD_KEY, "wechat.previous_aes_key").open(encrypt("x" * 100, KEY))


def test_random_block_is_drawn_from_the_given_source() -> None:
    sizes: list[int] = []

    def draw(size: int) -> bytes:
        sizes.append(size)
        return bytes(size)

    EnvelopeCipher(bytes(32), draw).seal("x", APP_ID)

    assert sizes == [16]
