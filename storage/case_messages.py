"""What people wrote and sent: words, photos and locations, loose or belonging to a case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from storage.console_tables import search_backlog
from storage.encoding import from_millis, to_millis
from storage.prepared import Row, Statement, Transaction, insert_into, update_by
from storage.tables import case_messages


@dataclass(frozen=True, slots=True)
class CaseMessage:
    """One message. `case` is None as long as it belongs to none; `lat` and `lng` are degrees, GCJ-02."""

    id: int
    case: int | None
    contact: int
    at: datetime
    kind: str
    text: str
    media: str = ""
    lat: float | None = None
    lng: float | None = None


_PAGE = 500

_MESSAGE = select(*case_messages.columns).order_by(case_messages.c.id)
_ADD = insert_into(case_messages, "id", returning="id")
_OF_CASE = Statement(_MESSAGE.where(case_messages.c.case == bindparam("number")))
_LOOSE = Statement(
    _MESSAGE.where(
        case_messages.c.contact == bindparam("who"),
        case_messages.c.case.is_(None),
        case_messages.c.at >= bindparam("since"),
    )
)
_OF_KIND = Statement(
    _MESSAGE.where(
        case_messages.c.kind == bindparam("of_kind"),
        case_messages.c.case.is_not(None),
        case_messages.c.id > bindparam("after"),
    ).limit(_PAGE)
)
_ATTACH = update_by(case_messages, "id", "case")
#: What is said of a case makes it findable anew, see `storage.search`.
_SEARCHABLE = insert_into(search_backlog, "id")


class CaseMessages:
    """The messages of the cases; a part of `storage.cases.Cases`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def add_message(self, message: CaseMessage) -> int:
        """Keep a message; its id, which the store gives (`message.id` is ignored)."""
        row = self._transaction.first(
            _ADD,
            {
                "case": message.case,
                "contact": message.contact,
                "at": to_millis(message.at),
                "kind": str(message.kind),
                "text": message.text,
                "media": message.media,
                "lat": message.lat,
                "lng": message.lng,
            },
        )
        if message.case is not None:
            self._transaction.change(_SEARCHABLE, {"case": message.case})
        return int(row[0]) if row else 0

    def messages(self, number: int) -> list[CaseMessage]:
        """A case's messages in the order they came."""
        return [_message_of(row) for row in self._transaction.rows(_OF_CASE, {"number": number})]

    def messages_of_kind(self, kind: str) -> Iterator[CaseMessage]:
        """The messages of a kind on all cases in the order they came; read page by page."""
        values = {"of_kind": kind, "after": 0}
        while page := self._transaction.rows(_OF_KIND, values):
            yield from map(_message_of, page)
            values["after"] = page[-1][0]

    def loose_messages(self, contact: int, since: datetime) -> list[CaseMessage]:
        """A contact's messages since a moment that belong to no case, in the order they came."""
        values = {"who": contact, "since": to_millis(since)}
        return [_message_of(row) for row in self._transaction.rows(_LOOSE, values)]

    def attach(self, ids: Sequence[int], number: int) -> None:
        """Let messages belong to a case."""
        self._transaction.change_each(_ATTACH, [{"_id": message, "case": number} for message in ids])
        self._transaction.change(_SEARCHABLE, {"case": number})


def _message_of(row: Row) -> CaseMessage:
    message, case, contact, at, kind, text, media, lat, lng = row
    return CaseMessage(message, case, contact, from_millis(at), kind, text, media, lat, lng)
