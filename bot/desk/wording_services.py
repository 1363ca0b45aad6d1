"""Every sentence about what a community offers and how it is ordered. The tone is that of `wording`."""

from __future__ import annotations

from collections.abc import Sequence

NOTHING_OFFERED = "{place}还没有开通点单。\n有事直接说，一样有人办。"
WHERE_DO_YOU_LIVE = "还不知道您住哪，各社区的服务不一样。\n请回小区和楼栋，比如“榕御小区3栋”。"
NO_SUCH = "服务单里没有“{said}”。回“点单”看有哪些。"
WHEN = "{name}，什么时候方便？\n回个时间就行，比如“周六上午”。"
WHEN_AGAIN = "没看懂时间，或者这个时间已经过了。\n请写清哪天什么时候，比如“周六上午”“11月30日下午3点”。"
ENDED_BY_THEN = "{name}只到{until}，请换个早一点的时间。"
MANY_ORDERS = "您已有{count}单在等人，先等一等；不要的回“点单 取消 {first}”。"
NO_SUCH_ORDER = "没有找到您的这一单。回“点单”看您点过的。"
_LISTED_MOST = 30


def row(number: int, name: str, span: str, note: str) -> str:
    """One item; one that has no number of its own is ordered by its name."""
    about = "，".join(one for one in (f"约{span}" if span else "", note) if one)
    return f"{number or '·'}. {name}" + (f"（{about}）" if about else "")


def catalogue(place: str, rows: Sequence[str], orders: Sequence[str]) -> str:
    """What is offered and what the reader has ordered."""
    own = ["您点过的：", *orders, "不要了回“点单 取消 号”。"] if orders else []
    way = "要哪样回“点单 号 时间”，比如“点单 1 周六上午”。"
    return "\n".join((f"{place}能点的服务：", *rows[:_LISTED_MOST], way, *own))


def order_line(said: str, name: str, when: str, state: str) -> str:
    return f"#{said} {name} {when} {state}"


def card(name: str, facts: str, place: str, safely: str) -> str:
    """What was read, before anybody is asked."""
    extra = f"，{safely}" if safely else ""
    return f"{name}：{facts}，{place}{extra}。\n对就回“好”，马上去约人；时间不对就说，比如“周日下午”。"


def ordered(said: str, name: str, when: str) -> str:
    return (
        f"收到，#{said} {name}，{when}。正在约人，约好了马上告诉您。\n"
        f"改时间回“改时间 {said} 周日上午”，不要了回“点单 取消 {said}”。"
    )


def cancelled(said: str, name: str) -> str:
    return f"已取消：#{said} {name}。\n要再点，回“点单”。"


def safely(*, children: bool) -> str:
    """What is seen to for a child's sake."""
    return "由社区审核过的两位志愿者来" if children else ""
