"""The arbiters' decisions, kept for good: a revoked one is marked, never taken out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select

from matching.precedent import Precedent
from storage.casework_tables import precedents
from storage.encoding import from_millis, from_millis_or_null, to_millis
from storage.prepared import Row, Statement, Transaction, insert_into
from storage.versions import Versions

_ALL = select(*precedents.columns).order_by(precedents.c.at, precedents.c.id)
_READ_ALL = Statement(_ALL)
_STANDING = Statement(_ALL.where(precedents.c.revoked_at.is_(None)))
_ADD = insert_into(precedents, "id", returning="id")
_REVOKE = Statement(
    precedents.update()
    .where(precedents.c.id == bindparam("which"), precedents.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("when"), revoked_by=bindparam("who"))
)


class PrecedentStore:
    """The decisions of arbiters."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def add(self, precedent: Precedent) -> int:
        """Keep a decision; its number, which the store gives (`precedent.number` is ignored)."""
        row = self._transaction.first(_ADD, {
            "case": precedent.case,
            "place": precedent.place,
            "category": precedent.category,
            "owner": precedent.owner,
            "by": precedent.by,
            "reason": precedent.reason,
            "at": to_millis(precedent.at),
            "revoked_at": None,
            "revoked_by": "",
        })  # fmt: skip
        Versions(self._transaction).bump("precedents")
        return int(row[0]) if row else 0

    def revoke(self, number: int, by: str, now: datetime) -> bool:
        """Mark a decision as holding no longer; False when it does not hold or there is none."""
        done = self._transaction.change(_REVOKE, {"which": number, "when": to_millis(now), "who": by}) > 0
        if done:
            Versions(self._transaction).bump("precedents")
        return done

    def standing(self) -> list[Precedent]:
        """The decisions that hold, the earliest first."""
        return [_precedent_of(row) for row in self._transaction.rows(_STANDING)]

    def all(self) -> list[Precedent]:
        """Every decision ever made, the earliest first."""
        return [_precedent_of(row) for row in self._transaction.rows(_READ_ALL)]


def _precedent_of(row: Row) -> Precedent:
    return Precedent(row[0], row[1], row[2], row[3], row[4], row[5], row[6], from_millis(row[7]),
                     from_millis_or_null(row[8]), row[9])
