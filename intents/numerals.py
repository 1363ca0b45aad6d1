"""Small numbers as people write them: 3, 三, 两, 十二."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

#: What each mark counts, up to twelve.
NUMERALS: Final[Mapping[str, int]] = MappingProxyType(
    {mark: at for at, mark in enumerate("零一二三四五六七八九十")} | {"两": 2, "俩": 2, "十一": 11, "十二": 12}
)


def counted(number: str) -> int:
    """The number that digits or a mark stand for. Raises KeyError for anything else."""
    return int(number) if number.isdigit() else NUMERALS[number]
