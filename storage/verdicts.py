"""What residents say of a closing, each question kept apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from storage.casework_tables import verdicts
from storage.encoding import from_millis, from_millis_or_null, to_millis, to_millis_or_null
from storage.prepared import Row, Statement, Transaction, insert_into, update_by

_PAGE = 500
_YES, _NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One asking and what came of it. `round` is closing or recheck; None stands for what she has not said.

    `at` is when she answered last, None when she never did.
    """

    id: int
    case: int
    contact: int
    round: str
    asked_at: datetime
    at: datetime | None = None
    responded: bool | None = None
    solved: bool | None = None
    satisfied: bool | None = None
    why: str = ""


_ALL = select(*verdicts.columns)
_ADD = insert_into(verdicts, "id", returning="id")
_SAVE = update_by(verdicts, "id", "at", "responded", "solved", "satisfied", "why")
_OF_CASE = Statement(_ALL.where(verdicts.c.case == bindparam("number")).order_by(verdicts.c.id))
_OF_CONTACT = Statement(
    _ALL.where(verdicts.c.contact == bindparam("who"), verdicts.c.asked_at >= bindparam("since")).order_by(
        verdicts.c.id.desc()
    )
)
_EXPORT = Statement(
    _ALL.where(verdicts.c.asked_at >= bindparam("since"), verdicts.c.id > bindparam("after"))
    .order_by(verdicts.c.id)
    .limit(_PAGE)
)


class VerdictStore:
    """The verdicts of residents."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def add(self, verdict: Verdict) -> int:
        """Keep that somebody was asked; its id, which the store gives (`verdict.id` is ignored)."""
        asked = {
            "case": verdict.case,
            "contact": verdict.contact,
            "round": verdict.round,
            "asked_at": to_millis(verdict.asked_at),
        }
        row = self._transaction.first(_ADD, asked | _answers(verdict))
        return int(row[0]) if row else 0

    def save(self, verdict: Verdict) -> None:
        """Keep what was answered; what was asked, whom and when stays."""
        self._transaction.change(_SAVE, {"_id": verdict.id} | _answers(verdict))

    def of_case(self, number: int) -> list[Verdict]:
        """What was asked about a case, in order."""
        return [_verdict_of(row) for row in self._transaction.rows(_OF_CASE, {"number": number})]

    def of_contact(self, contact: int, since: datetime) -> list[Verdict]:
        """What a contact was asked since a moment, the latest first."""
        rows = self._transaction.rows(_OF_CONTACT, {"who": contact, "since": to_millis(since)})
        return [_verdict_of(row) for row in rows]

    def export(self, since: datetime | None = None) -> Iterator[Verdict]:
        """Everything asked since a moment (all when None), in order; read page by page."""
        values = {"since": 0 if since is None else to_millis(since), "after": 0}
        while page := self._transaction.rows(_EXPORT, values):
            yield from map(_verdict_of, page)
            values["after"] = page[-1][0]


def _answers(verdict: Verdict) -> dict[str, object]:
    return {
        "at": to_millis_or_null(verdict.at),
        "responded": _word(verdict.responded),
        "solved": _word(verdict.solved),
        "satisfied": _word(verdict.satisfied),
        "why": verdict.why,
    }


def _word(said: bool | None) -> str:  # noqa: FBT001 (an answer, not a switch)
    return "" if said is None else _YES if said else _NO


def _said(word: str) -> bool | None:
    return word == _YES if word else None


def _verdict_of(row: Row) -> Verdict:
    return Verdict(
        id=row[0],
        case=row[1],
        contact=row[2],
        round=row[3],
        asked_at=from_millis(row[4]),
        at=from_millis_or_null(row[5]),
        responded=_said(row[6]),
        solved=_said(row[7]),
        satisfied=_said(row[8]),
        why=row[9],
    )
