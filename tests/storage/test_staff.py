"""Those on duty as the console keeps them, and the tables that were brought in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from matching.responder import Duty, Role
from matching.territory import Node, NodeKind
from storage.imports import Import
from storage.staff import InHand, Member
from storage.unit_of_work import Store
from tests.builders import a_case, a_notice, a_person
from tests.storage.builders import NOW


def test_who_is_bound_and_who_left_stands_beside_the_person(store: Store) -> None:
    def work(unit) -> None:
        unit.people.apply([a_person("chen", "陈建国", "building_leader", "a-3")])
        unit.staff.add(Member("li", "李明", bind_code="B1"))

    store.run(work)

    chen, li = store.read(lambda unit: unit.staff.all())
    assert (chen.code, chen.subscribed, li.subscribed, li.bind_code) == ("chen", True, None, "B1")


def test_a_duty_is_put_changed_and_dropped(store: Store) -> None:
    store.run(lambda unit: unit.staff.add(Member("li", "李明")))
    store.run(lambda unit: unit.staff.put_duty("li", Duty(Role.GRID_WORKER, "a", frozenset({"noise"}))))
    store.run(lambda unit: unit.staff.put_duty("li", Duty(Role.GRID_WORKER, "a", frozenset({"parking"}))))

    assert store.read(lambda unit: unit.people.directory())[0].duties[0].categories == {"parking"}
    assert store.run(lambda unit: unit.staff.drop_duty("li", "grid_worker", "a"))
    assert not store.run(lambda unit: unit.staff.drop_duty("li", "grid_worker", "a"))
    assert store.run(lambda unit: unit.staff.remove("li"))
    assert store.read(lambda unit: unit.staff.load("li")) is None


def test_what_each_has_in_hand_is_counted_and_what_is_late(store: Store) -> None:
    def work(unit) -> None:
        who = unit.people.contact_of("resident", NOW).id
        unit.cases.add(a_case(reporter=who, due_at=NOW - timedelta(hours=1)))
        unit.cases.add(a_case(reporter=who, due_at=NOW + timedelta(hours=1)))

    store.run(work)

    assert store.read(lambda unit: unit.staff.in_hand(NOW)) == {"chen": InHand(2, 1)}
    assert store.read(lambda unit: unit.staff.hang_on("rongyu-3")) == ["cases"]


def test_when_somebody_was_told_is_found_by_code(store: Store) -> None:
    store.run(lambda unit: unit.outbox.put(a_notice()))

    assert store.read(lambda unit: unit.staff.told(["chen"], NOW)) == []


def test_a_place_is_closed_and_an_import_leaves_it_closed(store: Store) -> None:
    node = Node("a", "", NodeKind.COMPOUND, "甲小区")
    store.run(lambda unit: unit.places.save(node))
    store.run(lambda unit: unit.places.save(replace(node, successor="b")))
    store.run(lambda unit: unit.places.apply([node]))

    assert store.read(lambda unit: unit.places.nodes())[0].successor == "b"
    assert store.run(lambda unit: unit.places.remove("a"))
    assert not store.run(lambda unit: unit.places.remove("a"))


def test_only_the_latest_import_keeps_its_rows_and_only_until_it_is_taken_back(store: Store) -> None:
    kept = Import(0, NOW, "owner", "places", "甲.xlsx", ((None, {"code": "a"}),))
    first = store.run(lambda unit: unit.imports.add(kept))
    second = store.run(lambda unit: unit.imports.add(kept))

    assert store.read(lambda unit: unit.imports.load(second)) == replace(kept, number=second)
    assert store.read(lambda unit: unit.imports.load(first)).changes == ()
    store.run(lambda unit: unit.imports.mark_undone(second, NOW))
    undone = store.read(lambda unit: unit.imports.load(second))
    assert (undone.undone_at, undone.changes) == (NOW, ())
    assert [one.number for one in store.read(lambda unit: unit.imports.latest(5))] == [second, first]
    assert store.read(lambda unit: unit.imports.load(99)) is None
