"""All volunteers by place and by what they can do: who comes into question, the nearest first, without asking each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Final, Protocol

from matching.deadline import WorkCalendar
from matching.diary import BLANK, Diary
from matching.eligible import Errand, engaged, unfit, why_not_now
from matching.need import Need
from matching.ranking import FAR, PLAIN, Candidate, Outlook, appraise, explain, rank
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
#: A whole street is not weighed when these hold enough: 10 ms are for one decision (test_matching_speed.py).
AT_A_TIME: Final = 150
_NOBODY: Final[frozenset[int]] = frozenset()


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
        """Sort everybody by each place above her two homes, by skill and by team."""
        self.roster = roster
        self._territory = territory
        # Numbers instead of codes: circles are unions and cuts of sets, and numbers sort in the order of the codes.
        self._people = tuple(sorted(roster, key=lambda volunteer: volunteer.code))
        self._everybody = frozenset(range(len(self._people)))
        self._homes: dict[str, set[int]] = defaultdict(set)
        self._works: dict[str, set[int]] = defaultdict(set)
        self._able: dict[str, set[int]] = defaultdict(set)
        self._teams: dict[str, list[Volunteer]] = defaultdict(list)
        for at, volunteer in enumerate(self._people):
            home, work = self._line(volunteer.home), self._line(volunteer.work)
            # The place of the unit of who gave no home is home by night as well.
            for code in home or work:
                self._homes[code].add(at)
            for code in work:
                self._works[code].add(at)
            for skill in volunteer.skills | volunteer.verified:
                self._able[skill].add(at)
            for team in volunteer.teams:
                self._teams[team].append(volunteer)

    def _line(self, place: str) -> tuple[str, ...]:
        return tuple(node.code for node in self._territory.lineage(place))

    def circles(self, errand: Errand) -> Iterator[tuple[int, list[Volunteer]]]:
        """Everybody with the skill, by level of nearness to the need, from 0 (same building) to 5, nobody twice, in the
        order of their codes. By day the place that a volunteer's unit is paired with counts like her home, whichever
        is nearer; else only the home, unless none is known. Who lives nowhere near comes last, at level 5.
        """
        able = self._able.get(errand.part.skill, _NOBODY) if errand.part.skill else self._everybody
        seen: set[int] = set()
        for node in self._territory.lineage(errand.need.place):
            fresh = (able & self._around(node.code, by_day=errand.by_day)) - seen
            if fresh:
                seen |= fresh
                yield _MEETS[node.kind], self._named(fresh)
        if rest := able - seen:
            yield FAR, self._named(rest)

    def knows(self, place: str) -> bool:
        """Whether a place is on the map."""
        return self._territory.get(place) is not None

    def level(self, volunteer: Volunteer, errand: Errand) -> int:
        """How near a volunteer is to a need, as in `circles`."""
        home, work = self._line(volunteer.home), self._line(volunteer.work)
        around = {*home, *(work if errand.by_day or not home else ())}
        for node in self._territory.lineage(errand.need.place):
            if node.code in around:
                return _MEETS[node.kind]
        return FAR

    def committed(self, need: Need) -> list[Volunteer]:
        """Those who are asked before all others: who did it last time, and the members of the team."""
        usual = self.roster.get(need.usual)
        team = self._teams.get(need.team, []) if need.team else []
        return [*([usual] if usual is not None else []), *(one for one in team if one is not usual)]

    def _around(self, code: str, *, by_day: bool) -> AbstractSet[int]:
        homes = self._homes.get(code, _NOBODY)
        return homes | self._works.get(code, _NOBODY) if by_day else homes

    def _named(self, numbers: Iterable[int]) -> list[Volunteer]:
        return [self._people[number] for number in sorted(numbers)]


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
    """The `enough` best who may be asked for this now, with reasons, from the smallest circle around the need that
    holds so many; fewer where no circle within reach does. Those who are committed come first, wherever they live.
    """
    found: list[Candidate] = []
    diaries: dict[str, Diary] = {}
    later = committed_later = False
    for candidate, diary in who_could(asking, errand, limits.reach, lambda: len(found) >= limits.enough):
        if why_not_now(candidate.volunteer, errand, diary):
            later = True
            committed_later = committed_later or candidate.committed
        else:
            found.append(candidate)
            diaries[candidate.volunteer.code] = diary
    first = [
        replace(one, reasons=explain(one, errand, diaries[one.volunteer.code])) for one in rank(found)[: limits.enough]
    ]
    return Shortlist(tuple(first), later, committed_later)


def who_could(
    asking: Asking, errand: Errand, reach: int, full: Callable[[], bool]
) -> Iterator[tuple[Candidate, Diary]]:
    """Everybody who could be the one, whatever the hour it is now, with the diary: those who are committed, then circle
    after circle as far as `reach` and until it is `full` at the end of one, or of `AT_A_TIME` of a large one: which
    these are turns with the need's number. Nobody comes twice.
    """
    seen = {*errand.barred, *errand.asked}
    committed = [(asking.pool.level(one, errand), [one]) for one in asking.pool.committed(errand.need)]
    for level, volunteers in committed:
        yield from could(volunteers, level, errand, asking, seen)
    if full():
        return
    for level, volunteers in asking.pool.circles(errand):
        if level > reach:
            return
        for some in turned(volunteers, errand.need.number, AT_A_TIME):
            yield from could(some, level, errand, asking, seen)
            if full():
                return


def turned(volunteers: list[Volunteer], number: int, many: int) -> Iterator[list[Volunteer]]:
    """A circle in pieces of `many`, beginning at another place for each need, so that not all weigh the same few."""
    first = number % len(volunteers)
    again = [*volunteers[first:], *volunteers[:first]]
    for begin in range(0, len(again), many):
        yield again[begin : begin + many]


def could(
    volunteers: Iterable[Volunteer], level: int, errand: Errand, asking: Asking, seen: set[str]
) -> Iterator[tuple[Candidate, Diary]]:
    """Those of a circle who could and were not seen before, each with the diary."""
    fitting = [one for one in volunteers if one.code not in seen and not unfit(one, errand.need, errand.part)]
    seen.update(one.code for one in fitting)
    diaries = asking.look([one.code for one in fitting]) if fitting else {}
    for volunteer in fitting:
        diary = diaries.get(volunteer.code, BLANK)
        if not engaged(volunteer, errand, diary):
            yield appraise(volunteer, level, errand, diary, asking.outlook), diary
