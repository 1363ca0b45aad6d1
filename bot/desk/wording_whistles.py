"""Every sentence about whistles and about the list of duties. The tone is that of `wording`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bot.desk.caseline import CaseLine, head
from matching.whistle import Stage, WhistleKind

KINDS = MappingProxyType(
    {WhistleKind.WORK: "吹哨", WhistleKind.HARD: "硬哨", WhistleKind.URGENT: "急哨"}
)
STAGES = MappingProxyType(
    {
        Stage.CALLED: "没应哨",
        Stage.SIGNED: "已应哨",
        Stage.CONTACTED: "已联系",
        Stage.ARRIVED: "已到场",
        Stage.REPORTED: "已报结果",
    }
)
LEADS = "牵头"
HELPS = "配合"
#: Why a whistle ended, where nobody said it.
ALL_REPORTED = "各家都报了结果"
WENT_ANOTHER_WAY = "事情已另有结果"


@dataclass(frozen=True, slots=True)
class WhistleLine:
    """What a sentence about a whistle needs, ready to read: who is called (the lead first), when and where.

    `signin`, `contact` and `report` are the clocks of the one it is said to, `part` and `leads` are his.
    """

    case: CaseLine
    kind: WhistleKind
    street: str
    who: tuple[str, ...]
    when: str
    spot: str
    reason: str = ""
    part: str = ""
    leads: bool = False
    signin: str = ""
    contact: str = ""
    report: str = ""


def _where(line: WhistleLine) -> str:
    return f"{line.when}到{line.spot}" if line.spot else line.when


def _clocks(line: WhistleLine) -> str:
    return f"{line.signin}前应哨，{line.contact}前联系街道，{line.report}前报结果"


def _how(number: int) -> str:
    return f"回“应哨 {number}”；和街道说话回“联系 {number} …”，到了回“到场 {number}”，办好回“报告 {number} 结果”。"


# -- the street ------------------------------------------------------------------------------------


def blown(line: WhistleLine) -> str:
    """What the street reads once it has whistled."""
    return (
        f"{head(line.case)} 已吹{KINDS[line.kind].removeprefix('吹')}。\n"
        f"叫了{'、'.join(line.who)}，{_where(line)}，{line.who[0]}牵头。\n"
        f"{_clocks(line)}；没动静的会往上催。\n都报完会自动收哨，要提前收回“收哨 {line.case.number} 结论”。"
    )


def called_too(line: WhistleLine, added: Sequence[str]) -> str:
    return f"{head(line.case)} 又叫了{'、'.join(added)}。\n{_where(line)}，{line.who[0]}牵头。"


def answered(case: CaseLine, who: str, what: Stage, said: str = "") -> str:
    """What the street reads of one that was called."""
    words = f"：{said}" if said else "。"
    rate = f"\n请评一评：回“评 {case.number} {who} 1到5 理由”。" if what is Stage.REPORTED else ""
    return f"{head(case)}\n{who}{STAGES[what]}{words}{rate}"


def all_reported(case: CaseLine, lead: str) -> str:
    return f"{head(case)}：{ALL_REPORTED}，已收哨。\n接下来由{lead}办到底。"


def pressed(case: CaseLine, who: str, to: Sequence[str]) -> str:
    """What the street reads when a call climbs."""
    if not to:
        how = f"请直接打电话，或回“吹哨 {case.number} 叫谁”另叫一家。"
        return f"{head(case)}\n{who}催了几次没动静，上面也没有别人在岗。{how}"
    return f"{head(case)}\n{who}催了没动静，已报给{'、'.join(to)}。"


def reply_for_street(case: CaseLine, who: str, said: str) -> str:
    return f"{head(case)}\n{who}对评分的答辩：{said}"


def rated(case: CaseLine, who: str, rating: int) -> str:
    return f"{head(case)} 已给{who}评{rating}分，对方可以答辩。"


def concluded(case: CaseLine, lead: str) -> str:
    return f"{head(case)} 已收哨，由{lead}办到底。"


def listed(lines: Sequence[str]) -> str:
    """The whistles under way where somebody may whistle, and how to blow one."""
    how = "要吹哨，回“吹哨 12 城管局、物业 明天9:00 北门 原因”；急事写“吹急哨”，难事写“吹硬哨”。"
    return "\n".join(["现在没有在吹的哨。", how] if not lines else ["正在吹的哨：", *lines, how])


def one_listed(line: WhistleLine, stages: Sequence[tuple[str, Stage]]) -> str:
    standing = "、".join(f"{who}{STAGES[stage]}" for who, stage in stages)
    return f"{head(line.case)}：{_where(line)}；{standing}"


# -- those called ----------------------------------------------------------------------------------


def called(line: WhistleLine, said: str) -> str:
    """What somebody reads who is called."""
    others = line.who[1:]
    lead = "您牵头" if line.leads else f"{line.who[0]}牵头，您配合"
    along = f"，同去的有{'、'.join(others)}" if line.leads and others else ""
    part = f"您的分工：{line.part}。\n" if line.part not in (LEADS, HELPS) else ""
    return (
        f"【{KINDS[line.kind]}】{head(line.case)}\n{line.street}请您{_where(line)}，{lead}{along}。\n{part}"
        f"原因：{line.reason}\n居民说：{said}\n{_clocks(line)}。\n{_how(line.case.number)}"
    )


def signed(line: WhistleLine) -> str:
    return f"{head(line.case)} 已应哨。\n{_where(line)}，{line.report}前报结果。"


def passed_to_street(line: WhistleLine) -> str:
    return f"{head(line.case)} 已转给{line.street}。"


def arrived(line: WhistleLine) -> str:
    return f"{head(line.case)} 已记到场。\n办好回“报告 {line.case.number} 结果”，{line.report}前。"


def reported(line: WhistleLine) -> str:
    return f"{head(line.case)} 结果已报给{line.street}。"


def answered_already(case: CaseLine, what: Stage) -> str:
    return f"{head(case)} 之前{STAGES[what]}，不用再报。"


def not_signed(line: WhistleLine) -> str:
    return f"【{KINDS[line.kind]}】{head(line.case)} 还没应哨。\n再不应就报给上面。{_how(line.case.number)}"


def not_contacted(line: WhistleLine) -> str:
    number = line.case.number
    return f"{head(line.case)} 应哨后还没联系街道。\n请回“联系 {number} 打算怎么办”，到了回“到场 {number}”。"


def not_reported(line: WhistleLine) -> str:
    return f"{head(line.case)} 吹哨的结果还没报。\n请回“报告 {line.case.number} 结果”；再不报就报给上面。"


def climbed_away(case: CaseLine, to: str) -> str:
    return f"{head(case)} 催了没动静，已报给{to}。\n您现在应也算数，会记下晚了多久。"


def climbed_to(line: WhistleLine, who: str, said: str) -> str:
    """What a head reads that has to answer for somebody silent."""
    lead = "请您顶上牵头" if line.leads else "请您盯一下，或替它应"
    return (
        f"【{KINDS[line.kind]}】{head(line.case)}\n{who}催了没动静，{lead}。\n{_where(line)}。\n"
        f"原因：{line.reason}\n居民说：{said}\n{_how(line.case.number)}"
    )


def climbed_to_leader(line: WhistleLine, who: str) -> str:
    """What a paired leader or supervisor reads: the call went all the way up."""
    return f"{head(line.case)}\n{line.street}吹哨叫{who}，层层催过仍没动静。原因：{line.reason}"


def now_led_by(case: CaseLine, lead: str) -> str:
    return f"{head(case)} 改由{lead}牵头，您照原来的分工配合。"


def called_off(case: CaseLine, why: str) -> str:
    return f"{head(case)} 已收哨（{why}），不用再报了。"


def lead_finishes(case: CaseLine, why: str) -> str:
    return f"{head(case)} 已收哨（{why}）。\n请收尾，办好回“办结 {case.number} 做了什么”。"


def rated_for_called(case: CaseLine, street: str, rating: int, why: str) -> str:
    return f"{head(case)} {street}给您评{rating}分：{why}\n有话要说回“答辩 {case.number} …”，街道和督办都看得到。"


def reply_kept(case: CaseLine) -> str:
    return f"{head(case)} 答辩已记下，街道和督办都看得到。"


def one_called(line: WhistleLine, reached: Stage) -> str:
    """A whistle in the list of somebody who is called."""
    due = {
        Stage.CALLED: f"等您应哨，{line.signin}前",
        Stage.SIGNED: f"等您联系街道，{line.contact}前",
        Stage.CONTACTED: f"等您到场，{line.report}前报结果",
        Stage.ARRIVED: f"等您报结果，{line.report}前",
        Stage.REPORTED: "您已报结果，等别家",
    }[reached]
    return f"【{KINDS[line.kind]}】{head(line.case)}：{_where(line)}；{due}"


def mine(cases: str, lines: Sequence[str]) -> str:
    """A handler's list with the whistles that call him behind it; `cases` is empty when he has none in hand."""
    return "\n".join([*([cases] if cases else []), f"叫了您的哨有{len(lines)}个：", *lines]) if lines else cases


# -- the resident ----------------------------------------------------------------------------------


def blown_for_resident(line: WhistleLine) -> str:
    """Who comes and when."""
    return (
        f"{head(line.case)}：\n{line.street}请了{'、'.join(line.who)}，{_where(line)}一起办，由{line.who[0]}牵头。"
    )


def arrived_for_resident(case: CaseLine, who: str) -> str:
    return f"{head(case)}：{who}已到现场。"


def led_by_for_resident(case: CaseLine, lead: str) -> str:
    return f"{head(case)}：\n原来牵头的没动静，已改由{lead}牵头。"


def concluded_for_resident(case: CaseLine, lead: str) -> str:
    return f"{head(case)}：几家一起办的部分完了。\n接下来由{lead}办到底，{case.own_due or case.due}前办结。"


# -- the list of duties ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DutyLine:
    """How one duty stands this month."""

    name: str
    came_up: int
    done: int
    open: int
    late: int


def duties(where: str, since: str, lines: Sequence[DutyLine], whistles: str) -> str:
    """The list of duties with this month's counts, a line each."""
    shown = [
        f"{number}. {line.name}：" + (
            f"{line.came_up}次，做到{line.done}，待做{line.open}，超时{line.late}" if line.came_up else "还没有"
        )
        for number, line in enumerate(lines, 1)
    ]
    return "\n".join([f"责任清单 · {where}，{since}起", *shown, whistles])


def whistle_rate(whistles: int, cases: int) -> str:
    share = f"，每百件{100 * whistles / cases:.1f}次" if cases else ""
    return f"吹哨{whistles}次，新登记{cases}件{share}。"
