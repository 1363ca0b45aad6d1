from __future__ import annotations

import gc
import json
import resource
import tracemalloc
from pathlib import Path

import pytest

from bot.wechat.body import MAX_BYTES, MAX_DEPTH, read_push
from bot.wechat.errors import EnvelopeRefused, Reason
from tests.bot.wechat.wechat_push import payload

LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE xml [<!ENTITY a0 "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]><xml><MsgType>text</MsgType><Content>&a9;</Content></xml>"
)


def refusal_of(body: bytes) -> Reason:
    with pytest.raises(EnvelopeRefused) as refused:
        read_push(body)
    return refused.value.reason


def nested(depth: int) -> bytes:
    return b"<xml>" + b"<a>" * (depth - 1) + b"</a>" * (depth - 1) + b"</xml>"


def test_flat_fields_are_read_with_cdata_and_references_resolved() -> None:
    push = read_push(b"<xml><A>1 &lt; 2 &#x1F600;</A><B><![CDATA[<b>]]></B><C/></xml>")

    assert (push.text("A"), push.text("B"), push.text("C"), push.text("D")) == ("1 < 2 😀", "<b>", "", "")


def test_resident_may_write_what_looks_like_xml() -> None:
    push = read_push(b"<xml><Content><![CDATA[" + b"<a>" * 100 + b"<!DOCTYPE x>]]></Content></xml>")

    assert push.text("Content").endswith("<a><!DOCTYPE x>")


def test_byte_order_mark_and_declaration_are_no_matter() -> None:
    push = read_push(b'\xef\xbb\xbf<?xml version="1.0" encoding="gbk"?><xml><A>\xe6\xa0\x8b</A></xml>')

    assert push.text("A") == "栋"


def test_field_with_children_is_no_text() -> None:
    push = read_push(b"<xml><Content>a<b>c</b></Content></xml>")

    with pytest.raises(EnvelopeRefused):
        push.text("Content")


def test_field_given_twice_is_no_text() -> None:
    push = read_push(b"<xml><MsgType>text</MsgType><MsgType>event</MsgType></xml>")

    with pytest.raises(EnvelopeRefused):
        push.text("MsgType")


def test_every_captured_payload_is_readable() -> None:
    push = read_push(payload("event_pic_weixin.xml"))

    assert push.text("Event") == "pic_weixin"
    assert push.unusable == {"SendPicsInfo"}


@pytest.mark.parametrize(
    "body",
    [
        LAUGHS,
        b'<!DOCTYPE xml [<!ENTITY a "aaa">]><xml><MsgType>&a;</MsgType></xml>',
        b'<!DOCTYPE xml [<!ENTITY a "' + b"a" * 30_000 + b'">]><xml><A>' + b"&a;" * 10_000 + b"</A></xml>",
        b'<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><A>&a;</A></xml>',
        b'<!DOCTYPE xml [<!ENTITY a SYSTEM "http://127.0.0.1:1/x">]><xml><A>&a;</A></xml>',
        b'<!DOCTYPE xml [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]><xml/>',
        b'<!DOCTYPE xml SYSTEM "http://127.0.0.1:1/x.dtd"><xml><MsgType>text</MsgType></xml>',
        b"<!DOCTYPE xml><xml><MsgType>text</MsgType></xml>",
    ],
    ids=["laughs", "small", "quadratic", "file", "http", "parameter", "external", "bare"],
)
def test_doctype_is_refused_with_all_it_can_carry(body: bytes) -> None:
    assert refusal_of(body) is Reason.DOCTYPE


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", Reason.MALFORMED),
        (b"hello", Reason.MALFORMED),
        (b"<xml><MsgType>text</MsgType>", Reason.MALFORMED),
        (b"<xml><A>\x01</A></xml>", Reason.MALFORMED),
        (b"<xml><A>&nothing;</A></xml>", Reason.MALFORMED),
        (b"<xml/><xml/>", Reason.MALFORMED),
        (b"<html><MsgType>text</MsgType></html>", Reason.MALFORMED),
        (b"<xml><A>\xff\xfe</A></xml>", Reason.ENCODING),
        ("<xml><A>栋</A></xml>".encode("gbk"), Reason.ENCODING),
        ("<xml><A>a</A></xml>".encode("utf-16"), Reason.ENCODING),
        (nested(MAX_DEPTH + 1), Reason.TOO_DEEP),
        (b"<xml>" + b"<a>" * 20_000, Reason.TOO_DEEP),
        (b"<xml>" + b"a" * MAX_BYTES + b"</xml>", Reason.TOO_LARGE),
        (b"{", Reason.MALFORMED),
        (b"{}{}", Reason.MALFORMED),
        (b'{"A": NaN}', Reason.MALFORMED),
        (b'{"A": ' + b"9" * 5_000 + b"}", Reason.MALFORMED),
        (b'{"A": "a", "A": "b"}', Reason.MALFORMED),
        (b'{"A": "\xff"}', Reason.ENCODING),
        (b'{"A":' * 10_000, Reason.TOO_DEEP),
        (b'{"A":' + b"[" * 60_000, Reason.TOO_DEEP),
    ],
)
def test_unreadable_body_is_refused_by_reason(body: bytes, reason: Reason) -> None:
    assert refusal_of(body) is reason


def test_deepest_push_that_is_taken() -> None:
    assert read_push(nested(MAX_DEPTH)).unusable == {"a"}


def test_many_siblings_within_the_size_are_read() -> None:
    siblings = b"".join(b"<a%d/>" % n for n in range(5_000))

    assert len(read_push(b"<xml>" + siblings + b"</xml>").fields) == 5_000


def test_json_numbers_become_the_text_that_xml_would_carry() -> None:
    push = read_push(payload("text.json"))

    assert push.text("MsgId") == "24573310203040506"
    assert push.text("CreateTime") == "1717000000"
    assert push.is_json


def test_brackets_inside_a_json_text_are_no_depth() -> None:
    assert read_push(json.dumps({"Content": '[{"' * 50}).encode()).text("Content") == '[{"' * 50


@pytest.mark.parametrize("value", [["a"], {"a": "b"}])
def test_json_field_that_is_no_single_value_is_no_text(value: object) -> None:
    push = read_push(json.dumps({"Content": value}).encode())

    with pytest.raises(EnvelopeRefused):
        push.text("Content")


@pytest.mark.parametrize("value", [None, True])
def test_json_null_and_truth_count_as_absent(value: object) -> None:
    assert read_push(json.dumps({"Content": value}).encode()).text("Content") == ""


@pytest.mark.parametrize(
    "bomb", [LAUGHS, b"<xml>" + b"<a>" * 20_000, b'{"A":' + b"[" * 60_000], ids=["laughs", "xml", "json"]
)
def test_memory_does_not_grow_with_bombs(bomb: bytes) -> None:
    refusal_of(bomb)
    gc.collect()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for _ in range(200):
        refusal_of(bomb)
    gc.collect()
    after, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert after - before < 50_000
    assert peak - before < 8_000_000


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs Linux's /proc")
def test_process_does_not_grow_with_bombs() -> None:
    def resident() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()

    for _ in range(20):
        refusal_of(LAUGHS)
    before = resident()
    for _ in range(300):
        refusal_of(LAUGHS)
        refusal_of(b"<xml>" + b"<a>" * 20_000)

    assert resident() - before < 16 * 1024 * 1024
