"""Every sentence about reconciling two neighbours. The tone is that of `wording`."""

from __future__ import annotations

from bot.desk.caseline import CaseLine, head

NEUTRAL_REASON = "请中立的人调解"
CHANGED_REASON = "调解员与一方同楼，换人"


def begun_for_party(case: CaseLine) -> str:
    return (
        f"{head(case)}：已请{case.who}调解，不和双方同楼。\n"
        "谈什么只有双方和调解员知道，谈不谈都由您。时间地点定了告诉您。"
    )


def begun_for_mediator(case: CaseLine, code: str) -> str:
    return (
        f"{head(case)} 请您调解，内容只有双方和您知道。\n"
        f"请把这句话告诉另一方，让他发给我们：“调解 {case.number} {code}”。\n"
        f"约好了回“约 {case.number} 时间 地点”，谈成了回“协议 {case.number} 怎么定的”，"
        f"谈不成回“调解 {case.number} 不成 原因”。"
    )


def begun(case: CaseLine) -> str:
    return f"{head(case)} 已请{case.who}调解，往后由他联系双方。"


def joined(case: CaseLine) -> str:
    """What the other side reads: nothing of who reported what."""
    return f"#{case.number} 您已加入调解，由{case.who}主持。\n说的话不外传，愿不愿意都由您。时间地点定了告诉您。"


def joined_for_mediator(case: CaseLine) -> str:
    return f"{head(case)}：另一方已加入调解，可以约时间了。回“约 {case.number} 时间 地点”。"


def arranged(number: int, who: str, when_where: str) -> str:
    return f"#{number} {who}约双方见面谈：\n{when_where}。\n来不了回“不认可 {number} 什么时间方便”。"


def arranged_for_mediator(case: CaseLine, *, both: bool) -> str:
    told = "已告诉双方" if both else "已告诉报事的一方；另一方还没加入，请您当面说"
    return f"{head(case)}：{told}。\n谈成了回“协议 {case.number} 怎么定的”。"


def agreement(number: int, text: str) -> str:
    return f"#{number} 调解协议，请您看一看：\n{text}\n同意回“认可 {number}”，要改回“不认可 {number} 哪里”。"


def agreement_sent(case: CaseLine) -> str:
    return f"{head(case)}：协议已发给双方，都认可了告诉您。"


def endorsed(number: int, *, both: bool) -> str:
    if not both:
        return f"#{number} 记下了，等另一方认可。"
    return f"#{number} 双方都认可，协议成了。\n14天后问您履行得怎么样。"


def both_agreed(case: CaseLine) -> str:
    return f"{head(case)}：双方都认可了协议。\n请回“办结 {case.number} 已达成协议”。"


def objected(case: CaseLine, side: str, said: str) -> str:
    return f"{head(case)}：{side}不认可：\n{said}"


def objection_kept(number: int) -> str:
    return f"#{number} 已转给调解员，他会再找您谈。"


def failed_for_party(number: int, court: str) -> str:
    return f"#{number} 这次没有调解成。\n还可以找{court}，您的权利不受影响。"


def failed(case: CaseLine) -> str:
    return f"{head(case)}：记下了，已告诉双方去处。\n请回“办结 {case.number} 调解不成，已告知去处”。"


def follow_up(number: int) -> str:
    return f"#{number} 的协议过去两周了，都照办了吗？\n照办了回“认可 {number}”，没有回“不认可 {number} 哪里没办”。"


def kept_well(number: int) -> str:
    return f"#{number} 记下了：协议照办了。谢谢您。"


def broken(case: CaseLine, side: str, said: str) -> str:
    return f"{head(case)}：{side}说协议没有照办：\n{said}\n请再联系双方。"
