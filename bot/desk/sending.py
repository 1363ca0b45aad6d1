"""How the desk sends something to a phone: the port every channel implements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from bot.desk.message import MessageKind


class Outcome(StrEnum):
    """What a channel says of one send (or of one file asked for), in the desk's words."""

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


@dataclass(frozen=True, slots=True)
class FetchResult:
    """What came of asking for a file: with SENT its bytes and their media type, else as `SendResult`."""

    outcome: Outcome
    content: bytes = b""
    content_type: str = ""
    code: int = 0
    detail: str = ""


class MediaSource(Protocol):
    """Where a door's photos and recordings are had from. Never raises for what the far side answers."""

    def fetch(self, media_id: str) -> FetchResult: ...


class Messenger(Protocol):
    """A channel to a person's phone. Never raises for what the far side answers.

    `key` names the notice; a channel that knows repeats (template messages do) passes it on.
    """

    def send_text(self, openid: str, text: str, key: str) -> SendResult: ...

    def send_template(self, openid: str, template: TemplateMessage, key: str) -> SendResult: ...

    def send_media(self, openid: str, kind: MessageKind, media_id: str, key: str) -> SendResult: ...
