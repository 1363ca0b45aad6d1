"""What stands on a sheet of paper as marks: lines of text, boxes, a code; drawn as a PDF or a picture elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

from bot.paper.font import printable, width

#: A4 in millimetres, and what stays white around.
WIDTH, HEIGHT = 210.0, 297.0
MARGIN = 16.0
INNER = WIDTH - 2 * MARGIN
GREEN, DARK, GREY, PALE, WHITE = "#0B6E4F", "#1A1A1A", "#555555", "#EAF4EF", "#FFFFFF"


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text: where its foot begins (or its middle lies) in millimetres from the upper left corner; it is
    to fit into `room`.
    """

    x: float
    y: float
    size: float
    text: str
    colour: str = DARK
    bold: bool = False
    centred: bool = False
    room: float = INNER


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle in millimetres from the upper left corner."""

    x: float
    y: float
    width: float
    height: float
    colour: str


Mark = Text | Box


def code_marks(address: str, x: float, y: float, size: float) -> Iterator[Mark]:
    """The address as a code: the modules of each row that lie side by side are one box."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(address)
    code.make()
    count = code.getModuleCount()
    side = size / count
    yield Box(x - 2, y - 2, size + 4, size + 4, WHITE)
    for row in range(count):
        column = 0
        while column < count:
            start = column
            while column < count and code.isDark(row, column):
                column += 1
            if column > start:
                yield Box(x + start * side, y + row * side, (column - start) * side, side, DARK)
            column += 1


def fitted(line: Text, smallest: float) -> Text:
    """The line made smaller until it fits, not below `smallest`: there it is cut."""
    said = printable(line.text)
    size = max(smallest, min(line.size, line.room / max(width(said), 0.01)))
    while said and width(said) * size > line.room + 0.01:
        said = said.rstrip("…")[:-1] + "…"
    return replace(line, size=size, text=said)


def wrapped(text: str, size: float, room: float) -> list[str]:
    """The text in lines of a width; no line begins with a comma or full stop."""
    lines = [""]
    for mark in printable(text):
        if width(lines[-1] + mark) * size > room and mark not in "，。、":
            lines.append("")
        lines[-1] += mark
    return lines
