"""The public ledger read for one place and month: nothing but the fields of `PublicRow` leaves it, case by case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from bot.desk import labels, wording_ledger
from bot.desk.ledgermonths import MonthBook, Reading
from matching.case import State
from matching.ledger import (
    LedgerFigures,
    Tally,
    figures_of,
    folded,
    is_done,
    months_until,
    named_place,
)
from matching.routing import Choice, Town
from matching.territory import NodeKind
from storage.ledger import Asked, Extent, ListedCase, TakenTopic

ROWS_A_PAGE = 20
TREND_MONTHS = 12
#: More than any month of a district has.
_ALL = 100_000
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

    @property
    def own_words(self) -> bool:
        """Whether `text` says more than the category and the state."""
        return self.text != wording_ledger.standard(self.category_name, State(self.state))

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


def public_place(town: Town, code: str) -> str:
    """The place whose page a code leads to: a building's is its compound's; "" for an unknown one."""
    return named_place(town.territory, code)


def read_page(reading: Reading, view: View) -> LedgerPage:
    """The ledger of a place and month."""
    book = reading.book(view.month)
    shown = book.hides(view.place)
    extent = reading.extent(view.place, view.month, view.category)
    figures = figures_of(book.tallied(view.place, view.category)) if shown else LedgerFigures()
    listed = reading.unit.ledger.rows(extent, ROWS_A_PAGE, (view.page - 1) * ROWS_A_PAGE) if shown else []
    territory = reading.town.territory
    above = [Link(node.code, node.name) for node in reversed(territory.lineage(view.place))]
    return LedgerPage(
        view=view,
        title=territory.title(view.place) or wording_ledger.WHOLE_TOWN,
        above=(Link("", wording_ledger.WHOLE_TOWN), *above[:-1]) if above else (),
        below=_below(reading, view.place, book),
        shown=shown,
        figures=figures,
        categories=_categories(reading, book.tallied(view.place, "") if shown else ()),
        rows=_public_rows(reading, listed, book),
        pages=max(1, -(-figures.raised // ROWS_A_PAGE)),
        trend=_trend(reading, view),
        asked=_asked(reading, extent, book, view) if shown else Asked(0, 0, 0, 0, 0),
        taken=taken_for(reading, view.place, view.month) if shown else (),
    )


def read_rows(reading: Reading, view: View) -> tuple[PublicRow, ...]:
    """All rows of a place and month, the newest first: what the export has."""
    book = reading.book(view.month)
    if not book.hides(view.place):
        return ()
    extent = reading.extent(view.place, view.month, view.category)
    return _public_rows(reading, reading.unit.ledger.rows(extent, _ALL), book)


def latest_month(reading: Reading, place: str) -> date:
    """The latest month of a year with anything to show; the present one when there is none."""
    months = months_until(reading.today(), TREND_MONTHS)
    return next((month for month in reversed(months) if reading.book(month).hides(place)), months[-1])


def taken_for(reading: Reading, place: str, month: date) -> tuple[TakenTopic, ...]:
    """The topics taken on in a month at a place, below it or above it."""
    within = reading.town.territory.within
    found = reading.unit.ledger.taken(f"{month:%Y-%m}")
    return tuple(t for t in found if not place or within(t.place, place) or within(place, t.place))


def _trend(reading: Reading, view: View) -> tuple[Point, ...]:
    books = [(month, reading.book(month)) for month in months_until(view.month, TREND_MONTHS)]
    return tuple(
        Point(month, figures_of(book.tallied(view.place, view.category)) if book.hides(view.place) else None)
        for month, book in books
    )


def _asked(reading: Reading, extent: Extent, book: MonthBook, view: View) -> Asked:
    found = book.asked.get((view.place, view.category))
    if found is None:
        found = book.asked[view.place, view.category] = reading.unit.ledger.asked(extent)
    return found


def _below(reading: Reading, place: str, book: MonthBook) -> tuple[Link, ...]:
    territory = reading.town.territory
    nodes = [node for node in territory.children(place) if node.kind not in _HOUSES]
    return tuple(Link(node.code, node.name) for node in nodes if book.hides(node.code))


def _categories(reading: Reading, tallies: Sequence[Tally]) -> tuple[tuple[str, str, int], ...]:
    counts: dict[str, int] = {}
    for tally in tallies:
        counts[tally.category] = counts.get(tally.category, 0) + tally.count
    label = reading.town.preferences.label
    most_first = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple((code, label(code), count) for code, count in most_first)


def _public_rows(reading: Reading, listed: Sequence[ListedCase], book: MonthBook) -> tuple[PublicRow, ...]:
    """The cases as rows; one that came after the month was counted waits where nothing would hide it."""
    found = (_public(reading, case, book.residents) for case in listed)
    return tuple(row for row in found if row is not None)


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
    if node is None or not shown or not town.territory.within(shown, node.code):
        return labels.ROLES[duty.role]
    return labels.handler_title(Choice(responder, duty, node, ()))
