"""Pushes against a product that answers by the true protocol, over real sockets."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.simulator.push import Pusher, compose
from bot.simulator.simulation import FAULT
from tests.bot.simulator.product import ACCOUNT, Product

SEND = "phones/demo-resident-1/send"
HELLO = {"type": "text", "text": "楼下乱停车"}


def quick(simulator):
    simulator.post("control/tries", json={"seconds": 0.3}).raise_for_status()


@pytest.mark.parametrize(
    "product", [Product(), Product(replace(ACCOUNT, encoding_aes_key=""))], ids=["safe", "plain"]
)
def test_text_reaches_the_product_and_its_reply_the_phone(product, simulator):
    answer = simulator.post(SEND, json=HELLO).json()

    assert product.messages[0].content == "楼下乱停车"
    assert product.messages[0].source == "demo-resident-1"
    assert answer["reply"]["text"] == "收到：楼下乱停车"
    assert (answer["tries"], answer["fault"]) == (1, "")
    assert answer["exchange"]["encrypted"] is bool(product.account.encoding_aes_key)


@pytest.mark.parametrize("text", ["a]]></Content><MsgType>x", "<b>&amp;</b>", "第一行\n第二行", "🔥🔥"])
def test_text_arrives_as_it_was_typed(text, product, simulator):
    simulator.post(SEND, json={"type": "text", "text": text})

    assert product.messages[0].content == text


def test_slow_product_is_tried_again_with_the_same_message(product, simulator):
    quick(simulator)
    product.silent = 1

    answer = simulator.post(SEND, json=HELLO).json()

    assert answer["tries"] == 2
    assert answer["reply"]["text"] == "收到：楼下乱停车"
    first, second = product.messages
    assert (first.id, first.create_time) == (second.id, second.create_time)


def test_three_silent_tries_show_the_fault_notice(product, simulator):
    quick(simulator)
    product.silent = 3

    answer = simulator.post(SEND, json=HELLO).json()

    assert (answer["tries"], answer["reply"]["text"]) == (3, FAULT)
    assert answer["fault"] == "no answer within 0.3 s"
    assert 900 <= answer["milliseconds"] < 2000


def test_refused_tries_keep_the_distance_of_silent_ones(product, simulator):
    quick(simulator)
    product.failures = [500, 503]

    answer = simulator.post(SEND, json=HELLO).json()

    assert [one["error"] for one in answer["exchange"]["tries"]] == ["HTTP 500", "HTTP 503", ""]
    assert answer["reply"]["text"] == "收到：楼下乱停车"
    assert answer["milliseconds"] >= 600


@pytest.mark.parametrize("body", [b"success", b""])
def test_success_and_silence_show_nothing(body, product, simulator):
    product.body = body

    answer = simulator.post(SEND, json=HELLO).json()

    assert (answer["reply"], answer["fault"], answer["tries"]) == (None, "", 1)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"text": "hello"}', "not WeChat's XML"),
        (b"<xml><MsgType>text", "not WeChat's XML"),
        (b"<xml/>", "empty"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><xml><MsgType>&b;</MsgType></xml>', "not WeChat's XML"),
        (compose({"MsgType": "text", "Content": "plain"}).encode(), "lacks Encrypt"),
        (
            compose({"Encrypt": "x", "TimeStamp": "1", "Nonce": "2", "MsgSignature": "3"}).encode(),
            "MsgSignature",
        ),
    ],
)
def test_reply_that_cannot_be_read_shows_the_fault_notice_at_once(body, reason, product, simulator):
    product.body = body

    answer = simulator.post(SEND, json=HELLO).json()

    assert (answer["tries"], answer["reply"]["text"]) == (1, FAULT)
    assert reason in answer["fault"]


@pytest.mark.parametrize(("length", "shown"), [(682, True), (683, False)])
def test_reply_above_2048_bytes_is_not_shown(length, shown, product, simulator):
    product.answer = lambda _message: "邻" * length

    answer = simulator.post(SEND, json=HELLO).json()

    assert (answer["fault"] == "") is shown


def test_fault_of_a_farewell_is_not_shown(product, simulator):
    product.body = b"broken"

    answer = simulator.post(SEND, json={"type": "unsubscribe"}).json()

    assert answer["reply"] is None
    assert answer["fault"]


REPLIES = {
    "news": {"MsgType": "news", "Articles": {"item": {"Title": "办事指南", "Url": "https://example.org"}}},
    "image": {"MsgType": "image", "Image": {"MediaId": "known"}},
    "handover": {"MsgType": "transfer_customer_service"},
    "music": {"MsgType": "music"},
}


@pytest.mark.parametrize("product", [Product(replace(ACCOUNT, encoding_aes_key=""))], ids=["plain"])
@pytest.mark.parametrize(
    ("reply", "shown", "more"),
    [
        ("news", "news", {"articles": [{"Title": "办事指南", "Url": "https://example.org"}]}),
        ("image", "image", {"media": "known"}),
        ("handover", None, {}),
        ("music", "fault", {}),
    ],
)
def test_reply_of_another_kind_is_shown_as_its_kind(reply, shown, more, product, simulator):
    product.body = compose(REPLIES[reply]).encode()

    bubble = simulator.post(SEND, json=HELLO).json()["reply"] or {}

    assert bubble.get("kind") == shown
    assert {name: bubble.get(name) for name in more} == more


def test_product_without_a_callback_is_a_fault(simulator, product):
    quick(simulator)
    product.failures = [404, 404, 404]

    answer = simulator.post(SEND, json=HELLO).json()

    assert (answer["tries"], answer["fault"]) == (3, "HTTP 404")


def test_product_that_is_not_there_is_a_fault_after_three_tries():
    nobody = replace(ACCOUNT, callback_url="http://127.0.0.1:1", try_time=timedelta(milliseconds=20))

    exchange = asyncio.run(Pusher(nobody).push({"ToUserName": "gh", "FromUserName": "o", "MsgType": "text"}))

    assert [one.status for one in exchange.tries] == [None, None, None]
    assert exchange.fault.startswith("not reached")
