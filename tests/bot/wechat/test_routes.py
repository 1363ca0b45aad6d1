from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from prometheus_client import CollectorRegistry
from starlette.applications import Starlette

from bot.desk.message import InboundMessage, Reply
from bot.wechat.counting import PrometheusDoorCounters
from bot.wechat.errors import Reason
from bot.wechat.inbound import TemplateFinished
from bot.wechat.routes import STATUS, callback_route
from storage.errors import ConnectionLost, StoreUnavailable
from tests.bot.wechat.wechat_push import (
    APP_ID,
    NOW,
    OLD_KEY,
    SENDER,
    TOKEN,
    UNAVAILABLE,
    Door,
    a_text,
    compatible_body,
    decrypt,
    encrypt,
    payload,
    plain_query,
    plain_settings,
    safe_body,
    safe_json,
    safe_query,
    settings,
    sign,
    xml_fields,
)

CREATED = NOW - timedelta(seconds=1)
HALF = 40_000


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


def said(caplog: pytest.LogCaptureFixture) -> str:
    """What the product logged; the test's own client logs its URLs, as a proxy would."""
    return "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("bot."))


def chunk(body: bytes, *, more: bool = True) -> dict[str, Any]:
    return {"type": "http.request", "body": body, "more_body": more}


# URL check


@pytest.mark.parametrize("wechat", [settings(), plain_settings()], ids=["safe", "plain"])
def test_url_check_is_answered_with_the_echostr_and_nothing_else(wechat: Any) -> None:
    answer = Door(wechat).get({**plain_query(), "echostr": "4375120948345356249"})

    assert (answer.status_code, answer.text) == (200, "4375120948345356249")
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_url_check_with_a_wrong_signature_gets_nothing() -> None:
    door = Door(settings())

    answer = door.get({**plain_query(), "signature": "0" * 40, "echostr": "<script>"})

    assert (answer.status_code, answer.content) == (403, b"")
    assert door.tally.seen == [("refused", "signature")]


def test_visit_without_parameters_is_refused() -> None:
    assert Door(settings()).get({}).status_code == 400


def test_other_methods_are_not_allowed() -> None:
    assert Door(settings()).request("DELETE", plain_query()).status_code == 405


# Messages


def test_plain_push_reaches_the_desk_and_is_answered() -> None:
    door = Door(plain_settings(), answer="已登记 #12")

    answer = door.post_plain(payload("text.xml"))

    assert answer.headers["content-type"].startswith("application/xml")
    assert xml_fields(answer.text)["Content"] == "已登记 #12"
    assert xml_fields(answer.text)["ToUserName"] == SENDER
    assert [message.text for message in door.messages] == ["榕御3栋楼下乱停车"]
    assert door.tally.seen == [("received", "text")]


def test_safe_push_is_answered_sealed_and_signed() -> None:
    answer = Door(settings(), answer="已登记 #12").post_safe(payload("text.xml"))

    sealed = xml_fields(answer.text)
    assert sealed["MsgSignature"] == sign(TOKEN, sealed["TimeStamp"], sealed["Nonce"], sealed["Encrypt"])
    text, app_id = decrypt(sealed["Encrypt"])
    assert (xml_fields(text)["Content"], app_id) == ("已登记 #12", APP_ID)


def test_compatible_push_is_served_from_its_ciphertext() -> None:
    door = Door(settings())
    ciphertext = encrypt(a_text("真的"))

    answer = door.post(safe_query(ciphertext), compatible_body(a_text("假的"), ciphertext))

    assert [message.text for message in door.messages] == ["真的"]
    assert "Encrypt" in xml_fields(answer.text)


def test_push_under_the_previous_key_is_answered_under_it() -> None:
    answer = Door(settings(previous_aes_key=OLD_KEY)).post_safe(payload("text.xml"), OLD_KEY)

    assert xml_fields(decrypt(xml_fields(answer.text)["Encrypt"], OLD_KEY)[0])["Content"] == "收到"


def test_json_push_is_answered_in_json() -> None:
    answer = Door(plain_settings(), answer="已登记").post_plain(payload("text.json"))

    assert answer.headers["content-type"] == "application/json"
    assert json.loads(answer.text)["Content"] == "已登记"


def test_json_push_in_safe_mode_is_answered_in_json() -> None:
    ciphertext = encrypt(payload("text.json"))

    answer = Door(settings()).post(safe_query(ciphertext), safe_json(ciphertext))

    assert set(json.loads(answer.text)) == {"Encrypt", "MsgSignature", "TimeStamp", "Nonce"}


def test_empty_reply_is_success() -> None:
    answer = Door(settings(), answer="").post_safe(payload("text.xml"))

    assert answer.text == "success"
    assert answer.headers["content-type"].startswith("text/plain")


def test_three_deliveries_carry_one_key() -> None:
    door = Door(settings())

    for _ in range(3):
        door.post_safe(payload("text.xml"))

    assert len({message.key for message in door.messages}) == 1


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("video.xml", "video"),
        ("event_view.xml", "event.view"),
        ("event_subscribe_msg_popup.xml", "event.subscribe_msg_popup_event"),
        ("event_nobody_knows.xml", "unknown"),
        ("type_nobody_knows.xml", "unknown"),
    ],
)
def test_what_is_not_served_gets_success_and_is_counted(name: str, kind: str) -> None:
    door = Door(settings())

    assert door.post_safe(payload(name)).text == "success"
    assert door.messages == []
    assert door.tally.seen == [("ignored", kind)]


def test_end_of_a_template_message_is_handed_on() -> None:
    door = Door(settings())

    assert door.post_safe(payload("event_template_finished.xml")).text == "success"
    assert door.finished == [TemplateFinished("200163836", "failed:user block")]


def test_end_of_a_template_message_is_no_matter_without_a_listener() -> None:
    door = Door(settings())
    door.app = Starlette(routes=[callback_route(replace(door.gateway, template_finished=lambda _: None))])

    assert door.post_safe(payload("event_template_finished.xml")).text == "success"


# Refused: each by reason, without a word, without the desk


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


# When something fails


def test_first_tries_get_no_answer_while_the_store_is_down() -> None:
    door = Door(settings(), answer=StoreUnavailable(), now=CREATED + timedelta(seconds=9))

    answer = door.post_safe(payload("text.xml"))

    assert (answer.status_code, answer.content) == (503, b"")
    assert door.tally.seen == [("received", "text"), ("failed", "store")]


def test_last_try_asks_to_send_again_while_the_store_is_down() -> None:
    door = Door(settings(), answer=ConnectionLost(), now=CREATED + timedelta(seconds=10))

    answer = door.post_safe(payload("text.xml"))

    assert answer.status_code == 200
    assert xml_fields(decrypt(xml_fields(answer.text)["Encrypt"])[0])["Content"] == UNAVAILABLE


def test_store_that_drops_the_work_on_closing_counts_as_down() -> None:
    door = Door(settings())

    def dropped(_message: InboundMessage) -> Future[Reply]:
        future: Future[Reply] = Future()
        future.cancel()
        return future

    door.app = Starlette(routes=[callback_route(replace(door.gateway, receive=dropped))])

    assert door.post_safe(payload("text.xml")).status_code == 503


def test_refusal_at_the_call_is_the_same_as_in_the_future() -> None:
    door = Door(settings())

    def closed(_message: InboundMessage) -> Future[Reply]:
        raise StoreUnavailable

    door.app = Starlette(routes=[callback_route(replace(door.gateway, receive=closed))])

    assert door.post_safe(payload("text.xml")).status_code == 503


def test_bug_is_logged_with_the_key_and_without_what_was_written(caplog: pytest.LogCaptureFixture) -> None:
    door = Door(settings(), answer=RuntimeError(f"{SENDER} wrote 榕御3栋楼下乱停车"))

    with caplog.at_level(logging.DEBUG):
        answer = door.post_safe(payload("text.xml"))

    assert (answer.status_code, answer.content) == (500, b"")
    assert door.tally.seen == [("received", "text"), ("failed", "bug")]
    assert door.messages[0].key in said(caplog)
    assert "RuntimeError" in said(caplog)
    assert SENDER not in said(caplog)
    assert "乱停车" not in said(caplog)


def test_refusals_are_not_logged_with_what_was_sent(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        Door(settings()).post_safe(a_text("秘密", number="x"))

    assert "秘密" not in said(caplog)
    assert SENDER not in said(caplog)


def test_bug_in_the_listener_for_template_messages_is_contained() -> None:
    door = Door(settings())

    def broken(_finished: TemplateFinished) -> None:
        raise KeyError("x")

    door.app = Starlette(routes=[callback_route(replace(door.gateway, template_finished=broken))])

    assert door.post_safe(payload("event_template_finished.xml")).status_code == 500


def test_work_goes_on_when_the_request_is_cancelled() -> None:
    door = Door(plain_settings())
    work: Future[Reply] = Future()
    gateway = replace(door.gateway, receive=lambda _message: work)
    app = Starlette(routes=[callback_route(gateway)])
    door.app = app

    async def cancelled() -> None:
        events = iter([chunk(payload("text.xml"), more=False)])

        async def receive() -> dict[str, Any]:
            return next(events)

        async def send(_event: dict[str, Any]) -> None:
            return

        query = "&".join(f"{name}={value}" for name, value in plain_query().items()).encode()
        scope = {"type": "http", "method": "POST", "path": "/wechat", "query_string": query, "headers": []}
        task = asyncio.create_task(app(scope, receive, send))
        for _ in range(20):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancelled())

    assert not work.cancelled()
    work.set_result(Reply("收到"))


def test_counters_stand_on_a_prometheus_registry() -> None:
    registry = CollectorRegistry()
    counters = PrometheusDoorCounters(registry)

    counters.received("text")
    counters.ignored("unknown")
    counters.refused(Reason.SIGNATURE)
    counters.failed("store")

    for name, labels in [
        ("received", {"kind": "text"}),
        ("ignored", {"kind": "unknown"}),
        ("refused", {"reason": "signature"}),
        ("failed", {"cause": "store"}),
    ]:
        assert registry.get_sample_value(f"linli_wechat_{name}_total", labels) == 1
