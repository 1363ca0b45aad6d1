"""Filters of the list of cases that somebody keeps under a name, for herself or for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, or_, select, true

from storage.console_tables import accounts, saved_views
from storage.encoding import from_millis, to_millis
from storage.prepared import Statement, Transaction, insert_into

_ADD = insert_into(saved_views, "id", returning="id")
_FOR = Statement(
    select(
        saved_views.c.id, saved_views.c.account, saved_views.c.name, saved_views.c.query, saved_views.c.shared,
        saved_views.c.created_at, accounts.c.name,
    )
    .join_from(saved_views, accounts, accounts.c.id == saved_views.c.account)
    .where(or_(saved_views.c.account == bindparam("whose"), saved_views.c.shared == true()))
    .order_by(saved_views.c.name, saved_views.c.id)
)  # fmt: skip
_DROP = Statement(
    saved_views.delete().where(saved_views.c.id == bindparam("which"), saved_views.c.account == bindparam("whose"))
)


@dataclass(frozen=True, slots=True)
class SavedView:
    """A kept filter: `query` as it stands in the address, `by` the name of the account that kept it."""

    number: int
    account: int
    name: str
    query: str
    shared: bool
    created_at: datetime
    by: str = ""


class SavedViews:
    """The filters that accounts keep."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def add(self, view: SavedView) -> int:
        """Keep a filter; its number, which the store gives."""
        row = self._transaction.first(_ADD, {
            "account": view.account, "name": view.name, "query": view.query, "shared": view.shared,
            "created_at": to_millis(view.created_at),
        })  # fmt: skip
        return int(row[0]) if row else 0

    def seen_by(self, account: int) -> list[SavedView]:
        """An account's own and the shared ones, by name."""
        rows = self._transaction.rows(_FOR, {"whose": account})
        return [SavedView(row[0], row[1], row[2], row[3], bool(row[4]), from_millis(row[5]), row[6]) for row in rows]

    def drop(self, number: int, account: int) -> bool:
        """Whether a filter of the account's own is gone now."""
        return self._transaction.change(_DROP, {"which": number, "whose": account}) > 0
