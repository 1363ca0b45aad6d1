"""Links to the pages: signed, short-lived, made for one person. Whoever opens one in time needs no password.

LinkRefused        the link is nobody's: broken, signed with another key, or its person is somebody else now
└── LinkExpired    it was good once
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import timedelta

from itsdangerous import BadData, SignatureExpired, Signer, URLSafeTimedSerializer

from bot.desk.reply import REPLY_BYTES, cut_reply
from bot.errors import BotError
from storage.encoding import digest
from storage.people import Contact

_SALT, _FORM = "linli page", "linli form"
_MARK_DIGITS = 8


class LinkRefused(BotError):
    """The link is broken, signed with another key, or its person is somebody else now."""


class LinkExpired(LinkRefused):
    """The link was good once."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that is good: the contact's id, and a mark of the account it was made for."""

    contact: int
    mark: str

    def is_for(self, contact: Contact | None) -> bool:
        """Whether that contact still is who it was made for; somebody made anonymous is not."""
        return contact is not None and contact.id == self.contact and _mark(contact.openid) == self.mark


@dataclass(frozen=True, slots=True)
class Links:
    """Makes and reads links. Without a `base` (the address that phones can open) or a key none are made."""

    base: str = ""
    key: str = field(default="", repr=False)
    good_for: timedelta = timedelta(hours=72)

    def token(self, contact: int, openid: str) -> str:
        """What stands for a contact in an address: who it is and since when, signed."""
        made = self._serializer().dumps([contact, _mark(openid)])
        return made.decode() if isinstance(made, bytes) else made

    def address(self, contact: int, openid: str, path: str = "") -> str:
        """The address of a contact's list, or of a case when `path` is its number; empty without a base."""
        return f"{self.base}/pages/{self.token(contact, openid)}/{path}" if self.base and self.key else ""

    def read(self, token: str) -> Opened:
        """Whom a token is for. Raises LinkExpired, and LinkRefused for anything that this key did not sign."""
        if not self.key:
            raise LinkRefused  # an empty key is everybody's
        try:
            contact, mark = self._serializer().loads(token, max_age=int(self.good_for.total_seconds()))
        except SignatureExpired as error:
            raise LinkExpired from error
        except BadData as error:
            raise LinkRefused from error
        return Opened(contact, mark)

    def form_key(self, token: str) -> str:
        """What a form of this link's pages sends back: another site cannot know it."""
        return Signer(self.key, salt=_FORM).get_signature(token).decode()

    def is_form_key(self, token: str, given: str) -> bool:
        """Whether a form was made for this link."""
        return hmac.compare_digest(self.form_key(token).encode(), given.encode())

    def _serializer(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.key, salt=_SALT)


def with_link(text: str, address: str, label: str) -> str:
    """A text with a link as its last line, the text cut so that both fit into a message; as it is without one."""
    if not address:
        return text
    line = f'\n<a href="{address}">{label}</a>'
    return cut_reply(text, REPLY_BYTES - len(line.encode())) + line


def _mark(openid: str) -> str:
    return digest(openid)[:_MARK_DIGITS]
