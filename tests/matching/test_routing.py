from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

import pytest

from intents.verdict import Category
from matching.precedent import Precedent, Precedents
from matching.responder import Directory, Duty, Responder, Role
from matching.routing import (
    Enquiry,
    Town,
    choose_arbiter,
    choose_responder,
    masked,
    parse_preferences,
    shipped_preferences_text,
)
from matching.territory import Node, NodeKind, Territory

TODAY = date(2026, 5, 5)
PREFERENCES = parse_preferences(shipped_preferences_text())
PLACES = Territory(
    (
        Node("d", "", NodeKind.DISTRICT, "芗城区"),
        Node("s", "d", NodeKind.STREET, "新桥街道"),
        Node("c", "s", NodeKind.COMMUNITY, "榕御社区"),
        Node("y", "c", NodeKind.COMPOUND, "榕御小区"),
        Node("y-3", "y", NodeKind.BUILDING, "3栋"),
        Node("y-4", "y", NodeKind.BUILDING, "4栋"),
        Node("d2", "", NodeKind.DISTRICT, "龙文区"),
        Node("s2", "d2", NodeKind.STREET, "步文街道"),
    )
)


def person(code: str, name: str, role: Role, place: str, categories: str = "*", **known: object) -> Responder:
    duty = Duty(role, place, frozenset(categories.split("|")))
    return Responder(code, name, (duty,), **known)  # type: ignore[arg-type]  # builders take what they are given


LEADER = person("leader", "陈建国", Role.BUILDING_LEADER, "y-3", "parking|noise", backup="neighbour")
NEIGHBOUR = person("neighbour", "林淑珍", Role.BUILDING_LEADER, "y-4", "parking", backup="leader")
PROPERTY = person("property", "榕御物业服务中心", Role.PROPERTY, "y", "property_fee|facility|parking")
SECRETARY = person("secretary", "许文彬", Role.ESTATE_SECRETARY, "y", "property_service")
COMMUNITY = person("community", "榕御社区居委会", Role.COMMUNITY, "c")
TEAM = person("team", "榕御社区志愿服务队", Role.TEAM, "c", "volunteer")
STREET = person("street", "新桥街道综合治理办", Role.STREET, "s")
HOUSING = person("housing", "芗城区住建局", Role.DEPARTMENT, "d", "housing|facility")
EVERYBODY = (LEADER, NEIGHBOUR, PROPERTY, SECRETARY, COMMUNITY, TEAM, STREET, HOUSING)


def a_town(people: Iterable[Responder] = EVERYBODY) -> Town:
    return Town(PLACES, Directory(people), PREFERENCES)


def chosen(place: str, category: str, *people: Responder, without: frozenset[str] = frozenset()) -> str:
    choice = choose_responder(Enquiry(place, category, TODAY, without), a_town(people or EVERYBODY))
    assert choice is not None
    return choice.responder.code


def reasons(place: str, category: str, *people: Responder, without: frozenset[str] = frozenset()) -> tuple[str, ...]:
    choice = choose_responder(Enquiry(place, category, TODAY, without), a_town(people or EVERYBODY))
    assert choice is not None
    return choice.reasons


def test_every_category_has_a_chinese_name() -> None:
    assert set(PREFERENCES.labels) == set(Category)


@pytest.mark.parametrize(
    ("place", "category", "code"),
    [
        ("y-3", "parking", "leader"),
        ("y", "parking", "property"),
        ("y-3", "property_fee", "property"),
        ("y-3", "facility", "property"),
        ("y-3", "property_service", "secretary"),
        ("y-3", "sanitation", "community"),
        ("y-3", "volunteer", "team"),
        ("y-3", "housing", "housing"),
        ("y-3", "civic", "street"),
    ],
)
def test_the_lowest_place_on_duty_takes_it_unless_a_role_is_preferred(place: str, category: str, code: str) -> None:
    assert chosen(place, category) == code


def test_a_named_category_goes_before_a_star_at_the_same_place() -> None:
    star = person("star", "榕御物业", Role.PROPERTY, "y")
    named = person("named", "许文彬", Role.GRID_WORKER, "y", "noise")

    assert chosen("y", "noise", star, named) == "named"


def test_a_preferred_role_goes_before_a_lower_place() -> None:
    leader = person("star-leader", "陈建国", Role.BUILDING_LEADER, "y-3")

    assert chosen("y-3", "facility", leader, PROPERTY) == "property"
    assert chosen("y-3", "noise", leader, PROPERTY) == "star-leader"


def test_whoever_names_a_category_takes_it_though_nobody_prefers_the_role() -> None:
    leader = person("handy", "陈建国", Role.BUILDING_LEADER, "y-3", "facility")

    assert chosen("y-3", "facility", leader, PROPERTY) == "handy"


def test_reasons_say_who_and_why() -> None:
    assert reasons("y-3", "parking") == ("榕御小区3栋的楼栋长，停车秩序由楼栋长负责",)
    assert reasons("y-3", "property_fee") == (
        "榕御小区的物业，物业收费由物业负责",
        "本栋没有人负责物业收费，由小区物业负责",
    )
    assert reasons("y-3", "sanitation") == (
        "榕御社区，环境卫生与市容由社区负责",
        "本栋没有人负责环境卫生与市容，由社区负责",
    )
    assert reasons("y-3", "volunteer")[1] == "本栋没有人负责志愿服务，由榕御社区志愿服务队负责"


def test_the_backup_stands_in_for_somebody_on_leave() -> None:
    away = person("leader", "陈建国", Role.BUILDING_LEADER, "y-3", "parking", backup="neighbour", leave_from=TODAY)
    choice = choose_responder(Enquiry("y-3", "parking", TODAY), a_town((away, NEIGHBOUR, PROPERTY)))

    assert choice is not None
    assert choice.responder == NEIGHBOUR
    assert choice.duty == away.duties[0]
    assert choice.node.code == "y-3"
    assert choice.reasons[1] == "陈**请假，由B角代理"


def test_the_backup_stands_in_for_somebody_who_returned_it() -> None:
    without = frozenset({"leader"})

    assert chosen("y-3", "parking", without=without) == "neighbour"
    assert reasons("y-3", "parking", without=without)[1] == "陈**暂不承办，由B角代理"


def test_backups_of_backups_are_asked_and_a_circle_of_them_ends() -> None:
    first = person("a", "陈一", Role.BUILDING_LEADER, "y-3", backup="b", leave_from=TODAY)
    second = person("b", "林二", Role.BUILDING_LEADER, "y-4", backup="c", leave_from=TODAY)
    third = person("c", "黄三", Role.BUILDING_LEADER, "y-4", backup="a")

    assert chosen("y-3", "noise", first, second, third) == "c"
    assert chosen("y-3", "noise", first, second, third, COMMUNITY, without=frozenset({"c"})) == "community"


def test_without_anybody_on_duty_it_goes_up_the_tree() -> None:
    assert chosen("y-3", "parking", without=frozenset({"leader", "neighbour"})) == "property"
    assert chosen("y-3", "parking", without=frozenset({"leader", "neighbour", "property"})) == "community"


def test_the_negative_list_keeps_a_matter_from_the_community() -> None:
    lonely = (COMMUNITY, STREET)

    assert chosen("y-3", "housing", *lonely) == "street"
    assert reasons("y-3", "housing", HOUSING) == (
        "芗城区住建局，房屋质量与开发商由芗城区住建局负责",
        "房屋质量和开发商履约由住建部门监管，社区没有执法权，由住建部门负责",
    )


def test_with_nobody_else_left_the_community_passes_it_on() -> None:
    assert chosen("y-3", "transport", COMMUNITY) == "community"
    assert reasons("y-3", "transport", COMMUNITY)[1].endswith("应由交通运输和交警部门负责；眼下没有别人，先代收转交")


def test_somebody_on_the_way_up_receives_what_nobody_covers() -> None:
    assert chosen("y-3", "noise", SECRETARY, HOUSING) == "secretary"
    assert reasons("y-3", "noise", SECRETARY) == ("还没有人负责噪音扰民，先由榕御小区的小区党支部书记接收并转办",)


def test_somebody_elsewhere_receives_what_nobody_above_can_take() -> None:
    far = person("far", "步文街道综合治理办", Role.STREET, "s2")

    assert chosen("y-3", "noise", far) == "far"
    assert reasons("y-3", "noise", far) == ("还没有人负责噪音扰民，先由步文街道接收并转办",)


def test_an_unknown_place_starts_at_the_root() -> None:
    district = person("district", "芗城区城管局", Role.DEPARTMENT, "d", "noise")

    assert chosen("", "noise", COMMUNITY, district) == "district"
    assert reasons("nowhere", "noise", district) == ("地点还不清楚，先由芗城区城管局接收并转办",)


def test_an_unknown_place_prefers_whoever_covers_the_category() -> None:
    assert chosen("", "noise", HOUSING, COMMUNITY) == "community"


def test_nobody_is_chosen_only_where_nobody_is_left() -> None:
    assert choose_responder(Enquiry("y-3", "noise", TODAY), a_town(())) is None
    everybody = frozenset(responder.code for responder in EVERYBODY)
    assert choose_responder(Enquiry("y-3", "noise", TODAY, everybody), a_town()) is None


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("陈建国", "陈**"),
        ("欧阳建国", "欧**"),
        ("林建业", "林**"),
        ("买买提·艾力", "买**"),
        ("城管局", "城管局"),
        ("榕御物业", "榕御物业"),
        ("榕御小区便民服务", "榕御小区便民服务"),
        ("", ""),
    ],
)
def test_people_are_masked_and_offices_are_not(name: str, shown: str) -> None:
    assert masked(name) == shown


# -- arbiters and what they decided ----------------------------------------------------------------


def decided_town(*decided: Precedent, extra: tuple[Responder, ...] = ()) -> Town:
    nodes = [
        Node("d", "", NodeKind.DISTRICT, "芗城区"),
        Node("s", "d", NodeKind.STREET, "新桥街道"),
        Node("c", "s", NodeKind.COMPOUND, "榕御小区"),
    ]
    responders = [
        Responder("wuye", "榕御物业", (Duty(Role.PROPERTY, "c", frozenset({"*"})),)),
        Responder("jie", "新桥街道办", (Duty(Role.STREET, "s", frozenset({"*"})),)),
        Responder("zhi", "指挥中心", (Duty(Role.DEPARTMENT, "d", frozenset({"*"})),)),
        Responder("ju", "教育局", (Duty(Role.DEPARTMENT, "d", frozenset({"child"})),)),
        *extra,
    ]
    preferences = parse_preferences(shipped_preferences_text())
    return Town(Territory(nodes), Directory(responders), preferences, Precedents(decided))


def a_decision(owner: str) -> Precedent:
    return Precedent(1, 7, "c", "parking", owner, "jie", "", datetime(2026, 3, 3, tzinfo=UTC))


def asked(place: str = "c", *without: str) -> Enquiry:
    return Enquiry(place, "parking", date(2026, 3, 4), frozenset(without))


def test_a_decision_goes_before_the_table() -> None:
    choice = choose_responder(asked(), decided_town(a_decision("ju")))
    assert choice is not None
    assert choice.responder.code == "ju"
    assert choice.reasons == ("照#7的裁定，榕御小区的停车秩序归教育局",)


@pytest.mark.parametrize(
    ("owner", "without", "extra"),
    [
        ("gone", (), ()),
        ("ju", ("ju",), ()),
        ("idle", (), (Responder("idle", "无职", ()),)),
        ("far", (), (Responder("far", "别处", (Duty(Role.PROPERTY, "nowhere", frozenset({"*"})),)),)),
    ],
)
def test_a_decision_for_somebody_who_is_not_there_is_passed_over(
    owner: str, without: tuple[str, ...], extra: tuple[Responder, ...]
) -> None:
    choice = choose_responder(asked("c", *without), decided_town(a_decision(owner), extra=extra))
    assert choice is not None
    assert choice.responder.code == "wuye"


def test_the_street_decides_then_the_command_centre_and_never_a_department_of_one_thing() -> None:
    town = decided_town()
    first = choose_arbiter(asked(), town)
    second = choose_arbiter(asked("c", "jie"), town)
    assert first is not None
    assert second is not None
    assert (first.responder.code, second.responder.code) == ("jie", "zhi")
    assert first.reasons == ("归谁办由新桥街道裁定",)
    assert choose_arbiter(asked("c", "jie", "zhi"), town) is None


def test_an_unknown_place_has_an_arbiter_too() -> None:
    choice = choose_arbiter(asked(""), decided_town())
    assert choice is not None
    assert choice.responder.code == "jie"
