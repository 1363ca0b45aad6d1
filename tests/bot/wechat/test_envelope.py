from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.message import InboundMessage, Reply
from bot.errors import SettingsRefused
from bot.settings import WeChatSettings
from bot.wechat.cipher import EnvelopeCipher
from bot.wechat.envelope import CallbackQuery, Envelope, Opened, signature_of
from bot.wechat.errors import EnvelopeRefused, Reason
from bot.wechat.inbound import Ignored
from tests.bot.wechat.wechat_push import (
    APP_ID,
    KEY,
    NOW,
    OLD_KEY,
    TOKEN,
    a_text,
    compatible_body,
    decrypt,
    encrypt,
    encrypt_block,
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

DOC_APP_ID = "wxba5fad812f8e6fb9"
DOC = WeChatSettings(token="AAAAA", app_id=DOC_APP_ID, encoding_aes_key="A" * 43, max_age_seconds=0)


def opened(envelope: Envelope, query: dict[str, str], body: bytes) -> Opened:
    asked = CallbackQuery.of(query)
    envelope.check(asked)
    return envelope.open(asked, body)


def refusal_of(envelope: Envelope, query: dict[str, str], body: bytes) -> Reason:
    with pytest.raises(EnvelopeRefused) as refused:
        opened(envelope, query, body)
    return refused.value.reason


def opened_text(envelope: Envelope, query: dict[str, str], body: bytes) -> str:
    content = opened(envelope, query, body).content
    assert isinstance(content, InboundMessage)
    return content.text


def an_envelope(wechat: WeChatSettings | None = None) -> Envelope:
    return Envelope(wechat or settings(), lambda: NOW)


# WeChat's documentation, token AAAAA


def test_documented_url_check_is_answered_with_the_raw_echostr() -> None:
    query = CallbackQuery.of(
        {
            "signature": "f464b24fc39322e44b38aa78f5edd27bd1441696",
            "echostr": "4375120948345356249",
            "timestamp": "1714036504",
            "nonce": "1514711492",
        }
    )

    assert Envelope(DOC).echo(query) == "4375120948345356249"


def test_documented_plain_push_passes() -> None:
    query = CallbackQuery.of(
        {
            "signature": "899cf89e464efb63f54ddac96b0a0a235f53aa78",
            "timestamp": "1714037059",
            "nonce": "486452656",
        }
    )

    Envelope(DOC.model_copy(update={"encoding_aes_key": ""})).check(query)


def test_documented_safe_push_opens_to_the_debug_demo() -> None:
    body = payload("debug_demo_safe.json")
    query = {
        "signature": "899cf89e464efb63f54ddac96b0a0a235f53aa78",
        "timestamp": "1714112445",
        "nonce": "415670741",
        "encrypt_type": "aes",
        "msg_signature": "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3",
    }

    push = opened(Envelope(DOC), query, body)

    assert push.content == Ignored("unknown")
    assert push.is_json
    message, app_id = EnvelopeCipher(bytes(32)).open(json.loads(body)["Encrypt"])
    assert json.loads(message)["Event"] == "debug_demo"
    assert app_id == DOC_APP_ID


def test_documented_reply_is_reproduced_to_the_byte() -> None:
    ciphertext = EnvelopeCipher(bytes(32), lambda _size: b"707722b803182950").seal(
        '{"demo_resp":"good luck"}', DOC_APP_ID
    )

    assert ciphertext == (
        "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="
    )
    signature = signature_of("AAAAA", "1713424427", "415670741", ciphertext)
    assert signature == "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1"


# Start


@pytest.mark.parametrize("token", ["", "   "])
def test_empty_token_refuses_the_start(token: str) -> None:
    with pytest.raises(SettingsRefused) as refused:
        Envelope(settings(token=token))

    assert refused.value.key == "wechat.token"


@pytest.mark.parametrize("key", ["short", "A" * 42, "A" * 44, "A" * 42 + "!", "A" * 42 + "=", "栋" * 43])
@pytest.mark.parametrize("setting", ["encoding_aes_key", "previous_aes_key"])
def test_malformed_aes_key_refuses_the_start(key: str, setting: str) -> None:
    with pytest.raises(SettingsRefused) as refused:
        Envelope(settings().model_copy(update={setting: key}))

    assert refused.value.key == f"wechat.{setting}"
    assert key not in str(refused.value)


def test_previous_key_alone_refuses_the_start() -> None:
    with pytest.raises(SettingsRefused) as refused:
        Envelope(plain_settings(previous_aes_key=OLD_KEY))

    assert refused.value.key == "wechat.encoding_aes_key"


@pytest.mark.parametrize("last", ["A", "B", "/", "9"])
def test_key_with_spare_bits_in_its_last_character_works(last: str) -> None:
    key = KEY[:-1] + last
    ciphertext = encrypt(a_text("三栋电梯坏了"), key)
    envelope = an_envelope(settings(encoding_aes_key=key))

    assert opened_text(envelope, safe_query(ciphertext), safe_body(ciphertext)) == "三栋电梯坏了"


# Safe mode


@pytest.mark.parametrize("length", range(70))
def test_every_padding_length_opens(length: int) -> None:
    ciphertext = encrypt(a_text("x" * length))

    assert opened_text(an_envelope(), safe_query(ciphertext), safe_body(ciphertext)) == "x" * length


def test_json_envelope_opens_also_with_escaped_slashes() -> None:
    ciphertext = next(
        text for text in (encrypt(payload("text.json") + b" " * n) for n in range(99)) if "/" in text
    )
    body = safe_json(ciphertext).replace(b"/", b"\\/")

    assert opened_text(an_envelope(), safe_query(ciphertext), body) == "榕御3栋楼下乱停车"


def test_wrong_msg_signature_is_refused() -> None:
    ciphertext = encrypt(a_text())
    query = {**safe_query(ciphertext), "msg_signature": "0" * 40}

    assert refusal_of(an_envelope(), query, safe_body(ciphertext)) is Reason.SIGNATURE


def test_signature_without_the_ciphertext_does_not_pass_for_msg_signature() -> None:
    ciphertext = encrypt(a_text())
    query = safe_query(ciphertext)

    assert (
        refusal_of(an_envelope(), {**query, "msg_signature": query["signature"]}, safe_body(ciphertext))
        is Reason.SIGNATURE
    )


def test_signature_outside_ascii_is_refused() -> None:
    ciphertext = encrypt(a_text())
    query = {**safe_query(ciphertext), "msg_signature": "签名\udcff"}

    assert refusal_of(an_envelope(), query, safe_body(ciphertext)) is Reason.SIGNATURE


def test_missing_msg_signature_is_refused_before_the_body() -> None:
    query = safe_query("x")
    del query["msg_signature"]

    with pytest.raises(EnvelopeRefused) as refused:
        an_envelope().check(CallbackQuery.of(query))

    assert refused.value.reason is Reason.PARAMETERS


@pytest.mark.parametrize("encrypt_type", ["", "raw", "AES"])
def test_plain_body_is_refused_when_a_key_is_set(encrypt_type: str) -> None:
    query = {**plain_query(), "encrypt_type": encrypt_type}

    assert refusal_of(an_envelope(), query, a_text("forged").encode()) is Reason.DOWNGRADE


def test_plain_fields_beside_a_signed_ciphertext_do_not_count() -> None:
    ciphertext = encrypt(a_text("真的"))
    body = compatible_body(a_text("假的"), ciphertext)

    assert opened_text(an_envelope(), safe_query(ciphertext), body) == "真的"


def test_text_that_imitates_the_ciphertext_does_not_hide_it_in_compatible_mode() -> None:
    ciphertext = encrypt(a_text("真的"))
    body = compatible_body(a_text("<Encrypt>AAAAAAAA</Encrypt>"), ciphertext)

    assert opened_text(an_envelope(), safe_query(ciphertext), body) == "真的"


def test_previous_key_opens_and_seals_its_own_answer() -> None:
    ciphertext = encrypt(a_text(), OLD_KEY)
    envelope = an_envelope(settings(previous_aes_key=OLD_KEY))

    push = opened(envelope, safe_query(ciphertext), safe_body(ciphertext))
    sealed = xml_fields(envelope.seal(push, Reply("已登记")).body)

    text, app_id = decrypt(sealed["Encrypt"], OLD_KEY)
    assert xml_fields(text)["Content"] == "已登记"
    assert app_id == APP_ID


def test_current_key_comes_first_during_a_rotation() -> None:
    ciphertext = encrypt(a_text(), KEY)
    envelope = an_envelope(settings(previous_aes_key=OLD_KEY))

    push = opened(envelope, safe_query(ciphertext), safe_body(ciphertext))
    sealed = xml_fields(envelope.seal(push, Reply("已登记")).body)

    assert xml_fields(decrypt(sealed["Encrypt"], KEY)[0])["Content"] == "已登记"


def test_key_that_was_retired_is_refused() -> None:
    ciphertext = encrypt(a_text(), OLD_KEY)

    assert refusal_of(an_envelope(), safe_query(ciphertext), safe_body(ciphertext)) is Reason.UNDECIPHERABLE


def test_message_for_another_account_is_refused() -> None:
    ciphertext = encrypt(a_text(), app_id="wx_of_somebody_else")

    assert refusal_of(an_envelope(), safe_query(ciphertext), safe_body(ciphertext)) is Reason.WRONG_ACCOUNT


def test_without_an_app_id_in_the_settings_the_answer_goes_to_the_one_that_wrote() -> None:
    ciphertext = encrypt(a_text(), app_id="wx_any")
    envelope = an_envelope(settings(app_id=""))

    push = opened(envelope, safe_query(ciphertext), safe_body(ciphertext))
    sealed = xml_fields(envelope.seal(push, Reply("好")).body)

    assert decrypt(sealed["Encrypt"])[1] == "wx_any"


@pytest.mark.parametrize(
    "ciphertext",
    [
        "AAAA",
        "AAAAA",
        "AAA=",
        encrypt_block(bytes(16)),
        encrypt_block(bytes(32)),
        encrypt_block(b"\xff" * 64),
        encrypt_block(b"0123456789abcdef" + b"\0\0\0\x01" + b"a" * 11 + b"\x21"),
        encrypt_block(b"0123456789abcdef" + b"\0\0\xff\xff" + b"a" * 11 + b"\x01"),
        encrypt_block(b"0123456789abcdef" + b"\0\0\0\x01" + b"\xe6" * 11 + b"\x01"),
        encrypt_block(b"0123456789abcdef" + b"\0\0\0\x01" + b"a" * 10 + b"\x01\x02"),
        "QUJD" * 3,
    ],
)
def test_signed_rubbish_in_the_ciphertext_is_refused(ciphertext: str) -> None:
    refusal = refusal_of(an_envelope(), safe_query(ciphertext), safe_body(ciphertext))

    assert refusal is Reason.UNDECIPHERABLE


def test_body_without_a_ciphertext_is_refused() -> None:
    assert refusal_of(an_envelope(), safe_query("x"), a_text().encode()) is Reason.UNDECIPHERABLE


# Freshness


@pytest.mark.parametrize("seconds", [-301, 301, -86_400 * 365, 86_400])
def test_timestamp_outside_the_window_is_refused(seconds: int) -> None:
    query = plain_query(NOW + timedelta(seconds=seconds))

    assert refusal_of(an_envelope(plain_settings()), query, a_text().encode()) is Reason.STALE


@pytest.mark.parametrize("seconds", [-300, 0, 300])
def test_timestamp_at_the_edge_of_the_window_passes(seconds: int) -> None:
    an_envelope(plain_settings()).check(CallbackQuery.of(plain_query(NOW + timedelta(seconds=seconds))))


def test_age_of_zero_switches_freshness_off() -> None:
    query = plain_query(datetime(2001, 9, 9, tzinfo=UTC))

    an_envelope(plain_settings(max_age_seconds=0)).check(CallbackQuery.of(query))


def test_stale_url_check_is_refused() -> None:
    query = CallbackQuery.of({**plain_query(NOW - timedelta(hours=1)), "echostr": "1"})

    with pytest.raises(EnvelopeRefused) as refused:
        an_envelope().echo(query)

    assert refused.value.reason is Reason.STALE


@pytest.mark.parametrize(
    "stamp", ["", "0", "-1", " 1717000001", "1717000001 ", "1_717_000_001", "١٧١٧٠٠٠٠٠١", "1e9", "9" * 40]
)
def test_timestamp_that_is_no_number_is_refused_though_signed(stamp: str) -> None:
    query = {"timestamp": stamp, "nonce": "1", "signature": sign(TOKEN, stamp, "1")}

    assert refusal_of(an_envelope(plain_settings(max_age_seconds=0)), query, b"") is Reason.PARAMETERS


@pytest.mark.parametrize("nonce", ["", " ", "n" * 129, "一"])
def test_nonce_of_another_form_is_refused_though_signed(nonce: str) -> None:
    query = plain_query(nonce=nonce)

    assert refusal_of(an_envelope(plain_settings()), query, b"") is Reason.PARAMETERS


# Answers


def test_answer_is_signed_fresh_and_never_the_same_twice() -> None:
    ciphertext = encrypt(a_text())
    envelope = an_envelope()
    push = opened(envelope, safe_query(ciphertext), safe_body(ciphertext))

    first, second = (xml_fields(envelope.seal(push, Reply("好")).body) for _ in range(2))

    assert list(first) == ["Encrypt", "MsgSignature", "TimeStamp", "Nonce"]
    assert first["TimeStamp"] == str(int(NOW.timestamp()))
    assert first["MsgSignature"] == sign(TOKEN, first["TimeStamp"], first["Nonce"], first["Encrypt"])
    assert first["Encrypt"] != second["Encrypt"]
    assert first["Nonce"] != second["Nonce"]


def test_json_push_in_safe_mode_is_answered_in_json() -> None:
    ciphertext = encrypt(payload("text.json"))
    envelope = an_envelope()
    push = opened(envelope, safe_query(ciphertext), safe_json(ciphertext))

    answer = envelope.seal(push, Reply("已登记 #12"))

    sealed = json.loads(answer.body)
    assert answer.media_type == "application/json"
    assert sealed["MsgSignature"] == sign(TOKEN, str(sealed["TimeStamp"]), sealed["Nonce"], sealed["Encrypt"])
    assert json.loads(decrypt(sealed["Encrypt"])[0])["Content"] == "已登记 #12"


def test_empty_reply_is_the_bare_word_success_in_safe_mode_too() -> None:
    ciphertext = encrypt(a_text())
    envelope = an_envelope()
    push = opened(envelope, safe_query(ciphertext), safe_body(ciphertext))

    assert envelope.seal(push, Reply("")).body == "success"
