"""What somebody has in hand goes to others when she leaves or is away, from the console."""

from __future__ import annotations

from dataclasses import dataclass

from bot.desk import wording
from bot.desk.clerk import Clerk
from bot.desk.desk import Desk, Visit, line_of, move_or_refuse, visit_as
from bot.desk.dispatching import choose, dispatch, tell_reporter
from bot.desk.refusals import DeskRefusal
from matching.case import Action, Case, State
from matching.lifecycle import IN_HAND

_UNSIGNED = frozenset({State.AWAITING_SIGNIN, State.REDO})


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Cases by number: `moved` with who has each now, `kept` those that nobody else could take."""

    moved: tuple[tuple[int, str], ...]
    kept: tuple[int, ...]


def hand_over(desk: Desk, clerk: Clerk, code: str, reason: str, *, unsigned_only: bool = False) -> HandedOver:
    """Hand everything that somebody has in hand to whoever is next; only what she has not signed for, if asked so.

    Cases in dispute and those that several work on stay. The clerk sees to it that the person is hers to change.
    """
    visit = visit_as(desk, clerk.unit, code, f"hand over:{code}:{clerk.now.isoformat()}", clerk.now)
    wanted = _UNSIGNED if unsigned_only else IN_HAND
    moved: list[tuple[int, str]] = []
    kept: list[int] = []
    for case in clerk.unit.cases.open_of_responder(code):
        if case.state in wanted:
            handed = None if case.disputed else _handed_on(visit, case, code, reason)
            if handed is None:
                kept.append(case.number)
            else:
                moved.append((case.number, handed.responder))
    if moved:
        clerk.record(("hand_over", "person", code), {"cases": [number for number, _ in moved]}, {"cases": dict(moved)})
    return HandedOver(tuple(moved), tuple(kept))


def _handed_on(visit: Visit, case: Case, code: str, reason: str) -> Case | None:
    locked = visit.unit.cases.load(case.number)
    choice = choose(visit, case, frozenset({code}))
    if locked is None or locked.responder != code or choice is None:
        return None
    try:
        moved = move_or_refuse(visit, locked, (Action.PASS_ON, "转办"), code, reason)
    except DeskRefusal:
        return None
    moved = dispatch(visit, moved, choice)
    tell_reporter(visit, moved, "passed", wording.passed_for_resident(line_of(visit, moved)))
    return moved
