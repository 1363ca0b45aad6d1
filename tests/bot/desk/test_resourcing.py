"""资源 and 借用: what paired units lend is found, reserved, agreed to by its keeper, given back."""

from __future__ import annotations

import pytest

from bot.desk import wording_resources
from bot.desk.desk import visit_as
from bot.desk.resourcing import at_hand
from intents.rule import shipped_rules_text
from matching.resource import Resource, ResourceKind, UseState
from storage.unit_of_work import Store
from tests.builders import DeskTalk, a_talk
from tests.tone import assert_tone

COMMUNITY, CHEN, KEEPER = "openid-shequ", "openid-chen", "openid-wuye"
STOCK = (
    Resource("r1", "榕御物业", "rongyu", ResourceKind.GOODS, "投影仪", ("投影机",), 2, "wuye"),
    Resource("r2", "芗城区民政局", "xinqiao", ResourceKind.GOODS, "轮椅", ("拐杖",), 3, ""),
    Resource("r3", "农商银行", "rongyu-sq", ResourceKind.ROOM, "会议室", (), 1, "lin", "坐30人"),
    Resource("r4", "别区的单位", "elsewhere", ResourceKind.GOODS, "投影仪", (), 9, ""),
)


@pytest.fixture
def talk(store: Store) -> DeskTalk:
    opened = a_talk(store)
    store.run(lambda unit: unit.resources.apply(STOCK))
    return opened


def states(talk: DeskTalk) -> list[UseState]:
    return talk.store.read(lambda unit: [one.state for one in unit.resources.uses_since(talk.now.replace(year=2020))])


def test_those_on_duty_read_what_is_lent_around_them(talk: DeskTalk):
    reply = talk.says(CHEN, "资源")
    assert_tone(reply)
    assert "物品 投影仪 2份（榕御物业）\n场地 会议室（农商银行，坐30人）\n物品 轮椅 3份（芗城区民政局）" in reply
    assert "别区的单位" not in reply
    assert "轮椅" in talk.says(CHEN, "资源 轮椅")
    assert talk.says(CHEN, "资源 直升机") == wording_resources.NOTHING_NAMED


def test_the_keeper_is_asked_and_his_yes_told_back(talk: DeskTalk):
    reply = talk.says(CHEN, "借用 投影仪 周六上午 读书会用")
    assert_tone(reply)
    assert reply.startswith("已问榕御物业：借用1 投影仪，3月7日8:00到3月7日12:00，读书会用。")
    (asked,) = talk.told("wuye", "loan")
    assert asked.startswith("借用1：3栋楼长陈**想借投影仪，3月7日8:00到3月7日12:00，读书会用。")
    assert "能借回“借出 1”" in asked

    assert talk.says(KEEPER, "借出 1").startswith("已告诉3栋楼长陈**：借用1 投影仪")
    assert talk.told("chen", "loan")[0].startswith("能借：借用1 投影仪")
    assert talk.says(KEEPER, "借出 1") == wording_resources.ANSWERED_ALREADY.format(number=1, state="可以借")


def test_what_is_kept_for_somebody_is_not_lent_twice_and_free_again_once_refused(talk: DeskTalk):
    talk.says(CHEN, "借用 投影仪 周六上午 2台")
    reply = talk.says(COMMUNITY, "借用 投影机 周六9点到10点")
    assert reply.startswith("投影仪在3月7日9:00已经借出去了。")
    assert_tone(reply)
    assert "已问" in talk.says(COMMUNITY, "借用 投影仪 周六下午"), "in the afternoon both are free"

    assert talk.says(KEEPER, "不借 1") == wording_resources.WHY_NOT.format(number=1)
    talk.says(KEEPER, "不借 1 灯泡坏了")
    assert "原因：灯泡坏了" in talk.told("chen", "loan")[0]
    assert "已问" in talk.says(COMMUNITY, "借用 投影仪 周六上午 2台")


def test_more_than_there_are_is_not_lent(talk: DeskTalk):
    assert "投影仪在3月7日8:00只剩2份" in talk.says(CHEN, "借用 投影仪 周六上午 3台")
    assert states(talk) == []


def test_without_a_keeper_the_office_over_the_place_is_asked_and_lends_itself_at_once(talk: DeskTalk):
    assert talk.says(CHEN, "借用 轮椅 明天").startswith("已问新桥街道办：借用1 轮椅")
    reply = talk.says("openid-jiedao", "借用 轮椅 明天下午 2辆")
    assert reply.startswith("登记好了：借用2 轮椅2份")
    assert states(talk) == [UseState.ASKED, UseState.AGREED]


def test_it_is_given_back_by_whoever_has_it_and_the_keeper_hears(talk: DeskTalk):
    talk.says(CHEN, "借用 投影仪 今天下午")
    talk.says(KEEPER, "借出 1")
    talk.later(hours=5)  # 15:00
    assert "已归还，别人可以借了" in talk.says(CHEN, "归还 1")
    assert any("3栋楼长陈**已归还" in told for told in talk.told("wuye", "loan"))
    assert talk.says(CHEN, "归还 1") == wording_resources.ANSWERED_ALREADY.format(number=1, state="已归还")


def test_a_keeper_who_says_nothing_for_a_day_lends_nothing(talk: DeskTalk):
    talk.says(CHEN, "借用 投影仪 周六上午 2台")
    talk.later(hours=23, minutes=59)
    assert (0, "loan_unanswered") not in talk.tick()
    talk.later(minutes=2)
    assert (0, "loan_unanswered") in talk.tick()
    assert (0, "loan_unanswered") not in talk.tick()
    assert "原因：保管的人没有回话" in talk.told("chen", "loan")[0]
    assert states(talk) == [UseState.REFUSED]


@pytest.mark.parametrize("said", ["借出 1", "不借 1 不行", "归还 1"], ids=["lend", "not lend", "give back"])
def test_nobody_else_has_a_say(talk: DeskTalk, said: str):
    talk.says(CHEN, "借用 投影仪 周六上午")
    assert talk.says("openid-li", said) == wording_resources.NO_SUCH_LOAN.format(number=1)
    assert states(talk) == [UseState.ASKED]


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("借用 直升机 明天", wording_resources.NOTHING_NAMED),
        ("借用 投影仪", wording_resources.HOW_TO_BORROW),
        ("借用 投影仪 今天8:00-9:00", wording_resources.TIME_IS_PAST),
        ("借出 9", wording_resources.NO_SUCH_LOAN.format(number=9)),
    ],
    ids=["unknown", "no hours", "past", "unknown loan"],
)
def test_what_cannot_be_is_said_with_how_to(talk: DeskTalk, said: str, reply: str):
    assert talk.says(CHEN, said) == reply
    assert_tone(reply)


def test_a_resident_who_wants_to_borrow_something_asks_her_neighbours(talk: DeskTalk):
    reply = talk.says("resident", "借 梯子 榕御小区3栋楼下乱停车挡住了")
    assert "#1" in reply, "her words are her own"
    assert states(talk) == []


def test_a_need_for_goods_shows_what_is_there(talk: DeskTalk):
    def look(text: str) -> str:
        return talk.store.run(lambda unit: at_hand(visit_as(talk.desk, unit, "lin", "k", talk.now), "rongyu-3", text))

    said = look("老人骨折了，想借个轮椅")
    assert said == "共建单位有：物品 轮椅 3份（芗城区民政局）。要借回“借用 轮椅 时间”。"
    assert_tone(said)
    assert look("灯坏了") == ""


def test_whoever_is_responsible_reads_what_is_there_when_somebody_wishes_for_it(store: Store):
    talk = a_talk(store)
    store.run(lambda unit: unit.rules.publish(shipped_rules_text(), "tests", "wishes are read as shipped", talk.now))
    store.run(lambda unit: unit.resources.apply(STOCK))
    talk.says("resident", "榕御小区3栋的阿婆想要一辆轮椅，心愿是能下楼走走")
    told = [text for who in ("chen", "lin", "shequ", "wuye") for text in talk.told(who, "task")]
    assert any("共建单位有：物品 轮椅 3份（芗城区民政局）。要借回“借用 轮椅 时间”。" in text for text in told), told
