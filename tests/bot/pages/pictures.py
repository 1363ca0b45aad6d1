"""Photos as phones take them."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

#: EXIF tags: the camera's model, how it was held.
MODEL, ORIENTATION = 0x0110, 0x0112


def a_photo(width: int = 400, height: int = 300, kind: str = "JPEG", turned: int = 1) -> bytes:
    """A picture, its left half red; a JPEG tells which phone took it."""
    picture = Image.new("RGB", (width, height), "blue")
    picture.paste("red", (0, 0, width // 2, height))
    exif = Image.Exif()
    exif[MODEL] = "Somebody's phone"
    exif[ORIENTATION] = turned
    out = BytesIO()
    told = {"exif": exif, "comment": b"Somebody was here"} if kind == "JPEG" else {}
    picture.save(out, kind, **told)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture
