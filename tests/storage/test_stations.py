"""Stations as they are kept: an import leaves what keepers said, feedback says nothing of who gave it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from matching.station import Station
from storage.unit_of_work import Store
from tests.storage.builders import NOW

RONGYU = Station(
    "z1", "榕御驿站", "rongyu", 117.65, 24.51, "每天 08:00-22:00", {"饮水": "", "微波炉": ""}, "V1"
)
LANE = Station("z2", "修文驿站", "xiuwen")


@pytest.fixture
def known(store: Store) -> Store:
    store.run(lambda unit: unit.stations.apply([RONGYU, LANE]))
    return store


def test_stations_are_kept_as_they_were(known: Store) -> None:
    assert known.read(lambda unit: unit.stations.all()) == [RONGYU, LANE]
    assert known.read(lambda unit: unit.stations.load("z2")) == LANE
    assert known.read(lambda unit: unit.stations.load("z9")) is None


def test_what_the_keeper_says_is_kept(known: Store) -> None:
    until = NOW + timedelta(hours=2)
    changed = replace(
        RONGYU, services={"饮水": "", "微波炉": "坏了"}, open=False, until_at=until, note="装修", updated_at=NOW
    )

    known.run(lambda unit: unit.stations.save(changed))

    assert known.run(lambda unit: unit.stations.load("z1")) == changed


def test_an_import_leaves_what_the_keeper_said(known: Store) -> None:
    said = replace(RONGYU, services={"饮水": "", "微波炉": "坏了"}, open=False, note="装修", updated_at=NOW)
    known.run(lambda unit: unit.stations.save(said))
    file = replace(RONGYU, name="榕御红色驿站", services={"微波炉": "", "充电": ""})

    counts = known.run(lambda unit: unit.stations.apply([file, LANE]))

    assert (counts.added, counts.changed, counts.same) == (0, 1, 1)
    assert known.read(lambda unit: unit.stations.load("z1")) == replace(
        said, name="榕御红色驿站", services={"微波炉": "坏了", "充电": ""}
    )


def test_what_is_said_of_a_station_comes_newest_first_and_goes_with_who_said_it(known: Store) -> None:
    who = known.run(lambda unit: unit.people.contact_of("r", NOW)).id
    for text in ("很干净", "缺热水", "谢谢"):
        known.run(lambda unit, text=text: unit.stations.tell("z1", who, NOW, text))

    said = known.read(lambda unit: unit.stations.said_of("z1", 2))
    assert [one.text for one in said] == ["谢谢", "缺热水"]
    assert said[0].at == NOW
    assert known.read(lambda unit: unit.stations.said_of("z2")) == []

    known.run(lambda unit: unit.people.anonymise(who))
    assert {one.text for one in known.read(lambda unit: unit.stations.said_of("z1"))} == {""}
