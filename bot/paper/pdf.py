"""Sheets as a PDF whose letters are in the file itself."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from bot.paper.font import NAME, for_pdf, width
from bot.paper.sheet import HEIGHT, WIDTH, Box, Mark, Text

#: Of a bold letter's size, how thick its outline is drawn.
_BOLD = 0.035
_FILLED, _OUTLINED = 0, 2


def as_pdf(marks: Iterable[Mark], title: str = "晒事") -> bytes:
    """The sheet on one page of A4, ready to print; without a date in it, so that the same marks give the same file."""
    return pages_as_pdf([tuple(marks)], (WIDTH, HEIGHT), title)


def pages_as_pdf(pages: Iterable[Sequence[Mark]], size: tuple[float, float], title: str) -> bytes:
    """Several pages of a size in millimetres, as `as_pdf`."""
    pdfmetrics.registerFont(for_pdf())
    held = io.BytesIO()
    across, down = size
    canvas = Canvas(held, pagesize=(across * mm, down * mm), invariant=1, pageCompression=1)
    canvas.setTitle(title)
    for marks in pages:
        for mark in marks:
            canvas.setFillColor(mark.colour)
            if isinstance(mark, Box):
                canvas.rect(mark.x * mm, (down - mark.y - mark.height) * mm, mark.width * mm, mark.height * mm, 0, 1)
            else:
                _write(canvas, mark, down)
        canvas.showPage()
    canvas.save()
    return held.getvalue()


def _write(canvas: Canvas, line: Text, down: float) -> None:
    left = line.x - (width(line.text) * line.size / 2 if line.centred else 0)
    canvas.setStrokeColor(line.colour)
    canvas.setLineWidth(line.size * _BOLD * mm)
    text = canvas.beginText(left * mm, (down - line.y) * mm)
    text.setFont(NAME, line.size * mm)
    text.setTextRenderMode(_OUTLINED if line.bold else _FILLED)
    text.textLine(line.text)
    canvas.drawText(text)
