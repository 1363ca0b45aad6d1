"""The list of cases: every filter alone and together, what lies outside somebody's scope, the order, the count."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from matching.case import State
from storage.queue import COUNT_MOST, FLAGS, PAGE, Filters, Order, Scope, Which
from storage.unit_of_work import Store
from tests.builders import MORNING, a_case

HOUR = timedelta(hours=1)
WORKING = State.IN_PROGRESS
LATE, SOON = MORNING - HOUR, MORNING + HOUR
CASES: list[dict[str, Any]] = [
    {"due_at": LATE},                                                                    # 1
    {"state": State.IN_PROGRESS, "due_at": SOON, "category": "noise", "responder": "li"},  # 2
    {"state": State.CLOSED, "due_at": LATE, "had": ("wuye", "li")},                      # 3
    {"stuck_at": LATE, "place": "jiangbin-1", "urgent": True},                           # 4
    {"disputed": True, "signin_due_at": LATE, "private": True, "responder": "wuye"},      # 5
    {"state": WORKING, "first_word_due_at": LATE, "responder": "wuye", "created_at": MORNING - 48 * HOUR},  # 6
    {"state": WORKING, "due_at": LATE, "paused_at": LATE, "answerable": "wuye", "responder": "li_"},  # 7
]  # fmt: skip


@pytest.fixture
def cases(store: Store) -> Store:
    def work(unit) -> None:
        contact = unit.people.contact_of("resident", MORNING)
        for given in CASES:
            unit.cases.add(a_case(reporter=contact.id, **given))

    store.run(work)
    return store


def found(store: Store, scope: Scope | None = None, skip: int = 0, **asked: Any) -> list[int]:
    asked["flags"] = frozenset(asked.get("flags", ()))
    asked.setdefault("order", Order.OLDEST)
    filters = Filters(**asked)
    within = scope or Scope()
    pages = store.read(lambda unit: unit.queue.page(filters, within, MORNING, skip))
    counted = store.read(lambda unit: unit.queue.count(filters, within, MORNING))
    every = store.read(lambda unit: list(unit.queue.all(filters, within, MORNING)))
    numbers = [case.number for case in pages]
    assert skip or (counted == len(numbers) and sorted(numbers) == [case.number for case in every])
    return numbers


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({}, [1, 2, 3, 4, 5, 6, 7]),
        ({"which": Which.OPEN}, [1, 2, 4, 5, 6, 7]),
        ({"which": Which.ENDED}, [3]),
        ({"which": Which.TROUBLED}, [1, 4, 5]),
        ({"state": "in_progress"}, [2, 6, 7]),
        ({"category": "noise"}, [2]),
        ({"responders": ("wuye",)}, [5, 6]),
        ({"places": ("jiangbin-1", "jiangbin-2")}, [4]),
        ({"places": ()}, []),
        ({"since": MORNING}, [1, 2, 3, 4, 5, 7]),
        ({"flags": ["urgent"]}, [4]),
        ({"flags": ["late"]}, [1]),
        ({"flags": ["soon"]}, [2]),
        ({"flags": ["unsigned"]}, [1, 4, 5]),
        ({"flags": ["unsigned_late"]}, [5]),
        ({"flags": ["unspoken"]}, [6]),
        ({"flags": ["unspoken_late"]}, [6]),
        ({"flags": ["stuck"]}, [4]),
        ({"flags": ["disputed"]}, [5]),
        ({"flags": ["private"]}, [5]),
        ({"flags": ["nonsense"]}, [1, 2, 3, 4, 5, 6, 7]),
        ({"flags": ["late"], "responders": ("li",)}, []),
        ({"words": "#4"}, [4]),
        ({"words": "99999999999999999999"}, []),
    ],
    ids=str,
)
def test_each_filter_leaves_what_it_says(cases: Store, asked: dict[str, Any], numbers: list[int]) -> None:
    assert found(cases, **asked) == numbers


def test_every_flag_can_be_asked_for(cases: Store) -> None:
    for flag in FLAGS:
        found(cases, flags=[flag])


def test_nobody_finds_what_lies_outside_her_places(cases: Store) -> None:
    within = Scope(("jiangbin-1",))
    assert found(cases, within) == [4]
    assert found(cases, within, places=("rongyu-3", "jiangbin-1")) == [4]
    assert found(cases, within, words="1") == []


def test_a_company_finds_what_it_has_had_or_answers_for_and_nothing_private(cases: Store) -> None:
    assert found(cases, Scope(company="wuye", private=False)) == [3, 6, 7]
    assert found(cases, Scope(company="li%")) == []
    assert found(cases, Scope(company="li_")) == [7]


def test_stuck_comes_first_then_what_is_due_next(cases: Store) -> None:
    assert found(cases, which=Which.OPEN, order=Order.TROUBLE) == [4, 7, 5, 1, 2, 6]
    assert found(cases, which=Which.OPEN, order=Order.NEWEST) == [7, 6, 5, 4, 2, 1]


def test_a_private_case_is_found_by_its_number_and_by_its_words_only_by_who_may(cases: Store) -> None:
    cases.run(lambda unit: unit.search.put(5, "榕御小区"))
    assert found(cases, Scope(private=False), words="榕御") == []
    assert found(cases, Scope(private=True), words="榕御") == [5]
    assert found(cases, Scope(private=False), words="5") == [5]


def test_a_page_has_fifty_and_says_by_one_more_that_there_are_others(store: Store) -> None:
    def work(unit) -> None:
        contact = unit.people.contact_of("resident", MORNING)
        for _ in range(PAGE + 3):
            unit.cases.add(a_case(reporter=contact.id))

    store.run(work)
    scope = Scope()
    first = store.read(lambda unit: unit.queue.page(Filters(order=Order.OLDEST), scope, MORNING))
    assert len(first) == PAGE + 1
    assert found(store, skip=PAGE) == [51, 52, 53]
    assert store.read(lambda unit: unit.queue.count(Filters(), scope, MORNING)) == PAGE + 3 < COUNT_MOST
    assert [case.number for case in store.read(lambda unit: unit.queue.sees([3, 99, 1], scope, MORNING))] == [3, 1]
