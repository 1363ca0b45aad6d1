"""What is known of the people of a made-up district before the week begins: ten answers each, or their very odds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from bot.audit.truth import Truth
from matching.diary import Diary, Entry, Habit, week_part
from matching.need import NeedKind
from matching.offers import OfferState
from matching.volunteer import Volunteer

#: So many offers has everybody had, one a week.
OFFERS = 10
#: As good as certain: so many answers that nothing else is believed.
_CERTAIN = 1e9


def past_answers(
    volunteers: Sequence[Volunteer], truth: Truth, monday: datetime, chance: np.random.Generator
) -> dict[str, tuple[Entry, ...]]:
    """Ten past offers each, one in each week before `monday`, answered as the truth has it; by the volunteer's code."""
    shape = (len(volunteers), OFFERS)
    yes = chance.random(shape) < truth.willing[:, None]
    silent = chance.random(shape) < truth.silent
    hours = chance.integers(8 * 60, 21 * 60, shape)
    days = chance.integers(7, size=shape)
    levels = chance.integers(5, size=shape)
    zone = ZoneInfo("Asia/Shanghai")
    found = {}
    for row, volunteer in enumerate(volunteers):
        entries = []
        for week in range(OFFERS):
            at = monday + timedelta(days=int(days[row, week]) - 7 * (OFFERS - week), minutes=int(hours[row, week]))
            no = OfferState.SILENT if silent[row, week] else OfferState.DECLINED
            local = at.astimezone(zone)
            entries.append(
                Entry(
                    volunteer.code, OfferState.CONFIRMED if yes[row, week] else no, at, NeedKind.HELP,
                    week_part(local, working_day=local.isoweekday() < 6), local.date(), 60, int(levels[row, week]),
                )
            )  # fmt: skip
        found[volunteer.code] = tuple(sorted(entries, key=lambda entry: entry.at))
    return found


def with_odds(diary: Diary, odds: float) -> Diary:
    """The diary of somebody whose very odds are known."""
    return Diary(diary.asked, diary.tasks, Habit(claims=odds * _CERTAIN, silences=(1 - odds) * _CERTAIN))
