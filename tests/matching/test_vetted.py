"""What concerns a child is for the offices."""

from __future__ import annotations

from matching.responder import Directory, Duty, Responder, Role
from matching.vetted import VETTED, about_minor, unvetted
from tests.builders import a_case

EVERYTHING = frozenset("*")


def on_duty(code: str, *roles: Role) -> Responder:
    return Responder(code, code, tuple(Duty(role, "rongyu", EVERYTHING) for role in roles))


def test_a_child_is_known_by_its_word():
    assert about_minor(a_case(care=("重病", "未成年人")))
    assert not about_minor(a_case(care=("重病",)))


def test_who_holds_none_of_the_roles():
    people = Directory(
        [
            on_duty("team", Role.TEAM),
            on_duty("shequ", Role.COMMUNITY),
            on_duty("both", Role.BUILDING_LEADER, Role.STREET),
            on_duty("mei", Role.MEDIATOR),
        ]
    )
    assert unvetted(people) == {"team", "mei"}
    assert unvetted(people, VETTED | {Role.MEDIATOR}) == {"team"}
