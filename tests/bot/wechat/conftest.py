from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.wechat.api import WeChatApi
from storage.short_term import InProcess
from tests.bot.wechat.fake_api import FakeApi, fake_api


@pytest.fixture
def fake() -> Iterator[FakeApi]:
    with fake_api() as running:
        yield running


@pytest.fixture
def memory() -> InProcess:
    return InProcess()


@pytest.fixture
def api(fake: FakeApi, memory: InProcess) -> Iterator[WeChatApi]:
    opened = WeChatApi(fake.settings(), memory)
    yield opened
    opened.close()
