from __future__ import annotations

from datetime import timedelta

from matching.case import Action
from storage.unit_of_work import Store, UnitOfWork
from tests.storage.builders import MINUTE, NOW, a_case, a_notice, a_person, an_event

DAY = timedelta(days=1)


def opened(store: Store, days: int, moves: int) -> int:
    """A case opened so many days from now with so many moves; its number."""

    def work(unit: UnitOfWork) -> int:
        reporter = unit.people.contact_of("o1", NOW).id
        at = NOW + days * DAY
        number = unit.cases.add(a_case(reporter=reporter, created_at=at, touched_at=at))
        for at_move in range(moves):
            unit.cases.append(an_event(case=number, at=at + at_move * MINUTE, action=Action.ADD))
        return number

    return store.run(work)


def test_cases_come_by_number_each_with_its_events_in_order(store: Store) -> None:
    numbers = [opened(store, day, day) for day in range(5)]

    found = store.read(lambda unit: list(unit.histories.opened(None, None)))

    assert [case.number for case, _ in found] == numbers
    assert [len(events) for _, events in found] == [0, 1, 2, 3, 4]
    assert all(event.case == case.number for case, events in found for event in events)
    assert all(events == sorted(events, key=lambda event: event.at) for _, events in found)


def test_a_span_begins_with_its_first_moment_and_ends_before_its_last(store: Store) -> None:
    numbers = [opened(store, day, 1) for day in range(4)]

    found = store.read(lambda unit: list(unit.histories.opened(NOW + DAY, NOW + 3 * DAY)))

    assert [case.number for case, _ in found] == numbers[1:3]


def test_what_lies_between_two_of_a_span_is_not_mixed_in(store: Store) -> None:
    first, _late, last = opened(store, 0, 1), opened(store, 9, 2), opened(store, 1, 3)

    found = store.read(lambda unit: list(unit.histories.opened(None, NOW + 5 * DAY)))

    assert [(case.number, len(events)) for case, events in found] == [(first, 1), (last, 3)]


def test_only_what_was_sent_to_people_on_duty_is_told(store: Store) -> None:
    def work(unit: UnitOfWork) -> None:
        unit.people.apply([a_person(code="wang", place="")])
        contact = unit.people.contact_of("o1", NOW).id
        unit.outbox.put(a_notice(key="sent"))
        unit.outbox.put(a_notice(key="later"))
        unit.outbox.put(a_notice(key="resident", person="", contact=contact))
        for at, letter in enumerate(unit.outbox.claim(NOW, MINUTE, 10)):
            unit.outbox.mark_sent(letter.id, NOW + at * DAY, "custom")
        unit.outbox.put(a_notice(key="waits"))

    store.run(work)

    assert store.read(lambda unit: list(unit.histories.sent_to_people(None, None))) == [
        ("wang", NOW), ("wang", NOW + DAY),
    ]  # fmt: skip
    assert store.read(lambda unit: list(unit.histories.sent_to_people(NOW + MINUTE, None))) == [("wang", NOW + DAY)]
    assert store.read(lambda unit: list(unit.histories.sent_to_people(None, NOW + MINUTE))) == [("wang", NOW)]
