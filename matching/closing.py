"""Closing that holds: when the resident is asked again, when somebody else looks, what is asked once more later."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Final
from zlib import crc32
from zoneinfo import ZoneInfo

from matching.case import Case
from matching.deadline import DAY_ENDS, QUIET_ENDS

#: She is reminded when so much time has passed since she was asked.
REMINDED_AFTER: Final = (timedelta(hours=24), timedelta(hours=48))
#: Then somebody else looks, and has so long for it.
CHECKED_AFTER: Final = timedelta(hours=72)
CHECK_TERM: Final = timedelta(hours=48)
#: With nobody left to look it is tried again so often.
CHECK_AGAIN: Final = timedelta(hours=24)

#: So long after the closing a sample, and everything that came more than once, is asked about again.
RECHECKED_AFTER: Final = timedelta(days=28)
SAMPLE_ONE_IN: Final = 10
#: So long an answer to that is waited for.
RECHECK_SILENT: Final = timedelta(days=7)

#: A reminder comes so long before the reply window shuts, and never sooner after the question than this.
_BEFORE_SHUT: Final = timedelta(hours=1)
_SOONEST: Final = timedelta(hours=4)


def reminded_at(asked_at: datetime, before: int, window_until: datetime | None, zone: ZoneInfo) -> datetime:
    """When a silent resident is reminded, having been reminded `before` times (0 or 1) already.

    The first time comes while she can still be written to freely: an hour before her reply window shuts, where that
    is sooner; in the evening before where it shuts at night. Raises IndexError from the third time on.
    """
    planned = asked_at + REMINDED_AFTER[before]
    if before or window_until is None:
        return planned
    moment = _by_day(window_until - _BEFORE_SHUT, zone)
    return moment if asked_at + _SOONEST <= moment < planned else planned


def _by_day(moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment itself, or for one at night the last hour of the evening before."""
    local = moment.astimezone(zone)
    if QUIET_ENDS <= local.time() < DAY_ENDS:
        return moment
    day = local.date() if local.time() >= DAY_ENDS else local.date() - timedelta(days=1)
    return datetime.combine(day, time(DAY_ENDS.hour - 1), zone).astimezone(moment.tzinfo)


def recheck_due(case: Case, closed_at: datetime) -> datetime | None:
    """When a case that is closed now is asked about again, None when it is not.

    Always where it came up or was opened more than once; of the rest one in ten, told by its number alone.
    """
    repeated = case.times > 1 or case.reopened > 0
    return closed_at + RECHECKED_AFTER if repeated or in_sample(case.number) else None


def in_sample(number: int) -> bool:
    """Whether a case belongs to the tenth that is asked about again; always the same answer for a number."""
    return crc32(str(number).encode()) % SAMPLE_ONE_IN == 0


@dataclass(frozen=True, slots=True)
class Signs:
    """From what a closing looks as if it were on paper only; see `closing.toml`."""

    mass_count: int
    mass_within: timedelta
    same_count: int
    same_letters: int
    back_count: int
    back_share: float
    back_within: timedelta
    wordless_count: int
    wordless_share: float


@cache
def wants_photo() -> frozenset[str]:
    """The categories whose closing wants a photo, as shipped."""
    return frozenset(_table()["photo"])


@cache
def shipped_signs() -> Signs:
    """The thresholds that come with the product."""
    table = _table()
    mass, same, back, wordless = (table[name] for name in ("mass", "same_words", "came_back", "without_word"))
    return Signs(
        mass_count=mass["count"],
        mass_within=timedelta(minutes=mass["minutes"]),
        same_count=same["count"],
        same_letters=same["letters"],
        back_count=back["count"],
        back_share=back["share"],
        back_within=timedelta(days=back["days"]),
        wordless_count=wordless["count"],
        wordless_share=wordless["share"],
    )


def _table() -> dict[str, Any]:
    return tomllib.loads(files("matching").joinpath("closing.toml").read_text(encoding="utf-8"))
