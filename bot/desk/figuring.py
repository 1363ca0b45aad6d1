"""The desk's figures over a span of time: of everything, of each part, and how evenly it is spread."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.desk.desk import LINLI, RESIDENT
from matching.case import Case, CaseEvent
from matching.deadline import WorkCalendar
from matching.figures import Burden, Equity, Figures, Load, Tally, equity_of, load_of, story_of
from matching.rates import Judged
from matching.routing import Town
from matching.territory import GRIDS, NodeKind
from storage.unit_of_work import UnitOfWork

#: Notices are forgotten after so long (see `bot.desk.housekeeping`): burdens are counted over this at most.
BURDEN_OVER = timedelta(days=90)
#: The round of questions that a closing brings; weeks later only whether it holds is asked.
_CLOSING = "closing"
_WEEK = timedelta(days=7)
_NOT_PEOPLE = frozenset({LINLI, RESIDENT})


class By(StrEnum):
    """What figures can be told apart by."""

    STREET = "street"
    COMMUNITY = "community"
    GRID = "grid"
    CATEGORY = "category"
    RESPONDER = "responder"


@dataclass(frozen=True, slots=True)
class Span:
    """Cases opened from `since` (None: from the first) and before `until`; things stand as at `until`. Of those at
    `place` and below it alone, unless that is "".
    """

    since: datetime | None
    until: datetime
    place: str = ""

    def holds(self, town: Town, case: Case) -> bool:
        """Whether a case opened in it counts."""
        return not self.place or town.territory.within(case.place, self.place)


@dataclass(frozen=True, slots=True)
class FiguresReport:
    """The figures of all cases of a span and of each part by its code ("" where it has none), the burden of each
    person on duty by code and of all together, and how alike grids fare.
    """

    span: Span
    all: Figures
    parts: Mapping[str, Figures]
    burdens: Mapping[str, Burden]
    load: Load
    equity: Equity


def figures_report(
    unit: UnitOfWork, town: Town, calendar: WorkCalendar, span: Span, by: By | None = None
) -> FiguresReport:
    """The figures of a span, told apart by `by`; read page by page, so that a year needs little room."""
    burdens, begins = _notices(unit, calendar, span)
    everything, parts, grids = Tally(), defaultdict[str, Tally](Tally), defaultdict[str, Tally](Tally)
    tallies: dict[int, tuple[Tally, ...]] = {}
    part_of, grid_of = _part_of(town, by) if by else None, _part_of(town, By.GRID)
    for case, events in unit.histories.opened(span.since, span.until):
        if not span.holds(town, case):
            continue
        told = [event for event in events if event.at < span.until]
        part = (parts[part_of(case)],) if part_of else ()
        tallies[case.number] = (everything, grids[grid_of(case)], *part)
        for tally in tallies[case.number]:
            tally.add(story_of(case, told, span.until))
        _count_moves(burdens, [event for event in told if event.at >= begins])
    _count_answers(unit, span, tallies)
    if span.place:
        burdens = _theirs(town, span.place, burdens)
    weeks = max((span.until - begins) / _WEEK, 1 / 7)
    return FiguresReport(
        span,
        everything.figures(),
        {code: parts[code].figures() for code in sorted(parts)},
        dict(sorted(burdens.items())),
        load_of(burdens.values(), weeks),
        equity_of([tally.figures() for code, tally in grids.items() if code]),
    )


def _theirs(town: Town, place: str, burdens: Mapping[str, Burden]) -> defaultdict[str, Burden]:
    """The burdens of those who are on duty at a place or below it."""
    below = town.territory.below(place)
    people = {person.code for code in below for person, _ in town.directory.at(code)}
    return defaultdict(Burden, {code: burden for code, burden in burdens.items() if code in people})


def _count_moves(burdens: defaultdict[str, Burden], events: Iterable[CaseEvent]) -> None:
    for event in events:
        if event.actor not in _NOT_PEOPLE:
            burdens[event.actor] = burdens[event.actor].moved()


def _count_answers(unit: UnitOfWork, span: Span, tallies: Mapping[int, Iterable[Tally]]) -> None:
    for verdict in unit.verdicts.export(span.since):
        if verdict.round == _CLOSING and verdict.asked_at < span.until:
            for tally in tallies.get(verdict.case, ()):
                tally.judge(Judged(verdict.responded, verdict.solved, verdict.satisfied))


def _notices(unit: UnitOfWork, calendar: WorkCalendar, span: Span) -> tuple[defaultdict[str, Burden], datetime]:
    """Each person's notices, and since when they are counted."""
    burdens: defaultdict[str, Burden] = defaultdict(Burden)
    since = max(span.since or span.until - BURDEN_OVER, span.until - BURDEN_OVER)
    first = span.until
    for person, at in unit.histories.sent_to_people(since, span.until):
        burdens[person] = burdens[person].told_at(at, calendar)
        first = min(first, at)
    return burdens, max(since, first) if burdens else since


def _part_of(town: Town, by: By) -> Callable[[Case], str]:
    """Which part a case belongs to: a code, a category, or ""."""
    if by is By.CATEGORY:
        return lambda case: case.category
    if by is By.RESPONDER:
        return lambda case: case.responder
    kinds = GRIDS if by is By.GRID else (NodeKind(by),)

    def place_of(case: Case) -> str:
        line = town.territory.lineage(case.place)
        return next((node.code for kind in kinds for node in line if node.kind is kind), "")

    return place_of


def part_title(town: Town, by: By, code: str) -> str:
    """A part as people call it; "不明" where it has no code, the code itself where nobody knows it any more."""
    if not code:
        return "不明"
    if by is By.CATEGORY:
        return town.preferences.label(code)
    if by is By.RESPONDER:
        person = town.directory.get(code)
        return person.name if person else code
    return town.territory.title(code) or code
