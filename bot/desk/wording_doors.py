"""Every sentence about 家家访: begun, who calls where, what was found, how far it has come. The tone is `wording`'s."""

from __future__ import annotations

from collections.abc import Sequence

from matching.campaign import DoorState

HOW_TO_BEGIN = "请这样写：家家访 榕御小区 到12月10日 楼长和志愿者。\n最长60天；谁去可以写楼长、志愿者、网格员。"
NO_DOORS = "现在没有分给您的家家访。"
NOBODY_TO_CALL = "{place}这里还没有能上门的{who}。请先导入人员或志愿者，或换个写法。"
RUNS_ALREADY = "{place}的家家访正在进行，{until}结束。回“家家访”看走到哪。"
WHICH_DOOR = "没看出是哪一户。请写楼栋和房号，比如“家家访 3栋501 在家 缺扶手”。"
NOT_YOUR_DOOR = "{door}不在您的名单里。回“家家访”看您的名单。"
SAY_STATE = "{door} 怎么样？请写：在家、不在、不愿，后面可以加一句话。"
OPEN_LIST, OPEN_PROGRESS = "打开我的名单", "打开进度"
ENDED = "已经结束"
#: What became of a door, as people type and read it.
STATES = {
    DoorState.OPEN: "还没走",
    DoorState.VISITED: "在家",
    DoorState.AWAY: "不在",
    DoorState.REFUSED: "不愿",
}
WHO = {"leader": "楼长", "volunteer": "志愿者", "grid": "网格员"}
#: What the board says besides the list, once: whoever is asked may say no.
CONSENT = "先说明来意；愿意说的才记，不愿就选“不愿”，不再打扰。"


def begun(place: str, doors: int, callers: int, until: str) -> str:
    return f"{place}家家访开始了：{doors}户分给{callers}人，各自的楼栋优先，{until}结束。\n回“家家访”看走到哪。"


def yours(place: str, count: int, houses: Sequence[str], until: str) -> str:
    """Each of the team, once: there is no reminder."""
    where = "、".join(houses)
    return (
        f"{place}家家访，分给您{count}户：{where}。\n{until}前方便时走走就行，不用打卡。"
        "\n走一户记一户：“家家访 3栋501 在家 缺扶手”，或点开名单。" + CONSENT
    )


def mine(place: str, done: int, count: int, waiting: Sequence[str], until: str) -> str:
    listed = "、".join(waiting)
    rest = f"\n还没走：{listed}" if waiting else "\n都走过了，谢谢您。"
    return f"{place}家家访，您已走{done}/{count}户，{until}结束。{rest}"


def progress(place: str, counted: dict[DoorState, int], until: str) -> str:
    """The organiser's look: no names, no ranking."""
    total = sum(counted.values())
    done = total - counted[DoorState.OPEN]
    return (
        f"{place}家家访：已走 {done}/{total}户，{until}结束。\n"
        f"在家{counted[DoorState.VISITED]}户，不在{counted[DoorState.AWAY]}户，不愿{counted[DoorState.REFUSED]}户。"
    )


def noted(door: str, state: DoorState, case: int) -> str:
    came = f"说的事已另开 #{case}。" if case else ""
    return f"{door} 记下了：{STATES[state]}。{came}"


def over(place: str, counted: dict[DoorState, int], cases: int) -> str:
    """The organiser, when the last day is over."""
    total = sum(counted.values())
    done = total - counted[DoorState.OPEN]
    return (
        f"{place}家家访结束了：走了 {done}/{total}户，"
        f"不在{counted[DoorState.AWAY]}户，不愿{counted[DoorState.REFUSED]}户。\n开出{cases}件事，都在办。"
    )
