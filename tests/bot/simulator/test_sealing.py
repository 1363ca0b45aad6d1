"""The simulator's seal against WeChat's published examples and against wechatpy."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from wechatpy.crypto import PrpCrypto

from bot.simulator.sealing import SealError, same_signature, seal, sign, unseal

KEY = "A" * 43
APP_ID = "wxba5fad812f8e6fb9"
DEMO = Path(__file__).parents[2] / "data" / "wechat" / "debug_demo_safe.json"


@pytest.mark.parametrize(
    ("stamp", "nonce", "signature"),
    [
        ("1714036504", "1514711492", "f464b24fc39322e44b38aa78f5edd27bd1441696"),
        ("1714037059", "486452656", "899cf89e464efb63f54ddac96b0a0a235f53aa78"),
    ],
)
def test_signature_is_the_one_in_wechats_example(stamp, nonce, signature):
    assert sign("AAAAA", stamp, nonce) == signature


def test_message_of_wechats_example_is_signed_and_opened():
    encrypted = json.loads(DEMO.read_text())["Encrypt"]

    assert sign("AAAAA", "1714112445", "415670741", encrypted) == "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3"
    assert json.loads(unseal(encrypted, KEY, APP_ID))["Event"] == "debug_demo"


def test_reply_of_wechats_example_is_sealed_byte_for_byte():
    sealed = seal('{"demo_resp":"good luck"}', KEY, APP_ID, b"707722b803182950")

    assert sealed == (
        "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="
    )
    assert sign("AAAAA", "1713424427", "415670741", sealed) == "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1"


@pytest.mark.parametrize("length", range(1, 66))
def test_wechatpy_opens_what_we_seal_and_the_other_way_for_every_padding(length):
    message = "邻" * length
    other = PrpCrypto(base64.b64decode(KEY + "="))

    assert other.decrypt(seal(message, KEY, APP_ID, bytes(16)), APP_ID) == message
    assert unseal(other.encrypt(message, APP_ID).decode(), KEY, APP_ID) == message


@pytest.mark.parametrize(
    "damaged",
    [
        "not base64!",
        "",
        "AAAA",
        base64.b64encode(bytes(64)).decode(),
        seal("邻里", KEY, APP_ID, bytes(16))[:-24] + "AAAAAAAAAAAAAAAAAAAAAAA=",
        seal("邻里", KEY, "wx another account", bytes(16)),
        seal("邻里", "B" * 43, APP_ID, bytes(16)),
    ],
)
def test_damaged_and_foreign_texts_are_refused(damaged):
    with pytest.raises(SealError):
        unseal(damaged, KEY, APP_ID)


def test_signatures_are_compared_whole():
    assert same_signature("ab12", "ab12")
    assert not same_signature("ab1", "ab12")
    assert not same_signature("邻", "ab12")
