"""Closing that holds and a ruling that is followed, on phones and pages: real Chromium, a real process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from bot.desk import wording_pages
from tests.bot.pages.pictures import a_photo
from tests.journeys.browser import Hands, chromium, page_at
from tests.journeys.installation import Installation, free_port

pytestmark = pytest.mark.browser

PHONE = (390, 844)
STREET = "新桥综治办"


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    own = f"http://127.0.0.1:{port}"
    extra = {"LINLI_WORKER__POLL_MILLISECONDS": "50", "LINLI_SERVER__PUBLIC_URL": "", "LINLI_SERVER__SECRET_KEY": ""}
    started = Installation(tmp_path_factory.mktemp("closing"), f"{own}/simulator/api", extra)
    started.start("run", "--demo", port=port)
    started.wait_until_ready(port)
    yield f"{own}/simulator"
    assert started.stop() == [0]
    assert started.complaints() == []


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def number_in(receipt: Locator) -> str:
    expect(receipt).to_be_visible()
    found = re.search(r"#(\d+)", receipt.inner_text())
    assert found
    return found.group(1)


def tapped(bubble: Locator) -> str:
    """The address that a tap on the bubble's or card's link opens."""
    expect(bubble).to_be_visible()
    address = bubble.locator("a").last.get_attribute("href")
    assert address
    return address


def test_each_point_is_answered_a_photo_is_asked_for_and_the_resident_has_the_last_word(
    simulator: str, browser: Browser, tmp_path: Path
) -> None:
    photo = tmp_path / "work.jpg"
    photo.write_bytes(a_photo(1600, 1200))
    with page_at(browser, simulator) as phones:
        aunt, property_ = Hands(phones, "王阿姨"), Hands(phones, "榕御物业")
        aunt.type("榕御小区5栋的路灯和单元门都坏了，请把路灯修好，也请把单元门装上")
        number = number_in(aunt.answer("公共设施维修 · 榕御小区5栋").first)
        property_.type(f"接单 {number}")
        task = tapped(property_.answer(f"#{number}").filter(has_text="已接单").last)

        with page_at(browser, task, *PHONE) as page:
            page.get_by_role("link", name="办结", exact=True).click()
            page.get_by_label("办好了").nth(0).check()
            page.get_by_label("办不了").nth(1).check()
            page.get_by_label("第1件怎么办的").fill("换了灯管")
            page.get_by_label("第2件怎么办的").fill("门要订做，下周五装")
            page.get_by_label("做了什么").fill("灯亮了，门在等")
            page.get_by_role("button", name="办结").click()
            expect(page.get_by_role("alert")).to_have_text(wording_pages.PHOTO_MISSING)
            page.locator("input[type=file]").set_input_files(photo)
            expect(page.get_by_text("照片传好了")).to_be_visible()
            page.get_by_role("button", name="办结").click()
            expect(page.get_by_role("status")).to_contain_text("已报办结")

        verdict = aunt.answer("灯亮了，门在等").last
        expect(verdict).to_contain_text("把单元门装上：还没办成，门要订做，下周五装")
        with page_at(browser, tapped(verdict), *PHONE) as page:
            expect(page.locator(".photos img")).to_have_count(1)
            page.get_by_role("link", name="没办好", exact=True).click()
            page.locator("textarea").fill("门还是关不上")
            page.get_by_role("button", name="没办好").click()
            expect(page.get_by_role("status")).to_contain_text("已重新打开")
            expect(page.locator(".points li.open")).to_have_count(2)

        expect(property_.answer("居民说没办好：门还是关不上")).to_be_visible()
        property_.type(f"办结 {number} ①换了灯管 ②门装好了")
        expect(property_.answer("请发一张办好的照片")).to_be_visible()  # the old one shows the old work
        property_.type("无照片：夜里看不清")
        again = aunt.answer("把单元门装上：门装好了").last
        with page_at(browser, tapped(again), *PHONE) as page:
            page.get_by_role("button", name="办好了", exact=True).click()
            page.get_by_role("button", name="满意", exact=True).click()
            expect(page.get_by_role("button", name="满意", exact=True)).to_have_count(0)
        expect(property_.answer(f"#{number}").filter(has_text="居民说满意")).to_be_visible()


def test_the_street_decides_on_its_page_and_the_next_case_follows(simulator: str, browser: Browser) -> None:
    with page_at(browser, simulator) as phones:
        lin, leader, property_ = (Hands(phones, name) for name in ("小林", "陈建国", "榕御物业"))
        lin.type("榕御小区3栋楼上半夜还在唱歌，太吵了")
        number = number_in(lin.answer("噪音扰民 · 榕御小区3栋").first)
        expect(leader.answer(f"#{number}").first).to_be_visible()
        leader.type(f"退回 {number} 噪音归物业管")
        expect(property_.answer("噪音扰民").first).to_be_visible()
        property_.type(f"退回 {number} 物业没有执法权")
        expect(lin.answer("归谁办说法不一")).to_be_visible()

        with page_at(browser, tapped(Hands(phones, STREET).answer(f"#{number}").last), *PHONE) as page:
            page.locator(".bar").get_by_role("link", name="裁决").click()
            page.get_by_label("榕御小区物业服务中心").check()
            page.get_by_label("为什么归他").fill("小区里的噪音先由物业上门劝")
            page.get_by_role("button", name="裁决").click()
            expect(page.get_by_role("status")).to_contain_text("以后榕御小区的噪音扰民都照此派")

        task = property_.answer("街道裁定归您：小区里的噪音先由物业上门劝")
        expect(task).to_contain_text("裁定了的不能再退")
        expect(lin.answer("街道已定由榕御小区物业服务中心办")).to_be_visible()

        phones.wait_for_timeout(1_500)  # what a process knows of rulings may be a second old
        aunt = Hands(phones, "王阿姨")
        aunt.type("榕御小区4栋楼下麻将馆吵到半夜两点")
        following = number_in(aunt.answer("噪音扰民 · 榕御小区4栋").first)
        expect(property_.answer(f"#{following} 噪音扰民").first).to_be_visible()
