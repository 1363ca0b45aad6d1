"""微心愿: nothing personal on the board, the first has it, handed over as whoever wished likes, declined kindly."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from intents.rule import shipped_rules_text
from matching.case import State
from matching.need import Need, NeedKind, NeedState
from matching.offers import OfferState
from storage.people import VolunteerRow
from storage.unit_of_work import Store
from tests.builders import DeskTalk, a_talk

pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)

ZHOU, WU, LIN, COMMUNITY = "openid-zhou", "openid-wu", "openid-lin", "openid-shequ"
RADIO = "榕御小区3栋，心愿：替我阿嬷要一台收音机，陈阿婆一个人住，501"


def a_volunteer(code: str, name: str, **given) -> VolunteerRow:
    row = VolunteerRow(code, name, f"openid-{code}", "rongyu-4", "", (), (), "", "", 5, vetted=False)
    return replace(row, **given)


@pytest.fixture
def talk(store) -> DeskTalk:
    talk = a_talk(store)
    rows = [a_volunteer("zhou", "周晓梅"), a_volunteer("wu", "吴强"), a_volunteer("he", "何丽", vetted=True)]
    talk.store.run(lambda unit: unit.people.apply_volunteers(rows))
    return talk


def need_of(talk: DeskTalk, case: int = 1) -> Need:
    need = talk.store.read(lambda unit: unit.needs.of_case(case))
    assert need is not None
    return need


def wishes(talk: DeskTalk, text: str, who: str = "resident") -> str:
    talk.later()
    return talk.says(who, text)


def test_a_wish_hangs_on_the_board_with_nothing_personal(talk: DeskTalk):
    receipt = wishes(talk, RADIO)
    assert "一位老人想要收音机或听戏机" in receipt
    assert "名字和住址都不写" in receipt
    assert "上门 1" in receipt

    need = need_of(talk)
    assert (need.kind, need.state, need.place, need.place_text) == (
        NeedKind.WISH, NeedState.OPEN, "rongyu-3", "榕御小区",
    )
    assert talk.store.read(lambda unit: unit.needs.offers(need.number)) == [], "nobody is asked"
    board = talk.says(ZHOU, "心愿")
    assert "#1 一位老人想要收音机或听戏机 · 榕御小区，今天挂上" in board
    assert not any(word in board for word in ("陈", "501", "3栋"))
    assert talk.case(1).due_at == need.created_at + timedelta(days=21), "it may hang two weeks and be fulfilled in one"
    assert "已挂上心愿墙" in talk.told(talk.case(1).responder, "task")[0]


def test_the_first_who_claims_it_has_it_and_reads_how_it_is_handed_over(talk: DeskTalk):
    wishes(talk, RADIO)
    reply = talk.says(ZHOU, "认领 1")

    assert "#1 是您的了" in reply
    assert "由社区转交" in reply
    assert "收音机" in reply
    assert "替我阿嬷要一台收音机" in reply, "whoever buys it reads the words"
    assert not any(word in reply for word in ("501", "3栋"))
    assert "完成 1" in reply
    assert need_of(talk).state is NeedState.FILLED
    assert "志愿者周**" in talk.told("resident", "claimed")[0]
    assert "刚刚已有人接了" in talk.says(WU, "认领 1")
    assert "没有等人认领" in talk.says(WU, "心愿")


def test_who_lets_the_claimer_in_is_visited_at_home(talk: DeskTalk):
    contact = talk.contact("resident")
    talk.store.run(lambda unit: unit.people.save(replace(contact, home="rongyu-3", room="501")))
    wishes(talk, RADIO)
    assert "直接送到您家" in talk.says("resident", "上门 1")
    reply = talk.says(ZHOU, "认领 1")
    assert "榕御小区3栋501室" in reply
    assert "对方愿意您直接上门" in reply


def test_who_lets_her_in_after_the_claim_has_the_address_sent(talk: DeskTalk):
    wishes(talk, RADIO)
    talk.says(ZHOU, "认领 1")
    talk.says("resident", "上门 1")
    assert "直接上门：榕御小区3栋" in talk.told(ZHOU, "changed")[0]
    assert "改由社区转交" in talk.says("resident", "不上门 1")
    assert "不方便您上门了" in talk.told(ZHOU, "changed")[-1]
    assert "没" in talk.says("other", "上门 1"), "it is not hers to open"


def test_delivered_thanked_and_counted(talk: DeskTalk):
    wishes(talk, RADIO)
    talk.says(ZHOU, "认领 1")
    talk.later(days=1)
    assert "辛苦了" in talk.says(ZHOU, "完成 1")
    assert talk.case(1).state is State.AWAITING_VERDICT
    assert "照片" in talk.sends(ZHOU, "image", media="photo-1")
    assert [message.media for message in talk.words(1) if message.kind == "image"] == ["photo-1"]
    talk.says("resident", "满意")

    assert talk.case(1).state is State.CLOSED
    offers = talk.store.read(lambda unit: unit.needs.offers(need_of(talk).number))
    assert [offer.state for offer in offers] == [OfferState.CONFIRMED]
    assert talk.told(ZHOU, "thanked")


def test_a_company_claims_several_at_once_and_hears_of_each(talk: DeskTalk):
    for text in (RADIO, "榕御小区4栋，心愿：一个人住，想要一根拐杖", "江滨花园2栋，心愿：一个人住的小孩想要一套绘本"):
        wishes(talk, text, f"resident {text}")
    assert "等人认领的心愿" in talk.says(WU, "我们公司五个人想认领几个微心愿")
    talk.says(ZHOU, "认领 2")
    reply = talk.says(WU, "认领 1 2 3 9")

    assert "#1 一位老人想要收音机或听戏机：归您了" in reply
    assert "#2 没认领上" in reply
    assert "#3 一个孩子想要图书绘本：归您了" in reply
    assert "#9 没认领上" in reply


def test_what_is_bought_for_a_child_goes_by_the_community_even_where_the_door_is_open(talk: DeskTalk):
    wishes(talk, "榕御小区3栋，心愿：我家小孩一个人住，想要一套绘本，501")
    assert "更稳妥" in talk.says("resident", "上门 1")
    reply = talk.says(ZHOU, "认领 1")
    assert "由社区转交" in reply
    assert "501" not in reply


def test_to_keep_a_child_company_only_who_was_looked_into_may_come_and_two_of_them(talk: DeskTalk):
    wishes(talk, "榕御小区3栋，心愿：留守的小孩一个人住，想去图书馆，没人陪")
    need = need_of(talk)
    assert (need.vetted, need.pair, need.people) == (True, True, 2)
    assert "社区核实过的志愿者两人一起去" in talk.says(ZHOU, "认领 1")
    assert talk.store.read(lambda unit: unit.needs.offers(need.number)) == []
    assert "#1 是您的了" in talk.says("openid-he", "认领 1")
    assert need_of(talk).state is NeedState.OPEN, "one more is wanted"


def test_whoever_is_responsible_rewords_takes_down_and_hangs_again(talk: DeskTalk):
    wishes(talk, RADIO)
    assert "心愿墙上改成了：一位老人想听戏" in talk.says(COMMUNITY, "心愿 1 改 一位老人想听戏")
    assert "不能晒" in talk.says(COMMUNITY, "心愿 1 改 陈阿婆想要收音机")
    assert "拿下来" in talk.says(COMMUNITY, "心愿 1 撤下")
    assert "没有等人认领" in talk.says(ZHOU, "心愿")
    assert "没有找到" in talk.says(ZHOU, "认领 1")
    assert "又挂上" in talk.says(COMMUNITY, "心愿 1 挂上")
    assert "想听戏" in talk.says(ZHOU, "心愿")
    assert "不能由您" in talk.says(ZHOU, "心愿 1 撤下")
    assert "可以回：心愿 1 改" in talk.says(COMMUNITY, "心愿 1 嗯")
    assert "可以回：心愿 1 改" in talk.says(COMMUNITY, "心愿 1 改")
    assert "想听戏" in talk.says(ZHOU, "心愿 1")
    assert "没有找到" in talk.says(ZHOU, "心愿 9")


def test_what_is_not_possible_is_declined_kindly_by_a_person(talk: DeskTalk):
    wishes(talk, "榕御小区3栋，心愿：一个人住，想去一次月亮上看看老伴")
    assert "写一句原因" in talk.says(COMMUNITY, "心愿 1 实现不了")
    assert "好好告诉居民" in talk.says(COMMUNITY, "心愿 1 实现不了 太远了去不了")

    told = talk.told("resident", "declined")[0]
    assert "这次没能实现：太远了去不了" in told
    assert "对不住" in told
    assert talk.case(1).state is State.NOT_ACCEPTED
    assert need_of(talk).state is NeedState.CANCELLED


def test_what_nobody_claims_for_two_weeks_is_told_to_a_person_by_name_once(talk: DeskTalk):
    wishes(talk, RADIO)
    talk.now += timedelta(days=13, hours=23)
    assert (0, "wish_waits") not in talk.tick()
    talk.now += timedelta(hours=2)
    assert (0, "wish_waits") in talk.tick()
    assert "挂了14天没人认领" in talk.told(talk.case(1).responder, "wish")[0]
    talk.now += timedelta(days=1)
    assert (0, "wish_waits") not in talk.tick()
    assert "#1" in talk.says(ZHOU, "心愿"), "it hangs there still"


def test_a_withdrawn_wish_leaves_the_board(talk: DeskTalk):
    wishes(talk, RADIO)
    talk.says("resident", "取消 1")
    assert "没有等人认领" in talk.says(ZHOU, "心愿")


def test_a_wish_whose_place_is_put_right_still_says_no_building(talk: DeskTalk):
    wishes(talk, RADIO)
    talk.says("resident", "是榕御小区4栋，说错了")
    assert talk.case(1).place == "rongyu-4"
    assert "榕御小区，今天挂上" in talk.says(WU, "心愿")
    assert "4栋" not in talk.says(WU, "认领 1")


def test_the_board_has_pages_and_the_nearest_first(talk: DeskTalk):
    for number in range(9):
        compound = "江滨花园" if number < 8 else "榕御小区"
        wishes(talk, f"{compound}2栋，心愿：一个人住，想要一根拐杖", f"r{number}")
    first = talk.says(ZHOU, "心愿")
    assert first.index("#9") < first.index("#1"), "her own compound goes before the others"
    assert "还有1个，回“心愿 第2页”" in first
    assert "#8" in talk.says(ZHOU, "心愿 第2页")
    assert "没有等人认领" in talk.says(ZHOU, "心愿 第9页")


@pytest.mark.parametrize(
    ("who", "text", "reply"),
    [
        ("stranger", "认领 1", "报名"),
        (ZHOU, "认领 9", "没有找到"),
        (ZHOU, "认领 Z9", "没有找到"),
        ("resident", "认领 1", "报名"),
    ],
    ids=["no volunteer", "no such wish", "no such need", "her own"],
)
def test_what_cannot_be_claimed_is_said(talk: DeskTalk, who, text, reply):
    wishes(talk, RADIO)
    assert reply in talk.says(who, text)
    assert need_of(talk).state is NeedState.OPEN


def test_a_wish_for_a_thing_that_is_known_is_the_volunteers_without_a_question(store: Store):
    talk = a_talk(store)
    talk.store.run(lambda unit: unit.rules.publish(shipped_rules_text(), "tests", "as shipped", talk.now))

    receipt = talk.says("resident", "榕御小区3栋 我想要一台收音机，耳朵不好声音要大的")
    assert receipt.startswith("收到，#1 志愿服务 · 榕御小区3栋")
    assert "心愿墙上会写“一位邻居想要收音机或听戏机”" in receipt
    assert "是哪件事" not in receipt


def test_a_wish_for_all_is_no_wish_of_the_board(store: Store):
    talk = a_talk(store)
    talk.store.run(lambda unit: unit.rules.publish(shipped_rules_text(), "tests", "as shipped", talk.now))

    talk.says("resident", "希望榕御小区3栋楼下装个充电桩")
    assert "没有等人认领的心愿" in talk.says(ZHOU, "心愿")
