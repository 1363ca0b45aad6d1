"""附近驿站 as a page: what works there, a word to the keeper, and the keeper's taps."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.desk import wording_stations
from matching.station import Station
from tests.bot.desk.riders import locates, rides
from tests.builders import DeskTalk

KEEPER = "openid-V1"
NEAR = Station("z1", "榕御驿站", "rongyu", 117.651, 24.51, "每天 08:00-22:00", {"饮水": "", "微波炉": "坏了"}, "V1")
FAR = Station("z2", "修文驿站", "xiuwen", 117.66, 24.51, "每天 08:00-22:00", {})
UNMEASURED = Station("z3", "无名驿站", "xiuwen")


@pytest.fixture
def known(talk: DeskTalk) -> DeskTalk:
    rides(talk)
    talk.store.run(lambda unit: unit.stations.apply([NEAR, FAR, UNMEASURED]))
    return talk


def station(talk: DeskTalk, code: str = "z1") -> Station:
    found = talk.store.read(lambda unit: unit.stations.load(code))
    assert found is not None
    return found


def press(reader, status: int = 200, once: str = "", **fields: str) -> str:
    """Press a button of the page, or send its few words; the page one ends on."""
    text = reader.sees("stations")
    key = re.search(r'name="key" value="([^"]*)"', text)
    assert key is not None
    once = once or re.findall(r'name="once" value="([^"]*)"', text)[0]
    answer = reader.client.post(reader.address("stations"), data={"key": key[1], "once": once, **fields})
    assert answer.status_code == status, answer.text
    return answer.text


def test_the_nearest_comes_first_with_what_works_and_what_does_not(known: DeskTalk, reader) -> None:
    locates(known, "resident")

    text = reader("resident").sees("stations")

    assert text.index("榕御驿站") < text.index("修文驿站") < text.index("无名驿站")
    assert "90米" in text
    assert "开到22:00" in text
    assert '<li class="flag calm">饮水</li>' in text
    assert '<li class="flag">微波炉坏了</li>' in text
    assert "还没有登记有什么" in text
    assert text.count("apis.map.qq.com") == 2, "nobody measured the third"
    assert "您看管" not in text


def test_without_a_location_the_page_says_how_to_give_one(known: DeskTalk, reader) -> None:
    text = reader("resident").sees("stations")

    assert "在公众号里发个位置" in text
    contact = known.contact("resident")
    known.store.run(lambda unit: unit.people.save(replace(contact, home="rongyu-3")))
    assert wording_stations.FROM_HOME in reader("resident").sees("stations")


def test_without_stations_the_page_is_not_empty(talk: DeskTalk, reader) -> None:
    talk.contact("resident")

    assert wording_stations.NONE_YET in reader("resident").sees("stations")


def test_the_keeper_changes_a_service_with_a_tap_and_back(known: DeskTalk, reader) -> None:
    keeper = reader(KEEPER)
    assert "您看管这里" in keeper.sees("stations")

    assert "榕御驿站微波炉可以用" in press(keeper, station="z1", service="微波炉", word="好了")
    assert station(known).services["微波炉"] == ""
    assert "榕御驿站微波炉坏了" in press(keeper, station="z1", service="微波炉", word="坏了")
    assert station(known).services["微波炉"] == "坏了"


def test_the_keeper_shuts_and_opens(known: DeskTalk, reader) -> None:
    keeper = reader(KEEPER)

    assert "今天关门" in press(keeper, station="z1", word="关门")
    assert not station(known).open
    assert "照常开门" in press(keeper, station="z1", word="开门")
    assert station(known).open


def test_a_tap_sent_twice_counts_once(known: DeskTalk, reader) -> None:
    press(reader("resident"), once="same", station="z1", word="缺热水")
    press(reader("resident"), once="same", station="z1", word="缺热水")

    assert len(known.store.read(lambda unit: unit.stations.said_of("z1"))) == 1


def test_others_only_tell_the_keeper_even_with_the_keepers_words(known: DeskTalk, reader) -> None:
    assert "已告诉榕御驿站的看管人" in press(reader("resident"), station="z1", service="饮水", word="坏了")
    assert station(known).services["饮水"] == ""


@pytest.mark.parametrize("fields", [{}, {"station": "z9", "word": "关门"}, {"station": "", "word": "关门"}])
def test_nonsense_changes_nothing_and_ends_on_the_page(known: DeskTalk, reader, fields: dict[str, str]) -> None:
    press(reader("resident"), **fields)

    assert known.store.read(lambda unit: unit.stations.all()) == [NEAR, FAR, UNMEASURED]


@pytest.mark.usefixtures("known")
def test_a_form_from_elsewhere_is_refused(reader) -> None:
    stranger = reader("resident")
    answer = stranger.client.post(stranger.address("stations"), data={"key": "no", "once": "1", "station": "z1"})

    assert answer.status_code == 403
