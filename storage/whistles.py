"""Whistles and those they called, kept for good: what was answered and when, what the street thought of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, literal_column, or_, select

from matching.whistle import Call, Whistle, WhistleKind
from storage.casework_tables import whistle_calls, whistles
from storage.encoding import from_millis, from_millis_or_null, to_millis, to_millis_or_null
from storage.prepared import Row, Statement, Transaction, Values, insert_into
from storage.tables import cases

_ADD = insert_into(whistles, "id", returning="id")
_LOAD = Statement(select(*whistles.columns).where(whistles.c.id == bindparam("which")))
_OF_CASE = Statement(
    select(*whistles.columns).where(whistles.c.case == bindparam("number")).order_by(whistles.c.id.desc())
)
_OPEN = Statement(
    select(*whistles.columns).where(whistles.c.ended_at.is_(None)).order_by(whistles.c.at, whistles.c.id)
)
_END = Statement(
    whistles.update()
    .where(whistles.c.id == bindparam("which"), whistles.c.ended_at.is_(None))
    .values(ended_at=bindparam("ended_at"), conclusion=bindparam("conclusion"))
)
_LEAD = Statement(
    whistles.update().where(whistles.c.id == bindparam("which")).values(lead=bindparam("lead"))
)
_SINCE = Statement(
    select(*whistles.columns)
    .where(whistles.c.at >= bindparam("since"))
    .order_by(whistles.c.id)
)
#: Open whistles are few: the case of each is looked up by its number.
_OUTLIVED = Statement(
    select(whistles.c.id, whistles.c.case, whistles.c.at)
    .join_from(whistles, cases, cases.c.number == whistles.c.case)
    .where(whistles.c.ended_at.is_(None), cases.c.state != literal_column("'joint'"))
    .limit(bindparam("many"))
)
_CALL = insert_into(whistle_calls)
_CALLS = Statement(
    select(*whistle_calls.columns)
    .where(whistle_calls.c.whistle == bindparam("which"))
    .order_by(whistle_calls.c.signin_due_at, whistle_calls.c.person)
)
_KEYS = ("whistle", "person")
_SAVE = Statement(
    whistle_calls.update()
    .where(whistle_calls.c.whistle == bindparam("_whistle"), whistle_calls.c.person == bindparam("_person"))
    .values({column.name: bindparam(column.name) for column in whistle_calls.columns if column.name not in _KEYS})
)
_SLEEP = Statement(
    whistle_calls.update().where(whistle_calls.c.whistle == bindparam("which")).values(wakes_at=None)
)
#: Not grouped by whistle: SQLite would then read all calls instead of the index on the clock.
_WAKING = Statement(
    select(whistle_calls.c.whistle, whistles.c.case, whistle_calls.c.wakes_at)
    .join_from(whistle_calls, whistles, whistles.c.id == whistle_calls.c.whistle)
    .where(whistle_calls.c.wakes_at <= bindparam("now"))
    .order_by(whistle_calls.c.wakes_at, whistle_calls.c.whistle)
    .limit(bindparam("many"))
)
_CALLED = Statement(
    select(*whistles.columns, *whistle_calls.columns)
    .join_from(whistles, whistle_calls, whistle_calls.c.whistle == whistles.c.id)
    .where(
        whistles.c.ended_at.is_(None),
        or_(whistle_calls.c.person == bindparam("person"), whistle_calls.c.climbed_to == bindparam("head")),
    )
    .order_by(whistles.c.at, whistles.c.id)
)
_OF_WHISTLE = len(whistles.columns)


@dataclass(frozen=True, slots=True)
class Waking:
    """A whistle that a clock wants something of: its number, its case, since when."""

    whistle: int
    case: int
    since: datetime


class Whistles:
    """The whistles and their calls."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def add(self, whistle: Whistle) -> int:
        """Keep a whistle; its number, which the store gives (`whistle.number` is ignored)."""
        row = self._transaction.first(_ADD, {
            "case": whistle.case,
            "place": whistle.place,
            "spot": whistle.spot,
            "meet_at": to_millis(whistle.meet_at),
            "kind": whistle.kind.value,
            "reason": whistle.reason,
            "lead": whistle.lead,
            "by": whistle.by,
            "at": to_millis(whistle.at),
            "ended_at": to_millis_or_null(whistle.ended_at),
            "conclusion": whistle.conclusion,
        })  # fmt: skip
        return int(row[0]) if row else 0

    def call(self, call: Call) -> None:
        """Keep one that is called. Raises a `StorageError` when the same whistle has called it before."""
        self._transaction.change(_CALL, {"whistle": call.whistle, "person": call.person, **_values(call)})

    def save(self, call: Call) -> None:
        """Keep what became of a call."""
        self._transaction.change(_SAVE, {"_whistle": call.whistle, "_person": call.person, **_values(call)})

    def load(self, number: int) -> Whistle | None:
        """The whistle with this number, or None."""
        row = self._transaction.first(_LOAD, {"which": number})
        return _whistle_of(row) if row else None

    def of_case(self, number: int) -> list[Whistle]:
        """All whistles for a case, the latest first."""
        return [_whistle_of(row) for row in self._transaction.rows(_OF_CASE, {"number": number})]

    def open(self) -> list[Whistle]:
        """The whistles that have not ended, the earliest first."""
        return [_whistle_of(row) for row in self._transaction.rows(_OPEN)]

    def calls(self, number: int) -> list[Call]:
        """Those that a whistle called: who must sign first in front, then by code."""
        return [_call_of(row) for row in self._transaction.rows(_CALLS, {"which": number})]

    def called(self, person: str) -> list[tuple[Whistle, Call]]:
        """The open whistles that call somebody, or that climbed to him, the earliest first."""
        rows = self._transaction.rows(_CALLED, {"person": person, "head": person})
        return [(_whistle_of(row), _call_of(row[_OF_WHISTLE:])) for row in rows]

    def waking(self, now: datetime, many: int) -> list[Waking]:
        """The whistles of the `many` calls whose clock struck first, the longest waiting first, each once."""
        found: dict[int, Waking] = {}
        for whistle, number, since in self._transaction.rows(_WAKING, {"now": to_millis(now), "many": many}):
            found.setdefault(whistle, Waking(whistle, number, from_millis(since)))
        return list(found.values())

    def outlived(self, many: int) -> list[Waking]:
        """Up to `many` open whistles whose case went another way in the meantime."""
        rows = self._transaction.rows(_OUTLIVED, {"many": many})
        return [Waking(row[0], row[1], from_millis(row[2])) for row in rows]

    def hand_lead(self, number: int, lead: str) -> None:
        """Another one leads from now on."""
        self._transaction.change(_LEAD, {"which": number, "lead": lead})

    def end(self, number: int, now: datetime, conclusion: str) -> bool:
        """The whistle is over and no clock wants anything of it; False when it was before."""
        ended = {"which": number, "ended_at": to_millis(now), "conclusion": conclusion}
        self._transaction.change(_SLEEP, {"which": number})
        return self._transaction.change(_END, ended) > 0

    def export(self, since: datetime | None) -> Iterator[tuple[Whistle, list[Call]]]:
        """The whistles blown since a moment (None: all) with their calls, in the order they were blown."""
        for row in self._transaction.rows(_SINCE, {"since": to_millis(since) if since else 0}):
            yield _whistle_of(row), self.calls(row[0])


def _values(call: Call) -> Values:
    return {
        "part": call.part,
        "signin_due_at": to_millis(call.signin_due_at),
        "contact_due_at": to_millis(call.contact_due_at),
        "report_due_at": to_millis(call.report_due_at),
        "signed_at": to_millis_or_null(call.signed_at),
        "contacted_at": to_millis_or_null(call.contacted_at),
        "arrived_at": to_millis_or_null(call.arrived_at),
        "reported_at": to_millis_or_null(call.reported_at),
        "result": call.result,
        "rating": call.rating,
        "rating_why": call.rating_why,
        "reply": call.reply,
        "climbed": call.climbed,
        "climbed_to": call.climbed_to,
        "stepped_at": to_millis_or_null(call.stepped_at),
        "wakes_at": to_millis_or_null(call.wakes_at),
    }


def _whistle_of(row: Row) -> Whistle:
    return Whistle(
        number=row[0],
        case=row[1],
        place=row[2],
        spot=row[3],
        meet_at=from_millis(row[4]),
        kind=WhistleKind(row[5]),
        reason=row[6],
        lead=row[7],
        by=row[8],
        at=from_millis(row[9]),
        ended_at=from_millis_or_null(row[10]),
        conclusion=row[11],
    )


def _call_of(row: Row) -> Call:
    return Call(
        whistle=row[0],
        person=row[1],
        part=row[2],
        signin_due_at=from_millis(row[3]),
        contact_due_at=from_millis(row[4]),
        report_due_at=from_millis(row[5]),
        signed_at=from_millis_or_null(row[6]),
        contacted_at=from_millis_or_null(row[7]),
        arrived_at=from_millis_or_null(row[8]),
        reported_at=from_millis_or_null(row[9]),
        result=row[10],
        rating=row[11],
        rating_why=row[12],
        reply=row[13],
        climbed=row[14],
        climbed_to=row[15],
        stepped_at=from_millis_or_null(row[16]),
        wakes_at=from_millis_or_null(row[17]),
    )
