"""The yardstick: the linear programmes against all possibilities tried."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.optimum import (
    Edge,
    Hands,
    Problem,
    TeamTask,
    before_the_fact,
    hindsight,
    marginal_prices,
    small_exact,
    small_online,
    teams,
)

TWO_A_WEEK = Hands(2)


def a_problem(*edges: Edge, days=(0,), volunteers=(TWO_A_WEEK,), wanted=()) -> Problem:
    return Problem(days, edges, volunteers, wanted)


@st.composite
def small_problems(draw, most_wanted: int = 2) -> Problem:
    days = tuple(sorted(draw(st.lists(st.integers(0, 9), min_size=1, max_size=4))))
    prices = st.lists(st.floats(0, 0.5), max_size=3).map(lambda found: tuple(sorted(found)))
    volunteers = draw(st.lists(st.builds(Hands, st.integers(0, 3), prices, st.integers(1, 4)), min_size=1, max_size=3))
    pairs = [(task, who) for task in range(len(days)) for who in range(len(volunteers))]
    edges = tuple(
        Edge(task, who, draw(st.floats(0, 2)), draw(st.floats(0, 1)))
        for task, who in pairs
        if draw(st.booleans())
    )
    wanted = tuple(draw(st.integers(1, most_wanted)) for _ in days)
    return Problem(days, edges, tuple(volunteers), wanted)


@settings(max_examples=60, deadline=None)
@given(small_problems())
def test_the_flow_is_worth_what_all_possibilities_tried_are_worth(problem: Problem) -> None:
    found = hindsight(problem)
    assert found.value == pytest.approx(small_exact(problem), abs=1e-6)
    assert found.fractional == 0


@settings(max_examples=40, deadline=None)
@given(small_problems(most_wanted=1), st.sampled_from([0.0, 0.02, 0.2]))
def test_nobody_who_asks_one_after_another_expects_more_than_the_bound(problem: Problem, question: float) -> None:
    assert small_online(problem, question) <= before_the_fact(problem, question) + 1e-6


@settings(max_examples=20, deadline=None)
@given(small_problems(most_wanted=1))
def test_who_knows_the_odds_alone_expects_no_more_than_who_knows_that_all_would_come(problem: Problem) -> None:
    assert small_online(problem) <= hindsight(problem).value + 1e-6


def test_the_nearer_of_two_is_left_for_the_task_that_nobody_else_can_do() -> None:
    problem = a_problem(Edge(0, 0, 1.0), Edge(0, 1, 0.9), Edge(1, 0, 0.8), days=(0, 0), volunteers=(Hands(2), Hands(2)))
    assert hindsight(problem).chosen == (Edge(0, 1, 0.9), Edge(1, 0, 0.8))


@pytest.mark.parametrize(
    ("days", "cap", "done"),
    [((0, 0), 2, 1), ((0, 1), 2, 2), ((0, 1), 1, 1), ((6, 7), 1, 2)],
    ids=["one a day", "a day each", "one a week", "a week each"],
)
def test_a_volunteer_does_one_a_day_and_so_many_a_week(days: tuple[int, int], cap: int, done: int) -> None:
    problem = a_problem(Edge(0, 0, 1.0), Edge(1, 0, 1.0), days=days, volunteers=(Hands(cap),))
    assert hindsight(problem).value == pytest.approx(done)


def test_a_second_task_goes_to_somebody_farther_when_load_is_dear() -> None:
    edges = (Edge(0, 0, 1.0), Edge(1, 0, 1.0), Edge(1, 1, 0.8))
    busy = Hands(2, prices=(0.1, 0.6))
    assert hindsight(a_problem(*edges, days=(0, 1), volunteers=(busy, Hands(2)))).chosen == (edges[0], edges[2])


def test_a_task_for_two_takes_two() -> None:
    problem = a_problem(Edge(0, 0, 1.0), Edge(0, 1, 0.5), volunteers=(Hands(1), Hands(1)), wanted=(2,))
    assert hindsight(problem).value == pytest.approx(1.5)


def test_nothing_to_give_is_worth_nothing() -> None:
    assert (hindsight(a_problem()).value, before_the_fact(a_problem())) == (0.0, 0.0)


def test_the_bound_counts_the_questions_and_their_budget() -> None:
    three = tuple(Edge(task, 0, 1.0, 0.5) for task in range(3))
    problem = a_problem(*three, days=(0, 1, 2), volunteers=(Hands(3, budget=2),))
    assert before_the_fact(problem) == pytest.approx(1.0)
    assert before_the_fact(problem, question=0.1) == pytest.approx(0.8)


@pytest.mark.parametrize("try_all", [small_exact, small_online])
def test_more_than_four_volunteers_are_too_many_to_try_all(try_all) -> None:
    with pytest.raises(ValueError, match="4 volunteers"):
        try_all(a_problem(volunteers=(Hands(1),) * 5))


def test_a_team_is_whole_or_does_not_go() -> None:
    tasks = [TeamTask(0, 1.0, (("水电维修", 1), ("搬运", 2))), TeamTask(0, 0.9, (("搬运", 2),))]
    skills = [frozenset({"水电维修", "搬运"}), frozenset({"搬运"}), frozenset({"搬运"})]
    found = teams(tasks, skills, [2, 2, 2])
    assert (found.value, found.gap) == (pytest.approx(1.0), pytest.approx(0.0))
    assert set(found.given) == {(0, 0, "水电维修"), (0, 1, "搬运"), (0, 2, "搬运")}
    without = teams(tasks, skills[1:], [2, 2])
    assert without.value == pytest.approx(0.9)
    assert [task for task, _, _ in without.given] == [1, 1]


def test_a_team_lasts_a_week_no_longer_than_its_members() -> None:
    tasks = [TeamTask(day, 1.0, (("义诊", 1),)) for day in (0, 1, 2)]
    assert teams(tasks, [frozenset({"义诊"})], [2]).value == pytest.approx(2.0)


def test_no_team_task_is_worth_nothing() -> None:
    assert teams([], [], []).value == 0.0


def test_the_price_of_each_further_task_is_what_it_adds() -> None:
    assert marginal_prices(lambda many: many * many / 4, 3) == (0.25, 0.75, 1.25)
