"""我的队, 队员, 退队: the leader puts people in and takes them out, each is told and may leave."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.desk import wording_teams
from matching.team import Team, TeamKind
from storage.unit_of_work import Store
from tests.bot.desk.riders import a_volunteer, locates, rides
from tests.builders import DeskTalk, a_talk
from tests.tone import assert_tone

LEADER, MEMBER, OUTSIDE = "openid-V1", "openid-V2", "openid-V3"


@pytest.fixture
def team(talk: DeskTalk) -> DeskTalk:
    return rides(talk)


def in_team(talk: DeskTalk, code: str = "r") -> tuple[str, ...]:
    teams = talk.store.read(lambda unit: unit.teams.all())
    return next(team.members for team in teams if team.code == code)


def has(talk: DeskTalk, code: str, **given: Any) -> None:
    team = Team(code, given.pop("name", f"队{code}"), TeamKind.REPAIR, **given)
    talk.store.run(lambda unit: unit.teams.apply([team]))
    talk.later(minutes=1)


def test_the_leader_reads_who_is_in_the_team_and_nobody_is_ranked(team: DeskTalk) -> None:
    has(team, "late", leader="V1", until_day=date(2026, 3, 1))

    assert team.says(LEADER, "我的队") == (
        "【千里顺风队】2人，7天内请过0次，最多20次。\n王** V1\n李** V2\n加人回“队员 加 编号”，减人回“队员 减 编号”。"
    )


def test_who_has_stopped_or_rests_is_seen_as_such(team: DeskTalk) -> None:
    resting = a_volunteer("V2", "李飞", resting_until="2026-03-20")
    team.store.run(lambda unit: unit.people.apply_volunteers([resting, a_volunteer("V4", "林九", openid="")]))
    team.says(LEADER, "队员 加 V4")
    team.later(minutes=1)
    team.says(LEADER, "队员 加 V4")
    locates(team, LEADER)
    team.says(LEADER, "停好了")

    shown = team.says(LEADER, "我的队")
    assert "王** V1：停好了，可以接" in shown
    assert "李** V2：休息到3月20日" in shown
    assert "林** V4：没绑微信" in shown


def test_a_member_reads_whose_team_it_is(team: DeskTalk) -> None:
    assert team.says(MEMBER, "我的队") == "【千里顺风队】队长王**，2人，7天内请过0次，最多20次。\n不想参加了回“退队”。"


@pytest.mark.parametrize("who", [OUTSIDE])
def test_who_is_in_none_reads_how_to_come_in(team: DeskTalk, who: str) -> None:
    assert team.says(who, "我的队") == wording_teams.NO_TEAM
    assert team.says(who, "退队") == wording_teams.NO_TEAM


@pytest.mark.parametrize("said", ["我的队", "队员 加 V3", "退队"])
def test_who_is_no_volunteer_reads_how_to_become_one(team: DeskTalk, said: str) -> None:
    assert "报名" in team.says("resident", said)


@pytest.mark.parametrize("said", ["队员 加 V3", "队员 加 v3", "队员 加 周晓梅", "队员：加 V3"])
def test_the_leader_puts_somebody_in_and_she_is_told(team: DeskTalk, said: str) -> None:
    assert team.says(LEADER, said).startswith("周**已加入千里顺风队")
    assert in_team(team) == ("V1", "V2", "V3")
    (told,) = team.told(OUTSIDE, "team")
    assert told == "队长王**请您加入了千里顺风队。\n不想参加回“退队”，什么都不用填。"

    assert team.says(LEADER, said) == "周**已经在千里顺风队里了。"


def test_the_opposite_word_takes_it_back(team: DeskTalk) -> None:
    team.says(LEADER, "队员 加 V3")
    team.later(minutes=1)

    assert team.says(LEADER, "队员 减 V3").startswith("周**已不在千里顺风队里")
    assert in_team(team) == ("V1", "V2")
    assert team.says(LEADER, "队员 减 V3") == "周**不在千里顺风队里。"


def test_a_member_leaves_by_herself_and_the_leader_hears_of_it(team: DeskTalk) -> None:
    assert team.says(MEMBER, "退队").startswith("您已退出千里顺风队")
    assert in_team(team) == ("V1",)
    assert team.told(LEADER, "team") == ["李**退出了千里顺风队。"]


def test_who_leads_stays(team: DeskTalk) -> None:
    words = wording_teams.LEADS_STAY.format(team="千里顺风队")

    assert team.says(LEADER, "退队") == words
    assert team.says(LEADER, "队员 减 V1") == words


@pytest.mark.parametrize("said", ["队员", "队员 加", "队员 加 V3 维修队 快点"])
def test_half_a_word_is_answered_with_how(team: DeskTalk, said: str) -> None:
    assert team.says(LEADER, said) == wording_teams.HOW_TO_CHANGE


def test_a_member_cannot_change_who_is_in(team: DeskTalk) -> None:
    assert team.says(MEMBER, "队员 加 V3") == wording_teams.not_leading()
    assert in_team(team) == ("V1", "V2")


def test_nobody_and_two_of_a_name_are_told_apart(team: DeskTalk) -> None:
    team.store.run(lambda unit: unit.people.apply_volunteers([a_volunteer("V5", "周晓梅")]))
    team.later(minutes=1)

    assert team.says(LEADER, "队员 加 V9") == wording_teams.nobody_like("V9")
    assert team.says(LEADER, "队员 加 周晓梅") == "叫“周晓梅”的有2位：V3、V5。请写编号。"


def test_of_two_teams_the_one_that_is_named_is_meant(team: DeskTalk) -> None:
    has(team, "w", name="维修队", leader="V1", members=("V2",))

    assert "您有2个队：千里顺风队、维修队" in team.says(LEADER, "队员 加 V3")
    assert team.says(LEADER, "队员 加 V3 维修队").startswith("周**已加入维修队")
    assert in_team(team, "w") == ("V1", "V2", "V3")
    assert "您有2个队" in team.says(MEMBER, "退队")
    assert team.says(MEMBER, "退队 维修队").startswith("您已退出维修队")
    assert "【千里顺风队】" in team.says(LEADER, "我的队")
    assert "【维修队】" in team.says(LEADER, "我的队")


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_two_hundred_riders_are_listed_in_one_message(store: Store) -> None:
    talk = a_talk(store)
    riders = [a_volunteer(f"R{at:03d}", "林国栋") for at in range(200)]
    store.run(lambda unit: unit.people.apply_volunteers(riders))
    team = Team("r", "千里顺风队", TeamKind.RIDER, leader="R000", members=tuple(one.code for one in riders))
    store.run(lambda unit: unit.teams.apply([team]))

    first = talk.says("openid-R000", "我的队")

    assert len(first.encode()) <= 2048
    assert first.startswith("【千里顺风队】200人")
    assert "回复任意文字继续" in first


def test_the_sentences_keep_the_tone() -> None:
    line = wording_teams.TeamLine("千里顺风队", 12, 3, 20, "王**", "11月30日")
    for text in (
        wording_teams.NO_TEAM, wording_teams.HOW_TO_CHANGE, wording_teams.LEADS_STAY.format(team="千里顺风队"),
        wording_teams.led(line, ["王** V1"]), wording_teams.led(line, []), wording_teams.belonged(line),
        wording_teams.added("周**", "千里顺风队"), wording_teams.removed("周**", "千里顺风队"),
        wording_teams.in_already("周**", "千里顺风队"), wording_teams.not_in("周**", "千里顺风队"),
        wording_teams.told_added("千里顺风队", "王**"), wording_teams.told_removed("千里顺风队", "王**"),
        wording_teams.left("千里顺风队"), wording_teams.told_left("周**", "千里顺风队"), wording_teams.not_leading(),
        wording_teams.nobody_like("V9"), wording_teams.several_like("周晓梅", ["V3", "V5"]),
        wording_teams.which_team(["千里顺风队", "维修队"], "退队 维修队"),
    ):  # fmt: skip
        assert_tone(text)
