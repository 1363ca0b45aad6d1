"""A rider's day in the simulator: a tip from the road to its result, an errand where she has stopped, the stations."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browser import Hands, chromium, page_at
from tests.journeys.installation import Installation, free_port

pytestmark = pytest.mark.browser

PHONE = (390, 844)
AT_3 = "榕御小区3栋"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    own = f"http://127.0.0.1:{port}"
    extra = {"LINLI_WORKER__POLL_MILLISECONDS": "50", "LINLI_SERVER__PUBLIC_URL": "", "LINLI_SERVER__SECRET_KEY": ""}
    started = Installation(tmp_path_factory.mktemp("riders"), f"{own}/simulator/api", extra)
    started.start("run", "--demo", port=port)
    started.wait_until_ready(port)
    yield own
    assert started.stop() == [0]
    assert started.complaints() == []


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def locates(hands: Hands, label: str = AT_3) -> None:
    """Send a location by the sheet: three taps."""
    hands.phone.get_by_label("照片、位置、语音等").click()
    hands.phone.locator("[data-do=place]").click()
    sheet = hands.page.get_by_role("dialog", name="发送位置")
    sheet.get_by_role("button", name=label).click()
    sheet.get_by_role("button", name="发送").click()


def test_from_the_road_to_the_result(site: str, browser: Browser) -> None:
    with page_at(browser, f"{site}/simulator") as phones:
        rider, chen = Hands(phones, "张家豪"), Hands(phones, "陈建国")
        locates(rider)
        expect(rider.answer("位置收到：榕御小区3栋附近")).to_be_visible()
        rider.type("1")
        receipt = rider.answer("停车秩序 · 榕御小区3栋").first
        expect(receipt).to_contain_text("办好告诉您。路上慢点。")
        found = re.search(r"#(\d+)", receipt.inner_text())
        assert found
        number = found[1]

        expect(chen.answer(f"#{number}").first).to_be_visible()
        chen.type(f"接单 {number}")
        expect(chen.answer("已接单").first).to_be_visible()
        chen.type(f"办结 {number} 已劝离并划线，没拍照片")

        expect(rider.answer(f"#{number} 榕御小区3栋：已劝离并划线")).to_contain_text(f"没好回“不满意 {number}”")


def test_the_stations_near_and_their_keeper(site: str, browser: Browser) -> None:
    with page_at(browser, f"{site}/simulator") as phones:
        rider, keeper = Hands(phones, "张家豪"), Hands(phones, "榕御物业")
        keeper.type("驿站 充电 坏了")
        expect(keeper.answer("榕御驿站充电坏了")).to_be_visible()
        locates(rider)
        rider.type("附近驿站")
        listed = rider.answer("最近的驿站3个").last
        expect(listed).to_contain_text("1. 榕御驿站")
        expect(listed).to_contain_text("充电坏了")

        with page_at(browser, listed.locator("a").last.get_attribute("href") or "", *PHONE) as page:
            expect(page.get_by_role("heading", name="榕御驿站")).to_be_visible()
            expect(page.get_by_role("heading", name=re.compile("驿站"))).to_have_count(21)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            first = page.get_by_role("region", name="榕御驿站")
            first.get_by_text("告诉看管人").click()
            first.get_by_placeholder("比如：缺热水").fill("缺热水")
            first.get_by_role("button", name="发送").click()
            expect(page.get_by_role("status")).to_contain_text("已告诉榕御驿站的看管人")
        expect(keeper.answer("有人说榕御驿站：缺热水")).to_be_visible()

        keeper.type("附近驿站")
        locates(keeper)
        own = keeper.answer("最近的驿站3个").last
        expect(own).to_be_visible()
        with page_at(browser, own.locator("a").last.get_attribute("href") or "", *PHONE) as page:
            kept = page.get_by_role("region", name="榕御驿站").first
            kept.get_by_role("button", name="榕御驿站充电好了").click()
            expect(page.get_by_role("status")).to_contain_text("榕御驿站充电可以用")


def test_an_errand_is_read_only_where_she_has_stopped(site: str, browser: Browser) -> None:
    with page_at(browser, f"{site}/simulator") as phones:
        rider = Hands(phones, "张家豪")
        rider.type("停好了")
        expect(rider.answer("30分钟内有了就告诉您").last).to_be_visible()
        rider.type("出发")
        expect(rider.answer("好，路上慢点，不打扰您")).to_be_visible()
        rider.type("我的队")
        expect(rider.answer("【千里顺风队】5人")).to_be_visible()
