"""The letters as an office looks after them: those of a case with their fate, those that reached nobody, what is done
about them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Text, any_, bindparam, column, func, or_, select

from storage.encoding import from_millis, from_millis_or_null, to_json_list, to_millis
from storage.outbox import LetterState
from storage.prepared import Row, Statement, Transaction, among, update_by
from storage.queue import Scope
from storage.tables import cases, outbox

_COLUMNS = (
    outbox.c.id, outbox.c.kind, outbox.c.text, outbox.c.case, outbox.c.contact, outbox.c.person, outbox.c.urgent,
    outbox.c.due_at, outbox.c.state, outbox.c.tries, outbox.c.last_error, outbox.c.channel, outbox.c.done_at,
)  # fmt: skip
_NOTICE = select(*_COLUMNS)
_OF_CASE = Statement(
    _NOTICE.where(outbox.c.case == bindparam("number")).order_by(outbox.c.id.desc()).limit(bindparam("many"))
)
_ONE = Statement(_NOTICE.where(outbox.c.id == bindparam("which")))
_RESTING = among(outbox.c.state, (LetterState.HELD, LetterState.FAILED))
_listed = func.json_each(bindparam("within")).table_valued(column("value", Text), name="listed")
_LITE: ColumnElement[bool] = cases.c.place.in_(select(_listed.c.value))
_POST: ColumnElement[bool] = cases.c.place == any_(bindparam("within"))
_OF_COMPANY = or_(cases.c.responder == bindparam("company"), outbox.c.person == bindparam("company"))
_AGAIN = update_by(outbox, "id", "state", "ready_at", "due_at", "tries", "last_error", "done_at")
_TO_PERSON = update_by(outbox, "id", "contact", "person")
_FAIL = update_by(outbox, "id", "state", "ready_at", "done_at", "last_error")
#: What stands as the error of a letter that somebody has dealt with himself.
SEEN_TO = "已由人处理"


@dataclass(frozen=True, slots=True)
class Posted:
    """A letter and its fate. `done_at` is when it was sent or given up, None while it waits."""

    id: int
    kind: str
    text: str
    case: int | None
    contact: int | None
    person: str
    urgent: bool
    due_at: datetime
    state: LetterState
    tries: int
    error: str
    channel: str
    done_at: datetime | None


@lru_cache(maxsize=16)
def _undelivered(*, placed: bool, company: bool, failed: bool) -> Statement:
    def made(within: ColumnElement[bool]) -> Any:
        parts = [outbox.c.state == LetterState.FAILED.value if failed else _RESTING,
                 outbox.c.last_error.not_like(f"{SEEN_TO}%"), outbox.c.last_error != "anonymised"]
        found = select(*_COLUMNS).join_from(outbox, cases, cases.c.number == outbox.c.case, isouter=not placed)
        parts += [within] if placed else []
        parts += [_OF_COMPANY, cases.c.private.is_(False)] if company else []
        return found.where(*parts).order_by(outbox.c.id.desc()).limit(bindparam("many")).offset(bindparam("skip"))

    return Statement(made(_LITE), postgresql=made(_POST))


class Notices:
    """The letters, for whoever looks after them."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def of_case(self, number: int, many: int = 100) -> list[Posted]:
        """The letters about a case, the latest first."""
        return [_posted(row) for row in self._transaction.rows(_OF_CASE, {"number": number, "many": many})]

    def load(self, number: int) -> Posted | None:
        """The letter with this number, or None."""
        row = self._transaction.first(_ONE, {"which": number})
        return _posted(row) if row else None

    def undelivered(self, scope: Scope, many: int, skip: int = 0, *, failed: bool = False) -> list[Posted]:
        """Letters that are held or were given up and that nobody has seen to, the latest first; `failed`: given up
        only. Those about no case are for whoever stands for everywhere.
        """
        values: dict[str, Any] = {"many": many, "skip": skip, "company": scope.company}
        if scope.places is not None:
            listed = list(scope.places)
            values["within"] = listed if self._transaction.dialect == "postgresql" else to_json_list(listed)
        asked = _undelivered(placed=scope.places is not None, company=bool(scope.company), failed=failed)
        return [_posted(row) for row in self._transaction.rows(asked, values)]

    def again(self, number: int, now: datetime) -> None:
        """Try a letter once more, from the beginning."""
        at = to_millis(now)
        fresh = {"state": LetterState.DUE.value, "ready_at": at, "due_at": at, "tries": 0}
        self._transaction.change(_AGAIN, {"_id": number, **fresh, "last_error": "", "done_at": None})

    def readdress(self, number: int, person: str) -> None:
        """Address a letter to a person on duty; it goes out when it is tried again."""
        self._transaction.change(_TO_PERSON, {"_id": number, "contact": None, "person": person})

    def see_to(self, number: int, how: str, now: datetime) -> None:
        """Keep that somebody has told its words another way; it is not sent any more."""
        self._transaction.change(_FAIL, {
            "_id": number, "state": LetterState.FAILED.value, "ready_at": None, "done_at": to_millis(now),
            "last_error": f"{SEEN_TO}：{how}" if how else SEEN_TO,
        })  # fmt: skip


def _posted(row: Row) -> Posted:
    number, kind, text, about, contact, person, urgent, due_at, state, tries, error, channel, done_at = row
    return Posted(
        number, kind, text, about, contact, person, bool(urgent), from_millis(due_at), LetterState(state), tries, error,
        channel, from_millis_or_null(done_at),
    )  # fmt: skip
