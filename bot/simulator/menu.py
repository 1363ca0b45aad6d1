"""The menu below the chat: three buttons with up to five lines each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.simulator.errcode import ApiError

_BUTTONS = 3
_LINES = 5
#: Bytes of a name: 16 for a button, 60 for a line below it.
_BUTTON_BYTES = 16
_LINE_BYTES = 60

#: Shown until the product creates its own; the product that ships with the simulator uses the same keys.
DEFAULT: Mapping[str, Any] = {
    "button": [
        {"type": "click", "name": "我要反映", "key": "report"},
        {
            "name": "查进度",
            "sub_button": [
                {"type": "click", "name": "我反映的事", "key": "progress"},
                {"type": "click", "name": "我手上的单", "key": "mine"},
            ],
        },
        {
            "name": "帮助",
            "sub_button": [
                {"type": "click", "name": "怎么用", "key": "help"},
                {"type": "click", "name": "找人工", "key": "human"},
            ],
        },
    ]
}


def check_menu(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The menu when WeChat would take it. Raises ApiError: 40016 too many buttons, 40018 a wrong name."""
    buttons = body.get("button")
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= _BUTTONS:
        raise ApiError(40016)
    for button in buttons:
        _check_button(button)
    return {"button": buttons}


def _check_button(button: Any) -> None:
    if not isinstance(button, Mapping):
        raise ApiError(47001, "a button is an object")
    _check_name(button, _BUTTON_BYTES)
    lines = button.get("sub_button") or []
    if len(lines) > _LINES:
        raise ApiError(40016)
    for line in lines:
        _check_name(line, _LINE_BYTES)
        _check_target(line)
    if not lines:
        _check_target(button)


def _check_name(button: Mapping[str, Any], longest: int) -> None:
    if not 0 < len(str(button.get("name") or "").encode()) <= longest:
        raise ApiError(40018, str(button.get("name")))


def _check_target(button: Mapping[str, Any]) -> None:
    needed = "url" if button.get("type") == "view" else "key"
    if not button.get(needed):
        raise ApiError(47003, f"button {button.get('name')} lacks {needed}")
