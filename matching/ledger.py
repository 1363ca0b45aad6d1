"""What of the cases may stand on a public page: which cases at all, at which place, and what is counted of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from matching.case import Case, Kind, State
from matching.territory import NodeKind, Territory

#: So many residents must have reported something from a place within a month before it is named for that month.
LEAST: Final = 3
#: Matters of illness, need and children are nobody else's business, whoever handles them.
NEVER: Final = frozenset({"care", "child"})
#: Intents that are matters; an offer of help, thanks or chat is none.
_MATTERS: Final = frozenset({"report", "help", "wish", "emergency", "consult"})
#: Where nothing is known yet, or it is counted with another case.
_NOT_YET: Final = frozenset({State.NEW, State.AWAITING_INFO, State.MERGED})
_WITHDRAWN: Final = "withdrawn"
#: Places that name a house, or a few: what was said there is shown for the place that holds them.
_HOUSES: Final = frozenset({NodeKind.BUILDING, NodeKind.GRID})
_DONE: Final = frozenset({State.CLOSED, State.ARCHIVED})


@dataclass(frozen=True, slots=True)
class Tally:
    """Cases that came and ended alike: `days` is None for those that have not ended."""

    category: str
    days: int | None
    count: int


@dataclass(frozen=True, slots=True)
class LedgerFigures:
    """What is counted of a month: cases raised, cases done, and half of those done took at most `median_days`."""

    raised: int = 0
    done: int = 0
    median_days: int | None = None


def listed_at(case: Case) -> datetime | None:
    """When a case came, if it may stand on the public page; None if it may not.

    Private matters, mediations, care and children never do, nor what was withdrawn or is no matter.
    """
    hidden = case.private or case.kind is Kind.MEDIATION or bool(case.care) or not NEVER.isdisjoint(
        (case.category, *case.secondary)
    )
    if hidden or case.intent not in _MATTERS or case.state in _NOT_YET or case.verdict == _WITHDRAWN:
        return None
    return case.created_at


def is_done(state: State) -> bool:
    """Whether a case in this state has been solved: closed, not declined."""
    return state in _DONE


def named_place(territory: Territory, code: str) -> str:
    """The compound, lane, park or higher place that holds a place; "" for an unknown one."""
    return next((node.code for node in territory.lineage(code) if node.kind not in _HOUSES), "")


def residents_by_place(territory: Territory, seen: Iterable[tuple[str, int]]) -> dict[str, set[int]]:
    """The residents who reported from each place and below it, of pairs of place and resident; "" has them all.

    Buildings and grids are not among the places.
    """
    found: dict[str, set[int]] = {"": set()}
    by_place: dict[str, set[int]] = {}
    for place, resident in seen:
        by_place.setdefault(place, set()).add(resident)
    for place, residents in by_place.items():
        found[""] |= residents
        for node in territory.lineage(named_place(territory, place)):
            found.setdefault(node.code, set()).update(residents)
    return found


def folded(territory: Territory, place: str, residents: Mapping[str, set[int]]) -> str | None:
    """The lowest place above a case (itself included) from which at least `LEAST` residents reported.

    "" is the whole town; None: not even there, so the case is shown nowhere.
    """
    line = [node.code for node in territory.lineage(named_place(territory, place))]
    return next((code for code in (*line, "") if len(residents.get(code, ())) >= LEAST), None)


def figures_of(tallies: Iterable[Tally]) -> LedgerFigures:
    """What is counted of a month's tallies; the median is the lower one of an even number."""
    listed = list(tallies)
    done = sorted((tally.days, tally.count) for tally in listed if tally.days is not None)
    total = sum(count for _, count in done)
    raised = sum(tally.count for tally in listed)
    passed = 0
    for days, count in done:
        passed += count
        if passed * 2 >= total:
            return LedgerFigures(raised, total, days)
    return LedgerFigures(raised)


def month_start(month: date) -> date:
    """The first day of a month."""
    return month.replace(day=1)


def months_until(month: date, count: int) -> tuple[date, ...]:
    """The first days of `count` months, that of `month` last."""
    found = [month_start(month)]
    while len(found) < count:
        found.append(month_start(found[-1] - timedelta(days=1)))
    return tuple(reversed(found))


def next_month(month: date) -> date:
    """The first day of the month after."""
    return month_start(month_start(month) + timedelta(days=31))
