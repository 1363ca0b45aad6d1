"""派单 and 改时间."""

from __future__ import annotations

import pytest

from matching.need import Need, NeedKind, NeedState, Part
from matching.offers import OfferState
from matching.team import Team, TeamKind
from tests.bot.desk.volunteers import a_volunteer, enlist
from tests.builders import DeskTalk, a_person, people
from tests.tone import assert_tone

CHEN, COMMUNITY, PROPERTY = "openid-chen", "openid-shequ", "openid-wuye"
MOVE = "派单 榕御3栋 搬家具 周六上午 2人"


@pytest.fixture
def staffed(talk: DeskTalk) -> DeskTalk:
    """Two who carry, a doctor who was looked into, a hairdresser."""
    enlist(
        talk,
        a_volunteer("zhou", home="rongyu-4", skills=("搬运",)),
        a_volunteer("wang", "王二", home="rongyu-1", skills=("搬运", "宣传")),
        a_volunteer("doctor", "林医生", home="jiangbin-1", skills=("医疗护理",), verified=("医疗护理",)),
        a_volunteer("barber", "黄三", home="jiangbin-2", skills=("理发",)),
    )
    return talk


def need(talk: DeskTalk, number: int = 1) -> Need:
    found = talk.store.read(lambda unit: unit.needs.load(number))
    assert found is not None
    return found


def asked(talk: DeskTalk, number: int = 1) -> dict[str, OfferState]:
    return {one.volunteer: one.state for one in talk.store.read(lambda unit: unit.needs.offers(number))}


# -- ordered -------------------------------------------------------------------------------------------


def test_an_order_is_shown_first_and_goes_out_at_a_word(staffed: DeskTalk):
    card = staffed.says(CHEN, MOVE)

    assert "搬家具 · 榕御小区3栋\n搬运2人\n3月7日8:00–12:00，约1小时。" in card
    assert_tone(card)
    assert staffed.store.read(lambda unit: unit.needs.load(1)) is None, "nobody was asked yet"

    reply = staffed.says(CHEN, "好")
    assert reply.startswith("#Z1 发出去了，已问2位，有人接就告诉您。")
    assert_tone(reply)
    assert set(asked(staffed)) == {"zhou", "wang"}
    found = need(staffed)
    assert (found.kind, found.by, found.coordinator, found.requester) == (NeedKind.ORDER, "chen", "chen", 0)


def test_an_order_that_is_wrong_is_let_lie(staffed: DeskTalk):
    staffed.says(CHEN, MOVE)
    assert "什么都没有发出去" in staffed.says(CHEN, "不用了")
    assert staffed.store.read(lambda unit: unit.needs.load(1)) is None


def test_a_team_of_several_skills_stays_for_all_of_the_time(staffed: DeskTalk):
    card = staffed.says(COMMUNITY, "派单 广场义诊 周日上午 医疗2 理发1 宣传3")

    assert "医疗护理2人（要核实过的）、理发1人、宣传3人\n3月8日8:00–12:00，约4小时" in card
    assert "按您管的地方来的" in card
    staffed.says(COMMUNITY, "好")
    assert need(staffed).parts == (Part("医疗护理", 2, verified=True), Part("理发"), Part("宣传", 3))
    assert need(staffed).place == "rongyu-sq"
    assert {"doctor", "barber", "wang"} <= set(asked(staffed))


@pytest.mark.parametrize(
    ("words", "parts", "what"),
    [
        ("榕御3栋 打扫卫生 明天", (Part("家务保洁"),), "打扫卫生"),
        ("榕御3栋 理发、量血压 周日 4人", (Part("理发", 3), Part("医疗护理", 1, verified=True)), "理发 量血压"),
        ("榕御3栋 修路 2人", (Part("", 2),), "修路"),
        ("榕御3栋 会水电维修的 明天下午", (Part("水电维修"),), "会水电维修"),
        ("榕御3栋 灯泡坏了要换", (Part("水电维修"),), "灯泡坏了要换"),
        ("榕御3栋 两名 搬运", (Part("搬运", 2),), "搬运"),
    ],
    ids=["a skill by an alias", "two skills", "any hands", "by its name", "in own words", "counted in characters"],
)
def test_hands_are_read_from_an_order(staffed: DeskTalk, words: str, parts: tuple[Part, ...], what: str):
    staffed.says(CHEN, f"派单 {words}")
    staffed.says(CHEN, "好")
    assert (need(staffed).parts, need(staffed).what) == (parts, what)


@pytest.mark.parametrize("words", ["榕御3栋", "榕御3栋 2人", "明天上午", "榕御3栋 搬家具 80人"])
def test_an_order_that_says_too_little_or_too_much_is_shown_how(staffed: DeskTalk, words: str):
    assert staffed.says(CHEN, f"派单 {words}").startswith("请写做什么、哪天、几个人")


def test_a_time_that_is_not_understood_is_said(staffed: DeskTalk):
    assert "没看懂是什么时候" in staffed.says(CHEN, "派单 榕御3栋 搬家具 年前")


def test_language_and_gender_are_asked_for(staffed: DeskTalk):
    card = staffed.says(CHEN, "派单 榕御3栋 陪聊天 明天 要女的 会闽南话的")
    assert "陪聊天 · 榕御小区3栋\n陪伴聊天1人，会闽南语、女志愿者" in card


def test_nobody_who_could_is_said_plainly(staffed: DeskTalk):
    staffed.says(CHEN, "派单 榕御3栋 磨刀 明天")
    reply = staffed.says(CHEN, "好")
    assert reply.startswith("#Z1 没有合适的志愿者可以问，已请榕御社区居委会安排。")
    assert_tone(reply)


def test_where_somebody_else_answers_for_volunteers_he_has_it_and_the_orderer_reads_it_once(talk: DeskTalk):
    team = a_person("team", "榕御志愿队", "team", "rongyu-sq", "volunteer")
    talk.store.run(lambda unit: unit.people.apply([*people(), team]))
    talk.desk.library.look_again()
    talk.says("openid-shequ", "派单 榕御3栋 磨刀 明天")

    assert "已请榕御志愿队安排" in talk.says("openid-shequ", "好")
    assert talk.told("shequ", "fallback") == []
    assert len(talk.told("team", "fallback")) == 1


# -- who may -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["resident", "openid-zhou"], ids=["a resident", "a volunteer"])
def test_others_are_told_the_right_door(staffed: DeskTalk, who: str):
    assert staffed.says(who, MOVE).startswith("派单由社区、物业、楼长和队长来发。")


@pytest.mark.parametrize("who", [CHEN, COMMUNITY, PROPERTY])
def test_those_on_duty_in_the_community_may(staffed: DeskTalk, who: str):
    assert "还没发出" in staffed.says(who, MOVE)


def test_nobody_orders_for_a_place_elsewhere(staffed: DeskTalk):
    assert "榕御社区" in staffed.says("openid-jiedao", "派单 榕御社区 义诊 明天")
    assert "芗城区不归您管" in staffed.says(CHEN, "派单 芗城区 义诊 明天")


def test_a_teams_leader_orders_for_where_it_is_at_home(staffed: DeskTalk):
    team = Team("T1", "红色水电队", TeamKind.REPAIR, "rongyu-sq", "zhou", members=("zhou", "wang"))
    staffed.store.run(lambda unit: unit.teams.apply([team]))
    staffed.desk.library.look_again()

    staffed.says("openid-zhou", MOVE)
    assert staffed.says("openid-zhou", "好").startswith("#Z1 发出去了")
    found = need(staffed)
    assert (found.team, found.by, found.requester) == ("T1", "", staffed.contact("openid-zhou").id)
    assert "#Z1 搬家具" in staffed.says("openid-zhou", "派单")
    assert staffed.says("openid-wang", MOVE).startswith("派单由社区"), "he only belongs to it"


# -- for a case ----------------------------------------------------------------------------------------


@pytest.fixture
def reported(staffed: DeskTalk) -> DeskTalk:
    staffed.says("resident", "榕御小区3栋楼下乱停车")
    staffed.later()
    return staffed


def test_hands_for_a_case_in_hand_are_called_by_its_number(reported: DeskTalk):
    card = reported.says(CHEN, "派单 1 搬东西 明天下午")

    assert "搬东西 · 榕御小区3栋\n搬运1人\n明天14:00–18:00" in card
    assert reported.says(CHEN, "好").startswith("#1 发出去了")
    assert (need(reported).case, need(reported).requester) == (1, reported.contact("resident").id)
    assert reported.says(CHEN, "派单 1").startswith("#1 搬东西 · 榕御小区3栋：明天14:00–18:00，0/1人已接")


def test_once_more_for_the_same_case_changes_what_is_asked_for(reported: DeskTalk):
    reported.says(CHEN, "派单 1 磨刀 明天下午")
    reported.says(CHEN, "好")
    assert need(reported).state is NeedState.FALLBACK

    reported.says(CHEN, "派单 1 搬东西 后天")
    assert reported.says(CHEN, "好").startswith("#1 发出去了")
    assert (need(reported).state, need(reported).parts) == (NeedState.OPEN, (Part("搬运"),))
    assert asked(reported)


def test_what_volunteers_have_done_already_is_not_ordered_again(reported: DeskTalk):
    reported.says(CHEN, "派单 1 搬东西 今天")
    reported.says(CHEN, "好")
    reported.says("openid-zhou", "接 1")
    reported.says("openid-zhou", "完成 1")

    reported.says(CHEN, "派单 1 搬东西 明天")
    assert "志愿者已经做过了" in reported.says(CHEN, "好")


@pytest.mark.parametrize(
    ("who", "words", "reply"),
    [
        (PROPERTY, "派单 1 搬东西", "#1 不能由您派单"),
        (CHEN, "派单 9 搬东西", "没有找到#9"),
    ],
    ids=["not his", "no such case"],
)
def test_a_case_that_is_not_his_gets_nobody(reported: DeskTalk, who: str, words: str, reply: str):
    assert reply in reported.says(who, words)


def test_a_case_that_is_over_gets_nobody(reported: DeskTalk):
    reported.says("resident", "取消 1")
    assert "不能派单" in reported.says(CHEN, "派单 1 搬东西")


# -- running -------------------------------------------------------------------------------------------


def test_the_orders_under_way_are_listed_with_who_was_asked(staffed: DeskTalk):
    assert staffed.says(CHEN, "派单").startswith("您现在没有在派的单。")
    staffed.says(CHEN, MOVE)
    staffed.says(CHEN, "好")
    staffed.says("openid-zhou", "接 Z1")

    listed = staffed.says(CHEN, "派单")
    assert listed == "#Z1 搬家具 · 榕御小区3栋：3月7日8:00–12:00，1/2人已接，问过2位，正在找人"


# -- another time --------------------------------------------------------------------------------------


@pytest.fixture
def ordered(staffed: DeskTalk) -> DeskTalk:
    staffed.says(CHEN, MOVE)
    staffed.says(CHEN, "好")
    staffed.says("openid-zhou", "接 Z1")
    staffed.later()
    return staffed


def test_whoever_ordered_moves_it_and_what_is_claimed_stays_claimed(ordered: DeskTalk):
    reply = ordered.says(CHEN, "改时间 Z1 周日上午")

    assert reply.startswith("#Z1 搬家具 · 榕御小区3栋：改到3月8日8:00–12:00")
    assert "接了的1位已经告诉了" in reply
    assert_tone(reply)
    assert asked(ordered)["zhou"] is OfferState.CLAIMED
    assert "3月8日8:00–12:00" in ordered.told("openid-zhou", "changed")[0]
    assert "能去回“接 Z1”" in ordered.told("openid-wang", "changed")[0]


@pytest.mark.parametrize("when", ["昨天", "年前", "2月31日", "再说"])
def test_a_time_that_cannot_be_made_out_moves_nothing(ordered: DeskTalk, when: str):
    before = need(ordered)
    assert "没看懂改到什么时候" in ordered.says(CHEN, f"改时间 Z1 {when}")
    assert need(ordered) == before


@pytest.mark.parametrize("who", ["openid-zhou", PROPERTY, "resident"])
def test_nobody_else_moves_it(ordered: DeskTalk, who: str):
    before = need(ordered)
    ordered.says(who, "改时间 Z1 周日上午")
    assert need(ordered).starts_at == before.starts_at


def test_a_requester_and_an_office_tell_each_other(reported: DeskTalk):
    reported.says(CHEN, "派单 1 搬东西 明天下午")
    reported.says(CHEN, "好")

    assert "改到3月5日8:00–12:00" in reported.says("resident", "改时间 1 后天上午")
    assert "时间改到3月5日" in reported.told("chen", "rescheduled")[0]
    reported.says(CHEN, "改时间 1 周六")
    assert "时间改到3月7日" in reported.told("resident", "rescheduled")[-1]


def test_a_card_that_is_given_a_time_begins_and_what_nobody_took_is_looked_for_again(staffed: DeskTalk):
    staffed.says("resident", "榕御小区3栋 志愿者帮我搬柜子，年前")
    staffed.says("resident", "改时间 1 周六上午")
    assert need(staffed).state is NeedState.OPEN

    staffed.says(CHEN, "派单 榕御3栋 磨刀 明天")
    staffed.says(CHEN, "好")
    assert need(staffed, 2).state is NeedState.FALLBACK
    enlist(staffed, a_volunteer("knife", "刘四", home="rongyu-2", skills=("磨刀",)))
    staffed.says(CHEN, "改时间 Z2 周六")
    assert asked(staffed, 2) == {"knife": OfferState.ASKED}
