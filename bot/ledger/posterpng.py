"""The poster as a picture to pass on in a group: A4 at 150 dots an inch."""

from __future__ import annotations

import io
from collections.abc import Iterable

from PIL import Image, ImageDraw

from bot.paper.font import for_picture
from bot.paper.sheet import HEIGHT, WIDTH, Box, Mark, Text

#: Dots per millimetre.
_DOTS = 150 / 25.4
_BOLD = 0.018


def as_png(marks: Iterable[Mark]) -> bytes:
    """The poster as a PNG."""
    picture = Image.new("RGB", (round(WIDTH * _DOTS), round(HEIGHT * _DOTS)), "white")
    drawing = ImageDraw.Draw(picture)
    for mark in marks:
        if isinstance(mark, Box):
            edges = (mark.x, mark.y, mark.x + mark.width, mark.y + mark.height)
            left, upper, right, lower = (round(edge * _DOTS) for edge in edges)
            drawing.rectangle((left, upper, right - 1, lower - 1), fill=mark.colour)
        else:
            _write(drawing, mark)
    held = io.BytesIO()
    picture.save(held, "PNG", compress_level=6)
    return held.getvalue()


def _write(drawing: ImageDraw.ImageDraw, line: Text) -> None:
    pixels = max(1, round(line.size * _DOTS))
    drawing.text(
        (line.x * _DOTS, line.y * _DOTS),
        line.text,
        fill=line.colour,
        font=for_picture(pixels),
        anchor="ms" if line.centred else "ls",
        stroke_width=max(1, round(pixels * _BOLD)) if line.bold else 0,
        stroke_fill=line.colour,
    )
