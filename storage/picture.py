"""What the console's first page, map and figures are made of: open cases counted, and pictures kept ready."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Integer, bindparam, case, func, literal_column, select, true

from matching.case import State
from storage.case_rows import IS_OPEN
from storage.console_tables import beats, kept_pictures
from storage.encoding import from_millis, from_millis_or_null, to_millis
from storage.outbox import LetterState
from storage.prepared import Row, Statement, Transaction, among, insert_into, insert_unless_there, update_by
from storage.queue import FLAGS, OF_COMPANY, SOON, company_values
from storage.tables import cases, outbox


@dataclass(frozen=True, slots=True)
class PlaceTally:
    """The open cases of exactly one place: how many there are of each of COUNTED."""

    place: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Arrival:
    """One case that came: from where, when, and whether it is urgent."""

    place: str
    created_at: datetime
    urgent: bool


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """A picture as it was counted at a moment; `body` is JSON."""

    at: datetime
    body: str


def _in(state: State) -> ColumnElement[bool]:
    return among(cases.c.state, (state.value,))


#: What is counted of open cases; the flags are the queue's, so that both say the same.
COUNTED: Mapping[str, ColumnElement[bool]] = {
    "open": true(),
    "awaiting_signin": _in(State.AWAITING_SIGNIN),
    "redo": _in(State.REDO),
    "awaiting_verdict": _in(State.AWAITING_VERDICT),
    "awaiting_info": _in(State.AWAITING_INFO),
    "disputed": cases.c.disputed.is_(True),
    **{flag: FLAGS[flag] for flag in ("unspoken", "late", "unsigned_late", "unspoken_late", "stuck", "soon")},
}
#: Not the bare column: SQLite would go through all cases by the index of places.
_PLACE = func.coalesce(cases.c.place, literal_column("''"))
_ONE, _NONE = literal_column("1", Integer), literal_column("0", Integer)
_sums = (func.sum(case((fits, _ONE), else_=_NONE)) for fits in COUNTED.values())
_tallies = select(_PLACE, *_sums).where(IS_OPEN).group_by(_PLACE)
_TALLIES = Statement(_tallies)
_TALLIES_OF_COMPANY = Statement(_tallies.where(OF_COMPANY))
_arrivals = select(cases.c.place, cases.c.created_at, cases.c.urgent).where(cases.c.created_at >= bindparam("since"))
_ARRIVALS = Statement(_arrivals)
_ARRIVALS_OF_COMPANY = Statement(_arrivals.where(OF_COMPANY))
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

    def tallies(self, now: datetime, company: str = "") -> list[PlaceTally]:
        """The open cases of every place that has any, in no order; a company's own alone, if one is named."""
        values = {"now": to_millis(now), "soon": to_millis(now + SOON)}
        rows = self._ask((_TALLIES, _TALLIES_OF_COMPANY), values, company)
        return [PlaceTally(row[0], dict(zip(COUNTED, map(int, row[1:]), strict=True))) for row in rows]

    def arrivals(self, since: datetime, company: str = "") -> list[Arrival]:
        """The cases that came since a moment, in no order; a company's own alone, if one is named."""
        rows = self._ask((_ARRIVALS, _ARRIVALS_OF_COMPANY), {"since": to_millis(since)}, company)
        return [Arrival(row[0], from_millis(row[1]), bool(row[2])) for row in rows]

    def _ask(self, statements: tuple[Statement, Statement], values: dict[str, int], company: str) -> list[Row]:
        if not company:
            return self._transaction.rows(statements[0], values)
        return self._transaction.rows(statements[1], {**values, **company_values(company)})

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
