from __future__ import annotations

import pytest

from bot.wechat.api import WeChatApi
from bot.wechat.errors import ApiFailed
from bot.wechat.qrcode import create_scene_qr
from tests.bot.wechat.fake_api import FakeApi

PATH = "cgi-bin/qrcode/create"


def test_stairwell_gets_a_permanent_code(fake: FakeApi, api: WeChatApi) -> None:
    fake.answer(PATH, {"ticket": "t", "url": "http://weixin.qq.com/q/kZgfwMTm72WWPkovabbI"})

    assert create_scene_qr(api, "RY-3-1") == "http://weixin.qq.com/q/kZgfwMTm72WWPkovabbI"
    assert fake.calls(PATH)[0].json == {
        "action_name": "QR_LIMIT_STR_SCENE",
        "action_info": {"scene": {"scene_str": "RY-3-1"}},
    }


@pytest.mark.parametrize("scene", ["", "x" * 65])
def test_scene_that_wechat_would_refuse_is_not_asked_for(fake: FakeApi, api: WeChatApi, scene: str) -> None:
    with pytest.raises(ValueError, match="1 to 64"):
        create_scene_qr(api, scene)

    assert fake.asked == []


def test_answer_without_an_address_is_a_failure(api: WeChatApi) -> None:
    with pytest.raises(ApiFailed):
        create_scene_qr(api, "RY-3-1")
