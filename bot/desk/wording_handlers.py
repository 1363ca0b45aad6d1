"""Every sentence that a handler reads in WeChat. The tone is that of `wording`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from types import MappingProxyType

from bot.desk.caseline import STILL_SEARCHING, CaseLine, clocks, crowd, head
from bot.desk.labels import STATES
from matching.case import State
from matching.responder import NOT_HANDLING, ORDERING, Duty, Role
from matching.routing import is_arbiters

HELP_HANDLER = (
    "接单 12；办结 12 做了什么（只有一件时，号可以不写）\n转办 12 给谁、为什么；退回 12 原因\n"
    "回复 12 …：说一句；追问 12 …：问一句，时间先停着\n排期 12 11月28日 原因；等外 12 日期 等谁\n"
    "延期 12 日期 原因：报社区批\n核查 12 通过；核查 12 没办好 原因\n请假 11月25日到11月28日；销假\n"
    "我的：手上的单。点开那一页，这些都有按钮，不用打字。"
)
_RULES = "裁决 12 给谁、为什么；吹哨 12 城管局 明天9:00 北门 原因"
_OFFICE = "同意 12、不同意 12 原因：批延期；不受理 12 原因，写清该找谁\n晒：办好的事公开哪句话"
_ASKS = "议事 12 要不要装道闸？装/不装 3天"
_CALLS = "开会 五方例会 周五19:30 议事厅\n发活动 读书会 周六9:30 活动室 20人；资源：能借什么"
_ORDERS = "派单 榕御3栋 搬家具 周六上午 2人：找志愿者"
_WATCHES = "督办：像没真办的事"
_COUNTS = "责任清单：这个月各项做了多少、迟了多少"
_RECONCILES = "约 12 时间 地点；协议 12 怎么定的\n调解 12 不成 原因：谈不拢"
#: The handler's own matters: she is a resident too.
_HER_OWN = "您自己有事，直接说就行；居民的话：进度、满意、人工。"
WORK_KEPT = "{what}已放进#{number}，居民看得到。办好回“办结 {number} 做了什么”。"
ADDED_WHAT = MappingProxyType({"photo": "一张照片", "voice": "一段语音", "location": "一个位置"})
#: What stands for a photo or recording where it cannot be shown itself.
FILES = MappingProxyType({"image": "#{number} 的照片", "voice": "#{number} 的录音"})


def help_for(duties: Collection[Duty]) -> str:
    """The words that fit somebody's duties: a handler's, then those of her office, each only where she holds it."""
    roles = {duty.role for duty in duties}
    watches = bool(roles & {Role.SUPERVISOR, Role.PAIRED_LEADER})
    centre = any(is_arbiters(duty) and duty.role is Role.DEPARTMENT for duty in duties)
    handles = Role.MEDIATOR in roles or not roles or bool(roles - NOT_HANDLING)
    parts = [
        (handles, HELP_HANDLER),
        (any(is_arbiters(duty) for duty in duties), _RULES),
        (bool(roles & {Role.COMMUNITY, Role.STREET}), _OFFICE),
        (bool(roles & {Role.COMMUNITY, Role.STREET, Role.ESTATE_SECRETARY}), _ASKS),
        (bool(roles & {Role.COMMUNITY, Role.ESTATE_SECRETARY}), _CALLS),
        (bool(roles & ORDERING), _ORDERS),
        (watches, _WATCHES),
        (watches or centre, _COUNTS),
        (Role.MEDIATOR in roles, _RECONCILES),
        (True, _HER_OWN),
    ]
    return "\n".join(words for holds, words in parts if holds)


def task(case: CaseLine, said: str, *, urgent: bool, again: str = "", like: int = 0) -> str:
    """What a handler reads when a case is brought to him; `like` is a case that may be the same, 0 for none."""
    first = f"【加急】{head(case)}" if urgent else head(case)
    redo = f"居民说没办好：{again}\n" if again else ""
    said = said.replace(f"，{again}", "", 1) if again else said  # it stands above already
    care = f"要照顾：{case.care}\n" if case.care else ""
    helped = f"{case.asked_too}\n" if case.asked_too else ""
    return (
        f"{first}\n{care}{_known(case, like)}{redo}{said}\n{clocks(case)}。\n{helped}接单回“接单 {case.number}”，"
        f"办好回“办结 {case.number} 做了什么”；不归您管回“退回 {case.number} 原因”。"
    )


def _known(case: CaseLine, like: int) -> str:
    """What was seen before of a matter, a line each."""
    lines = [f"{case.climbed}。"] if case.climbed else []
    lines += [f"90天内第{case.times}次。"] if case.times > 1 else []
    lines += [f"共{case.reporters}位居民反映。"] if case.reporters > 1 else []
    lines += [f"可能和 #{like} 是同一件。"] if like else []
    return "".join(f"{line}\n" for line in lines)


def joined(case: CaseLine, said: str) -> str:
    """What a handler reads when one more resident reports a matter he has; not who."""
    return f"{head(case)}：又有1位居民反映，共{case.reporters}位。\n{said}"


def told_urgent(case: CaseLine, said: str) -> str:
    """What the others at the place read of an emergency that somebody else has."""
    who = f"已交给{case.who}，您离得近请先看一眼。" if case.who else "还没有人接，请先去看一眼。"
    return f"【加急】{head(case)}\n{said}\n{who}"


def taken_for_handler(case: CaseLine, said: str) -> str:
    """The matter in full: a handler outside the reply window has had a template with four short fields only."""
    first = f"{head(case)} 已接单{crowd(case)}。\n{clocks(replace(case, signed=False, signin=''))}。"
    return f"{first}\n居民说：{said}\n办好回“办结 {case.number} 做了什么”。"


def finished_for_handler(case: CaseLine) -> str:
    return f"{head(case)} 已报办结，在等居民评价。没办好会再回到您这里。"


def passed_for_handler(case: CaseLine) -> str:
    return f"{head(case)} 已交给{case.who}。" if case.who else f"{head(case)} 已退出，{STILL_SEARCHING}"


def taken_away(case: CaseLine) -> str:
    """What a handler reads when a case is no longer his, through no act of his own."""
    return f"{head(case)} 已改由{case.who or '别处'}办，您不用管了。"


def signed_after_you(case: CaseLine) -> str:
    """What whoever handed a case on reads once the next one has signed: until then he answers for it."""
    return f"{head(case)}：{case.who}已接单，您不用再跟了。"


def withdrawn_for_handler(case: CaseLine) -> str:
    return f"{head(case)}：居民取消了，您不用办了。"


def added_for_handler(case: CaseLine, said: str) -> str:
    return f"{head(case)} 居民补充：\n{said}"


def added_attachment(case: CaseLine, what: str, label: str) -> str:
    """A location is told with the name that WeChat gives it; a photo or recording follows by itself."""
    return added_for_handler(case, ADDED_WHAT[what] + (f"：{label}" if what == "location" and label else ""))


def attached(photos: int, recordings: int, spots: Sequence[str]) -> str:
    """What came with a resident's words, empty when nothing did."""
    parts = [f"照片{photos}张"] if photos else []
    parts += [f"录音{recordings}段"] if recordings else []
    parts += [f"位置：{spot}" for spot in spots]
    return f"（附{'、'.join(parts)}）" if parts else ""


def closed_for_handler(case: CaseLine) -> str:
    return f"{head(case)}：居民满意，已办结。辛苦了。"


def reminder(case: CaseLine) -> str:
    return (
        f"{head(case)} 还没接单。\n{clocks(case)}；再不接就转给上一级。\n"
        f"能办请回“接单 {case.number}”，不归您管回“退回 {case.number} 原因”。"
    )


def praised(case: CaseLine, said: str) -> str:
    return f"{head(case)} 居民说：{said}"


def mine(cases: Sequence[CaseLine]) -> str:
    """A handler's list: the most urgent first, a line each."""
    if not cases:
        return "您手上没有要办的事。"
    lines = [f"您手上有{len(cases)}件："]
    lines += [f"{head(case)}：{_state(case)}，{clocks(case)}{crowd(case)}" for case in cases]
    return "\n".join(lines)


def _state(case: CaseLine) -> str:
    """A state's name speaks to the resident where it waits for her."""
    return "等居民回答" if case.state is State.AWAITING_INFO else STATES[case.state]


def handlers_talk(numbers: Sequence[int]) -> str:
    """What a handler reads whose own words might be about a task: how to say it, and how to report something."""
    listed, first = "、".join(f"#{number}" for number in numbers[:5]), numbers[0]
    return (
        f"您手上有{listed}。接单回“接单 {first}”，办好回“办结 {first} 做了什么”。\n"
        "要是自己报事，请带上小区和楼栋再说一遍。"
    )


def bound(name: str, duties: Sequence[str]) -> str:
    return f"绑定好了，{name}。您负责：{'、'.join(duties)}。\n新单会发到这里；回“帮助”看怎么用。"
