"""How the desk sends something to a phone: the port every channel implements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Outcome(StrEnum):
    """What a channel says of one send, in the desk's words."""

    SENT = "sent"
    BUSY = "busy"                    # try again, later each time
    RATE_LIMITED = "rate_limited"    # try again in the next minute
    QUOTA = "quota"                  # this channel is used up until midnight
    WINDOW_CLOSED = "window_closed"  # the person must write first: another channel
    UNREACHABLE = "unreachable"      # no follower, or an id that is not this account's
    REJECTED = "rejected"            # the content is refused: no retry
    HALTED = "halted"                # secret, allow-list or ban: an operator must act


@dataclass(frozen=True, slots=True)
class SendResult:
    """The outcome with the channel's own code (0 when it has none) and a detail for the log."""

    outcome: Outcome
    code: int = 0
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TemplateMessage:
    """A template message: short fields (see `bot.wechat.messenger` for their limits) and a page to open."""

    template_id: str
    fields: Mapping[str, str] = field(default_factory=dict)
    url: str = ""


class Messenger(Protocol):
    """A channel to a person's phone. Never raises for what the far side answers.

    `key` names the notice; a channel that knows repeats (template messages do) passes it on.
    """

    def send_text(self, openid: str, text: str, key: str) -> SendResult: ...

    def send_template(self, openid: str, template: TemplateMessage, key: str) -> SendResult: ...
