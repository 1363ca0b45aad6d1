"""What the community offers and calls for: an order, an activity, a typhoon, on phones and pages of the demo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser import chromium, page_at
from tests.journeys.own_hour import OwnHour
from tests.journeys.saturday import behind, hands, make_demo, number_in, on_saturday, opened

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


def test_a_service_is_ordered_and_comes(phones: Page, browser: Browser) -> None:
    aunt, zhou = hands(phones, "王阿姨", "周晓梅")
    aunt.type("点单")
    expect(aunt.answer("还不知道您住哪").last).to_be_visible()
    aunt.type("榕御小区3栋501")
    listed = aunt.answer("榕御社区能点的服务").last
    with behind(browser, listed) as page:
        expect(page.get_by_text("水电小修").first).to_be_visible()
    aunt.type("点单 水电小修 周日上午")
    expect(aunt.answer("水电小修：明天8:00–12:00").last).to_be_visible()
    aunt.type("好")
    offer = zhou.answer("水电小修").last
    number = number_in(offer)
    zhou.type(f"接 {number}")
    expect(zhou.answer("501室").last).to_be_visible()
    expect(aunt.answer("志愿者周**").last).to_be_visible()


def test_an_activity_is_joined_on_its_page(phones: Page, browser: Browser) -> None:
    (aunt,) = hands(phones, "王阿姨")
    aunt.type("活动")
    listed = aunt.answer("近期的活动").last
    with behind(browser, listed) as page:
        page.get_by_role("link", name="义诊和血压测量").first.click()
        page.get_by_role("button", name="参加").first.click()
        expect(page.get_by_role("status")).to_be_visible()
    aunt.type("活动")
    expect(aunt.answer("您报了").last).to_be_visible()


def test_a_typhoon_from_the_call_to_the_stand_down(phones: Page, browser: Browser) -> None:
    (office,) = hands(phones, "榕御居委会")
    office.type("应急 台风 到12月30日 榕御应急队")
    expect(office.answer("已通知榕御应急队共8人待命").last).to_be_visible()
    office.type("排班 明天 14:00-18:00 榕御桥头巡查 2人")
    expect(office.answer("排出2人次").last).to_be_visible()
    office.type("好")
    expect(office.answer("人都齐了").last).to_be_visible()
    office.type("点名")
    expect(office.answer("已点名8人").last).to_be_visible()
    member = opened(phones, "周雅芳")
    member.type("到")
    expect(member.answer("点名您到了").last).to_be_visible()
    office.type("应急")
    with behind(browser, office.answer("应急1 台风").last) as page:
        expect(page.get_by_text("榕御桥头巡查").first).to_be_visible()
        expect(page.get_by_text("周雅芳、江永福").first).to_be_visible()
    office.type("解除")
    expect(office.answer("要解除吗").last).to_be_visible()
    office.type("好")
    expect(office.answer("已解除").last).to_be_visible()
