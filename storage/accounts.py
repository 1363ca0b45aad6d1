"""Accounts of the console and their sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from storage.console_tables import accounts, console_sessions
from storage.encoding import digest, from_millis, from_millis_or_null, to_millis, to_millis_or_null
from storage.prepared import Row, Statement, Transaction, insert_into, update_by


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody at the console. `password` is a hash; `totp` the second factor's secret, empty without one.

    `role`, `place` and `person` say what she may see, see `bot.desk.rights`. `must_change`: the password was given
    to her and is changed at the first visit. `number` is the store's id.
    """

    number: int
    name: str
    password: str
    role: str
    created_at: datetime
    created_by: str = ""
    place: str = ""
    person: str = ""
    totp: str = ""
    must_change: bool = False
    disabled_at: datetime | None = None
    failures: int = 0
    locked_until: datetime | None = None
    last_seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ConsoleSession:
    """One sign-in. `second` says that the second factor was given; `agent` is the browser, cut short."""

    token: str
    account: int
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    second: bool
    agent: str = ""
    revoked_at: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Whether it is good at a moment."""
        return self.revoked_at is None and now < self.expires_at


_ACCOUNT = select(*accounts.columns)
_ALL = Statement(_ACCOUNT.order_by(accounts.c.name))
_BY_NAME = Statement(_ACCOUNT.where(accounts.c.name == bindparam("who")))
_BY_ID = Statement(_ACCOUNT.where(accounts.c.id == bindparam("which")))
_COUNT = Statement(select(func.count()).select_from(accounts))
_ADD = insert_into(accounts, "id", returning="id")
_SAVE = update_by(accounts, "id", *(c.name for c in accounts.columns if c.name not in ("id", "name", "created_at")))
_SESSION = select(*console_sessions.columns)
_OPEN = insert_into(console_sessions)
_FIND = Statement(_SESSION.where(console_sessions.c.token == bindparam("given")))
_OF = Statement(
    _SESSION.where(console_sessions.c.account == bindparam("which"), console_sessions.c.revoked_at.is_(None))
    .order_by(console_sessions.c.seen_at.desc())
)
_TOUCH = update_by(console_sessions, "token", "seen_at", "expires_at", "second")
_REVOKE = update_by(console_sessions, "token", "revoked_at")
_REVOKE_ALL = Statement(
    console_sessions.update()
    .where(
        console_sessions.c.account == bindparam("which"),
        console_sessions.c.token != bindparam("but"),
        console_sessions.c.revoked_at.is_(None),
    )
    .values(revoked_at=bindparam("now"))
)
_FORGET = Statement(console_sessions.delete().where(console_sessions.c.expires_at < bindparam("before")))


class Accounts:
    """The accounts and their sessions. A session is asked for by what its cookie says; only the digest is kept."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def all(self) -> list[Account]:
        """Every account, by name."""
        return [_account_of(row) for row in self._transaction.rows(_ALL)]

    def count(self) -> int:
        """How many accounts there are."""
        row = self._transaction.first(_COUNT)
        return int(row[0]) if row else 0

    def named(self, name: str) -> Account | None:
        """The account with this name, or None. While writing nobody else changes it until the end."""
        self._transaction.lock(f"account/{name}")
        row = self._transaction.first(_BY_NAME, {"who": name})
        return _account_of(row) if row else None

    def load(self, number: int) -> Account | None:
        """The account with this number, or None."""
        row = self._transaction.first(_BY_ID, {"which": number})
        return _account_of(row) if row else None

    def add(self, account: Account) -> int:
        """Keep a new account; its number. Raises a `StorageError` when the name is taken."""
        values = {**_values(account), "name": account.name, "created_at": to_millis(account.created_at)}
        row = self._transaction.first(_ADD, values)
        return int(row[0]) if row else 0

    def save(self, account: Account) -> None:
        """Keep what became of an account."""
        self._transaction.change(_SAVE, {**_values(account), "_id": account.number})

    # -- sessions -----------------------------------------------------------------------------------

    def open_session(self, session: ConsoleSession) -> None:
        """Keep a sign-in; `session.token` is what the cookie says."""
        self._transaction.change(_OPEN, {
            "token": digest(session.token),
            "account": session.account,
            "created_at": to_millis(session.created_at),
            "seen_at": to_millis(session.seen_at),
            "expires_at": to_millis(session.expires_at),
            "revoked_at": to_millis_or_null(session.revoked_at),
            "second": session.second,
            "agent": session.agent,
        })  # fmt: skip

    def session(self, token: str) -> ConsoleSession | None:
        """The sign-in that a cookie stands for, revoked or over ones too; None for any other text."""
        row = self._transaction.first(_FIND, {"given": digest(token)})
        return _session_of(row) if row else None

    def sessions_of(self, account: int) -> list[ConsoleSession]:
        """The sign-ins of an account that nobody revoked, the latest first; `token` is the digest."""
        return [_session_of(row) for row in self._transaction.rows(_OF, {"which": account})]

    def touch(self, session: ConsoleSession) -> None:
        """Keep when a sign-in was used last and until when it is good; `token` is the digest."""
        self._transaction.change(_TOUCH, {
            "_token": session.token,
            "seen_at": to_millis(session.seen_at),
            "expires_at": to_millis(session.expires_at),
            "second": session.second,
        })  # fmt: skip

    def revoke(self, token: str, now: datetime) -> None:
        """End a sign-in; `token` is the digest."""
        self._transaction.change(_REVOKE, {"_token": token, "revoked_at": to_millis(now)})

    def revoke_all(self, account: int, now: datetime, but: str = "") -> int:
        """End every sign-in of an account but one (its digest); how many."""
        return self._transaction.change(_REVOKE_ALL, {"which": account, "but": but, "now": to_millis(now)})

    def forget_sessions(self, before: datetime) -> int:
        """Take away the sign-ins that were over before a moment; how many."""
        return self._transaction.change(_FORGET, {"before": to_millis(before)})


def _values(account: Account) -> dict[str, Any]:
    return {
        "password": account.password,
        "role": account.role,
        "place": account.place,
        "person": account.person,
        "totp": account.totp,
        "must_change": account.must_change,
        "created_by": account.created_by,
        "disabled_at": to_millis_or_null(account.disabled_at),
        "failures": account.failures,
        "locked_until": to_millis_or_null(account.locked_until),
        "last_seen_at": to_millis_or_null(account.last_seen_at),
    }


def _account_of(row: Row) -> Account:
    number, name, password, role, place, person, totp, must_change, created_at, created_by, *rest = row
    disabled_at, failures, locked_until, last_seen_at = rest
    return Account(
        number, name, password, role, from_millis(created_at), created_by, place, person, totp, bool(must_change),
        from_millis_or_null(disabled_at), failures, from_millis_or_null(locked_until),
        from_millis_or_null(last_seen_at),
    )  # fmt: skip


def _session_of(row: Row) -> ConsoleSession:
    token, account, created_at, seen_at, expires_at, revoked_at, second, agent = row
    return ConsoleSession(
        token, account, from_millis(created_at), from_millis(seen_at), from_millis(expires_at), bool(second), agent,
        from_millis_or_null(revoked_at),
    )  # fmt: skip
