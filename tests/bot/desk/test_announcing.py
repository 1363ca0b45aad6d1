"""发活动 and 取消活动: a card before anything is published, nobody is disturbed by it; reminders and the end."""

from __future__ import annotations

import pytest

from bot.desk import wording_activities
from tests.builders import DeskTalk
from tests.tone import assert_tone

COMMUNITY, CHEN = "openid-shequ", "openid-chen"
READING = "发活动 读书会 周六16:30-18:00 榕御社区活动室 20人"


def published(talk: DeskTalk, words: str = READING) -> str:
    talk.says(COMMUNITY, words)
    return talk.says(COMMUNITY, "好")


def test_the_card_says_what_was_read_and_nothing_is_published_before_the_word(talk: DeskTalk):
    card = talk.says(COMMUNITY, READING)
    assert card.startswith("读书会：3月7日16:30，榕御社区活动室，20人。\n对就回“好”")
    assert_tone(card)
    assert talk.says("a", "活动") == wording_activities.NOTHING_COMES
    talk.says(COMMUNITY, "不")
    assert "已发布" not in talk.says(COMMUNITY, "好"), "what was let lie is not published later"
    assert talk.says("a", "活动") == wording_activities.NOTHING_COMES


def test_once_published_it_is_found_and_pushed_to_nobody(talk: DeskTalk):
    talk.says("a", "你好")
    assert "活动1 读书会已发布" in published(talk)
    assert "1. 读书会" in talk.says("a", "活动")
    assert [letter for letter in talk.letters() if letter.notice.kind == "activity"] == []


@pytest.mark.parametrize(
    ("who", "said", "reply"),
    [
        ("a", READING, wording_activities.NOT_AN_ORGANISER),
        ("openid-wuye", READING, wording_activities.NOT_AN_ORGANISER),
        (COMMUNITY, "发活动 读书会", wording_activities.HOW_TO_ANNOUNCE),
        (COMMUNITY, "发活动 读书会 周六16:30", wording_activities.HOW_TO_ANNOUNCE),
        (COMMUNITY, "发活动 周六16:30 榕御社区活动室", wording_activities.HOW_TO_ANNOUNCE),
        (COMMUNITY, "发活动 读书会 今天8:00 榕御社区活动室", wording_activities.TIME_IS_PAST),
        (COMMUNITY, "发活动 读书会 12月25日9:00 榕御社区活动室", wording_activities.TOO_FAR.format(most=120)),
        (COMMUNITY, "发活动 万人会 周六9:00 广场 9000人", wording_activities.TOO_MANY.format(most=2000)),
    ],
    ids=["resident", "property", "no hours", "no spot", "no title", "past", "far away", "too many"],
)
def test_what_cannot_be_announced_is_said_with_how_to(talk: DeskTalk, who: str, said: str, reply: str):
    assert talk.says(who, said) == reply
    assert_tone(reply)


def test_a_building_leader_announces_for_the_community(talk: DeskTalk):
    talk.says(CHEN, "发活动 磨刀 周日上午 3栋架空层")
    assert "活动1 磨刀已发布" in talk.says(CHEN, "好")
    assert "磨刀 3月8日8:00 3栋架空层，名额不限" in talk.says("a", "活动")


def test_everybody_who_comes_or_waits_reads_why_it_is_called_off(talk: DeskTalk):
    published(talk, "发活动 读书会 周六16:30 榕御社区活动室 1人")
    talk.says("a", "参加 1")
    talk.says("b", "参加 1")
    talk.says("c", "参加 1")
    talk.says("c", "不参加 1")
    assert "为什么取消" in talk.says(COMMUNITY, "取消活动 1")
    assert "活动1 读书会已取消，告诉了2位报名的人" in talk.says(COMMUNITY, "取消活动 1 老师病了。")

    for who in ("a", "b"):
        assert talk.told(who, "activity") == ["活动取消：读书会（3月7日16:30，榕御社区活动室）。\n原因：老师病了"]
    assert talk.told("c", "activity") == []
    assert "活动1已经取消" in talk.says("a", "参加 1")
    assert "已经取消" in talk.says(COMMUNITY, "取消活动 1 再来一次")


@pytest.mark.parametrize("who", ["a", CHEN], ids=["resident", "leader who did not announce it"])
def test_nobody_else_calls_it_off(talk: DeskTalk, who: str):
    published(talk)
    assert talk.says(who, "取消活动 1 不想办") == wording_activities.NOT_YOUR_ACTIVITY.format(number=1)
    assert "没有活动5" in talk.says(COMMUNITY, "取消活动 5 不办了")


def test_the_evening_before_those_who_come_are_reminded_once(talk: DeskTalk):
    published(talk, "发活动 读书会 周六16:30 榕御社区活动室 1人")
    talk.says("a", "参加 1")
    talk.says("b", "参加 1")
    talk.later(days=3, hours=7, minutes=59)  # Friday 17:59
    assert (0, "activity_soon") not in talk.tick()
    talk.later(minutes=2)
    assert (0, "activity_soon") in talk.tick()
    assert (0, "activity_soon") not in talk.tick()

    (told,) = talk.told("a", "activity")
    assert told.startswith("提醒：读书会，")
    assert "您报了1人" in told
    assert talk.told("b", "activity") == []


def test_the_fields_of_the_card_fit_a_template(talk: DeskTalk):
    published(talk)
    talk.says("a", "参加 1")
    talk.says(COMMUNITY, "取消活动 1 停电")
    (letter,) = [letter for letter in talk.letters() if letter.notice.kind == "activity"]
    fields = letter.notice.fields
    assert fields["number"].isascii()
    assert len(fields["state"]) <= 5
    assert (fields["matter"], fields["due"], fields["page"]) == ("读书会", "2026-03-07 16:30", "activity/1")
