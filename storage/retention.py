"""What has been kept long enough, how it is emptied, and the log of that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BindParameter, and_, bindparam, exists, func, or_, select

from storage.case_rows import SETTLED
from storage.casework_tables import (
    ledger_texts,
    retention_log,
    second_keys,
    verdicts,
    whistle_calls,
    whistles,
)
from storage.console_tables import case_texts
from storage.encoding import from_millis, to_millis
from storage.prepared import Statement, Transaction, among, insert_into, update_by
from storage.tables import case_events, case_messages, cases, contacts, media, outbox, volunteers
from storage.volunteer_tables import needs, visit_notes

_ENDED = among(cases.c.state, sorted(state.value for state in SETTLED))
#: Never one who works or helps here (whoever an import named has not written yet), never one with something under way
#: or lately ended, never one who wrote lately.
_STALE_CONTACTS = Statement(
    select(contacts.c.id)
    .where(
        contacts.c.seen_at < bindparam("before"),
        contacts.c.person.is_(None),
        ~contacts.c.openid.startswith("anonymous-", autoescape=True),
        ~exists().where(volunteers.c.contact == contacts.c.id, volunteers.c.left_at.is_(None)),
        ~exists().where(
            cases.c.reporter == contacts.c.id, or_(~_ENDED, func.coalesce(cases.c.closed_at, cases.c.touched_at)
                                                   >= bindparam("before"))
        ),
    )
    .order_by(contacts.c.id)
    .limit(bindparam("many"))
)
_ended_at = func.coalesce(cases.c.closed_at, cases.c.touched_at)
_STALE_CASES = Statement(
    select(cases.c.number)
    .where(
        _ENDED,
        or_(
            and_(cases.c.verdict == "withdrawn", _ended_at < bindparam("withdrawn_before")),
            _ended_at < bindparam("closed_before"),
        ),
        or_(cases.c.summary != "", exists().where(case_messages.c.case == cases.c.number)),
    )
    .order_by(cases.c.number)
    .limit(bindparam("many"))
)
_NUMBER: BindParameter[int] = bindparam("number")
_FILES = select(case_messages.c.media).where(case_messages.c.case == _NUMBER, case_messages.c.media != "")
#: What an emptied case keeps: number, category, place, states and times, for the figures.
_EMPTY = (
    Statement(case_texts.delete().where(case_texts.c.case == _NUMBER)),
    Statement(media.delete().where(media.c.media.in_(_FILES))),
    Statement(case_messages.delete().where(case_messages.c.case == _NUMBER)),
    Statement(case_events.update().where(case_events.c.case == _NUMBER).values(reason="")),
    Statement(verdicts.update().where(verdicts.c.case == _NUMBER).values(why="")),
    Statement(second_keys.update().where(second_keys.c.case == _NUMBER).values(words="")),
    Statement(ledger_texts.delete().where(ledger_texts.c.case == _NUMBER)),
    Statement(whistle_calls.update().where(whistle_calls.c.whistle.in_(
        select(whistles.c.id).where(whistles.c.case == _NUMBER)
    )).values(result="", rating_why="", reply="")),
    Statement(whistles.update().where(whistles.c.case == _NUMBER).values(reason="", spot="", conclusion="")),
    Statement(outbox.update().where(outbox.c.case == _NUMBER).values(text="", fields="{}")),
    Statement(media.delete().where(media.c.media.in_(
        select(visit_notes.c.media).where(visit_notes.c.case == _NUMBER, visit_notes.c.media != "")
    ))),
    Statement(visit_notes.update().where(visit_notes.c.case == _NUMBER).values(text="", media="")),
    Statement(needs.update().where(needs.c.case == _NUMBER).values(what="", note="", place_text="")),
    Statement(cases.update().where(cases.c.number == _NUMBER).values(summary="", signature="", points="[]", care="[]")),
)
_STALE_NEEDS = Statement(
    select(needs.c.id)
    .where(
        needs.c.ended_at < bindparam("before"),
        needs.c.case.is_(None),
        or_(needs.c.what != "", needs.c.note != "", needs.c.place_text != ""),
    )
    .order_by(needs.c.id)
    .limit(bindparam("many"))
)
_EMPTY_NEED = update_by(needs, "id", "what", "note", "place_text")
_NOTE = insert_into(retention_log, "id")
_LOG = Statement(
    select(retention_log.c.at, retention_log.c.what, retention_log.c.which, retention_log.c.count,
           retention_log.c.reason).order_by(retention_log.c.id)
)


@dataclass(frozen=True, slots=True)
class Taken:
    """One line of the log: when, what was done (anonymise, empty), to what kind, how many, why. Never whose."""

    at: datetime
    what: str
    which: str
    count: int
    reason: str


class Retention:
    """What is emptied because its time is over, or because somebody asked."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def stale_contacts(self, before: datetime, many: int) -> list[int]:
        """Residents, no volunteers, who have not written since, with nothing under way or ended since; by id."""
        rows = self._transaction.rows(_STALE_CONTACTS, {"before": to_millis(before), "many": many})
        return [row[0] for row in rows]

    def stale_cases(self, withdrawn_before: datetime, closed_before: datetime, many: int) -> list[int]:
        """Ended cases that still hold words and whose time is over, by number."""
        rows = self._transaction.rows(_STALE_CASES, {
            "withdrawn_before": to_millis(withdrawn_before), "closed_before": to_millis(closed_before), "many": many,
        })  # fmt: skip
        return [row[0] for row in rows]

    def empty_case(self, number: int) -> None:
        """Take the words, photos and reasons out of a case; what the figures need stays."""
        for statement in _EMPTY:
            self._transaction.change(statement, {"number": number})

    def stale_needs(self, before: datetime, many: int) -> list[int]:
        """Needs without a case that ended before and still hold words, by number."""
        return [row[0] for row in self._transaction.rows(_STALE_NEEDS, {"before": to_millis(before), "many": many})]

    def empty_need(self, number: int) -> None:
        """Take the words out of a need; who did what when stays."""
        self._transaction.change(_EMPTY_NEED, {"_id": number, "what": "", "note": "", "place_text": ""})

    def note(self, at: datetime, what: str, which: str, count: int, reason: str) -> None:
        """Keep in the log that something was taken away."""
        self._transaction.change(_NOTE, {
            "at": to_millis(at), "what": what, "which": which, "count": count, "reason": reason,
        })  # fmt: skip

    def log(self) -> list[Taken]:
        """Everything that was taken away, the earliest first."""
        return [Taken(from_millis(row[0]), *row[1:]) for row in self._transaction.rows(_LOG)]
