from __future__ import annotations

import pytest

from matching.namecontext import Surroundings, shipped_everyday_words, trust, trust_slip
from matching.nameform import Form, FormKind

FULL, ENDING, FRONT = FormKind.FULL, FormKind.ENDING_LEFT_OFF, FormKind.FRONT_LEFT_OFF

TRUSTED = [
    # four and more characters stand for themselves
    ("某某", "榕御小区", FULL, 1.0, "唱歌"),
    ("某某", "榕御小区", FULL, 0.8, "唱歌"),
    ("某某", "江滨花园锦园", ENDING, 0.8, "唱歌"),
    ("某某", "古龙西溪", ENDING, 1.0, "唱歌"),
    ("在", "古龙西溪", ENDING, 0.9, "唱歌"),
    # three need a fresh start or a word of places
    ("某某", "悦珑庄", FULL, 1.0, "唱歌"),
    ("", "悦珑庄", FULL, 0.95, "唱歌"),
    ("某某", "璞悦湾", FRONT, 1.0, "唱歌"),
    ("某某", "新华东", ENDING, 0.95, "3栋"),
    ("住", "新华东", ENDING, 0.95, "物业"),
    # two need a building, or begin the sentence
    ("在", "榕御", ENDING, 1.0, "3栋"),
    ("在", "榕御", FRONT, 1.0, "小区"),
    ("", "榕御", ENDING, 0.95, "3栋"),
    ("", "榕御", ENDING, 0.95, "。"),
    ("", "榕御", FULL, 1.0, "唱歌"),
    ("", "榕御", ENDING, 1.0, "门口"),
    ("正对", "榕御", ENDING, 1.0, "这边"),
]

DOUBTED = [
    ("某某", "榕御小区", FULL, 0.7, "唱歌"),
    ("某某", "古龙西溪", ENDING, 0.9, "唱歌"),
    ("某某", "悦珑庄", FULL, 0.95, "唱歌"),
    ("某某", "新华东", ENDING, 0.8, "3栋"),
    ("某某", "新华东", ENDING, 1.0, "唱歌"),
    ("某某", "榕御", ENDING, 1.0, "3栋"),
    ("某某", "榕御", ENDING, 0.95, "3栋"),
    ("", "榕御", ENDING, 0.95, "门口"),
    ("", "榕御", FRONT, 1.0, "唱歌"),
    ("某某", "榕御", FRONT, 1.0, "门口"),
    ("开不进", "榕御", ENDING, 1.0, "唱歌"),
    ("某某", "榕御", ENDING, 1.0, "唱歌"),
    ("正对", "榕御", ENDING, 1.0, "唱歌"),
]


@pytest.mark.parametrize(("before", "written", "kind", "alike", "after"), TRUSTED)
def test_a_name_is_trusted_where_a_name_can_stand(
    before: str, written: str, kind: FormKind, alike: float, after: str
) -> None:
    assert trust(Form(written, kind), alike, Surroundings(before, after), common=False) > 0.5


@pytest.mark.parametrize(("before", "written", "kind", "alike", "after"), DOUBTED)
def test_a_short_or_unlike_name_is_doubted(
    before: str, written: str, kind: FormKind, alike: float, after: str
) -> None:
    assert trust(Form(written, kind), alike, Surroundings(before, after), common=False) == 0.0


@pytest.mark.parametrize(
    ("before", "written", "kind", "alike", "after", "trusted"),
    [
        ("我们", "阳光", ENDING, 1.0, "3栋", True),
        ("我们", "阳光", ENDING, 0.95, "3栋", False),
        ("我们", "万科城", FRONT, 0.95, "3栋", True),
        ("我们", "阳光", ENDING, 1.0, "小区", False),
        ("", "玫瑰园", FULL, 1.0, "", True),
        ("", "城市广场", FRONT, 1.0, "门口", True),
        ("恒丰", "城市广场", FRONT, 1.0, "门口", False),
        ("", "城市广场", FRONT, 1.0, "唱歌", False),
        ("", "上城苑", FRONT, 1.0, "门口", False),
        ("我们", "住宅", FRONT, 1.0, "3栋", False),
    ],
)
def test_an_everyday_word_is_a_name_only_with_a_building_or_alone(
    before: str, written: str, kind: FormKind, alike: float, after: str, *, trusted: bool
) -> None:
    found = trust(Form(written, kind), alike, Surroundings(before, after), common=True)

    assert (found > 0.0) is trusted


def test_two_characters_that_begin_a_message_are_a_place_perhaps() -> None:
    perhaps = trust(Form("群裕", ENDING), 1.0, Surroundings("", "晚上唱歌"), common=False)

    assert 0.5 < perhaps < 0.7
    assert trust(Form("群裕", ENDING), 1.0, Surroundings("", "晚上唱歌"), common=True) == 0.0
    assert trust(Form("群裕楼", ENDING), 0.9, Surroundings("", "晚上唱歌"), common=False) == 0.0


@pytest.mark.parametrize(
    ("before", "kind", "after"),
    [("开不进", ENDING, "，抬人抬了两百米"), ("救护车走到", ENDING, "路灯不亮"), ("", FRONT, "绿化带里停了车")],
)
def test_two_characters_where_a_place_is_meant_are_one_perhaps(before: str, kind: FormKind, after: str) -> None:
    assert 0.5 < trust(Form("竹围", kind), 1.0, Surroundings(before, after), common=False) < 0.7


@pytest.mark.parametrize("after", ["路垃圾没人倒", "大道的坑", "街的路灯"])
def test_a_name_before_a_roads_ending_is_the_roads(after: str) -> None:
    assert trust(Form("元光南", FULL), 1.0, Surroundings("", after), common=False) == 0.0


@pytest.mark.parametrize("after", ["路灯不亮", "路口停满车", "路边摊"])
def test_a_road_lamp_is_no_roads_ending(after: str) -> None:
    assert trust(Form("榕御小区", FULL), 1.0, Surroundings("", after), common=False) == 1.0


def test_an_address_holds_letter_for_letter_or_not_at_all() -> None:
    address, around = Form("瑞京路8号", FormKind.ADDRESS), Surroundings("昨晚", "停电")

    assert trust(address, 1.0, around, common=False) > 0.9
    assert trust(address, 0.95, around, common=False) == 0.0


def test_a_slip_before_a_time_of_day_is_forgiven() -> None:
    assert trust_slip(Form("税务新村", FULL), 0.4, Surroundings("", "晚上乱停车")) > 0.5
    assert trust_slip(Form("税务新村", FULL), 0.4, Surroundings("", "唱歌")) == 0.0


def test_a_name_that_goes_on_is_another() -> None:
    assert trust(Form("西子", ENDING), 1.0, Surroundings("", "公寓3栋"), common=False) == 0.0


def test_a_house_number_is_no_building_number() -> None:
    assert trust(Form("元光南新村5号", FULL), 1.0, Surroundings("", "楼旁边"), common=False) == 0.0


@pytest.mark.parametrize(
    ("form", "before", "after", "trusted"),
    [
        (Form("桃林新村", FULL), "", "有人违建", True),
        (Form("桃林新村", FULL), "", "唱歌", False),
        (Form("桃林新村", FULL), "某某", "3栋", False),
        (Form("桃林新村北", FULL), "", "唱歌", True),
        (Form("桃林新村", FormKind.ZONE_LEFT_OFF), "", "3栋", False),
    ],
)
def test_a_slip_must_stand_where_a_name_stands(form: Form, before: str, after: str, *, trusted: bool) -> None:
    assert (trust_slip(form, 0.7, Surroundings(before, after)) > 0.0) is trusted


def test_a_doubtful_slip_must_begin_a_sentence() -> None:
    form = Form("桃林新村", FULL)

    assert trust_slip(form, 0.4, Surroundings("", "3栋")) > 0.0
    assert trust_slip(form, 0.4, Surroundings("在", "3栋")) == 0.0


def test_a_weak_form_allows_no_slip() -> None:
    assert trust_slip(Form("城市广场", FRONT, weak=True), 0.7, Surroundings("", "3栋")) == 0.0


def test_nothing_alike_is_no_slip() -> None:
    assert trust_slip(Form("桃林新村", FULL), 0.0, Surroundings("", "3栋")) == 0.0


def test_the_everyday_words_hold_what_people_say_daily() -> None:
    words = shipped_everyday_words()

    assert {"阳光", "写字楼", "农贸市场"} <= words
    assert "榕御" not in words
