"""A second pair of eyes: who was asked whether a case is solved, by when, and what they saw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from storage.casework_tables import checks
from storage.encoding import from_millis, from_millis_or_null, to_millis, to_millis_or_null
from storage.prepared import Row, Statement, Transaction, insert_into


@dataclass(frozen=True, slots=True)
class Check:
    """Somebody (a person's code) asked to look at a case. `at` is when it ended: with what was seen, or (`passed`
    None) because the resident spoke first or the next one was asked.
    """

    id: int
    case: int
    kind: str
    person: str
    asked_at: datetime
    due_at: datetime
    at: datetime | None = None
    passed: bool | None = None
    why: str = ""


_ALL = select(*checks.columns).order_by(checks.c.id)
_ADD = insert_into(checks, "id", returning="id")
_OF_CASE = Statement(_ALL.where(checks.c.case == bindparam("number")))
_OPEN_OF = Statement(_ALL.where(checks.c.person == bindparam("who"), checks.c.at.is_(None)))
_END = Statement(
    checks.update()
    .where(checks.c.case == bindparam("number"), checks.c.kind == bindparam("of_kind"), checks.c.at.is_(None))
    .values(at=bindparam("when"), passed=bindparam("word"), why=bindparam("said"))
)


class CheckStore:
    """Who was asked to check."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def add(self, check: Check) -> int:
        """Keep that somebody was asked; its id, which the store gives (`check.id` is ignored)."""
        row = self._transaction.first(_ADD, {
            "case": check.case,
            "kind": check.kind,
            "person": check.person,
            "asked_at": to_millis(check.asked_at),
            "due_at": to_millis(check.due_at),
            "at": to_millis_or_null(check.at),
            "passed": _word(check.passed),
            "why": check.why,
        })  # fmt: skip
        return int(row[0]) if row else 0

    def end(self, number: int, kind: str, now: datetime, *, passed: bool | None = None, why: str = "") -> None:
        """End what stands open of a kind about a case, with what was seen (None: nobody looked)."""
        values = {"number": number, "of_kind": kind, "when": to_millis(now), "word": _word(passed), "said": why}
        self._transaction.change(_END, values)

    def of_case(self, number: int) -> list[Check]:
        """Who was asked about a case, in order."""
        return [_check_of(row) for row in self._transaction.rows(_OF_CASE, {"number": number})]

    def open_of(self, person: str) -> list[Check]:
        """What a person was asked to check and has not answered, the longest waiting first."""
        return [_check_of(row) for row in self._transaction.rows(_OPEN_OF, {"who": person})]


def _word(passed: bool | None) -> str:  # noqa: FBT001 (an answer, not a switch)
    return "" if passed is None else "yes" if passed else "no"


def _check_of(row: Row) -> Check:
    return Check(
        id=row[0],
        case=row[1],
        kind=row[2],
        person=row[3],
        asked_at=from_millis(row[4]),
        due_at=from_millis(row[5]),
        at=from_millis_or_null(row[6]),
        passed=row[7] == "yes" if row[7] else None,
        why=row[8],
    )
