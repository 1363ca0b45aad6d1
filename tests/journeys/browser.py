"""Headless Chromium for tests, and the hands of a person at the simulator's page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Locator, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser. Skips the test when there is none, or fails it where services must be there."""
    if not CHROMIUM.exists():
        _absent(f"{CHROMIUM} is missing (Debian: apt-get install chromium fonts-noto-cjk)")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        except Error as error:
            _absent(f"Chromium does not start: {error.message}")
        yield browser
        browser.close()


@contextmanager
def page_at(browser: Browser, url: str, width: int = 1440, height: int = 900) -> Iterator[Page]:
    """A page of this size with nothing wrong in its console up to the end of the block."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.goto(url)
    yield page
    context.close()
    assert [text for text in wrong if "net::ERR" not in text] == [], wrong


class Hands:
    """A person at one phone of the page."""

    def __init__(self, page: Page, name: str) -> None:
        """Take the phone of the person with this name."""
        self.page = page
        self.phone = page.get_by_role("region", name=f"{name}的手机")

    def type(self, text: str) -> None:
        """Write a message and press Enter."""
        field = self.phone.get_by_role("textbox")
        field.fill(text)
        field.press("Enter")

    def own(self, text: str) -> Locator:
        """The person's own bubble with this text."""
        return self.phone.locator(".row.mine .bubble", has_text=text)

    def answer(self, text: str) -> Locator:
        """The account's bubble or card with this text."""
        return self.phone.locator(".row:not(.mine) .bubble, .card", has_text=text)


def _absent(reason: str) -> None:
    if os.environ.get("LINLI_REQUIRE_SERVICES") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
