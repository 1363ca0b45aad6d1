"""The two-person rule: what one proposes on a private matter waits for a second."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, literal_column, select

from storage.casework_tables import second_keys
from storage.encoding import from_millis, from_millis_or_null, to_millis
from storage.prepared import Row, Statement, Transaction, insert_into

_KEY = select(
    second_keys.c.id, second_keys.c.case, second_keys.c.action, second_keys.c.words, second_keys.c.by,
    second_keys.c.at, second_keys.c.seconded_by, second_keys.c.seconded_at,
).order_by(second_keys.c.id)  # fmt: skip
_OF_CASE = Statement(_KEY.where(second_keys.c.case == bindparam("number")))
_ADD = insert_into(second_keys, "id")
_SECOND = Statement(
    second_keys.update()
    .where(second_keys.c.id == bindparam("which"), second_keys.c.seconded_by == literal_column("''"))
    .values(seconded_by=bindparam("who"), seconded_at=bindparam("when"))
)


@dataclass(frozen=True, slots=True)
class SecondKey:
    """What a person (`by`, a code) asks for: look, name or close; `seconded_by` "" until somebody else agreed."""

    id: int
    case: int
    action: str
    words: str
    by: str
    at: datetime
    seconded_by: str = ""
    seconded_at: datetime | None = None


class SecondKeys:
    """What waits for a second person, and what two have agreed on."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def propose(self, key: SecondKey) -> None:
        """Keep what somebody asks for (`key.id` is ignored)."""
        self._transaction.change(_ADD, {
            "case": key.case, "action": key.action, "words": key.words, "by": key.by, "at": to_millis(key.at),
            "seconded_by": "", "seconded_at": None, "refused_why": "",
        })  # fmt: skip

    def second(self, which: int, person: str, now: datetime) -> bool:
        """Keep that a second person agrees; False when one has already."""
        values = {"which": which, "who": person, "when": to_millis(now)}
        return self._transaction.change(_SECOND, values) > 0

    def of_case(self, number: int) -> list[SecondKey]:
        """What was asked for about a case, in order."""
        return [_key_of(row) for row in self._transaction.rows(_OF_CASE, {"number": number})]


def _key_of(row: Row) -> SecondKey:
    return SecondKey(row[0], row[1], row[2], row[3], row[4], from_millis(row[5]), row[6], from_millis_or_null(row[7]))
