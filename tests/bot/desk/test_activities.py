"""参加 and 不参加: who is in, who waits, who moves up and is told; the list is its organiser's alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk import wording_activities
from matching.activity import SignUpState
from tests.builders import DeskTalk
from tests.tone import assert_tone

COMMUNITY, CHEN = "openid-shequ", "openid-chen"
READING = "发活动 读书会 周六16:30-18:00 榕御社区活动室 2人"
AFTER_SCHOOL = "发活动 四点半课堂 周三16:30 榕御社区活动室 20人"


def lives(talk: DeskTalk, who: str, home: str = "rongyu-3", name: str = "") -> None:
    contact = talk.contact(who)
    talk.store.run(lambda unit: unit.people.save(replace(contact, home=home, name=name)))


def states(talk: DeskTalk, number: int = 1) -> list[tuple[str, int]]:
    return talk.store.read(lambda unit: [(one.state.value, one.count) for one in unit.activities.sign_ups(number)])


@pytest.fixture
def open_one(talk: DeskTalk) -> DeskTalk:
    """A reading evening for two, announced by the community."""
    talk.says(COMMUNITY, READING)
    assert "活动1 读书会已发布" in talk.says(COMMUNITY, "好")
    return talk


def test_what_comes_near_is_listed_with_its_seats(open_one: DeskTalk):
    lives(open_one, "a")
    reply = open_one.says("a", "活动")
    assert_tone(reply)
    assert "榕御社区近期的活动：\n1. 读书会 3月7日16:30 榕御社区活动室，还有2个名额" in reply
    assert "参加请回“参加 1”" in reply


def test_another_district_hears_nothing_of_it_and_who_has_no_home_sees_all(open_one: DeskTalk):
    lives(open_one, "far", "elsewhere")
    assert open_one.says("far", "活动") == wording_activities.NOTHING_COMES
    assert "1. 读书会" in open_one.says("nobody knows where", "有什么活动")


def test_who_is_full_waits_and_moves_up_with_a_deadline_to_decline(open_one: DeskTalk):
    assert "报上了：读书会，2人。" in open_one.says("a", "参加 1 2人")
    assert "排在候补第1位" in open_one.says("b", "参加1")
    assert "排在候补第2位" in open_one.says("c", "参加 1")
    assert "候补第2位" in open_one.says("c", "活动 1")

    assert "已退：读书会" in open_one.says("a", "不参加 1")

    (told,) = open_one.told("b", "activity")
    assert told.startswith("有空位了，读书会已给您补上1人。")
    assert "来不了请在3月6日18:00前回“不参加 1”" in told
    assert sorted(states(open_one)) == [("in", 1), ("in", 1), ("out", 2)]
    assert "改主意了" not in open_one.says("a", "参加 1"), "both seats are taken by those who waited"
    assert max(states(open_one)) == ("waiting", 1)


def test_a_party_is_not_parted_and_a_smaller_one_takes_the_empty_seat(open_one: DeskTalk):
    open_one.says("a", "参加 1")
    assert "名额不够2人" in open_one.says("b", "参加 1 两个人")
    assert "报上了" in open_one.says("c", "参加 1"), "the seat that two can't share is not left empty"


def test_another_count_goes_over_the_first_and_nobody_loses_a_seat_by_asking(open_one: DeskTalk):
    open_one.says("a", "参加 1")
    assert "报上了：读书会，2人。" in open_one.says("a", "参加 1 2人")
    assert "您原来的2人还留着" in open_one.says("a", "参加 1 3人")
    assert states(open_one) == [("in", 2)]
    open_one.says("b", "参加 1")
    open_one.says("a", "参加 1 1人")
    assert states(open_one) == [("in", 1), ("in", 1)], "who came with one less let the next in"


def test_a_child_is_signed_up_once_somebody_says_who_brings_it_and_only_the_organiser_reads_that(talk: DeskTalk):
    talk.says(COMMUNITY, AFTER_SCHOOL)
    talk.says(COMMUNITY, "好")
    lives(talk, "a", name="周晓梅")
    asked = talk.says("a", "参加 1")
    assert_tone(asked)
    assert asked.endswith("谁送来、谁接走？请回一句，比如“外婆接送”，就报上名。")
    assert states(talk) == []

    assert "报上了：四点半课堂，1人。" in talk.says("a", "外婆接送 13812345678")

    theirs = talk.says(COMMUNITY, "活动 1")
    assert "1. 榕御小区3栋 周** 1人，接送：外婆接送" in theirs
    assert "13812345678" not in theirs
    assert "外婆" not in talk.says("b", "活动 1")


def test_the_guardian_may_stand_in_the_same_message(talk: DeskTalk):
    talk.says(COMMUNITY, AFTER_SCHOOL)
    talk.says(COMMUNITY, "好")
    assert "报上了：四点半课堂，2人。" in talk.says("a", "参加 1 2人 爸爸接送")
    assert "您已报名，2人。" in talk.says("a", "活动 1")


def test_words_about_fetching_that_nobody_asked_for_are_a_residents_own(open_one: DeskTalk):
    assert "报上了" not in open_one.says("a", "外婆接送")


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("参加 9", "没有活动9，或已经结束。"),
        ("不参加 9", "没有活动9"),
        ("不参加 1", "您没有报名活动1"),
        ("参加 1 20人", "一次最多报9人"),
        ("活动 9", "没有活动9"),
    ],
    ids=["unknown", "unknown to leave", "not signed up", "too many", "unknown to see"],
)
def test_what_cannot_be_is_said_with_the_way_out(open_one: DeskTalk, said: str, reply: str):
    answer = open_one.says("a", said)
    assert reply in answer
    assert_tone(answer)


def test_it_cannot_be_joined_once_it_has_begun_and_is_gone_when_over(open_one: DeskTalk):
    open_one.says("a", "参加 1")
    open_one.later(days=4, hours=6, minutes=45)  # Saturday 16:45
    assert "已经开始" in open_one.says("b", "参加 1")
    open_one.later(hours=2)
    assert open_one.says("a", "活动") == wording_activities.NOTHING_COMES
    assert (0, "activity_over") not in open_one.tick()
    open_one.later(hours=24)
    assert (0, "activity_over") in open_one.tick()
    assert (0, "activity_over") not in open_one.tick()


@pytest.mark.parametrize("ends", ["over", "called off"])
def test_who_fetches_a_child_is_forgotten_once_the_children_are_home(talk: DeskTalk, ends: str):
    talk.says(COMMUNITY, AFTER_SCHOOL)
    talk.says(COMMUNITY, "好")
    talk.says("a", "参加 1 外婆接送")
    if ends == "over":
        talk.later(days=3)
        talk.tick()
    else:
        talk.says(COMMUNITY, "取消活动 1 停电")
    (kept,) = talk.store.read(lambda unit: unit.activities.sign_ups(1))
    assert (kept.guardian, kept.count) == ("", 1)


def test_what_one_goes_to_stands_below_the_list(open_one: DeskTalk):
    open_one.says("a", "参加 1 2人")
    open_one.says("b", "参加 1")
    assert "您报了名的：1 读书会 3月7日16:30" in open_one.says("a", "活动")
    assert "（候补第1位）" in open_one.says("b", "活动")


def test_whoever_comes_and_goes_it_is_never_overfilled(open_one: DeskTalk):
    for at in range(8):
        open_one.says(f"resident-{at}", f"参加 1 {at % 3 + 1}人")
    open_one.says("resident-0", "不参加 1")
    sign_ups = open_one.store.read(lambda unit: unit.activities.sign_ups(1))
    assert sum(one.count for one in sign_ups if one.state is SignUpState.IN) <= 2
