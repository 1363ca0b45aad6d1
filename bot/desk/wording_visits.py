"""Every sentence about visits, what visitors noted, and a visit that nobody reported. The tone is that of `wording`."""

from __future__ import annotations

from collections.abc import Sequence

NOBODY_VISITED = "现在没有排给您的走访。要报名走访回“报名 走访老人”。"
NOTHING_TO_SHARE = "现在没有归您管的走访对象。名单由社区导入后，在这里回“走访 分工”。"
HOW_TO_NOTE = "是哪一次走访？请写上号和一句话，比如“走访 {first} 老人都好，缺药”。"
ELDER, CHILD = "走访一位老人", "走访一个孩子"
TO_VISIT, VISITED, MISSED, NOBODY = "等去", "去过了", "没去成", "没人接"
OPEN_BOOK = "打开走访表"
RECORDING_KEPT = "录音收好了，和刚才那次走访的话放在一起。"


def mine(today: Sequence[str], later: Sequence[str]) -> str:
    """A visitor's list: today with the address, the rest of the week by day."""
    lines = ["今天要走访的："] if today else []
    lines += today
    lines += ["这周还有："] if later else []
    lines += later
    lines += ["去过了回“走访 号 一句话”，想细说可以接着发录音；去不了回“来不了 号 原因”。"] if today else []
    return "\n".join(lines)


def one_of_mine(said: str, when: str, address: str) -> str:
    return f"#{said} {when}，{address}"


def one_later(day: str, address: str) -> str:
    return f"{day} {address}"


def somebody_else(said: str) -> str:
    """Whoever is given a visit that no volunteer claimed."""
    return f"请您安排人去看看；去过回“走访 {said} 一句话”。"


def for_coordinator(visited: int, waiting: int, missed: int, against: int) -> str:
    """A coordinator's week in one look."""
    line = f"这周的走访：去过{visited}次，等去{waiting}次，没去成{missed}次。"
    return line + (f"\n另有{against}位没同意走访，不安排人去。" if against else "")


def shared(lines: Sequence[str], nobody: Sequence[str]) -> str:
    """How the recipients were split among the visitors."""
    told = "\n".join(lines)
    missing = f"\n还没人能去：{'、'.join(nobody)}。看看语言、性别或核实过的人够不够。" if nobody else ""
    return f"分好了，熟面孔不动，其余一样多：\n{told}{missing}"


def hers(what: str, *, minor: bool) -> str:
    """A wish that a visitor noted, as the board says whose it is."""
    return what.replace("一位邻居", "一个孩子" if minor else "一位老人", 1)


def noted(said: str, minutes: int) -> str:
    credited = f"，记{minutes}分钟" if minutes else ""
    return f"记下了，#{said} 去过了{credited}。谢谢您。"


def noted_with_case(said: str, number: int, what: str, *, told: bool) -> str:
    """The visitor whose words asked for something: it goes on as a case."""
    also = "，也告诉负责走访的人了" if told else ""
    return f"记下了，#{said} 去过了，谢谢您。\n您说的已另开 #{number} {what}{also}。"


def note_for_coordinator(address: str, who: str, words: str, number: int) -> str:
    return f"走访有事：{address}\n{who}说：{words}\n已开 #{number}，办到哪一步回“进度 {number}”。"


def note_to_read(address: str, who: str, words: str, said: str) -> str:
    """The coordinator, of words that may mean that something has to be done: a person decides."""
    return f"走访记录：{address}\n{who}说：{words}\n没有另开单。要办的话，在这里直接说一句；不用办就不管它。（#{said}）"


def are_you_there(said: str, when: str, address: str) -> str:
    """Asked once of the visitor, an hour behind the end."""
    return f"#{said} {when}的走访去了吗？\n{address}。去过了回“走访 {said} 一句话”，没去成回“来不了 {said} 原因”。"


def missed(said: str, when: str, address: str, who: str) -> str:
    """The coordinator, the same day."""
    went = f"{who}还没说去过没有，问了没回" if who else "没有人接"
    return (
        f"走访没有回音：{address}，{when}。\n{went}。请您今天打个电话或去看一眼，"
        f"看过回“走访 {said} 一句话”。明天一早再排一次。"
    )


def missed_twice(address: str, coordinator: str) -> str:
    """The community, when the second visit in a row came to nothing."""
    told = f"，已告诉{coordinator}" if coordinator else ""
    return f"连着两次走访没有回音：{address}{told}。\n请社区今天安排人上门看看。"


def made_up_for(said: str, address: str, who: str) -> str:
    """The coordinator who was alarmed, when the visitor says later that she was there."""
    return f"#{said} 放心：{who}说去过了。\n{address}"


def noted_by_duty(said: str) -> str:
    return f"记下了，#{said} 您看过了，谢谢。"
