"""What a sentence about a case is made of, for residents and handlers alike."""

from __future__ import annotations

from dataclasses import dataclass

from bot.desk.dialogue import Asked
from matching.case import State

STILL_SEARCHING = "正在找负责的人，找到马上告诉您。"


@dataclass(frozen=True, slots=True)
class CaseLine:
    """What a sentence about a case needs. Texts are ready to read; an empty one is left out.

    `times` is how often this came up here within 90 days, 1 where that is nothing to speak of. `first_word` is by
    when a person speaks to the resident, `spoken` that one has, `unspoken_late` that this is past. `late` says that
    `due` has passed, `own_due` is then what whoever has it promises instead; `until` the day that is waited for;
    `climbed` why it came from below; `note` the sentence that the rules add for its category. `helping` tells the
    resident that volunteers are looked for, `asked_too` whoever is responsible.
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
    first_word: str = ""
    spoken: bool = False
    unspoken_late: bool = False
    signed: bool = False
    late: bool = False
    own_due: str = ""
    until: str = ""
    climbed: str = ""
    helping: str = ""
    asked_too: str = ""
    note: str = ""


def head(case: CaseLine) -> str:
    """How a case is named: number, matter, place."""
    return f"#{case.number} {case.label}" + (f" · {case.place}" if case.place else "")


def crowd(case: CaseLine) -> str:
    """How many residents a case is about, to be put behind its state; empty for one."""
    return f"，共{case.reporters}位居民反映" if case.reporters > 1 else ""


def clocks(case: CaseLine) -> str:
    """The three clocks of a case, for residents and handlers in the same words: "今天10:30前接单，今天12:00前回话，
    3月10日10:00前办结". What has been kept says so; what has not been kept too.
    """
    signin = "已接单" if case.signed else _before(case.signin, "接单")
    word = "已回话" if case.spoken else "回话已超时" if case.unspoken_late else _before(case.first_word, "回话")
    done = _before(case.due, "办结")
    if case.late:
        done = f"原定{case.due}办结，已超时" + (f"，改为{case.own_due}前" if case.own_due else "")
    return "，".join(part for part in (signin, word, done) if part)


def _before(moment: str, what: str) -> str:
    return f"{moment}前{what}" if moment else ""
