"""The published revisions of the rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from storage.encoding import from_millis, to_millis
from storage.prepared import Statement, Transaction, insert_into
from storage.tables import rule_revisions
from storage.versions import Versions


@dataclass(frozen=True, slots=True)
class Revision:
    """One published set of rules: who published it, why and when."""

    revision: int
    text: str
    by: str
    why: str
    at: datetime


_COLUMNS = (
    rule_revisions.c.revision,
    rule_revisions.c.text,
    rule_revisions.c.by,
    rule_revisions.c.why,
    rule_revisions.c.at,
)
_HISTORY = Statement(select(*_COLUMNS).order_by(rule_revisions.c.revision.desc()))
_HEADERS = Statement(
    select(*(column for column in _COLUMNS if column is not rule_revisions.c.text))
    .order_by(rule_revisions.c.revision.desc())
)
_LIVE = Statement(
    select(rule_revisions.c.revision, rule_revisions.c.text)
    .order_by(rule_revisions.c.revision.desc())
    .limit(1)
)
_ONE = Statement(select(*_COLUMNS).where(rule_revisions.c.revision == bindparam("revision")))
_PUBLISH = insert_into(rule_revisions)


class Rules:
    """The rules as they were published; the last one is live."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def wait_in_line(self) -> None:
        """Be the only one who publishes until the end of the transaction."""
        self._transaction.lock("publish rules")

    def live(self) -> tuple[int, str]:
        """The live revision and its text; `(0, "")` when none was ever published."""
        row = self._transaction.first(_LIVE)
        return (0, "") if row is None else (row[0], row[1])

    def revision(self, number: int) -> Revision | None:
        """One revision, or None when it was never published."""
        row = self._transaction.first(_ONE, {"revision": number})
        return None if row is None else _revision_of(row)

    def history(self) -> list[Revision]:
        """All revisions, newest first."""
        return [_revision_of(row) for row in self._transaction.rows(_HISTORY)]

    def headers(self) -> list[Revision]:
        """All revisions, newest first, without their texts (each has a million characters)."""
        rows = self._transaction.rows(_HEADERS)
        return [_revision_of((number, "", by, why, at)) for number, by, why, at in rows]

    def publish(self, text: str, by: str, why: str, now: datetime) -> int:
        """Make `text` live; its revision, counted from 1."""
        Versions(self._transaction).bump("rules")  # first: on PostgreSQL it makes publishers wait in line
        revision = self.live()[0] + 1
        self._transaction.change(
            _PUBLISH, {"revision": revision, "text": text, "by": by, "why": why, "at": to_millis(now)}
        )
        return revision


def _revision_of(row: tuple[int, str, str, str, int]) -> Revision:
    return Revision(row[0], row[1], row[2], row[3], from_millis(row[4]))
