"""Whom to ask: a volunteer, what may not be asked of whom, and who is asked first, with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from matching.slot import Slot

#: At most so many offers a week, unless somebody wants fewer.
OFFERS_A_WEEK = 6


class Engagement(StrEnum):
    """The three kinds of 报到 (龙文区): what sort of thing somebody wants to be asked for. Stored as text."""

    STANDING = "standing"  # 常态报到: a standing duty, the same every week
    ADVISING = "advising"  # 引领报到: an expert's question
    SERVICE = "service"    # 志愿报到: one errand at a time


@dataclass(frozen=True, slots=True)
class Volunteer:
    """Somebody who helps. `home` is where she lives, `work` the community that her unit is paired with; codes or "".

    `skills` are those she says she has, `verified` those that somebody has looked at. `slots` are her hours (none
    given: any time of day), `quiet` the hours in which she is asked nothing. `at_work` says that she may be asked
    in her own working hours. `weekly_cap` are errands a week, `offers_cap` offers a week. `vetted` was looked into
    by the community: only such volunteers come to children or hold keys. `resting_until` is the last day on which
    she is asked nothing. `contact` is her account's id, 0 without; `room` her room at home where it is known;
    `person` her code on duty, if she has a duty too.
    """

    code: str
    name: str
    home: str = ""
    work: str = ""
    skills: frozenset[str] = frozenset()
    verified: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    gender: str = ""
    slots: tuple[Slot, ...] = ()
    quiet: tuple[Slot, ...] = ()
    at_work: bool = False
    weekly_cap: int = 2
    offers_cap: int = OFFERS_A_WEEK
    vetted: bool = False
    kinds: frozenset[Engagement] = frozenset()
    unit: str = ""
    teams: frozenset[str] = frozenset()
    resting_until: date | None = None
    contact: int = 0
    room: str = ""
    person: str = ""


class Roster:
    """Everybody who may be asked, immutable, in the order given."""

    def __init__(self, volunteers: Iterable[Volunteer]) -> None:
        self._volunteers = {volunteer.code: volunteer for volunteer in volunteers}
        self._by_contact = {volunteer.contact: volunteer for volunteer in self if volunteer.contact}

    def __iter__(self) -> Iterator[Volunteer]:
        """Everybody, in the order given."""
        return iter(self._volunteers.values())

    def __len__(self) -> int:
        """How many there are."""
        return len(self._volunteers)

    def __contains__(self, code: object) -> bool:
        """Whether somebody has this code."""
        return code in self._volunteers

    def get(self, code: str) -> Volunteer | None:
        """The volunteer with this code, or None."""
        return self._volunteers.get(code)

    def of_contact(self, contact: int) -> Volunteer | None:
        """The volunteer with this account, or None."""
        return self._by_contact.get(contact)
