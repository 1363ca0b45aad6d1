"""Every sentence about who sees what of a resident, and about leaving. The tone is that of `wording`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.desk.caseline import CaseLine, head

GONE = "已离岗的工作人员"
_DOORS: Mapping[str, str] = MappingProxyType(
    {"sent": "收到派单", "chat": "在聊天里看", "page": "打开页面", "console": "在后台看", "refused": "想看，没让看",
     "seconded": "同意别人看", "name": "经双签知道了报事人"}
)
_TIMES_MOST = 3


def look_line(who: str, door: str, times: Sequence[str]) -> str:
    """One reader of a case, how, and when (the last few times); many looks in a minute are told as one time."""
    shown = list(dict.fromkeys(times))[-_TIMES_MOST:]
    more = f"等{len(times)}次" if len(times) > len(shown) else ""
    return f"{who}：{_DOORS.get(door, door)}，{'、'.join(shown)}{more}"


def at_console(place: str) -> str:
    """Somebody at the console who reads and handles nothing."""
    return f"{place}后台的工作人员"


def looked(case: CaseLine, lines: Sequence[str]) -> str:
    if not lines:
        return f"{head(case)}：还没有人看过。"
    return "\n".join([f"{head(case)}，看过的人：", *lines, "他们只看到事情和地点，看不到是谁报的。"])


def disclosed(case: CaseLine) -> str:
    return f"{head(case)}：办事的人现在知道怎么称呼您。\n不想了回“不公开 {case.number}”。"


def concealed(case: CaseLine) -> str:
    return f"{head(case)}：办事的人只看到事情和地点，不知道是谁报的。"


def reported_by(name: str) -> str:
    """Behind the words that a handler reads, where the resident lets him know."""
    return f"（报事人：{name}，本人同意告知）"


# -- leaving ------------------------------------------------------------------------------------------

FORGOTTEN = (
    "已删除：您的称呼、住处、说过的话和照片都清空了。\n办过的事只留编号、类别和时间做统计。以后有事直接说，算新来的。"
)
FORGET_STAFF = "您绑着工作身份，不能自己删。请社区管理员先给您解绑。"
FORGET_NOT_ASKED = "要删除个人信息，先回“删除我的信息”。"


def forget_ask(open_cases: int) -> str:
    """Before anything is deleted: what goes, what stays, how to go on."""
    under_way = f"您还有{open_cases}件在办：会照办，但结果没法再告诉您。\n" if open_cases else ""
    return (
        f"要删除您的全部个人信息吗？删了找不回来。\n{under_way}"
        "确定就在10分钟内回“确认删除”，不删不用理会。"
    )
