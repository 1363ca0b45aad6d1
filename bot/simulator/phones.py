"""The phones: who follows, what they have on their screens, what they may be sent."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.simulator.account import FOLLOWER_PREFIX, PhoneOwner, SimulatedAccount, acquaintance
from bot.simulator.feed import Feed
from bot.simulator.push import Exchange
from bot.simulator.window import ReplyWindow

#: Bubbles kept for one phone.
KEPT = 500
_EXCHANGES = 20


@dataclass(frozen=True, slots=True)
class Content:
    """What a bubble holds; `more` is JSON-ready and goes with `kind`."""

    kind: str
    text: str
    more: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bubble:
    """Something on a phone's screen. `sender` is me, account or system."""

    number: int
    sender: str
    content: Content
    at: datetime

    def as_json(self) -> dict[str, object]:
        """The bubble as the control API and the page read it."""
        return {
            "id": self.number,
            "from": self.sender,
            "kind": self.content.kind,
            "text": self.content.text,
            "at": self.at.isoformat(),
            **self.content.more,
        }


@dataclass(slots=True)
class Phone:
    """One person's WeChat."""

    owner: PhoneOwner
    following: bool = True
    window: ReplyWindow = field(default_factory=ReplyWindow)
    bubbles: deque[Bubble] = field(default_factory=lambda: deque(maxlen=KEPT))
    exchanges: deque[Exchange] = field(default_factory=lambda: deque(maxlen=_EXCHANGES))
    last_push: Mapping[str, object] | None = None

    def as_json(self) -> dict[str, object]:
        """The phone with its bubbles, oldest first."""
        owner = self.owner
        return {
            "openid": owner.openid,
            "name": owner.name,
            "role": owner.role,
            "initial": owner.initial,
            "colour": owner.colour,
            "samples": list(owner.samples),
            "shown": owner.shown,
            "following": self.following,
            "bubbles": [bubble.as_json() for bubble in self.bubbles],
        }


class Phones:
    """All phones by openid; those of the account's owners first, others as they are written to."""

    def __init__(self, account: SimulatedAccount, feed: Feed) -> None:
        """Switch on the phones of the account's owners."""
        self._account = account
        self._feed = feed
        self._number = 0
        self._phones: dict[str, Phone] = {}
        self.reset()

    def reset(self) -> None:
        """Every owner follows again and has an empty screen; other phones are gone."""
        self._phones = {owner.openid: Phone(owner) for owner in self._account.owners if owner.shown}

    def all(self) -> list[Phone]:
        """The phones, owners first."""
        return list(self._phones.values())

    def find(self, openid: str) -> Phone | None:
        """The phone, switched on at first need for a follower of the sample data, or None for a stranger."""
        phone = self._phones.get(openid)
        if phone is None:
            owner = next((owner for owner in self._account.owners if owner.openid == openid), None)
            if owner is None and not openid.startswith(FOLLOWER_PREFIX):
                return None
            phone = self._phones[openid] = Phone(
                owner or acquaintance(openid, openid.removeprefix(FOLLOWER_PREFIX), "关注者")
            )
            self._feed.add("phone", phone.as_json())
        return phone

    def show(self, phone: Phone, sender: str, content: Content, at: datetime) -> Bubble:
        """Put a bubble on the phone's screen and tell every open page."""
        self._number += 1
        bubble = Bubble(self._number, sender, content, at)
        phone.bubbles.append(bubble)
        if self._phones.get(phone.owner.openid) is not phone:  # a late answer to a screen that was emptied
            return bubble
        self._feed.add("bubble", {"phone": phone.owner.openid, "bubble": bubble.as_json()})
        return bubble

    def follow(self, phone: Phone, *, following: bool) -> None:
        """The person follows the account or leaves it; leaving closes the window."""
        phone.following = following
        if not following:
            phone.window = ReplyWindow()
        self._feed.add("following", {"phone": phone.owner.openid, "following": following})
