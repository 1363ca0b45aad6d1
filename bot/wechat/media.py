"""Photos and voices that residents sent: WeChat keeps them for three days."""

from __future__ import annotations

from dataclasses import dataclass

from bot.desk.sending import Outcome
from bot.wechat.api import WeChatApi
from bot.wechat.errors import ApiFailed
from bot.wechat.transport import Patience

#: WeChat takes 10 MB images; a slow line may need longer than a message does.
_PATIENCE = Patience(size=20 * 1024 * 1024, seconds=30.0)


@dataclass(frozen=True, slots=True)
class Media:
    """A file and its media type as WeChat names it."""

    content: bytes
    content_type: str


def fetch_media(api: WeChatApi, media_id: str) -> Media:
    """The file behind a media id.

    Raises ApiFailed: rejected with 40007 when the id is unknown or older than three days, rejected with 0
    when it is a video, for which WeChat gives an address instead of a file.
    """
    received = api.download("cgi-bin/media/get", {"media_id": media_id}, _PATIENCE)
    if received.content[:1] == b"{":
        raise ApiFailed(Outcome.REJECTED, 0, "a video's address, not a file")
    return Media(received.content, received.content_type)
