"""Whose turn it is to take the chair: whoever held it longest ago, so that each has it once before any has it twice."""

from __future__ import annotations

from collections.abc import Sequence


def next_chair(seats: Sequence[str], held: Sequence[str]) -> str | None:
    """The seat to chair next, None without seats. `held` are the past chairs, the latest last; seats that have
    left don't matter, new ones come first, in the order of `seats`.
    """
    last = {chair: at for at, chair in enumerate(held)}
    return min(seats, key=lambda seat: (last.get(seat, -1), seats.index(seat)), default=None)
