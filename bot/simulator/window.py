"""The right to send 客服消息: how many, until when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class Contact(StrEnum):
    """What a person did that lets the account write to them."""

    MESSAGE = "message"  # wrote something
    ACTION = "action"  # clicked a menu, followed, scanned


@dataclass(frozen=True, slots=True)
class Grant:
    """So many messages until then."""

    until: datetime
    left: int


#: WeChat's table since 2023-05-30: 5 in 48 h after a message, 3 in 1 min after a click, follow or scan.
RULES = {Contact.MESSAGE: (timedelta(hours=48), 5), Contact.ACTION: (timedelta(minutes=1), 3)}


class WindowClosedError(Exception):
    """The person has not acted lately (45015)."""


class WindowUsedUpError(Exception):
    """All messages of the window are spent (45047)."""


@dataclass(frozen=True, slots=True)
class ReplyWindow:
    """One person's grants. Each act sets its own kind anew; grants don't add up."""

    message: Grant | None = None
    action: Grant | None = None

    def opened(self, contact: Contact, now: datetime) -> ReplyWindow:
        """The window after the person acted."""
        period, count = RULES[contact]
        grant = Grant(now + period, count)
        return replace(self, message=grant) if contact is Contact.MESSAGE else replace(self, action=grant)

    def spent(self, now: datetime) -> ReplyWindow:
        """The window after one send, the shorter grant first.

        Raises WindowClosedError when no grant is in time, WindowUsedUpError when those in time are empty.
        """
        if _usable(self.action, now):
            return replace(self, action=_less(self.action))
        if _usable(self.message, now):
            return replace(self, message=_less(self.message))
        if _in_time(self.action, now) or _in_time(self.message, now):
            raise WindowUsedUpError
        raise WindowClosedError


def _in_time(grant: Grant | None, now: datetime) -> bool:
    return grant is not None and now < grant.until


def _usable(grant: Grant | None, now: datetime) -> bool:
    return grant is not None and now < grant.until and grant.left > 0


def _less(grant: Grant | None) -> Grant | None:
    return None if grant is None else replace(grant, left=grant.left - 1)
