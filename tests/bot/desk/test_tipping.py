"""千里顺风队: a location and one word, or one digit, are a tip; nothing is asked twice, what is known is followed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations

import pytest

from bot.desk import wording_riders
from bot.desk.wording_closing import VERDICT_ASK
from matching.case import Action, State
from storage.unit_of_work import Store
from tests.bot.desk.riders import NOWHERE, locates, measured, photographs, rides
from tests.builders import DeskTalk, a_talk

RIDER, OTHER, CHEN = "openid-V1", "openid-V2", "openid-chen"
AT_3 = (117.6512, 24.511)
AT_4 = (117.6516, 24.511)
FAR_OFF = (117.70, 24.55)

SENDS: dict[str, Callable[[DeskTalk, str], str]] = {
    "photo": photographs,
    "spot": lambda talk, who: locates(talk, who, AT_3),
    "word": lambda talk, who: talk.says(who, "乱停车"),
}


@pytest.fixture
def road(store: Store) -> DeskTalk:
    return rides(a_talk(store, nodes=measured()))


def told_case(reply: str, number: int = 1) -> bool:
    return reply.startswith(f"收到，#{number} ")


@pytest.mark.parametrize("order", list(permutations(SENDS)), ids="-".join)
def test_photo_location_and_word_make_one_case_in_any_order(road: DeskTalk, order: tuple[str, ...]) -> None:
    for what in order:
        SENDS[what](road, RIDER)
        road.later(seconds=20)

    case = road.case(1)
    assert [case.number for case in road.cases()] == [1]
    assert (case.place, case.category, case.summary) == ("rongyu-3", "parking", "乱停车")
    assert (case.state, case.responder) == (State.AWAITING_SIGNIN, "chen")
    assert sorted(message.kind for message in road.words(1)) == ["image", "location", "text"]


def test_the_receipt_says_who_has_it_and_asks_nothing(road: DeskTalk) -> None:
    locates(road, RIDER, AT_3)

    reply = road.says(RIDER, "乱停车")

    assert reply == "收到，#1 停车秩序 · 榕御小区3栋。\n已交给3栋楼长陈**，办好告诉您。路上慢点。"
    assert "？" not in reply


@pytest.mark.parametrize(
    ("digit", "category"), [(at, tap[0]) for at, tap in enumerate(wording_riders.TAPS, 1)], ids=str
)
def test_one_digit_is_enough_with_a_location(road: DeskTalk, digit: int, category: str) -> None:
    assert "1 乱停车 2 垃圾" in locates(road, RIDER, AT_3)

    reply = road.says(RIDER, str(digit))

    assert told_case(reply)
    assert road.case(1).category == category


def test_a_digit_that_nobody_offered_is_no_tip(road: DeskTalk) -> None:
    road.says(RIDER, "1")

    assert road.cases() == []


def test_a_digit_an_hour_later_is_no_tip(road: DeskTalk) -> None:
    locates(road, RIDER, AT_3)
    road.later(hours=1)
    road.says(RIDER, "1")

    assert road.cases() == []


@pytest.mark.parametrize("what", ["photo", "spot"])
def test_nothing_is_asked_twice(road: DeskTalk, what: str) -> None:
    first = SENDS[what](road, RIDER)
    road.later(seconds=20)
    second = SENDS[what](road, RIDER)

    assert first in (wording_riders.PHOTO_FIRST, wording_riders.spot_first("榕御小区3栋"))
    assert second == wording_riders.MORE


def test_a_recognised_voice_is_the_word(road: DeskTalk) -> None:
    locates(road, RIDER, AT_3)

    assert told_case(road.sends(RIDER, "voice", text="乱停车", media="voice-1"))
    assert [message.kind for message in road.words(1)].count("voice") == 1


def test_a_voice_without_words_asks_for_a_digit_and_not_for_typing(road: DeskTalk) -> None:
    assert road.sends(RIDER, "voice", media="voice-1") == wording_riders.VOICE_FIRST
    assert "回一个数" in locates(road, RIDER, AT_3)
    assert told_case(road.says(RIDER, "2"))
    assert sorted(message.kind for message in road.words(1)) == ["location", "text", "voice"]


def test_a_word_without_a_category_goes_to_whoever_has_the_rest(road: DeskTalk) -> None:
    locates(road, RIDER, AT_3)

    assert told_case(road.says(RIDER, "栏杆歪了"))
    assert road.case(1).category == "other"


@pytest.mark.parametrize("said", ["好的", "谢谢", "你好", "收到", "没事", "在吗"])
def test_talk_behind_a_location_is_no_tip(road: DeskTalk, said: str) -> None:
    locates(road, RIDER, AT_3)

    assert "路上慢点" not in road.says(RIDER, said)


def test_danger_goes_the_way_of_danger(road: DeskTalk) -> None:
    locates(road, RIDER, AT_3)

    reply = road.says(RIDER, "着火了着火了")

    assert "119" in reply
    assert road.case(1).urgent
    assert road.case(1).place == "rongyu-3"


def test_danger_without_a_place_takes_the_location_that_follows(road: DeskTalk) -> None:
    assert "在哪个小区、哪一栋" in road.says(RIDER, "着火了着火了")

    locates(road, RIDER, AT_3)

    assert [case.number for case in road.cases()] == [1]
    assert road.case(1).place == "rongyu-3"


def test_the_question_which_building_is_answered_by_a_location(road: DeskTalk) -> None:
    assert "是哪一栋" in road.says(RIDER, "榕御小区老是有人乱停车，都好几天了也没有人来管一管")

    assert "回一个数" not in locates(road, RIDER, AT_3)
    assert road.case(1).place == "rongyu-3"


def test_a_tip_from_nowhere_does_not_swallow_the_location_of_the_next(road: DeskTalk) -> None:
    locates(road, RIDER, NOWHERE, "小溪镇")
    road.says(RIDER, "乱停车")
    road.later(hours=1)
    locates(road, RIDER, AT_3)

    assert told_case(road.says(RIDER, "垃圾"), 2)
    assert (road.case(1).place, road.case(2).place) == ("", "rongyu-3")


def test_a_place_that_is_none_of_ours_still_makes_a_case_and_asks_nothing(road: DeskTalk) -> None:
    locates(road, RIDER, NOWHERE, "漳州市平和县小溪镇")

    reply = road.says(RIDER, "乱停车")

    assert told_case(reply)
    assert road.case(1).place_text == "漳州市平和县小溪镇"
    assert "？" not in reply


def test_a_word_that_names_a_place_elsewhere_is_believed(road: DeskTalk) -> None:
    locates(road, RIDER, AT_3)
    road.says(RIDER, "江滨花园2栋乱停车")

    assert road.case(1).place == "jiangbin-2"


def test_a_word_that_names_the_compound_leaves_the_nearer_building(road: DeskTalk) -> None:
    locates(road, RIDER, AT_3)
    road.says(RIDER, "榕御小区乱停车")

    assert road.case(1).place == "rongyu-3"


def test_a_word_that_came_first_waits_as_a_case_so_that_nothing_is_lost(road: DeskTalk) -> None:
    assert road.says(RIDER, "乱停车") == "收到，#1 停车秩序。发个位置就行，不用打字。"
    assert road.case(1).state is State.AWAITING_INFO

    assert told_case(locates(road, RIDER, AT_3))
    assert road.case(1).place == "rongyu-3"
    assert road.case(1).question == ""


def test_what_she_says_of_her_own_home_is_no_tip(road: DeskTalk) -> None:
    reply = road.says(RIDER, "我家楼下乱停车")

    assert "不用打字" not in reply


def test_two_tips_in_a_row_are_two_cases(road: DeskTalk) -> None:
    locates(road, RIDER, AT_3)
    road.says(RIDER, "乱停车")
    road.later(minutes=1)
    locates(road, RIDER, FAR_OFF)

    assert told_case(road.says(RIDER, "垃圾"), 2)
    assert (road.case(1).place, road.case(2).place) == ("rongyu-3", "jiangbin")


def test_a_photo_behind_the_tip_goes_with_it(road: DeskTalk) -> None:
    locates(road, RIDER, AT_3)
    road.says(RIDER, "乱停车")
    road.later(seconds=30)

    assert "照片已放进#1" in photographs(road, RIDER)
    assert "位置已放进#1" in locates(road, RIDER, AT_3)


# -- what is known already ---------------------------------------------------------------------------


def test_what_somebody_told_before_is_followed_without_a_question(road: DeskTalk) -> None:
    road.says("resident", "榕御小区3栋楼下乱停车")
    road.later(hours=5)
    photographs(road, RIDER)
    locates(road, RIDER, AT_3)

    reply = road.says(RIDER, "乱停车")

    assert reply.startswith("#1 停车秩序 · 榕御小区3栋已有人报过，3栋楼长陈**在办")
    assert road.case(2).state is State.MERGED
    assert road.store.read(lambda unit: unit.cases.followers(1)) == [road.contact(RIDER).id]
    assert "image" in [message.kind for message in road.words(1)]
    assert any("乱停车" in told for told in road.told("chen", "joined"))


def test_the_word_that_waited_is_joined_too_when_its_location_comes(road: DeskTalk) -> None:
    road.says("resident", "榕御小区3栋楼下乱停车")
    road.later(hours=5)
    road.says(RIDER, "乱停车")

    assert "已有人报过" in locates(road, RIDER, AT_3)
    assert road.case(2).state is State.MERGED


def test_next_door_is_the_same_spot_where_both_name_the_same_thing(road: DeskTalk) -> None:
    road.says("resident", "榕御小区3栋楼下乱停车")
    road.later(hours=5)
    locates(road, RIDER, AT_4)

    assert "已有人报过" in road.says(RIDER, "乱停车")


@pytest.mark.parametrize(
    ("spot", "word", "days"),
    [
        pytest.param(FAR_OFF, "乱停车", 1, id="another place"),
        pytest.param(AT_3, "垃圾", 1, id="another matter"),
        pytest.param(AT_3, "乱停车", 15, id="too long ago"),
    ],
)
def test_what_is_not_the_same_is_a_case_of_its_own(
    road: DeskTalk, spot: tuple[float, float], word: str, days: int
) -> None:
    road.says("resident", "榕御小区3栋楼下乱停车")
    road.later(days=days)
    locates(road, RIDER, spot)

    assert told_case(road.says(RIDER, word), 2)
    assert road.case(2).state is not State.MERGED


def test_two_things_of_one_category_are_not_one(road: DeskTalk) -> None:
    road.says("resident", "榕御小区3栋楼下路灯坏了")
    road.later(hours=5)
    locates(road, RIDER, AT_3)

    assert told_case(road.says(RIDER, "电梯坏了"), 2), "a lamp is no lift"


def test_a_private_case_is_nothing_to_join(road: DeskTalk) -> None:
    road.says("resident", "榕御小区3栋楼下乱停车")
    case = road.case(1)
    road.store.run(lambda unit: unit.cases.save(replace(case, private=True)))
    road.later(hours=5)
    locates(road, RIDER, AT_3)

    assert told_case(road.says(RIDER, "乱停车"), 2)


def test_her_own_tip_once_more_is_added_to_it(road: DeskTalk) -> None:
    locates(road, RIDER, AT_3)
    road.says(RIDER, "乱停车")
    road.later(days=1)
    locates(road, RIDER, AT_3)

    reply = road.says(RIDER, "乱停车")

    assert reply.startswith("#1 停车秩序 · 榕御小区3栋您报过，已补充进去。")
    assert road.store.read(lambda unit: unit.cases.followers(1)) == []


@pytest.mark.parametrize("said", ["另外登记", "不是同一件", "不是同一件，另外登记"])
def test_what_was_put_together_wrongly_is_taken_apart(road: DeskTalk, said: str) -> None:
    road.says("resident", "榕御小区3栋楼下乱停车")
    road.later(hours=5)
    photographs(road, RIDER)
    locates(road, RIDER, AT_3)
    road.says(RIDER, "乱停车")

    assert told_case(road.says(RIDER, said), 3)
    assert road.store.read(lambda unit: unit.cases.followers(1)) == []
    assert sorted(message.kind for message in road.words(3)) == ["image", "location", "text"]
    assert [message.kind for message in road.words(1)] == ["text"]
    assert road.says(RIDER, "另外登记") == wording_riders.APART_GONE


def test_not_the_same_without_anything_put_together_is_anybodys_talk(road: DeskTalk) -> None:
    assert road.says(RIDER, "不是同一件") != wording_riders.APART_GONE


# -- who -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["resident", "openid-V3"], ids=["a resident", "a volunteer who does not ride"])
def test_others_talk_with_the_desk_as_ever(road: DeskTalk, who: str) -> None:
    assert locates(road, who, AT_3) == "位置收到了。请再说一句：那里怎么了？"
    assert "停车秩序" in road.says(who, "榕御小区3栋楼下乱停车")


def test_a_team_that_has_ended_rides_no_more(store: Store) -> None:
    talk = a_talk(store, nodes=measured())
    rides(talk, until_day=talk.now.date().replace(day=1))

    assert locates(talk, RIDER, AT_3) == "位置收到了。请再说一句：那里怎么了？"


def test_who_has_it_in_hand_does_not_join_it(road: DeskTalk) -> None:
    road.says("resident", "榕御小区3栋楼下乱停车")
    contact = road.contact(OTHER).id
    road.store.run(lambda unit: unit.people.bind(contact, "bind-chen"))
    road.later(hours=5)
    locates(road, OTHER, AT_3)
    road.says(OTHER, "乱停车")

    assert [case.state for case in road.cases()].count(State.MERGED) == 0


# -- the result --------------------------------------------------------------------------------------


def test_the_result_comes_back_in_one_line_to_whoever_rides(road: DeskTalk) -> None:
    road.says("resident", "榕御小区3栋楼下乱停车")
    road.later(hours=1)
    locates(road, RIDER, AT_3)
    road.says(RIDER, "乱停车")
    road.says(CHEN, "接单 1")
    road.later(hours=1)
    road.says(CHEN, "办结 1 已劝离并划线，无照片")

    (told,) = road.told(RIDER, "verdict")
    assert told == "#1 榕御小区3栋：已劝离并划线，无照片。没好回“不满意 1”。"
    (told,) = road.told("resident", "verdict")
    assert "陈**说：已劝离并划线" in told
    assert VERDICT_ASK in told
    road.says(RIDER, "不满意 1 还堵着")
    assert road.moves(1)[-1] == Action.REJECT

