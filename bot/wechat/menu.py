"""The menu below the chat."""

from __future__ import annotations

from typing import Any

from bot.wechat.api import WeChatApi

#: What a tap sends as the text of a CLICK message.
REPORT, PROGRESS, MINE, HELP, HUMAN = "report", "progress", "mine", "help", "human"


def menu_body() -> dict[str, Any]:
    """Three buttons: WeChat takes at most four characters on a button and about seven on a line below."""
    return {
        "button": [
            _click("我要反映", REPORT),
            {"name": "查进度", "sub_button": [_click("我反映的事", PROGRESS), _click("我手上的单", MINE)]},
            {"name": "帮助", "sub_button": [_click("怎么用", HELP), _click("找人工", HUMAN)]},
        ]
    }


def create_menu(api: WeChatApi) -> None:
    """Put the menu up; phones show it within five minutes. Raises ApiFailed."""
    api.call("cgi-bin/menu/create", menu_body())


def _click(name: str, key: str) -> dict[str, str]:
    return {"type": "click", "name": name, "key": key}
