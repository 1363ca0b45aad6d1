"""How long each step of a case took, and whether it was taken for something else than it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from matching.case import Action, CaseEvent, State
from matching.picture import Lasting, Spent, is_corrected, lasting, spent_on
from tests.builders import MORNING, a_case

HOUR = timedelta(hours=1)


def an_event(action: Action, hours: float, since: State = State.AWAITING_SIGNIN) -> CaseEvent:
    return CaseEvent(1, MORNING + hours * HOUR, "chen", action, since, since, "", 1)


def test_each_step_is_counted_from_its_own_beginning() -> None:
    case = replace(a_case(), created_at=MORNING, first_word_at=MORNING + 3 * HOUR)
    events = [an_event(Action.DISPATCH, 1, State.AWAITING_DISPATCH), an_event(Action.TAKE, 3)]
    assert spent_on(case, events, MORNING + 25 * HOUR) == Spent(2, 3, 25)


def test_what_has_not_come_counts_for_nothing() -> None:
    case = replace(a_case(), created_at=MORNING, first_word_at=None)
    assert spent_on(case, [], None) == Spent(None, None, None)
    assert spent_on(case, [an_event(Action.DISPATCH, 0)], None) == Spent(None, None, None)


@pytest.mark.parametrize("action", [Action.ESCALATE, Action.ADD, Action.SAY])
def test_what_nobody_answered_with_is_no_answer(action: Action) -> None:
    events = [an_event(Action.DISPATCH, 0), an_event(action, 1), an_event(Action.FINISH, 2, State.IN_PROGRESS)]
    assert spent_on(a_case(), events, None).sign is None


def test_a_case_is_corrected_where_somebody_said_so() -> None:
    assert is_corrected([an_event(Action.OPEN, 0), an_event(Action.CORRECT, 1)])
    assert not is_corrected([an_event(Action.OPEN, 0)])


def test_half_and_nine_in_ten_are_told_with_how_many_there_are() -> None:
    assert lasting([None, *range(1, 11)]) == Lasting(5, 9, 10)
    assert lasting([None]) == Lasting(None, None, 0)
