"""Every sentence about hours and certificates. The tone is that of `wording`; nobody is compared with anybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from matching.need import NeedKind

#: What kind of work a certificate names: never what a resident said of herself.
CONTENTS: Mapping[NeedKind, str] = MappingProxyType(
    {
        NeedKind.HELP: "邻里帮忙",
        NeedKind.WISH: "微心愿",
        NeedKind.VISIT: "走访陪伴",
        NeedKind.ORDER: "社区派单",
        NeedKind.SERVICE: "点单服务",
        NeedKind.ERRAND: "顺路跑腿",
        NeedKind.SHIFT: "应急值守",
    }
)
NO_HOURS = "今年还没有记下服务时长。\n每次完成、对方说好之后，会自动记上，不用打卡。"
NO_CERTIFICATE = "还没有记下服务时长，开不了证明。\n完成一次、对方确认之后就能开。"
NO_NAME = "证明上要写真名。请先回“报名 我叫…”，再回“证明”。"
OPEN_CERTIFICATE = "打开证明"
TITLE = "志愿服务记录证明"
STATEMENT = (
    "依据《志愿服务记录与证明出具办法（试行）》（民政部令第67号）出具，内容来自服务当时的记录，每次都由受助人或社区确认，"
    "或者说完成后没有人提出不对。"
    "不收任何费用。打印后请出具单位核对盖章。任何人都可以按编号或扫码查真假。"
)
CERTIFICATE_GONE = "这张证明打不开：它不是您的，或者之后又记了新时长。\n在公众号回“证明”重新开一张，不收费。"


def content(kind: NeedKind, skill: str) -> str:
    return f"{CONTENTS[kind]} · {skill}" if skill else CONTENTS[kind]


def span(minutes: int) -> str:
    hours, left = divmod(minutes, 60)
    if not hours:
        return f"{left}分钟"
    return f"{hours}小时{left}分钟" if left else f"{hours}小时"


def day(when: date) -> str:
    return f"{when.month}月{when.day}日"


def credited(minutes: int, total: int) -> str:
    return f"这次记{span(minutes)}，今年一共{span(total)}。"


def mine(year: int, times: int, minutes: int, last: Sequence[tuple[date, str, int]]) -> str:
    lines = [f"{year}年您帮了{times}次，一共{span(minutes)}。"]
    lines += [f"{day(when)} {what} {span(long)}" for when, what, long in last]
    return "\n".join([*lines, "要开证明回“证明”。"])


def certified(number: str, times: int, minutes: int) -> str:
    return f"证明开好了：{times}次，{span(minutes)}。\n编号 {number}，谁拿到都能按编号查真假。打印出来请出具单位盖章。"


def genuine(name: str, first: date, last: date, times: int, minutes: int) -> str:
    return f"真实：{name} {_full(first)}至{_full(last)}，志愿服务{times}次，共{span(minutes)}。"


def genuine_without_name(first: date, last: date, times: int, minutes: int) -> str:
    return f"真实：{_full(first)}至{_full(last)}，志愿服务{times}次，共{span(minutes)}。姓名已按本人要求删除。"


UNKNOWN_NUMBER = "没有这个编号的证明。\n请核对编号，共14位，不分大小写。"


def _full(when: date) -> str:
    return f"{when.year}年{day(when)}"
