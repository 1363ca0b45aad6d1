"""Photos and voices sent from the phones: kept for three days, as WeChat does."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

LIFE = timedelta(days=3)
LIMIT_BYTES = 10 * 1024 * 1024
_KEPT = 200
_BEGINNINGS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
)
#: Frame type 15 of AMR narrow band: 20 ms without data.
_SILENT_FRAME = b"\x7c"


@dataclass(frozen=True, slots=True)
class Medium:
    """One file."""

    media_id: str
    content_type: str
    content: bytes
    at: datetime


class MediaRefusedError(Exception):
    """The file is no picture or too large."""


class MediaStore:
    """The last files in memory."""

    def __init__(self) -> None:
        """Start empty."""
        self._media: OrderedDict[str, Medium] = OrderedDict()

    def keep_picture(self, content: bytes, now: datetime) -> Medium:
        """Keep a photo. Raises MediaRefusedError for what is no picture by its first bytes, or too large."""
        if len(content) > LIMIT_BYTES:
            raise MediaRefusedError("a picture has at most 10 MB")
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return self._keep(content, "image/webp", now)
        for beginning, content_type in _BEGINNINGS:
            if content.startswith(beginning):
                return self._keep(content, content_type, now)
        raise MediaRefusedError("only JPEG, PNG, GIF, BMP and WebP pictures can be sent")

    def keep_voice(self, length: timedelta, now: datetime) -> Medium:
        """Keep a silent AMR recording of this length."""
        frames = int(length / timedelta(milliseconds=20))
        return self._keep(b"#!AMR\n" + _SILENT_FRAME * frames, "audio/amr", now)

    def find(self, media_id: str, now: datetime | None = None) -> Medium | None:
        """The file, or None when it is unknown or, with `now`, older than three days."""
        medium = self._media.get(media_id)
        if medium is not None and now is not None and now - medium.at > LIFE:
            return None
        return medium

    def clear(self) -> None:
        """Forget all files."""
        self._media.clear()

    def _keep(self, content: bytes, content_type: str, now: datetime) -> Medium:
        medium = Medium(secrets.token_urlsafe(48), content_type, content, now)
        self._media[medium.media_id] = medium
        if len(self._media) > _KEPT:
            self._media.popitem(last=False)
        return medium
