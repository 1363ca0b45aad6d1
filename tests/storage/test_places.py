from __future__ import annotations

from matching.territory import Node, NodeKind
from storage.places import ImportCounts
from storage.unit_of_work import Store

STREET = Node("xiuwen", "", NodeKind.STREET, "修文街道")
COMPOUND = Node("rongyu", "xiuwen", NodeKind.COMPOUND, "榕御小区", ("榕御", "榕御花园"), 113.25, 23.5)


def apply(store: Store, *nodes: Node) -> ImportCounts:
    return store.run(lambda unit: unit.places.apply(nodes))


def test_places_come_back_by_code_as_they_were_applied(store: Store) -> None:
    assert apply(store, STREET, COMPOUND) == ImportCounts(added=2, changed=0, same=0)

    assert store.read(lambda unit: unit.places.nodes()) == (COMPOUND, STREET)


def test_applying_twice_changes_nothing(store: Store) -> None:
    apply(store, STREET, COMPOUND)

    assert apply(store, STREET, COMPOUND) == ImportCounts(added=0, changed=0, same=2)
    assert store.read(lambda unit: unit.versions.all())["places"] == 1


def test_a_changed_place_is_changed_and_the_others_stay(store: Store) -> None:
    apply(store, STREET, COMPOUND)
    renamed = Node("xiuwen", "", NodeKind.STREET, "修文路街道")

    assert apply(store, renamed) == ImportCounts(added=0, changed=1, same=0)

    assert store.read(lambda unit: unit.places.nodes()) == (COMPOUND, renamed)
    assert store.read(lambda unit: unit.versions.all())["places"] == 2
