"""Many needs at once: who does what so that the sum is best. For rosters of shifts, splits of visits, and the audit.

scipy is imported here and costs half a second: only what fills a whole list at once needs this module.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import min_weight_full_bipartite_matching


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
