"""What the ledger counts, month by month, kept in the process: a page adds up twelve months and reads few rows."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from matching.ledger import LEAST, Tally, month_start, named_place, next_month, residents_by_place
from matching.routing import Town
from matching.territory import Territory
from storage.ledger import Asked, Extent
from storage.unit_of_work import UnitOfWork

#: The present month is counted anew after so long, an earlier one after so long and a minute for each month it is
#: ago: so that not all of them are counted within one request.
_FRESH, _OLDER = timedelta(minutes=1), timedelta(minutes=10)
_KEPT_MOST = 60


@dataclass(frozen=True, slots=True)
class MonthBook:
    """One month. By compound or higher place ("" is the whole town): who reported, and the cases counted; by compound
    and category who reported or follows something. `asked` remembers what was counted on the way.
    """

    residents: Mapping[str, set[int]]
    tallies: Mapping[str, tuple[Tally, ...]]
    groups: Mapping[tuple[str, str], set[int]]
    asked: dict[tuple[str, str], Asked] = field(default_factory=dict)

    def hides(self, place: str) -> bool:
        """Whether enough residents reported from a place that none of them can be told."""
        return len(self.residents.get(place, ())) >= LEAST

    def tallied(self, place: str, category: str) -> list[Tally]:
        """The cases of a place, of one category or of all ("")."""
        return [tally for tally in self.tallies.get(place, ()) if category in ("", tally.category)]


@dataclass(frozen=True, slots=True)
class Topic:
    """One matter that at least three residents spoke of.

    `subject` are words of our own list or "". `repeats` is how often it came up in 90 days at most, `days_open` the
    longest time a case of it took or takes.
    """

    place: str
    place_name: str
    category: str
    category_name: str
    subject: str
    residents: int
    cases: int
    repeats: int
    days_open: int

    @property
    def matter(self) -> str:
        """The category with the subject: "停车秩序（消防通道）"."""
        return f"{self.category_name}（{self.subject}）" if self.subject else self.category_name


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading the ledger needs: the store's unit, who and what is where, the zone, the moment, the months."""

    unit: UnitOfWork
    town: Town
    zone: ZoneInfo
    now: datetime
    books: MonthBooks

    def today(self) -> date:
        """The local day."""
        return self.now.astimezone(self.zone).date()

    def book(self, month: date) -> MonthBook:
        """What is counted of the month of any day."""
        return self.books.of(self, month_start(month))

    def extent(self, place: str, month: date, category: str = "") -> Extent:
        """The cases of a local month at a place and below it."""
        return replace(extent_of(self, month), places=below(self.town, place), category=category)


def below(town: Town, place: str) -> tuple[str, ...] | None:
    """A place and all below it; None, which stands for everywhere, for ""."""
    return town.territory.below(place) if place else None


class MonthBooks:
    """The months of a process. Threads may share them."""

    def __init__(self) -> None:
        """Begin with none."""
        self._books: dict[date, tuple[datetime, Territory, MonthBook]] = {}
        #: What `hottopics` found, by what it was found among.
        self.topics: dict[tuple[datetime, str, str, int, date], tuple[Topic, ...]] = {}
        self._lock = threading.Lock()

    def of(self, reading: Reading, month: date) -> MonthBook:
        """A month (its first day), counted some minutes ago at most, and with the places as they are now."""
        months_ago = (reading.today() - month).days // 28
        good_for = _FRESH if months_ago < 1 else _OLDER + months_ago * _FRESH
        with self._lock:
            known = self._books.get(month)
            if known and timedelta() <= reading.now - known[0] < good_for and known[1] is reading.town.territory:
                return known[2]
            if len(self._books) >= _KEPT_MOST:
                self._books.clear()
            book = _counted(reading, month)
            self._books[month] = (reading.now, reading.town.territory, book)
            return book


def extent_of(reading: Reading, month: date) -> Extent:
    """All cases of a local month."""
    since, until = (datetime.combine(day, time(), reading.zone) for day in (month.replace(day=1), next_month(month)))
    return Extent(since, until)


def _counted(reading: Reading, month: date) -> MonthBook:
    extent, territory = extent_of(reading, month), reading.town.territory
    reported = reading.unit.ledger.reported(extent)
    groups: dict[tuple[str, str], set[int]] = {}
    named: dict[str, str] = {}
    for place, category, resident in (*reported, *reading.unit.ledger.followed(extent)):
        if place not in named:
            named[place] = named_place(territory, place)
        groups.setdefault((named[place], category), set()).add(resident)
    residents = residents_by_place(territory, [(place, resident) for place, _, resident in reported])
    return MonthBook(residents, _added_up(reading, extent), groups)


def _added_up(reading: Reading, extent: Extent) -> dict[str, tuple[Tally, ...]]:
    territory = reading.town.territory
    counts: dict[str, dict[tuple[str, int | None], int]] = {}
    above: dict[str, list[str]] = {}
    for place, tally in reading.unit.ledger.tallies(extent):
        if place not in above:
            above[place] = ["", *(node.code for node in territory.lineage(named_place(territory, place)))]
        for code in above[place]:
            held = counts.setdefault(code, {})
            key = (tally.category, tally.days)
            held[key] = held.get(key, 0) + tally.count
    return {
        code: tuple(Tally(category, days, count) for (category, days), count in held.items())
        for code, held in counts.items()
    }
