"""The month's poster for the notice board as marks on an A4 sheet: big, in few words, readable from two metres."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.desk import wording_ledger
from bot.desk.hottopics import hot_topics
from bot.desk.ledgerbook import LedgerPage, View, read_page
from bot.desk.ledgermonths import Reading
from bot.paper.sheet import (
    DARK,
    GREEN,
    GREY,
    INNER,
    MARGIN,
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

#: Nothing on the sheet is smaller: 6 mm letters are read from two metres.
_SMALLEST = 5.0
_QR_SIZE = 42.0


def poster_of(reading: Reading, place: str, month: date, public_url: str = "") -> tuple[Mark, ...]:
    """The poster of a place and month; with `public_url` a code that leads to its ledger.

    It says nothing that the ledger's page does not say.
    """
    page = read_page(reading, View(place, month))
    address = f"{public_url}/ledger/{place}" if public_url else ""
    marks = (*_head(page), *_numbers(page), *_topics(reading, page), *_foot(page, address))
    return tuple(fitted(mark, _SMALLEST) if isinstance(mark, Text) else mark for mark in marks)


def _head(page: LedgerPage) -> Iterator[Mark]:
    month = page.view.month
    yield Box(0, 0, WIDTH, 62, GREEN)
    yield Text(MARGIN, 32, 21, page.title, WHITE, bold=True)
    yield Text(MARGIN, 52, 12, f"{wording_ledger.month_name(month.year, month.month)}晒事", WHITE)


def _numbers(page: LedgerPage) -> Iterator[Mark]:
    if not page.shown:
        yield Text(MARGIN, 92, 8, wording_ledger.NOT_SHOWN[:17], DARK)
        yield Text(MARGIN, 104, 8, wording_ledger.NOT_SHOWN[17:], DARK)
        return
    figures = page.figures
    shown = (
        (str(figures.raised), "件收到"),
        (str(figures.done), f"件办完（{wording_ledger.percent(figures.done, figures.raised)}）"),
        (wording_ledger.half_within(figures.median_days), "办完一半"),
    )
    column = INNER / len(shown)
    for at, (number, what) in enumerate(shown):
        middle = MARGIN + column * (at + 0.5)
        yield Text(middle, 93, 23, number, GREEN, bold=True, centred=True, room=column - 3)
        yield Text(middle, 105, 7.5, what, DARK, centred=True, room=column - 3)
    asked = page.asked
    rates = "  ".join(
        f"{name}{wording_ledger.percent(count, asked.asked)}"
        for name, count in (("解决率", asked.solved), ("满意率", asked.satisfied))
    )
    if asked.asked:
        yield Text(WIDTH / 2, 119, 7, f"居民评价：问了{asked.asked}次  {rates}", GREY, centred=True)


def _topics(reading: Reading, page: LedgerPage) -> Iterator[Mark]:
    topics = hot_topics(reading, page.view.place, page.view.month) if page.shown else ()
    y = 128.0
    if topics:
        yield Box(MARGIN - 4, y, INNER + 8, 18 + 21.0 * len(topics), PALE)
        yield Text(MARGIN, y + 11, 8, "大家说得最多的", GREEN, bold=True)
    for at, topic in enumerate(topics, 1):
        foot = y + 4 + 21.0 * at
        yield Text(MARGIN, foot, 9.5, f"{at}  {topic.matter}", DARK, bold=True)
        yield Text(MARGIN + 11, foot + 8, 6, f"{topic.place_name}，{topic.residents}位居民", GREY, room=INNER - 11)
    if page.taken:
        chosen = page.taken[-1]
        label = reading.town.preferences.label(chosen.category)
        matter = f"{label}（{chosen.subject}）" if chosen.subject else label
        where = reading.town.territory.title(chosen.place)
        yield Text(MARGIN, 218, 8, f"每月一题：{where} · {matter}", GREEN, bold=True)


def _foot(page: LedgerPage, address: str) -> Iterator[Mark]:
    room = INNER - (_QR_SIZE + 8 if address else 0)
    who = sorted({row.handler for row in page.rows if row.handler and row.days is not None})[:2]
    thanks = wording_ledger.THANKS.format(handlers="、".join(who)) if who else wording_ledger.THANKS_ALL
    y = 238.0
    for line in wrapped(thanks, 7, room):
        yield Text(MARGIN, y, 7, line, DARK, room=room)
        y += 10.5
    y = max(y + 2, 262.0)
    for line in wrapped(wording_ledger.HOW_TO_REPORT, 7, room):
        yield Text(MARGIN, y, 7, line, GREEN, bold=True, room=room)
        y += 10.5
    if address:
        yield from code_marks(address, WIDTH - MARGIN - _QR_SIZE, 230, _QR_SIZE)
        middle = WIDTH - MARGIN - _QR_SIZE / 2
        yield Text(middle, 230 + _QR_SIZE + 8, 6, "扫码看逐件", GREY, centred=True, room=_QR_SIZE)
