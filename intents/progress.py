"""How far learning is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """What the work is at."""

    READ = "read"
    FOLD = "fold"
    TRY = "try"
    FINISH = "finish"


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` (0 to 1) of all the work; in the stages FOLD and TRY it is at fold `fold` (from 1) of `folds`."""

    done: float
    stage: Stage
    fold: int
    folds: int
