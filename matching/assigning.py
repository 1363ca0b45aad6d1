"""Many needs at once: who does what so that the sum is best. For rosters of shifts, splits of visits, and the audit.

scipy is imported here and costs half a second: only what fills a whole list at once needs this module.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from matching.asking import missing_parts
from matching.diary import BLANK, Diary, Task
from matching.eligible import Errand, make_errand
from matching.need import Need
from matching.pool import Asking, Look, could, turned
from matching.ranking import Candidate, explain, weight

#: So many are weighed for each hand; with fewer the sum gets worse, with more only slower (test_matching_speed.py).
WEIGHED: Final = 12


@dataclass(frozen=True, slots=True)
class Pair:
    """A task (any key, one hand) and somebody who could do it, with what that is worth (positive)."""

    task: int
    volunteer: str
    worth: float


def assign_once(pairs: Iterable[Pair]) -> dict[int, str]:
    """Tasks with their volunteers so that the worth of all is the largest; each volunteer at most once, a task without
    one is left out. Pairs that are worth nothing are not made; of two pairs of the same two the last counts.
    """
    worths = {(pair.task, pair.volunteer): pair.worth for pair in pairs if pair.worth > 0}
    if not worths:
        return {}
    tasks = {task: at for at, task in enumerate(dict.fromkeys(task for task, _ in worths))}
    people = {code: at for at, code in enumerate(dict.fromkeys(code for _, code in worths))}
    highest = max(worths.values()) + 1
    # Costs are positive, as a zero is no edge; one dummy for each task costs what a pair worth nothing would.
    dummies = range(len(people), len(people) + len(tasks))
    rows = [*(tasks[task] for task, _ in worths), *range(len(tasks))]
    columns = [*(people[code] for _, code in worths), *dummies]
    costs = [*(highest - worth for worth in worths.values()), *(highest for _ in tasks)]
    shape = (len(tasks), len(people) + len(tasks))
    matched = min_weight_full_bipartite_matching(csr_matrix((np.array(costs), (rows, columns)), shape=shape))
    names, codes = list(tasks), list(people)
    pairs_made = zip(matched[0].tolist(), matched[1].tolist(), strict=True)
    return {names[row]: codes[column] for row, column in pairs_made if column < len(codes)}


@dataclass(frozen=True, slots=True)
class Assigned:
    """One hand of a need: who, on which local day."""

    need: Need
    candidate: Candidate
    day: date


def assign(needs: Sequence[Need], now: datetime, asking: Asking, weighed: int = WEIGHED) -> list[Assigned]:
    """Who does what of all these needs: for everybody one a day at most, within each weekly cap, no need twice; the sum
    of values is the largest of each day, from the first day on. Hands that can't be filled are left out. The hour now
    is no hindrance, as whoever is assigned is told at a decent time. In the order of the days, then of the needs.
    """
    waiting = [
        (make_errand(need, part, now, asking.calendar, asking.barred), part.count)
        for need in needs
        for part in missing_parts(need, ())
    ]
    parts: dict[int, list[int]] = defaultdict(list)
    for at, (errand, _) in enumerate(waiting):
        parts[id(errand.need)].append(at)
    written: dict[str, Diary] = {}
    made: list[Assigned] = []
    for day in sorted({window.day for errand, _ in waiting for window in errand.windows}):
        filled = _fill_day(waiting, day, replace(asking, look=_reading(asking.look, written)), weighed)
        for at, candidate, diary in filled:
            errand, count = waiting[at]
            code = candidate.volunteer.code
            waiting[at] = (errand, count - 1)
            for other in parts[id(errand.need)]:  # whoever has one hand of a need has no other of it
                others, left = waiting[other]
                waiting[other] = (replace(others, asked=others.asked | {code}), left)
            written[code] = replace(diary, tasks=(*diary.tasks, Task(day, errand.need.minutes)))
            made.append(Assigned(errand.need, replace(candidate, reasons=explain(candidate, errand, diary)), day))
    return made


def _reading(look: Look, written: Mapping[str, Diary]) -> Look:
    """The diaries as they are with what was assigned so far."""

    def read(codes: Sequence[str], /) -> Mapping[str, Diary]:
        found = look(codes)
        return {code: written.get(code) or found.get(code, BLANK) for code in codes}

    return read


def _fill_day(
    waiting: Sequence[tuple[Errand, int]], day: date, asking: Asking, weighed: int
) -> Iterator[tuple[int, Candidate, Diary]]:
    """The hands filled on one day: the place in `waiting`, who, and her diary before."""
    options: dict[tuple[int, str], tuple[Candidate, Diary]] = {}
    hands: dict[int, int] = {}
    pairs: list[Pair] = []
    for at, (errand, count) in enumerate(waiting):
        today = tuple(window for window in errand.windows if window.day == day)
        if not today or not count:
            continue
        found = _weigh(replace(errand, windows=today), asking, weighed * count)
        options.update({(at, candidate.volunteer.code): (candidate, diary) for candidate, diary in found})
        bonus = weight(errand.need, asking.outlook) * asking.outlook.prices.unfilled
        for _ in range(count):
            hands[len(hands)] = at
            pairs += [Pair(len(hands) - 1, one.volunteer.code, one.value + bonus) for one, _ in found]
    chosen = assign_once(pairs)
    for hand in sorted(chosen):
        candidate, diary = options[hands[hand], chosen[hand]]
        yield hands[hand], candidate, diary


def _weigh(errand: Errand, asking: Asking, many: int) -> list[tuple[Candidate, Diary]]:
    """`many` who could, from the nearest circles; of the last circle those who come next after the need's number, so
    that not all needs of a street are weighed with the same few.
    """
    found: list[tuple[Candidate, Diary]] = []
    seen = {*errand.barred, *errand.asked}
    committed = [(asking.pool.level(one, errand), [one]) for one in asking.pool.committed(errand.need)]
    for level, volunteers in (*committed, *asking.pool.circles(errand)):
        for some in turned(volunteers, errand.need.number, many):
            found += could(some, level, errand, asking, seen)
            if len(found) >= many:
                return found
    return found
