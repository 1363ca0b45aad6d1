"""More time that handlers asked for, and what was decided: asked, granted or refused, never changed afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from storage.casework_tables import extensions
from storage.encoding import from_millis, from_millis_or_null, to_millis
from storage.prepared import Row, Statement, Transaction, insert_into, update_by


@dataclass(frozen=True, slots=True)
class Extension:
    """One request of `by` for a case until `until`, asked of `approver` (later: whoever decided).

    `granted` is None while nobody has decided; `why` goes with a refusal.
    """

    id: int
    case: int
    by: str
    reason: str
    until: datetime
    at: datetime
    approver: str
    granted: bool | None = None
    decided_at: datetime | None = None
    why: str = ""


_ADD = insert_into(extensions, "id")
_OF_CASE = Statement(
    select(*extensions.columns).where(extensions.c.case == bindparam("number")).order_by(extensions.c.id)
)
_DECIDE = update_by(extensions, "id", "approver", "granted", "decided_at", "why")
_WORDS = {None: "", True: "yes", False: "no"}


class Extensions:
    """The requests for more time."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def ask(self, request: Extension) -> None:
        """Keep a new request; its `id` is given by the store."""
        self._transaction.change(
            _ADD,
            {
                "case": request.case,
                "by": request.by,
                "reason": request.reason,
                "until": to_millis(request.until),
                "at": to_millis(request.at),
                "approver": request.approver,
                "granted": "",
                "decided_at": None,
                "why": "",
            },
        )

    def of_case(self, number: int) -> list[Extension]:
        """All requests for a case, in the order they were made."""
        return [_extension_of(row) for row in self._transaction.rows(_OF_CASE, {"number": number})]

    def decide(self, request: Extension, approver: str, now: datetime, *, granted: bool, why: str = "") -> None:
        """Keep what somebody decided about a request."""
        values = {"approver": approver, "granted": _WORDS[granted], "decided_at": to_millis(now), "why": why}
        self._transaction.change(_DECIDE, {"_id": request.id, **values})


def _extension_of(row: Row) -> Extension:
    granted = next(said for said, word in _WORDS.items() if word == row[7])
    return Extension(
        id=row[0],
        case=row[1],
        by=row[2],
        reason=row[3],
        until=from_millis(row[4]),
        at=from_millis(row[5]),
        approver=row[6],
        granted=granted,
        decided_at=from_millis_or_null(row[8]),
        why=row[9],
    )
