"""A request for help becomes a need: who is asked, what the receipt says, and where no volunteer is sent for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.desk.desk import Visit
from bot.desk.needing import follow_case
from intents.rule import shipped_rules_text
from intents.verdict import Category
from matching.need import Need, NeedState, NeedUrgency, Part
from storage.unit_of_work import Store
from tests.bot.desk.volunteers import a_volunteer, enlist, visiting
from tests.builders import DeskTalk, a_talk
from tests.tone import assert_tone

ASK = "榕御小区3栋 灯泡坏了 志愿者帮我换一下"
SQLITE = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)


def need_of(talk: DeskTalk, case: int = 1) -> Need:
    need = need_or_none(talk, case)
    assert need is not None
    return need


def need_or_none(talk: DeskTalk, case: int = 1) -> Need | None:
    return talk.store.read(lambda unit: unit.needs.of_case(case))


def helpers(talk: DeskTalk, **given: Any) -> None:
    """An electrician in the next building, somebody strong in the one behind."""
    enlist(
        talk,
        a_volunteer("zhou", home="rongyu-4", skills=("水电维修",), gender="女", **given),
        a_volunteer("wang", "王二", home="rongyu-1", skills=("搬运", "儿童看护"), gender="男", **given),
    )


@pytest.fixture
def helped(talk: DeskTalk) -> DeskTalk:
    helpers(talk)
    return talk


def test_who_asks_for_a_hand_reads_that_volunteers_are_asked_and_they_are(helped: DeskTalk):
    reply = helped.says("resident", ASK)

    assert "正在找志愿者：水电维修1人\n今天20:00前，约40分钟。" in reply
    assert_tone(reply)
    need = need_of(helped)
    assert (need.state, need.parts, need.urgency) == (NeedState.OPEN, (Part("水电维修"),), NeedUrgency.TODAY)
    assert (need.requester, need.coordinator) == (helped.contact("resident").id, helped.case(1).responder)
    offer, *none = helped.told("openid-zhou", "offer")
    assert not none
    assert "#1 水电维修（灯泡坏了） · 榕御小区3栋" in offer


def test_the_room_is_for_whoever_has_claimed_it(helped: DeskTalk):
    helped.says("resident", "榕御小区3栋2单元501 灯泡坏了 志愿者帮我换一下")

    assert "501" not in helped.told("openid-zhou", "offer")[0]
    assert "要知道：在2单元501室" in helped.says("openid-zhou", "接 1")


def test_whoever_is_responsible_still_has_it_and_reads_that_volunteers_are_asked(helped: DeskTalk):
    helped.says("resident", ASK)

    (task,) = helped.told("shequ", "task")
    assert "同时在找志愿者：水电维修1人。" in task


def test_without_a_place_it_is_asked_for_first(helped: DeskTalk):
    assert "在哪个小区" in helped.says("resident", "灯泡坏了 志愿者帮我换一下")
    assert need_or_none(helped) is None

    assert "正在找志愿者：水电维修1人" in helped.says("resident", "榕御小区3栋")
    assert need_of(helped).place == "rongyu-3"


def test_the_time_language_and_number_of_people_are_in_the_need(helped: DeskTalk):
    reply = helped.says("resident", "榕御小区3栋 志愿者帮我搬个衣柜，周六上午，要两个人，男的")
    need = need_of(helped)

    assert (need.parts, need.gender, need.urgency) == ((Part("搬运", 2),), "男", NeedUrgency.PLANNED)
    assert "搬运2人，男志愿者\n3月7日8:00–12:00" in reply


def test_a_child_is_for_two_who_were_looked_into(talk: DeskTalk):
    helpers(talk, vetted=True)
    talk.says("resident", "榕御小区3栋 孩子放学没人接 志愿者帮我接一下")
    need = need_of(talk)
    assert (need.vetted, need.pair) == (True, True)


def test_after_dark_the_card_says_that_two_come(helped: DeskTalk):
    reply = helped.says("resident", "榕御小区3栋 志愿者帮我搬个衣柜，今晚8点")
    assert "搬运2人，两人一起\n今天20:00–21:30" in reply


@pytest.mark.parametrize(
    "text",
    [
        "榕御小区3栋楼下乱停车",
        "榕御小区3栋 乱停车 帮我挪一下",
        "榕御小区3栋着火了 帮我",
        "榕御小区3栋 志愿者帮我问低保怎么申请",
        "榕御小区3栋 请问物业费",
        "榕御小区3栋 志愿者帮我念一下信",
        "榕御小区3栋 志愿者帮我换灯泡，老公又打我",
    ],
    ids=["a report", "an authority's", "danger", "an office's answer", "a question", "nobody can", "violence"],
)
def test_where_volunteers_are_not_sent_for(helped: DeskTalk, text: str):
    assert "志愿者：" not in helped.says("resident", text)
    assert need_or_none(helped) is None


def test_a_hand_for_nothing_that_is_known_is_asked_about(helped: DeskTalk):
    reply = helped.says("resident", "榕御小区3栋 志愿者来个人帮我")

    assert "还差一句：要帮什么忙" in reply
    assert_tone(reply)
    assert need_of(helped).state is NeedState.CARD
    assert helped.told("openid-zhou", "offer") == []


def test_a_skill_that_only_things_speak_for_is_asked_about(helped: DeskTalk):
    assert "还差一句：是要水电维修吗" in helped.says("resident", "榕御小区3栋 志愿者帮我看看吊扇")
    assert need_of(helped).parts == (Part("水电维修"),)


@pytest.mark.parametrize(
    ("words", "question"), [("年前", "大概哪天"), ("来几个人", "要几个人")], ids=["no day", "some people"]
)
def test_what_cannot_be_told_is_asked_once(helped: DeskTalk, words: str, question: str):
    assert question in helped.says("resident", f"榕御小区3栋 志愿者帮我换灯泡，{words}")
    assert need_of(helped).state is NeedState.CARD


def test_a_card_that_nobody_answers_begins_by_itself(helped: DeskTalk):
    helped.says("resident", "榕御小区3栋 志愿者帮我换灯泡，年前")
    helped.later(minutes=31)
    helped.tick()

    assert need_of(helped).state is NeedState.OPEN
    assert len(helped.told("openid-zhou", "offer")) == 1


def test_of_a_private_matter_only_the_skill_is_told(helped: DeskTalk):
    helped.says("resident", "榕御小区3栋 志愿者帮我抬老伴下楼去透析，他中风了")
    assert need_of(helped).what == "搬运"


def test_a_place_that_comes_later_brings_volunteers_too(helped: DeskTalk):
    helped.says("resident", "灯泡坏了 志愿者帮我换一下")
    helped.says("resident", "不知道")
    assert need_or_none(helped) is None

    helped.says("resident", "榕御小区3栋")
    assert need_of(helped).place == "rongyu-3"


def test_a_need_moves_with_its_case(helped: DeskTalk):
    helped.says("resident", "榕御小区3栋501 灯泡坏了 志愿者帮我换一下")
    assert need_of(helped).note == "在501室"
    helped.says("resident", "说错了，是榕御小区5栋")

    assert helped.case(1).place == "rongyu-5"
    assert (need_of(helped).place, need_of(helped).note) == ("rongyu-5", ""), "the room was one of the other house"


def test_a_case_that_turns_out_to_be_an_offices_ends_its_need(helped: DeskTalk):
    helped.says("resident", ASK)
    helped.says("resident", "改 停车")

    assert need_of(helped).state is NeedState.CANCELLED
    assert "不用去了" in helped.told("openid-zhou", "cancelled")[0]


def test_a_case_without_a_need_has_nothing_to_follow(helped: DeskTalk):
    helped.says("resident", "榕御小区3栋楼下乱停车")
    case = helped.case(1)

    def follow(unit: Any) -> None:
        visit: Visit = visiting(helped, unit, "resident")
        follow_case(visit, case)

    helped.store.run(follow)
    assert need_or_none(helped) is None


# -- with the shipped rules ----------------------------------------------------------------------------


@pytest.fixture
def shipped(store: Store) -> DeskTalk:
    talk = a_talk(store)
    talk.store.run(lambda unit: unit.rules.publish(shipped_rules_text(), "tests", "as shipped", talk.now))
    helpers(talk)
    return talk


@SQLITE
def test_an_old_woman_without_light_has_an_electrician_asked_once_she_has_said_where(shipped: DeskTalk):
    shipped.says("resident", "我家灯坏了不敢爬高, 71岁一个人住")
    reply = shipped.says("resident", "榕御小区3栋")

    assert "正在找志愿者：水电维修1人\n今天20:00前" in reply
    need = need_of(shipped)
    assert (need.parts, need.reasons) == ((Part("水电维修"),), ("独居老人",))
    assert "水电维修" in shipped.told("openid-zhou", "offer")[0]


@SQLITE
def test_said_with_its_place_nothing_is_asked_however_the_category_reads(shipped: DeskTalk):
    reply = shipped.says("resident", "榕御小区3栋 我家灯坏了不敢爬高，71岁一个人住")
    assert "正在找志愿者：水电维修1人" in reply
    assert need_of(shipped).case == 1


@SQLITE
def test_her_room_makes_her_lamp_no_matter_of_the_house(shipped: DeskTalk):
    reply = shipped.says("resident", "榕御小区3栋501 我家灯坏了不敢爬高，71岁一个人住")

    assert reply.startswith("收到，#1 志愿服务 · 榕御小区3栋")
    assert need_of(shipped).note == "在501室"


@SQLITE
@pytest.mark.parametrize(
    "text",
    ["榕御小区3栋楼道灯坏了", "榕御小区3栋楼道灯坏了，老人不敢爬楼梯，垃圾也没人收"],
    ids=["no hands", "two matters"],
)
def test_without_a_call_for_hands_a_lamp_is_the_houses(shipped: DeskTalk, text: str):
    shipped.says("resident", text)
    assert need_or_none(shipped) is None
    assert shipped.case(1).category != Category.VOLUNTEER


@SQLITE
def test_a_neighbours_lamp_is_neither_the_same_nor_counted(shipped: DeskTalk):
    for who in ("resident", "resident-2", "resident-3"):
        reply = shipped.says(who, "榕御小区3栋 我家灯坏了不敢爬高，71岁一个人住")
        assert "正在找志愿者" in reply
        assert "同一件" not in reply
        assert "90天内" not in reply


@SQLITE
def test_whose_home_is_known_needs_to_say_nothing_more(shipped: DeskTalk):
    contact = shipped.contact("resident")
    shipped.store.run(lambda unit: unit.people.save(replace(contact, home="rongyu-3", room="501")))
    reply = shipped.says("resident", "我家灯坏了不敢爬高, 71岁一个人住")

    assert "正在找志愿者：水电维修1人" in reply
    assert need_of(shipped).place == "rongyu-3"
