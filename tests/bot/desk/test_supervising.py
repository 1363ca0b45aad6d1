"""Signs of closing on paper, for whoever supervises the place."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from bot.desk.supervising import flag_records, flags
from matching.paper_closing import Sign
from tests.builders import DeskTalk, a_person, a_talk, people

CHEN, WATCHER = "openid-chen", "openid-duban"


def staffed(store, place: str = "xiangcheng") -> DeskTalk:
    return a_talk(store, staff=[*people(), a_person("duban", "督查室周敏", "supervisor", place)])


def eight_at_once(talk: DeskTalk) -> DeskTalk:
    """3栋's leader reports eight cases as done within eight minutes, in other words each."""
    for at in range(8):
        talk.says(f"resident-{at}", "榕御小区3栋楼下乱停车")
        if at:
            talk.says(f"resident-{at}", "2")  # not the same as what was reported before
        talk.later()
    for case in talk.cases():
        talk.says(CHEN, f"办结 {case.number} 劝走了第{'甲乙丙丁戊己庚辛'[case.number - 1]}辆")
        talk.later(minutes=1)
    return talk


def test_the_supervisor_reads_the_signs_of_the_week(store):
    talk = eight_at_once(staffed(store))

    reply = talk.says(WATCHER, "督办")
    assert reply.startswith("近7天这些办结请核实（只是线索）：\n3栋楼长陈**：10分钟内报办结8件，如#1、#2")
    talk.later(days=8)
    assert talk.says(WATCHER, "督办") == "近7天没有看到要核实的办结。"


def test_elsewhere_is_not_his(store):
    assert eight_at_once(staffed(store, "jiangbin")).says(WATCHER, "督办").startswith("近7天没有看到")


@pytest.mark.parametrize("who", [CHEN, "openid-jiedao"])
def test_others_are_refused(talk: DeskTalk, who: str):
    assert talk.says(who, "督办") == "督办由督办员和挂钩领导来看，您这边没有这个权限。"


def test_what_came_of_each_proposal_is_counted(talk: DeskTalk):
    for at in range(3):
        talk.says(f"resident-{at}", "榕御小区3栋楼下乱停车")
        if at:
            talk.says(f"resident-{at}", "2")  # not the same as what was reported before
        talk.later()
        talk.says(CHEN, f"办结 {at + 1} 劝走了")
        talk.says(f"resident-{at}", "不满意 又停了")
        talk.later()

    since = talk.now - timedelta(days=1)
    (flag,) = talk.store.read(lambda unit: flags(unit, since))
    assert (flag.sign, flag.handler, flag.count, flag.examples) == (Sign.CAME_BACK, "chen", 3, (1, 2, 3))

    (row,) = talk.store.read(lambda unit: list(flag_records(unit, None, talk.desk.calendar.zone)))
    assert json.loads(json.dumps(row))["last_at"].endswith("+08:00")
    assert row["sign"] == "came_back"
