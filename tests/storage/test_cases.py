from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest

from matching.case import Action, Case, State
from storage.cases import CaseMessage
from storage.errors import ConstraintRefused, UnknownCase
from storage.unit_of_work import Store, UnitOfWork
from tests.storage.builders import MINUTE, NOW, a_case, a_message, an_event


def add(store: Store, **given) -> int:
    """Add a case of the resident o1; its number."""

    def work(unit: UnitOfWork) -> int:
        return unit.cases.add(a_case(reporter=unit.people.contact_of("o1", NOW).id, **given))

    return store.run(work)


def numbers(cases: list[Case]) -> list[int]:
    return [case.number for case in cases]


def test_a_case_comes_back_as_it_was_added(store: Store) -> None:
    given = {
        "urgent": True,
        "private": True,
        "dispatched_at": NOW + MINUTE,
        "signin_due_at": NOW + 2 * MINUTE,
        "due_at": NOW + 3 * MINUTE,
        "closed_at": NOW + 4 * MINUTE,
        "touched_at": NOW + 5 * MINUTE,
        "verdict": "accepted",
        "returns": 2,
        "reopened": 1,
        "question": "building:1,2",
        "confidence": 0.123456789,
    }

    number = add(store, **given)

    found = store.read(lambda unit: unit.cases.load(number))
    assert found == a_case(number=number, reporter=found.reporter, **given)


def test_numbers_go_up_from_one(store: Store) -> None:
    assert [add(store) for _ in range(3)] == [1, 2, 3]


def test_the_number_of_a_lost_case_is_never_told_twice(store: Store) -> None:
    told: list[int] = []

    def failing(unit: UnitOfWork) -> None:
        told.append(unit.cases.add(a_case(reporter=unit.people.contact_of("o1", NOW).id)))
        raise LookupError

    first = add(store)
    with pytest.raises(LookupError):
        store.run(failing)

    assert add(store) > first


def test_a_case_that_was_never_touched_counts_as_touched_when_created(store: Store) -> None:
    number = add(store, touched_at=None)

    found = store.read(lambda unit: unit.cases.load(number))
    assert found.touched_at == found.created_at


def test_a_case_is_saved_as_it_is_now(store: Store) -> None:
    number = add(store)

    def take(unit: UnitOfWork) -> Case:
        case = replace(unit.cases.load(number), state=State.IN_PROGRESS, reasons=("接单",))
        unit.cases.save(case)
        return case

    assert store.run(take) == store.read(lambda unit: unit.cases.load(number))


def test_saving_an_unknown_case_is_refused(store: Store) -> None:
    with pytest.raises(UnknownCase):
        store.run(lambda unit: unit.cases.save(a_case(number=99)))


def test_there_is_no_case_with_an_unknown_number(store: Store) -> None:
    assert store.read(lambda unit: unit.cases.load(99)) is None
    assert store.run(lambda unit: unit.cases.load(99)) is None


def test_a_case_of_nobody_is_refused(store: Store) -> None:
    with pytest.raises(ConstraintRefused):
        store.run(lambda unit: unit.cases.add(a_case(reporter=99)))


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_a_loaded_case_is_locked_while_writing(store: Store) -> None:
    number = add(store, returns=0)
    loaded, go_on = Event(), Event()

    def count(unit: UnitOfWork) -> None:
        case = unit.cases.load(number)
        loaded.set()
        assert go_on.wait(5)
        unit.cases.save(replace(case, returns=case.returns + 1))

    first = store.submit(count)
    assert loaded.wait(5)
    second = store.submit(count)
    with pytest.raises(TimeoutError):
        second.result(timeout=0.2)
    go_on.set()
    first.result(timeout=5)
    second.result(timeout=5)

    assert store.read(lambda unit: unit.cases.load(number)).returns == 2


def test_events_come_back_in_the_order_they_were_appended(store: Store) -> None:
    number = add(store)
    events = [
        an_event(case=number, action=Action.TAKE, at=NOW + MINUTE),
        an_event(case=number, action=Action.FINISH, at=NOW, reason="已疏通"),
    ]

    store.run(lambda unit: [unit.cases.append(event) for event in events])

    assert store.read(lambda unit: unit.cases.events(number)) == events


def test_a_reporters_open_cases_come_newest_first(store: Store) -> None:
    opened = add(store)
    for state in (State.CLOSED, State.NOT_ACCEPTED, State.MERGED, State.ARCHIVED):
        add(store, state=state)
    verdict = add(store, state=State.AWAITING_VERDICT)
    contact = store.read(lambda unit: unit.cases.load(opened)).reporter

    assert numbers(store.read(lambda unit: unit.cases.open_of_reporter(contact))) == [verdict, opened]
    assert store.read(lambda unit: unit.cases.open_of_reporter(contact + 1)) == []


def test_a_reporters_latest_case_may_be_settled(store: Store) -> None:
    add(store)
    closed = add(store, state=State.CLOSED)

    def latest(unit: UnitOfWork) -> Case | None:
        return unit.cases.latest_of_reporter(unit.cases.load(closed).reporter)

    assert store.read(latest).number == closed
    assert store.read(lambda unit: unit.cases.latest_of_reporter(99)) is None


def test_a_responders_open_cases_come_oldest_first(store: Store) -> None:
    first = add(store, responder="wang")
    add(store, responder="wang", state=State.CLOSED)
    add(store, responder="li")
    last = add(store, responder="wang", state=State.IN_PROGRESS)

    assert numbers(store.read(lambda unit: unit.cases.open_of_responder("wang"))) == [first, last]


def test_cases_that_wait_come_longest_first(store: Store) -> None:
    add(store, state=State.AWAITING_INFO, touched_at=NOW)
    later = add(store, state=State.AWAITING_INFO, touched_at=NOW - MINUTE)
    longest = add(store, state=State.AWAITING_INFO, touched_at=NOW - 2 * MINUTE)
    add(store, state=State.NEW, touched_at=NOW - MINUTE)

    def waiting(limit: int) -> list[int]:
        return numbers(store.read(lambda unit: unit.cases.waiting(State.AWAITING_INFO, NOW, limit)))

    assert waiting(9) == [longest, later]
    assert waiting(1) == [longest]


def test_a_saved_case_says_when_a_clock_strikes_for_it_next(store: Store) -> None:
    signing = {"state": State.AWAITING_SIGNIN, "responder": "chen", "climb_at": NOW + MINUTE}
    add(store, **signing, signin_due_at=NOW + MINUTE)
    due = add(store, **signing, signin_due_at=NOW)
    longest = add(store, **signing, signin_due_at=NOW - MINUTE)
    add(store, **signing, signin_due_at=NOW - MINUTE, reminded_at=NOW - MINUTE)
    ended = add(store, **signing, signin_due_at=NOW - MINUTE)
    store.run(lambda unit: unit.cases.save(replace(unit.cases.load(ended), state=State.CLOSED)))

    assert numbers(store.read(lambda unit: unit.cases.waking(NOW, 9))) == [longest, due]
    assert numbers(store.read(lambda unit: unit.cases.waking(NOW, 1))) == [longest]


def test_what_is_stuck_comes_longest_first(store: Store) -> None:
    add(store)
    later = add(store, stuck_at=NOW)
    longest = add(store, stuck_at=NOW - MINUTE, had=("chen", "li"))

    stuck = store.read(lambda unit: unit.cases.stuck(9))

    assert numbers(stuck) == [longest, later]
    assert stuck[0].had == ("chen", "li")


def test_what_rests_for_the_resident_is_no_question_that_waits(store: Store) -> None:
    add(store, state=State.AWAITING_INFO, touched_at=NOW - MINUTE, paused_at=NOW - MINUTE)

    assert store.read(lambda unit: unit.cases.waiting(State.AWAITING_INFO, NOW, 9)) == []


def test_messages_belong_to_no_case_until_they_are_attached(store: Store) -> None:
    number = add(store)

    def write(unit: UnitOfWork) -> list[CaseMessage]:
        who = unit.people.contact_of("o1", NOW).id
        old = a_message(contact=who, at=NOW - timedelta(hours=1), text="早")
        photo = a_message(contact=who, kind="image", text="", media="https://mmbiz.example/1", lat=23.1)
        messages = (old, a_message(contact=who), photo)
        return [replace(message, id=unit.cases.add_message(message)) for message in messages]

    _, *fresh = store.run(write)
    who = fresh[0].contact
    assert store.read(lambda unit: unit.cases.loose_messages(who, NOW - MINUTE)) == fresh

    store.run(lambda unit: unit.cases.attach([message.id for message in fresh], number))

    assert store.read(lambda unit: unit.cases.loose_messages(who, NOW - MINUTE)) == []
    assert store.read(lambda unit: unit.cases.messages(number)) == [replace(m, case=number) for m in fresh]


def test_an_export_has_every_case_by_number_across_pages(store: Store) -> None:
    def many(unit: UnitOfWork) -> None:
        who = unit.people.contact_of("o1", NOW).id
        for _ in range(1003):
            unit.cases.append(an_event(case=unit.cases.add(a_case(reporter=who))))

    store.run(many)

    assert numbers(store.read(lambda unit: list(unit.cases.export()))) == list(range(1, 1004))
    exported = store.read(lambda unit: list(unit.cases.export_events()))
    assert [event.case for event in exported] == list(range(1, 1004))


def test_an_export_since_a_moment_has_what_was_touched_since(store: Store) -> None:
    add(store, touched_at=NOW - MINUTE)
    touched = add(store, created_at=NOW - MINUTE, touched_at=NOW)
    store.run(lambda unit: unit.cases.append(an_event(case=touched, at=NOW - MINUTE)))
    store.run(lambda unit: unit.cases.append(an_event(case=touched, at=NOW)))

    assert numbers(store.read(lambda unit: list(unit.cases.export(NOW)))) == [touched]
    assert store.read(lambda unit: list(unit.cases.export_events(NOW))) == [an_event(case=touched, at=NOW)]


def test_what_is_late_not_taken_or_climbing_is_troubled(store: Store) -> None:
    late = add(store, due_at=NOW - MINUTE, state=State.IN_PROGRESS)
    unsigned = add(store, due_at=NOW + MINUTE, signin_due_at=NOW - MINUTE, state=State.AWAITING_SIGNIN)
    climbing = add(store, due_at=NOW + 2 * MINUTE, rung=1, state=State.IN_PROGRESS)
    add(store, due_at=NOW + MINUTE, signin_due_at=NOW - MINUTE, state=State.IN_PROGRESS)
    add(store, due_at=NOW - MINUTE, rung=2, state=State.CLOSED)

    assert numbers(store.read(lambda unit: unit.cases.troubled(NOW, 10))) == [late, unsigned, climbing]
    assert numbers(store.read(lambda unit: unit.cases.troubled(NOW, 1))) == [late]
