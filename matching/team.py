"""A team: who leads it, how much may be asked of it in a week, until when it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from matching.volunteer import Volunteer


class TeamKind(StrEnum):
    """What a team is for. Stored as text."""

    RIDER = "rider"      # 千里顺风队: couriers of meals, on the road all day
    COURIER = "courier"  # couriers of parcels, the same
    REPAIR = "repair"
    VISIT = "visit"
    SURGE = "surge"
    OTHER = "other"


#: Their members ride: nothing is asked of them unless they have stopped and said that they may be asked.
RIDING = frozenset({TeamKind.RIDER, TeamKind.COURIER})
#: What whoever rides can do, whether or not she has said so: fetch and bring.
ERRAND_SKILL = "跑腿代购"


@dataclass(frozen=True, slots=True)
class Team:
    """A team. `leader` and `members` are volunteers' codes; the leader is one of the members.

    `weekly_quota` are the offers that all of it together get in a week at most, 0 for as many as come.
    `until_day` is the last day on which it stands, None for no end.
    """

    code: str
    name: str
    kind: TeamKind
    place: str = ""
    leader: str = ""
    weekly_quota: int = 0
    until_day: date | None = None
    members: tuple[str, ...] = ()

    @property
    def rides(self) -> bool:
        """Whether its members are on the road all day."""
        return self.kind in RIDING

    def stands(self, today: date) -> bool:
        """Whether it has not ended yet."""
        return self.until_day is None or today <= self.until_day

    def is_spent(self, asked: int) -> bool:
        """Whether it has got as many offers this week as it may."""
        return self.weekly_quota > 0 and asked >= self.weekly_quota


def with_errands(volunteers: Iterable[Volunteer], teams: Iterable[Team]) -> Iterator[Volunteer]:
    """The volunteers in their order; those of teams that ride can run errands."""
    riders = {code for team in teams if team.rides for code in team.members}
    for volunteer in volunteers:
        rides = volunteer.code in riders
        yield replace(volunteer, skills=volunteer.skills | {ERRAND_SKILL}) if rides else volunteer
