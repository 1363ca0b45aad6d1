from __future__ import annotations

from datetime import timedelta

from storage.looks import Look
from storage.unit_of_work import Store
from tests.storage.builders import NOW, a_case


def test_looks_are_kept_in_order_by_case_and_by_person(store: Store) -> None:
    contact = store.run(lambda unit: unit.people.contact_of("r", NOW)).id
    case = store.run(lambda unit: unit.cases.add(a_case(reporter=contact)))
    sent = Look(case, "chen", None, NOW, "sent")
    opened = Look(case, "chen", contact, NOW + timedelta(minutes=3), "page")
    for look in (sent, opened):
        store.run(lambda unit, look=look: unit.looks.record(look))

    assert store.read(lambda unit: unit.looks.of_case(case)) == [sent, opened]
    assert store.read(lambda unit: unit.looks.of_person("chen", NOW + timedelta(minutes=1))) == [opened]
    assert store.read(lambda unit: unit.looks.of_person("li", NOW)) == []
