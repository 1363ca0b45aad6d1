from __future__ import annotations

import logging

import pytest

from bot.desk.message import MessageKind
from bot.desk.sending import Messenger, Outcome, SendResult, TemplateMessage
from bot.wechat.api import WeChatApi
from bot.wechat.errcodes import CODES, UNKNOWN, error_code
from bot.wechat.errors import ApiFailed
from bot.wechat.media import Media
from bot.wechat.messenger import WeChatMessenger, client_message_id, fit_field
from storage.short_term import InProcess
from tests.bot.wechat.fake_api import (
    OK,
    SEND_PATH,
    TEMPLATE_PATH,
    TOKEN_PATH,
    UPLOAD_PATH,
    FakeApi,
    Raw,
    a_token,
    refused,
)

OPENID = "oKx3d5Qm7Yp1Rz8Tb2Wc4Ve6Uf0g"


def send(api: WeChatApi, text: str = "您的事 #12 已有人接单") -> SendResult:
    messenger: Messenger = WeChatMessenger(api)
    return messenger.send_text(OPENID, text, "case-12-taken")


def test_text_goes_out_in_utf8_with_the_token(fake: FakeApi, api: WeChatApi) -> None:
    assert send(api) == SendResult(Outcome.SENT)

    (asked,) = fake.calls(SEND_PATH)
    assert asked.query == {"access_token": "first-token"}
    assert asked.json == {
        "touser": OPENID,
        "msgtype": "text",
        "text": {"content": "您的事 #12 已有人接单"},
    }
    assert "已有人接单".encode() in asked.body


def test_text_is_cut_and_cleaned_like_any_other(fake: FakeApi, api: WeChatApi) -> None:
    send(api, "栋" * 1000 + "\x00\ud800")

    assert fake.calls(SEND_PATH)[0].json["text"]["content"] == "栋" * 682


def test_text_of_nothing_is_not_sent(fake: FakeApi, api: WeChatApi) -> None:
    assert send(api, "\x00").outcome is Outcome.REJECTED
    assert fake.asked == []


@pytest.mark.parametrize("kind", [MessageKind.IMAGE, MessageKind.VOICE])
def test_photo_or_voice_goes_out_by_the_id_it_came_with(fake: FakeApi, api: WeChatApi, kind: MessageKind) -> None:
    messenger: Messenger = WeChatMessenger(api)

    assert messenger.send_media(OPENID, kind, "k1", "case-12-photo") == SendResult(Outcome.SENT)

    assert fake.calls(SEND_PATH)[0].json == {"touser": OPENID, "msgtype": kind.value, kind.value: {"media_id": "k1"}}
    assert fake.calls(UPLOAD_PATH) == []


def photo_of_last_week(api: WeChatApi) -> SendResult:
    kept = {"k1": Media(b"\xff\xd8\xff kept", "image/jpeg")}
    return WeChatMessenger(api, kept.get).send_media(OPENID, MessageKind.IMAGE, "k1", "case-12-photo")


def test_expired_photo_that_is_kept_is_uploaded_again(fake: FakeApi, api: WeChatApi) -> None:
    fake.answer(SEND_PATH, refused(40007), OK)
    fake.answer(UPLOAD_PATH, {"media_id": "k2"})

    assert photo_of_last_week(api).outcome is Outcome.SENT

    assert b"\xff\xd8\xff kept" in fake.calls(UPLOAD_PATH)[0].body
    assert [asked.json["image"]["media_id"] for asked in fake.calls(SEND_PATH)] == ["k1", "k2"]


def test_expired_photo_is_uploaded_once_whatever_comes_of_it(fake: FakeApi, api: WeChatApi) -> None:
    fake.answer(SEND_PATH, refused(40007))
    fake.answer(UPLOAD_PATH, {"media_id": "k2"})

    assert photo_of_last_week(api).code == 40007
    assert len(fake.calls(UPLOAD_PATH)) == 1


def test_upload_that_fails_is_the_result_of_the_send(fake: FakeApi, api: WeChatApi) -> None:
    fake.answer(SEND_PATH, refused(40007))
    fake.answer(UPLOAD_PATH, refused(-1))

    assert photo_of_last_week(api).outcome is Outcome.BUSY


def test_expired_photo_that_is_not_kept_is_refused(fake: FakeApi, api: WeChatApi) -> None:
    fake.answer(SEND_PATH, refused(40007))

    result = WeChatMessenger(api).send_media(OPENID, MessageKind.IMAGE, "k1", "case-12-photo")

    assert (result.outcome, result.code) == (Outcome.REJECTED, 40007)
    assert fake.calls(UPLOAD_PATH) == []


def test_closed_window_is_no_reason_to_upload(fake: FakeApi, api: WeChatApi) -> None:
    fake.answer(SEND_PATH, refused(45015))

    assert photo_of_last_week(api).outcome is Outcome.WINDOW_CLOSED
    assert fake.calls(UPLOAD_PATH) == []


def test_template_goes_out_with_its_fields_page_and_key(fake: FakeApi, api: WeChatApi) -> None:
    fake.answer(TEMPLATE_PATH, {**OK, "msgid": 200163836})
    template = TemplateMessage("tpl", {"thing2": "停车秩序", "phrase3": "待接单"}, "https://example.org/c/12")

    result = WeChatMessenger(api).send_template(OPENID, template, "case-12-dispatched")

    assert result == SendResult(Outcome.SENT, 0, "200163836")
    assert fake.calls(TEMPLATE_PATH)[0].json == {
        "touser": OPENID,
        "template_id": "tpl",
        "data": {"thing2": {"value": "停车秩序"}, "phrase3": {"value": "待接单"}},
        "client_msg_id": client_message_id("case-12-dispatched"),
        "url": "https://example.org/c/12",
    }


def test_template_without_a_page_has_no_empty_address(fake: FakeApi, api: WeChatApi) -> None:
    WeChatMessenger(api).send_template(OPENID, TemplateMessage("tpl", {}), "k")

    assert "url" not in fake.calls(TEMPLATE_PATH)[0].json


def test_key_becomes_at_most_32_characters_and_always_the_same() -> None:
    assert client_message_id("通知" * 100) == client_message_id("通知" * 100)
    assert client_message_id("a") != client_message_id("b")
    assert len(client_message_id("通知" * 100)) == 32


@pytest.mark.parametrize(
    ("name", "value", "fitted"),
    [
        ("thing2", "榕御小区3栋楼下乱停车堵住了消防通道的出口", "榕御小区3栋楼下乱停车堵住了消防通道的…"),
        ("thing2", "停车\n秩序", "停车 秩序"),
        ("phrase3", "等待接单中", "等待接单中"),
        ("phrase3", "正在等待接单", "正在等待接"),
        ("phrase3", "待接单 #12", "待接单"),
        ("character_string1", "1" * 33, "1" * 32),
        ("character_string1", "", "-"),
        ("thing2", " \n", "-"),
        ("time4", "", ""),
        ("name5", "王建国王建国王建国王建国", "王建国王建国王建国王"),
        ("time4", "2024年5月29日 16:26", "2024年5月29日 16:26"),
        ("自定义", "x" * 50, "x" * 50),
    ],
)
def test_field_fits_its_kind(name: str, value: str, fitted: str) -> None:
    assert fit_field(name, value) == fitted


# Error codes


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (-1, Outcome.BUSY),
        (40003, Outcome.UNREACHABLE),
        (40004, Outcome.REJECTED),
        (40009, Outcome.REJECTED),
        (40007, Outcome.REJECTED),
        (40013, Outcome.HALTED),
        (40029, Outcome.REJECTED),
        (40036, Outcome.REJECTED),
        (40037, Outcome.REJECTED),
        (40125, Outcome.HALTED),
        (40163, Outcome.REJECTED),
        (40164, Outcome.HALTED),
        (40243, Outcome.HALTED),
        (41001, Outcome.REJECTED),
        (43004, Outcome.UNREACHABLE),
        (43101, Outcome.WINDOW_CLOSED),
        (45002, Outcome.REJECTED),
        (45009, Outcome.QUOTA),
        (45011, Outcome.RATE_LIMITED),
        (45015, Outcome.WINDOW_CLOSED),
        (45047, Outcome.WINDOW_CLOSED),
        (45109, Outcome.REJECTED),
        (47001, Outcome.REJECTED),
        (47003, Outcome.REJECTED),
        (48001, Outcome.HALTED),
        (48004, Outcome.HALTED),
        (50001, Outcome.UNREACHABLE),
        (50002, Outcome.HALTED),
        (61004, Outcome.HALTED),
        (89503, Outcome.HALTED),
        (99999, Outcome.BUSY),
    ],
)
def test_error_code_is_one_call_and_one_outcome(
    fake: FakeApi, api: WeChatApi, code: int, outcome: Outcome
) -> None:
    fake.answer(SEND_PATH, refused(code))

    result = send(api)

    assert (result.outcome, result.code) == (outcome, code)
    assert "rid: 655d9278" in result.detail
    assert len(fake.calls(SEND_PATH)) == 1


def test_every_code_tells_an_operator_what_to_do() -> None:
    assert all(known.remedy.endswith("。") for known in [*CODES.values(), UNKNOWN])
    assert error_code(12345) is UNKNOWN


@pytest.mark.parametrize("code", [40001, 40014, 42001])
def test_refused_token_is_renewed_and_the_send_tried_once_more(
    fake: FakeApi, api: WeChatApi, code: int
) -> None:
    fake.answer(TOKEN_PATH, a_token("old"), a_token("new"))
    fake.answer(SEND_PATH, refused(code), OK)

    assert send(api).outcome is Outcome.SENT
    assert [asked.query["access_token"] for asked in fake.calls(SEND_PATH)] == ["old", "new"]


def test_token_refused_for_ever_ends_after_one_retry(fake: FakeApi, api: WeChatApi) -> None:
    fake.answer(TOKEN_PATH, *(a_token(f"token-{n}") for n in range(100)))
    fake.answer(SEND_PATH, refused(40001, "invalid credential"))

    result = send(api)

    assert (result.outcome, result.code) == (Outcome.HALTED, 40001)
    assert len(fake.calls(SEND_PATH)) == 2
    assert len(fake.calls(TOKEN_PATH)) == 2


def test_token_that_cannot_be_fetched_is_the_result_of_the_send(fake: FakeApi, api: WeChatApi) -> None:
    fake.answer(TOKEN_PATH, refused(40164, "invalid ip 192.0.2.7"))

    result = send(api)

    assert (result.outcome, result.code) == (Outcome.HALTED, 40164)
    assert fake.calls(SEND_PATH) == []


def test_check_of_the_token_says_what_is_wrong(fake: FakeApi, api: WeChatApi) -> None:
    api.check_token()
    fake.answer(TOKEN_PATH, refused(40125))
    other = WeChatApi(fake.settings(), InProcess())

    with pytest.raises(ApiFailed) as failed:
        other.check_token()
    other.close()

    assert (failed.value.outcome, failed.value.code) == (Outcome.HALTED, 40125)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Raw(status=500), Outcome.BUSY),
        (Raw(status=502), Outcome.BUSY),
        (Raw(status=429), Outcome.RATE_LIMITED),
        (Raw(status=408), Outcome.BUSY),
        (Raw(status=404), Outcome.HALTED),
        (Raw(status=302), Outcome.HALTED),
        (Raw(b"<html>gateway</html>", "text/html"), Outcome.BUSY),
        (Raw(b"[]", "application/json"), Outcome.BUSY),
        (Raw(b'{"errcode": "0"}', "application/json"), Outcome.BUSY),
        (Raw(b"{" + b" " * 2_000_000, "application/json"), Outcome.BUSY),
    ],
)
def test_answer_that_is_not_wechats_is_an_outcome_too(
    fake: FakeApi, api: WeChatApi, answer: Raw, outcome: Outcome
) -> None:
    fake.answer(SEND_PATH, answer)

    assert send(api).outcome is outcome


def test_server_that_is_away_is_busy() -> None:
    with_nobody = FakeApi(base_url="http://127.0.0.1:9")
    api = WeChatApi(with_nobody.settings(), InProcess())

    assert send(api) == SendResult(Outcome.BUSY, 0, "ConnectError")
    api.close()


def test_neither_openid_nor_token_nor_secret_is_told(
    fake: FakeApi, api: WeChatApi, caplog: pytest.LogCaptureFixture
) -> None:
    fake.answer(SEND_PATH, refused(40003, f"invalid openid {OPENID} for first-token"))

    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, "httpx"):  # a command may have hushed it
        result = send(api)

    told = caplog.text + result.detail
    assert "HTTP Request" in told
    assert OPENID not in told
    assert "first-token" not in told
    assert "the-secret" not in told
