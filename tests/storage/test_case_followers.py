from __future__ import annotations

from datetime import timedelta

import pytest

from matching.case import Case, State
from storage.errors import ConstraintRefused
from storage.unit_of_work import Store, UnitOfWork
from tests.storage.builders import MINUTE, NOW, a_case, a_message

DAY = timedelta(days=1)
HERE = ("rongyu", "rongyu-3")


def add(store: Store, who: str = "o1", **given) -> int:
    """Add a case of a resident; its number."""

    def work(unit: UnitOfWork) -> int:
        return unit.cases.add(a_case(reporter=unit.people.contact_of(who, NOW).id, **given))

    return store.run(work)


def contact(store: Store, who: str) -> int:
    return store.run(lambda unit: unit.people.contact_of(who, NOW).id)


def near(store: Store, *places: str, categories: tuple[str, ...] = ("parking",)) -> list[int]:
    """The numbers of the cases of the last 90 days, closed within 30 days or under way."""
    found = store.read(
        lambda unit: unit.cases.open_near(
            places or HERE, categories, opened_since=NOW - 90 * DAY, closed_since=NOW - 30 * DAY
        )
    )
    return [case.number for case in found]


def follow(store: Store, number: int, who: str, at=NOW) -> int:
    """Let a resident follow a case; her id."""
    joining = contact(store, who)
    store.run(lambda unit: unit.cases.follow(number, joining, at))
    return joining


def listed(cases: list[Case]) -> list[int]:
    return [case.number for case in cases]


# -- near ------------------------------------------------------------------------------------------


def test_cases_near_are_those_of_the_places_and_categories_newest_first(store: Store) -> None:
    for place, category in (
        ("rongyu", "parking"), ("rongyu-3", "parking"), ("jiangbin", "parking"), ("rongyu-3", "noise"),
    ):  # fmt: skip
        add(store, place=place, category=category)

    assert near(store) == [2, 1]
    assert near(store, "rongyu-3", categories=("parking", "noise")) == [4, 2]
    assert near(store, "nowhere") == []


def test_a_place_with_quotes_is_a_place_like_any_other(store: Store) -> None:
    add(store, place='ro"ng,yu')

    assert near(store, 'ro"ng,yu', "rongyu") == [1]


@pytest.mark.parametrize("state", [State.MERGED, State.NOT_ACCEPTED, State.ARCHIVED])
def test_what_has_ended_is_not_near(store: Store, state: State) -> None:
    add(store, state=state)

    assert near(store) == []


def test_what_was_closed_lately_is_near(store: Store) -> None:
    add(store, state=State.CLOSED, created_at=NOW - 40 * DAY, closed_at=NOW - 29 * DAY)
    add(store, state=State.CLOSED, created_at=NOW - 40 * DAY, closed_at=NOW - 31 * DAY)
    add(store, created_at=NOW - 91 * DAY)

    assert near(store) == [1]


def test_at_most_forty_are_near(store: Store) -> None:
    def work(unit: UnitOfWork) -> None:
        reporter = unit.people.contact_of("o1", NOW).id
        for _ in range(50):
            unit.cases.add(a_case(reporter=reporter))

    store.run(work)

    assert near(store) == list(range(50, 10, -1))


def test_times_are_counted_by_place_category_and_moment(store: Store) -> None:
    for given in (
        {}, {"place": "rongyu"}, {"place": "jiangbin"}, {"category": "noise"}, {"created_at": NOW - 91 * DAY},
        {"state": State.CLOSED, "closed_at": NOW}, {"state": State.CLOSED, "verdict": "withdrawn"},
        {"state": State.MERGED, "merged_into": 1},
    ):  # fmt: skip
        add(store, **given)

    def times(places: tuple[str, ...], but: int = 0) -> int:
        return store.read(lambda unit: unit.cases.times_here(places, "parking", NOW - 90 * DAY, but=but))

    assert times(HERE) == 3
    assert times(HERE, but=1) == 2
    assert times(("rongyu-3",)) == 2


# -- following -------------------------------------------------------------------------------------


def test_followers_come_in_the_order_they_joined(store: Store) -> None:
    number = add(store)
    late = follow(store, number, "o2", NOW + MINUTE)
    early = follow(store, number, "o3", NOW)

    assert store.read(lambda unit: unit.cases.followers(number)) == [early, late]


def test_following_twice_is_following_once(store: Store) -> None:
    number, who = add(store), contact(store, "o2")

    assert store.run(lambda unit: unit.cases.follow(number, who, NOW))
    assert not store.run(lambda unit: unit.cases.follow(number, who, NOW + MINUTE))
    assert store.read(lambda unit: unit.cases.followers(number)) == [who]


def test_a_case_that_is_not_there_cannot_be_followed(store: Store) -> None:
    who = contact(store, "o2")

    with pytest.raises(ConstraintRefused):
        store.run(lambda unit: unit.cases.follow(99, who, NOW))


def test_who_unfollows_is_gone(store: Store) -> None:
    number = add(store)
    who = follow(store, number, "o2")

    assert store.run(lambda unit: unit.cases.unfollow(number, who))
    assert not store.run(lambda unit: unit.cases.unfollow(number, who))
    assert store.read(lambda unit: unit.cases.followers(number)) == []


def test_followed_cases_are_the_open_ones_joined_last_first(store: Store) -> None:
    for state in (State.IN_PROGRESS, State.AWAITING_SIGNIN, State.CLOSED):
        add(store, state=state)
    who = follow(store, 1, "o2", NOW + MINUTE)
    for number in (2, 3):
        follow(store, number, "o2", NOW)

    assert listed(store.read(lambda unit: unit.cases.open_concerning(who))) == [1, 2]


def test_cases_that_concern_somebody_are_reported_or_followed(store: Store) -> None:
    add(store, "o1", created_at=NOW)
    add(store, "o2", created_at=NOW + MINUTE)
    add(store, "o2", created_at=NOW + 3 * MINUTE)
    add(store, "o2", state=State.CLOSED)
    who = follow(store, 1, "o2", NOW + 2 * MINUTE)

    assert listed(store.read(lambda unit: unit.cases.open_concerning(who))) == [3, 1, 2]


def test_a_report_that_was_joined_is_found_by_whom_and_where(store: Store) -> None:
    add(store, "o1")
    joined = add(store, "o2", state=State.MERGED, merged_into=1)
    add(store, "o2")
    one, two = contact(store, "o1"), contact(store, "o2")

    found = store.read(lambda unit: unit.cases.joined_as(two, 1))
    assert found is not None
    assert found.number == joined
    assert store.read(lambda unit: unit.cases.joined_as(one, 1)) is None


# -- forgetting ------------------------------------------------------------------------------------


def test_who_is_anonymised_follows_nothing_and_her_signatures_are_empty(store: Store) -> None:
    add(store, "o1", signature="1|4|栋3|电梯坏了")
    add(store, "o2", state=State.MERGED, merged_into=1, signature="1|4|栋3|电梯又坏了")
    who = follow(store, 1, "o2")
    store.run(lambda unit: unit.cases.add_message(a_message(case=1, contact=who, text="我是王大妈")))

    store.run(lambda unit: unit.people.anonymise(who))

    cases = store.read(lambda unit: [unit.cases.load(1), unit.cases.load(2)])
    assert [case.signature for case in cases if case] == ["1|4|栋3|电梯坏了", ""]
    assert store.read(lambda unit: unit.cases.followers(1)) == []
    assert [message.text for message in store.read(lambda unit: unit.cases.messages(1))] == [""]
