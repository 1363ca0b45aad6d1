"""A case and its row, a move and its row."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from matching.case import Action, Case, CaseEvent, Kind, Point, PointState, State
from matching.ledger import listed_at
from matching.waking import wakes_at
from storage.encoding import (
    from_json_list,
    from_millis,
    from_millis_or_null,
    to_json_list,
    to_millis,
    to_millis_or_null,
)
from storage.prepared import Row, among
from storage.tables import case_events, cases

#: Where nothing more is expected of anybody.
SETTLED = frozenset({State.CLOSED, State.NOT_ACCEPTED, State.MERGED, State.ARCHIVED})

CASE = select(*cases.columns)
#: Moves in the order they were made.
EVENT = select(
    case_events.c.id,
    case_events.c.case,
    case_events.c.at,
    case_events.c.actor,
    case_events.c.action,
    case_events.c.from_state,
    case_events.c.to_state,
    case_events.c.reason,
    case_events.c.revision,
).order_by(case_events.c.id)
IS_OPEN = among(cases.c.state, sorted(state.value for state in State if state not in SETTLED))


def values_of(case: Case) -> dict[str, Any]:
    """A case as the values of a row, without its number."""
    return {
        "state": str(case.state),
        "intent": str(case.intent),
        "category": str(case.category),
        "secondary": to_json_list(case.secondary),
        "place": case.place,
        "place_text": case.place_text,
        "summary": case.summary,
        "responder": case.responder,
        "reporter": case.reporter,
        "urgent": case.urgent,
        "private": case.private,
        "confidence": case.confidence,
        "revision": case.revision,
        "created_at": to_millis(case.created_at),
        "dispatched_at": to_millis_or_null(case.dispatched_at),
        "signin_due_at": to_millis_or_null(case.signin_due_at),
        "due_at": to_millis_or_null(case.due_at),
        "closed_at": to_millis_or_null(case.closed_at),
        "touched_at": to_millis(case.touched_at or case.created_at),
        "verdict": case.verdict,
        "returns": case.returns,
        "reopened": case.reopened,
        "question": case.question,
        "reasons": to_json_list(case.reasons),
        "care": to_json_list(case.care),
        "signature": case.signature,
        "merged_into": case.merged_into,
        "times": case.times,
        "kind": str(case.kind),
        "named": case.named,
        "first_word_due_at": to_millis_or_null(case.first_word_due_at),
        "first_word_at": to_millis_or_null(case.first_word_at),
        "held_since": to_millis_or_null(case.held_since),
        "rung": case.rung,
        "hops": case.hops,
        "answerable": case.answerable,
        "paused_at": to_millis_or_null(case.paused_at),
        "pauses": case.pauses,
        "resume_at": to_millis_or_null(case.resume_at),
        "checker": case.checker,
        "check_due_at": to_millis_or_null(case.check_due_at),
        "recheck_at": to_millis_or_null(case.recheck_at),
        "points": _points_text(case.points),
        "disputed": case.disputed,
        "climb_at": to_millis_or_null(case.climb_at),
        "reminded_at": to_millis_or_null(case.reminded_at),
        "own_due_at": to_millis_or_null(case.own_due_at),
        "stuck_at": to_millis_or_null(case.stuck_at),
        "had": to_json_list(case.had),
        "wakes_at": to_millis_or_null(wakes_at(case)),
        "listed_at": to_millis_or_null(listed_at(case)),
    }


def case_of(row: Row) -> Case:
    """A row in the order of the table's columns, see `tables.cases`."""
    return Case(
        number=row[0],
        state=State(row[1]),
        intent=row[2],
        category=row[3],
        secondary=from_json_list(row[4]),
        place=row[5],
        place_text=row[6],
        summary=row[7],
        responder=row[8],
        reporter=row[9],
        urgent=bool(row[10]),
        private=bool(row[11]),
        confidence=row[12],
        revision=row[13],
        created_at=from_millis(row[14]),
        dispatched_at=from_millis_or_null(row[15]),
        signin_due_at=from_millis_or_null(row[16]),
        due_at=from_millis_or_null(row[17]),
        closed_at=from_millis_or_null(row[18]),
        touched_at=from_millis_or_null(row[19]),
        verdict=row[20],
        returns=row[21],
        reopened=row[22],
        question=row[23],
        reasons=from_json_list(row[24]),
        care=from_json_list(row[25]),
        signature=row[26],
        merged_into=row[27],
        times=row[28],
        kind=Kind(row[29]),
        named=bool(row[30]),
        first_word_due_at=from_millis_or_null(row[31]),
        first_word_at=from_millis_or_null(row[32]),
        held_since=from_millis_or_null(row[33]),
        rung=row[34],
        hops=row[35],
        answerable=row[36],
        paused_at=from_millis_or_null(row[37]),
        pauses=row[38],
        resume_at=from_millis_or_null(row[39]),
        checker=row[40],
        check_due_at=from_millis_or_null(row[41]),
        recheck_at=from_millis_or_null(row[42]),
        points=_points_of(row[43]),
        disputed=bool(row[44]),
        climb_at=from_millis_or_null(row[45]),
        reminded_at=from_millis_or_null(row[46]),
        own_due_at=from_millis_or_null(row[47]),
        stuck_at=from_millis_or_null(row[48]),
        had=from_json_list(row[49]),
    )


def _points_text(points: tuple[Point, ...]) -> str:
    if not points:
        return "[]"
    return json.dumps([[point.text, point.state, point.note] for point in points], ensure_ascii=False)


def _points_of(text: str) -> tuple[Point, ...]:
    if text == "[]":
        return ()
    return tuple(Point(said, PointState(state), note) for said, state, note in json.loads(text))


def event_of(row: Row) -> CaseEvent:
    """A row in the order of `EVENT`."""
    return CaseEvent(
        case=row[1],
        at=from_millis(row[2]),
        actor=row[3],
        action=Action(row[4]),
        from_state=State(row[5]),
        to_state=State(row[6]),
        reason=row[7],
        revision=row[8],
    )
