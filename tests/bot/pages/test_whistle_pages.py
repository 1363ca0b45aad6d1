"""A whistle on pages: blown by the street, answered, reported and rated."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matching.case import State
from tests.builders import DeskTalk, a_person, people

CHEN, JIEDAO, CHENGGUAN, JIAOJING = "openid-chen", "openid-jiedao", "openid-chengguan", "openid-jiaojing"


@pytest.fixture
def talk(talk: DeskTalk) -> DeskTalk:
    """Case 1 needs two departments."""
    staff = [
        *people(),
        a_person("chengguan", "芗城区城市管理局", "department", "xiangcheng", "illegal_construction", "sanitation"),
        a_person("jiaojing", "芗城区交警大队", "department", "xiangcheng", "parking", "transport"),
    ]
    talk.store.run(lambda unit: unit.people.apply(staff))
    talk.later()
    talk.says("resident", "榕御小区3栋楼下乱停车")
    return talk


def test_a_whistle_from_the_first_call_to_the_rating(talk: DeskTalk, reader):
    jiedao = reader(JIEDAO)
    form = jiedao.sees("1/whistle")
    assert "芗城区城市管理局" in form
    page = jiedao.does("1/whistle", whom="jiaojing", pick="硬", spot="北门", words="占道没人管")
    assert "芗城区交警大队" in page
    assert talk.case(1).state is State.JOINT
    assert "1/whistle" not in reader(CHEN).sees("1")

    jiaojing = reader(JIAOJING)
    assert "吹哨叫我的" in jiaojing.sees()
    page = jiaojing.sees("1")
    assert "北门" in page
    assert ">应哨</button>" in page
    jiaojing.does("1/heed", form="1")
    assert ">到场</button>" in jiaojing.sees("1")
    jiaojing.does("1/arrive", form="1")
    assert "已到场" in jiedao.sees("1")
    jiaojing.does("1/report", words="拖走3辆，已划线")
    assert "拖走3辆" in jiedao.sees("1")
    assert talk.case(1).state is State.IN_PROGRESS

    jiedao.does("1/rate", whom="jiaojing", pick="4", words="来得快")
    assert "街道评4分：来得快" in jiaojing.sees("1")
    jiaojing.does("1/reply", words="谢谢")
    assert "对方答辩：谢谢" in jiedao.sees("1")
    assert "街道评" not in reader("resident").sees("1")


def test_several_departments_are_called_at_once(reader):
    jiedao = reader(JIEDAO)
    body = {**jiedao.secrets("1/whistle"), "whom": ["chengguan", "jiaojing"], "pick": "", "words": "占道没人管"}
    assert jiedao.client.post(jiedao.address("1/whistle"), data=body).status_code == 200
    assert "芗城区城市管理局" in jiedao.sees("1")
    assert ">应哨</button>" in reader(CHENGGUAN).sees("1")
    assert ">应哨</button>" in reader(JIAOJING).sees("1")


def test_the_street_ends_it(talk: DeskTalk, reader):
    jiedao = reader(JIEDAO)
    jiedao.does("1/whistle", whom="jiaojing", pick="急", words="占道没人管")
    jiedao.does("1/conclude", words="先划线")
    assert talk.case(1).state is State.IN_PROGRESS
    assert "结论：先划线" in jiedao.sees("1")


def test_who_was_called_once_reads_nothing_of_what_became_private(talk: DeskTalk, reader):
    talk.says(JIEDAO, "吹哨 1 交警大队、城市管理局 占道没人管")
    talk.store.run(lambda unit: unit.cases.save(replace(talk.case(1), private=True)))
    assert "北门" not in reader(CHENGGUAN).sees("1")
    talk.store.run(lambda unit: unit.cases.save(replace(talk.case(1), state=State.IN_PROGRESS)))
    assert "停车秩序" not in reader(CHENGGUAN).sees("1", status=404)
