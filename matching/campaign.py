"""Campaigns with an end: 家家访 calls on every household once, 应急 calls up teams and gives them shifts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class CampaignKind(StrEnum):
    """What sort of campaign it is. Stored as text."""

    DOORS = "doors"  # 家家访
    SURGE = "surge"  # 应急: typhoon, inspection, epidemic


class CampaignState(StrEnum):
    """Where a campaign stands. Stored as text."""

    RUNNING = "running"
    ENDED = "ended"


class DoorState(StrEnum):
    """What became of one household. Stored as text."""

    OPEN = "open"
    VISITED = "visited"
    AWAY = "away"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign. `team` is who takes part, `by` the person on duty who began it; both days count.

    `number` is the store's id. `rules` is a TOML text that is in force as long as it runs, or empty.
    """

    number: int
    kind: CampaignKind
    name: str
    place: str
    by: str
    at: datetime
    from_day: date
    until_day: date
    team: str = ""
    state: CampaignState = CampaignState.RUNNING
    rules: str = ""
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Door:
    """One household of a campaign: the building's code and the room ("" for the whole building), who calls there."""

    campaign: int
    place: str
    room: str
    volunteer: str
    state: DoorState = DoorState.OPEN
    visited_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RollCall:
    """点名: asked at `at`, answers count until `until`. `by` is the person on duty who called."""

    number: int
    campaign: int
    by: str
    at: datetime
    until: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RollAnswer:
    """One who was called: when she answered, in what words, at which place; `at` is None as long as she has not."""

    call: int
    volunteer: str
    at: datetime | None = None
    answer: str = ""
    place: str = ""
