"""What the desk knows when it reads a message: the live rules, the places, the people.

Read from the store once and kept in the process; `Library.current` looks for a newer version at most once a
second, so a published change is live everywhere within two.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk.book import Book, Replies, named, preferences_of, read_book, rules_on
from bot.desk.customs import NO_CUSTOMS, Customs, customs_of
from bot.desk.understanding import Understanding
from intents.terms import CompiledRules, compile_rules
from matching.acceptance import Population
from matching.deadline import SHIPPED_TERMS, Terms
from matching.gazetteer import Gazetteer, place_names
from matching.pool import Pool
from matching.precedent import Precedents
from matching.preference import Preferences
from matching.responder import Directory
from matching.routing import Choice, Enquiry, Town
from matching.team import with_errands
from matching.territory import Territory
from matching.volunteer import Roster
from storage.unit_of_work import UnitOfWork

_LOOK_EVERY = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """One consistent view of rules, places, people and volunteers. `versions` are the store's at the time of
    reading; `choices` remembers who was found responsible (see `bot.desk.desk.responder_for`), `pools` the one pool of
    volunteers once it was asked for, `populations` how they answer and `behind` which grids are met less often, each
    by the day it was counted. `book` is the live one (None where nothing was read from a store), `in_date` what of it
    counts otherwise on the day of reading,
    `readings` what replays made of messages. `customs` are what people set at the console; the clocks among them are
    in `terms` already.
    """

    rules: CompiledRules
    gazetteer: Gazetteer
    town: Town
    versions: Mapping[str, int]
    roster: Roster = Roster(())  # noqa: RUF009 - immutable
    terms: Terms = SHIPPED_TERMS
    replies: Replies = Replies()  # noqa: RUF009 - immutable
    book: Book | None = field(default=None, compare=False, repr=False)
    in_date: frozenset[str] = frozenset()
    customs: Customs = NO_CUSTOMS
    readings: dict[str, Understanding] = field(default_factory=dict, compare=False, repr=False)
    choices: dict[Enquiry, Choice | None] = field(default_factory=dict, compare=False, repr=False)
    pools: list[Pool] = field(default_factory=list, compare=False, repr=False)
    populations: dict[date, Population] = field(default_factory=dict, compare=False, repr=False)
    behind: dict[date, Mapping[str, float]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def pool(self) -> Pool:
        """The volunteers sorted by place, made when somebody is looked for the first time."""
        if not self.pools:
            self.pools.append(Pool(self.roster, self.town.territory))
        return self.pools[0]


class Library:
    """Keeps the current `Knowledge` of a process. Safe to ask from several threads."""

    def __init__(self, timezone: str = "Asia/Shanghai") -> None:
        """Start empty; the first `current` reads everything (about a second: `build_runtime` does it).

        Campaigns begin and end at midnight in `timezone`.
        """
        self._zone = ZoneInfo(timezone)
        self._knowledge: Knowledge | None = None
        self._looked_at: datetime | None = None
        self._lock = threading.Lock()

    def ready(self) -> bool:
        """Whether rules and names have been read."""
        return self._knowledge is not None

    @property
    def customs(self) -> Customs:
        """What people set at the console, as of the last look."""
        return NO_CUSTOMS if self._knowledge is None else self._knowledge.customs

    def look_again(self) -> None:
        """Let the next `current` ask the store, however short ago it was asked."""
        self._looked_at = None

    def current(self, unit: UnitOfWork, now: datetime) -> Knowledge:
        """The knowledge as of the last second, re-read where the store has something newer."""
        known, looked = self._knowledge, self._looked_at
        if known is not None and looked is not None and timedelta() <= now - looked < _LOOK_EVERY:
            return known
        with self._lock:
            versions, day = unit.versions.all(), now.astimezone(self._zone).date()
            if self._knowledge is None or versions != self._knowledge.versions or _aged(self._knowledge, day):
                self._knowledge = _read(unit, versions, self._knowledge, day)
            self._looked_at = now
            return self._knowledge


def _aged(known: Knowledge, day: date) -> bool:
    """Whether a campaign has begun or something has ended since the book was read."""
    return known.book is not None and known.book.expiring(day) != known.in_date


def _read(unit: UnitOfWork, versions: Mapping[str, int], known: Knowledge | None, day: date) -> Knowledge:
    changed = {name for name, number in versions.items() if known is None or known.versions.get(name) != number}
    before = known.book if known is not None and "rules" not in changed else None
    book = before or _book(unit)
    in_date = book.expiring(day)
    same = known is not None and before is not None and known.in_date == in_date
    rules = known.rules if known is not None and same else compile_rules(rules_on(book, day))
    named_before = known.book.nicknames if known is not None and known.book is not None else None
    if known is None or "places" in changed or named_before != book.nicknames:
        territory = Territory(unit.places.nodes())
        gazetteer = Gazetteer(named(place_names(territory), book.nicknames))
    else:
        territory, gazetteer = known.town.territory, known.gazetteer
    others = known is None or bool(changed - {"volunteers", "customs"})
    town = _town(unit, territory, book.preferences) if known is None or others else known.town
    roster = _roster(unit) if known is None or "volunteers" in changed else known.roster
    customs = set_customs(unit) if known is None or "customs" in changed else known.customs
    terms = customs.terms(book.terms)
    return Knowledge(rules, gazetteer, town, dict(versions), roster, terms, book.replies, book, in_date, customs)


def _book(unit: UnitOfWork) -> Book:
    revision, text = unit.rules.live()
    book = read_book(text)
    return replace(book, rules=replace(book.rules, revision=revision))


def set_customs(unit: UnitOfWork) -> Customs:
    """What people set at the console, read anew."""
    return customs_of({name: one.value for name, one in unit.overrides.all().items()})


def _roster(unit: UnitOfWork) -> Roster:
    return Roster(with_errands(unit.people.volunteers(), unit.teams.all()))


def town_of(unit: UnitOfWork) -> Town:
    """The places, people, routing table and decisions as they are now, read without the rules of understanding."""
    return _town(unit, Territory(unit.places.nodes()), preferences_of(unit.rules.live()[1]))


def _town(unit: UnitOfWork, territory: Territory, preferences: Preferences) -> Town:
    return Town(
        territory,
        Directory(unit.people.directory()),
        preferences,
        Precedents(unit.precedents.standing()),
    )
