"""The main job seen on the phones' own screens: a real process, and Chromium at the simulator's page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import Hands, chromium, page_at
from tests.journeys.installation import Installation, free_port

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    api = f"http://127.0.0.1:{port}/simulator/api"
    installation = Installation(
        tmp_path_factory.mktemp("page"), api, {"LINLI_WORKER__POLL_MILLISECONDS": "50"}
    )
    installation.start("run", "--demo", port=port)
    installation.wait_until_ready(port)
    yield f"http://127.0.0.1:{port}/simulator"
    assert installation.stop() == [0]


def test_a_report_travels_from_one_phone_to_the_other_and_back(address: str) -> None:
    with chromium() as browser, page_at(browser, address) as page:
        aunt, leader = Hands(page, "王阿姨"), Hands(page, "陈建国")

        aunt.type("榕御小区3栋楼下老是有人乱停车，救护车都进不来")
        receipt = aunt.answer("停车秩序 · 榕御小区3栋")
        expect(receipt).to_be_visible()
        found = re.search(r"#\d+", receipt.inner_text())
        assert found
        expect(leader.answer(found.group())).to_be_visible()

        leader.type("接单")
        expect(aunt.answer("已接单")).to_be_visible()
        leader.type("办结 已劝离并划线")
        expect(aunt.answer("已劝离并划线")).to_be_visible()
        aunt.type("满意")
        expect(leader.answer("居民满意")).to_be_visible()


def test_bubbles_and_two_matters_are_understood_on_a_phones_screen(address: str) -> None:
    with chromium() as browser, page_at(browser, address, 390, 844) as page:
        aunt = Hands(page, "王阿姨")

        aunt.type("另外榕御小区5栋楼道灯坏了，垃圾也三天没人收")
        card = aunt.answer("您反映").last
        expect(card).to_contain_text("公共设施维修 · 榕御小区5栋")
        expect(card).to_contain_text("环境卫生与市容 · 榕御小区5栋")
        aunt.type("对")
        expect(aunt.answer("收到，您说了2件事")).to_be_visible()
