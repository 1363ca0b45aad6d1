"""Every sentence about what paired units lend, and the answers to firms. The tone is that of `wording`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matching.resource import ResourceKind

NOTHING_HERE = "您这里还没有登记共建资源。\n请社区先导入（linli import resources）。"
NOTHING_NAMED = "共建资源里没有这样。回“资源”看有哪些。"
HOW_TO_BORROW = "请写：借用 投影仪 周六上午 2台 读书会用\n先写借什么，再写什么时候、几个、做什么用。"
TIME_IS_PAST = "这个时间已经过了。请换一个时间。"
NO_SUCH_LOAN = "没有找到借用{number}，或不用您来回。"
ANSWERED_ALREADY = "借用{number}已经回过：{state}。"
WHY_NOT = "为什么不借？请写：不借 {number} 原因"
WHICH_LOAN = "请写上借用号，比如“{word} 5”。"
ASK_FIRM = "请写：惠企 想问什么\n比如“惠企 小微企业稳岗补贴怎么申请”，今天值班的人回您。"
_KINDS = {ResourceKind.ROOM: "场地", ResourceKind.GOODS: "物品", ResourceKind.PEOPLE: "人员"}
_LISTED_MOST = 30


@dataclass(frozen=True, slots=True)
class LoanLine:
    """A loan as the sentences need it; `who` wants it, `keeper` answers."""

    number: int
    name: str
    count: int
    when: str
    unit: str
    who: str = ""
    what: str = ""
    keeper: str = ""

    @property
    def facts(self) -> str:
        """What, how many, when, what for."""
        many = f"{self.count}份" if self.count > 1 else ""
        return "，".join(one for one in (f"{self.name}{many}", self.when, self.what) if one)


def row(kind: ResourceKind, name: str, count: int, unit: str, note: str) -> str:
    about = "，".join(one for one in (unit, note) if one)
    return f"{_KINDS[kind]} {name}" + (f" {count}份" if count > 1 else "") + (f"（{about}）" if about else "")


def listed(rows: Sequence[str], loans: Sequence[str]) -> str:
    more = f"还有{len(rows) - _LISTED_MOST}样，回“资源 名称”找。" if len(rows) > _LISTED_MOST else ""
    own = ["您借的或等您回的：", *loans] if loans else []
    found = ["共建单位能借的：", *rows[:_LISTED_MOST], more, "要借回“借用 名称 时间”。", *own]
    return "\n".join(one for one in found if one)


def loan_listed(loan: LoanLine, state: str) -> str:
    return f"借用{loan.number} {loan.facts}：{state}"


def asked(loan: LoanLine) -> str:
    return f"已问{loan.keeper}：借用{loan.number} {loan.facts}。\n回话就告诉您；不借了回“归还 {loan.number}”。"


def lent_at_once(loan: LoanLine) -> str:
    return f"登记好了：借用{loan.number} {loan.facts}（{loan.unit}）。\n用完回“归还 {loan.number}”。"


def for_keeper(loan: LoanLine, until: str) -> str:
    return (
        f"借用{loan.number}：{loan.who}想借{loan.facts}。\n"
        f"能借回“借出 {loan.number}”，不能借回“不借 {loan.number} 原因”；{until}前没回就当不借。"
    )


def agreed(loan: LoanLine) -> str:
    return f"能借：借用{loan.number} {loan.facts}（{loan.unit}）。\n用完回“归还 {loan.number}”，别人好接着用。"


def refused(loan: LoanLine, why: str) -> str:
    return f"借不到：借用{loan.number} {loan.facts}。\n原因：{why}。回“资源 {loan.name}”看还有没有别家。"


def answered(loan: LoanLine, state: str) -> str:
    return f"已告诉{loan.who}：借用{loan.number} {loan.facts}，{state}。"


def given_back(loan: LoanLine) -> str:
    return f"借用{loan.number} {loan.facts}已归还，别人可以借了。"


def given_back_for_keeper(loan: LoanLine) -> str:
    return f"{loan.who}已归还：借用{loan.number} {loan.facts}。"


def not_free(name: str, free: int, when: str) -> str:
    left = f"只剩{free}份" if free else "已经借出去了"
    return f"{name}在{when}{left}。\n请换个时间，或回“资源 {name}”看别家。"


def at_hand(rows: Sequence[str], name: str) -> str:
    """Behind a need that asks for goods or a room: what is there already."""
    return f"共建单位有：{'；'.join(rows)}。要借回“借用 {name} 时间”。"


# -- firms -------------------------------------------------------------------------------------------


def asked_adviser(number: int, why: str, who: str, when: str) -> str:
    """The receipt of a firm's question: whose turn it is and by when an answer comes."""
    if not who:
        return f"收到，#{number} 惠企咨询。现在没有人值班，正在找人接，接上就告诉您。"
    return (
        f"收到，#{number} 惠企咨询。{why}，{when}前接单。\n"
        f"有答复就告诉您；补充回“补充 {number} …”，看进度回“进度 {number}”。"
    )


def on_turn(organisation: str) -> str:
    return f"惠企服务团今天由{organisation}值班"
