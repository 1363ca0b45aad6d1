"""点单: what the community offers, ordered by number, by name or in one's own words; a card before anybody is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.desk import wording_services
from matching.need import Need, NeedKind, NeedState, Part
from matching.service import Mode, Service
from storage.unit_of_work import Store
from storage.volunteers import VolunteerRow
from tests.builders import DeskTalk, a_talk
from tests.tone import assert_tone


def a_service(number: int, name: str, **given: object) -> Service:
    service = Service(f"s{number}", "rongyu-sq", number, name, parts=(Part(name),), minutes=30)
    return replace(service, **given)  # type: ignore[arg-type]  # as a test wants it


CATALOGUE = (
    a_service(1, "理发", aliases=("剪头发",)),
    a_service(2, "磨刀", until=date(2026, 3, 8)),
    a_service(3, "四点半课堂", parts=(Part("辅导作业", 2),), mode=Mode.TEAM, minutes=90),
    a_service(4, "义诊", until=date(2026, 3, 1)),
)


@pytest.fixture
def talk(store: Store) -> DeskTalk:
    """A community with a catalogue, one hairdresser, and a resident whose home is known."""
    opened = a_talk(store)
    store.run(lambda unit: unit.services.apply(CATALOGUE))
    hairdresser = VolunteerRow(
        "V1", "周晓梅", "hairdresser", "rongyu-5", "", ("理发",), (), "女", "", 3, vetted=True
    )
    store.run(lambda unit: unit.people.apply_volunteers([hairdresser]))
    opened.contact("hairdresser")
    home = opened.contact("resident")
    store.run(lambda unit: unit.people.save(replace(home, home="rongyu-3", room="501")))
    return opened


def needs(talk: DeskTalk) -> list[Need]:
    return talk.store.read(lambda unit: unit.needs.since(datetime(2026, 1, 1, tzinfo=UTC)))


def test_the_list_has_what_stands_today_by_number(talk: DeskTalk):
    reply = talk.says("resident", "点单")
    assert_tone(reply)
    assert reply.splitlines()[:4] == [
        "榕御社区能点的服务：", "1. 理发（约30分钟）", "2. 磨刀（约30分钟）", "3. 四点半课堂（约1小时30分钟）"
    ]
    assert "义诊" not in reply, "it ended two days ago"


@pytest.mark.parametrize(
    "said", ["点单 1 周六上午", "点单 理发 周六上午", "周六上午想约理发", "我妈想约个剪头发 周六上午"],
    ids=["number", "name", "own words", "own words and an alias"],
)
def test_an_order_is_read_shown_and_asked_for_at_the_word(talk: DeskTalk, said: str):
    card = talk.says("resident", said)
    assert card.startswith("理发：3月7日8:00–12:00，约30分钟，榕御小区3栋。\n对就回“好”")
    assert_tone(card)
    assert needs(talk) == []

    reply = talk.says("resident", "好")
    assert_tone(reply)
    assert reply.startswith("收到，#Z1 理发，3月7日8:00–12:00。正在约人")

    (need,) = needs(talk)
    assert (need.kind, need.state, need.place, need.parts) == (
        NeedKind.SERVICE, NeedState.OPEN, "rongyu-3", (Part("理发"),)
    )
    assert (need.source, need.coordinator, need.vetted) == ("service:s1", "shequ", False)
    assert "理发" in talk.told("hairdresser", "offer")[0]


def test_without_a_time_it_is_asked_for_and_the_bare_time_goes_on(talk: DeskTalk):
    assert talk.says("resident", "点单 1") == "理发，什么时候方便？\n回个时间就行，比如“周六上午”。"
    assert "理发：3月7日8:00–12:00" in talk.says("resident", "周六上午吧")


@pytest.mark.parametrize(
    "said", ["都行", "随时都可以", "什么时候都行", "哪天都方便", "随便吧", "看你们", "你们定。"], ids=str
)
def test_any_time_is_tomorrow_and_the_card_shows_it(talk: DeskTalk, said: str):
    talk.says("resident", "点单 1")
    assert "理发：明天8:00–20:00" in talk.says("resident", said)


@pytest.mark.parametrize("said", ["行", "好", "随时都可以", "随便吧"], ids=str)
def test_where_no_time_was_asked_for_any_time_is_no_order(talk: DeskTalk, said: str):
    assert "理发" not in talk.says("resident", said)


def test_another_time_alone_puts_the_card_right_until_it_is_ordered(talk: DeskTalk):
    talk.says("resident", "点单 1 周六上午")
    assert "理发：3月8日14:00–18:00" in talk.says("resident", "周日下午吧")
    talk.says("resident", "好")
    (need,) = needs(talk)
    assert need.starts_at == datetime(2026, 3, 8, 6, 0, tzinfo=UTC)
    assert "对就回“好”" not in talk.says("resident", "周六上午吧"), "now it is the need that is changed"


def test_a_time_that_nobody_waits_for_is_no_order(talk: DeskTalk):
    assert "理发" not in talk.says("resident", "周六上午吧")


def test_who_has_not_said_where_she_lives_is_asked_and_the_order_goes_on(talk: DeskTalk):
    assert talk.says("new", "点单 1 周六上午") == wording_services.WHERE_DO_YOU_LIVE
    assert "理发：3月7日8:00–12:00，约30分钟，榕御小区5栋" in talk.says("new", "榕御小区5栋502")
    assert talk.contact("new").home == "rongyu-5"
    assert talk.says("newer", "点单") == wording_services.WHERE_DO_YOU_LIVE
    assert "榕御社区能点的服务" in talk.says("newer", "榕御小区4栋")


def test_what_ends_by_date_cannot_be_had_afterwards(talk: DeskTalk):
    assert talk.says("resident", "点单 2 3月10日上午") == "磨刀只到3月8日，请换个早一点的时间。"
    talk.later(days=6)
    assert "磨刀" not in talk.says("resident", "点单")


def test_children_are_for_the_vetted_and_for_two(talk: DeskTalk):
    assert "由社区审核过的两位志愿者来" in talk.says("resident", "点单 3 周三下午4点到5点半")
    talk.says("resident", "好")
    (need,) = needs(talk)
    assert (need.vetted, need.pair, need.people) == (True, True, 2)


def test_her_orders_stand_below_the_list_and_can_be_taken_back(talk: DeskTalk):
    talk.says("resident", "点单 1 周六上午")
    talk.says("resident", "好")
    assert "您点过的：\n#Z1 理发 3月7日8:00–12:00 正在找人" in talk.says("resident", "点单")
    assert talk.says("resident", "点单 取消 Z1").startswith("已取消：#Z1 理发。")
    assert needs(talk)[0].state is NeedState.CANCELLED
    assert "您点过的" not in talk.says("resident", "点单")
    assert talk.says("resident", "点单 取消 Z1") == wording_services.NO_SUCH_ORDER


def test_nobody_takes_back_what_another_has_ordered(talk: DeskTalk):
    talk.says("resident", "点单 1 周六上午")
    talk.says("resident", "好")
    assert talk.says("stranger", "点单 取消 Z1") == wording_services.NO_SUCH_ORDER
    assert needs(talk)[0].state is NeedState.OPEN


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("点单 9 周六上午", "服务单里没有“9”"),
        ("点单 按摩", "服务单里没有“按摩”"),
        ("点单 1 昨天上午", "没看懂时间"),
        ("点单 1 12月25日上午", "没看懂时间"),
    ],
    ids=["number", "name", "past", "too far"],
)
def test_what_cannot_be_ordered_is_said_with_the_way_out(talk: DeskTalk, said: str, reply: str):
    answer = talk.says("resident", said)
    assert reply in answer
    assert_tone(answer)


def test_a_sentence_about_something_else_is_no_order(talk: DeskTalk):
    assert "#1" in talk.says("resident", "榕御小区3栋我要点名批评理发店门口乱停车"), "a report stays a report"
    assert needs(talk) == []


def test_a_community_without_a_catalogue_says_so(talk: DeskTalk):
    home = talk.contact("far")
    talk.store.run(lambda unit: unit.people.save(replace(home, home="xiangcheng")))
    reply = talk.says("far", "点单")
    assert reply == "芗城区还没有开通点单。\n有事直接说，一样有人办。"
    assert_tone(reply)


def test_orders_without_end_are_held_up(talk: DeskTalk):
    for _ in range(5):
        talk.says("resident", "点单 1 周六上午")
        talk.says("resident", "好")
    reply = talk.says("resident", "点单 1 周六上午")
    assert reply.startswith("您已有5单在等人")
    assert_tone(reply)


def test_an_order_is_claimed_done_and_told_to_whoever_ordered_it(talk: DeskTalk):
    talk.says("resident", "点单 1 今天下午")
    talk.says("resident", "好")
    claimed = talk.says("hairdresser", "接 Z1")
    assert "榕御小区3栋501" in claimed, "the address in full after the claim"
    assert any("志愿者周**" in told for told in talk.told("resident"))
    assert "已有人接" in talk.says("resident", "点单")
    talk.later(hours=5)
    talk.says("hairdresser", "完成 Z1")
    assert needs(talk)[0].state is NeedState.DONE
    talk.says("resident", "满意 Z1")
    assert needs(talk)[0].state is NeedState.CONFIRMED
    assert "您点过的" not in talk.says("resident", "点单")
