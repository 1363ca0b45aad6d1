"""What a sentence about a case is made of, for residents and handlers alike."""

from __future__ import annotations

from dataclasses import dataclass

from bot.desk.dialogue import Asked
from matching.case import State

STILL_SEARCHING = "正在找负责的人，找到马上告诉您。"


@dataclass(frozen=True, slots=True)
class CaseLine:
    """What a sentence about a case needs. Texts are ready to read; an empty one is left out.

    `times` is how often this came up here within 90 days, 1 where that is nothing to speak of.
    """

    number: int
    label: str
    place: str
    who: str = ""
    why: str = ""
    signin: str = ""
    due: str = ""
    state: State = State.NEW
    care: str = ""
    asked: Asked | None = None
    reporters: int = 1
    times: int = 1


def head(case: CaseLine) -> str:
    """How a case is named: number, matter, place."""
    return f"#{case.number} {case.label}" + (f" · {case.place}" if case.place else "")


def crowd(case: CaseLine) -> str:
    """How many residents a case is about, to be put behind its state; empty for one."""
    return f"，共{case.reporters}位居民反映" if case.reporters > 1 else ""
