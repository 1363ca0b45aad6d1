"""Catalogues, what units lend and every use of it, kept on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from matching.need import Part
from matching.resource import Resource, ResourceKind, Use, UseState
from matching.service import Mode, Service
from storage.places import ImportCounts
from storage.unit_of_work import Store

NOW = datetime(2026, 3, 3, 2, tzinfo=UTC)
CHAIR = Resource("r1", "民政局", "sq", ResourceKind.GOODS, "轮椅", ("拐杖",), 3, "lin", "在社区")
HAIR = Service("s1", "sq", 1, "理发", ("剪头发",), Mode.TEAM, (Part("理发", 2, True),), 40, "上门", date(2026, 4, 1))


def test_a_catalogue_is_kept_as_it_is_read_and_twice_the_same_changes_nothing(store: Store):
    other = Service("s2", "sq", 2, "磨刀")
    assert store.run(lambda unit: unit.services.apply([HAIR, other])) == ImportCounts(2, 0, 0)
    assert store.run(lambda unit: unit.services.apply([HAIR, replace(other, note="周末")])) == ImportCounts(0, 1, 1)
    assert store.read(lambda unit: unit.services.all()) == [HAIR, replace(other, note="周末")]
    assert store.read(lambda unit: unit.services.at("sq")) == [HAIR, replace(other, note="周末")]
    assert store.read(lambda unit: unit.services.at("elsewhere")) == []


def test_a_resource_is_kept_as_it_is_read(store: Store):
    assert store.run(lambda unit: unit.resources.apply([CHAIR])) == ImportCounts(1, 0, 0)
    assert store.run(lambda unit: unit.resources.apply([replace(CHAIR, count=4)])) == ImportCounts(0, 1, 0)
    assert store.read(lambda unit: unit.resources.load("r1")) == replace(CHAIR, count=4)
    assert store.run(lambda unit: unit.resources.load("r1")) == replace(CHAIR, count=4), "under lock too"
    assert store.read(lambda unit: unit.resources.load("none")) is None
    assert store.read(lambda unit: unit.resources.all()) == [replace(CHAIR, count=4)]


def test_uses_are_found_by_what_is_asked_about_them(store: Store):
    def use(unit, state: UseState, by: str, hours: int = 0) -> Use:
        at = NOW + timedelta(hours=hours)
        made = Use(0, "r1", by, "读书会", 2, at, at, at + timedelta(hours=2), state)
        return replace(made, number=unit.resources.use(made))

    def work(unit) -> list[Use]:
        unit.resources.apply([CHAIR])
        return [use(unit, UseState.ASKED, "chen", 3), use(unit, UseState.AGREED, "chen"),
                use(unit, UseState.REFUSED, "li"), use(unit, UseState.AGREED, "li", 1)]

    asked, agreed, refused, others = store.run(work)
    assert store.read(lambda unit: unit.resources.kept("r1")) == [agreed, others, asked]
    assert store.read(lambda unit: unit.resources.kept_by("chen")) == [agreed, asked]
    assert store.read(lambda unit: unit.resources.asked(10)) == [asked]
    assert store.read(lambda unit: unit.resources.uses_since(NOW + timedelta(hours=1))) == [asked, others]

    ended = replace(asked, state=UseState.RETURNED, ends_at=NOW + timedelta(hours=4), why="不用了")
    store.run(lambda unit: unit.resources.save_use(ended))
    assert store.read(lambda unit: unit.resources.load_use(asked.number)) == ended
    assert store.read(lambda unit: unit.resources.load_use(99)) is None
    assert store.read(lambda unit: unit.resources.load_use(refused.number)) == refused
