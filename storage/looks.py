"""Who looked at a case: appended, never edited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from storage.casework_tables import looks
from storage.encoding import from_millis, to_millis
from storage.prepared import Row, Statement, Transaction, insert_into

_ADD = insert_into(looks, "id")
_LOOK = select(looks.c.case, looks.c.person, looks.c.contact, looks.c.at, looks.c.door)
_OF_CASE = Statement(_LOOK.where(looks.c.case == bindparam("number")).order_by(looks.c.id))
_OF_PERSON = Statement(
    _LOOK.where(looks.c.person == bindparam("code"), looks.c.at >= bindparam("since")).order_by(looks.c.id)
)


@dataclass(frozen=True, slots=True)
class Look:
    """One look: `person` is a code or empty, `contact` an id or None; `at` aware UTC.

    `door` is sent (it was brought to this handler), chat, page, console or refused (tried, and was not let in).
    """

    case: int
    person: str
    contact: int | None
    at: datetime
    door: str


class Looks:
    """The looks at cases."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def record(self, look: Look) -> None:
        """Keep a look."""
        self._transaction.change(_ADD, {
            "case": look.case,
            "person": look.person,
            "contact": look.contact,
            "at": to_millis(look.at),
            "door": look.door,
        })  # fmt: skip

    def of_case(self, number: int) -> list[Look]:
        """The looks at a case, in order."""
        return [_look_of(row) for row in self._transaction.rows(_OF_CASE, {"number": number})]

    def of_person(self, code: str, since: datetime) -> list[Look]:
        """What somebody looked at since a moment, in order."""
        return [_look_of(row) for row in self._transaction.rows(_OF_PERSON, {"code": code, "since": to_millis(since)})]


def _look_of(row: Row) -> Look:
    return Look(row[0], row[1], row[2], from_millis(row[3]), row[4])
