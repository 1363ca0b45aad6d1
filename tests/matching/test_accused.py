from __future__ import annotations

import pytest

from matching.accused import accused_at, accused_roles
from matching.responder import Directory, Duty, Responder, Role
from matching.territory import Node, NodeKind


@pytest.mark.parametrize(
    ("text", "category", "roles"),
    [
        ("物业乱收停车费", "property_fee", {Role.PROPERTY}),
        ("我要投诉物业", "property_service", {Role.PROPERTY}),
        ("举报一下我们楼长", "other", {Role.BUILDING_LEADER}),
        ("保安还动手打人", "safety", {Role.PROPERTY}),
        ("物业一直不作为", "property_service", {Role.PROPERTY}),
        ("网格员态度很差，社区也偏袒他", "other", {Role.GRID_WORKER, Role.COMMUNITY}),
        ("业委会账目不公示", "property_fee", {Role.ESTATE_SECRETARY}),
        ("电梯坏了物业不管", "facility", set()),
        ("请物业来看看楼道灯", "facility", set()),
        ("物业费去哪里交", "property_fee", set()),
        ("物业来过。邻居打人", "neighbor", set()),
    ],
)
def test_whom_words_accuse(text: str, category: str, roles: set[Role]) -> None:
    assert accused_roles(text, category) == roles


def test_who_holds_the_accused_role_along_the_line() -> None:
    compound = Node("rongyu", "sq", NodeKind.COMPOUND, "榕御小区")
    everything = frozenset({"*"})
    here = Responder("wuye", "物业", (Duty(Role.PROPERTY, "rongyu", everything),))
    there = Responder("other", "别处物业", (Duty(Role.PROPERTY, "elsewhere", everything),))
    lead = Responder("chen", "陈", (Duty(Role.BUILDING_LEADER, "rongyu", everything),))
    directory = Directory([here, there, lead])

    assert accused_at((compound,), frozenset({Role.PROPERTY}), directory) == {"wuye"}
    assert accused_at((compound,), frozenset(), directory) == frozenset()
