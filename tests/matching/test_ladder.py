"""The ladder: who is next when somebody keeps silent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from matching.ladder import Rung, at_the_top, leaders_over, next_rung, rung_of
from matching.responder import Directory, Duty, Responder, Role
from matching.routing import Enquiry, Town, parse_preferences, shipped_preferences_text
from matching.territory import Node, NodeKind, Territory

TODAY = date(2026, 5, 5)
PREFERENCES = parse_preferences(shipped_preferences_text())
PLACES = Territory(
    (
        Node("d", "", NodeKind.DISTRICT, "芗城区"),
        Node("s", "d", NodeKind.STREET, "新桥街道"),
        Node("c", "s", NodeKind.COMMUNITY, "榕御社区"),
        Node("y", "c", NodeKind.COMPOUND, "榕御小区"),
        Node("g", "y", NodeKind.GRID, "第一网格"),
        Node("y-3", "g", NodeKind.BUILDING, "3栋"),
        Node("y-4", "g", NodeKind.BUILDING, "4栋"),
        Node("d2", "", NodeKind.DISTRICT, "龙文区"),
    )
)


def person(code: str, role: Role, place: str, categories: str = "*", backup: str = "") -> Responder:
    return Responder(code, code, (Duty(role, place, frozenset(categories.split("|"))),), backup)


LADDER = (
    person("leader", Role.BUILDING_LEADER, "y-3", backup="deputy"),
    person("deputy", Role.BUILDING_LEADER, "y-4", backup="leader"),
    person("property", Role.PROPERTY, "y"),
    person("grid", Role.GRID_WORKER, "g"),
    person("secretary", Role.ESTATE_SECRETARY, "y"),
    person("community", Role.COMMUNITY, "c"),
    person("street", Role.STREET, "s"),
    person("traffic", Role.DEPARTMENT, "d", "parking|transport"),
    person("housing", Role.DEPARTMENT, "d", "housing"),
    person("centre", Role.DEPARTMENT, "d"),
    person("boss", Role.PAIRED_LEADER, "c"),
    person("watch", Role.SUPERVISOR, "d"),
    person("elsewhere", Role.STREET, "d2"),
)


def a_town(people: Iterable[Responder] = LADDER) -> Town:
    return Town(PLACES, Directory(people), PREFERENCES)


def on_leave(*codes: str) -> Town:
    return a_town(replace(one, leave_from=TODAY) if one.code in codes else one for one in LADDER)


def asked(category: str = "parking", place: str = "y-3", *without: str) -> Enquiry:
    return Enquiry(place, category, TODAY, frozenset(without))


def climb(town: Town, first: str, category: str = "parking", place: str = "y-3") -> list[str]:
    """Everybody who has it in turn when all keep silent."""
    had = [first]
    while (choice := next_rung(asked(category, place, *had), had[-1], town)) is not None:
        had.append(choice.responder.code)
    return had


def test_the_whole_ladder() -> None:
    assert climb(a_town(), "leader") == [
        "leader", "deputy", "grid", "secretary", "community", "street", "traffic", "centre",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "after"),
    [
        ("property", ["grid", "secretary", "community", "street", "traffic", "centre"]),
        ("grid", ["secretary", "community", "street", "traffic", "centre"]),
        ("community", ["street", "traffic", "centre"]),
        ("street", ["traffic", "centre"]),
        ("traffic", ["centre"]),
        ("centre", []),
        ("nobody we know", ["grid", "secretary", "community", "street", "traffic", "centre"]),
    ],
)
def test_a_case_only_climbs(first: str, after: list[str]) -> None:
    assert climb(a_town(), first) == [first, *after]


def test_a_department_must_have_the_category() -> None:
    assert climb(a_town(), "community", "noise") == ["community", "street", "centre"]


def test_what_communities_are_not_given_passes_them_by() -> None:
    assert climb(a_town(), "housing", "housing") == ["housing", "centre"]
    assert climb(a_town(), "property", "housing") == ["property", "street", "housing", "centre"]


def test_leave_is_no_hole() -> None:
    town = on_leave("grid", "community")

    assert climb(town, "property") == ["property", "secretary", "street", "traffic", "centre"]


def test_whoever_is_away_is_stood_in_for_by_the_backup() -> None:
    people = [replace(one, backup="aide") if one.code == "grid" else one for one in LADDER]
    people.append(person("aide", Role.TEAM, "y", "care"))
    town = a_town(replace(one, leave_from=TODAY) if one.code == "grid" else one for one in people)

    choice = next_rung(asked(), "property", town)

    assert choice is not None
    assert (choice.responder.code, choice.duty.role) == ("aide", Role.GRID_WORKER)


def test_two_who_stand_in_for_each_other_do_not_play_for_ever() -> None:
    assert climb(a_town(LADDER[:2]), "leader") == ["leader", "deputy"]


def test_a_chain_of_backups_is_walked_to_one_who_is_there() -> None:
    people = (
        replace(person("leader", Role.BUILDING_LEADER, "y-3", backup="b1"), name="陈建国"),
        replace(person("b1", Role.BUILDING_LEADER, "y-4", backup="b2"), leave_from=TODAY),
        person("b2", Role.BUILDING_LEADER, "y-4"),
    )
    choice = next_rung(asked(), "leader", a_town(people))

    assert choice is not None
    assert choice.responder.code == "b2"
    assert choice.duty.place == "y-3", "by the duty of the one he stands in for"
    assert choice.reasons == ("由陈**的B角接办",)


def test_a_backup_from_elsewhere_has_no_backup_of_his_own_here() -> None:
    people = (*LADDER, person("far", Role.COMMUNITY, "d2", backup="elsewhere"))

    assert climb(a_town(people), "far")[1] == "grid"


def test_nobody_gets_what_concerns_himself() -> None:
    choice = next_rung(asked("parking", "y-3", "grid", "secretary"), "property", a_town())

    assert choice is not None
    assert choice.responder.code == "community"


def test_at_an_unknown_place_the_district_is_left() -> None:
    assert climb(a_town(), "leader", place="")[1:] == ["elsewhere", "traffic", "centre"]


def test_a_joint_case_goes_to_an_arbiter_whoever_leads_it() -> None:
    def arbiter(lead: str) -> str | None:
        choice = next_rung(asked(), lead, a_town(), joint=True)
        return choice.responder.code if choice else None

    assert arbiter("traffic") == "street"
    assert arbiter("street") == "centre"
    assert next_rung(asked("parking", "y-3", "street"), "centre", a_town(), joint=True) is None


def test_the_top_has_it_even_on_leave() -> None:
    town = on_leave("street", "centre")

    assert (choice := at_the_top(asked(), town)) is not None
    assert choice.responder.code == "street"
    assert (choice := at_the_top(asked("parking", "y-3", "street"), town)) is not None
    assert choice.responder.code == "centre"
    assert at_the_top(asked("parking", "y-3", "street", "centre"), town) is None


@pytest.mark.parametrize(
    ("place", "people", "readers"),
    [
        ("y-3", LADDER, ["boss", "watch"]),
        ("d", LADDER, ["watch"]),
        ("y-3", LADDER[:10], ["street", "centre"]),  # nobody is paired: the arbiters read it
        ("d2", LADDER, ["elsewhere"]),
        ("y-3", LADDER[:4], []),
        ("", LADDER, ["watch"]),
    ],
)
def test_who_reads_the_digest(place: str, people: Iterable[Responder], readers: list[str]) -> None:
    assert [reader.code for reader in leaders_over(place, a_town(people))] == readers


def test_somebody_with_two_hats_reads_it_once() -> None:
    both = Responder(
        "both", "both", (Duty(Role.PAIRED_LEADER, "c", frozenset("*")), Duty(Role.SUPERVISOR, "d", frozenset("*")))
    )

    assert leaders_over("y-3", a_town((both,))) == (both,)


def test_every_role_stands_on_a_rung() -> None:
    rungs = {role: rung_of(Duty(role, "d", frozenset({"parking"}))) for role in Role}

    assert rungs[Role.LANE_LEADER] is rungs[Role.TEAM] is rungs[Role.PROPERTY] is Rung.OWNER
    assert rungs[Role.DEPARTMENT] is Rung.DEPARTMENT
    assert rung_of(Duty(Role.DEPARTMENT, "d", frozenset("*"))) is Rung.CENTRE
