"""Golden messages: what they mean is certain, whatever the rules say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from storage.encoding import from_millis, to_millis
from storage.prepared import Row, Statement, Transaction, insert_into, update_by
from storage.rulebook_tables import golden_messages


@dataclass(frozen=True, slots=True)
class GoldenRow:
    """A masked text with what it means. An empty `category`: it has none; an empty `intent` or `place`: not said.

    `source` says where it came from ("case/12"); whoever judges the same again replaces it.
    """

    number: int
    text: str
    category: str
    intent: str
    place: str
    source: str
    by: str
    why: str
    at: datetime


_G = golden_messages.c
_ROW = select(_G.id, _G.text, _G.category, _G.intent, _G.place, _G.source, _G.by, _G.why, _G.at).where(
    _G.dropped_at.is_(None)
)
_ALL = Statement(_ROW.order_by(_G.id))
_ONE = Statement(_ROW.where(_G.id == bindparam("which")))
_FROM = Statement(_ROW.where(_G.source == bindparam("given")).order_by(_G.id))
_ADD = insert_into(golden_messages, "id", returning="id")
_DROP = update_by(golden_messages, "id", "dropped_at", "dropped_by")


class GoldenStore:
    """The golden messages of this installation; those that come with the product are a file."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def all(self) -> list[GoldenRow]:
        """Those that count, in the order they were judged."""
        return [_golden(row) for row in self._transaction.rows(_ALL)]

    def one(self, number: int) -> GoldenRow | None:
        """One that counts, or None."""
        row = self._transaction.first(_ONE, {"which": number})
        return None if row is None else _golden(row)

    def of_source(self, source: str) -> list[GoldenRow]:
        """Those that came from one place and count."""
        return [_golden(row) for row in self._transaction.rows(_FROM, {"given": source})]

    def add(self, row: GoldenRow) -> int:
        """Keep one; its number, which the store gives."""
        found = self._transaction.first(_ADD, {
            "text": row.text, "category": row.category, "intent": row.intent, "place": row.place,
            "source": row.source, "by": row.by, "why": row.why, "at": to_millis(row.at),
            "dropped_at": None, "dropped_by": "",
        })  # fmt: skip
        return int(found[0]) if found else 0

    def drop(self, number: int, by: str, now: datetime) -> None:
        """Let one count no more; the row stays."""
        self._transaction.change(_DROP, {"_id": number, "dropped_at": to_millis(now), "dropped_by": by})


def _golden(row: Row) -> GoldenRow:
    number, text, category, intent, place, source, by, why, at = row
    return GoldenRow(number, text, category, intent, place, source, by, why, from_millis(at))
