from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.desk.message import InboundMessage, MessageKind
from bot.wechat.body import read_push
from bot.wechat.errors import EnvelopeRefused, Reason
from bot.wechat.inbound import KNOWN_UNSERVED, Content, Ignored, TemplateFinished, read_content
from tests.bot.wechat.wechat_push import SENDER, a_text, payload


def content_of(name: str) -> Content:
    return read_content(read_push(payload(name)))


def message_of(name: str) -> InboundMessage:
    content = content_of(name)
    assert isinstance(content, InboundMessage)
    return content


def changed(name: str, old: str, new: str) -> bytes:
    body = payload(name).decode()
    assert old in body
    return body.replace(old, new).encode()


def refusal_of(body: bytes) -> Reason:
    with pytest.raises(EnvelopeRefused) as refused:
        read_content(read_push(body))
    return refused.value.reason


@pytest.mark.parametrize("name", ["text.xml", "text.json"])
def test_text_arrives_with_sender_time_and_channel(name: str) -> None:
    message = message_of(name)

    assert message.kind is MessageKind.TEXT
    assert message.text == "榕御3栋楼下乱停车"
    assert message.sender == SENDER
    assert message.channel == "wechat"
    assert message.sent_at == datetime(2024, 5, 29, 16, 26, 40, tzinfo=UTC)


def test_emoji_and_markup_stay_as_they_were_written() -> None:
    assert message_of("text_with_emoji.xml").text == "路灯又不亮了😡[捂脸]👨‍👩‍👧 <b>快</b> & 谢谢"


def test_tap_on_a_menu_message_is_its_text() -> None:
    assert message_of("text_from_menu_message.xml").text == "满意"


def test_image_gives_its_media_id_and_without_one_its_address() -> None:
    assert message_of("image.xml").media == "k1-Pic_Media"
    without = read_content(read_push(changed("image.xml", "<MediaId><![CDATA[k1-Pic_Media]]></MediaId>", "")))
    assert isinstance(without, InboundMessage)
    assert without.media == "http://mmbiz.qpic.cn/mmbiz_jpg/abc/0"


def test_voice_comes_with_or_without_words() -> None:
    assert (message_of("voice.xml").media, message_of("voice.xml").text) == ("k2-Voice", "")
    assert message_of("voice_recognised.xml").text == "三栋电梯坏了"


@pytest.mark.parametrize("name", ["location.xml", "location.json"])
def test_location_x_is_the_latitude(name: str) -> None:
    message = message_of(name)

    assert (message.latitude, message.longitude) == (24.513025, 117.647093)
    assert message.text == "漳州市芗城区榕御小区"


def test_subscribe_tells_the_scene_only_when_there_was_one() -> None:
    assert message_of("event_subscribe.xml").scene == ""
    assert message_of("event_subscribe_by_scene.xml").scene == "RY-3-1"
    assert message_of("event_subscribe_after_payment.xml").scene == ""


def test_scan_by_a_follower_tells_the_scene() -> None:
    message = message_of("event_scan.xml")

    assert (message.kind, message.scene) == (MessageKind.SCAN, "RY-3-1")


def test_unsubscribe_arrives() -> None:
    assert message_of("event_unsubscribe.xml").kind is MessageKind.UNSUBSCRIBE


@pytest.mark.parametrize("name", ["event_click.xml", "event_click.json"])
def test_click_gives_its_key_as_text(name: str) -> None:
    message = message_of(name)

    assert (message.kind, message.text) == (MessageKind.CLICK, "progress")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("video.xml", "video"),
        ("shortvideo.xml", "shortvideo"),
        ("link.xml", "link"),
        ("event_location.xml", "event.location"),
        ("event_view.xml", "event.view"),
        ("event_pic_weixin.xml", "event.pic_weixin"),
        ("event_subscribe_msg_popup.xml", "event.subscribe_msg_popup_event"),
        ("event_subscribe_msg_popup.json", "event.subscribe_msg_popup_event"),
        ("event_subscribe_msg_sent.xml", "event.subscribe_msg_sent_event"),
        ("type_nobody_knows.xml", "unknown"),
        ("event_nobody_knows.xml", "unknown"),
    ],
)
def test_unserved_push_is_named_from_a_fixed_list(name: str, kind: str) -> None:
    assert content_of(name) == Ignored(kind)
    assert kind == "unknown" or kind in KNOWN_UNSERVED


def test_end_of_a_template_message_is_told() -> None:
    assert content_of("event_template_finished.xml") == TemplateFinished("200163836", "failed:user block")


# Keys


def test_pushes_without_a_message_have_a_name_for_the_log() -> None:
    for name in ("event_template_finished.xml", "event_view.xml"):
        content = content_of(name)
        assert SENDER not in content.key
        assert content.kind in KNOWN_UNSERVED


def test_repeat_has_the_same_key_in_xml_and_json() -> None:
    assert message_of("text.xml").key == message_of("text.json").key
    assert message_of("event_click.xml").key == message_of("event_click.json").key


def test_key_names_nobody() -> None:
    for name in ("text.xml", "event_click.xml"):
        assert SENDER not in message_of(name).key
        assert len(message_of(name).key) <= 64


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("24573310203040506", "24573310203040507"),
        (SENDER, SENDER[:-1] + "h"),
        ("1717000000", "1717000001"),
    ],
)
def test_messages_differ_in_key_by_number_sender_and_time(old: str, new: str) -> None:
    other = read_content(read_push(changed("text.xml", old, new)))

    assert isinstance(other, InboundMessage)
    assert other.key != message_of("text.xml").key


@pytest.mark.parametrize(
    ("old", "new"),
    [("progress", "help"), (SENDER, SENDER[:-1] + "h"), ("1717000000", "1717000001"), ("CLICK", "SCAN")],
)
def test_events_differ_in_key_by_event_key_sender_time_and_event(old: str, new: str) -> None:
    other = read_content(read_push(changed("event_click.xml", old, new)))

    assert isinstance(other, InboundMessage)
    assert other.key != message_of("event_click.xml").key


# Refused


@pytest.mark.parametrize(
    "created", ["", "-1", "soon", "1e9", "99999999999", "1" * 30, "１７１７００００００"]
)
def test_create_time_that_is_no_time_is_refused(created: str) -> None:
    assert refusal_of(changed("text.xml", "1717000000", created)) is Reason.MALFORMED


@pytest.mark.parametrize("number", ["", "-5", "abc", "1" * 21])
def test_message_number_that_is_none_is_refused(number: str) -> None:
    assert refusal_of(changed("text.xml", "24573310203040506", number)) is Reason.MALFORMED


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("text.xml", "<MsgType><![CDATA[text]]></MsgType>", ""),
        ("text.xml", "<MsgType><![CDATA[text]]></MsgType>", "<MsgType></MsgType>"),
        ("text.xml", "<MsgType>", "<MsgType><![CDATA[text]]></MsgType><MsgType>"),
        ("text.xml", "<Content><![CDATA[榕御3栋楼下乱停车]]></Content>", ""),
        ("text.xml", "<![CDATA[榕御3栋楼下乱停车]]>", "榕御<b>3栋</b>"),
        ("text.xml", f"<![CDATA[{SENDER}]]>", ""),
        ("text.xml", SENDER, "o penid"),
        ("text.xml", SENDER, "o" * 129),
        ("text.xml", "gh_0f1e2d3c4b5a", ""),
        ("image.xml", "MediaId", "Other"),
        ("voice.xml", "MediaId", "Other"),
        ("voice.xml", "<MediaId>", "<MediaId><b/>"),
        ("location.xml", "24.513025", "north"),
        ("location.xml", "24.513025", "nan"),
        ("location.xml", "24.513025", "91"),
        ("location.xml", "117.647093", "-181"),
        ("event_click.xml", "<Event><![CDATA[CLICK]]></Event>", ""),
        ("event_click.xml", "progress", "p" * 257),
    ],
)
def test_served_push_with_a_bad_field_is_refused(name: str, old: str, new: str) -> None:
    body = changed(name, old, new)
    if name == "image.xml":
        body = body.replace(b"PicUrl", b"NoUrl")

    assert refusal_of(body) is Reason.MALFORMED


def test_refusal_says_neither_text_nor_sender() -> None:
    with pytest.raises(EnvelopeRefused) as refused:
        read_content(read_push(a_text("秘密", number="x").encode()))

    assert SENDER not in str(refused.value)
    assert "秘密" not in str(refused.value)
