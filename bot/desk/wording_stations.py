"""Every sentence about a 红色驿站: which is near, what works there, what its keeper says of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.desk.wording_riders import metres
from matching.station import Near, Station, round_the_clock

NONE_YET = "这里还没有登记驿站。请社区导入驿站名单后再看。"
WHERE = "发个位置，马上列出最近的3个驿站。\n点“＋”再点“位置”就行，不用打字。"
FROM_HOME = "按您家算的；发个位置，就按您现在的地方算。"
PAGE = "驿站列表"
HOW_TO_KEEP = "请写：驿站 微波炉 坏了；驿站 微波炉 好了；\n驿站 关门；驿站 开门 到22:00；驿站 加 换电；驿站 评价"
HOW_TO_SAY = "请写：驿站 缺热水，或 驿站 评价 很干净。\n想看附近的，回“附近驿站”。"
NOTHING_SAID = "{name}还没有人评价。"
OPEN_HOUR_WRONG = "几点关门没看明白。请写成：驿站 开门 到22:00"
NOT_AHEAD = "{clock}已经过了。请写今天还没到的时间，比如：驿站 开门 到{until}"
SERVICE_TOO_LONG = "每样服务最多{most}个字，比如“换电”“修车工具”。"
KEPT_BY_NOBODY = "这个驿站还没有看管人，已记下，社区看得到。"


def listed(near: Sequence[Near], note: str) -> str:
    """The stations near, the nearest open one first."""
    lines = [f"{at}. {_line(one)}" for at, one in enumerate(near, 1)]
    return "\n".join([f"最近的驿站{len(near)}个：", *lines, *([note] if note else [])])


def _line(near: Near) -> str:
    far = f" {metres(near.metres)}" if near.metres is not None else ""
    works = " ".join(near.works) or "暂无可用的服务"
    return f"{near.station.name}{far}，{door(near)}\n{works}" + (f"；{broken(near)}" if near.broken else "")


def door(near: Near) -> str:
    """Whether it is open and until when."""
    opening = near.opening
    if opening.open:
        if opening.until is None or (round_the_clock(near.station.hours) and near.station.until_at is None):
            return "全天开"
        return f"开到{clock(opening.until)}"
    why = f"（{near.station.note}）" if near.station.note else ""
    return f"现在关着{why}" + (f"，{clock(opening.opens)}开" if opening.opens is not None else "")


def broken(near: Near) -> str:
    """What does not work: 微波炉坏了、雨具没了."""
    return "、".join(f"{name}{wrong}" for name, wrong in near.broken)


def clock(moment: datetime) -> str:
    """A local time of today; midnight is 24:00."""
    return "24:00" if (moment.hour, moment.minute) == (0, 0) else f"{moment.hour}:{moment.minute:02d}"


# -- the keeper's word -------------------------------------------------------------------------------


def kept(near: Near, words: str) -> str:
    """What the keeper reads of his own station, and how to change it."""
    shown = " ".join(near.works) or "无"
    wrong = f"\n不能用：{broken(near)}" if near.broken else ""
    return f"您看管的{near.station.name}，{door(near)}。\n能用：{shown}{wrong}\n{words}"


def is_broken(name: str, service: str, wrong: str) -> str:
    return f"记下了：{name}{service}{wrong}，“附近驿站”里看得到。\n好了回“驿站 {service} 好了”。"


def works_again(name: str, service: str) -> str:
    return f"记下了：{name}{service}可以用。\n又坏了回“驿站 {service} 坏了”。"


def not_offered(name: str, service: str) -> str:
    return f"{name}没有登记{service}。\n要添上，回“驿站 加 {service}”。"


def offered(name: str, service: str) -> str:
    return f"记下了：{name}添了{service}。\n不提供了回“驿站 减 {service}”。"


def not_any_more(name: str, service: str) -> str:
    return f"记下了：{name}不再提供{service}。\n又有了回“驿站 加 {service}”。"


def shut(name: str, *, today: bool) -> str:
    until = "今天关门，明天照常开" if today else "关门，等您说开门再开"
    return f"记下了：{name}{until}。\n弄错了回“驿站 开门”。"


def opened(name: str, until: str) -> str:
    when = f"开到{until}" if until else "照常开门"
    return f"记下了：{name}{when}。\n要关回“驿站 关门”。"


def which(stations: Sequence[Station], example: str) -> str:
    """Which station is meant: its name goes between."""
    names = "、".join(station.name for station in stations)
    return f"是哪个驿站？{names}\n请写上名字，比如：驿站 {stations[0].name} {example}"


# -- what others say ---------------------------------------------------------------------------------


def thanked(name: str, *, kept_by_somebody: bool) -> str:
    return f"谢谢，已告诉{name}的看管人。" if kept_by_somebody else f"谢谢，{name}：{KEPT_BY_NOBODY}"


def for_keeper(name: str, said: str) -> str:
    """What the keeper reads when somebody says something of his station."""
    return f"有人说{name}：{said}\n情况属实就回“驿站 …坏了”，解决了回“驿站 …好了”。"


def said_of(name: str, lines: Sequence[str]) -> str:
    """What was said of a station, for its keeper."""
    return f"大家这样说{name}：\n" + "\n".join(lines)
