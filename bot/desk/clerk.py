"""Somebody at the console who changes places or people: what is hers to change, and what is kept of it.

BotError
└── RosterRefused   a change of places, people or volunteers cannot be done; the message says how to put it right
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.desk.rights import Standing
from bot.errors import BotError
from matching.territory import Territory
from storage.audit import Audited
from storage.unit_of_work import UnitOfWork


class RosterRefused(BotError):
    """A change of places, people or volunteers cannot be done; the message says how to put it right."""


@dataclass(frozen=True, slots=True)
class Clerk:
    """Whoever changes something, within one unit of work. `territory` is the tree as it is in that."""

    unit: UnitOfWork
    name: str
    standing: Standing
    territory: Territory
    now: datetime
    today: date

    def check_place(self, code: str) -> None:
        """Nothing for a place that is there and hers. Raises RosterRefused."""
        if self.territory.get(code) is None:
            raise RosterRefused("没有这个地点，请从列表里选")
        if not self.standing.sees_place(self.territory, code):
            raise RosterRefused("这个地点不归您管，请找管那里的账户来改")

    def record(self, step: tuple[str, str, str], before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Keep what was changed: `step` is action, subject and which; of both sides what differs."""
        action, subject, which = step
        names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        self.unit.audit.record(Audited(
            self.now, self.name, action, subject, which,
            {name: before[name] for name in names if name in before},
            {name: after[name] for name in names if name in after},
        ))  # fmt: skip
