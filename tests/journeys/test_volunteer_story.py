"""A neighbour's hand, from the message to the hours, on phones and pages of the demo at hours of the test's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.builders import ZONE
from tests.journeys.browser import Hands, chromium, page_at
from tests.journeys.own_hour import OwnHour
from tests.journeys.saturday import TUESDAY, behind, hands, make_demo, number_in, on_saturday, opened

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo(tmp_path_factory.mktemp("made"))


@pytest.fixture
def hour(made: Path, tmp_path: Path) -> Iterator[OwnHour]:
    with on_saturday(made, tmp_path) as begun:
        yield begun


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def phones(hour: OwnHour, browser: Browser) -> Iterator[Page]:
    with page_at(browser, f"{hour.url}/simulator") as page:
        yield page


def asks_for_light(aunt: Hands, more: str = "") -> str:
    """The number of an old woman's lamp, once she has said where she lives."""
    aunt.type(f"我家灯坏了不敢爬高, 71岁一个人住{more}")
    expect(aunt.answer("在哪个小区、哪一栋").last).to_be_visible()
    aunt.type("榕御小区3栋501")
    return number_in(aunt.answer("正在找志愿者：水电维修1人").last)


# -- help ----------------------------------------------------------------------------------------------


def test_a_lamp_is_mended_by_the_electrician_of_the_next_building(
    hour: OwnHour, phones: Page, browser: Browser
) -> None:
    aunt, zhou = hands(phones, "王阿姨", "周晓梅")
    number = asks_for_light(aunt)
    offer = zhou.answer(f"请您帮忙：#{number} 水电维修（灯坏了）").last
    expect(offer).to_contain_text("一个人去就行")
    expect(offer).not_to_contain_text("501")
    zhou.type(f"接 {number}")
    claimed = zhou.answer(f"#{number} 是您的了").last
    expect(claimed).to_contain_text("在501室")
    expect(claimed).to_contain_text("71岁一个人住")
    expect(aunt.answer("志愿者周**（水电维修，住4栋）接了").last).to_be_visible()

    hour.passes(minutes=40)
    with behind(browser, claimed) as page:
        expect(page.get_by_role("heading", name=f"#{number} 水电维修")).to_be_visible()
        page.get_by_role("button", name="做好了").click()
        expect(page.get_by_role("status")).to_contain_text("辛苦了")
    expect(aunt.answer(f"#{number} 志愿者周**说").last).to_be_visible()
    aunt.type(f"满意 {number}")
    expect(zhou.answer("这次记40分钟").last).to_be_visible()
    aunt.type("谢谢小周，灯亮了")
    expect(zhou.answer("居民让我们转告您：谢谢小周，灯亮了").last).to_be_visible()

    zhou.type("我的时长")
    with behind(browser, zhou.answer("邻里帮忙 · 水电维修 40分钟").last) as page:
        mine = page.get_by_role("region", name=re.compile("^我的时长")).get_by_role("listitem").first
        expect(mine).to_contain_text("计入榕御小区、榕御社区")
        expect(mine).to_contain_text("40分钟")


def test_where_nobody_answers_a_named_person_has_it(hour: OwnHour, phones: Page) -> None:
    (aunt,) = hands(phones, "王阿姨")
    number = asks_for_light(aunt, "，今天上午")
    for _ in range(8):
        hour.passes(minutes=31)
        if aunt.answer("志愿者一时没有空").count():
            break
    expect(aunt.answer(f"#{number}").filter(has_text="已交给榕御社区志愿服务队来安排").last).to_be_visible()
    expect(opened(phones, "榕御社区志愿服务队").answer(f"#{number}").last).to_be_visible()


def test_who_rests_is_not_asked_until_she_is_back(hour: OwnHour, phones: Page) -> None:
    aunt, zhou = hands(phones, "王阿姨", "周晓梅")
    until = (hour.clock().astimezone(ZONE) + timedelta(days=3)).date()
    zhou.type(f"休息到 {until.month}月{until.day}日")
    expect(zhou.answer(f"好，歇到{until.month}月{until.day}日").last).to_be_visible()
    hour.ahead += timedelta(seconds=2)  # what a process knows of the register may be a second old
    asks_for_light(aunt)
    expect(opened(phones, "张天赐").answer("请您帮忙").last).to_be_visible()
    zhou.type("结束休息")
    expect(zhou.answer("欢迎回来").last).to_be_visible()
    expect(zhou.answer("请您帮忙：")).to_have_count(0)


def test_a_team_is_ordered_by_its_skills(phones: Page) -> None:
    office, zhou = hands(phones, "榕御居委会", "周晓梅")
    office.type("派单 榕御小区 便民集市 周日9:00-11:00 水电维修2 搬运1")
    expect(office.answer("水电维修2人、搬运1人").last).to_be_visible()
    office.type("好")
    number = number_in(office.answer("发出去了").last)
    expect(zhou.answer(f"#{number} 便民集市").last).to_contain_text("共3人一起去")
    zhou.type(f"接 {number}")
    expect(zhou.answer(f"#{number} 是您的了").last).to_be_visible()
    office.type("派单")
    expect(office.answer("1/3人已接").last).to_be_visible()


# -- care ----------------------------------------------------------------------------------------------


def test_a_wish_is_claimed_on_the_board_and_delivered(phones: Page, browser: Browser) -> None:
    aunt, zhou = hands(phones, "王阿姨", "周晓梅")
    aunt.type("榕御小区3栋 我想要一台收音机，耳朵不好声音要大的")
    number = number_in(aunt.answer("一位邻居想要收音机或听戏机").last)
    zhou.type("心愿")
    with behind(browser, zhou.answer(f"#{number} 一位邻居想要收音机").last) as page:
        wish = page.get_by_role("listitem").filter(has_text="收音机").first
        expect(wish).not_to_contain_text("3栋")
        wish.get_by_role("button", name="认领").click()
        expect(page.get_by_role("status")).to_contain_text("是您的了")
        expect(page.get_by_role("status")).to_contain_text("声音要大的")
    expect(aunt.answer("志愿者周**").last).to_be_visible()
    aunt.type(f"上门 {number}")
    expect(zhou.answer(f"#{number} 对方愿意您直接上门：榕御小区3栋").last).to_be_visible()
    zhou.type(f"完成 {number} 送到了，教会了换台")
    expect(aunt.answer("送到了，教会了换台").last).to_be_visible()
    aunt.type(f"满意 {number}")
    expect(zhou.answer(f"#{number}").filter(has_text="办好了，谢谢您").last).to_be_visible()


def test_a_missed_visit_reaches_a_person_the_same_day(hour: OwnHour, phones: Page) -> None:
    hour.comes(TUESDAY, time(6, 55))
    (zhou,) = hands(phones, "周晓梅")
    hour.passes(minutes=10)
    told = zhou.answer("走访一位老人 · 榕御小区3栋").last
    expect(told).to_contain_text("502室")
    number = number_in(told)
    hour.comes(TUESDAY, time(18, 5))
    hour.passes()
    expect(zhou.answer(f"#{number} 今天17:00前的走访去了吗").last).to_be_visible()
    hour.comes(TUESDAY, time(19, 5))
    assert "visit_missed" in hour.tick()
    team = opened(phones, "榕御社区志愿服务队")
    expect(team.answer(number).last).to_contain_text("走访一位老人 榕御小区3栋")
