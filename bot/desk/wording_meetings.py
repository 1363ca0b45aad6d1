"""Every sentence about a meeting. The tone is that of `wording`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from matching.agenda import Why
from matching.gathering import Decision

HOW_TO_CALL = "请写：开会 五方例会 周五19:30 小区议事厅\n可以是五方例会、联席会议、议事会；时间要在今天之后。"
NOT_YOURS_TO_CALL = "开会由小区书记或社区来召集，您这边没有这个权限。"
NO_MEETING = "没有找到这个会。回“会议”看最近的会。"
NO_SEAT = "会议{number}没有您的席位；要参加请找召集人。"
ENDED = "会议{number}已经散会，不能再改。"
HOW_TO_DECIDE = "请写：决定 {number} 物业 月底前装好道闸 11月30日\n先写谁办，再写做什么，最后写哪天前。"
WHICH = "请写上会议号，比如“{word} {number} …”。"
ATTENDING: Mapping[str, str] = MappingProxyType({"": "还没回", "yes": "参加", "no": "不参加"})
_WHY: Mapping[Why, str] = MappingProxyType(
    {Why.STUCK: "逾期或没人办", Why.CHRONIC: "90天内多次", Why.SEVERAL: "多户反映", Why.REOPENED: "办过又反复"}
)


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """What a sentence about a meeting needs, ready to read; an empty spot is left out."""

    number: int
    called: str
    when: str
    spot: str = ""
    chair: str = ""


def invitation(meeting: MeetingLine, agenda: Sequence[str]) -> str:
    """What each seat reads: what, when, where, who leads, what about, how to answer."""
    number = meeting.number
    items = "\n".join(agenda) or f"（还没有议题，可回“意见 {number} …”提出）"
    return (
        f"【会议{number}】{meeting.called}：{_when(meeting)}。\n这次由{meeting.chair}牵头，议题：\n{items}\n"
        f"来请回“参会 {number}”，来不了回“不参会 {number} 原因”，有话先说回“意见 {number} …”。"
    )


def _when(meeting: MeetingLine) -> str:
    return f"{meeting.when}，{meeting.spot}" if meeting.spot else meeting.when


def agenda_line(at: int, head: str, why: Sequence[Why]) -> str:
    return f"{at}. {head}（{'、'.join(_WHY[one] for one in why)}）"


def called_together(meeting: MeetingLine, seats: int, items: int) -> str:
    number = meeting.number
    return (
        f"会议{number} {meeting.called}已召集，发给{seats}方，带{items}个议题。\n"
        f"开完请回“决定 {number} …”“纪要 {number} …”，最后“散会 {number}”。"
    )


def reminder(meeting: MeetingLine) -> str:
    number = meeting.number
    return f"【会议{number}】{meeting.called}：{_when(meeting)}，请准时。\n来不了请回“不参会 {number} 原因”。"


def due_to_call(called: str, place: str, last: str) -> str:
    """To whoever calls meetings together: one is due."""
    before = f"上次是{last}" if last else "还没有开过"
    return f"{place}该开{called}了（{before}）。\n请回“开会 {called} 周五19:30 地点”，议题已按卡住的、多户的事备好。"


def answered(number: int, attending: str) -> str:
    return f"会议{number}：记下了，您{ATTENDING[attending]}。"


def position_kept(number: int) -> str:
    return f"会议{number}：您的意见已记下，开会时大家看得到。"


def minutes_kept(number: int) -> str:
    return f"会议{number}：纪要已记下。散会时发给各方，请回“散会 {number}”。"


def decided(number: int, head: str, who: str, until: str) -> str:
    return f"会议{number}的决定已立为{head}。\n由{who}办，{until}前办结；办得怎样会一直跟到底。"


def overview(meeting: MeetingLine, parts: Mapping[str, Sequence[str]]) -> str:
    """A meeting as a seat reads it: agenda, who comes, positions, decisions; empty parts are left out."""
    lines = [f"【会议{meeting.number}】{meeting.called}，{_when(meeting)}，{meeting.chair}牵头。"]
    for title, entries in parts.items():
        if entries:
            lines += [f"{title}：", *entries]
    return "\n".join(lines)


def published(meeting: MeetingLine, minutes: str, decisions: Sequence[str]) -> str:
    """What all seats read at the end."""
    said = f"\n纪要：{minutes}" if minutes else ""
    made = "\n决定：\n" + "\n".join(decisions) if decisions else "\n没有作出决定。"
    return f"【会议{meeting.number}】{meeting.called}已散会。{said}{made}"


def decision_line(decision: Decision, who: str, until: str) -> str:
    return f"#{decision.case} {decision.text}（{who}，{until}前）"


def listed(lines: Sequence[str]) -> str:
    if not lines:
        return "您这里最近没有会。召集请回“开会 五方例会 周五19:30 地点”。"
    return "\n".join(["最近的会：", *lines, "看详情回“会议 号”。"])
