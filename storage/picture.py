"""What the console's first page, map and figures are made of: open cases in few columns, and pictures kept ready."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from matching.case import State
from storage.case_rows import IS_OPEN
from storage.console_tables import beats, kept_pictures
from storage.encoding import from_json_list, from_millis, from_millis_or_null, to_millis
from storage.outbox import LetterState
from storage.prepared import Row, Statement, Transaction, among, insert_into, insert_unless_there, update_by
from storage.tables import cases, outbox


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What counts of one open case. `holders` are the codes of whoever has or had it; times are aware UTC or None."""

    number: int
    state: State
    place: str
    category: str
    private: bool
    urgent: bool
    disputed: bool
    holders: frozenset[str]
    created_at: datetime
    due_at: datetime | None
    signin_due_at: datetime | None
    first_word_due_at: datetime | None
    first_word_at: datetime | None
    paused_at: datetime | None
    stuck_at: datetime | None


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """A picture as it was counted at a moment; `body` is JSON."""

    at: datetime
    body: str


_GLIMPSE = select(
    cases.c.number, cases.c.state, cases.c.place, cases.c.category, cases.c.private, cases.c.urgent, cases.c.disputed,
    cases.c.responder, cases.c.answerable, cases.c.had, cases.c.created_at, cases.c.due_at, cases.c.signin_due_at,
    cases.c.first_word_due_at, cases.c.first_word_at, cases.c.paused_at, cases.c.stuck_at,
)  # fmt: skip
_OPEN = Statement(_GLIMPSE.where(IS_OPEN))
_OPENED = Statement(_GLIMPSE.where(cases.c.created_at >= bindparam("since")))
_UNDELIVERED = Statement(
    select(outbox.c.state, func.count())
    .where(among(outbox.c.state, (LetterState.FAILED.value, LetterState.HELD.value)))
    .group_by(outbox.c.state)
)
_STUCK = Statement(
    select(func.count(), func.min(outbox.c.ready_at)).where(outbox.c.ready_at < bindparam("before"))
)
_KEPT = Statement(select(kept_pictures.c.at, kept_pictures.c.body).where(kept_pictures.c.name == bindparam("which")))
_KEEP = insert_unless_there(kept_pictures, conflict="name")
_RENEW = update_by(kept_pictures, "name", "at", "body")
_FORGET = Statement(kept_pictures.delete().where(kept_pictures.c.at < bindparam("before")))
_BEAT = Statement(select(beats.c.at).where(beats.c.name == bindparam("which")))
_FIRST_BEAT = insert_into(beats)
_NEXT_BEAT = update_by(beats, "name", "at")


class PictureStore:
    """The questions of the first page and the map, and the figures that are kept."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def open_cases(self) -> list[Glimpse]:
        """Every open case, in no order."""
        return [_glimpse_of(row) for row in self._transaction.rows(_OPEN)]

    def opened_since(self, moment: datetime) -> list[Glimpse]:
        """Every case opened since a moment, in no order."""
        return [_glimpse_of(row) for row in self._transaction.rows(_OPENED, {"since": to_millis(moment)})]

    def undelivered(self) -> tuple[int, int]:
        """How many notices were given up, and how many wait for a word of whoever they are for."""
        counts: dict[str, int] = dict(self._transaction.rows(_UNDELIVERED))
        return counts.get(LetterState.FAILED.value, 0), counts.get(LetterState.HELD.value, 0)

    def stuck_letters(self, before: datetime) -> tuple[int, datetime | None]:
        """How many letters should have gone before a moment, and since when the first of them."""
        row = self._transaction.first(_STUCK, {"before": to_millis(before)})
        return (row[0], from_millis_or_null(row[1])) if row else (0, None)

    def kept(self, name: str) -> KeptPicture | None:
        """The picture kept under a name, or None."""
        row = self._transaction.first(_KEPT, {"which": name})
        return KeptPicture(from_millis(row[0]), row[1]) if row else None

    def keep(self, name: str, picture: KeptPicture) -> None:
        """Keep a picture under a name; it goes over an earlier one."""
        values = {"at": to_millis(picture.at), "body": picture.body}
        if not self._transaction.change(_KEEP, {"name": name, **values}):
            self._transaction.change(_RENEW, {"_name": name, **values})

    def forget(self, before: datetime) -> int:
        """Forget the pictures counted before a moment; how many there were."""
        return self._transaction.change(_FORGET, {"before": to_millis(before)})

    def beat(self, name: str) -> datetime | None:
        """When something that goes round said last that it had been round, or None."""
        row = self._transaction.first(_BEAT, {"which": name})
        return from_millis(row[0]) if row else None

    def beats(self, name: str, now: datetime) -> None:
        """Keep that something has been round."""
        if not self._transaction.change(_NEXT_BEAT, {"_name": name, "at": to_millis(now)}):
            self._transaction.change(_FIRST_BEAT, {"name": name, "at": to_millis(now)})


def _glimpse_of(row: Row) -> Glimpse:
    return Glimpse(
        number=row[0],
        state=State(row[1]),
        place=row[2],
        category=row[3],
        private=bool(row[4]),
        urgent=bool(row[5]),
        disputed=bool(row[6]),
        holders=frozenset({row[7], row[8], *from_json_list(row[9])} - {""}),
        created_at=from_millis(row[10]),
        due_at=from_millis_or_null(row[11]),
        signin_due_at=from_millis_or_null(row[12]),
        first_word_due_at=from_millis_or_null(row[13]),
        first_word_at=from_millis_or_null(row[14]),
        paused_at=from_millis_or_null(row[15]),
        stuck_at=from_millis_or_null(row[16]),
    )
