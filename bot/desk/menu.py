"""The menu below the chat: up to three buttons, each does something at once or opens up to five lines. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from bot.desk.setting import Setting, SettingRefused

#: What a tap does, by the key that it sends.
ACTIONS: Final[Mapping[str, str]] = MappingProxyType({
    "report": "反映一件事", "progress": "反映的事到哪了", "mine": "手上的单", "help": "怎么用", "human": "找人工",
})  # fmt: skip
BUTTONS: Final = 3
LINES: Final = 5
#: WeChat takes 16 bytes on a button and shows about seven characters on a line.
_BUTTON_BYTES: Final = 16
_LINE_LENGTH: Final = 7
_SHIPPED: Final = [
    {"name": "我要反映", "key": "report"},
    {"name": "查进度", "lines": [{"name": "我反映的事", "key": "progress"}, {"name": "我手上的单", "key": "mine"}]},
    {"name": "帮助", "lines": [{"name": "怎么用", "key": "help"}, {"name": "找人工", "key": "human"}]},
]


@dataclass(frozen=True, slots=True)
class Menu(Setting):
    """The buttons: each `{"name", "key"}`, or `{"name", "lines": [{"name", "key"}, …]}`."""

    @property
    def bounds(self) -> str:
        """How many, how long."""
        return f"最多{BUTTONS}个按钮，名字最多5个汉字；每个按钮最多{LINES}行，名字最多{_LINE_LENGTH}个字"

    def checked(self, value: Any) -> list[dict[str, Any]]:
        """The buttons. Raises SettingRefused."""
        if not isinstance(value, list) or not 1 <= len(value) <= BUTTONS:
            raise SettingRefused(f"菜单要有1到{BUTTONS}个按钮")
        buttons = [self._button(one) for one in value]
        keys = [line["key"] for one in buttons for line in one.get("lines", [one])]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice is not None:
            raise SettingRefused(f"“{ACTIONS[twice]}”放了两处，留一处就够")
        if "human" not in keys:
            raise SettingRefused("菜单里要有“找人工”：居民总要找得到人")
        return buttons

    def _button(self, one: Any) -> dict[str, Any]:
        if not isinstance(one, dict):
            raise SettingRefused("菜单的按钮写得不对")
        name = str(one.get("name", "")).strip()
        if not name or len(name.encode()) > _BUTTON_BYTES:
            raise SettingRefused(f"按钮“{name[:20]}”的名字应当是1到5个汉字")
        lines = one.get("lines")
        if not lines:
            return {"name": name, "key": _key(name, one.get("key"))}
        if not isinstance(lines, list) or len(lines) > LINES:
            raise SettingRefused(f"“{name}”下面最多{LINES}行")
        return {"name": name, "lines": [_line(name, line) for line in lines]}

    def read(self, form: Mapping[str, str]) -> list[dict[str, Any]]:
        """The buttons of the form: `b1`, `b1key`, and lines `b1l1`, `b1l1key`. Raises SettingRefused."""
        buttons: list[dict[str, Any]] = []
        for at in range(1, BUTTONS + 1):
            one = _written(form, f"b{at}")
            lines = [line for to in range(1, LINES + 1) if any((line := _written(form, f"b{at}l{to}")).values())]
            if lines:
                buttons.append({"name": one["name"], "lines": lines})
            elif any(one.values()):
                buttons.append(one)
        return self.checked(buttons)

    def fields(self, value: Any) -> dict[str, str]:
        """The form's fields for a value."""
        found: dict[str, str] = {}
        for at, one in enumerate(value, 1):
            found |= {f"b{at}": one["name"], f"b{at}key": one.get("key", "")}
            for to, line in enumerate(one.get("lines", ()), 1):
                found |= {f"b{at}l{to}": line["name"], f"b{at}l{to}key": line["key"]}
        return found

    def shown(self, value: Any) -> str:
        """A line for each button."""
        return "\n".join(
            one["name"] + ("：" + "、".join(line["name"] for line in one["lines"]) if "lines" in one else "")
            for one in value
        )


def _written(form: Mapping[str, str], name: str) -> dict[str, str]:
    return {"name": form.get(name, "").strip(), "key": form.get(f"{name}key", "")}


def _line(button: str, line: Any) -> dict[str, str]:
    name = str(line.get("name", "")).strip() if isinstance(line, dict) else ""
    if not 1 <= len(name) <= _LINE_LENGTH:
        raise SettingRefused(f"“{button}”下面每一行的名字应当是1到{_LINE_LENGTH}个字")
    return {"name": name, "key": _key(name, line.get("key"))}


def _key(name: str, key: Any) -> str:
    if not isinstance(key, str) or key not in ACTIONS:
        raise SettingRefused(f"“{name}”要选一件点了会做的事")
    return key


MENU: Final = Menu(
    "menu", "公众号菜单", "聊天下方的菜单", "保存后点“发布”才到手机上，五分钟内更新。", _SHIPPED
)
