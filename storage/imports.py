"""What was brought in from tables at the console, with the rows as they were before: the last one can be taken back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, literal_column, select

from storage.console_tables import imports
from storage.encoding import from_millis, from_millis_or_null, to_millis, to_millis_or_null
from storage.prepared import Row, Statement, Transaction, insert_into, update_by

_ADD = insert_into(imports, "id", returning="id")
_UNDONE = update_by(imports, "id", "undone_at", "changes")
#: Rows hold names: only those of the latest are kept, and only until it is taken back.
_EMPTY = Statement(imports.update().where(imports.c.changes != literal_column("'[]'")).values(changes="[]"))
_LOAD = Statement(select(*imports.columns).where(imports.c.id == bindparam("which")))
_LATEST = Statement(
    select(imports.c.id, imports.c.at, imports.c.account, imports.c.what, imports.c.file, imports.c.undone_at)
    .order_by(imports.c.id.desc())
    .limit(bindparam("many"))
)

#: One row of a table: before (None for a new one) and after (None for one that is there no more).
RowChange = tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Import:
    """One table that was brought in: `what` it told of, from which file, by whose account. `changes` are its rows that
    were new or different, empty in lists.
    """

    number: int
    at: datetime
    account: str
    what: str
    file: str
    changes: tuple[RowChange, ...] = ()
    undone_at: datetime | None = None


class Imports:
    """The tables that were brought in."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def add(self, kept: Import) -> int:
        """Keep one; its number. `kept.number` is ignored. Of the earlier ones the rows are forgotten."""
        self._transaction.change(_EMPTY)
        row = self._transaction.first(_ADD, {
            "at": to_millis(kept.at),
            "account": kept.account,
            "what": kept.what,
            "file": kept.file,
            "changes": json.dumps(kept.changes, ensure_ascii=False),
            "undone_at": to_millis_or_null(kept.undone_at),
        })  # fmt: skip
        return int(row[0]) if row else 0

    def load(self, number: int) -> Import | None:
        """The one with this number and all its rows, or None. While writing nobody else takes it back too."""
        self._transaction.lock("imports")
        row = self._transaction.first(_LOAD, {"which": number})
        return None if row is None else _import_of(row)

    def latest(self, many: int) -> Sequence[Import]:
        """The `many` latest, the latest first, without their rows."""
        return [
            Import(row[0], from_millis(row[1]), row[2], row[3], row[4], (), from_millis_or_null(row[5]))
            for row in self._transaction.rows(_LATEST, {"many": many})
        ]

    def mark_undone(self, number: int, now: datetime) -> None:
        """It was taken back; its rows are forgotten."""
        self._transaction.change(_UNDONE, {"_id": number, "undone_at": to_millis(now), "changes": "[]"})


def _import_of(row: Row) -> Import:
    number, at, account, what, file, changes, undone_at = row
    pairs = tuple((before, after) for before, after in json.loads(changes))
    return Import(number, from_millis(at), account, what, file, pairs, from_millis_or_null(undone_at))
