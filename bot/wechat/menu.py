"""The menu below the chat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.desk.menu import MENU
from bot.wechat.api import WeChatApi
from bot.wechat.errcodes import error_code
from bot.wechat.errors import ApiFailed


def menu_body(buttons: Sequence[Mapping[str, Any]] = MENU.default) -> dict[str, Any]:
    """Buttons as WeChat takes them: at most four characters on a button and about seven on a line below."""
    return {
        "button": [
            {"name": one["name"], "sub_button": [_click(line) for line in one["lines"]]}
            if "lines" in one else _click(one)
            for one in buttons
        ]
    }  # fmt: skip


def create_menu(api: WeChatApi, buttons: Sequence[Mapping[str, Any]] = MENU.default) -> None:
    """Put the menu up; phones show it within five minutes. Raises ApiFailed."""
    api.call("cgi-bin/menu/create", menu_body(buttons))


def put_up(api: WeChatApi, buttons: Sequence[Mapping[str, Any]]) -> str:
    """As `create_menu`; "" when it is up, else what to do about it."""
    try:
        create_menu(api, buttons)
    except ApiFailed as failed:
        if not failed.code:
            return "连不上微信接口，请检查网络，过一会儿再发布"
        return f"微信返回 {failed.code}：{error_code(failed.code).remedy}"
    return ""


def _click(line: Mapping[str, Any]) -> dict[str, str]:
    return {"type": "click", "name": line["name"], "key": line["key"]}
