"""附近驿站 and 驿站: the nearest by location or home, the keeper's word and its opposite, what others say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.desk import wording_stations
from bot.desk.links import Links
from matching.station import Station, look_at
from storage.unit_of_work import Store
from tests.bot.desk.riders import HERE, a_volunteer, locates, rides
from tests.builders import MORNING, ZONE, DeskTalk, a_talk
from tests.tone import assert_tone

KEEPER, VOLUNTEER, CHEN = "openid-V1", "openid-V3", "openid-chen"
DAILY = "每天 08:00-22:00"


def a_station(code: str, name: str, east: float, **given: Any) -> Station:
    """So many thousandths of a degree east of 榕御小区: about 101 m each."""
    station = Station(code, name, "rongyu", 117.65 + east / 1000, 24.51, DAILY, {"饮水": "", "充电": "", "微波炉": ""})
    return replace(station, **given)


@pytest.fixture
def near(talk: DeskTalk) -> DeskTalk:
    """Four stations; the rider 阿强 keeps the first, 3栋's leader the second."""
    rides(talk)
    found = [
        a_station("z1", "榕御驿站", 1, keeper="V1"), a_station("z2", "修文驿站", 3, keeper="chen"),
        a_station("z3", "江滨驿站", 5), a_station("z4", "远方驿站", 60),
    ]  # fmt: skip
    talk.store.run(lambda unit: unit.stations.apply(found))
    return talk


def station(talk: DeskTalk, code: str = "z1") -> Station:
    found = talk.store.read(lambda unit: unit.stations.load(code))
    assert found is not None
    return found


def at_home(talk: DeskTalk, who: str, home: str = "rongyu-3") -> None:
    contact = talk.contact(who)
    talk.store.run(lambda unit: unit.people.save(replace(contact, home=home)))


# -- near --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["附近驿站", "驿站", "附近的驿站", "红色驿站在哪"])
def test_a_location_is_asked_for_once_and_answers(near: DeskTalk, said: str) -> None:
    assert near.says("resident", said) == wording_stations.WHERE

    assert locates(near, "resident") == (
        "最近的驿站3个：\n"
        "1. 榕御驿站 90米，开到22:00\n饮水 充电 微波炉\n"
        "2. 修文驿站 290米，开到22:00\n饮水 充电 微波炉\n"
        "3. 江滨驿站 500米，开到22:00\n饮水 充电 微波炉"
    )


def test_a_location_sent_a_moment_before_is_enough(near: DeskTalk) -> None:
    locates(near, "resident")

    assert near.says("resident", "附近驿站").startswith("最近的驿站3个：\n1. 榕御驿站")


def test_at_home_the_list_comes_at_once_and_says_from_where(near: DeskTalk) -> None:
    at_home(near, "resident")

    reply = near.says("resident", "附近驿站")

    assert reply.startswith("最近的驿站3个：\n1. 榕御驿站 100米")
    assert reply.endswith(wording_stations.FROM_HOME)
    assert "1. 远方驿站" in locates(near, "resident", (117.71, 24.51)), "now by where she is"


def test_later_a_location_is_a_report_again(near: DeskTalk) -> None:
    near.says("resident", "附近驿站")
    locates(near, "resident")
    near.later(minutes=20)

    assert locates(near, "resident") == "位置收到了。请再说一句：那里怎么了？"


def test_what_is_broken_or_shut_stands_there(near: DeskTalk) -> None:
    broken = replace(station(near), services={"饮水": "", "雨具": "没了"})
    shut = replace(station(near, "z2"), open=False, note="装修")
    near.store.run(lambda unit: unit.stations.save(broken))
    near.store.run(lambda unit: unit.stations.save(shut))
    locates(near, "resident")

    reply = near.says("resident", "附近驿站")

    assert "1. 榕御驿站 90米，开到22:00\n饮水；雨具没了" in reply
    assert "3. 修文驿站 290米，现在关着（装修）" in reply


@pytest.mark.parametrize("said", ["附近驿站", "驿站 缺热水"])
def test_without_any_station_the_reply_says_so(talk: DeskTalk, said: str) -> None:
    locates(talk, "resident")

    assert talk.says("resident", said) == wording_stations.NONE_YET


def test_the_list_ends_with_a_link_to_the_page(near: DeskTalk) -> None:
    near.desk = replace(near.desk, links=Links("https://linli.example", "key"))
    locates(near, "resident")

    assert near.says("resident", "附近驿站").endswith('/stations">驿站列表</a>')


# -- the keeper --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("驿站 微波炉 坏了", "坏了"),
        ("驿站 微波炉坏了", "坏了"),
        ("驿站 微波炉 没电", "没电"),
        ("驿站 微波炉 还没修好", "还没修好"),
        ("驿站 微波炉不能用了因为昨天有人把门弄掉了", "坏了"),
    ],
)
def test_the_keeper_says_what_is_broken_and_the_opposite_word_takes_it_back(
    near: DeskTalk, said: str, wrong: str
) -> None:
    assert near.says(KEEPER, said).startswith(f"记下了：榕御驿站微波炉{wrong}")
    assert station(near).services["微波炉"] == wrong
    assert station(near).updated_at == near.now

    assert near.says(KEEPER, "驿站 微波炉 好了") == "记下了：榕御驿站微波炉可以用。\n又坏了回“驿站 微波炉 坏了”。"
    assert station(near).services["微波炉"] == ""


def test_a_keeper_on_duty_may_too(near: DeskTalk) -> None:
    near.says(CHEN, "驿站 热水没了")

    assert station(near, "z2").services["饮水"] == "坏了"


def test_shut_for_today_and_open_again_tomorrow(near: DeskTalk) -> None:
    assert near.says(KEEPER, "驿站 关门").startswith("记下了：榕御驿站今天关门，明天照常开。")
    locates(near, "resident")
    assert "榕御驿站 90米，现在关着" in near.says("resident", "附近驿站")

    near.later(days=1)
    locates(near, "resident")
    assert "榕御驿站 90米，开到22:00" in near.says("resident", "附近驿站")


def test_shut_with_a_reason_until_the_keeper_opens(near: DeskTalk) -> None:
    assert "等您说开门再开" in near.says(KEEPER, "驿站 关门 装修")
    near.later(days=3)
    locates(near, "resident")
    assert "榕御驿站 90米，现在关着（装修）" in near.says("resident", "附近驿站")

    assert near.says(KEEPER, "驿站 开门") == "记下了：榕御驿站照常开门。\n要关回“驿站 关门”。"
    assert "榕御驿站 90米，开到22:00" in near.says("resident", "附近驿站")


@pytest.mark.parametrize(
    ("said", "until"),
    [
        ("驿站 开门 到23:00", "23:00"),
        ("驿站 开门到23点", "23:00"),
        ("驿站 开门 22点半", "22:30"),
        ("驿站 开门 到24:00", "24:00"),
    ],
)
def test_open_longer_today(near: DeskTalk, said: str, until: str) -> None:
    assert near.says(KEEPER, said) == f"记下了：榕御驿站开到{until}。\n要关回“驿站 关门”。"
    locates(near, "resident")
    assert f"榕御驿站 90米，开到{until}" in near.says("resident", "附近驿站")


@pytest.mark.parametrize("said", ["驿站 开门 到很晚", "驿站 开门 到26:00", "驿站 开门 到24:30"])
def test_an_hour_nobody_can_read_is_asked_for(near: DeskTalk, said: str) -> None:
    assert near.says(KEEPER, said) == wording_stations.OPEN_HOUR_WRONG
    assert station(near).until_at is None


def test_an_hour_that_has_passed_is_no_promise(near: DeskTalk) -> None:
    assert near.says(KEEPER, "驿站 开门 到9:00") == "9:00已经过了。请写今天还没到的时间，比如：驿站 开门 到12:00"


def test_a_service_is_added_and_taken_away(near: DeskTalk) -> None:
    assert near.says(KEEPER, "驿站 换电 坏了") != ""
    assert near.says(KEEPER, "驿站 打气 坏了") == "榕御驿站没有登记打气。\n要添上，回“驿站 加 打气”。"
    assert near.says(KEEPER, "驿站 加 换电").startswith("记下了：榕御驿站添了换电。")
    assert near.says(KEEPER, "驿站 换电 坏了").startswith("记下了：榕御驿站换电坏了")
    assert near.says(KEEPER, "驿站 减 换电").startswith("记下了：榕御驿站不再提供换电。")
    assert "换电" not in station(near).services
    assert near.says(KEEPER, "驿站 减 换电") == wording_stations.not_offered("榕御驿站", "换电")
    assert near.says(KEEPER, "驿站 加 可以免费更换电动车电池") == wording_stations.SERVICE_TOO_LONG.format(most=8)


def test_a_word_that_says_nothing_is_answered_with_how(near: DeskTalk) -> None:
    reply = near.says(KEEPER, "驿站 怎么弄")

    assert reply.startswith("您看管的榕御驿站，开到22:00。\n能用：饮水 充电 微波炉")
    assert reply.endswith(wording_stations.HOW_TO_KEEP)


def test_who_keeps_two_names_the_one_that_is_meant(near: DeskTalk) -> None:
    near.store.run(lambda unit: unit.stations.save(replace(station(near, "z3"), keeper="V1")))

    assert near.says(KEEPER, "驿站 关门").startswith("是哪个驿站？榕御驿站、江滨驿站")
    assert near.says(KEEPER, "驿站 江滨驿站 关门").startswith("记下了：江滨驿站今天关门")


def test_a_number_means_the_station_that_stands_there_in_the_list(near: DeskTalk) -> None:
    locates(near, "resident")
    near.says("resident", "附近驿站")

    assert near.says("resident", "驿站 2 缺热水") == "谢谢，已告诉修文驿站的看管人。"
    assert near.says("resident", "驿站 9 缺热水").startswith("是哪个驿站？")


# -- others ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("驿站 缺热水", "缺热水"),
        ("驿站 评价 很干净，谢谢", "很干净，谢谢"),
        ("驿站 微波炉 坏了", "微波炉 坏了"),
        ("驿站 榕御驿站 没水了，电话13812345678", "没水了，电话138****5678"),
    ],
)
def test_what_others_say_goes_to_the_keeper_and_changes_nothing(near: DeskTalk, said: str, kept: str) -> None:
    locates(near, "resident")
    near.says("resident", "附近驿站")

    assert near.says("resident", said) == "谢谢，已告诉榕御驿站的看管人。"
    assert [one.text for one in near.store.read(lambda unit: unit.stations.said_of("z1"))] == [kept]
    assert station(near).services == {"饮水": "", "充电": "", "微波炉": ""}
    (told,) = near.told(KEEPER, "station")
    assert told.startswith(f"有人说榕御驿站：{kept}\n")
    assert "resident" not in told


def test_a_keeper_on_duty_is_told_by_the_code_of_his_duty(near: DeskTalk) -> None:
    near.says("resident", "驿站 修文驿站 缺热水")

    assert "有人说修文驿站：缺热水" in near.told("chen", "station")[0]


def test_without_a_list_the_nearest_is_meant_and_without_a_location_it_is_asked_for(near: DeskTalk) -> None:
    assert near.says("resident", "驿站 缺热水").startswith("是哪个驿站？榕御驿站、修文驿站")
    locates(near, "resident", (117.6531, 24.51))

    assert near.says("resident", "驿站 缺热水") == "谢谢，已告诉修文驿站的看管人。"


def test_a_station_that_nobody_keeps_takes_the_word_all_the_same(near: DeskTalk) -> None:
    assert near.says("resident", "驿站 江滨驿站 缺热水") == wording_stations.thanked("江滨驿站", kept_by_somebody=False)
    assert near.store.read(lambda unit: len(unit.stations.said_of("z3"))) == 1


def test_nothing_said_is_answered_with_how(near: DeskTalk) -> None:
    assert near.says("resident", "驿站 榕御驿站 评价") == wording_stations.HOW_TO_SAY


def test_the_keeper_reads_what_others_say(near: DeskTalk) -> None:
    assert near.says(KEEPER, "驿站 评价") == "榕御驿站还没有人评价。"
    near.says("resident", "驿站 榕御驿站 很干净")

    assert near.says(KEEPER, "驿站 评价") == "大家这样说榕御驿站：\n今天10:00 很干净"


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_with_the_seeds_twenty_one_stations_the_list_is_short(store: Store) -> None:
    talk = a_talk(store)
    offered = dict.fromkeys(["饮水", "充电", "微波炉", "休息", "雨具", "药箱"], "")
    many = [a_station(f"z{at:02d}", f"驿站{at}", at, services=offered) for at in range(21)]
    store.run(lambda unit: unit.stations.apply(many))
    store.run(lambda unit: unit.people.apply_volunteers([a_volunteer(f"R{at}", "林国栋") for at in range(200)]))
    locates(talk, "resident", HERE)

    reply = talk.says("resident", "附近驿站")

    assert reply.count("驿站") == 4
    assert len(reply.encode()) < 700


def test_the_sentences_keep_the_tone() -> None:
    local = MORNING.astimezone(ZONE)
    one = a_station("z1", "榕御驿站", 1, services={"饮水": "", "微波炉": "坏了"})
    near = look_at(one, local, 320.0)
    shut = look_at(replace(one, open=False, note="装修", services={}), local)
    for text in (
        wording_stations.NONE_YET, wording_stations.WHERE, wording_stations.HOW_TO_KEEP, wording_stations.HOW_TO_SAY,
        wording_stations.OPEN_HOUR_WRONG, wording_stations.NOT_AHEAD.format(clock="9:00", until="12:00"),
        wording_stations.SERVICE_TOO_LONG.format(most=8), wording_stations.NOTHING_SAID.format(name="榕御驿站"),
        wording_stations.listed([near, shut], wording_stations.FROM_HOME), wording_stations.kept(near, "写法"),
        wording_stations.is_broken("榕御驿站", "微波炉", "坏了"), wording_stations.works_again("榕御驿站", "微波炉"),
        wording_stations.not_offered("榕御驿站", "打气"), wording_stations.offered("榕御驿站", "换电"),
        wording_stations.not_any_more("榕御驿站", "换电"), wording_stations.shut("榕御驿站", today=True),
        wording_stations.shut("榕御驿站", today=False), wording_stations.opened("榕御驿站", ""),
        wording_stations.opened("榕御驿站", "22:00"), wording_stations.which([one], "关门"),
        wording_stations.thanked("榕御驿站", kept_by_somebody=True), wording_stations.for_keeper("榕御驿站", "缺热水"),
        wording_stations.thanked("榕御驿站", kept_by_somebody=False), wording_stations.said_of("榕御驿站", ["很干净"]),
    ):  # fmt: skip
        assert_tone(text)
