"""Teams as they are kept: who is in them, how often all of them were asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from matching.need import Need, NeedKind, NeedState, NeedUrgency
from matching.offers import Offer
from matching.team import Team, TeamKind
from storage.people import VolunteerRow
from storage.unit_of_work import Store
from tests.storage.builders import NOW

RIDERS = Team("r", "千里顺风队", TeamKind.RIDER, "xinqiao", "V1", 20, date(2026, 12, 31), ("V1", "V2"))
REPAIR = Team("w", "水电维修队", TeamKind.REPAIR, members=("V2", "V3"))


@pytest.fixture
def known(store: Store) -> Store:
    store.run(lambda unit: unit.teams.apply([RIDERS, REPAIR]))
    return store


def version(store: Store) -> int:
    return store.read(lambda unit: unit.versions.all())["volunteers"]


def test_teams_are_kept_as_they_were(known: Store) -> None:
    assert known.read(lambda unit: unit.teams.all()) == [RIDERS, REPAIR]
    assert known.read(lambda unit: unit.teams.of("V2")) == [RIDERS, REPAIR]
    assert known.read(lambda unit: unit.teams.of("V3")) == [REPAIR]
    assert known.read(lambda unit: unit.teams.of("V9")) == []
    assert known.read(lambda unit: unit.teams.of("")) == []


def test_whoever_leads_a_team_is_in_it(store: Store) -> None:
    store.run(lambda unit: unit.teams.apply([replace(RIDERS, members=("V2",))]))

    assert store.read(lambda unit: unit.teams.all())[0].members == ("V1", "V2")


def test_the_same_twice_changes_nothing_and_no_version(known: Store) -> None:
    before = version(known)

    counts = known.run(lambda unit: unit.teams.apply([RIDERS, REPAIR]))

    assert (counts.added, counts.changed, counts.same) == (0, 0, 2)
    assert version(known) == before


def test_a_changed_team_has_the_members_of_the_file_one_without_any_keeps_hers(known: Store) -> None:
    before = version(known)

    counts = known.run(lambda unit: unit.teams.apply([
        replace(RIDERS, name="顺风一队", members=()), replace(REPAIR, members=("V4",)),
    ]))  # fmt: skip

    riders, repair = known.read(lambda unit: unit.teams.all())
    assert (counts.added, counts.changed, counts.same) == (0, 2, 0)
    assert (riders.name, riders.members) == ("顺风一队", ("V1", "V2"))
    assert repair.members == ("V4",)
    assert version(known) > before


def test_members_come_and_go_and_each_change_counts_once(known: Store) -> None:
    before = version(known)

    assert known.run(lambda unit: unit.teams.join("r", "V3"))
    assert not known.run(lambda unit: unit.teams.join("r", "V3")), "she is in it"
    assert known.run(lambda unit: unit.teams.leave("r", "V3"))
    assert not known.run(lambda unit: unit.teams.leave("r", "V3")), "she is not"

    assert known.read(lambda unit: unit.teams.all())[0].members == ("V1", "V2")
    assert version(known) == before + 2


def test_the_roster_knows_the_teams_of_a_volunteer(known: Store) -> None:
    row = VolunteerRow("V2", "周晓梅", "openid-V2", "", "", (), (), "", "", 2, vetted=False)
    known.run(lambda unit: unit.people.apply_volunteers([row]))

    assert known.read(lambda unit: unit.people.volunteers())[0].teams == {"r", "w"}


def test_the_offers_of_a_week_are_counted_for_all_of_a_team(known: Store) -> None:
    until = NOW + timedelta(hours=3)
    need = Need(0, NeedKind.ERRAND, NeedState.OPEN, NeedUrgency.TODAY, "rongyu", "", "送药", NOW, until, NOW, NOW)
    week = timedelta(days=7)
    for volunteer, when in (("V1", NOW), ("V2", NOW), ("V3", NOW - 2 * week), ("V9", NOW)):
        number = known.run(lambda unit: unit.needs.add(need))
        offer = Offer(0, number, volunteer, when, when + timedelta(minutes=10))
        known.run(lambda unit, offer=offer: unit.needs.offer(offer))

    assert known.read(lambda unit: unit.teams.asked_since(NOW - week)) == {"r": 2, "w": 1}
    assert known.read(lambda unit: unit.teams.asked_since(NOW + week)) == {}


def test_who_is_made_anonymous_is_in_no_team(known: Store) -> None:
    row = VolunteerRow("V2", "周晓梅", "openid-V2", "", "", (), (), "", "", 2, vetted=False)
    known.run(lambda unit: unit.people.apply_volunteers([row]))
    who = known.run(lambda unit: unit.people.contact_of("openid-V2", NOW)).id

    known.run(lambda unit: unit.people.anonymise(who))

    assert [team.members for team in known.read(lambda unit: unit.teams.all())] == [("V1",), ("V3",)]
