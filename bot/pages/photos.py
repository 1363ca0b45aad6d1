"""Photos: what a phone sends made small and free of where and when it was taken, and shown so."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps

from bot.desk import wording_pages
from bot.errors import BotError

#: A phone's own photo has 3 to 8 MB; the page's script sends a tenth of that.
MOST_BYTES = 10 * 1024 * 1024
MOST_MEGABYTES = MOST_BYTES // (1024 * 1024)
_MOST_PIXELS = 64_000_000
#: What is unpacked at once: four bytes a pixel, in several copies.
_MOST_UNPACKED = 24_000_000
#: Long sides in pixels: what is kept, what is shown in a list.
KEPT, SMALL = 1600, 320
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
_FAULTS = (OSError, SyntaxError, ValueError, Image.DecompressionBombError)


class PhotoRefused(BotError):
    """The file is too large, or no photo."""


def taken_in(content: bytes) -> bytes:
    """A photo as it is kept: a JPEG with at most 1,600 pixels a side, upright, without EXIF.

    Raises PhotoRefused with the words for whoever sent it.
    """
    if len(content) > MOST_BYTES:
        raise PhotoRefused(wording_pages.PHOTO_TOO_BIG.format(most=MOST_MEGABYTES))
    made = as_jpeg(content, KEPT)
    if made is None:
        raise PhotoRefused(wording_pages.PHOTO_UNREADABLE)
    return made


def as_jpeg(content: bytes, longest: int) -> bytes | None:
    """A picture as a JPEG with at most so many pixels a side, upright, without EXIF; None for what is none."""
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                return None
            part = min(1.0, 2 * longest / max(opened.size))
            # a JPEG is read at a fraction of its size
            opened.draft("RGB", (round(opened.width * part), round(opened.height * part)))
            if opened.width * opened.height > _MOST_UNPACKED:
                return None
            return _written(ImageOps.exif_transpose(opened), longest)
    except _FAULTS:
        return None


def _written(picture: Image.Image, longest: int) -> bytes:
    if picture.mode in {"RGB", "RGBA", "L", "LA", "CMYK"}:
        picture.thumbnail((longest, longest))
    if picture.mode in {"RGBA", "LA", "P", "PA"}:
        coloured = picture.convert("RGBA")
        white = Image.new("RGBA", coloured.size, "white")
        picture = Image.alpha_composite(white, coloured)
    plain = picture.convert("RGB")
    plain.thumbnail((longest, longest))
    plain.info.clear()
    out = BytesIO()
    plain.save(out, "JPEG", quality=82)
    return out.getvalue()
