"""The demo of volunteers' stories: each begins on the same Saturday morning, with the hands for phones and pages."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.builders import ZONE
from tests.journeys.browser import Hands, page_at
from tests.journeys.own_hour import OwnHour, demo_at

PHONE = (390, 844)
TUESDAY, SATURDAY = 2, 6
MORNING = time(8, 30)


def saturday() -> datetime:
    """The next one, at half past eight in Zhangzhou."""
    today = datetime.now(ZONE)
    day = today.date() + timedelta(days=(SATURDAY - today.isoweekday()) % 7)
    return datetime.combine(day, MORNING, ZONE)


def make_demo(folder: Path) -> Path:
    """A folder with the demo's database, to be copied: every story begins in the same neighbourhood."""
    with demo_at(saturday(), folder):
        return folder


@contextmanager
def on_saturday(made: Path, folder: Path) -> Iterator[OwnHour]:
    """The demo on a Saturday morning, in a copy of its own."""
    shutil.copytree(made, folder, dirs_exist_ok=True)
    with demo_at(saturday(), folder) as opened:
        yield opened


def hands(page: Page, *names: str) -> list[Hands]:
    """The phones of these people, who wrote just now: what is told them comes as words."""
    found = [Hands(page, name) for name in names]
    for one in found:
        one.type("我的")
        expect(one.answer("").first).to_be_visible()
    return found


def opened(page: Page, name: str) -> Hands:
    """The phone of somebody who has none on the page until she is written to."""
    page.get_by_role("navigation", name="手机").get_by_role("button", name=re.compile(f"^{name}")).click()
    return Hands(page, name)


def number_in(bubble: Locator) -> str:
    """The number that a bubble names, as people write it."""
    expect(bubble).to_be_visible()
    found = re.search(r"#(Z?\d+)", bubble.inner_text())
    assert found
    return found[1]


@contextmanager
def behind(browser: Browser, bubble: Locator) -> Iterator[Page]:
    """The page behind a bubble's link, on a phone."""
    expect(bubble).to_be_visible()
    with page_at(browser, bubble.locator("a").last.get_attribute("href") or "", *PHONE) as page:
        nothing_is_cut_off(page)
        yield page


def nothing_is_cut_off(page: Page) -> None:
    """No sideways scrolling, and whatever can be tapped is large enough for a thumb."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = page.evaluate("""[...document.querySelectorAll('a, button, .choice')]
        .filter(e => e.offsetParent && e.offsetHeight < 44).map(e => e.outerHTML)""")
    assert small == []
