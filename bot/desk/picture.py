"""The picture of a span and a place: charts as tables, with their definition and the way to the cases behind them.

Every figure is counted as `linli figures` counts it, from the same rows: see docs/figures.md.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from bot.desk.desk import Desk
from bot.desk.figuring import By, FiguresReport, Span, figures_report
from bot.desk.ledgermonths import MonthBooks, Reading
from matching.case import Case, CaseEvent
from matching.figures import story_of
from matching.need import Need
from matching.offers import Offer
from matching.picture import Spent, is_corrected, spent_on
from matching.routing import Town
from matching.territory import NodeKind
from storage.unit_of_work import UnitOfWork

#: What a cell holds. A code is looked up when it is shown: no name is kept with a figure.
Cell = str | int | float | None
_A_DAY = timedelta(days=1)
#: Where cases are counted together: what people call a place when they speak of it.
_SPOTS = (NodeKind.COMPOUND, NodeKind.LANE, NodeKind.PARK, NodeKind.COMMUNITY, NodeKind.STREET, NodeKind.DISTRICT)


@dataclass(frozen=True, slots=True)
class Frame:
    """Local days from `since` and before `until`, at a place and below it ("" for everywhere)."""

    since: date
    until: date
    place: str = ""

    @property
    def name(self) -> str:
        """Under which its picture is kept."""
        return f"{self.since}/{self.until}/{self.place}"

    def span(self, desk: Desk, now: datetime) -> Span:
        """The span in moments; one that is not over yet ends now."""
        zone = desk.calendar.zone
        since, until = (datetime.combine(day, time(), zone) for day in (self.since, self.until))
        return Span(since, min(until, now), self.place)


@dataclass(frozen=True, slots=True)
class Chart:
    """One question answered. `columns` are label and kind of cell (category, place, person, week, kind, text, count,
    share, days, hours, minutes, gini); `queries` the filter of the queue for each row; `draw` is bar, line or empty.
    """

    name: str
    title: str
    definition: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Cell, ...], ...]
    queries: tuple[str, ...] = ()
    draw: str = ""
    note: str = ""


@dataclass(slots=True)
class Counted:  # house: frozen (filled while cases are counted, and read afterwards)
    """What is counted of the cases beside the figures, from one reading of them."""

    categories: Counter[str] = field(default_factory=Counter)
    spots: Counter[str] = field(default_factory=Counter)
    hours: Counter[tuple[str, int]] = field(default_factory=Counter)
    matters: Counter[tuple[str, str]] = field(default_factory=Counter)
    weeks: Counter[date] = field(default_factory=Counter)
    corrected: Counter[date] = field(default_factory=Counter)
    spent: list[Spent] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Material:
    """All that charts are made of."""

    frame: Frame
    span: Span
    town: Town
    report: FiguresReport
    counted: Counted
    needs: tuple[Need, ...]
    offers: tuple[Offer, ...]
    reading: Reading


def gather(desk: Desk, unit: UnitOfWork, frame: Frame, now: datetime) -> Material:
    """Count everything of a frame; some seconds where there are tens of thousands of cases."""
    town = desk.library.current(unit, now).town
    span = frame.span(desk, now)
    needs = tuple(
        need for need in unit.needs.since(span.since or now)
        if need.created_at < span.until and (not frame.place or town.territory.within(need.place, frame.place))
    )
    numbers = {need.number for need in needs}
    offers = tuple(one for one in unit.needs.offers_since(span.since or now)
                   if one.need in numbers and one.at < span.until)  # fmt: skip
    return Material(
        frame, span, town,
        figures_report(unit, town, desk.calendar, span, By.GRID),
        _count(desk, unit, town, span),
        needs, offers,
        Reading(unit, town, desk.calendar.zone, now, MonthBooks()),
    )  # fmt: skip


def _count(desk: Desk, unit: UnitOfWork, town: Town, span: Span) -> Counted:
    counted, zone = Counted(), desk.calendar.zone
    spots: dict[str, str] = {}
    for case, events in unit.histories.opened(span.since, span.until):
        if not span.holds(town, case):
            continue
        told = [event for event in events if event.at < span.until]
        local = case.created_at.astimezone(zone)
        week = local.date() - local.weekday() * _A_DAY
        spot = spots.get(case.place)
        if spot is None:
            spot = spots[case.place] = spot_of(town, case.place)
        counted.categories[case.category] += 1
        counted.spots[spot] += 1
        counted.hours[case.category, local.hour] += 1
        counted.matters[spot, case.category] += 1
        counted.weeks[week] += 1
        counted.corrected[week] += is_corrected(told)
        counted.spent.append(_spent(case, told, span.until))
    return counted


def _spent(case: Case, told: list[CaseEvent], until: datetime) -> Spent:
    return spent_on(case, told, story_of(case, told, until).solved_at)


def spot_of(town: Town, code: str) -> str:
    """The compound, lane, park or office's place that a place lies in; "" for an unknown one."""
    return next((node.code for node in town.territory.lineage(code) if node.kind in _SPOTS), "")
