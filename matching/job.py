"""用工帮: work and those who look for it, brought together by skill, hours and nearness."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from matching.slot import Slot, parse_slots
from matching.territory import Node, NodeKind, Territory


class JobKind(StrEnum):
    """Which side a notice is of. Stored as text."""

    JOB = "job"    # somebody is wanted
    SEEK = "seek"  # somebody looks for work


class JobState(StrEnum):
    """Where a notice stands. Stored as text."""

    OPEN = "open"
    ONCE = "once"    # of somebody who answered one job and looks for no other
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Job:
    """One notice. `contact` posted it; `place` is a code or ""; `skills` the kinds of work; `slots` hours as
    `matching.slot` reads them, "" for any; `until` its last day.
    """

    number: int
    kind: JobKind
    contact: int
    place: str
    what: str
    skills: tuple[str, ...]
    slots: str
    pay: str
    until: date
    at: datetime
    state: JobState = JobState.OPEN


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a job and a seeker fit: more is better. `reasons` are Chinese and tell nobody's address."""

    job: Job
    seek: Job
    worth: float
    reasons: tuple[str, ...]


#: How near two places are by the lowest place that holds both, and what people call that.
_NEAR = {
    NodeKind.BUILDING: (1.0, "同一栋"),
    NodeKind.GRID: (0.9, "同一片"),
    NodeKind.COMPOUND: (0.9, "同小区"),
    NodeKind.LANE: (0.9, "同街巷"),
    NodeKind.PARK: (0.9, "同园区"),
    NodeKind.COMMUNITY: (0.7, "同社区"),
    NodeKind.STREET: (0.5, "同街道"),
    NodeKind.DISTRICT: (0.3, "同区"),
}
#: Nobody knows how far it is.
_SOMEWHERE = (0.2, "")
#: Short work is sought within a day's reach: an hour together is worth the way.
_TOGETHER_LEAST = timedelta(hours=1)


def fit(job: Job, seek: Job, territory: Territory) -> Fit | None:
    """Whether the seeker's work, hours and place go with the job, and why; None when one of them does not, or both
    are of the same person.
    """
    shared = _shared_skills(job, seek)
    if job.contact == seek.contact or not shared or not _hours_meet(job.slots, seek.slots):
        return None
    nearness = _nearness(job.place, seek.place, territory)
    if nearness is None:
        return None
    near, near_words = nearness
    both_told = bool(job.slots and seek.slots)
    reasons = (near_words, f"会{'、'.join(shared)}", "时间对得上" if both_told else "")
    worth = near + 0.5 * len(shared) + (0.3 if both_told else 0)
    return Fit(job, seek, worth, tuple(one for one in reasons if one))


def best_fits(fits: Iterable[Fit | None], many: int) -> list[Fit]:
    """The best few, the earlier notice first among equals."""
    found = [one for one in fits if one is not None]
    return sorted(found, key=lambda one: (-one.worth, one.job.number, one.seek.number))[:many]


def _shared_skills(job: Job, seek: Job) -> list[str]:
    """What the seeker does that the job wants; a seeker who names nothing takes anything, a job may name it inside
    a longer word (保洁 in 钟点保洁).
    """
    wanted = (*job.skills, job.what)
    if not seek.skills:
        return list(job.skills[:1]) or [job.what]
    return [skill for skill in seek.skills if any(skill in one or (one and one in skill) for one in wanted)]


def _hours_meet(one: str, other: str) -> bool:
    left, right = parse_slots(one), parse_slots(other)
    if not left or not right:
        return True
    return any(_meet(a, b) for a in left for b in right)


def _meet(one: Slot, other: Slot) -> bool:
    if not one.days & other.days:
        return False
    start, end = max(one.start, other.start), min(one.end, other.end)
    together = timedelta(hours=end.hour - start.hour, minutes=end.minute - start.minute)
    shorter = min(_length(one), _length(other))
    return together >= min(_TOGETHER_LEAST, shorter)


def _length(slot: Slot) -> timedelta:
    return timedelta(hours=slot.end.hour - slot.start.hour, minutes=slot.end.minute - slot.start.minute)


def _nearness(one: str, other: str, territory: Territory) -> tuple[float, str] | None:
    """How near two places are; None when they lie in different districts."""
    if not one or not other:
        return _SOMEWHERE
    over = {node.code for node in territory.lineage(other)}
    held: Node | None = next((node for node in territory.lineage(one) if node.code in over), None)
    return _NEAR[held.kind] if held is not None else None
