"""The truth about the people of a made-up district, which no policy is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

#: Beta's two numbers for how often somebody says yes (casework's quick check); mean 0.3.
WILLING = (1.2, 2.8)
#: Minutes until somebody answers who answers, on average; and how many of those who don't want to stay silent.
ANSWER_MINUTES, SILENT = 5.0, 0.6
#: Each question of the last seven days makes a tired person so much less likely to say yes.
FATIGUE = 0.9

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Truth:
    """Rows are needs, columns volunteers, both in the order of the district.

    `willing` is each volunteer's odds; she says yes to a need when `luck` lies below them. `minutes` is how long her
    answer takes, `speaks` whether she answers at all when it is no.
    """

    willing: Array
    luck: Array
    minutes: Array
    speaks: Array
    silent: float = SILENT
    fatigue: float = FATIGUE

    def yes(self, need: int, volunteer: int, asked: int = 0) -> bool:
        """Whether she says yes, tired of having been asked so often in seven days."""
        return bool(self.luck[need, volunteer] < self.willing[volunteer] * self.fatigue**asked)


def draw_truth(chance: np.random.Generator, needs: int, volunteers: int) -> Truth:
    """All that will be, drawn beforehand: every policy meets the same people with the same answers."""
    shape = (needs, volunteers)
    return Truth(
        willing=chance.beta(*WILLING, size=volunteers),
        luck=chance.random(shape, dtype=np.float32),
        minutes=chance.exponential(ANSWER_MINUTES, shape).astype(np.float32),
        speaks=chance.random(shape, dtype=np.float32) >= SILENT,
    )
