"""What residents and those who order hands read of a need: the card, what it still wants to know, running orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk.needline import NeedLine


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a card says of a need: the hands ("水电维修1人"), what else is asked for, and its facts."""

    line: NeedLine
    hands: str
    asks: str = ""


#: What a card asks where something essential is not sure.
ASK_SKILL = "要帮什么忙？说一句就行，比如“换灯泡”“搬柜子”"
ASK_IS_IT = "是要{skill}吗？不是就说一句帮什么忙，比如“换灯泡”“搬柜子”"
ASK_WHEN = "大概哪天、什么时候方便？比如“周六上午”"
ASK_PEOPLE = "要几个人？比如“2人”"


def hands(parts: Sequence[tuple[str, int, bool]]) -> str:
    """So many hands of each kind: "水电维修1人", "医疗护理2人（要核实过的）、理发1人", "1人"."""
    return "、".join(f"{skill}{count}人" + ("（要核实过的）" if verified else "") for skill, count, verified in parts)


def _asked(wanted: Wanted) -> str:
    """Who is wanted, and on a line of its own when."""
    asks = f"，{wanted.asks}" if wanted.asks else ""
    return f"{wanted.hands}{asks}\n{wanted.line.facts}"


def card(wanted: Wanted) -> str:
    """Behind a receipt: volunteers are being asked, and how to put it right."""
    return f"正在找志愿者：{_asked(wanted)}。找到马上告诉您。\n哪里不对直接说，比如“周六上午”“要女的”。"


def card_asking(wanted: Wanted, question: str, minutes: int) -> str:
    """Behind a receipt where one thing is not sure: it is asked, and asking begins by itself."""
    return f"可以请志愿者，还差一句：{question}。\n没别的要求回“好”；{minutes}分钟没回就先找{_asked(wanted)}。"


def for_handler(wanted: Wanted) -> str:
    """Behind the task of whoever is responsible."""
    return f"同时在找志愿者：{wanted.hands}。有人接会告诉您；没人接再请您安排。"


def put_right(wanted: Wanted) -> str:
    """The requester who corrected the card."""
    return f"#{wanted.line.said} 改好了，正在找志愿者：{_asked(wanted)}。找到马上告诉您。"


def begun(wanted: Wanted) -> str:
    """The requester who said that the card is right."""
    return f"好，#{wanted.line.said} 开始找志愿者：{_asked(wanted)}。找到马上告诉您。"


def put_right_held(wanted: Wanted, state: str) -> str:
    """The requester who changed what somebody has claimed, or what no volunteer can do."""
    return f"#{wanted.line.said} 改好了：{_asked(wanted)}。现在：{state}，有变化马上告诉您。"


NO_LONGER_FITS = "要求改了"


# -- orders ------------------------------------------------------------------------------------------


HOW_TO_ORDER = (
    "请写做什么、哪天、几个人，比如：\n派单 榕御小区3栋 搬家具 周六上午 2人\n"
    "派单 12 会水电的 明天下午（给手上的单找人）\n派单 广场义诊 周日上午 医疗2 理发1 宣传3"
)


def order_card(wanted: Wanted, *, place_from_duty: bool, read: bool) -> str:
    """An order before it goes out to many."""
    lines = [f"还没发出，请看一眼：\n{wanted.line.what} · {wanted.line.place}", f"{_asked(wanted)}。"]
    if place_from_duty:
        lines.append("没写在哪里，按您管的地方来的。")
    if not read:
        lines.append("没看懂是什么时候，按最近的来的。")
    lines.append("回“好”就去问志愿者；不对就重发一遍“派单 …”。")
    return "\n".join(lines)


def ordered(wanted: Wanted, asked: int) -> str:
    """Whoever ordered: it is out."""
    first = f"已问{asked}位，" if asked else ""
    return (
        f"#{wanted.line.said} 发出去了，{first}有人接就告诉您。\n"
        f"改时间回“改时间 {wanted.line.said} 周日上午”；看进度回“派单”。"
    )


def running(lines: Sequence[tuple[NeedLine, int, str]]) -> str:
    """The orders under way, each with how many have claimed it, how many were asked, and where it stands."""
    if not lines:
        return f"您现在没有在派的单。\n{HOW_TO_ORDER}"
    listed = [
        f"#{line.said} {line.what} · {line.place}：{line.when}，{line.progress}，问过{asked}位，{state}"
        for line, asked, state in lines
    ]
    return "\n".join(listed)


def done_already(line: NeedLine, state: str) -> str:
    return f"{line.head}：志愿者已经做过了，{state}。\n还要人就不写号，重新派一单。"


def nobody_to_ask(wanted: Wanted, who: str = "") -> str:
    """Whoever ordered, where no volunteer could be asked; `who` has it now, "" where it stays with the orderer."""
    now = f"已请{who}安排" if who else "事情还在您这里"
    return (
        f"#{wanted.line.said} 没有合适的志愿者可以问，{now}。\n要的是：{_asked(wanted)}。\n"
        "改个时间或少写点要求，再派一次。"
    )


# -- another time ------------------------------------------------------------------------------------


def which_time(said: str) -> str:
    return f"没看懂改到什么时候。请这样写：“改时间 {said} 周日上午”“改时间 {said} 明天下午3点”。"


def rescheduled(line: NeedLine, holding: int) -> str:
    told = f"接了的{holding}位已经告诉了，来不了的会另找人。" if holding else "问过的都告诉了。"
    return f"{line.head}：改到{line.facts}。\n{told}"


def rescheduled_for_others(line: NeedLine) -> str:
    """The requester where an office changed it, or the other way round."""
    return f"{line.head}：\n时间改到{line.facts}。不行请回“改时间 {line.said} …”。"
