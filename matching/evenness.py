"""Fairness over grids: how far a grid is behind the others in what was met, so that its needs count for more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

#: A grid's own share is believed as if so many needs of the mean had come before it: one unlucky need says little.
_PRIOR: Final = 5.0


@dataclass(frozen=True, slots=True)
class Fate:
    """So many needs of a grid, met or not."""

    grid: str
    met: bool
    count: int = 1


def behind(fates: Iterable[Fate]) -> Mapping[str, float]:
    """The mean share of needs met less a grid's own, for the grids that are behind; the others are left out."""
    met: dict[str, int] = {}
    total: dict[str, int] = {}
    for fate in fates:
        total[fate.grid] = total.get(fate.grid, 0) + fate.count
        met[fate.grid] = met.get(fate.grid, 0) + (fate.count if fate.met else 0)
    if not total:
        return {}
    mean = sum(met.values()) / sum(total.values())
    own = {grid: (met[grid] + _PRIOR * mean) / (count + _PRIOR) for grid, count in total.items()}
    return {grid: mean - share for grid, share in own.items() if share < mean}
