"""Volunteers at the console: seen by scope and by filter, vouched for, told of it."""

from __future__ import annotations

import pytest

from matching.team import Team, TeamKind
from storage.people import VolunteerRow


def a_volunteer(code: str, home: str, *skills: str) -> VolunteerRow:
    return VolunteerRow(code, "周晓梅", f"open-{code}", home, "", skills, (), "女", "", 2, vetted=False)


@pytest.fixture
def register(talk):
    def work(unit) -> None:
        unit.people.apply_volunteers([
            a_volunteer("v1", "rongyu-3", "护理", "理发"), a_volunteer("v2", "", "陪诊"),
        ])
        unit.teams.apply([Team("t1", "理发队", TeamKind.OTHER, "rongyu", "v1")])

    talk.store.run(work)
    return lambda code: talk.store.read(lambda unit: unit.people.volunteer_row(code))


def test_the_list_masks_names_and_is_filtered(clerk, register) -> None:
    owner = clerk()
    page = owner.sees("/volunteers")
    assert register("v1").name not in page
    assert "理发队" in page
    assert "（v2）" not in owner.sees("/volunteers?skill=理发")
    assert "v1" in owner.sees("/volunteers?q=榕御小区3栋")
    assert "没有这样的志愿者" in owner.sees("/volunteers?what=resting")


def test_a_skill_is_verified_and_she_is_told(clerk, register, talk) -> None:
    owner = clerk()
    owner.sees("/volunteers/v1")

    owner.does("/volunteers/v1/verify", skill="理发", seen="1")
    owner.does("/volunteers/v1/vet", vetted="1")
    assert (register("v1").verified, register("v1").vetted) == (("理发",), True)
    assert len(talk.told("open-v1")) == 2

    owner.does("/volunteers/v1/verify", skill="理发", seen="0")
    owner.does("/volunteers/v1/vet", vetted="0")
    assert (register("v1").verified, register("v1").vetted) == ((), False)
    assert "没有这种技能" in owner.does("/volunteers/v1/verify", 422, skill="飞行", seen="1")


def test_a_community_sees_and_vouches_for_its_own_alone(clerk, register) -> None:
    who = clerk("community", "rongyu-sq")
    assert "（v2）" not in who.sees("/volunteers")
    assert "不归您管" in who.sees("/volunteers/v2", 404)
    who.sees("/volunteers/v1")
    assert "不归您管" in who.does("/volunteers/v2/vet", 404, vetted="1")
    assert not register("v2").vetted


def test_a_supervisor_reads_a_masked_name(clerk, register) -> None:
    assert register("v1").name not in clerk("supervisor", "xinqiao").sees("/volunteers/v1")
