from __future__ import annotations

import pytest

from bot.desk.sending import FetchResult, MediaSource, Outcome
from bot.wechat.api import WeChatApi
from bot.wechat.errors import ApiFailed
from bot.wechat.media import Media, WeChatMedia, fetch_media, upload_media
from tests.bot.wechat.fake_api import MEDIA_PATH, TOKEN_PATH, UPLOAD_PATH, FakeApi, Raw, a_token, refused

JPEG = b"\xff\xd8\xff\xe0" + bytes(3_000_000)


def failure_of(api: WeChatApi) -> ApiFailed:
    with pytest.raises(ApiFailed) as failed:
        fetch_media(api, "k1")
    return failed.value


def test_photo_is_fetched_with_its_type(fake: FakeApi, api: WeChatApi) -> None:
    fake.answer(MEDIA_PATH, Raw(JPEG, "image/jpeg"))

    assert fetch_media(api, "k1") == Media(JPEG, "image/jpeg")
    assert fake.calls(MEDIA_PATH)[0].query == {"media_id": "k1", "access_token": "first-token"}


@pytest.mark.parametrize("label", ["application/json", "text/plain", "image/jpeg"])
def test_error_comes_as_json_with_status_200_whatever_its_label(
    fake: FakeApi, api: WeChatApi, label: str
) -> None:
    fake.answer(MEDIA_PATH, Raw(b'{"errcode": 40007, "errmsg": "invalid media_id"}', label))

    failure = failure_of(api)

    assert (failure.outcome, failure.code) == (Outcome.REJECTED, 40007)


def test_refused_token_is_renewed_for_downloads_too(fake: FakeApi, api: WeChatApi) -> None:
    fake.answer(TOKEN_PATH, a_token("old"), a_token("new"))
    fake.answer(MEDIA_PATH, refused(42001), Raw(b"amr", "audio/amr"))

    assert fetch_media(api, "k1").content == b"amr"


def test_video_is_no_file(fake: FakeApi, api: WeChatApi) -> None:
    fake.answer(MEDIA_PATH, {"video_url": "http://example.org/v"})

    assert failure_of(api).outcome is Outcome.REJECTED


def test_file_beyond_10_mib_is_refused_for_good(fake: FakeApi, api: WeChatApi) -> None:
    fake.answer(MEDIA_PATH, Raw(bytes(10 * 1024 * 1024 + 1), "image/jpeg"))

    assert failure_of(api).outcome is Outcome.REJECTED


def test_file_of_10_mib_is_taken(fake: FakeApi, api: WeChatApi) -> None:
    fake.answer(MEDIA_PATH, Raw(bytes(10 * 1024 * 1024), "image/jpeg"))

    assert len(fetch_media(api, "k1").content) == 10 * 1024 * 1024


def test_empty_file_is_asked_for_again(fake: FakeApi, api: WeChatApi) -> None:
    fake.answer(MEDIA_PATH, Raw(b"", "image/jpeg"))

    assert failure_of(api).outcome is Outcome.BUSY


def test_source_gives_the_file_or_says_what_became_of_it(fake: FakeApi, api: WeChatApi) -> None:
    fake.answer(MEDIA_PATH, Raw(b"amr", "audio/amr"), refused(40007), refused(-1))
    source: MediaSource = WeChatMedia(api)

    assert source.fetch("k1") == FetchResult(Outcome.SENT, b"amr", "audio/amr")
    gone, busy = source.fetch("k1"), source.fetch("k1")
    assert (gone.outcome, gone.code) == (Outcome.REJECTED, 40007)
    assert (busy.outcome, busy.code) == (Outcome.BUSY, -1)


@pytest.mark.parametrize(
    ("kind", "content_type", "name"),
    [
        ("image", "image/jpeg", "image.jpg"),
        ("image", "image/PNG; charset=x", "image.png"),
        ("image", "", "image.jpg"),
        ("voice", "audio/amr", "voice.amr"),
        ("voice", "audio/mp3", "voice.mp3"),
    ],
)
def test_file_is_given_back_to_wechat_under_a_name_it_takes(
    fake: FakeApi, api: WeChatApi, kind: str, content_type: str, name: str
) -> None:
    fake.answer(UPLOAD_PATH, {"type": kind, "media_id": "k2", "created_at": 1764000000})

    assert upload_media(api, kind, Media(JPEG, content_type)) == "k2"

    (asked,) = fake.calls(UPLOAD_PATH)
    assert asked.query == {"type": kind, "access_token": "first-token"}
    assert f'name="media"; filename="{name}"'.encode() in asked.body
    assert JPEG in asked.body


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ({"errcode": 0}, Outcome.BUSY),
        (refused(40009), Outcome.REJECTED),
        (refused(40004), Outcome.REJECTED),
        (refused(45009), Outcome.QUOTA),
    ],
)
def test_upload_that_gives_no_id_says_why(fake: FakeApi, api: WeChatApi, answer, outcome: Outcome) -> None:
    fake.answer(UPLOAD_PATH, answer)

    with pytest.raises(ApiFailed) as failed:
        upload_media(api, "image", Media(JPEG, "image/jpeg"))

    assert failed.value.outcome is outcome


def test_refused_token_is_renewed_for_uploads_too(fake: FakeApi, api: WeChatApi) -> None:
    fake.answer(TOKEN_PATH, a_token("old"), a_token("new"))
    fake.answer(UPLOAD_PATH, refused(42001), {"media_id": "k2"})

    assert upload_media(api, "image", Media(JPEG, "image/jpeg")) == "k2"
    assert all(JPEG in asked.body for asked in fake.calls(UPLOAD_PATH))
