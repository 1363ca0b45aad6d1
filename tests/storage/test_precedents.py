from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from matching.precedent import Precedent
from storage.unit_of_work import Store
from tests.storage.builders import NOW, a_case

DECIDED = Precedent(0, 1, "rongyu", "parking", "wuye", "jiedao", "划线是物业的活", NOW)


def test_a_decision_is_kept_and_revoked_and_stays_readable(store: Store) -> None:
    contact = store.run(lambda unit: unit.people.contact_of("r", NOW)).id
    case = store.run(lambda unit: unit.cases.add(a_case(reporter=contact)))
    kept = replace(DECIDED, case=case)
    number = store.run(lambda unit: unit.precedents.add(kept))
    kept = replace(kept, number=number)
    assert store.read(lambda unit: unit.precedents.standing()) == [kept]

    later = NOW + timedelta(days=1)
    assert store.run(lambda unit: unit.precedents.revoke(number, "jiedao", later)) is True
    assert store.run(lambda unit: unit.precedents.revoke(number, "jiedao", later)) is False

    assert store.read(lambda unit: unit.precedents.standing()) == []
    assert store.read(lambda unit: unit.precedents.all()) == [replace(kept, revoked_at=later, revoked_by="jiedao")]
    assert store.read(lambda unit: unit.versions.all())["precedents"] == 2
