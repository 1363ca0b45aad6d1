"""Every sentence about what a handler says to a resident and waits for, about more time, and about leave.

The tone is that of `wording`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.desk.caseline import CaseLine, clocks, head

NO_ANSWER = "48小时没有回答"
DAY_HAS_COME = "约的日子到了"


def day(which: date) -> str:
    """A day as people say it: "11月28日"."""
    return f"{which.month}月{which.day}日"


def said(case: CaseLine, words: str) -> str:
    return f"{head(case)}\n{case.who}回复您：{words}"


def said_for_handler(case: CaseLine) -> str:
    return f"#{case.number} 已转给居民。"


def inquired(case: CaseLine, words: str) -> str:
    """The resident: what the handler needs to know, and what becomes of it without an answer."""
    return f"{head(case)}\n{case.who}问您：{words}\n直接回答就行；{case.until}前没回，就按现有情况办。"


def inquired_for_handler(case: CaseLine) -> str:
    return (
        f"#{case.number} 已问居民，办结时间先停着，最多停到{case.until}。\n"
        f"不等了就回“接单 {case.number}”，接着办。"
    )


def answered(case: CaseLine) -> str:
    """The resident who answered, or said something while she was asked."""
    who = case.who or "办事的人"
    return f"好，已转给{who}，接着办{head(case)}。\n{clocks(case)}。\n要是另一件，请以“另外”开头再说一遍。"


def answered_for_handler(case: CaseLine, words: str) -> str:
    return f"{head(case)} 居民回答：\n{words}\n{clocks(case)}。"


def goes_on_for_handler(case: CaseLine) -> str:
    return f"{head(case)}：\n居民48小时没回，请按现有情况办，{clocks(case)}。"


def goes_on_for_resident(case: CaseLine) -> str:
    return f"{head(case)}：\n没等到您回答，{case.who}先按现有情况办，{clocks(case)}。想起来随时说。"


def scheduled(case: CaseLine, when: str, why: str) -> str:
    return f"{head(case)}：\n{case.who}排在{when}办。{why}\n{clocks(case)}。"


def waits_outside(case: CaseLine, when: str, whom: str) -> str:
    return f"{head(case)}：\n{case.who}在等{whom}，{when}前接着办。\n{clocks(case)}。"


def rests_for_handler(case: CaseLine, when: str) -> str:
    return f"{head(case)} 记下了，{when}提醒您。\n{clocks(case)}。提前办就回“接单 {case.number}”。"


def taken_up(case: CaseLine) -> str:
    return f"{head(case)} 接着办。\n{clocks(case)}。"


def day_has_come_for_handler(case: CaseLine) -> str:
    return f"{head(case)}：\n约的日子到了，{clocks(case)}。\n办好回“办结 {case.number} 做了什么”。"


def day_has_come_for_resident(case: CaseLine) -> str:
    return f"{head(case)}：\n约的日子到了，{case.who}接着办，{clocks(case)}。"


# -- more time ---------------------------------------------------------------------------------------


def asks_for_more(until: str, approver: str) -> str:
    """Behind what the handler reads: who decides."""
    return f"\n想延到{until}，已报{approver}定；没定之前仍按原来的时限。"


def asked_for_more(case: CaseLine, until: str, why: str, time: int) -> str:
    """The office that is to decide."""
    again = f"（第{time}次延期）" if time > 1 else ""
    return (
        f"{head(case)}：\n{case.who}想延到{until}办结{again}，原因：{why}\n{clocks(case)}。\n"
        f"回“同意 {case.number}”或“不同意 {case.number} 原因”。"
    )


def granted(case: CaseLine) -> str:
    return f"{head(case)} 延期批了。\n{clocks(case)}。"


def granted_by_you(case: CaseLine) -> str:
    return f"{head(case)} 已同意延期，{case.due}前办结。已告诉办事的人和居民。"


def extended(case: CaseLine, why: str) -> str:
    """The resident: what was promised has changed, with the reason."""
    return f"{head(case)}：\n要延到{case.due}前办结，已经上级同意。原因：{why}"


def refused(case: CaseLine, why: str) -> str:
    return f"{head(case)} 延期没批：{why}\n{clocks(case)}。"


def refused_by_you(case: CaseLine) -> str:
    return f"{head(case)} 没同意延期，已告诉办事的人。\n{clocks(case)}。"


# -- leave -------------------------------------------------------------------------------------------


def on_leave(span: str, stands_in: str, moved: Sequence[CaseLine], kept: Sequence[CaseLine]) -> str:
    """Who asked for leave: who stands in, what has moved, what is still his."""
    lines = [f"记下了，{span}请假。", f"新单由{stands_in}接。" if stands_in else "您没有B角，新单按职责派给别人。"]
    if moved:
        lines.append("没接的已转走：" + "、".join(f"#{case.number}给{case.who or '别人'}" for case in moved) + "。")
    if kept:
        numbers = "、".join(f"#{case.number}" for case in kept)
        lines.append(f"{numbers}还在您手上，要交出去回“转办 {kept[0].number} 给谁、为什么”。")
    lines.append("提前回来回“销假”。")
    return "\n".join(lines)


def back(*, was_away: bool) -> str:
    return "欢迎回来，新单照常发给您。" if was_away else "您没有请假，新单照常发给您。"
