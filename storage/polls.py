"""Polls and their votes: one row a household, changed until the poll is closed."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from matching.poll import Poll
from storage.casework_tables import poll_votes, polls
from storage.encoding import from_json_list, from_millis, from_millis_or_null, to_json_list, to_millis
from storage.prepared import Row, Statement, Transaction, insert_into, update_by

_POLL = select(*polls.columns)
_ADD = insert_into(polls, "id", returning="id")
_LOAD = Statement(_POLL.where(polls.c.id == bindparam("which")))
_OPEN = Statement(
    _POLL.where(polls.c.closed_at.is_(None)).order_by(polls.c.closes_at, polls.c.id).limit(bindparam("many"))
)
_SINCE = Statement(_POLL.where(polls.c.opens_at >= bindparam("since")).order_by(polls.c.id))
_CLOSE = update_by(polls, "id", "closed_at", "result")
_VALUES: dict[str, Any] = {column.name: bindparam(column.name) for column in poll_votes.columns}
_CHANGED: dict[str, Any] = {"option": bindparam("option"), "at": bindparam("at"), "contact": bindparam("contact")}
_SAME = ["poll", "household"]
_VOTE = Statement(
    sqlite.insert(poll_votes).values(_VALUES).on_conflict_do_update(index_elements=_SAME, set_=_CHANGED),
    postgresql=postgresql.insert(poll_votes).values(_VALUES).on_conflict_do_update(
        index_elements=_SAME, set_=_CHANGED
    ),
)
_VOTES = Statement(
    select(poll_votes.c.contact, poll_votes.c.option)
    .where(poll_votes.c.poll == bindparam("which"))
    .order_by(poll_votes.c.at, poll_votes.c.household)
)


class Polls:
    """The polls."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def add(self, poll: Poll) -> int:
        """Keep a new poll; its number, which the store gives."""
        row = self._transaction.first(_ADD, {
            "case": poll.case or None,
            "place": poll.place,
            "question": poll.question,
            "options": to_json_list(poll.options),
            "by": poll.by,
            "opens_at": to_millis(poll.opens_at),
            "closes_at": to_millis(poll.closes_at),
            "closed_at": None,
            "result": "[]",
        })  # fmt: skip
        return int(row[0]) if row else 0

    def load(self, number: int) -> Poll | None:
        """A poll, or None."""
        row = self._transaction.first(_LOAD, {"which": number})
        return None if row is None else _poll_of(row)

    def open(self, many: int = 1000) -> list[Poll]:
        """The polls that are not closed, those that end first in front; also what should be closed by now."""
        return [_poll_of(row) for row in self._transaction.rows(_OPEN, {"many": many})]

    def since(self, moment: datetime) -> list[Poll]:
        """The polls opened since a moment, in order."""
        return [_poll_of(row) for row in self._transaction.rows(_SINCE, {"since": to_millis(moment)})]

    def vote(self, number: int, household: str, contact: int, option: int, at: datetime) -> None:
        """Keep a household's vote; a later one goes over the earlier. `household` is a digest."""
        self._transaction.change(_VOTE, {
            "poll": number, "household": household, "contact": contact, "option": option, "at": to_millis(at),
        })  # fmt: skip

    def votes(self, number: int) -> list[tuple[int, int]]:
        """(contact, option) of each household that voted, in the order of voting."""
        return [(row[0], row[1]) for row in self._transaction.rows(_VOTES, {"which": number})]

    def close(self, number: int, result: tuple[int, ...], now: datetime) -> None:
        """Keep the result; nothing is counted afterwards."""
        self._transaction.change(_CLOSE, {"_id": number, "closed_at": to_millis(now), "result": json.dumps(result)})


def _poll_of(row: Row) -> Poll:
    return Poll(
        row[0], row[1] or 0, row[2], row[3], from_json_list(row[4]), row[5], from_millis(row[6]), from_millis(row[7]),
        from_millis_or_null(row[8]), tuple(json.loads(row[9])),
    )  # fmt: skip
