"""Every sentence about a poll. The tone is that of `wording`."""

from __future__ import annotations

from collections.abc import Sequence

HOW_TO_OPEN = (
    "请写：议事 {number} 要不要装道闸？装/不装/再看 3天\n"
    "问号前是要问的，后面是2到6个选项，最后是几天后截止（最多30天）。"
)
NO_POLL = "您住的地方现在没有在投的议题。"
NO_HOME = "还不知道您住哪。请回小区、楼栋和房号，比如“榕御小区3栋501”，就替您投上。"
NOT_AN_OPTION = "议题{number}没有第{option}项，请回 1 到 {most}。"
WHICH_POLL = "现在有{count}个议题：{listed}。请写上号，比如“投 {first} 1”。"
CLOSED_ALREADY = "议题{number}已经截止，不能再投。"


def ballot(number: int, place: str, question: str, options: Sequence[str], until: str) -> str:
    """What a household reads: the question, how to vote, until when."""
    listed = " ".join(f"{at}.{option}" for at, option in enumerate(options, 1))
    return (
        f"【议事{number}】{place}：{question}\n{listed}\n"
        f"回“投 {number} 序号”，一户一票，{until}截止，截止前可以改。"
    )


def opened(number: int, place: str, households: int, until: str) -> str:
    return f"议题{number}已发给{place}的{households}位住户，{until}截止，到时自动公布结果。"


def voted(number: int, option: str, *, by_room: bool, until: str) -> str:
    """Whoever has told no room votes with her account: one account is one vote then."""
    how = "这一户" if by_room else "您（没登记房号，按账号算一票）"
    return f"议题{number}，{how}投的是：{option}。\n{until}前还可以改。"


def result(number: int, question: str, counted: Sequence[tuple[str, int]], winner: str) -> str:
    """What everybody reads at the end: every option with its votes, never who voted how."""
    votes = sum(count for _, count in counted)
    if not votes:
        return f"【议事{number}】{question}\n到截止没有人投票，这个议题不作数。"
    lines = "，".join(f"{option} {count}票" for option, count in counted)
    verdict = f"多数意见：{winner}。" if winner else "票数一样多，请社区再商量。"
    return f"【议事{number}】{question}\n共{votes}户投票：{lines}。\n{verdict}"


def noted_in_case(number: int, words: str) -> str:
    """How a case's history keeps a poll's end."""
    return f"议题{number}：{words}"
