"""Drafts of the rules: not live yet, changed step by step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import bindparam, select

from storage.encoding import from_millis, from_millis_or_null, to_millis, to_millis_or_null
from storage.prepared import Row, Statement, Transaction, among, insert_into, insert_unless_there, update_by
from storage.rulebook_tables import golden_waivers, rule_drafts


class DraftState(StrEnum):
    """Where a draft stands."""

    OPEN = "open"            # somebody works on it
    SCHEDULED = "scheduled"  # goes live by itself at `publish_at`
    LIVE = "live"            # published with an end: at `until` what it replaced returns
    PUBLISHED = "published"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Draft:
    """Rules that are not live yet: the whole text, the revision it started from, and what was done to that (JSON).

    `by` began it, `touched_by` changed it last, `approved_by` is the second person who let it pass ("" nobody).
    `revision` is the number it was published under, 0 before.
    """

    number: int
    name: str
    base: int
    text: str
    edits: str
    by: str
    created_at: datetime
    touched_at: datetime
    touched_by: str
    why: str = ""
    state: DraftState = DraftState.OPEN
    approved_by: str = ""
    publish_at: datetime | None = None
    until: datetime | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Waiver:
    """A golden message that a draft may break, and why."""

    draft: int
    golden: str
    by: str
    why: str
    at: datetime


_D, _W = rule_drafts.c, golden_waivers.c
_DRAFT = select(
    _D.id, _D.name, _D.base, _D.text, _D.edits, _D.by, _D.created_at, _D.touched_at, _D.touched_by, _D.why,
    _D.state, _D.approved_by, _D.publish_at, _D.until, _D.revision,
)  # fmt: skip
_ONE = Statement(_DRAFT.where(_D.id == bindparam("which")))
_AT_WORK = Statement(_DRAFT.where(among(_D.state, ("open", "scheduled"))).order_by(_D.touched_at.desc(), _D.id.desc()))
_DUE = Statement(
    select(_D.id).where(_D.state == "scheduled", _D.publish_at <= bindparam("now"))
    .union_all(select(_D.id).where(_D.state == "live", _D.until <= bindparam("now")))
)
_ADD = insert_into(rule_drafts, "id", returning="id")
_SAVE = update_by(rule_drafts, "id", *(c.name for c in rule_drafts.columns if c.name not in ("id", "by", "created_at")))
_WAIVE = insert_unless_there(golden_waivers, "id", conflict=("draft", "golden"))
_TAKE_BACK = Statement(
    golden_waivers.delete().where(_W.draft == bindparam("which"), _W.golden == bindparam("key"))
)
_WAIVERS = Statement(
    select(_W.draft, _W.golden, _W.by, _W.why, _W.at).where(_W.draft == bindparam("which")).order_by(_W.id)
)


class Drafts:
    """The drafts of the rules and what they may break."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def one(self, number: int) -> Draft | None:
        """A draft, or None."""
        row = self._transaction.first(_ONE, {"which": number})
        return None if row is None else _draft(row)

    def at_work(self) -> list[Draft]:
        """The drafts that are neither published nor dropped, the one touched last first."""
        return [_draft(row) for row in self._transaction.rows(_AT_WORK)]

    def due(self, now: datetime) -> list[int]:
        """The numbers of the drafts that go live by now, and of the live ones that end by now."""
        return [row[0] for row in self._transaction.rows(_DUE, {"now": to_millis(now)})]

    def add(self, draft: Draft) -> int:
        """Keep a new draft; its number, which the store gives."""
        began = {"by": draft.by, "created_at": to_millis(draft.created_at)}
        row = self._transaction.first(_ADD, {**_values(draft), **began})
        return int(row[0]) if row else 0

    def save(self, draft: Draft) -> None:
        """Keep a draft as it is now."""
        self._transaction.change(_SAVE, {**_values(draft), "_id": draft.number})

    def waive(self, waiver: Waiver) -> None:
        """Let a draft break a golden message; the first reason stays."""
        self._transaction.change(_WAIVE, {
            "draft": waiver.draft, "golden": waiver.golden, "by": waiver.by, "why": waiver.why,
            "at": to_millis(waiver.at),
        })  # fmt: skip

    def take_back_waiver(self, draft: int, golden: str) -> None:
        """Let it not break the message after all."""
        self._transaction.change(_TAKE_BACK, {"which": draft, "key": golden})

    def waivers(self, draft: int) -> list[Waiver]:
        """What a draft may break, in the order it was said."""
        rows = self._transaction.rows(_WAIVERS, {"which": draft})
        return [Waiver(row[0], row[1], row[2], row[3], from_millis(row[4])) for row in rows]


def _values(draft: Draft) -> dict[str, object]:
    return {
        "name": draft.name,
        "base": draft.base,
        "text": draft.text,
        "edits": draft.edits,
        "why": draft.why,
        "state": str(draft.state),
        "touched_at": to_millis(draft.touched_at),
        "touched_by": draft.touched_by,
        "approved_by": draft.approved_by,
        "publish_at": to_millis_or_null(draft.publish_at),
        "until": to_millis_or_null(draft.until),
        "revision": draft.revision,
    }


def _draft(row: Row) -> Draft:
    number, name, base, text, edits, by, created, touched, touched_by, why, state, approved, at, until, revision = row
    return Draft(
        number, name, base, text, edits, by, from_millis(created), from_millis(touched), touched_by, why,
        DraftState(state), approved, from_millis_or_null(at), from_millis_or_null(until), revision,
    )  # fmt: skip
