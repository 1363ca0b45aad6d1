"""Six talks in which understanding shows, with the shipped rules and the demo's town: two matters, bubbles, a
correction, a report seen before, an emergency, and a message that is not clear.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.desk.knowledge import Library
from intents.rule import shipped_rules_text
from matching.case import State
from matching.territory import Node, NodeKind
from storage.unit_of_work import Store
from tests.builders import MORNING, DeskTalk, a_person, a_talk

DEMO = Path(__file__).resolve().parents[2] / "bot" / "demo"
AUNT, NEIGHBOUR, THIRD = "resident-1", "resident-2", "resident-3"

#: Who is said to need care, by the label that the handler reads; whether the matter is private; whether it is danger.
CARED_FOR = (
    ("我妈86岁一个人住，三天没出门了", "独居老人", False, False),
    ("阿公坐轮椅，电梯坏了下不去", "行动不便", False, False),
    ("宝宝才两个月，家里停水没法冲奶粉", "婴幼儿", False, False),
    ("我老婆怀孕八个月，楼道堆满东西不敢走", "孕妇", False, False),
    ("我爸要透析，电梯停了怎么下楼", "重病", True, False),
    ("隔壁男的喝醉又打老婆，孩子在哭", "家庭暴力", True, True),
    ("楼上小孩天天一个人锁在家里哭", "未成年人", True, False),
    ("邻居老人瘫在床上没人管", "行动不便", False, False),
    ("孙女在学校被同学欺负，才八岁", "未成年人", True, False),
    ("家里有残疾人，坡道被车堵住了", "残疾人", False, False),
)
ORDINARY = (
    "我怀孕了想问社保怎么交", "孕妇建档去哪里", "老人公交卡怎么办", "婴儿车放楼道可以吗", "轮椅坡道被人占了种菜",
    "我妈一个人住一楼，想问物业费", "残疾证怎么办理", "邻居的狗打架吵死了", "小孩打篮球太吵", "八十平的房子物业费多少",
)

pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)


def _rows(name: str) -> list[dict[str, str]]:
    with (DEMO / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _nodes() -> Sequence[Node]:
    return [
        Node(
            row["code"], row["parent"], NodeKind(row["kind"]), row["name"],
            tuple(filter(None, row["aliases"].split("|"))), None, None,
        )
        for row in _rows("places.csv")
    ]  # fmt: skip


@pytest.fixture
def talk(store: Store) -> DeskTalk:
    staff = [
        a_person(row["code"], row["name"], row["role"], row["place"], *filter(None, row["categories"].split("|")))
        for row in _rows("people.csv")
    ]
    talk = a_talk(store, nodes=_nodes(), staff=staff)
    store.run(lambda unit: unit.rules.publish(shipped_rules_text(), "tests", "as shipped", MORNING))
    talk.desk = replace(talk.desk, library=Library())
    return talk


def says(talk: DeskTalk, who: str, *bubbles: str) -> str:
    reply = ""
    for bubble in bubbles:
        reply = talk.says(who, bubble)
        talk.later(seconds=7)
    return reply


def test_two_matters_are_shown_on_one_card_before_anybody_is_sent_for(talk: DeskTalk):
    card = says(talk, AUNT, "榕御小区3栋楼道灯坏了，另外垃圾三天没人收了")

    assert card.splitlines()[:3] == [
        "您反映：", "①#1 公共设施维修 · 榕御小区3栋", "②#2 环境卫生与市容 · 榕御小区3栋",
    ]  # fmt: skip
    assert talk.letters() == []
    assert says(talk, AUNT, "对").startswith("收到，您说了2件事：")
    assert [case.state for case in talk.cases()] == [State.AWAITING_SIGNIN] * 2


def test_bubbles_become_one_case_and_a_slip_is_put_right(talk: DeskTalk):
    says(talk, AUNT, "在吗", "榕御小区3栋", "楼下有人乱停车", "天天堵着门")
    reply = says(talk, AUNT, "不是3栋是5栋")

    assert [(case.category, case.place_text) for case in talk.cases()] == [("parking", "榕御小区5栋")]
    assert reply.startswith("已改：#1 停车秩序 · 榕御小区5栋。")


def test_a_category_is_corrected_in_a_word(talk: DeskTalk):
    says(talk, AUNT, "榕御小区3栋物业费乱涨价")
    reply = says(talk, AUNT, "改 物业服务")

    assert reply.startswith("已改：#1 物业服务")
    assert talk.case(1).category == "property_service"


def test_what_a_neighbour_reported_is_shown_without_her_words_joined_and_judged_by_all(talk: DeskTalk):
    says(talk, AUNT, "榕御小区3栋电梯坏了好几天，我是502的王秀英，电话13800001234")
    talk.later(hours=2)
    shown = says(talk, NEIGHBOUR, "榕御3栋的电梯坏了，没人修")

    assert "已有人反映" in shown
    assert "榕御小区3栋" in shown
    assert all(private not in shown for private in ("王秀英", "502", "1380", "#1"))
    assert "您是第2位反映的" in says(talk, NEIGHBOUR, "1")
    talk.later(hours=1)
    handler = f"openid-{talk.case(1).responder}"
    says(talk, handler, "接单 1", "办结 1 换了门机板，没拍照")
    assert talk.told(AUNT, "verdict")
    assert talk.told(NEIGHBOUR, "verdict")


def test_a_neighbour_who_says_no_has_a_case_of_her_own(talk: DeskTalk):
    says(talk, AUNT, "榕御小区3栋电梯坏了好几天")
    talk.later(hours=2)
    says(talk, NEIGHBOUR, "榕御3栋的电梯坏了，没人修")

    assert says(talk, NEIGHBOUR, "2 不是").startswith("收到，#2 ")
    assert talk.case(2).state is State.AWAITING_SIGNIN


def test_an_emergency_is_told_to_everybody_near_before_anything_is_asked(talk: DeskTalk):
    reply = says(talk, AUNT, "着火了好多烟")

    assert reply.startswith("先拨119！")
    assert "在哪个小区、哪一栋？" in reply
    assert "#1" in says(talk, AUNT, "榕御小区3栋")
    assert len(talk.cases()) == 1
    assert talk.case(1).urgent
    assert len({letter.notice.person for letter in talk.letters()}) >= 3


def test_what_is_not_clear_is_asked_once_with_two_or_three_choices(talk: DeskTalk):
    asked = says(talk, AUNT, "榕御小区3栋 天天这样还让不让人住了")

    assert "您说的是哪件事？" in asked
    choices = asked.splitlines()[-1]
    assert "1. " in choices
    assert "2. " in choices
    assert choices.endswith("都不是")
    assert says(talk, AUNT, "1").startswith("收到，#1 ")
    assert [case.state for case in talk.cases()] == [State.AWAITING_SIGNIN]


def test_the_third_time_in_ninety_days_is_shown_to_whoever_has_it(talk: DeskTalk):
    for who in (AUNT, NEIGHBOUR, THIRD):
        reply = says(talk, who, "榕御小区3栋楼下垃圾没人收")
        if "是同一件吗" in reply:
            reply = says(talk, who, "2")
        talk.now += timedelta(days=20)

    assert "90天内第3次" in reply
    assert talk.case(3).times == 3
    assert "90天内第3次" in talk.told(talk.case(3).responder, "task")[-1]


def test_who_needs_care_is_served_sooner_and_who_only_asks_is_not(talk: DeskTalk):
    for at, (words, label, private, urgent) in enumerate(CARED_FOR):
        says(talk, f"cared-{at}", f"榕御小区3栋 {words}")
        case = max(talk.cases(), key=lambda case: case.number)
        assert label in case.care, words
        assert (case.private, case.urgent) == (private, urgent), words
    for at, words in enumerate(ORDINARY):
        before = len(talk.cases())
        says(talk, f"asks-{at}", f"榕御小区3栋 {words}")
        assert not [case for case in talk.cases()[before:] if case.urgent or case.care or case.private], words
