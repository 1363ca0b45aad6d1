"""The JSON interface: what a phone can do, what the product gets of it, what a page hears."""

from __future__ import annotations

import json

import httpx
import pytest

PIXEL = b"\x89PNG\r\n\x1a\n" + bytes(40)


def send(simulator, openid="demo-resident-1", **body):
    return simulator.post(f"phones/{openid}/send", json=body)


@pytest.mark.parametrize(
    ("body", "fields", "shown"),
    [
        (
            {"type": "location", "latitude": 24.503871, "longitude": 117.675947, "label": "榕御小区3栋"},
            {
                "MsgType": "location",
                "Location_X": "24.503871",
                "Location_Y": "117.675947",
                "Label": "榕御小区3栋",
            },
            "location",
        ),
        ({"type": "voice"}, {"MsgType": "voice", "Format": "amr"}, "voice"),
        (
            {"type": "voice", "recognition": "电梯坏了"},
            {"MsgType": "voice", "Recognition": "电梯坏了"},
            "voice",
        ),
        ({"type": "click", "key": "help"}, {"Event": "CLICK", "EventKey": "help"}, None),
        ({"type": "view", "url": "http://e.org"}, {"Event": "VIEW", "EventKey": "http://e.org"}, None),
        (
            {"type": "scan", "scene": "yr-3"},
            {"Event": "SCAN", "EventKey": "yr-3", "Ticket": "TICKET_yr-3"},
            "note",
        ),
        ({"type": "unsubscribe"}, {"Event": "unsubscribe", "EventKey": None}, "note"),
        (
            {"type": "raw", "fields": {"MsgType": "link", "Title": "新闻"}},
            {"MsgType": "link", "Title": "新闻"},
            None,
        ),
    ],
)
def test_act_becomes_the_message_wechat_makes_of_it(body, fields, shown, simulator, product):
    answer = send(simulator, **body).json()

    received = product.messages[0]._data
    assert {name: received.get(name) for name in fields} == fields
    assert (answer["own"] or {}).get("kind") == shown


def test_events_carry_no_message_number(simulator, product):
    send(simulator, type="click", key="help")
    send(simulator, type="text", text="你好")

    assert [bool(message.id) for message in product.messages] == [False, True]


def test_voice_without_recognition_says_nothing_of_it(simulator, product):
    send(simulator, type="voice")

    assert "Recognition" not in product.messages[0]._data


@pytest.mark.parametrize("kind", ["subscribe", "scan"])
def test_newcomer_who_scans_a_code_follows_with_its_scene(kind, simulator, product):
    send(simulator, type="unsubscribe")

    send(simulator, type=kind, scene="yr-3").raise_for_status()

    assert "<Event><![CDATA[subscribe]]></Event><EventKey><![CDATA[qrscene_yr-3]]>" in product.bodies[-1]
    assert simulator.get("phones").json()[0]["following"] is True


def test_photo_is_served_at_its_address_and_to_the_api(simulator, product, token):
    media_id = simulator.post("media", content=PIXEL).json()["media_id"]

    send(simulator, type="image", media_id=media_id).raise_for_status()

    message = product.messages[0]
    assert httpx.get(message.image, trust_env=False).content == PIXEL
    fetched = simulator.get(
        "api/cgi-bin/media/get", params={"access_token": token, "media_id": message.media_id}
    )
    assert (fetched.content, fetched.headers["content-type"]) == (PIXEL, "image/png")


def test_recording_can_be_fetched_as_amr(simulator, product, token):
    send(simulator, type="voice", seconds=2)

    query = {"access_token": token, "media_id": product.messages[0].media_id}
    assert simulator.get("api/cgi-bin/media/get", params=query).content.startswith(b"#!AMR\n")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"type": "text", "text": "  "}, 422),
        ({"type": "text", "text": "长" * 20_001}, 422),
        ({"type": "image", "media_id": "unknown"}, 422),
        ({"type": "location", "latitude": 91, "longitude": 0}, 422),
        ({"type": "location", "latitude": "24", "longitude": 0}, 422),
        ({"type": "voice", "seconds": 61}, 422),
        ({"type": "voice", "seconds": "two"}, 422),
        ({"type": "scan", "scene": ""}, 422),
        ({"type": "scan", "scene": "s" * 65}, 422),
        ({"type": "click"}, 422),
        ({"type": "subscribe"}, 422),
        ({"type": "raw"}, 422),
        ({"type": "again"}, 422),
        ({"type": "fax"}, 422),
    ],
)
def test_impossible_act_is_refused_with_a_reason(body, status, simulator, product):
    answer = send(simulator, **body)

    assert (answer.status_code, bool(answer.json()["error"])) == (status, True)
    assert product.messages == []


def test_one_who_does_not_follow_cannot_write(simulator):
    send(simulator, type="unsubscribe")

    answer = send(simulator, type="text", text="你好")

    assert (answer.status_code, answer.json()["error"]) == (409, "还没有关注公众号")


@pytest.mark.parametrize(
    ("method", "path", "content", "status"),
    [
        ("POST", "phones/a-stranger/send", b'{"type": "text", "text": "hi"}', 404),
        ("POST", "phones/demo-leader/send", b"{", 400),
        ("POST", "phones/demo-leader/send", b"[]", 400),
        ("GET", "phones/demo-leader/messages?after=x", None, 422),
        ("GET", "media/unknown", None, 404),
        ("POST", "media", b"GIF? no, words", 415),
        ("POST", "control/errors", b"{}", 422),
        ("POST", "control/clock", b'{"advance_seconds": 1e300}', 422),
        ("POST", "control/tries", b'{"seconds": 0}', 422),
        ("POST", "control/delay", b'{"api": "token", "milliseconds": 99999}', 422),
    ],
)
def test_wrong_request_is_refused_with_a_reason(method, path, content, status, simulator):
    answer = simulator.request(method, path, content=content)

    assert (answer.status_code, bool(answer.json()["error"])) == (status, True)


def test_picture_above_ten_megabytes_is_refused(simulator):
    assert simulator.post("media", content=PIXEL + bytes(10 * 1024 * 1024)).status_code == 413


def test_same_push_can_be_sent_again(simulator, product):
    send(simulator, type="text", text="楼下乱停车")

    answer = send(simulator, type="again").json()

    first, second = product.messages
    assert (first.id, first.create_time) == (second.id, second.create_time)
    assert answer["reply"]["text"] == "收到：楼下乱停车"


def test_messages_after_a_number_leave_out_the_earlier_ones(simulator):
    seen = send(simulator, type="text", text="一").json()["reply"]["id"]
    send(simulator, type="text", text="二")

    later = simulator.get("phones/demo-resident-1/messages", params={"after": seen}).json()

    assert [(bubble["from"], bubble["text"]) for bubble in later] == [("me", "二"), ("account", "收到：二")]


def test_exchanges_are_listed_newest_first(simulator):
    send(simulator, type="text", text="你好")
    send(simulator, type="click", key="help")

    newest, oldest = simulator.get("phones/demo-resident-1/exchanges").json()

    assert (newest["kind"], oldest["kind"]) == ("CLICK", "text")
    assert oldest["tries"][0]["status"] == 200


def test_reset_empties_the_screens_and_brings_followers_back(simulator):
    send(simulator, type="text", text="你好")
    send(simulator, type="unsubscribe")

    simulator.post("control/reset", json={})

    assert simulator.get("phones/demo-resident-1/messages").json() == []
    assert all(phone["following"] for phone in simulator.get("phones").json())


def heard(simulator, count, **query):
    """The first `count` events of a stream, as name and data."""
    events, name = [], ""
    with simulator.stream("GET", "events", params=query) as stream:
        for line in stream.iter_lines():
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            if line.startswith("data: "):
                events.append((name, json.loads(line.removeprefix("data: "))))
            if len(events) == count:
                break
    return events


def test_page_that_comes_back_hears_only_what_it_missed(simulator):
    send(simulator, type="text", text="一")
    state = simulator.get("state").json()
    send(simulator, type="text", text="二")

    events = heard(simulator, 3, after=state["number"], run=state["run"])

    assert [name for name, _ in events] == ["bubble", "exchange", "bubble"]
    assert events[0][1]["bubble"]["text"] == "二"


@pytest.mark.parametrize("query", [{"after": 0, "run": "another run"}, {"after": 999_999}])
def test_page_of_another_run_is_told_to_load_everything(query, simulator):
    assert heard(simulator, 1, **query) == [("reload", {})]


def test_browser_that_reconnects_says_in_a_header_what_it_saw(simulator):
    send(simulator, type="text", text="一")
    number = simulator.get("state").json()["number"]
    simulator.headers["Last-Event-ID"] = str(number - 1)

    assert heard(simulator, 1, after=0)[0][1]["bubble"]["text"] == "收到：一"


def test_page_may_load_nothing_from_elsewhere(simulator):
    page = simulator.get("")

    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "http" not in page.text.replace("http-equiv", "")


def test_one_who_does_not_wait_gets_the_reply_by_the_events(simulator):
    state = simulator.get("state").json()

    answer = send(simulator, type="text", text="你好", wait=False)

    assert (answer.status_code, set(answer.json())) == (202, {"own"})
    texts = [
        data["bubble"]["text"]
        for name, data in heard(simulator, 3, after=state["number"])
        if name == "bubble"
    ]
    assert texts == ["你好", "收到：你好"]


def test_late_answer_does_not_come_back_to_an_emptied_screen(simulator, product):
    product.silent = 1
    simulator.post("control/tries", json={"seconds": 0.5})
    send(simulator, type="text", text="你好", wait=False)
    simulator.post("control/reset", json={})
    simulator.post("control/tries", json={"seconds": 0.5})
    number = simulator.get("state").json()["number"]

    events = heard(simulator, 1, after=number)

    assert events == [("exchange", {"phone": "demo-resident-1"})]
    assert simulator.get("phones/demo-resident-1/messages").json() == []
