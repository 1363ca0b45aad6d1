"""Replays: drafts weighed against what was written lately, how far they are and what came out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import bindparam, select

from storage.encoding import from_millis, from_millis_or_null, to_millis
from storage.prepared import Row, Statement, Transaction, among, insert_into, update_by
from storage.rulebook_tables import replays
from storage.tables import case_messages, cases

#: A replay that has shown no sign of life for so long has lost its process.
GONE_AFTER: Final = timedelta(seconds=60)
_PAGE: Final = 1_000


class ReplayState(StrEnum):
    """Where a replay stands."""

    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ReplayRun:
    """One replay. `mark` is a digest of the text it weighed; `result` is JSON, empty until it is done."""

    number: int
    draft: int
    mark: str
    weeks: int
    by: str
    started_at: datetime
    state: ReplayState = ReplayState.RUNNING
    done: int = 0
    total: int = 0
    beat_at: datetime | None = None
    finished_at: datetime | None = None
    cancelled: bool = False
    result: str = ""

    def standing(self, now: datetime) -> ReplayState:
        """Its state; failed where it runs no more though nobody said so."""
        gone = self.state is ReplayState.RUNNING and now - (self.beat_at or self.started_at) > GONE_AFTER
        return ReplayState.FAILED if gone else self.state


@dataclass(frozen=True, slots=True)
class FirstWords:
    """What somebody wrote when a case was opened, and what became of it then."""

    case: int
    at: datetime
    text: str
    category: str
    place: str
    private: bool


_R = replays.c
_ONE = Statement(select(*replays.columns).where(_R.id == bindparam("which")))
_LATEST = Statement(
    select(*replays.columns).where(_R.draft == bindparam("which")).order_by(_R.started_at.desc(), _R.id.desc()).limit(1)
)
_ADD = insert_into(replays, "id", returning="id")
_BEAT = update_by(replays, "id", "done", "total", "beat_at")
_CANCEL = update_by(replays, "id", "cancelled")
_END = update_by(replays, "id", "state", "done", "beat_at", "finished_at", "result")
_CANCELLED = Statement(select(_R.cancelled).where(_R.id == bindparam("which")))
_FIRST = (
    select(case_messages.c.id)
    .where(case_messages.c.case == cases.c.number, among(case_messages.c.kind, ("text", "voice")))
    .order_by(case_messages.c.id).limit(1).correlate(cases).scalar_subquery()
)
_WORDS = Statement(
    select(
        cases.c.number, cases.c.created_at, case_messages.c.text, cases.c.category, cases.c.place,
        cases.c.private, cases.c.kind,
    )
    .select_from(cases).join(case_messages, case_messages.c.id == _FIRST)
    .where(cases.c.number < bindparam("below"))
    .order_by(cases.c.number.desc())
    .limit(bindparam("many"))
)
_PRUNE = Statement(replays.delete().where(_R.started_at < bindparam("before")))
_TOP = 2**31 - 1
#: Whoever quarrels is nobody's business but the mediator's.
_MEDIATION = "mediation"


class Replays:
    """The replays, and the messages they weigh."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def start(self, run: ReplayRun) -> int:
        """Keep a replay that begins; its number, which the store gives."""
        row = self._transaction.first(_ADD, {
            "draft": run.draft, "mark": run.mark, "weeks": run.weeks, "state": str(run.state), "done": run.done,
            "total": run.total, "by": run.by, "started_at": to_millis(run.started_at),
            "beat_at": to_millis(run.started_at), "finished_at": None, "cancelled": False, "result": "",
        })  # fmt: skip
        return int(row[0]) if row else 0

    def one(self, number: int) -> ReplayRun | None:
        """A replay, or None."""
        row = self._transaction.first(_ONE, {"which": number})
        return None if row is None else _run(row)

    def latest(self, draft: int) -> ReplayRun | None:
        """The last replay of a draft, or None."""
        row = self._transaction.first(_LATEST, {"which": draft})
        return None if row is None else _run(row)

    def beat(self, number: int, done: int, total: int, now: datetime) -> bool:
        """Say how far a replay is; False where somebody has cancelled it."""
        row = self._transaction.first(_CANCELLED, {"which": number})
        self._transaction.change(_BEAT, {"_id": number, "done": done, "total": total, "beat_at": to_millis(now)})
        return row is not None and not row[0]

    def cancel(self, number: int) -> None:
        """Ask a replay to stop."""
        self._transaction.change(_CANCEL, {"_id": number, "cancelled": True})

    def end(self, number: int, state: ReplayState, done: int, result: str, now: datetime) -> None:
        """Keep how a replay ended and what came out."""
        moment = to_millis(now)
        self._transaction.change(_END, {
            "_id": number, "state": str(state), "done": done, "beat_at": moment, "finished_at": moment,
            "result": result,
        })  # fmt: skip

    def prune(self, before: datetime) -> int:
        """Forget the replays begun before a moment, with what was written in them; how many."""
        return self._transaction.change(_PRUNE, {"before": to_millis(before)})

    def first_words(self, since: datetime, page_of: int = _PAGE) -> Iterator[FirstWords]:
        """What was written first in each case opened since a moment, the newest first; read page by page."""
        below, start = _TOP, to_millis(since)
        while page := self._transaction.rows(_WORDS, {"below": below, "many": page_of}):
            for number, at, text, category, place, private, kind in page:
                if at < start:
                    return
                if text:
                    hidden = bool(private) or kind == _MEDIATION
                    yield FirstWords(number, from_millis(at), text, category, place, hidden)
            below = page[-1][0]


def _run(row: Row) -> ReplayRun:
    number, draft, mark, weeks, state, done, total, by, started, beat, finished, cancelled, result = row
    return ReplayRun(
        number, draft, mark, weeks, by, from_millis(started), ReplayState(state), done, total, from_millis(beat),
        from_millis_or_null(finished), bool(cancelled), result,
    )  # fmt: skip
