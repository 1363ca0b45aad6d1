"""A need: what somebody wants volunteers for, where, when, how many of them and of which kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class NeedKind(StrEnum):
    """Where a need comes from and how it is met. Stored as text."""

    HELP = "help"        # a resident asks for a hand
    WISH = "wish"        # 微心愿: on the board, adopted by whoever likes
    VISIT = "visit"      # one visit of a rota: the usual face first
    ORDER = "order"      # 派单: a handler asks, perhaps for a team
    SERVICE = "service"  # 点单: ordered from the catalogue
    ERRAND = "errand"    # on a rider's way
    SHIFT = "shift"      # a shift of a surge


class NeedUrgency(StrEnum):
    """How long an offer may wait for its answer: 10 minutes, 30 minutes, 12 hours."""

    URGENT = "urgent"
    TODAY = "today"
    PLANNED = "planned"


class NeedState(StrEnum):
    """Where a need stands. Stored as text."""

    CARD = "card"            # read, and waiting for the requester's word that it was read right
    OPEN = "open"            # volunteers are being asked
    FILLED = "filled"        # as many as it wants have claimed it
    DONE = "done"            # they say it is done; the requester's word is missing
    CONFIRMED = "confirmed"  # the requester, or whoever ordered it, says so too
    FALLBACK = "fallback"    # nobody answered: a named person has it
    CANCELLED = "cancelled"  # no longer wanted
    MISSED = "missed"        # its time passed and nobody said it was done


#: Nothing more is to come of a need in one of these.
OVER = frozenset({NeedState.CONFIRMED, NeedState.CANCELLED, NeedState.MISSED})


@dataclass(frozen=True, slots=True)
class Part:
    """So many volunteers with one skill ("" for any); `verified` where saying so oneself is not enough."""

    skill: str
    count: int = 1
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """A need. Times are aware UTC; places, people and volunteers are codes, contacts are ids; 0 and "" mean none.

    `number` is the store's id. `case` is the case it came from: people call it by that number, a need without one
    `Z` and its id (`said`). `place_text` is what may be told before the claim (the building, no room). The work
    fits between `starts_at` and `ends_at` and takes `minutes`. `parts` are the hands wanted; `languages` and
    `gender` what the requester asks for; `vetted` for children and keys; `pair` two at least, never one alone.

    `requester` has asked and says whether it is done; `by` is the person on duty who ordered it, `coordinator` the
    one who hears when nobody answers. `recipient` is who is visited, `team` who is asked before all others, `usual`
    the volunteer who did it last time. `source` is what it was made from (service:hair, rota:…). `ring` and `round`
    say how far the asking has come, `given_to` who has it after that.
    """

    number: int
    kind: NeedKind
    state: NeedState
    urgency: NeedUrgency
    place: str
    place_text: str
    what: str
    starts_at: datetime
    ends_at: datetime
    created_at: datetime
    touched_at: datetime
    minutes: int = 60
    parts: tuple[Part, ...] = (Part(""),)
    languages: tuple[str, ...] = ()
    gender: str = ""
    vetted: bool = False
    pair: bool = False
    case: int = 0
    requester: int = 0
    by: str = ""
    coordinator: str = ""
    recipient: str = ""
    team: str = ""
    usual: str = ""
    campaign: int = 0
    source: str = ""
    ring: int = 0
    round: int = 0
    given_to: str = ""
    note: str = ""
    reasons: tuple[str, ...] = ()
    ended_at: datetime | None = None
    wakes_at: datetime | None = None

    @property
    def people(self) -> int:
        """How many volunteers it wants."""
        return max(sum(part.count for part in self.parts), 2 if self.pair else 1)

    @property
    def said(self) -> str:
        """The number as people type it: 12 for a case's need, Z5 for one without a case."""
        return str(self.case) if self.case else f"Z{self.number}"
