"""The inbox: every message is worked on once, one sender's messages one after the other."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select

from storage.encoding import digest, to_millis
from storage.prepared import Statement, Transaction, insert_unless_there, update_by
from storage.tables import inbox

_CLAIM = insert_unless_there(inbox, "reply", conflict="key")
_REPLY = Statement(select(inbox.c.reply).where(inbox.c.key == bindparam("key")))
_REMEMBER = update_by(inbox, "key", "reply")
_PRUNE = Statement(inbox.delete().where(inbox.c.received_at < bindparam("before")))


class Inbox:
    """The keys of the messages that were received, with the reply each got.

    Keys and senders are stored as digests, because both may be or contain an openid.
    """

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def claim(self, key: str, sender: str, now: datetime) -> str | None:
        """None when the message is new; otherwise the reply it got the first time.

        A new message's key is kept and its sender is locked to the end of the transaction: further
        messages of the same sender, repeats among them, wait for that, in other processes too. A
        repeat of a message that was never given a reply gets an empty text.
        """
        who = digest(sender)
        self._transaction.lock(who)
        claim = {"key": digest(key), "sender": who, "received_at": to_millis(now)}
        if self._transaction.change(_CLAIM, claim):
            return None
        row = self._transaction.first(_REPLY, {"key": claim["key"]})
        return (row[0] or "") if row else ""

    def reply_to(self, key: str) -> str | None:
        """The reply to a message that was worked on; None for one that never came."""
        row = self._transaction.first(_REPLY, {"key": digest(key)})
        return None if row is None else row[0]

    def remember(self, key: str, reply: str) -> None:
        """Keep the reply for repeats of this message."""
        self._transaction.change(_REMEMBER, {"_key": digest(key), "reply": reply})

    def prune(self, before: datetime) -> int:
        """Forget messages received before a moment; how many there were.

        WeChat repeats a message within seconds: a few days are plenty.
        """
        return self._transaction.change(_PRUNE, {"before": to_millis(before)})
