"""What happened under each duty of the 责任清单: appended; only an open one is settled later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, case, func, literal_column, or_, select

from matching.duty import DutyCode, DutyEvent
from storage.casework_tables import duty_events
from storage.encoding import from_millis, from_millis_or_null, to_millis, to_millis_or_null
from storage.prepared import Row, Statement, Transaction, insert_into

_ADD = insert_into(duty_events, "id")
_SETTLE = Statement(
    duty_events.update()
    .where(
        duty_events.c.whistle == bindparam("which"),
        duty_events.c.duty == bindparam("code"),
        duty_events.c.owner == bindparam("whose"),
        duty_events.c.done_at.is_(None),
    )
    .values(done_at=bindparam("done_at"), evidence=bindparam("evidence"))
)
#: What hangs on no whistle: of several that are the same the first.
_SETTLE_FIRST = Statement(
    duty_events.update()
    .where(
        duty_events.c.id
        == select(func.min(duty_events.c.id))
        .where(
            duty_events.c.duty == bindparam("code"),
            duty_events.c.at == bindparam("came_up_at"),
            duty_events.c.owner == bindparam("whose"),
            duty_events.c.place == bindparam("where"),
            duty_events.c.due_at == bindparam("until"),
            duty_events.c.done_at.is_(None),
        )
        .scalar_subquery()
    )
    .values(done_at=bindparam("done_at"), evidence=bindparam("evidence"))
)
#: An event that nobody owes any more (the whistle was called off) is no lapse.
_RELEASE = Statement(
    duty_events.update()
    .where(
        duty_events.c.whistle == bindparam("which"),
        duty_events.c.done_at.is_(None),
        duty_events.c.due_at > bindparam("now"),
    )
    .values(due_at=None, evidence=bindparam("evidence"))
)
_SINCE = Statement(
    select(*duty_events.columns).where(duty_events.c.at >= bindparam("since")).order_by(duty_events.c.id)
)
_OPEN = and_(duty_events.c.done_at.is_(None), duty_events.c.due_at.is_not(None))
_LATE = or_(
    duty_events.c.done_at > duty_events.c.due_at,
    and_(duty_events.c.done_at.is_(None), duty_events.c.due_at < bindparam("now")),
)


def _many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, literal_column("1")), else_=literal_column("0")))


_COUNTS = Statement(
    select(
        duty_events.c.duty,
        duty_events.c.place,
        func.count(),
        _many(duty_events.c.done_at.is_not(None)),
        _many(_OPEN),
        _many(_LATE),
    )
    .where(duty_events.c.at >= bindparam("since"))
    .group_by(duty_events.c.duty, duty_events.c.place)
)


@dataclass(frozen=True, slots=True)
class DutyCount:
    """How often a duty came up at a place: altogether, done, not done so far, and late (done or not)."""

    duty: DutyCode
    place: str
    came_up: int
    done: int
    open: int
    late: int


class Duties:
    """The events of the duties."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def add(self, events: Iterable[DutyEvent]) -> None:
        """Keep events."""
        for event in events:
            self._transaction.change(_ADD, {
                "duty": event.duty.value,
                "place": event.place,
                "case": event.case or None,
                "whistle": event.whistle or None,
                "meeting": event.meeting or None,
                "owner": event.owner,
                "at": to_millis(event.at),
                "due_at": to_millis_or_null(event.due_at),
                "done_at": to_millis_or_null(event.done_at),
                "evidence": event.evidence,
            })  # fmt: skip

    def settle(self, duty: DutyCode, whistle: int, owner: str, now: datetime, evidence: str = "") -> bool:
        """Somebody's open duty of a whistle is done; False when there is none."""
        done = {"done_at": to_millis(now), "evidence": evidence}
        return self._transaction.change(_SETTLE, {"which": whistle, "code": duty.value, "whose": owner, **done}) > 0

    def keep(self, event: DutyEvent, now: datetime, evidence: str) -> None:
        """A duty with a term is done: the same one kept as open is settled; one that nobody kept so far is added."""
        asked = {
            "code": event.duty.value,
            "came_up_at": to_millis(event.at),
            "whose": event.owner,
            "where": event.place,
            "until": to_millis_or_null(event.due_at),
        }
        done = {"done_at": to_millis(now), "evidence": evidence}
        if not self._transaction.change(_SETTLE_FIRST, {**asked, **done}):
            self.add([replace(event, done_at=now, evidence=evidence)])

    def release(self, whistle: int, now: datetime, evidence: str) -> None:
        """What a whistle still asks for and is not late yet is owed no more; `evidence` says why."""
        self._transaction.change(_RELEASE, {"which": whistle, "now": to_millis(now), "evidence": evidence})

    def since(self, since: datetime | None) -> Iterator[DutyEvent]:
        """The events since a moment (None: all), in the order they were kept."""
        for row in self._transaction.rows(_SINCE, {"since": to_millis(since) if since else 0}):
            yield _event_of(row)

    def counts(self, since: datetime, now: datetime) -> list[DutyCount]:
        """How the duties that came up since a moment stand, by duty and place, in no order."""
        rows = self._transaction.rows(_COUNTS, {"since": to_millis(since), "now": to_millis(now)})
        return [DutyCount(DutyCode(row[0]), row[1], row[2], int(row[3]), int(row[4]), int(row[5])) for row in rows]


def _event_of(row: Row) -> DutyEvent:
    return DutyEvent(
        duty=DutyCode(row[1]),
        place=row[2],
        case=row[3] or 0,
        whistle=row[4] or 0,
        meeting=row[5] or 0,
        owner=row[6],
        at=from_millis(row[7]),
        due_at=from_millis_or_null(row[8]),
        done_at=from_millis_or_null(row[9]),
        evidence=row[10],
    )
