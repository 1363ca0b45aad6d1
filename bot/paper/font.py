"""The font of posters and certificates, shipped with the product: 6,900 characters of Noto Sans SC, under the OFL."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PIL import ImageFont
from reportlab.pdfbase.ttfonts import TTFont

FILE = Path(__file__).parent / "font" / "LinliNotice.ttf"
NAME = "LinliNotice"
#: Stands for a character that the font lacks: a dot says less than an empty box would.
_STANDS_IN = "·"


@cache
def for_pdf() -> TTFont:
    """The font as reportlab takes it; it puts the characters used into the file."""
    return TTFont(NAME, str(FILE))


@cache
def for_picture(pixels: int) -> ImageFont.FreeTypeFont:
    """The font in a size."""
    return ImageFont.truetype(str(FILE), pixels)


@cache
def _characters() -> frozenset[int]:
    return frozenset(for_pdf().face.charToGlyph)


def printable(text: str) -> str:
    """The text with a dot for every character that the font lacks. Raises nothing."""
    known = _characters()
    return "".join(mark if ord(mark) in known else _STANDS_IN for mark in text)


def width(text: str) -> float:
    """How wide a text is in the size 1."""
    return float(for_pdf().stringWidth(text, 1))
