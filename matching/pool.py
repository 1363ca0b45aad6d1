"""All volunteers by place and by what they can do: who comes into question, the nearest first, without asking each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from matching.deadline import WorkCalendar
from matching.diary import BLANK, Diary
from matching.eligible import Errand, unfit, why_never, why_not_now
from matching.need import Need
from matching.ranking import FAR, PLAIN, Candidate, Outlook, appraise, explain, is_committed, rank
from matching.territory import NodeKind, Territory
from matching.volunteer import Roster, Volunteer

#: The level at which two places meet in a node of this kind.
_MEETS: Final = {
    NodeKind.BUILDING: 0,
    NodeKind.GRID: 1,
    NodeKind.COMPOUND: 2,
    NodeKind.LANE: 2,
    NodeKind.PARK: 2,
    NodeKind.COMMUNITY: 3,
    NodeKind.STREET: 4,
    NodeKind.DISTRICT: 5,
}
#: The search goes on outwards until a circle holds so many who may be asked.
ENOUGH: Final = 12


@dataclass(frozen=True, slots=True)
class Limits:
    """The search ends with the circle that holds `enough`, and does not go beyond level `reach`."""

    enough: int = ENOUGH
    reach: int = FAR


@dataclass(frozen=True, slots=True)
class Shortlist:
    """Who may be asked now, the best first. `later` says that others fit, but not at this hour; `committed_later` that
    one of those who are asked before all others is among them.
    """

    candidates: tuple[Candidate, ...]
    later: bool = False
    committed_later: bool = False


class Look(Protocol):
    """Looks up the diaries of some volunteers; who is missing was never asked."""

    def __call__(self, codes: Sequence[str], /) -> Mapping[str, Diary]:
        """The diaries by code."""
        ...


class Pool:
    """A roster and a territory together, immutable. Build it when either changes; it takes some 20 ms for thousands."""

    def __init__(self, roster: Roster, territory: Territory) -> None:
        """Sort everybody by each place above her two homes and by skill."""
        self.roster = roster
        self._territory = territory
        self._homes: dict[str, set[str]] = defaultdict(set)
        self._works: dict[str, set[str]] = defaultdict(set)
        for volunteer in roster:
            for node in territory.lineage(volunteer.home):
                self._homes[node.code].add(volunteer.code)
            for node in territory.lineage(volunteer.work):
                self._works[node.code].add(volunteer.code)

    def circles(self, need: Need, *, by_day: bool) -> Iterator[tuple[int, list[Volunteer]]]:
        """Everybody by level of nearness to the need, from 0 (same building) to 5, nobody twice. By day the place
        that a volunteer's unit is paired with counts like her home, whichever is nearer; else only the home, unless
        none is known. Who lives nowhere near comes last, at level 5.
        """
        seen: set[str] = set()
        for node in self._territory.lineage(need.place):
            found = self._homes.get(node.code, set())
            works = self._works.get(node.code, set())
            found = found | works if by_day else found | {code for code in works if not self._home(code)}
            if fresh := found - seen:
                seen |= fresh
                yield _MEETS[node.kind], self._named(fresh)
        if rest := {volunteer.code for volunteer in self.roster} - seen:
            yield FAR, self._named(rest)

    def knows(self, place: str) -> bool:
        """Whether a place is on the map."""
        return self._territory.get(place) is not None

    def level(self, need: Need, volunteer: Volunteer, *, by_day: bool) -> int:
        """How near a volunteer is to a need, as in `circles`."""
        return next((level for level, found in self.circles(need, by_day=by_day) if volunteer in found), FAR)

    def committed(self, need: Need) -> list[Volunteer]:
        """Those who are asked before all others: who did it last time, and the members of the team."""
        return [volunteer for volunteer in self.roster if is_committed(volunteer, need)]

    def _home(self, code: str) -> str:
        volunteer = self.roster.get(code)
        return volunteer.home if volunteer is not None else ""

    def _named(self, codes: Iterable[str]) -> list[Volunteer]:
        found = (self.roster.get(code) for code in sorted(codes))
        return [volunteer for volunteer in found if volunteer is not None]


def nobody_asked(codes: Sequence[str], /) -> Mapping[str, Diary]:
    """A `Look` of a town without a past."""
    del codes
    return {}


@dataclass(frozen=True, slots=True)
class Asking:
    """What a decision is made from: the people, the calendar, their past, and what the ranking knows. `barred` are
    codes of those who are party to the matter.
    """

    pool: Pool
    calendar: WorkCalendar
    look: Look = nobody_asked
    outlook: Outlook = PLAIN
    barred: frozenset[str] = frozenset()


def shortlist(asking: Asking, errand: Errand, limits: Limits = Limits()) -> Shortlist:
    """Who may be asked for this now, the best first, from the smallest circle around the need that holds enough; from
    all within reach where no circle does. Those who are committed are on it wherever they live, with their reasons.
    """
    found: dict[str, Candidate] = {}
    later = committed_later = False
    for level, volunteers in _circles(asking.pool, errand, limits):
        diaries = asking.look([volunteer.code for volunteer in volunteers])
        for volunteer in volunteers:
            diary = diaries.get(volunteer.code, BLANK)
            if volunteer.code in found or why_never(volunteer, errand, diary):
                continue
            if why_not_now(volunteer, errand, diary):
                later = True
                committed_later = committed_later or is_committed(volunteer, errand.need)
            else:
                candidate = appraise(volunteer, level, errand, diary, asking.outlook)
                found[volunteer.code] = replace(candidate, reasons=explain(candidate, errand, diary))
        if sum(not one.committed for one in found.values()) >= limits.enough:
            break
    return Shortlist(tuple(rank(found.values())), later, committed_later)


def _circles(pool: Pool, errand: Errand, limits: Limits) -> Iterator[tuple[int, list[Volunteer]]]:
    """Those who are committed, each with her level, then the circles as far as they reach; somebody may come twice."""
    need = errand.need
    for volunteer in pool.committed(need):
        yield pool.level(need, volunteer, by_day=errand.by_day), [volunteer]
    for level, volunteers in pool.circles(need, by_day=errand.by_day):
        if level > limits.reach:
            return
        fitting = [volunteer for volunteer in volunteers if not unfit(volunteer, need, errand.part)]
        if fitting:
            yield level, fitting
