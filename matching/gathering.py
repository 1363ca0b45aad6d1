"""The regular meetings: who sits there, how often they come, and which is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from matching.responder import Role
from matching.territory import NodeKind


class Gathering(StrEnum):
    """The kinds of meetings (seed: 五方例会, 党建联席会议, 每周议事会)."""

    FIVE_PARTIES = "five_parties"  # 五方例会
    JOINT = "joint"                # 联席会议 of a community and its paired units, each quarter
    WEEKLY = "weekly"              # 小区议事会

    @property
    def label(self) -> str:
        """How people call it."""
        return _LABELS[self]


class MeetingState(StrEnum):
    """Where a meeting stands. Stored as text."""

    PLANNED = "planned"
    ENDED = "ended"
    CALLED_OFF = "called_off"


_LABELS = {
    Gathering.FIVE_PARTIES: "五方例会",
    Gathering.JOINT: "联席会议",
    Gathering.WEEKLY: "小区议事会",
}
#: The longest time between two of a kind. Joint: once a quarter (seed 18); weekly: seed 22; the seed names no
#: rhythm for 五方例会 (例会), a month is the usual one.
EVERY = {
    Gathering.FIVE_PARTIES: timedelta(days=31),
    Gathering.JOINT: timedelta(days=92),
    Gathering.WEEKLY: timedelta(days=7),
}
#: At which kind of place each is held, and who calls it.
HELD_AT = {
    Gathering.FIVE_PARTIES: NodeKind.COMPOUND,
    Gathering.JOINT: NodeKind.COMMUNITY,
    Gathering.WEEKLY: NodeKind.COMPOUND,
}
CALLED_BY = {
    Gathering.FIVE_PARTIES: frozenset({Role.ESTATE_SECRETARY, Role.COMMUNITY}),
    Gathering.JOINT: frozenset({Role.COMMUNITY}),
    Gathering.WEEKLY: frozenset({Role.ESTATE_SECRETARY, Role.COMMUNITY}),
}


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting. `chair` is a seat's party; `agenda` case numbers; times aware UTC; None where not yet."""

    number: int
    kind: Gathering
    place: str
    chair: str
    at: datetime
    spot: str
    state: MeetingState
    agenda: tuple[int, ...] = ()
    minutes: str = ""
    reminded_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat: `party` is whose voice (党组织, 物业, a unit's name), `person` a code or empty.

    `attending` is "", yes or no.
    """

    party: str
    person: str
    attending: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided: by whom it is to be done and until when; `case` the number it became, 0 while none."""

    text: str
    owner: str
    due_at: datetime | None = None
    case: int = 0


def overdue_since(kind: Gathering, last: date | None, today: date) -> date | None:
    """Since which day a meeting of this kind is due, None while it is not. One that was never held is due today."""
    due = today if last is None else last + EVERY[kind]
    return due if due <= today else None
