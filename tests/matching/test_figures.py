"""Figures: what each case adds, what is counted of many, how evenly it is spread."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from matching.case import Action, Case, CaseEvent, State
from matching.deadline import WorkCalendar
from matching.figures import (
    Burden,
    Figures,
    Share,
    Story,
    Tally,
    equity_of,
    gini,
    load_of,
    quantile,
    story_of,
)
from matching.lifecycle import next_state
from matching.rates import Judged
from tests.builders import MORNING, a_case

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LATER = MORNING + 30 * DAY
#: What happens to most cases, each with the hours after the report.
ORDINARY = ((Action.OPEN, 0), (Action.DISPATCH, 0), (Action.TAKE, 1), (Action.FINISH, 25), (Action.ACCEPT, 30))


def a_life(*steps: tuple[Action, float], **given: object) -> tuple[Case, list[CaseEvent]]:
    """A case after these steps, with its events and the terms of an ordinary matter."""
    state, events = State.NEW, []
    for action, hours in steps:
        after = next_state(state, action)
        events.append(CaseEvent(1, MORNING + hours * HOUR, "chen", action, state, after, "", 1))
        state = after
    handed = [event.at for event in events if event.action is Action.DISPATCH]
    case = a_case(
        state=state,
        dispatched_at=handed[0] if handed else None,
        held_since=handed[-1] if handed else None,
        signin_due_at=handed[-1] + 2 * HOUR if handed else None,
        first_word_due_at=MORNING + 2 * HOUR,
        first_word_at=MORNING + HOUR,
        due_at=MORNING + 7 * DAY,
    )
    return replace(case, **given), events


def told(*steps: tuple[Action, float], until: datetime = LATER, **given: object) -> Story:
    return story_of(*a_life(*steps, **given), until)


def figures(*stories: Story) -> Figures:
    tally = Tally()
    for story in stories:
        tally.add(story)
    return tally.figures()


def test_a_case_solved_by_the_first_who_had_it_is_right_the_first_time():
    story = told(*ORDINARY, verdict="satisfied")

    assert story.first_time_right is True
    assert story.solved_at == MORNING + 25 * HOUR
    assert (story.signed_in_time, story.spoke_in_time, story.solved_in_time) == (True, True, True)
    assert story.reopened is False


@pytest.mark.parametrize("astray", [Action.PASS_ON, Action.RETURN, Action.CORRECT, Action.ESCALATE])
def test_whoever_hands_it_on_was_not_the_right_one(astray: Action):
    steps = ((Action.OPEN, 0), (Action.DISPATCH, 0), (astray, 1), (Action.DISPATCH, 1), *ORDINARY[2:])

    assert told(*steps).first_time_right is False


def test_the_answer_to_the_one_question_is_no_detour():
    asked = ((Action.ASK, 0), (Action.CORRECT, 0.1), (Action.ANSWER, 0.2), *ORDINARY[1:])

    assert told(*asked).first_time_right is True


def test_what_was_withdrawn_merged_or_declined_says_nothing_about_routing_and_terms():
    begun = ORDINARY[:2]
    withdrawn = told(*begun, (Action.WITHDRAW, 3), verdict="withdrawn")
    merged = told(*begun, (Action.MERGE, 3))
    declined = told(*begun, (Action.DECLINE, 3))

    for story in (withdrawn, merged, declined):
        assert (story.first_time_right, story.solved_at, story.solved_in_time, story.reopened) == (None,) * 4
    assert figures(withdrawn, merged, declined).outcomes == {"merged": 1, "not_accepted": 1, "withdrawn": 1}


def test_what_is_archived_counts_as_what_it_was_before():
    story = told(*ORDINARY, (Action.ARCHIVE, 900), until=MORNING + 1000 * HOUR)

    assert (story.ended_as, story.first_time_right) == (State.CLOSED, True)
    assert State.CLOSED not in story.hours


def test_a_case_that_the_resident_closed_herself_was_solved_then():
    story = told(*ORDINARY[:3], (Action.ACCEPT, 5), closed_at=MORNING + 5 * HOUR)

    assert story.solved_at == MORNING + 5 * HOUR
    assert story.reopened is None, "nobody had said that it was done"


def test_what_is_asked_again_is_not_solved_any_more():
    story = told(*ORDINARY, (Action.REJECT, 40))

    assert story.reopened is True
    assert story.solved_at is None
    assert story.solved_in_time is False, "30 days later it is not done"


def test_a_term_that_has_not_come_says_nothing_yet():
    assert told(*ORDINARY[:3], until=MORNING + 5 * HOUR).solved_in_time is None
    assert told(*ORDINARY[:3], until=LATER).solved_in_time is False
    assert told(*ORDINARY[:3], due_at=None).solved_in_time is None


def test_done_after_the_term_is_late():
    assert told(*ORDINARY, due_at=MORNING + 24 * HOUR).solved_in_time is False


def test_a_first_word_after_its_term_or_none_is_late():
    assert told(*ORDINARY, first_word_at=MORNING + 3 * HOUR).spoke_in_time is False
    assert told(*ORDINARY[:3], first_word_at=None).spoke_in_time is False
    assert told(*ORDINARY, first_word_at=None).spoke_in_time is None, "it has ended: nothing is owed any more"


def test_who_let_it_climb_unsigned_makes_the_sign_in_late_whoever_signs_then():
    climbed = ((Action.OPEN, 0), (Action.DISPATCH, 0), (Action.ESCALATE, 2), (Action.DISPATCH, 2), (Action.TAKE, 2.5))

    assert told(*climbed).signed_in_time is False


def test_a_case_that_climbed_unfinished_was_signed_for():
    late = (*ORDINARY[:3], (Action.ESCALATE, 200), (Action.DISPATCH, 200), (Action.TAKE, 201))

    assert told(*late).signed_in_time is True


def test_a_sign_in_counts_from_whoever_has_it_now():
    assert told(*ORDINARY[:3], held_since=None).signed_in_time is None
    assert told(*ORDINARY[:2], until=MORNING + HOUR).signed_in_time is None
    assert told(*ORDINARY[:2], until=MORNING + 3 * HOUR).signed_in_time is False
    again = (*ORDINARY, (Action.REJECT, 40), (Action.TAKE, 43))
    held = {"held_since": MORNING + 40 * HOUR, "signin_due_at": MORNING + 42 * HOUR}
    assert told(*again, **held).signed_in_time is False
    assert told(*ORDINARY[:2], (Action.ACCEPT, 1)).signed_in_time is None, "nobody was waited for any more"


def test_hours_are_those_between_moves_and_go_on_until_the_moment_asked_about():
    story = told(*ORDINARY[:4], until=MORNING + 48 * HOUR)

    assert story.hours == {State.AWAITING_SIGNIN: 1, State.IN_PROGRESS: 24, State.AWAITING_VERDICT: 23}
    assert told().hours == {}, "a case without any move"


def test_figures_of_nothing_say_nothing():
    nothing = figures()

    assert nothing.cases == 0
    assert (nothing.first_time_right.share, nothing.hops_mean, nothing.days_median) == (None, None, None)
    assert nothing.hours_in == {}


def test_figures_count_every_story():
    quick, slow = told(*ORDINARY), told(*ORDINARY[:3], (Action.FINISH, 241), hops=2, rung=1)
    asked = told((Action.ASK, 0))
    counted = figures(quick, slow, asked)

    assert counted.cases == 3
    assert counted.outcomes == {"awaiting_info": 1, "awaiting_verdict": 1, "closed": 1}
    assert counted.first_time_right == Share(1, 1)
    assert counted.hops_mean == 1.0, "the one that nobody has does not count"
    assert counted.climbed == Share(1, 2)
    assert counted.solved_in_time == Share(1, 3)
    assert (counted.days_median, counted.days_p90) == (25 / 24, 241 / 24)
    assert counted.hours_in[State.IN_PROGRESS] == 24
    assert list(counted.hours_in) == [state for state in State if state in counted.hours_in]


def test_three_rates_count_what_was_asked():
    tally = Tally()
    for said in (Judged(True, True, False), Judged(True, None, None), Judged(None, None, None)):
        tally.judge(said)
    counted = tally.figures()

    assert (counted.responded, counted.solved, counted.satisfied) == (Share(2, 3), Share(1, 3), Share(0, 3))
    assert counted.answered == Share(2, 3)


@pytest.mark.parametrize(
    ("at", "off_hours", "by_night"),
    [
        (datetime(2026, 3, 3, 2, tzinfo=UTC), 0, 0),  # Tuesday 10:00
        (datetime(2026, 3, 3, 11, tzinfo=UTC), 1, 0),  # 19:00
        (datetime(2026, 3, 3, 15, tzinfo=UTC), 1, 1),  # 23:00
        (datetime(2026, 3, 2, 22, tzinfo=UTC), 1, 1),  # 6:00
        (datetime(2026, 3, 7, 2, tzinfo=UTC), 1, 0),  # Saturday 10:00
        (datetime(2026, 2, 28, 2, tzinfo=UTC), 0, 0),  # a Saturday that is worked (调休)
    ],
)
def test_a_notice_falls_into_office_hours_or_not(at: datetime, off_hours: int, by_night: int):
    assert Burden().told_at(at, WorkCalendar("Asia/Shanghai")) == Burden(1, off_hours, by_night)


def test_a_load_is_of_those_who_were_told_anything():
    load = load_of([Burden(4, 2, 1, 3), Burden(8, 1, 0).moved(), Burden(moves=9)], weeks=2)

    assert load.people == 2
    assert (load.weekly_median, load.weekly_p90) == (2, 4)
    assert (load.off_hours, load.by_night) == (Share(3, 12), Share(1, 12))
    assert load.moves_per_notice == 4 / 12
    assert load_of([], 1).moves_per_notice is None


def test_a_load_needs_some_time():
    with pytest.raises(ValueError, match="over some time"):
        load_of([], 0)


def test_equity_compares_places_with_enough_cases():
    def place(hours: float, cases: int, late: int = 0) -> Figures:
        done = [told(*ORDINARY[:3], (Action.FINISH, hours)) for _ in range(cases - late)]
        return figures(*done, *[told(*ORDINARY[:3], (Action.FINISH, 240)) for _ in range(late)])

    equity = equity_of([place(24, 5), place(72, 5, late=2), place(200, 4), figures()])

    assert equity.places == 2, "four cases and none are too few"
    assert (equity.quickest, equity.slowest) == (1, 3)
    assert equity.days_gini == pytest.approx(0.25)
    assert equity.late_gini == pytest.approx(0.5)
    assert equity_of([]).places == 0
    assert equity_of([figures(*[told(*ORDINARY[:3]) for _ in range(5)])]).places == 0, "none is solved yet"


@pytest.mark.parametrize(
    ("values", "expected"), [([], None), ([0, 0], 0), ([3, 3, 3], 0), ([0, 0, 0, 8], 0.75), ([1, 3], 0.25)]
)
def test_gini(values: list[float], expected: float | None):
    assert gini(values) == (expected if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(("share", "expected"), [(0, 1), (0.5, 2), (0.9, 4), (1, 4)])
def test_a_quantile_is_one_of_the_values(share: float, expected: float):
    assert quantile([4, 1, 3, 2], share) == expected
    assert quantile([], share) is None
