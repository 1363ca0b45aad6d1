"""Photos and recordings that people sent: fetched from WeChat, which drops them after three days, and kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import bindparam, func, literal_column, select

from storage.encoding import from_millis, from_millis_or_null, to_millis
from storage.prepared import Statement, Transaction, insert_unless_there, update_by
from storage.tables import media


class MediaState(StrEnum):
    """Where a file stands. Stored as text."""

    DUE = "due"        # waits to be fetched
    LEASED = "leased"  # a worker is fetching it; due again when the lease ends
    KEPT = "kept"
    LOST = "lost"      # given up: WeChat has it no more, or it is too large


@dataclass(frozen=True, slots=True)
class Wanted:
    """A claimed file that is to be fetched. `tries` counts this one too; it was sent at `added_at`."""

    id: int
    media: str
    tries: int
    added_at: datetime


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that is kept: image or voice, with its media type as WeChat named it."""

    kind: str
    content_type: str
    content: bytes


_ADD = insert_unless_there(media, "id", conflict="media")
_READY = Statement(
    select(media.c.id, media.c.media, media.c.tries, media.c.added_at)
    .where(media.c.ready_at <= bindparam("now"))
    .order_by(media.c.ready_at, media.c.id)
    .limit(bindparam("many"))
    .with_for_update(skip_locked=True)  # not rendered for SQLite, which needs none
)
_LEASE = update_by(media, "id", "state", "ready_at", "tries")
_KEEP = update_by(media, "id", "state", "ready_at", "last_error", "done_at", "content_type", "content")
#: Not what another worker kept in the meantime, after this one's lease had ended.
_REST = Statement(
    media.update()
    .where(media.c.id == bindparam("_id"), media.c.state != literal_column("'kept'"))
    .values({name: bindparam(name) for name in ("state", "ready_at", "last_error", "done_at")})
)
_KEPT = Statement(
    select(media.c.kind, media.c.content_type, media.c.content).where(
        media.c.media == bindparam("which"), media.c.state == literal_column("'kept'")
    )
)
_NEXT = Statement(select(func.min(media.c.ready_at)))
_COUNTS = Statement(select(media.c.state, func.count()).group_by(media.c.state))


class Media:
    """The files, each under the media id that WeChat gave it."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def want(self, media_id: str, kind: str, contact: int, now: datetime) -> bool:
        """Have a contact's file fetched from now on; False, and nothing happens, when its id is known already."""
        added = self._transaction.change(
            _ADD,
            {
                "media": media_id,
                "kind": str(kind),
                "contact": contact,
                "added_at": to_millis(now),
                "state": MediaState.DUE.value,
                "ready_at": to_millis(now),
                "tries": 0,
                "last_error": "",
                "done_at": None,
                "content_type": "",
                "content": None,
            },
        )
        return added > 0

    def put(self, file: KeptFile, media_id: str, contact: int, now: datetime) -> bool:
        """Keep a contact's file that came by itself, not through WeChat; False when its id is known already."""
        added = self._transaction.change(
            _ADD,
            {
                "media": media_id,
                "kind": file.kind,
                "contact": contact,
                "added_at": to_millis(now),
                "state": MediaState.KEPT.value,
                "ready_at": None,
                "tries": 0,
                "last_error": "",
                "done_at": to_millis(now),
                "content_type": file.content_type,
                "content": file.content,
            },
        )
        return added > 0

    def claim(self, now: datetime, lease: timedelta, limit: int) -> list[Wanted]:
        """Up to `limit` files to fetch, the longest due first; nobody else gets them before the lease ends.

        A file whose worker was killed comes back when its lease has ended.
        """
        rows = self._transaction.rows(_READY, {"now": to_millis(now), "many": limit})
        leased = {"state": MediaState.LEASED.value, "ready_at": to_millis(now + lease)}
        self._transaction.change_each(_LEASE, [{"_id": row[0], "tries": row[2] + 1, **leased} for row in rows])
        return [Wanted(row[0], row[1], row[2] + 1, from_millis(row[3])) for row in rows]

    def keep(self, wanted: int, now: datetime, content: bytes, content_type: str) -> bool:
        """Keep what was fetched; False when nobody wants it any more (its sender was made anonymous)."""
        changed = self._transaction.change(
            _KEEP,
            {
                "_id": wanted,
                "state": MediaState.KEPT.value,
                "ready_at": None,
                "last_error": "",
                "done_at": to_millis(now),
                "content_type": content_type,
                "content": content,
            },
        )
        return changed > 0

    def retry(self, wanted: int, due_at: datetime, error: str) -> None:
        """Try again at `due_at`."""
        values = {"_id": wanted, "state": MediaState.DUE.value, "ready_at": to_millis(due_at), "last_error": error}
        self._transaction.change(_REST, {**values, "done_at": None})

    def give_up(self, wanted: int, now: datetime, error: str) -> None:
        """Try no more; it is counted as lost, with the error."""
        values = {"_id": wanted, "state": MediaState.LOST.value, "ready_at": None, "last_error": error}
        self._transaction.change(_REST, {**values, "done_at": to_millis(now)})

    def kept(self, media_id: str) -> KeptFile | None:
        """The file with this media id; None when it is unknown, not fetched yet or lost."""
        row = self._transaction.first(_KEPT, {"which": media_id})
        return None if row is None else KeptFile(row[0], row[1], bytes(row[2]))

    def counts(self) -> dict[str, int]:
        """How many files stand in each state of `MediaState`; 0 for states without any."""
        return {state.value: 0 for state in MediaState} | dict(self._transaction.rows(_COUNTS))

    def next_due(self) -> datetime | None:
        """The earliest moment at which a file can be claimed; None when none waits."""
        row = self._transaction.first(_NEXT)
        return from_millis_or_null(row[0]) if row else None
