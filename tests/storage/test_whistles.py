"""Whistles and their calls as they are kept: found by who is called, by clock, by case."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from matching.case import State
from matching.whistle import Call, Whistle, WhistleKind
from storage.errors import StorageError
from storage.unit_of_work import Store
from storage.whistles import Waking
from tests.storage.builders import NOW, a_case

HOUR = timedelta(hours=1)
BLOWN = Whistle(
    0, 0, "rongyu-3", "北门", NOW + 24 * HOUR, WhistleKind.HARD, "占道经营", "chengguan", "jiedao", NOW
)


def a_call(whistle: int, person: str = "chengguan", **given: object) -> Call:
    call = Call(whistle, person, "牵头", NOW + HOUR, NOW + 24 * HOUR, NOW + 72 * HOUR, wakes_at=NOW + HOUR)
    return replace(call, **given)  # type: ignore[arg-type]  # of the fields' own types


def blow(store: Store, **given: object) -> Whistle:
    """A whistle for a case in joint handling, with one call."""
    reporter = store.run(lambda unit: unit.people.contact_of("r", NOW)).id
    state = given.pop("state", State.JOINT)
    case = store.run(lambda unit: unit.cases.add(a_case(reporter=reporter, state=state)))
    whistle = replace(BLOWN, case=case, **given)  # type: ignore[arg-type]  # of the fields' own types
    number = store.run(lambda unit: unit.whistles.add(whistle))
    store.run(lambda unit: unit.whistles.call(a_call(number)))
    return replace(whistle, number=number)


def test_a_whistle_and_its_calls_are_kept_as_they_were(store: Store) -> None:
    whistle = blow(store)
    store.run(lambda unit: unit.whistles.call(a_call(whistle.number, "wuye", part="清场")))

    assert store.read(lambda unit: unit.whistles.load(whistle.number)) == whistle
    assert store.read(lambda unit: unit.whistles.of_case(whistle.case)) == [whistle]
    assert store.read(lambda unit: unit.whistles.open()) == [whistle]
    assert store.read(lambda unit: unit.whistles.calls(whistle.number)) == [
        a_call(whistle.number), a_call(whistle.number, "wuye", part="清场"),
    ]
    assert store.read(lambda unit: unit.whistles.load(whistle.number + 1)) is None


def test_nobody_is_called_twice_by_one_whistle(store: Store) -> None:
    whistle = blow(store)
    with pytest.raises(StorageError):
        store.run(lambda unit: unit.whistles.call(a_call(whistle.number)))


def test_what_became_of_a_call_is_kept(store: Store) -> None:
    whistle = blow(store)
    later = a_call(
        whistle.number, signed_at=NOW, contacted_at=NOW, arrived_at=NOW, reported_at=NOW, result="已清", rating=4,
        rating_why="快", reply="谢谢", climbed=1, climbed_to="zhihui", stepped_at=NOW, wakes_at=None,
    )  # fmt: skip
    store.run(lambda unit: unit.whistles.save(later))
    assert store.read(lambda unit: unit.whistles.calls(whistle.number)) == [later]


def test_a_call_is_found_by_who_is_called_and_by_whom_it_climbed_to(store: Store) -> None:
    whistle = blow(store)
    climbed = a_call(whistle.number, climbed=1, climbed_to="zhihui")
    store.run(lambda unit: unit.whistles.save(climbed))

    for person in ("chengguan", "zhihui"):
        assert store.read(lambda unit, person=person: unit.whistles.called(person)) == [(whistle, climbed)]
    assert store.read(lambda unit: unit.whistles.called("wuye")) == []


def test_a_whistle_wakes_once_whatever_it_called(store: Store) -> None:
    whistle = blow(store)
    store.run(lambda unit: unit.whistles.call(a_call(whistle.number, "wuye", wakes_at=NOW)))

    assert store.read(lambda unit: unit.whistles.waking(NOW - HOUR, 10)) == []
    found = store.read(lambda unit: unit.whistles.waking(NOW + HOUR, 10))
    assert found == [Waking(whistle.number, whistle.case, NOW)]


def test_an_ended_whistle_calls_nobody_and_wakes_no_clock(store: Store) -> None:
    whistle = blow(store)
    assert store.run(lambda unit: unit.whistles.end(whistle.number, NOW, "都办了")) is True
    assert store.run(lambda unit: unit.whistles.end(whistle.number, NOW + HOUR, "又")) is False

    assert store.read(lambda unit: unit.whistles.called("chengguan")) == []
    assert store.read(lambda unit: unit.whistles.waking(NOW + 99 * HOUR, 10)) == []
    assert store.read(lambda unit: unit.whistles.open()) == []
    ended = store.read(lambda unit: unit.whistles.load(whistle.number))
    assert ended == replace(whistle, ended_at=NOW, conclusion="都办了")


def test_a_whistle_whose_case_went_another_way_is_found(store: Store) -> None:
    blow(store)
    left = blow(store, state=State.CLOSED)
    found = store.read(lambda unit: unit.whistles.outlived(10))
    assert found == [Waking(left.number, left.case, NOW)]


def test_the_lead_is_handed_on(store: Store) -> None:
    whistle = blow(store)
    store.run(lambda unit: unit.whistles.hand_lead(whistle.number, "zhihui"))
    assert store.read(lambda unit: unit.whistles.load(whistle.number)) == replace(whistle, lead="zhihui")


def test_whistles_leave_with_their_calls(store: Store) -> None:
    early = blow(store)
    late = blow(store, at=NOW + HOUR)
    calls = [a_call(early.number)], [a_call(late.number)]
    assert store.read(lambda unit: list(unit.whistles.export(None))) == list(zip((early, late), calls, strict=True))
    assert [w for w, _ in store.read(lambda unit: list(unit.whistles.export(NOW + HOUR)))] == [late]
