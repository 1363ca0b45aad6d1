"""Every sentence about the inspection of what was dangerous. The tone is that of `wording`."""

from __future__ import annotations

from collections.abc import Sequence

from bot.desk.caseline import CaseLine, head


def task(case: CaseLine, said: str, until: str) -> str:
    """What the inspector reads: what it was, and the two words."""
    return (
        f"【隐患复查】{head(case)}\n原来是：{said}\n{until}前请去看一眼，"
        f"没有了回“复查 {case.number} 没了”，还在回“复查 {case.number} 还在 哪里”。"
    )


def taken_over(case: CaseLine, who: str) -> str:
    return f"{head(case)} 的复查已改请{who}去，您不用管了。"


def waiting(cases: Sequence[CaseLine]) -> str:
    if not cases:
        return "现在没有等您复查的隐患。"
    return "\n".join(["等您复查：", *(head(case) for case in cases), "看过回“复查 号 没了”或“复查 号 还在 哪里”。"])


def gone(case: CaseLine, again: str) -> str:
    then = f"{again}再看一次。" if again else "两次复查都没有了，到此为止。"
    return f"{head(case)} 记下了：隐患没有了。\n{then}"


def gone_for_resident(case: CaseLine) -> str:
    return f"{head(case)}：复查过了，隐患没有再出现。要是又有，回“不满意 {case.number} 哪里”。"


def still_there(case: CaseLine) -> str:
    return f"{head(case)} 记下了：隐患还在，已退回{case.who or '负责人'}重办。"


def still_there_for_resident(case: CaseLine) -> str:
    return f"{head(case)}：复查发现还有问题。\n已交{case.who or '负责人'}重办，{case.due}前办好。"


def which(number: int) -> str:
    return f"#{number} 看到的是哪样？没有了回“复查 {number} 没了”，还在回“复查 {number} 还在 哪里”。"
