"""What is private needs two: one proposes, another agrees, both are kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk import refusals, wording_keys
from bot.desk.chatwords import Command, Verb
from bot.desk.desk import visit_as
from bot.desk.dispatching import parties_to
from bot.desk.seeing import SeenAs, seen_as
from bot.desk.two_keys import second
from matching.case import State
from storage.second_keys import SecondKeys
from tests.builders import DeskTalk, a_person, a_talk, people
from tests.tone import a_line, assert_tone

CHEN, SHEQU, STREET, ZHEN = "openid-chen", "openid-shequ", "openid-jiedao", "openid-zhen"
REPORT = "榕御小区3栋楼下乱停车"
CHILD = "榕御小区5栋楼下乱停车，孩子害怕"


@pytest.fixture
def talk(store) -> DeskTalk:
    """A private case with 3栋's leader."""
    talk = a_talk(store, staff=[*people(), a_person("zhen", "另一街道办", "street", "xinqiao")])
    talk.says("resident", REPORT)
    talk.store.run(lambda unit: unit.cases.save(replace(talk.case(1), private=True)))
    return talk


@pytest.fixture
def child(talk: DeskTalk) -> DeskTalk:
    """Case 2 is about a child."""
    talk.later()
    talk.says("resident", CHILD)
    case = replace(talk.case(2), care=("未成年人",), private=True, responder="shequ")
    talk.store.run(lambda unit: unit.cases.save(case))
    return talk


def doors(talk: DeskTalk, number: int = 1) -> list[tuple[str, str]]:
    return [(look.person, look.door) for look in talk.store.read(lambda unit: unit.looks.of_case(number))]


def sees(talk: DeskTalk, person: str) -> SeenAs | None:
    def look(unit):
        return seen_as(visit_as(talk.desk, unit, person, "look", talk.now), unit.cases.load(1))

    return talk.store.run(look)


def test_private_words_wait_for_the_second(talk: DeskTalk):
    assert "要第二个人同意" in talk.says(SHEQU, "调阅 1 研判")

    assert REPORT not in "".join(talk.told("shequ"))
    asked = talk.told("jiedao", "second_key")[-1]
    assert "想看居民说了什么：研判" in asked
    assert REPORT not in asked

    assert "双签好了" in talk.says(STREET, "双签 1")
    assert REPORT in talk.told("shequ", "second_key")[-1]
    assert {("shequ", "chat"), ("jiedao", "seconded")} <= set(doors(talk))
    assert "同意别人看" in talk.says("resident", "谁看过 1")


def test_nobody_is_his_own_second(talk: DeskTalk):
    talk.says(SHEQU, "调阅 1 研判")
    assert "没有等您双签" in talk.says(SHEQU, "双签 1")
    assert "不能由您双签" in talk.says(CHEN, "双签 1")
    talk.says(STREET, "双签 1")
    assert "没有等您双签" in talk.says(ZHEN, "双签 1"), "once is enough"


def test_a_proposal_lapses(talk: DeskTalk):
    talk.says(SHEQU, "调阅 1 研判")
    talk.later(hours=73)
    assert "没有等您双签" in talk.says(STREET, "双签 1")


def test_who_reported_needs_two_also_where_nothing_is_private(talk: DeskTalk):
    talk.store.run(lambda unit: unit.cases.save(replace(talk.case(1), private=False)))
    talk.says("resident", "公开 1 王阿姨")
    talk.says("resident", "不公开 1")

    assert "这次查看已记下" in talk.says(SHEQU, "调阅 1 研判"), "the words are open to the office"
    assert "要第二个人同意" in talk.says(SHEQU, "调阅 1 报事人 上门核实")
    talk.says(STREET, "双签 1")

    assert "报事人：王阿姨" in talk.told("shequ", "second_key")[-1]
    assert ("shequ", "name") in doors(talk)


def test_who_has_no_office_over_the_place_is_refused_and_kept(talk: DeskTalk):
    assert "不能由您调阅" in talk.says("openid-li", "调阅 1 看看")
    assert ("li", "refused") in doors(talk)
    assert "没有找到#9" in talk.says(SHEQU, "调阅 9 看看")
    assert "写一句" in talk.says(SHEQU, "调阅 1")


def test_with_nobody_to_second_it_is_refused(store):
    talk = a_talk(store, staff=[one for one in people() if one.role != "street"])
    talk.says("resident", REPORT)
    talk.store.run(lambda unit: unit.cases.save(replace(talk.case(1), private=True)))
    assert "没有第二个能签的人" in talk.says(SHEQU, "调阅 1 研判")


def test_the_page_of_a_private_case_opens_with_two_keys_only(talk: DeskTalk):
    assert sees(talk, "chen") is SeenAs.HANDLER
    assert sees(talk, "jiedao") is None
    talk.says(STREET, "调阅 1 研判")
    talk.says(SHEQU, "双签 1")
    assert sees(talk, "jiedao") is SeenAs.HANDLER
    talk.later(hours=73)
    assert sees(talk, "jiedao") is None


# -- a child ------------------------------------------------------------------------------------------


def test_a_matter_about_a_child_is_closed_by_two(child: DeskTalk):
    assert "要第二个人同意" in child.says(SHEQU, "办结 2 已上门，孩子平安")
    assert child.case(2).state is not State.AWAITING_VERDICT

    child.says(STREET, "双签 2")

    assert child.case(2).state is State.AWAITING_VERDICT
    assert "已有第二个人签字" in child.told("shequ", "second_key")[-1]
    last = child.events(2)[-1]
    assert (last.actor, last.reason) == ("shequ", "已上门，孩子平安")


def test_an_ordinary_matter_is_closed_by_one(talk: DeskTalk):
    talk.says(CHEN, "办结 1 已劝离")
    assert talk.case(1).state is State.AWAITING_VERDICT


def test_only_vetted_people_hold_a_matter_about_a_child(child: DeskTalk):
    def parties(unit):
        return parties_to(visit_as(child.desk, unit, "shequ", "look", child.now), unit.cases.load(2))

    found = child.store.run(parties)
    assert {"chen", "li", "wuye", "lin"} <= found
    assert not {"shequ", "jiedao", "zhen"} & found
    child.says(SHEQU, "转办 2 物业")
    assert child.case(2).responder in ("jiedao", "zhen")


def test_who_lives_with_the_reporter_does_not_handle_it(talk: DeskTalk):
    for who in ("resident", CHEN):
        contact = talk.contact(who)
        home = replace(contact, home="rongyu-3", room="301")
        talk.store.run(lambda unit, home=home: unit.people.save(home))
    talk.later()
    talk.says("resident", "榕御小区3栋楼下又有人乱停车吵架")
    assert talk.cases()[-1].number > 1
    assert talk.cases()[-1].responder != "chen"


def test_the_tone_is_kept():
    line = a_line()
    for text in (
        wording_keys.proposed(line),
        *(wording_keys.asked(line, "榕御社区居委会", action, "研判") for action in ("look", "name", "close")),
        wording_keys.seconded(line),
        wording_keys.granted_look(line, "楼下乱停车"),
        wording_keys.granted_name(line, "王阿姨"),
        wording_keys.granted_name(line, ""),
        wording_keys.granted_close(line, "已报办结。"),
        wording_keys.open_to_read(line, "楼下乱停车"),
    ):
        assert_tone(text)


class Outrun(SecondKeys):
    """Somebody else was there between reading and writing."""

    def second(self, *_):
        return False


def test_two_at_once_second_a_thing_once(talk: DeskTalk):
    talk.says(SHEQU, "调阅 1 研判")

    def seconding(unit):
        unit.second_keys = Outrun(unit.second_keys._transaction)
        second(visit_as(talk.desk, unit, "jiedao", "late", talk.now), Command(Verb.SECOND, 1))

    with pytest.raises(refusals.NothingToSecond):
        talk.store.run(seconding)
    assert talk.told("shequ", "second_key") == []
