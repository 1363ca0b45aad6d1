"""What a sentence about a case is made of, for residents and handlers alike."""

from __future__ import annotations

from dataclasses import dataclass

from matching.case import State

STILL_SEARCHING = "正在找负责的人，找到马上告诉您。"


@dataclass(frozen=True, slots=True)
class CaseLine:
    """What a sentence about a case needs. Texts are ready to read; an empty one is left out."""

    number: int
    label: str
    place: str
    who: str = ""
    why: str = ""
    signin: str = ""
    due: str = ""
    state: State = State.NEW
    care: str = ""


def head(case: CaseLine) -> str:
    """How a case is named: number, matter, place."""
    return f"#{case.number} {case.label}" + (f" · {case.place}" if case.place else "")
