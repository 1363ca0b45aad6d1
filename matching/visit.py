"""Visits: who goes to whom, fairly and with the same face each time; when the next one is, and when one is missed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Final

from matching.slot import parse_slots
from matching.volunteer import Volunteer

#: When somebody is visited whose row names no hours.
USUAL_HOURS: Final = (time(9), time(11))
#: A visit that nobody reported is asked after this long behind its end, and reported to a person as long after that.
ASKED_AFTER: Final = timedelta(hours=1)
#: The person must hear on the same day, while a voice on the telephone is still welcome.
HEARS_BEFORE: Final = time(19, 45)
_ASKED_BEFORE: Final = time(19)
#: An evening visit is over later than that: the shortest wait that is still a question and no reproach.
_AT_LEAST: Final = timedelta(minutes=15)
_LAST_ASKED, _LAST_HEARD = time(21, 40), time(21, 55)
#: How near two places are: 0 the same building, more the farther.
Nearness = Callable[[str, str], int]
#: A household: the building's code and its room.
DoorAt = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Recipient:
    """走访对象: who is visited every so many days. Places, volunteers and people are codes, "" for none.

    Nobody is visited without `consent`. A `minor` gets two vetted volunteers. `slot` is one of `matching.slot`, ""
    any morning; `usual` whom she knows, `coordinator` who hears of a missed visit, `next_day` when it is next.
    """

    code: str
    name: str
    place: str
    room: str = ""
    phone: str = ""
    contact: int = 0
    languages: tuple[str, ...] = ()
    gender: str = ""
    minor: bool = False
    consent: bool = False
    note: str = ""
    every_days: int = 7
    slot: str = ""
    usual: str = ""
    team: str = ""
    coordinator: str = ""
    next_day: date | None = None

    @property
    def visitors(self) -> int:
        """How many come: to a child never one alone."""
        return 2 if self.minor else 1


@dataclass(frozen=True, slots=True)
class Calling:
    """Who may go on a day: everybody who is there, the loads of the week, who went there before (latest first)."""

    volunteers: Sequence[Volunteer]
    near: Nearness
    loads: Mapping[str, int] = field(default_factory=dict)
    seen: Sequence[str] = ()


# -- who -------------------------------------------------------------------------------------------


def why_not(recipient: Recipient, volunteer: Volunteer) -> str:
    """Why a volunteer cannot be somebody's visitor, in Chinese for the coordinator; "" when she can."""
    if recipient.minor and not volunteer.vetted:
        return "看孩子要由社区核实过的志愿者去"
    missing = [language for language in recipient.languages if language not in volunteer.languages]
    if missing:
        return f"不会讲{missing[0]}"
    if recipient.gender and recipient.gender != volunteer.gender:
        return f"对方希望是{recipient.gender}的"
    return ""


def visitors_for(recipient: Recipient, calling: Calling) -> tuple[str, ...]:
    """Who goes this time: the usual face, then who was there before, then the least busy, then the nearest.

    Fewer than `recipient.visitors` where there are not so many who can.
    """
    before = list(calling.seen)

    def order(volunteer: Volunteer) -> tuple[bool, int, int, int, str]:
        code = volunteer.code
        known = before.index(code) if code in before else len(before)
        near = calling.near(volunteer.home, recipient.place)
        return (code != recipient.usual, known, calling.loads.get(code, 0), near, code)

    able = sorted((one for one in calling.volunteers if not why_not(recipient, one)), key=order)
    return tuple(one.code for one in able[: recipient.visitors])


def share_out(recipients: Sequence[Recipient], volunteers: Sequence[Volunteer], near: Nearness) -> dict[str, list[str]]:
    """The visitors of each recipient, by code. Who is somebody's usual face stays it; of the others each has as many
    as the next one, give or take one, as far as languages and the like allow. Empty for whom nobody can visit.
    """
    able = {one.code: [v.code for v in volunteers if not why_not(one, v)] for one in recipients}
    held: dict[str, list[str]] = {one.code: [one.usual] if one.usual in able[one.code] else [] for one in recipients}
    kept = {(one.code, code) for one in recipients for code in held[one.code]}
    loads = {volunteer.code: sum(volunteer.code in codes for codes in held.values()) for volunteer in volunteers}
    homes = {volunteer.code: volunteer.home for volunteer in volunteers}
    for one in sorted(recipients, key=lambda one: (len(able[one.code]), one.code)):
        order = {code: (near(homes[code], one.place), code) for code in able[one.code]}
        for _ in range(one.visitors - len(held[one.code])):
            free = [(loads[code], order[code]) for code in able[one.code] if code not in held[one.code]]
            if free:
                chosen = min(free)[1][1]
                held[one.code].append(chosen)
                loads[chosen] += 1
    while (path := _relief(held, able, kept, loads)) is not None:
        for whom, giver, taker in path:
            held[whom][held[whom].index(giver)] = taker
        loads[path[0][1]] -= 1
        loads[path[-1][2]] += 1
    return held


_Step = tuple[str, str, str]  # (whom, who gives her up, who takes her)


def _relief(
    held: Mapping[str, Sequence[str]],
    able: Mapping[str, Sequence[str]],
    kept: Collection[tuple[str, str]],
    loads: Mapping[str, int],
) -> list[_Step] | None:
    """The shortest chain of hand-overs from somebody to one who has two less, or None when it is fair."""
    for start in sorted(loads, key=lambda code: (-loads[code], code)):
        paths: dict[str, list[_Step]] = {start: []}
        waiting = deque([start])
        while waiting:
            giver = waiting.popleft()
            for whom in [one for one, codes in held.items() if giver in codes and (one, giver) not in kept]:
                for taker in able[whom]:
                    if taker in paths or taker in held[whom]:
                        continue
                    paths[taker] = [*paths[giver], (whom, giver, taker)]
                    if loads[taker] + 2 <= loads[start]:
                        return paths[taker]
                    waiting.append(taker)
    return None


# -- when ------------------------------------------------------------------------------------------


def hours_of(recipient: Recipient) -> tuple[time, time]:
    """Between which local times she is visited."""
    slots = parse_slots(recipient.slot)
    return (slots[0].start, slots[0].end) if slots else USUAL_HOURS


def next_day(recipient: Recipient, planned: date) -> date:
    """The day after a planned one on which she is visited next: the nearest to her rhythm that her hours allow.

    It is counted from the day that was planned, so that a visit made up for shifts nothing.
    """
    wanted = planned + timedelta(days=max(recipient.every_days, 1))
    slots = parse_slots(recipient.slot)
    near = [wanted + timedelta(days=off) for off in (0, -1, 1, -2, 2, -3, 3, 4, 5, 6)]
    return next(day for day in near if day > planned and (not slots or day.isoweekday() in slots[0].days))


def first_day(recipient: Recipient, today: date) -> date:
    """The first day from today on that her hours allow."""
    slots = parse_slots(recipient.slot)
    week = [today + timedelta(days=off) for off in range(7)]
    return next(day for day in week if not slots or day.isoweekday() in slots[0].days)


def alarm_times(ends_at: datetime) -> tuple[datetime, datetime]:
    """When the visitor is asked after a visit that she has not reported, and when a person hears of it: the same day.

    `ends_at` is local time, and so are both.
    """
    def at(clock: time) -> datetime:
        return datetime.combine(ends_at.date(), clock, ends_at.tzinfo)

    asked = min(max(ends_at, min(ends_at + ASKED_AFTER, at(_ASKED_BEFORE))), at(_LAST_ASKED))
    heard = min(max(min(asked + ASKED_AFTER, at(HEARS_BEFORE)), asked + _AT_LEAST), at(_LAST_HEARD))
    return asked, heard


# -- doors -----------------------------------------------------------------------------------------


def split_doors(doors: Iterable[DoorAt], callers: Mapping[str, str]) -> dict[str, list[DoorAt]]:
    """The households of each caller (code -> the building she lives in): nobody has two more than another.

    Everybody has those of her own building first, the rest is filled up house by house. Empty without callers.
    """
    listed = sorted(set(doors), key=lambda door: (door[0], len(door[1]), door[1]))
    if not callers:
        return {}
    least, over = divmod(len(listed), len(callers))
    held: dict[str, list[DoorAt]] = {caller: [] for caller in callers}
    rest: list[DoorAt] = []
    for place, group in groupby(listed, key=lambda door: door[0]):
        left = list(group)
        own = [caller for caller, home in callers.items() if home == place]
        for at, caller in enumerate(own):
            count = min(least + (over > 0), -(-len(left) // (len(own) - at)))
            held[caller], left = left[:count], left[count:]
            over -= count > least
        rest += left
    for caller in callers:
        missing = max(least - len(held[caller]), 0)
        held[caller] += rest[:missing]
        rest = rest[missing:]
    for caller in [code for code in callers if len(held[code]) == least][: len(rest)]:
        held[caller].append(rest.pop(0))
    return held
