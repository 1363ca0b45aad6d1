"""Every sentence about a surge, its shifts and roll-calls. The tone is that of `wording`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HOW_TO_BEGIN = (
    "请写：应急 台风 到11月30日\n后面可以写队名，比如“应急 台风 到11月30日 应急队 巡逻队”；最长60天，到期自动结束。"
)
NO_TEAMS = "{place}还没有应急队。\n请先导入队伍（linli import teams），或在后面写上别的队名。"
NOBODY_THERE = "这些队里还没有人绑定微信，通知不到。请先让队员报名。"
NOTHING_RUNS = "现在没有在应急的事。\n要开始请回“应急 台风 到11月30日”。"
WHICH = "现在有{count}件：{listed}。请写上号，比如“{word} {first}”。"
RUNS_ALREADY = "应急{number} {name}已经在进行，到{until}。"
HOW_TO_SHIFT = "请写：排班 明天到周五 8:00-12:00 榕御桥头巡查 2人\n先写哪几天，再写几点到几点，最后写做什么、几个人。"
NO_SHIFTS = "应急{number} {name}还没有排班。\n回“排班 明天到周五 8:00-12:00 桥头巡查 2人”就排。"
NO_ROLL_CALL = "现在没有点名，不用回。"
CALLED_ALREADY = "刚点过名，{until}前还在收。回“应急”看谁到了。"
ENDED_ALREADY = "应急{number}已经结束。"
NOBODY_FREE = "这几班一个人也排不出：都在休息、另有班次或不会这一样。"
OPEN_BOARD = "打开班表和点名"
_LISTED_MOST = 12


@dataclass(frozen=True, slots=True)
class SurgeLine:
    """A surge as the sentences need it, ready to read."""

    number: int
    name: str
    place: str
    until: str

    @property
    def head(self) -> str:
        """How it is named: 应急3 台风 · 榕御社区."""
        return f"应急{self.number} {self.name} · {self.place}"


def begun(surge: SurgeLine, told: int, teams: Sequence[str]) -> str:
    return (
        f"{surge.head}开始了，到{surge.until}自动结束。\n已通知{'、'.join(teams)}共{told}人待命。\n"
        "接着可回“排班 …”排班，“点名”看谁在，“解除”结束。"
    )


def called_up(surge: SurgeLine) -> str:
    """What each member reads first."""
    return (
        f"【应急】{surge.place}：{surge.name}，到{surge.until}。\n"
        "您的队在待命，排到您会单独告诉您几点、在哪里。来不了回“休息到 日期”。"
    )


def proposed(surge: SurgeLine, shifts: Sequence[str], wanted: int, found: int) -> str:
    """The card before anybody is told."""
    short = f"，缺{wanted - found}人（发出后再问附近的志愿者）" if found < wanted else ""
    lines = "\n".join(shifts[:_LISTED_MOST]) + _more(len(shifts))
    head = f"{surge.head}，排{len(shifts)}班、要{wanted}人次，排出{found}人次{short}："
    return f"{head}\n{lines}\n回“好”就通知他们，“不”就算了。"


def shift_line(when: str, what: str, who: Sequence[str], wanted: int) -> str:
    names = "、".join(who) if who else "还没有人"
    short = f"（缺{wanted - len(who)}）" if len(who) < wanted else ""
    return f"{when} {what}：{names}{short}"


def sent_out(surge: SurgeLine, shifts: int, told: int, missing: int) -> str:
    more = f"还缺{missing}人，正在问附近的志愿者。" if missing else "人都齐了。"
    return f"{surge.head}：{shifts}班已发给{told}人。{more}\n回“排班”看班表；谁来不了会自己回“来不了”，马上补人。"


def roster(surge: SurgeLine, shifts: Sequence[str]) -> str:
    lines = "\n".join(shifts[:_LISTED_MOST]) + _more(len(shifts))
    return f"{surge.head}，班表：\n{lines}"


def roll_called(surge: SurgeLine, called: int, until: str) -> str:
    return f"{surge.head}：已点名{called}人，收到{until}。\n到时把谁到了、谁没回告诉您。"


def roll_call(surge: SurgeLine, until: str) -> str:
    """What each member reads: one word is enough."""
    return f"【点名】{surge.place} {surge.name}。在的请回“到”，{until}前都算；先发位置再回更好。"


def present(surge: SurgeLine, place: str, shift: str) -> str:
    where = f"在{place}" if place else "没带位置，不要紧"
    nxt = f"\n您下一班：{shift}" if shift else ""
    return f"收到，{surge.name}点名您到了（{where}）。{nxt}"


def roll_result(surge: SurgeLine, came: Sequence[str], missing: Sequence[str]) -> str:
    """Who is where and who has said nothing: for whoever called, nobody else."""
    total = len(came) + len(missing)
    here = "\n".join(came[:_LISTED_MOST]) + _more(len(came)) if came else "还没有人回"
    silent = f"\n没回：{'、'.join(missing)}" if missing else ""
    return f"【点名】{surge.head}：应到{total}，已到{len(came)}。\n{here}{silent}"


def where_line(who: str, place: str, at: str) -> str:
    return f"{who}：{place or '没带位置'}，{at}"


def standing(surge: SurgeLine, members: int, on_shift: Sequence[str], missing: int) -> str:
    """A surge at a glance: who is on now, what is still short."""
    now = "、".join(on_shift) if on_shift else "没有人在班"
    short = f"，后面还缺{missing}人次" if missing else ""
    return f"{surge.head}，到{surge.until}，共{members}人待命{short}。\n现在：{now}"


def ask_to_end(surge: SurgeLine, shifts: int) -> str:
    left = f"后面{shifts}班都取消，" if shifts else ""
    return f"{surge.head}要解除吗？{left}会通知全体队员。\n回“好”解除，“不”就算了。"


def ended(surge: SurgeLine, told: int, cancelled: int) -> str:
    left = f"后面{cancelled}班已取消，" if cancelled else ""
    return f"{surge.head}已解除，{left}已通知{told}人。"


def stood_down(surge: SurgeLine, shifts: int, hours: str) -> str:
    """What each member reads at the end."""
    done = f"您这次值了{shifts}班、{hours}小时，已记入时长。" if shifts else ""
    return f"【解除】{surge.place} {surge.name}结束了，后面不用来。{done}谢谢您。"


def _more(count: int) -> str:
    return f"\n……还有{count - _LISTED_MOST}条" if count > _LISTED_MOST else ""
