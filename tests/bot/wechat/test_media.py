from __future__ import annotations

import pytest

from bot.desk.sending import Outcome
from bot.wechat.api import WeChatApi
from bot.wechat.errors import ApiFailed
from bot.wechat.media import Media, fetch_media
from tests.bot.wechat.fake_api import MEDIA_PATH, TOKEN_PATH, FakeApi, Raw, a_token, refused

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


def test_file_beyond_20_mib_is_left(fake: FakeApi, api: WeChatApi) -> None:
    fake.answer(MEDIA_PATH, Raw(bytes(21 * 1024 * 1024), "image/jpeg"))

    assert failure_of(api).outcome is Outcome.BUSY
