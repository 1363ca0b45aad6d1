from __future__ import annotations

from bot.wechat.api import WeChatApi
from bot.wechat.menu import create_menu, menu_body, put_up
from tests.bot.wechat.fake_api import FakeApi, refused


def test_menu_keeps_to_wechats_limits() -> None:
    tops = menu_body()["button"]

    assert len(tops) == 3
    assert all(len(top["name"].encode()) <= 16 for top in tops)
    assert all(len(line["name"]) <= 7 for top in tops for line in top.get("sub_button", []))


def test_each_key_of_the_menu_stands_once() -> None:
    lines = [line for top in menu_body()["button"] for line in top.get("sub_button", [top])]

    assert [line["key"] for line in lines] == ["report", "progress", "mine", "help", "human"]
    assert all(line["type"] == "click" for line in lines)


def test_a_menu_that_was_set_is_put_up(fake: FakeApi, api: WeChatApi) -> None:
    assert put_up(api, [{"name": "找人", "key": "human"}]) == ""

    sent = fake.calls("cgi-bin/menu/create")[0].json
    assert sent == {"button": [{"type": "click", "name": "找人", "key": "human"}]}


def test_what_to_do_is_told_when_wechat_refuses(fake: FakeApi, api: WeChatApi) -> None:
    fake.answer("cgi-bin/menu/create", refused(40018))

    assert "40018" in put_up(api, [{"name": "找人", "key": "human"}])


def test_menu_is_put_up(fake: FakeApi, api: WeChatApi) -> None:
    create_menu(api)

    assert fake.calls("cgi-bin/menu/create")[0].json == menu_body()
