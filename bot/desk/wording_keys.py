"""Every sentence of the two-person rule. The tone is that of `wording`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.desk.caseline import CaseLine, head

_ASKED: Mapping[str, str] = MappingProxyType(
    {"look": "想看居民说了什么", "name": "想知道是谁报的", "close": "报办结（涉及未成年人）"}
)
NAMELESS = "没有留称呼"


def proposed(case: CaseLine) -> str:
    return f"{head(case)} 属私密事项，要第二个人同意，已去问。"


def asked(case: CaseLine, who: str, action: str, why: str) -> str:
    """What the second person reads: who wants what and why; never the resident's words."""
    return (
        f"【请双签】{head(case)}\n{who}{_ASKED[action]}：{why}\n"
        f"同意回“双签 {case.number}”，不同意不用回。两个人都会记下。"
    )


def seconded(case: CaseLine) -> str:
    return f"{head(case)} 双签好了，已记下您和提出的人。"


def granted_look(case: CaseLine, said: str) -> str:
    return f"{head(case)} 已双签，这次查看已记下。\n居民说：{said}"


def granted_name(case: CaseLine, name: str) -> str:
    return f"{head(case)} 已双签，这次查看已记下。\n报事人：{name or NAMELESS}。要联系请回“回复 {case.number} …”。"


def granted_close(case: CaseLine, reply: str) -> str:
    return f"{head(case)} 的办结已有第二个人签字。\n{reply}"


def open_to_read(case: CaseLine, said: str) -> str:
    return f"{head(case)} 这次查看已记下。\n居民说：{said}"
