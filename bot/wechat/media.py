"""Photos and voices that residents sent: WeChat keeps them for three days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.desk.sending import FetchResult, Outcome
from bot.wechat.api import WeChatApi
from bot.wechat.errors import ApiFailed
from bot.wechat.transport import Patience, Upload

#: WeChat takes images of 10 MB; a slow line may need longer than a message does. What is larger stays so.
_PATIENCE = Patience(size=10 * 1024 * 1024, seconds=30.0, beyond=Outcome.REJECTED)
#: WeChat goes by the ending of the file's name.
_ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        "image/jpeg": "jpg",
        "image/jpg": "jpg",
        "image/png": "png",
        "image/gif": "gif",
        "image/bmp": "bmp",
        "audio/amr": "amr",
        "audio/mp3": "mp3",
        "audio/mpeg": "mp3",
    }
)
_USUAL_ENDING: Mapping[str, str] = MappingProxyType({"image": "jpg", "voice": "amr"})


@dataclass(frozen=True, slots=True)
class Media:
    """A file and its media type as WeChat names it."""

    content: bytes
    content_type: str


class WeChatMedia:
    """The account's photos and voices; implements `bot.desk.sending.MediaSource`."""

    def __init__(self, api: WeChatApi) -> None:
        """Fetch through `api`."""
        self._api = api

    def fetch(self, media_id: str) -> FetchResult:
        """The file behind a media id; rejected when WeChat has it no more, or when it is larger than 10 MB."""
        try:
            media = fetch_media(self._api, media_id)
        except ApiFailed as failure:
            return FetchResult(failure.outcome, code=failure.code, detail=failure.detail)
        return FetchResult(Outcome.SENT, media.content, media.content_type)


def fetch_media(api: WeChatApi, media_id: str) -> Media:
    """The file behind a media id.

    Raises ApiFailed: rejected with 40007 when the id is unknown or older than three days, rejected with 0
    when it is larger than 10 MB or a video, for which WeChat gives an address instead of a file.
    """
    received = api.download("cgi-bin/media/get", {"media_id": media_id}, _PATIENCE)
    if received.content[:1] == b"{":
        raise ApiFailed(Outcome.REJECTED, 0, "a video's address, not a file")
    if not received.content:
        raise ApiFailed(Outcome.BUSY, 0, "an empty file")
    return Media(received.content, received.content_type)


def upload_media(api: WeChatApi, kind: str, media: Media) -> str:
    """The new media id, good for three days, of an image or voice that is given to WeChat again.

    Raises ApiFailed, rejected when its kind or size is not taken.
    """
    content_type = media.content_type.partition(";")[0].strip().lower()
    ending = _ENDINGS.get(content_type, _USUAL_ENDING.get(kind, "bin"))
    upload = Upload(f"{kind}.{ending}", media.content, content_type or "application/octet-stream")
    answer = api.upload("cgi-bin/media/upload", {"type": kind}, upload, _PATIENCE)
    media_id = answer.get("media_id")
    if not isinstance(media_id, str) or not media_id:
        raise ApiFailed(Outcome.BUSY, 0, "an upload without a media_id")
    return media_id
