"""From the push to the page and back, on a phone's screen and on a desk's: real Chromium, a real process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.bot.pages.pictures import a_photo
from tests.journeys.browser import Hands, chromium, page_at
from tests.journeys.installation import Installation, free_port

pytestmark = pytest.mark.browser

PHONE, DESK = (390, 844), (1280, 800)


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Installation, str]]:
    port = free_port()
    own = f"http://127.0.0.1:{port}"
    extra = {"LINLI_WORKER__POLL_MILLISECONDS": "50", "LINLI_SERVER__PUBLIC_URL": "", "LINLI_SERVER__SECRET_KEY": ""}
    started = Installation(tmp_path_factory.mktemp("pages"), f"{own}/simulator/api", extra)
    started.start("run", "--demo", port=port)
    started.wait_until_ready(port)
    yield started, own
    assert started.stop() == [0]
    assert started.complaints() == []


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def number_in(receipt: Locator) -> str:
    found = re.search(r"#(\d+)", receipt.inner_text())
    assert found
    return found.group(1)


def tapped(bubble: Locator) -> str:
    """The address that a tap on the bubble's or card's link opens."""
    address = bubble.locator("a").last.get_attribute("href")
    assert address
    return address


def nothing_is_cut_off(page: Page) -> None:
    """No sideways scrolling, and whatever can be tapped is large enough for a thumb."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = page.evaluate("""[...document.querySelectorAll('a, button, .choice')]
        .filter(e => e.offsetParent && !e.closest('.photos') && e.offsetHeight < 44).map(e => e.outerHTML)""")
    assert small == []


@pytest.mark.parametrize(
    ("size", "story"),
    [
        (PHONE, ("王阿姨", "榕御小区3栋楼下老是有人乱停车", "停车秩序")),
        (DESK, ("小林", "榕御小区3栋楼上半夜还在唱歌，太吵了", "噪音扰民")),
    ],
    ids=["phone", "desk"],
)
def test_from_the_push_to_the_page_and_back(
    installation: tuple[Installation, str],
    browser: Browser,
    tmp_path: Path,
    size: tuple[int, int],
    story: tuple[str, str, str],
) -> None:
    resident, report, label = story
    photo = tmp_path / "work.jpg"
    photo.write_bytes(a_photo(3000, 2000))
    with page_at(browser, f"{installation[1]}/simulator") as phones:
        aunt, chen = Hands(phones, resident), Hands(phones, "陈建国")
        aunt.type(report)
        receipt = aunt.answer(f"{label} · 榕御小区3栋").first
        expect(receipt).to_be_visible()
        number = number_in(receipt)
        push = chen.answer(f"#{number}").first
        expect(push).to_be_visible()

        with page_at(browser, tapped(push), *size) as page:
            expect(page.get_by_role("heading", name=f"#{number} {label}")).to_be_visible()
            nothing_is_cut_off(page)
            page.get_by_role("button", name="接单").click()
            expect(page.get_by_role("status")).to_contain_text("已接单")
            assert "done=" not in page.url
            page.get_by_role("link", name="办结", exact=True).click()
            nothing_is_cut_off(page)
            page.get_by_label("做了什么").fill("已劝离并划线")
            page.locator("input[type=file]").set_input_files(photo)
            expect(page.get_by_text("照片传好了")).to_be_visible()
            page.get_by_role("button", name="办结").click()
            expect(page.get_by_role("status")).to_contain_text("已报办结")
            expect(page.locator(".photos img")).to_have_count(1)

        expect(aunt.answer(f"#{number}").filter(has_text="已接单")).to_be_visible()
        verdict = aunt.answer("已劝离并划线").last
        expect(verdict).to_be_visible()
        with page_at(browser, tapped(verdict), *size) as page:
            expect(page.get_by_text("等居民评价")).to_be_visible()
            expect(page.locator(".photos img")).to_have_count(1)
            nothing_is_cut_off(page)
            page.get_by_role("button", name="办好了", exact=True).click()
            expect(page.get_by_role("status")).to_contain_text("已办结")
            page.get_by_role("button", name="满意", exact=True).click()
            expect(page.get_by_role("status")).to_be_visible()
            expect(page.get_by_role("button", name="满意", exact=True)).to_have_count(0)
        expect(chen.answer(f"#{number}").filter(has_text="已办结").first).to_be_visible()


def test_a_photo_survives_a_bad_line_and_is_kept_once(
    installation: tuple[Installation, str], browser: Browser, tmp_path: Path
) -> None:
    photo = tmp_path / "work.jpg"
    photo.write_bytes(a_photo(3000, 2000))
    with page_at(browser, f"{installation[1]}/simulator") as phones:
        lin = Hands(phones, "小林")
        lin.type("榕御小区5栋楼道灯不亮")
        receipt = lin.answer("公共设施维修 · 榕御小区5栋").first
        expect(receipt).to_be_visible()
        number = number_in(receipt)
        lin.type(f"进度 {number}")
        status = lin.answer(f"#{number}").filter(has=phones.locator("a")).last
        expect(status).to_be_visible()
        address = tapped(status)
    with page_at(browser, address, *PHONE) as page:
        page.get_by_role("link", name="补充").click()
        lost: list[int] = []

        def through_a_hole(route) -> None:
            """The first answer never arrives, though the photo did; the next request doesn't even leave."""
            lost.append(len(lost))
            if len(lost) == 1:
                route.fetch()
                route.abort()
            elif len(lost) == 2:
                route.abort()
            else:
                route.continue_()

        page.route("**/photo", through_a_hole)
        page.get_by_label("要补充的话").fill("一直不亮")
        page.locator("input[type=file]").set_input_files(photo)
        expect(page.get_by_text("照片传好了")).to_be_visible(timeout=15_000)
        assert len(lost) == 3
        page.get_by_role("button", name="补充").click()
        expect(page.locator(".photos img")).to_have_count(1)
        expect(page.locator(".saying", has_text="一直不亮")).to_be_visible()


def test_words_survive_a_page_that_was_closed(installation: tuple[Installation, str], browser: Browser) -> None:
    with page_at(browser, f"{installation[1]}/simulator") as phones:
        aunt = Hands(phones, "王阿姨")
        aunt.type("榕御小区7栋门口的垃圾没人清")
        receipt = aunt.answer("· 榕御小区7栋").first
        expect(receipt).to_be_visible()
        number = number_in(receipt)
        aunt.type(f"进度 {number}")
        status = aunt.answer(f"#{number}").filter(has=phones.locator("a")).last
        expect(status).to_be_visible()
        address = tapped(status)
    with page_at(browser, f"{address}/add", *PHONE) as page:
        page.get_by_label("要补充的话").fill("写了一半")
        page.reload()
        expect(page.get_by_label("要补充的话")).to_have_value("写了一半")
        page.get_by_role("button", name="补充").click()
        expect(page.get_by_role("status")).to_contain_text("已补充")
        page.goto(f"{address}/add")
        expect(page.get_by_label("要补充的话")).to_have_value("")
