"""What the first page and the map are made of, and pictures that are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from matching.case import State
from storage.outbox import LetterState
from storage.picture import KeptPicture
from storage.unit_of_work import Store, UnitOfWork
from tests.builders import MORNING, a_case, a_notice


def a_contact(unit: UnitOfWork) -> int:
    return unit.people.contact_of("openid-somebody", MORNING).id


def test_open_cases_are_counted_by_place(store: Store) -> None:
    late = MORNING - timedelta(hours=1)

    def work(unit: UnitOfWork) -> None:
        case = replace(a_case(), reporter=a_contact(unit), created_at=MORNING, place="here", due_at=late)
        unit.cases.add(replace(case, state=State.AWAITING_SIGNIN, responder="chen", had=("wu",), urgent=True))
        unit.cases.add(replace(case, state=State.IN_PROGRESS, responder="chen", due_at=MORNING + timedelta(hours=1)))
        unit.cases.add(replace(case, state=State.AWAITING_VERDICT, place="", private=True, responder="wu"))
        unit.cases.add(replace(case, state=State.CLOSED))

    store.run(work)
    told = {one.place: one.counts for one in store.read(lambda unit: unit.picture.tallies(MORNING))}
    assert {name: count for name, count in told["here"].items() if count} == {
        "open": 2, "awaiting_signin": 1, "late": 1, "soon": 1,
    }  # fmt: skip
    assert told[""]["awaiting_verdict"] == 1
    (own,) = store.read(lambda unit: unit.picture.tallies(MORNING, "wu"))
    assert (own.place, own.counts["open"]) == ("here", 1)
    assert len(store.read(lambda unit: unit.picture.arrivals(MORNING))) == 4
    assert [one.urgent for one in store.read(lambda unit: unit.picture.arrivals(MORNING, "wu"))] == [True]
    assert store.read(lambda unit: unit.picture.arrivals(MORNING + timedelta(seconds=1))) == []


def test_letters_that_stay_are_counted(store: Store) -> None:
    def work(unit: UnitOfWork) -> None:
        for key in ("one", "two", "three"):
            unit.outbox.put(replace(a_notice(), key=key, due_at=MORNING))
        first, second, _ = unit.outbox.claim(MORNING, timedelta(), 3)
        unit.outbox.fail(first.id, MORNING, "refused")
        unit.outbox.hold(second.id, "window")

    assert store.read(lambda unit: unit.picture.undelivered()) == (0, 0)
    assert store.read(lambda unit: unit.picture.stuck_letters(MORNING)) == (0, None)
    store.run(work)
    assert store.read(lambda unit: unit.picture.undelivered()) == (1, 1)
    assert store.read(lambda unit: unit.picture.stuck_letters(MORNING + timedelta(minutes=1))) == (1, MORNING)
    assert store.read(lambda unit: unit.outbox.counts())[LetterState.FAILED] == 1


def test_a_picture_goes_over_an_earlier_one_and_is_forgotten(store: Store) -> None:
    later = MORNING + timedelta(days=1)
    assert store.read(lambda unit: unit.picture.kept("one")) is None
    store.run(lambda unit: unit.picture.keep("one", KeptPicture(MORNING, "[]")))
    store.run(lambda unit: unit.picture.keep("one", KeptPicture(later, "[1]")))
    assert store.read(lambda unit: unit.picture.kept("one")) == KeptPicture(later, "[1]")
    assert store.run(lambda unit: unit.picture.forget(later)) == 0
    assert store.run(lambda unit: unit.picture.forget(later + timedelta(seconds=1))) == 1
    assert store.read(lambda unit: unit.picture.kept("one")) is None


def test_the_last_beat_is_kept(store: Store) -> None:
    assert store.read(lambda unit: unit.picture.beat("worker")) is None
    for moment in (MORNING, MORNING + timedelta(minutes=1)):
        store.run(lambda unit, at=moment: unit.picture.beats("worker", at))
        assert store.read(lambda unit: unit.picture.beat("worker")) == moment
