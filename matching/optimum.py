"""The best that could have been done: the yardstick of the volunteers' audit. Nobody else imports it.

scipy's optimiser takes half a second to load; the desk never needs it. Three measures of one problem, tasks given to
volunteers who do at most one a day and so many a week, dearer the more hours of what they offer are used up:

* `hindsight` (OPT-H): every answer is known beforehand. A minimum-cost flow: a day lies within a week (laminar), the
  convex price of load is a row of unit arcs that grow dearer. So the linear programme has a whole solution.
* `before_the_fact` (OPT-X): only the odds are known. 1 - prod(1 - p·y) never exceeds min(1, sum p·y), so this linear
  programme lies above what any policy can expect that must ask before it knows.
* `small_exact` and `small_online` (OPT-S): all possibilities tried, for four volunteers at most, to test the others;
  the second is the best policy that asks one after another.

`teams` gives tasks that need several skills at once, all or nothing: a mixed-integer programme, for small instances.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import coo_array

#: More volunteers than these are too many to try every possibility.
SMALL = 4

#: How near a whole number a share must be to count as whole.
_WHOLE = 1e-6


@dataclass(frozen=True, slots=True)
class Edge:
    """A volunteer who could do a task, both by their place in their rows: worth `value`, accepted with `chance`."""

    task: int
    volunteer: int
    value: float
    chance: float = 1.0


@dataclass(frozen=True, slots=True)
class Hands:
    """What a volunteer gives in a week: `cap` tasks at most, `budget` questions; `prices[k]` is what task k+1 costs.

    The prices grow (a convex load); beyond them the last one counts.
    """

    cap: int
    prices: tuple[float, ...] = ()
    budget: int = 6

    def price(self, load: int) -> float:
        """What one more costs somebody who has `load` already."""
        return self.prices[min(load, len(self.prices) - 1)] if self.prices else 0.0


@dataclass(frozen=True, slots=True)
class Problem:
    """Tasks by their days (`days[t]` is a day of task t, counted through the weeks), who could do them, who there is.

    `wanted[t]` volunteers do task t; one each where it is empty.
    """

    days: tuple[int, ...]
    edges: tuple[Edge, ...]
    volunteers: tuple[Hands, ...]
    wanted: tuple[int, ...] = ()

    def most(self, task: int) -> int:
        """How many volunteers a task takes."""
        return self.wanted[task] if self.wanted else 1


@dataclass(frozen=True, slots=True)
class Optimum:
    """`value` with the price of load taken off, `chosen` the edges used, in order; `fractional` counts split ones."""

    value: float
    chosen: tuple[Edge, ...]
    fractional: int = 0


@dataclass(frozen=True, slots=True)
class TeamTask:
    """A task on a day that is worth `value` when every skill has so many hands, and nothing otherwise."""

    day: int
    value: float
    wanted: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class TeamOptimum:
    """`value` of the tasks done, `given` as (task, volunteer, skill), and `gap`: how far from proven best, 0 to 1."""

    value: float
    given: tuple[tuple[int, int, str], ...]
    gap: float


def hindsight(problem: Problem) -> Optimum:
    """The best of all assignments where every edge would be accepted; nothing to give is worth 0."""
    if not problem.edges:
        return Optimum(0.0, ())
    rows = _Rows()
    days, weeks = _limits(problem)
    for at, edge in enumerate(problem.edges):
        rows.put(("task", edge.task), at, 1.0, problem.most(edge.task))
        if len(days[_day(problem, edge)]) > 1:  # a day with one edge limits nothing
            rows.put(("day", *_day(problem, edge)), at, 1.0, 1.0)
        rows.put(("week", *_week(problem, edge)), at, 1.0, 0.0)
    gains = [edge.value for edge in problem.edges]
    for volunteer, week in weeks:
        hands = problem.volunteers[volunteer]
        for load in range(min(hands.cap, len(weeks[volunteer, week]))):
            rows.put(("week", volunteer, week), len(gains), -1.0, 0.0)
            gains.append(-hands.price(load))
    found = rows.best(gains)
    shares = found[: len(problem.edges)]
    chosen = tuple(edge for edge, share in zip(problem.edges, shares, strict=True) if share > 1 - _WHOLE)
    return Optimum(
        float(np.dot(gains, found)), chosen, int(np.sum((shares > _WHOLE) & (shares < 1 - _WHOLE)))
    )


def before_the_fact(problem: Problem, question: float = 0.0) -> float:
    """What no policy can expect more of, each question costing `question`: questions are shares here, odds known."""
    edges = problem.edges
    if not edges:
        return 0.0
    rows = _Rows()
    _, weeks = _limits(problem)
    for at, edge in enumerate(edges):
        rows.put(("task", edge.task), at, edge.chance, problem.most(edge.task))
        rows.put(("day", *_day(problem, edge)), at, edge.chance, 1.0)
        rows.put(("week", *_week(problem, edge)), at, edge.chance, 0.0)
        rows.put(("asked", *_week(problem, edge)), at, 1.0, problem.volunteers[edge.volunteer].budget)
    gains = [edge.chance * edge.value - question for edge in edges]
    for volunteer, week in weeks:
        hands = problem.volunteers[volunteer]
        for load in range(min(hands.cap, len(weeks[volunteer, week]))):
            rows.put(("week", volunteer, week), len(gains), -1.0, 0.0)
            gains.append(-hands.price(load))
    return float(np.dot(gains, rows.best(gains)))


def small_exact(problem: Problem) -> float:
    """As `hindsight`, by trying every possibility. Raises ValueError above `SMALL` volunteers."""
    _refuse_large(problem)

    @cache
    def best(task: int, given: tuple[tuple[int, int], ...]) -> float:
        if task == len(problem.days):
            return 0.0
        able = [edge for edge in problem.edges if edge.task == task and _free(problem, edge.volunteer, task, given)]
        most = min(problem.most(task), len(able))
        return max(
            _gain(problem, team, given) + best(task + 1, _with(problem, team, given))
            for many in range(most + 1)
            for team in combinations(able, many)
        )

    return best(0, ())


def small_online(problem: Problem, question: float = 0.0) -> float:
    """What the best policy expects that asks one volunteer after another, in the order of the tasks, each once a
    task and within her questions of the week, knowing the odds but no answer before it is given. One volunteer a task.
    Raises ValueError above `SMALL`.
    """
    _refuse_large(problem)

    @cache
    def best(task: int, asked: _Given, given: _Given) -> float:
        if task == len(problem.days):
            return 0.0
        values = [best(task + 1, asked, given)]
        for edge in problem.edges:
            free = edge.task == task and _free(problem, edge.volunteer, task, given)
            if not free or not _askable(problem, edge, asked):
                continue
            told = tuple(sorted((*asked, (edge.volunteer, task))))
            taken = _gain(problem, (edge,), given) + best(task + 1, told, _with(problem, (edge,), given))
            values.append(edge.chance * taken + (1 - edge.chance) * best(task, told, given) - question)
        return max(values)

    return best(0, (), ())


def _askable(problem: Problem, edge: Edge, asked: _Given) -> bool:
    """Whether a volunteer was not asked for this task and has a question left in its week."""
    week = problem.days[edge.task] // 7
    before = [task for who, task in asked if who == edge.volunteer]
    left = problem.volunteers[edge.volunteer].budget - sum(problem.days[task] // 7 == week for task in before)
    return edge.task not in before and left > 0


def teams(tasks: Sequence[TeamTask], skills: Sequence[frozenset[str]], caps: Sequence[int]) -> TeamOptimum:
    """The best of all ways to man tasks that need several skills at once, by volunteers with `skills` and weekly
    `caps`, one task a day each.
    """
    rows = _Rows()
    gains = [task.value for task in tasks]
    given: list[tuple[int, int, str]] = []
    for number, task in enumerate(tasks):
        for skill, count in task.wanted:
            rows.put(("part", number, skill), number, float(count), 0.0)
            rows.put(("no more", number, skill), number, -float(count), 0.0)
            for volunteer in (who for who, known in enumerate(skills) if skill in known):
                at = len(gains)
                rows.put(("part", number, skill), at, -1.0, 0.0)
                rows.put(("no more", number, skill), at, 1.0, 0.0)
                rows.put(("day", volunteer, task.day), at, 1.0, 1.0)
                rows.put(("week", volunteer, task.day // 7), at, 1.0, caps[volunteer])
                gains.append(0.0)
                given.append((number, volunteer, skill))
    if not rows.limits:
        return TeamOptimum(float(sum(gains)), (), 0.0)
    found = milp(
        -np.array(gains),
        constraints=LinearConstraint(rows.matrix(len(gains)), ub=np.array(rows.limits)),
        integrality=np.ones(len(gains)),
        bounds=Bounds(0, 1),
    )
    used = found.x[len(tasks) :] > 0.5
    chosen = tuple(one for one, taken in zip(given, used, strict=True) if taken)
    return TeamOptimum(float(-found.fun), chosen, float(found.mip_gap))


def marginal_prices(load: Callable[[int], float], cap: int) -> tuple[float, ...]:
    """What each further task costs, from what so many cost together."""
    return tuple(load(many + 1) - load(many) for many in range(cap))


class _Rows:
    """The rows of a linear programme, made as they are named: each at most its limit, each share from 0 to 1."""

    def __init__(self) -> None:
        self.limits: list[float] = []
        self._names: dict[tuple[object, ...], int] = {}
        self._factors: list[float] = []
        self._places: list[tuple[int, int]] = []

    def put(self, name: tuple[object, ...], column: int, factor: float, limit: float) -> None:
        """A factor of the row of that name, whose limit is the one it was first named with."""
        row = self._names.setdefault(name, len(self.limits))
        if row == len(self.limits):
            self.limits.append(limit)
        self._factors.append(factor)
        self._places.append((row, column))

    def matrix(self, columns: int) -> coo_array:
        rows, places = zip(*self._places, strict=True)
        return coo_array((self._factors, (rows, places)), shape=(len(self.limits), columns))

    def best(self, gains: Sequence[float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """The shares that gain most. HiGHS: 0.08 s at seed scale; all shares 0 is always allowed."""
        found = linprog(
            -np.array(gains), A_ub=self.matrix(len(gains)).tocsr(), b_ub=np.array(self.limits), bounds=(0, 1),
            method="highs-ds",
        )  # fmt: skip
        return np.asarray(found.x)


def _day(problem: Problem, edge: Edge) -> tuple[int, int]:
    return edge.volunteer, problem.days[edge.task]


def _week(problem: Problem, edge: Edge) -> tuple[int, int]:
    return edge.volunteer, problem.days[edge.task] // 7


_Places = dict[tuple[int, int], list[int]]


def _limits(problem: Problem) -> tuple[_Places, _Places]:
    """The edges of each volunteer's days and weeks."""
    days: _Places = {}
    weeks: _Places = {}
    for at, edge in enumerate(problem.edges):
        days.setdefault(_day(problem, edge), []).append(at)
        weeks.setdefault(_week(problem, edge), []).append(at)
    return days, weeks


def _refuse_large(problem: Problem) -> None:
    if len(problem.volunteers) > SMALL:
        raise ValueError(f"more than {SMALL} volunteers")


_Given = tuple[tuple[int, int], ...]


def _free(problem: Problem, volunteer: int, task: int, given: _Given) -> bool:
    """Whether a volunteer may do one more on the day of a task."""
    day = problem.days[task]
    done = [at for who, at in given if who == volunteer]
    return day not in done and sum(at // 7 == day // 7 for at in done) < problem.volunteers[volunteer].cap


def _gain(problem: Problem, team: Sequence[Edge], given: _Given) -> float:
    """What a task is worth done by these, the price of their load taken off."""
    return sum(edge.value - problem.volunteers[edge.volunteer].price(_load(problem, edge, given)) for edge in team)


def _load(problem: Problem, edge: Edge, given: _Given) -> int:
    week = problem.days[edge.task] // 7
    return sum(who == edge.volunteer and at // 7 == week for who, at in given)


def _with(problem: Problem, team: Sequence[Edge], given: _Given) -> _Given:
    return tuple(sorted((*given, *(_day(problem, edge) for edge in team))))
