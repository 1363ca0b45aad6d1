"""What any door hands to the desk, and what the desk hands back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MessageKind(StrEnum):
    """The kinds of message and event that the desk serves."""

    TEXT = "text"
    IMAGE = "image"
    VOICE = "voice"
    LOCATION = "location"
    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"
    SCAN = "scan"
    CLICK = "click"


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One message or event from one person.

    `key` is the door's unique key of this message (the same for every repeat of it). `sender` is the
    door's id of the person (openid). `sent_at` is aware UTC, the sender's clock. `text` is the text, a
    recognised voice, a location's label or a menu key; `media` a media id or picture URL; `scene` a
    scene code without its prefix. `latitude` and `longitude` are degrees, GCJ-02 as WeChat sends them.
    """

    key: str
    channel: str
    sender: str
    kind: MessageKind
    sent_at: datetime
    text: str = ""
    media: str = ""
    latitude: float | None = None
    longitude: float | None = None
    scene: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the sender reads at once; an empty text means nothing is shown."""

    text: str = ""
