"""The made-up district: its size, its places, the same for the same seed."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.audit.district import (
    BUILDINGS,
    COMMUNITIES,
    GRIDS,
    MONDAY,
    SKILLS,
    STREETS,
    VISITING,
    Scale,
    build_district,
)
from matching.need import NeedKind, NeedUrgency
from matching.territory import NodeKind

SMALL = Scale(volunteers=60, tasks=40)


def test_the_same_seed_gives_the_same_district_and_another_one_another() -> None:
    one, again, other = build_district(SMALL), build_district(SMALL), build_district(Scale(60, 40, seed=2))
    assert one.needs == again.needs
    assert tuple(one.roster) == tuple(again.roster)
    assert (one.truth.luck == again.truth.luck).all()
    assert one.needs != other.needs


def test_its_places_are_those_of_the_quick_check() -> None:
    kinds = Counter(node.kind for node in build_district(SMALL).territory.nodes())
    assert kinds[NodeKind.STREET] == STREETS
    assert kinds[NodeKind.COMMUNITY] == COMMUNITIES
    assert kinds[NodeKind.GRID] == COMMUNITIES * GRIDS
    assert kinds[NodeKind.BUILDING] == COMMUNITIES * GRIDS * BUILDINGS


def test_everybody_lives_in_a_building_and_has_answered_ten_times() -> None:
    district = build_district(SMALL)
    for volunteer in district.roster:
        found = district.territory.get(volunteer.home)
        assert found is not None
        assert found.kind is NodeKind.BUILDING
        assert volunteer.skills <= set(SKILLS)
        entries = district.past[volunteer.code]
        assert len(entries) == 10
        assert all(entry.at < MONDAY for entry in entries)


def test_who_says_yes_more_often_has_said_yes_more_often() -> None:
    district = build_district(Scale(400, 1))
    willing = district.truth.willing
    claims = [sum(entry.state == "confirmed" for entry in entries) / 10 for entries in district.past.values()]
    eager = [share for share, odds in zip(claims, willing, strict=True) if odds > 0.5]
    shy = [share for share, odds in zip(claims, willing, strict=True) if odds < 0.2]
    assert sum(eager) / len(eager) > 3 * sum(shy) / len(shy)


def test_visits_have_a_usual_visitor_of_the_community() -> None:
    district = build_district(Scale(800, 200))
    visits = [need for need in district.needs if need.kind is NeedKind.VISIT and need.usual]
    assert visits
    for need in visits:
        usual = district.roster.get(need.usual)
        assert usual is not None
        assert VISITING in usual.skills
        assert usual.home.partition("g")[0] == need.place.partition("g")[0]


@pytest.mark.parametrize(("mixed", "urgencies"), [(False, {NeedUrgency.URGENT}), (True, set(NeedUrgency))])
def test_a_week_is_all_urgent_or_mixed(mixed: bool, urgencies: set[NeedUrgency]) -> None:
    district = build_district(Scale(10, 100, mixed=mixed))
    assert {need.urgency for need in district.needs} == urgencies
    assert all(need.starts_at < need.ends_at for need in district.needs)


def test_a_district_may_be_empty() -> None:
    district = build_district(Scale(0, 0))
    assert (len(district.roster), district.needs) == (0, ())


def test_tired_people_say_yes_less_often() -> None:
    truth = build_district(Scale(200, 20)).truth
    fresh, tired = (sum(truth.yes(need, who, asked) for need in range(20) for who in range(200)) for asked in (0, 8))
    assert tired < 0.6 * fresh
