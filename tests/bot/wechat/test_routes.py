from __future__ import annotations

import asyncio
import json
import logging
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
from bot.wechat.routes import callback_route
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
    chunk,
    compatible_body,
    decrypt,
    encrypt,
    payload,
    plain_query,
    plain_settings,
    safe_json,
    safe_query,
    settings,
    sign,
    xml_fields,
)

CREATED = NOW - timedelta(seconds=1)


def said(caplog: pytest.LogCaptureFixture) -> str:
    """What the product logged; the test's own client logs its URLs, as a proxy would."""
    return "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("bot."))


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


def test_url_check_without_an_echostr_is_refused() -> None:
    assert Door(settings()).get(plain_query()).status_code == 400


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
    reached = asyncio.Event()

    def begin(_message: InboundMessage) -> Future[Reply]:
        reached.set()
        return work

    app = Starlette(routes=[callback_route(replace(door.gateway, receive=begin))])

    async def cancelled() -> None:
        events = iter([chunk(payload("text.xml"), more=False)])

        async def receive() -> dict[str, Any]:
            return next(events)

        async def send(_event: dict[str, Any]) -> None:
            return

        query = "&".join(f"{name}={value}" for name, value in plain_query().items()).encode()
        scope = {"type": "http", "method": "POST", "path": "/wechat", "query_string": query, "headers": []}
        task = asyncio.create_task(app(scope, receive, send))
        await reached.wait()
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
