"""An activity to sign up for: who is in, who waits, who moves up when somebody stays away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ActivityState(StrEnum):
    """Where an activity stands. Stored as text."""

    OPEN = "open"
    CANCELLED = "cancelled"
    OVER = "over"


class SignUpState(StrEnum):
    """Where a sign-up stands. Stored as text."""

    IN = "in"
    WAITING = "waiting"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity. Times are aware UTC; `place` is a code, `spot` where one meets as people read it.

    `capacity` 0 is without a limit; `minors`: children come, and somebody brings and fetches each. `by` is the
    person's code (or a volunteer's) who announced it; `reminded_at` when those who are in were reminded.
    """

    number: int
    place: str
    title: str
    spot: str
    starts_at: datetime
    ends_at: datetime
    capacity: int
    minors: bool
    by: str
    state: ActivityState = ActivityState.OPEN
    reminded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SignUp:
    """One sign-up: `count` people of one contact. `guardian` says who brings and fetches a child."""

    number: int
    activity: int
    contact: int
    count: int
    state: SignUpState
    at: datetime
    guardian: str = ""


def seats_taken(sign_ups: Iterable[SignUp]) -> int:
    """How many people are in."""
    return sum(one.count for one in sign_ups if one.state is SignUpState.IN)


def seats_left(activity: Activity, sign_ups: Iterable[SignUp]) -> int | None:
    """How many more may come, never below 0; None without a limit."""
    return max(0, activity.capacity - seats_taken(sign_ups)) if activity.capacity else None


def waiting(sign_ups: Iterable[SignUp]) -> list[SignUp]:
    """The waiting list, the earliest first."""
    return sorted((one for one in sign_ups if one.state is SignUpState.WAITING), key=lambda one: (one.at, one.number))


def admitted(activity: Activity, others: Sequence[SignUp], count: int) -> SignUpState:
    """Whether so many more are in or wait. Those who come together are not parted, and nobody overtakes: with
    somebody waiting who would fit too, the newcomer waits.
    """
    left = seats_left(activity, others)
    if left is None:
        return SignUpState.IN
    overtakes = any(one.count <= left for one in waiting(others))
    return SignUpState.IN if count <= left and not overtakes else SignUpState.WAITING


def moving_up(activity: Activity, sign_ups: Sequence[SignUp]) -> list[SignUp]:
    """Who comes in from the waiting list now, in its order. A party too large for what is free lets the next one
    pass: an empty seat helps nobody.
    """
    left = seats_left(activity, sign_ups)
    found = []
    for one in waiting(sign_ups):
        if left is None or one.count <= left:
            found.append(one)
            left = left if left is None else left - one.count
    return found


def place_in_line(sign_ups: Sequence[SignUp], contact: int) -> int:
    """Which one a contact is on the waiting list, from 1; 0 when she does not wait."""
    return next((at for at, one in enumerate(waiting(sign_ups), 1) if one.contact == contact), 0)
