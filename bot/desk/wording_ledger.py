"""Every sentence of the public ledger, the notice-board poster and the words that fill them. Tone as in `wording`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from bot.desk.labels import STATES as IN_CHAT
from intents.publishable import LONGEST, Telling
from matching.case import State

WHOLE_TOWN = "全部地方"
#: Where the word for a state speaks to the resident, the public reads another.
STATES: Mapping[State, str] = MappingProxyType({**IN_CHAT, State.AWAITING_VERDICT: "已办，等居民评价"})
VERDICTS: Mapping[str, str] = MappingProxyType(
    {
        "satisfied": "居民满意",
        "solved": "居民说办好了",
        "discontent": "办好了，居民不满意",
        "checked": "核查说办好了",
    }
)
_STANDARD: Mapping[State, str] = MappingProxyType(
    {
        State.CLOSED: "{label}：已办完。",
        State.ARCHIVED: "{label}：已办完。",
        State.NOT_ACCEPTED: "{label}：不归这里办，已告知该找谁。",
        State.AWAITING_VERDICT: "{label}：已办，正请居民评价。",
        State.REDO: "{label}：居民说没办好，正在重办。",
    }
)
_TELLING: Mapping[Telling, str] = MappingProxyType(
    {
        Telling.NUMBER: "号码或日期",
        Telling.LETTERS: "字母或网址",
        Telling.HOME: "楼栋、房号或邻居",
        Telling.NAME: "人名或称呼",
        Telling.LONG: f"超过{LONGEST}字",
    }
)


def standard(label: str, state: State) -> str:
    """What stands for a case whose own words are not shown."""
    return _STANDARD.get(state, "{label}：正在办。").format(label=label)


def tells(found: Collection[Telling]) -> str:
    """What was found in words, as one reads it."""
    return "、".join(_TELLING[one] for one in Telling if one in found)


def shown(number: int, text: str) -> str:
    return f"#{number} 晒出来的话：{text}\n不想晒了回“不晒 {number}”。"


def kept_back(number: int) -> str:
    return f"#{number} 不晒原话，只写一句通用的。要晒回“晒 {number} 一句话”。"


def unread(proposals: Sequence[tuple[int, str]]) -> str:
    """The closed cases of an office's area whose words may be shown; "" stands for words that tell too much."""
    if not proposals:
        return "没有等您看的话。\n办完的事会先用通用的一句话晒。"
    lines = [f"#{number} {text or '（原话里有个人信息，要您重写）'}" for number, text in proposals]
    first = proposals[0][0]
    how = f"回“晒 {first}”照这样晒，或“晒 {first} 您写的话”“不晒 {first}”。"
    return "\n".join(["这些办完的事可以晒一句话：", *lines, how])


def topics(title: str, month: int, lines: Sequence[str]) -> str:
    if not lines:
        return f"{title}{month}月还没有三位以上居民都在说的事。"
    listed = [f"{at}. {line}" for at, line in enumerate(lines, 1)]
    return "\n".join([f"{title}{month}月大家说得最多的：", *listed, "定一件当每月一题，回“每月一题 1”。"])


def topic(place: str, matter: str, residents: int) -> str:
    """A hot topic in one line."""
    return f"{place} · {matter}，{residents}位居民"


def taken(place: str, matter: str, month: int) -> str:
    return f"已定{month}月的每月一题：{place} · {matter}。\n会写在晒事页和海报上。"


#: How each figure of the page is counted, as it stands under it.
DEFINITIONS: Sequence[str] = (
    "收到：当月居民反映的事，不含隐私、调解、关爱和未成年人的事，也不含并案和撤回的。",
    "办完：收到的事里到现在已办结的。办完率 = 办完 ÷ 收到。",
    "用时：从收到到办结的整天数；写“一半在几天内”的是中位数，当天办完算0天。",
    "响应率、解决率、满意率 = 居民说有人联系过、办好了、满意的 ÷ 问过的；没回答的算作没有。",
    "少于3位居民反映的小区，当月并到上一级地方一起晒；全月少于3位的不晒。",
)
NOT_SHOWN = "这个月这里反映的居民还不到3位，为了不让人认出是谁，先不晒。"
NOTHING = "这个月没有这一类的事。可以换一类或换个月份看。"
UNKNOWN_PLACE = "没有这个地方。请从“全部地方”里找。"
BUSY = "系统正忙，请过一会儿再打开。"
HOW_TO_REPORT = "有事请在公众号里直接说一句话，说清是什么事、在哪儿。"
THANKS = "谢谢每一位反映的居民，也谢谢{handlers}。"
THANKS_ALL = "谢谢每一位反映的居民和每一位办事的人。"


def month_name(year: int, month: int) -> str:
    return f"{year}年{month}月"


def days_taken(days: int | None) -> str:
    """How long a case took, as one reads it; "" while it goes on."""
    if days is None:
        return ""
    return "当天办完" if days == 0 else f"用了{days}天"


def half_within(days: int | None) -> str:
    """The median, as one reads it."""
    if days is None:
        return "—"
    return "当天" if days == 0 else f"{days}天内"


def percent(part: int, whole: int) -> str:
    """A share as one reads it; "—" of nothing."""
    return f"{round(100 * part / whole)}%" if whole else "—"
