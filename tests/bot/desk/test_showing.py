"""晒, 不晒 and 每月一题: what an office lets the public read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk import wording_ledger
from intents.publishable import Telling
from intents.signature import packed, signature_of
from matching.case import Action, CaseEvent, State
from storage.ledger import Extent
from storage.unit_of_work import Store
from tests.builders import DeskTalk, a_case, a_talk
from tests.tone import assert_tone

OFFICE, CHEN = "openid-shequ", "openid-chen"


@pytest.fixture
def done(store: Store) -> DeskTalk:
    """Four closed cases of three residents; the first one's handler said what was done."""
    talk = a_talk(store)
    for at, who in enumerate(("a", "b", "c", "a")):
        case = a_case(reporter=talk.contact(who).id, state=State.CLOSED, closed_at=talk.now, verdict="satisfied",
                      signature=packed(signature_of("榕御小区3栋楼下乱停车")))  # fmt: skip
        number = talk.store.run(lambda unit, case=case: unit.cases.add(case))
        said = "已联系陈建国" if at else "已劝离并划线"
        event = CaseEvent(number, talk.now, "chen", Action.FINISH, State.IN_PROGRESS, State.AWAITING_VERDICT, said, 1)
        talk.store.run(lambda unit, event=event: unit.cases.append(event))
    talk.later(days=1)
    return talk


def shown(talk: DeskTalk) -> dict[int, str]:
    extent = Extent(talk.now - timedelta(days=30), talk.now)
    return {case.number: case.text for case in talk.store.read(lambda unit: unit.ledger.rows(extent, 50))}


def test_alone_it_lists_what_waits_with_the_words_that_may_be_shown(done: DeskTalk) -> None:
    reply = done.says(OFFICE, "晒")
    assert "#1 已劝离并划线" in reply
    assert "#2 （原话里有个人信息" in reply
    assert "陈建国" not in reply


def test_the_handlers_words_are_shown_when_the_office_says_so(done: DeskTalk) -> None:
    assert shown(done)[1] == ""
    assert "晒出来的话：已劝离并划线" in done.says(OFFICE, "晒 1")
    assert shown(done)[1] == "已劝离并划线"
    assert "#1" not in done.says(OFFICE, "晒")


def test_the_office_may_write_its_own(done: DeskTalk) -> None:
    done.says(OFFICE, "晒 2 已请城管到场，车已挪走")
    assert shown(done)[2] == "已请城管到场，车已挪走"


@pytest.mark.parametrize(
    ("words", "what"),
    [("已联系陈建国", "人名"), ("3栋的车已挪走", "楼栋"), ("请打13812345678", "号码"), ("加微信chen_88", "字母"),
     ("已挪走" * 25, "60字")],
)  # fmt: skip
def test_words_that_tell_who_is_meant_are_refused(done: DeskTalk, words: str, what: str) -> None:
    reply = done.says(OFFICE, f"晒 1 {words}")
    assert "不能晒" in reply
    assert what in reply
    assert shown(done)[1] == ""


def test_it_can_be_taken_back(done: DeskTalk) -> None:
    done.says(OFFICE, "晒 1")
    assert "不晒原话" in done.says(OFFICE, "不晒 1")
    assert shown(done)[1] == ""
    assert "请写上号" in done.says(OFFICE, "不晒")


def test_only_an_office_of_the_place_decides(done: DeskTalk) -> None:
    assert "没有这个权限" in done.says(CHEN, "晒 1")
    assert "没有这个权限" in done.says("openid-wuye", "每月一题")
    assert shown(done)[1] == ""


def test_what_is_not_done_or_private_is_not_shown(done: DeskTalk) -> None:
    contact = done.contact("a").id
    for given in ({"state": State.IN_PROGRESS}, {"state": State.CLOSED, "private": True}):
        number = done.store.run(lambda unit, given=given: unit.cases.add(a_case(reporter=contact, **given)))
        assert "只晒办完的" in done.says(OFFICE, f"晒 {number} 已处理")
    assert "没有找到" in done.says(OFFICE, "晒 99 已处理")


def test_a_resident_who_speaks_of_drying_is_heard_as_one(done: DeskTalk) -> None:
    assert "晒出来" not in done.says("d", "晒 1 床被子被人收走了，榕御小区5栋")


def test_the_topic_of_the_month_is_taken_on_once(done: DeskTalk) -> None:
    reply = done.says(OFFICE, "每月一题")
    assert "1. 榕御小区 · 停车秩序" in reply
    assert "3位居民" in reply
    assert "已定3月的每月一题" in done.says(OFFICE, "每月一题 1")
    done.says(OFFICE, "每月一题1")
    taken = done.store.read(lambda unit: unit.ledger.taken("2026-03"))
    assert [(one.place, one.category, one.residents) for one in taken] == [("rongyu", "parking", 3)]
    assert "没有第2题，现在有1题" in done.says(OFFICE, "每月一题 2")


def test_early_in_a_month_the_last_ones_topics_stand(done: DeskTalk) -> None:
    done.now += timedelta(days=30)
    assert "3月大家说得最多的" in done.says(OFFICE, "每月一题")


def test_the_loudest_topic_comes_first_and_two_residents_are_none(store: Store) -> None:
    talk = a_talk(store)
    contacts = [talk.contact(name).id for name in "abcdef"]

    def has(count: int, text: str, **given: object) -> None:
        for who in contacts[:count]:
            case = a_case(reporter=who, signature=packed(signature_of(text)), state=State.CLOSED,
                          closed_at=talk.now, **given)  # fmt: skip
            talk.store.run(lambda unit, case=case: unit.cases.add(case))

    has(3, "电梯又坏了", category="facility", place="rongyu-1")
    has(5, "垃圾桶满了没人收", category="sanitation", place="jiangbin-2")
    has(2, "半夜装修很吵", category="noise", place="rongyu-1")
    has(3, "外卖车停在路口", category="parking", place="rongyu-1")
    has(3, "充电桩不够用，电动车没地方充电", category="parking", place="rongyu-1")

    reply = talk.says(OFFICE, "每月一题")
    assert "1. 江滨花园 · 环境卫生" in reply.replace("卫生环境", "环境卫生")
    assert "5位居民" in reply
    assert "电梯" in reply
    assert "噪音" not in reply
    assert reply.count("停车秩序") == 2, "two matters of one category at one place are two topics"


def test_the_tone_is_kept() -> None:
    for text in (
        *(wording_ledger.standard("停车秩序", state) for state in State),
        wording_ledger.shown(128, "已劝离并划线"),
        wording_ledger.kept_back(128),
        wording_ledger.unread([]),
        wording_ledger.unread([(128, "已劝离并划线"), (129, "")]),
        wording_ledger.topics("榕御社区", 3, []),
        wording_ledger.topics("榕御社区", 3, [wording_ledger.topic("榕御小区", "停车秩序（路灯）", 5)]),
        wording_ledger.taken("榕御小区", "停车秩序", 3),
        wording_ledger.NOT_SHOWN,
        wording_ledger.NOTHING,
        wording_ledger.UNKNOWN_PLACE,
        wording_ledger.BUSY,
        wording_ledger.HOW_TO_REPORT,
        wording_ledger.THANKS_ALL,
        *wording_ledger.DEFINITIONS,
    ):
        assert_tone(text)
    assert wording_ledger.tells(set(Telling)).count("、") >= len(Telling) - 1
