"""Cases with all that was done with them, and what was sent to people on duty: what figures are made of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import bindparam, select

from matching.case import Case, CaseEvent
from storage.case_rows import CASE, EVENT, case_of, event_of
from storage.encoding import from_millis, to_millis
from storage.outbox import LetterState
from storage.prepared import Statement, Transaction
from storage.tables import case_events, cases, outbox

_PAGE = 500
#: A moment that nothing lies beyond.
_FOR_EVER = 2**53

_OPENED = Statement(
    CASE.where(
        cases.c.created_at >= bindparam("since"),
        cases.c.created_at < bindparam("until"),
        cases.c.number > bindparam("after"),
    )
    .order_by(cases.c.number)
    .limit(_PAGE)
)
_THEIR_EVENTS = Statement(
    EVENT.where(case_events.c.case.between(bindparam("first"), bindparam("last")))
)
_SENT = Statement(
    select(outbox.c.id, outbox.c.person, outbox.c.done_at)
    .where(
        outbox.c.id > bindparam("after"),
        outbox.c.person != "",
        outbox.c.state == LetterState.SENT.value,
        outbox.c.done_at >= bindparam("since"),
        outbox.c.done_at < bindparam("until"),
    )
    .order_by(outbox.c.id)
    .limit(_PAGE)
)


class Histories:
    """What happened, read page by page; nothing here changes anything."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def opened(self, since: datetime | None, until: datetime | None) -> Iterator[tuple[Case, list[CaseEvent]]]:
        """The cases opened from `since` and before `until` (None: no limit), by number, each with its events."""
        values = {**_between(since, until), "after": 0}
        while page := self._transaction.rows(_OPENED, values):
            found = [case_of(row) for row in page]
            events: dict[int, list[CaseEvent]] = {case.number: [] for case in found}
            span = {"first": found[0].number, "last": found[-1].number}
            for row in self._transaction.rows(_THEIR_EVENTS, span):
                if row[1] in events:
                    events[row[1]].append(event_of(row))
            yield from ((case, events[case.number]) for case in found)
            values["after"] = found[-1].number

    def sent_to_people(self, since: datetime | None, until: datetime | None) -> Iterator[tuple[str, datetime]]:
        """The code of the person and when, for each notice that people on duty got; old ones are forgotten after
        90 days (see `bot.desk.housekeeping`).
        """
        values = {**_between(since, until), "after": 0}
        while page := self._transaction.rows(_SENT, values):
            yield from ((row[1], from_millis(row[2])) for row in page)
            values["after"] = page[-1][0]


def _between(since: datetime | None, until: datetime | None) -> dict[str, int]:
    return {
        "since": 0 if since is None else to_millis(since),
        "until": _FOR_EVER if until is None else to_millis(until),
    }
