"""The public ledger in a real browser, of a real process: three neighbours report, and anybody may read it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import Hands, chromium, page_at
from tests.journeys.installation import Installation, free_port

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    installation = Installation(tmp_path_factory.mktemp("ledger"), f"http://127.0.0.1:{port}/simulator/api", {})
    installation.start("run", "--demo", port=port)
    installation.wait_until_ready(port)
    yield f"http://127.0.0.1:{port}"
    assert installation.stop() == [0]


def test_what_one_neighbour_said_is_kept_until_others_hide_her(address: str) -> None:
    with chromium() as browser:
        with page_at(browser, f"{address}/simulator") as page:
            aunt = Hands(page, "王阿姨")
            aunt.type("榕御小区3栋楼下老是有人乱停车，救护车都进不来")
            expect(aunt.answer("停车秩序 · 榕御小区3栋")).to_be_visible()
        with page_at(browser, f"{address}/ledger", 390, 844) as page:
            expect(page.get_by_text("还不到3位")).to_be_visible()
            expect(page.get_by_text("停车秩序")).to_have_count(0)
            assert page.evaluate("document.documentElement.scrollWidth") == 390
        with page_at(browser, f"{address}/ledger/rongyu-3", 390, 844) as page:
            expect(page.get_by_role("heading", name="榕御小区")).to_be_visible()
            assert page.url.endswith("/ledger/rongyu")
            page.get_by_role("link", name="上个月").click()
            expect(page.get_by_role("button", name="查看")).to_be_visible()
