"""The public ledger read for one place and month: nothing but the fields of `PublicRow` leaves it, case by case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.desk import labels, wording_ledger
from matching.ledger import (
    LEAST,
    LedgerFigures,
    Tally,
    figures_of,
    folded,
    is_done,
    months_until,
    named_place,
    next_month,
    residents_by_place,
)
from matching.routing import Choice, Town
from matching.territory import NodeKind
from storage.ledger import Asked, Extent, ListedCase, TakenTopic
from storage.unit_of_work import UnitOfWork

ROWS_A_PAGE = 20
TREND_MONTHS = 12
_DAY = 86_400
_HOUSES = frozenset({NodeKind.BUILDING, NodeKind.GRID})


@dataclass(frozen=True, slots=True)
class View:
    """What is asked for: a place ("" for the whole town), a month by any of its days, a category ("" for all)."""

    place: str
    month: date
    category: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class PublicRow:
    """All that the public learns of one case. `place` is a compound, a lane or above; `days` None while it goes on.

    `handler` is an office, a masked name with its title, or a role alone; `text` are words an office approved, or a
    sentence of ours.
    """

    place: str
    place_name: str
    category: str
    category_name: str
    day: str
    state: str
    state_name: str
    days: int | None
    handler: str
    verdict: str
    text: str

    def fields(self) -> Mapping[str, object]:
        """The row by its fields' names."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Link:
    """A place one can go on to."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Point:
    """A month of the trend; without figures where too few residents reported anything."""

    month: date
    figures: LedgerFigures | None


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """One page of the ledger. `shown` is False where too few residents reported anything in the month."""

    view: View
    title: str
    above: tuple[Link, ...]
    below: tuple[Link, ...]
    shown: bool
    figures: LedgerFigures
    categories: tuple[tuple[str, str, int], ...]
    rows: tuple[PublicRow, ...]
    pages: int
    trend: tuple[Point, ...]
    asked: Asked
    taken: tuple[TakenTopic, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading the ledger needs: the store's unit, who and what is where, the zone and the moment."""

    unit: UnitOfWork
    town: Town
    zone: ZoneInfo
    now: datetime

    def today(self) -> date:
        """The local day."""
        return self.now.astimezone(self.zone).date()

    def extent(self, place: str, month: date, category: str = "") -> Extent:
        """The cases of a local month at a place and below it."""
        since, until = (datetime.combine(day, time(), self.zone) for day in (month.replace(day=1), next_month(month)))
        return Extent(since, until, below(self.town, place), category)


def below(town: Town, place: str) -> tuple[str, ...] | None:
    """A place and all below it; None, which stands for everywhere, for ""."""
    if not place:
        return None
    found = [place]
    for code in found:  # grows while it is walked
        found += [node.code for node in town.territory.children(code)]
    return tuple(found)


def public_place(town: Town, code: str) -> str:
    """The place whose page a code leads to: a building's is its compound's; "" for an unknown one."""
    return named_place(town.territory, code)


def read_page(reading: Reading, view: View) -> LedgerPage:
    """The ledger of a place and month."""
    trend = _trend(reading, view)
    shown = trend[-1].figures is not None
    extent = reading.extent(view.place, view.month, view.category)
    tallies = reading.unit.ledger.tallies(extent) if shown else []
    wanted = [tally for tally in tallies if view.category in ("", tally.category)]
    figures = figures_of(wanted)
    residents = _residents(reading, view.month) if shown else {}
    listed = reading.unit.ledger.rows(extent, ROWS_A_PAGE, (view.page - 1) * ROWS_A_PAGE) if shown else []
    territory = reading.town.territory
    above = [Link(node.code, node.name) for node in reversed(territory.lineage(view.place))]
    return LedgerPage(
        view=view,
        title=territory.title(view.place) or wording_ledger.WHOLE_TOWN,
        above=(Link("", wording_ledger.WHOLE_TOWN), *above[:-1]) if above else (),
        below=_below(reading, view.place, residents),
        shown=shown,
        figures=figures,
        categories=_categories(reading, tallies),
        rows=tuple(row for case in listed if (row := _public(reading, case, residents)) is not None),
        pages=max(1, -(-figures.raised // ROWS_A_PAGE)),
        trend=trend,
        asked=reading.unit.ledger.asked(extent) if shown else Asked(0, 0, 0, 0, 0),
        taken=taken_for(reading, view.place, view.month) if shown else (),
    )


def read_rows(reading: Reading, view: View) -> tuple[PublicRow, ...]:
    """All rows of a place and month, the newest first: what the export has."""
    extent = reading.extent(view.place, view.month, view.category)
    if reading.unit.ledger.reporters(reading.extent(view.place, view.month), LEAST) < LEAST:
        return ()
    residents = _residents(reading, view.month)
    listed = reading.unit.ledger.rows(extent, 100_000)
    return tuple(row for case in listed if (row := _public(reading, case, residents)) is not None)


def latest_month(reading: Reading, place: str) -> date:
    """The latest month of a year with anything to show; the present one when there is none."""
    months = months_until(reading.today(), TREND_MONTHS)
    ledger = reading.unit.ledger
    open_months = (m for m in reversed(months) if ledger.reporters(reading.extent(place, m), LEAST) >= LEAST)
    return next(open_months, months[-1])


def taken_for(reading: Reading, place: str, month: date) -> tuple[TakenTopic, ...]:
    """The topics taken on in a month at a place, below it or above it."""
    within = reading.town.territory.within
    found = reading.unit.ledger.taken(f"{month:%Y-%m}")
    return tuple(t for t in found if not place or within(t.place, place) or within(place, t.place))


def _trend(reading: Reading, view: View) -> tuple[Point, ...]:
    points = []
    for month in months_until(view.month, TREND_MONTHS):
        extent = reading.extent(view.place, month)
        enough = reading.unit.ledger.reporters(extent, LEAST) >= LEAST
        tallies: Sequence[Tally] = reading.unit.ledger.tallies(extent) if enough else ()
        wanted = [tally for tally in tallies if view.category in ("", tally.category)]
        points.append(Point(month, figures_of(wanted) if enough else None))
    return tuple(points)


def _residents(reading: Reading, month: date) -> dict[str, set[int]]:
    """Who reported from where; those who only follow a case hide nobody."""
    extent = reading.extent("", month)
    seen = reading.unit.ledger.reported(extent.since, extent.until)
    return residents_by_place(reading.town.territory, [(place, resident) for place, _, resident in seen])


def _below(reading: Reading, place: str, residents: Mapping[str, set[int]]) -> tuple[Link, ...]:
    territory = reading.town.territory
    nodes = [node for node in territory.children(place) if node.kind not in _HOUSES]
    return tuple(Link(node.code, node.name) for node in nodes if len(residents.get(node.code, ())) >= LEAST)


def _categories(reading: Reading, tallies: Sequence[Tally]) -> tuple[tuple[str, str, int], ...]:
    counts: dict[str, int] = {}
    for tally in tallies:
        counts[tally.category] = counts.get(tally.category, 0) + tally.count
    label = reading.town.preferences.label
    most_first = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple((code, label(code), count) for code, count in most_first)


def _public(reading: Reading, case: ListedCase, residents: Mapping[str, set[int]]) -> PublicRow | None:
    """What may be said of a case; None where not even the whole town hides it."""
    town = reading.town
    place = folded(town.territory, case.place, residents)
    if place is None:
        return None
    done = is_done(case.state)
    days = int((case.closed_at - case.created_at).total_seconds() // _DAY) if done and case.closed_at else None
    label = town.preferences.label(case.category)
    return PublicRow(
        place=place,
        place_name=town.territory.title(place) or wording_ledger.WHOLE_TOWN,
        category=case.category,
        category_name=label,
        day=case.created_at.astimezone(reading.zone).strftime("%m-%d"),
        state=case.state,
        state_name=wording_ledger.STATES.get(case.state, labels.STATES[case.state]),
        days=days,
        handler=_handler(town, case, place),
        verdict=wording_ledger.VERDICTS.get(case.verdict, "") if done else "",
        text=case.text if done and case.text else wording_ledger.standard(label, case.state),
    )


def _handler(town: Town, case: ListedCase, shown: str) -> str:
    """Who has it: by name only where the name says no more about the place than the row does."""
    responder = town.directory.get(case.responder) if case.responder else None
    duties = responder.duties if responder else ()
    over = {node.code: node for node in town.territory.lineage(case.place)}
    for_it = [duty for duty in duties if duty.place in over] or list(duties)
    if responder is None or not for_it:
        return ""
    duty = for_it[0]
    node = town.territory.get(duty.place)
    if node is None or node.kind in _HOUSES or not shown or not town.territory.within(shown, node.code):
        return labels.ROLES[duty.role]
    return labels.handler_title(Choice(responder, duty, node, ()))
