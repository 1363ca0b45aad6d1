"""The trends as pictures: bars in a drawing of 340 × 132 units, with words for whoever can't see them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.desk import wording_ledger
from bot.desk.ledgerbook import Point
from matching.ledger import LedgerFigures

WIDTH, HEIGHT = 340, 132
_LEFT, _TOP, _BOTTOM = 2, 20, 112
_GAP = 0.28


@dataclass(frozen=True, slots=True)
class Bar:
    """One month: its bar in units of the drawing, what stands over it and under it."""

    x: float
    y: float
    width: float
    height: float
    value: str
    name: str
    middle: float


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture: its title, how it is counted, what it says in words, and its bars."""

    name: str
    title: str
    definition: str
    description: str
    bars: Sequence[Bar]


def charts(points: Sequence[Point]) -> tuple[Chart, ...]:
    """The three trends of a place."""
    return (
        _chart("raised", "每月收到", "件数", points, lambda f: (float(f.raised), str(f.raised))),
        _chart("days", "一半的事在几天内办完", "中位数，天", points, _days),
        _chart("done", "办完率", "办完 ÷ 收到", points, _done),
    )


def _days(figures: LedgerFigures) -> tuple[float, str] | None:
    days = figures.median_days
    return None if days is None else (float(days), str(days))


def _done(figures: LedgerFigures) -> tuple[float, str] | None:
    if not figures.raised:
        return None
    return figures.done / figures.raised, wording_ledger.percent(figures.done, figures.raised)


def _chart(
    name: str,
    title: str,
    definition: str,
    points: Sequence[Point],
    value: Callable[[LedgerFigures], tuple[float, str] | None],
) -> Chart:
    values = [None if point.figures is None else value(point.figures) for point in points]
    most = max((size for size, _ in filter(None, values)), default=0.0) or 1.0
    step = (WIDTH - 2 * _LEFT) / len(points)
    bars = [
        _bar(_LEFT + at * step, step, found, most, point.month)
        for at, (point, found) in enumerate(zip(points, values, strict=True))
    ]
    said = [f"{point.month.month}月{found[1] if found else '无'}" for point, found in zip(points, values, strict=True)]
    return Chart(name, title, definition, "，".join(said), bars)


def _bar(x: float, step: float, found: tuple[float, str] | None, most: float, month: date) -> Bar:
    width = step * (1 - _GAP)
    height = 0.0 if found is None else max(1.5, (_BOTTOM - _TOP) * found[0] / most)
    left = x + (step - width) / 2
    return Bar(round(left, 1), round(_BOTTOM - height, 1), round(width, 1), round(height, 1),
               found[1] if found else "", f"{month.month}月", round(x + step / 2, 1))
