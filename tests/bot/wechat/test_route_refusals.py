from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest

from bot.wechat.errors import Reason
from bot.wechat.routes import STATUS
from tests.bot.wechat.wechat_push import (
    NOW,
    Door,
    a_text,
    chunk,
    encrypt,
    exchange,
    payload,
    plain_query,
    plain_settings,
    safe_body,
    safe_query,
    settings,
)

HALF = 40_000


# Each by reason, without a word, without the desk


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", Reason.MALFORMED),
        (b"not xml", Reason.MALFORMED),
        (b"<xml><MsgType>text", Reason.MALFORMED),
        (b"<xml><MsgType>te\x02xt</MsgType></xml>", Reason.MALFORMED),
        ("<xml><MsgType>文</MsgType></xml>".encode("gbk"), Reason.ENCODING),
        (b"<xml>\xc3\x28</xml>", Reason.ENCODING),
        (b"<root><MsgType>text</MsgType></root>", Reason.MALFORMED),
        (b"<xml>words</xml>", Reason.MALFORMED),
        (b"<xml/>", Reason.MALFORMED),
        (b"<xml><MsgType/></xml>", Reason.MALFORMED),
        (b"<xml><MsgType>text</MsgType><MsgType>text</MsgType></xml>", Reason.MALFORMED),
        (b"<xml><MsgType>event</MsgType></xml>", Reason.MALFORMED),
        (a_text(number="x").encode(), Reason.MALFORMED),
        (a_text().replace("1717000000", "yesterday").encode(), Reason.MALFORMED),
        (a_text("]]><b/><![CDATA[").encode(), Reason.MALFORMED),
        (b'<!DOCTYPE xml [<!ENTITY a "b">]><xml><MsgType>&a;</MsgType></xml>', Reason.DOCTYPE),
        (b'<!DOCTYPE xml SYSTEM "http://127.0.0.1:1/"><xml/>', Reason.DOCTYPE),
        (b"<xml>" + b"<a>" * 20_000, Reason.TOO_DEEP),
        (b'{"a":' * 10_000, Reason.TOO_DEEP),
        (b'{"MsgType": ["text"]}', Reason.MALFORMED),
        (b"{", Reason.MALFORMED),
        (b"<xml>" + b"a" * 70_000 + b"</xml>", Reason.TOO_LARGE),
    ],
)
def test_signed_body_that_is_wrong_is_refused_and_counted(body: bytes, reason: Reason) -> None:
    door = Door(plain_settings())

    answer = door.post_plain(body)

    assert (answer.status_code, answer.content) == (STATUS[reason], b"")
    assert door.tally.seen == [("refused", reason.value)]
    assert door.messages == []


@pytest.mark.parametrize(
    "inner",
    [
        b"",
        b"not xml",
        b"\xff\xfe\xfd",
        b"<xml>" + b"<a>" * 5_000,
        b"<!DOCTYPE xml><xml><MsgType>text</MsgType></xml>",
    ],
)
def test_encrypted_body_that_is_wrong_is_refused(inner: bytes) -> None:
    door = Door(settings())

    assert 400 <= door.post_safe(inner).status_code < 500
    assert door.messages == []


@pytest.mark.parametrize(
    "body", [b"", b"x", b"<xml></xml>", b"{}", b"<xml><Encrypt></Encrypt></xml>", b"\xff" * 100]
)
def test_envelope_without_a_ciphertext_is_refused(body: bytes) -> None:
    door = Door(settings())

    assert door.post(safe_query("x"), body).status_code == 400
    assert door.tally.seen == [("refused", "undecipherable")]


def test_forged_plain_body_under_a_captured_signature_is_refused() -> None:
    door = Door(settings())

    assert door.post_plain(a_text("伪造的")).status_code == 403
    assert door.tally.seen == [("refused", "downgrade")]


def test_stale_push_is_refused() -> None:
    door = Door(settings())
    ciphertext = encrypt(a_text())

    answer = door.post(safe_query(ciphertext, NOW - timedelta(minutes=6)), safe_body(ciphertext))

    assert answer.status_code == 403
    assert door.tally.seen == [("refused", "stale")]


def test_every_reason_has_a_status_that_blames_the_caller() -> None:
    assert set(STATUS) == set(Reason)
    assert all(400 <= status < 500 for status in STATUS.values())


# Reading


def test_endless_body_is_left_after_64_kib_whatever_its_length_says() -> None:
    door = Door(plain_settings())
    taken: list[int] = []

    def endless() -> Iterable[dict[str, Any]]:
        while True:
            taken.append(HALF)
            yield chunk(b"a" * HALF)

    status, body = exchange(door.app, plain_query(), endless())

    assert (status, body) == (413, b"")
    assert len(taken) == 2


def test_wrong_plain_signature_is_refused_without_reading_the_body() -> None:
    door = Door(plain_settings())

    status, _ = exchange(door.app, {**plain_query(), "signature": "0" * 40}, iter(()))

    assert status == 403


def test_body_in_small_chunks_is_put_together() -> None:
    door = Door(plain_settings())
    body = payload("text.xml")
    chunks = [chunk(body[at : at + 7]) for at in range(0, len(body), 7)]

    status, _ = exchange(door.app, plain_query(), [*chunks, chunk(b"", more=False)])

    assert status == 200
    assert len(door.messages) == 1


def test_client_that_hangs_up_while_sending_is_counted_and_nothing_else() -> None:
    door = Door(plain_settings())

    status, _ = exchange(door.app, plain_query(), [chunk(b"<xml>"), {"type": "http.disconnect"}])

    assert status == 408
    assert door.tally.seen == [("refused", "too_slow")]
