"""How often the places, the people and the rules have changed: one cheap question per message."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from storage.prepared import Statement, Transaction
from storage.tables import versions

#: The names that are counted; migrations put their rows.
NAMES = ("places", "people", "rules", "precedents", "volunteers", "customs")

_ALL = Statement(select(versions.c.name, versions.c.number))
_BUMP = Statement(
    versions.update().where(versions.c.name == bindparam("which")).values(number=versions.c.number + 1)
)


class Versions:
    """The numbers under which something kept in memory is still right."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def all(self) -> dict[str, int]:
        """The number of each name in `NAMES`; 0 means never changed."""
        return dict(self._transaction.rows(_ALL))

    def bump(self, name: str) -> None:
        """Count one change. On PostgreSQL whoever changes the same waits for the end of this transaction."""
        self._transaction.change(_BUMP, {"which": name})
