"""Photos and voices sent from the phones or by the account: kept for three days, as WeChat does."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

LIFE = timedelta(days=3)
LIMIT_BYTES = 10 * 1024 * 1024
VOICE_BYTES = 2 * 1024 * 1024
_KEPT = 200
_BEGINNINGS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
)
#: Frame type 15 of AMR narrow band: 20 ms without data.
_SILENT_FRAME = b"\x7c"
_AMR = b"#!AMR\n"
#: Bytes of a frame of AMR narrow band after its first, by its type (3GPP TS 26.101); the others are not sent.
_FRAME_BYTES = (12, 13, 15, 17, 19, 20, 26, 31, 5)
_FRAME = timedelta(milliseconds=20)


@dataclass(frozen=True, slots=True)
class Medium:
    """One file."""

    media_id: str
    content_type: str
    content: bytes
    at: datetime

    def seconds(self) -> int:
        """How long an AMR recording lasts, at least a second."""
        at, frames = len(_AMR), 0
        while at < len(self.content):
            kind = self.content[at] >> 3 & 15
            at += 1 + (_FRAME_BYTES[kind] if kind < len(_FRAME_BYTES) else 0)
            frames += 1
        return max(1, round(frames * _FRAME / timedelta(seconds=1)))


class MediaRefusedError(Exception):
    """The file is no picture, no recording or too large."""


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
        return self._keep(_AMR + _SILENT_FRAME * int(length / _FRAME), "audio/amr", now)

    def keep_recording(self, content: bytes, now: datetime) -> Medium:
        """Keep an AMR recording. Raises MediaRefusedError for what is none, or too large."""
        if not content.startswith(_AMR) or len(content) > VOICE_BYTES:
            raise MediaRefusedError("only AMR recordings of at most 2 MB can be sent")
        return self._keep(content, "audio/amr", now)

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
