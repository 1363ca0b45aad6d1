"""A certificate of service as marks on an A4 sheet: whose, when, what, how long, its number, room for a seal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.desk import wording_hours
from bot.desk.certifying import CertificateRow, CertificateSheet
from bot.paper.sheet import (
    DARK,
    GREEN,
    GREY,
    HEIGHT,
    INNER,
    MARGIN,
    PALE,
    WIDTH,
    Box,
    Mark,
    Text,
    code_marks,
    fitted,
    wrapped,
)

_SMALLEST = 2.6
_QR_SIZE = 24.0
_LINE = 7.0
#: So many rounds stand on the sheet one by one; more are told as a sum of each kind.
_ROWS_MOST = 14
_COLUMNS = (0.0, 34.0, 104.0, 134.0)


def certificate_marks(sheet: CertificateSheet, address: str = "") -> tuple[Mark, ...]:
    """The sheet; with `address` (where numbers are looked up) a code that leads to what it says."""
    marks = (*_head(sheet), *_person(sheet), *_table(sheet), *_foot(sheet, address))
    return tuple(fitted(mark, _SMALLEST) if isinstance(mark, Text) else mark for mark in marks)


def _head(sheet: CertificateSheet) -> Iterator[Mark]:
    yield Box(0, 0, WIDTH, 5, GREEN)
    yield Text(WIDTH / 2, 32, 10, wording_hours.TITLE, DARK, bold=True, centred=True)
    yield Text(WIDTH / 2, 42, 4, f"编号 {sheet.certificate.number}", GREY, centred=True)


def _person(sheet: CertificateSheet) -> Iterator[Mark]:
    kept = sheet.certificate
    fields = (
        ("姓名", sheet.name),
        ("身份证件号", "____________________（本人手填，平台不收集）"),
        ("服务时间", f"{_full(kept.first)}至{_full(kept.last)}"),
        ("服务时长", f"{wording_hours.span(kept.minutes)}（共{kept.times}次）"),
    )
    for at, (name, value) in enumerate(fields):
        foot = 60 + at * 10.0
        yield Text(MARGIN, foot, 4.4, name, GREY)
        yield Text(MARGIN + 34, foot, 5, value, DARK, room=INNER - 34)


def _table(sheet: CertificateSheet) -> Iterator[Mark]:
    top = 102.0
    yield Box(MARGIN, top, INNER, 9, PALE)
    for x, name in zip(_COLUMNS, ("日期", "服务内容", "时长", "计入"), strict=True):
        yield Text(MARGIN + x + 2, top + 6.2, 4, name, GREEN, bold=True, room=40)
    for at, row in enumerate(_lines(sheet.rows)):
        foot = top + 9 + (at + 1) * _LINE - 1.4
        for x, room, text in zip(_COLUMNS, (32.0, 68.0, 28.0, 42.0), row, strict=True):
            yield Text(MARGIN + x + 2, foot, 4, text, DARK, room=room)
        yield Box(MARGIN, foot + 1.6, INNER, 0.15, "#DDDDDD")


def _lines(rows: tuple[CertificateRow, ...]) -> Iterator[tuple[str, str, str, str]]:
    """The rounds one by one, or, where they are too many, each kind of work with its sum."""
    if len(rows) <= _ROWS_MOST:
        yield from ((row.day.isoformat(), row.what, wording_hours.span(row.minutes), row.place) for row in rows)
        return
    kinds = dict.fromkeys(row.what for row in rows)
    for what in list(kinds)[:_ROWS_MOST]:
        of_kind = [row for row in rows if row.what == what]
        places = "、".join(dict.fromkeys(row.place for row in of_kind if row.place))
        yield f"共{len(of_kind)}次", what, wording_hours.span(sum(row.minutes for row in of_kind)), places


def _foot(sheet: CertificateSheet, address: str) -> Iterator[Mark]:
    y = 220.0
    for line in wrapped(wording_hours.STATEMENT, 3.6, INNER):
        yield Text(MARGIN, y, 3.6, line, GREY)
        y += 5.6
    yield Text(WIDTH - MARGIN - 78, 252, 4.4, f"出具单位：{sheet.issuer or '________________'}（盖章）", DARK, room=78)
    yield Text(WIDTH - MARGIN - 78, 262, 4.4, f"出具日期：{_full(sheet.made)}", DARK, room=78)
    if address:
        yield from code_marks(f"{address}/{sheet.certificate.number}", MARGIN, 244, _QR_SIZE)
        yield Text(MARGIN, 244 + _QR_SIZE + 6, 3.4, "扫码查真假", GREY, room=60)
    yield Box(0, HEIGHT - 5, WIDTH, 5, GREEN)


def _full(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
