"""Cards of the size A6: one on a sheet of its own, or four on A4 with lines to cut along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.desk import wording_cards
from bot.desk.carding import Card
from bot.paper.pdf import pages_as_pdf
from bot.paper.sheet import (
    DARK,
    GREEN,
    GREY,
    HEIGHT,
    PALE,
    WHITE,
    WIDTH,
    Box,
    Mark,
    Text,
    code_marks,
    fitted,
    wrapped,
)

CARD_WIDTH, CARD_HEIGHT = WIDTH / 2, HEIGHT / 2
_MARGIN, _QR = 8.0, 56.0
_ROOM = CARD_WIDTH - 2 * _MARGIN
_SMALLEST = 3.0
_CUT = "#BBBBBB"


def cards_as_pdf(cards: Sequence[Card], addresses: Mapping[str, str], *, four: bool) -> bytes:
    """The cards as a PDF, in their order: each on a page of A6, or four on each page of A4. `addresses` are what the
    codes hold, by scene.
    """
    drawn = [tuple(card_marks(card, addresses[card.scene])) for card in cards]
    if not four:
        return pages_as_pdf(drawn, (CARD_WIDTH, CARD_HEIGHT), wording_cards.HEAD)
    sheets = [drawn[at : at + 4] for at in range(0, len(drawn), 4)]
    return pages_as_pdf([tuple(_sheet(sheet)) for sheet in sheets], (WIDTH, HEIGHT), wording_cards.HEAD)


def card_marks(card: Card, address: str) -> Iterator[Mark]:
    """One card as marks from its own upper left corner."""
    middle = CARD_WIDTH / 2
    yield Box(0, 0, CARD_WIDTH, 15, GREEN)
    yield _line(10.2, 6.2, card.head, WHITE, bold=True)
    yield _line(27, 8.4, card.place, DARK, bold=True)
    yield Box(_MARGIN, 32, _ROOM, 16, PALE)
    if card.role:
        yield _line(38.2, 3.8, card.role, GREEN)
        yield _line(45.4, 6.4, card.name, DARK, bold=True)
    else:
        yield _line(42, 4.6, card.name, GREY)
    yield from code_marks(address, middle - _QR / 2, 53, _QR)
    yield _line(116.5, 5.2, card.scan, GREEN, bold=True)
    foot = 123.5
    for line in wrapped(card.how, 3.6, _ROOM):
        yield _line(foot, 3.6, line, GREY)
        foot += 5.2
    yield _line(141, 4.2, card.foot, DARK, bold=True)


def _line(y: float, size: float, text: str, colour: str, *, bold: bool = False) -> Mark:
    return fitted(Text(CARD_WIDTH / 2, y, size, text, colour, bold=bold, centred=True, room=_ROOM), _SMALLEST)


def _sheet(cards: Iterable[Sequence[Mark]]) -> Iterator[Mark]:
    for at, marks in enumerate(cards):
        across, down = (at % 2) * CARD_WIDTH, (at // 2) * CARD_HEIGHT
        yield from (replace(mark, x=mark.x + across, y=mark.y + down) for mark in marks)
    yield Box(CARD_WIDTH - 0.05, 0, 0.1, HEIGHT, _CUT)
    yield Box(0, CARD_HEIGHT - 0.05, WIDTH, 0.1, _CUT)
