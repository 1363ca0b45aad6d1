"""Short names of states, roles, times and people."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.desk.labels import ROLES, STATES, clock_time, duty_title, handler_title
from matching.case import State
from matching.responder import Duty, Responder, Role
from matching.routing import Choice
from matching.territory import Node, NodeKind

ZONE = ZoneInfo("Asia/Shanghai")


def test_every_state_has_a_name():
    assert set(STATES) == set(State)


def test_every_role_has_a_name():
    assert set(ROLES) == set(Role)


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 3, 3, 10, 0, tzinfo=UTC), "今天18:00"),
        (datetime(2026, 3, 3, 1, 5, tzinfo=UTC), "今天9:05"),
        (datetime(2026, 3, 3, 16, 0, tzinfo=UTC), "明天0:00"),  # midnight in China, still the 3rd in UTC
        (datetime(2026, 3, 10, 2, 0, tzinfo=UTC), "3月10日10:00"),
        (datetime(2027, 1, 2, 2, 0, tzinfo=UTC), "2027年1月2日10:00"),
    ],
)
def test_times_are_said_in_the_zone_of_the_reader(moment, text):
    assert clock_time(moment, datetime(2026, 3, 3, 2, 0, tzinfo=UTC), ZONE) == text


@pytest.mark.parametrize(
    ("place", "role", "title"),
    [
        ("3栋", Role.BUILDING_LEADER, "3栋楼长"),
        ("榕御社区", Role.COMMUNITY, "榕御社区"),
        ("新桥街道", Role.STREET, "新桥街道"),
        ("榕御小区", Role.PROPERTY, "榕御小区物业"),
    ],
)
def test_a_duty_says_nothing_twice(place, role, title):
    assert duty_title(place, role) == title


def test_a_person_is_shown_by_surname_and_an_office_by_name():
    node = Node("r3", "r", NodeKind.BUILDING, "3栋", (), None, None)
    duty = Duty(Role.BUILDING_LEADER, "r3", frozenset({"*"}))

    assert handler_title(Choice(Responder("chen", "陈建国", (duty,)), duty, node, ())) == "3栋楼长陈**"
    assert handler_title(Choice(Responder("wuye", "榕御物业", (duty,)), duty, node, ())) == "榕御物业"
