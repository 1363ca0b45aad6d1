"""The outbox: what must be sent is a row of the transaction that decided it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import and_, bindparam, func, literal_column, select

from storage.encoding import (
    from_json_mapping,
    from_millis,
    from_millis_or_null,
    to_json_mapping,
    to_millis,
)
from storage.prepared import Row, Statement, Transaction, among, insert_unless_there, update_by
from storage.tables import contacts, outbox


class LetterState(StrEnum):
    """Where a letter stands. Stored as text."""

    DUE = "due"        # waits for its moment
    LEASED = "leased"  # a worker has it; due again when the lease ends
    HELD = "held"      # waits until the recipient writes or binds
    SENT = "sent"
    FAILED = "failed"  # given up: an operator should look


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell somebody.

    Addressed to a contact's id or, when `contact` is None, to whoever is bound to the person code
    `person`. `fields` are for channels that send forms instead of text. `key` is unique.
    """

    kind: str
    text: str
    case: int | None
    contact: int | None
    person: str
    urgent: bool
    due_at: datetime
    key: str
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recipient:
    """A contact as far as sending needs it; see `storage.people.Contact`."""

    contact: int
    openid: str
    subscribed: bool
    window_until: datetime | None
    window_left: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A claimed notice. `tries` counts this one too; `recipient` is None when nobody is bound."""

    id: int
    notice: Notice
    tries: int
    recipient: Recipient | None


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A letter that is held or was given up, with the last error."""

    id: int
    notice: Notice
    tries: int
    recipient: Recipient | None
    state: LetterState
    error: str


_addressed = contacts.alias("addressed")
_bound = contacts.alias("bound")
_LETTER = (
    select(
        outbox.c.id,
        outbox.c.kind,
        outbox.c.text,
        outbox.c.case,
        outbox.c.contact,
        outbox.c.person,
        outbox.c.urgent,
        outbox.c.due_at,
        outbox.c.key,
        outbox.c.fields,
        outbox.c.tries,
        outbox.c.state,
        outbox.c.last_error,
        *(
            func.coalesce(_addressed.c[name], _bound.c[name])
            for name in ("id", "openid", "subscribed", "window_until", "window_left")
        ),
    )
    .select_from(outbox)
    .outerjoin(_addressed, _addressed.c.id == outbox.c.contact)
    .outerjoin(_bound, and_(outbox.c.contact.is_(None), _bound.c.person == outbox.c.person))
)


_PUT = insert_unless_there(outbox, "id", conflict="key")
_READY = Statement(
    _LETTER.where(outbox.c.ready_at <= bindparam("now"))
    .order_by(outbox.c.ready_at, outbox.c.id)
    .limit(bindparam("many"))
    .with_for_update(skip_locked=True, of=outbox)  # not rendered for SQLite, which needs none
)
_LEASE = update_by(outbox, "id", "state", "ready_at", "leased_at", "tries")
_SENT = update_by(outbox, "id", "state", "ready_at", "done_at", "channel", "last_error")
_WROTE_MEANWHILE = Statement(
    select(outbox.c.id)
    .outerjoin_from(outbox, _addressed, _addressed.c.id == outbox.c.contact)
    .outerjoin(_bound, and_(outbox.c.contact.is_(None), _bound.c.person == outbox.c.person))
    .where(
        outbox.c.id == bindparam("which"),
        func.coalesce(_addressed.c.seen_at, _bound.c.seen_at) > outbox.c.leased_at,
    )
)
_AGAIN = Statement(
    outbox.update()
    .where(outbox.c.id == bindparam("which"))
    .values(state=LetterState.DUE.value, ready_at=outbox.c.due_at, last_error=bindparam("error"))
)
_RETRY = update_by(outbox, "id", "state", "ready_at", "due_at", "last_error")
_REST = update_by(outbox, "id", "state", "ready_at", "done_at", "last_error")
_HELD = outbox.c.state == literal_column("'held'")  # as the partial indexes say it, or they are not used
_RELEASED = outbox.update().values(state=LetterState.DUE.value, ready_at=bindparam("now"))
#: Two statements, because one with OR is not answered from the two indexes.
_RELEASE_CONTACT = Statement(_RELEASED.where(_HELD, outbox.c.contact == bindparam("to_contact")))
_RELEASE_PERSON = Statement(
    _RELEASED.where(_HELD, outbox.c.contact.is_(None), outbox.c.person == bindparam("to_person"))
)
_UNDELIVERED = Statement(
    _LETTER.where(among(outbox.c.state, (LetterState.HELD, LetterState.FAILED)))
    .order_by(outbox.c.id.desc())
    .limit(bindparam("many"))
)
_WITHDRAW = Statement(
    outbox.delete().where(
        outbox.c.case == bindparam("about"),
        outbox.c.kind == bindparam("which"),
        among(outbox.c.state, (LetterState.DUE, LetterState.HELD)),
    )
)
_TAKE_BACK = Statement(
    outbox.delete().where(
        _HELD,
        outbox.c.contact == bindparam("to_contact"),
        outbox.c.kind == bindparam("which"),
        outbox.c.fields.like(bindparam("about_page")),
    )
)
_COUNTS = Statement(select(outbox.c.state, func.count()).group_by(outbox.c.state))
_NEXT = Statement(select(func.min(outbox.c.ready_at)))
_PRUNE = Statement(
    outbox.delete().where(outbox.c.state == LetterState.SENT.value, outbox.c.done_at < bindparam("before"))
)


class Outbox:
    """The letters to send, at least once each."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def put(self, notice: Notice) -> bool:
        """Have a notice sent at its `due_at`; False, and nothing happens, when its key is known already."""
        due_at = to_millis(notice.due_at)
        added = self._transaction.change(
            _PUT,
            {
                "key": notice.key,
                "kind": notice.kind,
                "text": notice.text,
                "fields": to_json_mapping(notice.fields),
                "case": notice.case,
                "contact": notice.contact,
                "person": notice.person,
                "urgent": notice.urgent,
                "due_at": due_at,
                "state": LetterState.DUE.value,
                "ready_at": due_at,
                "leased_at": None,
                "tries": 0,
                "last_error": "",
                "channel": "",
                "done_at": None,
            },
        )
        return added > 0

    def claim(self, now: datetime, lease: timedelta, limit: int) -> list[Letter]:
        """Up to `limit` letters that are due, earliest first; nobody else gets them before the lease ends.

        A letter whose worker was killed comes back when its lease has ended.
        """
        at = to_millis(now)
        rows = self._transaction.rows(_READY, {"now": at, "many": limit})
        leased = {"state": LetterState.LEASED.value, "ready_at": to_millis(now + lease), "leased_at": at}
        self._transaction.change_each(
            _LEASE, [{"_id": row[0], "tries": row[10] + 1, **leased} for row in rows]
        )
        # by due_at again: a letter that came back from a lease must not follow its recipient's later ones
        rows.sort(key=lambda row: (row[7], row[0]))
        return [Letter(row[0], _notice_of(row), row[10] + 1, _recipient_of(row)) for row in rows]

    def mark_sent(self, letter: int, now: datetime, channel: str) -> None:
        """Keep that a letter went out and by which channel."""
        self._transaction.change(
            _SENT,
            {
                "_id": letter,
                "state": LetterState.SENT.value,
                "ready_at": None,
                "done_at": to_millis(now),
                "channel": channel,
                "last_error": "",
            },
        )

    def retry(self, letter: int, due_at: datetime, error: str) -> None:
        """Try again at `due_at`."""
        at = to_millis(due_at)
        self._transaction.change(
            _RETRY,
            {
                "_id": letter,
                "state": LetterState.DUE.value,
                "ready_at": at,
                "due_at": at,
                "last_error": error,
            },
        )

    def hold(self, letter: int, error: str) -> None:
        """Let a letter wait until `release`.

        When its recipient wrote after it was claimed, that `release` came too early to find it held:
        then it is due again at once.
        """
        if self._transaction.first(_WROTE_MEANWHILE, {"which": letter}):
            self._transaction.change(_AGAIN, {"which": letter, "error": error})
        else:
            self._rest(letter, LetterState.HELD, error, None)

    def fail(self, letter: int, now: datetime, error: str) -> None:
        """Give a letter up; it stands in `undelivered` with the error."""
        self._rest(letter, LetterState.FAILED, error, to_millis(now))

    def release(self, contact: int, person: str, now: datetime) -> int:
        """Make the held letters to a contact, and those to the person bound to it, due now; how many."""
        at = to_millis(now)
        released = self._transaction.change(_RELEASE_CONTACT, {"to_contact": contact, "now": at})
        if person:
            released += self._transaction.change(_RELEASE_PERSON, {"to_person": person, "now": at})
        return released

    def withdraw(self, case: int, kind: str) -> int:
        """Forget the letters of a kind about a case that wait or are held, as if never put; how many."""
        return self._transaction.change(_WITHDRAW, {"about": case, "which": kind})

    def take_back(self, contact: int, kind: str, page: str) -> int:
        """Forget the letters of a kind to a contact that are held and lead to a page, as if never put; how many."""
        about = f'%"{page}"%'
        return self._transaction.change(_TAKE_BACK, {"to_contact": contact, "which": kind, "about_page": about})

    def undelivered(self, limit: int) -> list[Undelivered]:
        """Letters that are held or were given up, newest first."""
        return [
            Undelivered(row[0], _notice_of(row), row[10], _recipient_of(row), LetterState(row[11]), row[12])
            for row in self._transaction.rows(_UNDELIVERED, {"many": limit})
        ]

    def counts(self) -> dict[str, int]:
        """How many letters stand in each state of `LetterState`; 0 for states without any."""
        return {state.value: 0 for state in LetterState} | dict(self._transaction.rows(_COUNTS))

    def next_due(self) -> datetime | None:
        """The earliest moment at which a letter can be claimed; None when none waits."""
        row = self._transaction.first(_NEXT)
        return from_millis_or_null(row[0]) if row else None

    def prune(self, before: datetime) -> int:
        """Forget letters sent before a moment; how many there were."""
        return self._transaction.change(_PRUNE, {"before": to_millis(before)})

    def _rest(self, letter: int, state: LetterState, error: str, done_at: int | None) -> None:
        self._transaction.change(
            _REST,
            {
                "_id": letter,
                "state": state.value,
                "ready_at": None,
                "done_at": done_at,
                "last_error": error,
            },
        )


def _notice_of(row: Row) -> Notice:
    return Notice(
        kind=row[1],
        text=row[2],
        case=row[3],
        contact=row[4],
        person=row[5],
        urgent=bool(row[6]),
        due_at=from_millis(row[7]),
        key=row[8],
        fields=from_json_mapping(row[9]),
    )


def _recipient_of(row: Row) -> Recipient | None:
    contact, openid, subscribed, window_until, window_left = row[13:]
    if contact is None:
        return None
    return Recipient(contact, openid, bool(subscribed), from_millis_or_null(window_until), window_left)
