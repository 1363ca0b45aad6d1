"""议: one household one vote, closed when promised, published."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk import wording_polls
from bot.desk.desk import LINLI
from intents.rule import shipped_rules_text
from matching.case import Action
from tests.builders import DeskTalk
from tests.tone import assert_tone

CHEN, COMMUNITY = "openid-chen", "openid-shequ"
ASK = "议事 1 要不要在北门装道闸？装/不装/再看 3天"


def lives(talk: DeskTalk, who: str, home: str, room: str = "") -> None:
    contact = talk.contact(who)
    talk.store.run(lambda unit: unit.people.save(replace(contact, home=home, room=room)))


@pytest.fixture
def asked(talk: DeskTalk) -> DeskTalk:
    """Three households of the compound and one from elsewhere; the community has asked."""
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.later()
    for who, home, room in (("a", "rongyu-3", "501"), ("b", "rongyu-3", "501"), ("c", "rongyu-5", ""),
                            ("far", "jiangbin-1", "101")):
        lives(talk, who, home, room)
    assert "已发给榕御小区的" in talk.says(COMMUNITY, ASK)
    return talk


def test_the_households_of_the_compound_are_asked_and_nobody_else(asked: DeskTalk):
    letters = [letter for letter in asked.letters() if letter.notice.kind == "poll"]
    told = {letter.recipient.openid for letter in letters if letter.recipient}
    assert {"a", "b", "c", "resident"} == told, "who reported it is asked too, wherever she lives"
    assert "far" not in told
    text = letters[0].notice.text
    assert text.startswith("【议事1】榕御小区：要不要在北门装道闸？\n1.装 2.不装 3.再看")
    assert "3月6日20:00截止" in text


def test_one_household_has_one_vote_and_may_change_it(asked: DeskTalk):
    assert "这一户投的是：装" in asked.says("a", "投 1")
    assert "这一户投的是：不装" in asked.says("b", "投 1 2")
    assert "按账号算一票" in asked.says("c", "投票 2")

    votes = asked.store.read(lambda unit: unit.polls.votes(1))
    assert [option for _, option in votes] == [1, 1], "the room's second word went over its first"


def test_who_has_not_said_where_she_lives_says_it_and_has_voted(asked: DeskTalk):
    assert "请回小区、楼栋和房号" in asked.says("new", "投 2")
    assert "这一户投的是：不装" in asked.says("new", "榕御小区5栋502")

    assert asked.store.read(lambda unit: unit.polls.votes(1)) == [(asked.contact("new").id, 1)]
    assert "这一户投的是：装" in asked.says("new", "投 1")
    assert "记下了" in asked.says("newer", "榕御小区5栋"), "nobody waits for where this one lives"


def test_it_is_closed_when_promised_and_everybody_who_voted_reads_the_result(asked: DeskTalk):
    asked.says("a", "投 1")
    asked.says("c", "投 1")
    asked.later(days=3, hours=9)  # the evening of the day
    assert (0, "close_poll") not in asked.tick()
    asked.later(hours=2)
    asked.tick()

    result = asked.told("a", "poll")[-1]
    assert "共2户投票：装 2票，不装 0票，再看 0票" in result
    assert "多数意见：装。" in result
    assert result == asked.told("shequ", "poll")[-1]
    noted = [event for event in asked.events(1) if event.action is Action.ADD and event.actor == LINLI]
    assert noted[0].reason == "议题1：装"
    assert asked.says("a", "投 1") == wording_polls.NO_POLL
    assert (0, "close_poll") not in asked.tick()


def test_a_vote_after_the_hour_does_not_count_though_nobody_closed_it_yet(asked: DeskTalk):
    asked.later(days=4)
    assert "已经截止" in asked.says("a", "投 1")


@pytest.mark.parametrize(
    ("who", "words", "reply"),
    [
        ("a", "投 9", "没有第9项"),
        ("a", "投 7 1", "没有在投的议题"),
        ("far", "投 1", "没有在投的议题"),
        ("homeless", "投 1", "还不知道您住哪"),
        (COMMUNITY, "议事 1 装道闸", "请写：议事 1"),
        (COMMUNITY, "议事 1 装吗？装 3天", "请写：议事 1"),
        (COMMUNITY, "议事 1 装吗？装/不装 90天", "请写：议事 1"),
        (COMMUNITY, "议事 1", "要问什么"),
        (COMMUNITY, "议事 99 装吗？装/不装", "没有找到#99"),
        ("openid-li", ASK, "不能由您发起议事"),
        ("a", ASK, "不能由您发起议事"),
    ],
)
def test_what_does_not_fit_is_refused(asked: DeskTalk, who, words, reply):
    assert reply in asked.says(who, words)


def test_a_private_matter_is_never_asked_about(talk: DeskTalk):
    talk.says("resident", "榕御小区3栋楼下乱停车")
    case = talk.case(1)
    talk.store.run(lambda unit: unit.cases.save(replace(case, private=True)))
    assert "没有找到#1" in talk.says(COMMUNITY, ASK)


def test_of_several_polls_the_number_is_asked_for(asked: DeskTalk):
    asked.says(CHEN, "议事 1 要不要划线？划/不划")
    assert "现在有2个议题" in asked.says("a", "投 1")
    assert "投的是：划" in asked.says("a", "投 2 1")


def test_a_sentence_about_voting_is_no_vote(talk: DeskTalk):
    assert talk.says("resident", "投诉榕御小区3栋楼下乱停车").startswith("收到，#1")


def test_the_tone_is_kept():
    for text in (
        wording_polls.HOW_TO_OPEN.format(number=1),
        wording_polls.NO_POLL,
        wording_polls.NO_HOME,
        wording_polls.NOT_AN_OPTION.format(number=1, option=9, most=3),
        wording_polls.WHICH_POLL.format(count=2, listed="1 装道闸吗？、2 划线吗？", first=1),
        wording_polls.CLOSED_ALREADY.format(number=1),
        wording_polls.ballot(1, "榕御小区", "要不要装道闸？", ["装", "不装"], "3月6日20:00"),
        wording_polls.opened(1, "榕御小区", 3, "3月6日20:00"),
        wording_polls.voted(1, "装", by_room=True, until="3月6日20:00"),
        wording_polls.voted(1, "装", by_room=False, until="3月6日20:00"),
        wording_polls.result(1, "装吗？", [("装", 2), ("不装", 2)], ""),
        wording_polls.result(1, "装吗？", [("装", 0)], ""),
        wording_polls.noted_in_case(1, "装"),
    ):
        assert_tone(text)


def test_an_address_alone_completes_the_vote_whatever_its_figures_remind_of(talk: DeskTalk):
    """The poll's own example: with the shipped rules "3栋501" reads like a report of a built-over roof."""
    talk.store.run(lambda unit: unit.rules.publish(shipped_rules_text(), "tests", "the real ones", talk.now))
    talk.desk.library.look_again()
    talk.says("lady", "榕御小区3栋楼下乱停车，救护车进不来")
    talk.later()
    talk.says(COMMUNITY, ASK)

    assert "还不知道您住哪" in talk.says("lady", "投 1")
    assert "投的是：装" in talk.says("lady", "榕御小区3栋501")
    assert len(talk.cases()) == 1
    assert talk.contact("lady").room == "501"
