"""What is set otherwise than by default, and that every change is counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from storage.overrides import Override
from storage.unit_of_work import Store
from tests.storage.builders import NOW

SET = Override("clocks.first_word", 90, NOW, "阿红")


def test_what_is_set_is_kept_with_who_and_when(store: Store) -> None:
    assert store.read(lambda unit: unit.overrides.all()) == {}

    store.run(lambda unit: unit.overrides.put(SET))
    store.run(lambda unit: unit.overrides.put(replace(SET, name="calendar.days", value=[{"day": "2026-12-01"}])))

    found = store.read(lambda unit: unit.overrides.all())
    assert list(found) == ["calendar.days", "clocks.first_word"]
    assert found["clocks.first_word"] == SET
    assert store.read(lambda unit: unit.overrides.load("calendar.days")).value == [{"day": "2026-12-01"}]


def test_the_latest_value_counts_until_it_is_dropped(store: Store) -> None:
    store.run(lambda unit: unit.overrides.put(SET))
    later = replace(SET, value=60, at=NOW + timedelta(hours=1), by="阿明")
    store.run(lambda unit: unit.overrides.put(later))

    assert store.read(lambda unit: unit.overrides.load(SET.name)) == later
    assert store.run(lambda unit: unit.overrides.drop(SET.name))
    assert store.read(lambda unit: unit.overrides.load(SET.name)) is None
    assert not store.run(lambda unit: unit.overrides.drop(SET.name))


def test_every_change_is_counted_for_all_processes(store: Store) -> None:
    def counted() -> int:
        return store.read(lambda unit: unit.versions.all()["customs"])

    before = counted()
    store.run(lambda unit: unit.overrides.put(SET))
    assert counted() == before + 1
    store.run(lambda unit: unit.overrides.drop(SET.name))
    assert counted() == before + 2
