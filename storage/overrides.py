"""What people set at the console otherwise than it is by default; every change is counted for all processes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from storage.console_tables import overrides
from storage.encoding import from_millis, to_millis
from storage.prepared import Row, Statement, Transaction, insert_into, update_by
from storage.versions import Versions

_COLUMNS = (overrides.c.name, overrides.c.value, overrides.c.at, overrides.c.by)
_ALL = Statement(select(*_COLUMNS).order_by(overrides.c.name))
_LOAD = Statement(select(*_COLUMNS).where(overrides.c.name == bindparam("which")))
_PUT = insert_into(overrides)
_CHANGE = update_by(overrides, "name")
_DROP = Statement(overrides.delete().where(overrides.c.name == bindparam("which")))


@dataclass(frozen=True, slots=True)
class Override:
    """A setting's value (what JSON can hold), and who set it when."""

    name: str
    value: Any
    at: datetime
    by: str


class Overrides:
    """What is set otherwise."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def all(self) -> dict[str, Override]:
        """Everything that is set, by name."""
        return {row[0]: _override(row) for row in self._transaction.rows(_ALL)}

    def load(self, name: str) -> Override | None:
        """What is set under a name, None where the default counts."""
        row = self._transaction.first(_LOAD, {"which": name})
        return None if row is None else _override(row)

    def put(self, given: Override) -> None:
        """Set a value; whoever changes another at the same time waits for the end of this transaction."""
        Versions(self._transaction).bump("customs")  # first: it is the lock
        value = json.dumps(given.value, ensure_ascii=False)
        row = {"value": value, "at": to_millis(given.at), "by": given.by}
        if not self._transaction.change(_CHANGE, {"_name": given.name, **row}):
            self._transaction.change(_PUT, {"name": given.name, **row})

    def drop(self, name: str) -> bool:
        """Whether a value was set and is gone now: the default counts again."""
        Versions(self._transaction).bump("customs")
        return self._transaction.change(_DROP, {"which": name}) > 0


def _override(row: Row) -> Override:
    return Override(row[0], json.loads(row[1]), from_millis(row[2]), row[3])
