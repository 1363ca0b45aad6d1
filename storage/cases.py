"""The cases and their events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import and_, bindparam, literal_column, or_

from matching.case import Case, CaseEvent, State
from storage.case_followers import CaseFollowers
from storage.case_messages import CaseMessage
from storage.case_rows import CASE, EVENT, IS_OPEN, SETTLED, case_of, event_of, values_of
from storage.encoding import to_millis
from storage.errors import UnknownCase
from storage.prepared import Statement, among, insert_into, update_by
from storage.tables import case_events, cases

__all__ = ["SETTLED", "CaseMessage", "Cases"]

_PAGE = 500

_OF_REPORTER = CASE.where(cases.c.reporter == bindparam("contact")).order_by(cases.c.number.desc())

_ADD = insert_into(cases, "number", returning="number")
_SAVE = update_by(cases, "number")
_LOAD = CASE.where(cases.c.number == bindparam("which"))
_READ = Statement(_LOAD)
_LOAD_LOCKED = Statement(_LOAD.with_for_update())  # not rendered for SQLite, where writers are alone
_OPEN_OF_REPORTER = Statement(_OF_REPORTER.where(IS_OPEN))
_LATEST_OF_REPORTER = Statement(_OF_REPORTER.limit(1))
_OPEN_OF_RESPONDER = Statement(
    CASE.where(cases.c.responder == bindparam("code"), IS_OPEN).order_by(cases.c.number)
)
_WAITING = Statement(
    CASE.where(
        cases.c.state == bindparam("in_state"), cases.c.touched_at < bindparam("before"), cases.c.paused_at.is_(None)
    )
    .order_by(cases.c.touched_at, cases.c.number)
    .limit(bindparam("many"))
)
_WAKING = Statement(
    CASE.where(cases.c.wakes_at <= bindparam("now")).order_by(cases.c.wakes_at, cases.c.number).limit(bindparam("many"))
)
_STUCK = Statement(
    CASE.where(cases.c.stuck_at.is_not(None)).order_by(cases.c.stuck_at, cases.c.number).limit(bindparam("many"))
)
_TROUBLED = Statement(
    CASE.where(
        IS_OPEN,
        or_(
            cases.c.due_at < bindparam("now"),
            and_(
                among(cases.c.state, [State.AWAITING_SIGNIN.value, State.REDO.value]),
                cases.c.signin_due_at < bindparam("at"),
            ),
            cases.c.rung > literal_column("0"),
        ),
    )
    .order_by(cases.c.due_at, cases.c.number)
    .limit(bindparam("many"))
)
_CHECK_DUE = Statement(
    CASE.where(cases.c.check_due_at <= bindparam("now"))
    .order_by(cases.c.check_due_at, cases.c.number)
    .limit(bindparam("many"))
)
_RECHECK_DUE = Statement(
    CASE.where(cases.c.recheck_at <= bindparam("now"), cases.c.kind != literal_column("'hazard'"))
    .order_by(cases.c.recheck_at, cases.c.number)
    .limit(bindparam("many"))
)
_HAZARDS_DUE = Statement(
    CASE.where(cases.c.recheck_at <= bindparam("now"), cases.c.kind == literal_column("'hazard'"))
    .order_by(cases.c.recheck_at, cases.c.number)
    .limit(bindparam("many"))
)
_EXPORT = Statement(
    CASE.where(cases.c.touched_at >= bindparam("since"), cases.c.number > bindparam("after"))
    .order_by(cases.c.number)
    .limit(_PAGE)
)
_APPEND = insert_into(case_events, "id")
_EVENTS = Statement(EVENT.where(case_events.c.case == bindparam("number")))
_EXPORT_EVENTS = Statement(
    EVENT.where(case_events.c.at >= bindparam("since"), case_events.c.id > bindparam("after")).limit(_PAGE)
)


class Cases(CaseFollowers):
    """The cases, with their events, messages and followers."""

    __slots__ = ()

    def add(self, case: Case) -> int:
        """Keep a new case; its number, which the store gives (`case.number` is ignored).

        A case that was never touched counts as touched when it was created, here and in `save`.
        """
        row = self._transaction.first(_ADD, values_of(case))
        return int(row[0]) if row else 0

    def save(self, case: Case) -> None:
        """Keep the case as it is now. Raises UnknownCase."""
        values = values_of(case)
        values["_number"] = case.number
        if not self._transaction.change(_SAVE, values):
            raise UnknownCase

    def load(self, number: int) -> Case | None:
        """A case, or None. While writing nobody else can change it to the end of the transaction."""
        row = self._transaction.first(
            _LOAD_LOCKED if self._transaction.writing else _READ, {"which": number}
        )
        return None if row is None else case_of(row)

    def append(self, event: CaseEvent) -> None:
        """Keep an event; there is no way to change one."""
        self._transaction.change(
            _APPEND,
            {
                "case": event.case,
                "at": to_millis(event.at),
                "actor": event.actor,
                "action": str(event.action),
                "from_state": str(event.from_state),
                "to_state": str(event.to_state),
                "reason": event.reason,
                "revision": event.revision,
            },
        )

    def events(self, number: int) -> list[CaseEvent]:
        """A case's events in the order they were appended."""
        return [event_of(row) for row in self._transaction.rows(_EVENTS, {"number": number})]

    def open_of_reporter(self, contact: int) -> list[Case]:
        """The cases of a contact that are not settled, newest first."""
        return self._cases(_OPEN_OF_REPORTER, contact=contact)

    def latest_of_reporter(self, contact: int) -> Case | None:
        """The newest case of a contact in whatever state, or None."""
        return next(iter(self._cases(_LATEST_OF_REPORTER, contact=contact)), None)

    def open_of_responder(self, code: str) -> list[Case]:
        """The cases a person has and that are not settled, oldest first."""
        return self._cases(_OPEN_OF_RESPONDER, code=code)

    def waiting(self, state: State, before: datetime, limit: int) -> list[Case]:
        """Cases in a state that nobody has touched since `before`, longest first; not those whose clocks rest."""
        return self._cases(_WAITING, in_state=str(state), before=to_millis(before), many=limit)

    def waking(self, now: datetime, limit: int) -> list[Case]:
        """Cases that a clock strikes for at `now` (see `matching.waking`), the longest due first."""
        return self._cases(_WAKING, now=to_millis(now), many=limit)

    def stuck(self, limit: int) -> list[Case]:
        """Cases that nobody is left to have, the longest first."""
        return self._cases(_STUCK, many=limit)

    def check_due(self, now: datetime, limit: int) -> list[Case]:
        """Cases whose `check_due_at` has come: their verdict is late. The longest due first."""
        return self._cases(_CHECK_DUE, now=to_millis(now), many=limit)

    def recheck_due(self, now: datetime, limit: int) -> list[Case]:
        """Cases to be asked about again, hazards aside; the longest due first."""
        return self._cases(_RECHECK_DUE, now=to_millis(now), many=limit)

    def hazards_due(self, now: datetime, limit: int) -> list[Case]:
        """Hazards to be inspected again, the longest due first."""
        return self._cases(_HAZARDS_DUE, now=to_millis(now), many=limit)

    def troubled(self, now: datetime, limit: int) -> list[Case]:
        """Open cases that are late, that nobody took in time or that have climbed, the earliest due first."""
        at = to_millis(now)
        return self._cases(_TROUBLED, now=at, at=at, many=limit)

    def export(self, since: datetime | None = None) -> Iterator[Case]:
        """The cases touched since a moment (all when None), by number; read page by page."""
        values = {"since": _since(since), "after": 0}
        while page := self._transaction.rows(_EXPORT, values):
            yield from map(case_of, page)
            values["after"] = page[-1][0]

    def export_events(self, since: datetime | None = None) -> Iterator[CaseEvent]:
        """The events since a moment (all when None), in the order they were appended; page by page."""
        values = {"since": _since(since), "after": 0}
        while page := self._transaction.rows(_EXPORT_EVENTS, values):
            yield from map(event_of, page)
            values["after"] = page[-1][0]


def _since(moment: datetime | None) -> int:
    return 0 if moment is None else to_millis(moment)
