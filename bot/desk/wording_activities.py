"""Every sentence about an activity. The tone is that of `wording`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HOW_TO_ANNOUNCE = (
    "请写：发活动 四点半课堂 周三16:30-18:00 榕御社区活动室 20人\n"
    "先写名称，再写时间、地点、名额（不写就不限）；孩子参加的再加“儿童”。"
)
NOT_AN_ORGANISER = "发活动由社区、小区书记、网格员和志愿队队长来发，您这边没有这个权限。"
NOT_YOUR_ACTIVITY = "活动{number}由发起人或社区来取消，您这边没有这个权限。"
TIME_IS_PAST = "这个时间已经过了。请换一个时间再发。"
TOO_FAR = "太远了，只能发{most}天以内的活动。"
TOO_MANY = "名额最多{most}人；不限名额就不写。"
NOTHING_COMES = "附近近期没有活动。\n想要什么活动，直接告诉我，会转给社区。"
NO_SUCH = "没有活动{number}，或已经结束。回“活动”看近期的。"
WHICH = "请写上活动号，比如“{word} 3”。回“活动”看近期的。"
CALLED_OFF_ALREADY = "活动{number}已经取消。回“活动”看别的。"
WHY_CALLED_OFF = "为什么取消？请写：取消活动 {number} 原因，会告诉每个报名的人。"
BEGUN_ALREADY = "活动{number}已经开始，不能再改。"
PARTY_TOO_LARGE = "一次最多报{most}人。人多请让社区来登记。"
NOT_SIGNED_UP = "您没有报名活动{number}，不用退。"
WHO_BRINGS = "活动{number} {title}是孩子的活动。\n谁送来、谁接走？请回一句，比如“外婆接送”，就报上名。"
KEEPS_SEATS = "活动{number}只剩{left}个名额，改不成{count}人；您原来的{before}人还留着。"


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """An activity as the sentences need it. `left` is None without a limit; `waiting` are those on the list."""

    number: int
    title: str
    when: str
    spot: str
    left: int | None = None
    waiting: int = 0
    minors: bool = False

    @property
    def seats(self) -> str:
        """How many may still come."""
        if self.left is None:
            return "名额不限"
        return f"还有{self.left}个名额" if self.left else f"已满，{self.waiting}人在候补"


def card(line: ActivityLine, capacity: int) -> str:
    """What the announcer reads before anything is published."""
    limit = f"{capacity}人" if capacity else "不限名额"
    child = "，孩子参加，报名时问谁接送" if line.minors else ""
    return (
        f"{line.title}：{line.when}，{line.spot}，{limit}{child}。\n"
        "对就回“好”，发到“活动”里，不群发、不打扰；不对就重发一遍。"
    )


def published(line: ActivityLine) -> str:
    number = line.number
    return (
        f"活动{number} {line.title}已发布，居民回“活动”就能看到。\n"
        f"看名单回“活动 {number}”；办不成回“取消活动 {number} 原因”，会告诉每个报名的人。"
    )


def listed(lines: Sequence[ActivityLine], mine: Sequence[str], place: str) -> str:
    """What comes near, and what the reader goes to."""
    rows = [f"{one.number}. {one.title} {one.when} {one.spot}，{one.seats}" for one in lines]
    own = ["您报了名的：" + "；".join(mine)] if mine else []
    head = f"{place}近期的活动：" if place else "近期的活动："
    return "\n".join((head, *rows, *own, f"参加请回“参加 {lines[0].number}”，几个人写在后面。"))


def mine(number: int, title: str, when: str, waits: int) -> str:
    return f"{number} {title} {when}" + (f"（候补第{waits}位）" if waits else "")


def one(line: ActivityLine, own: str) -> str:
    """One activity for whoever asks about it."""
    child = "孩子参加，报名时请说谁接送。\n" if line.minors else ""
    way = own or f"参加请回“参加 {line.number}”，来不了回“不参加 {line.number}”。"
    return f"活动{line.number} {line.title}：{line.when}，{line.spot}。\n{line.seats}。\n{child}{way}"


def you_are_in(count: int) -> str:
    return f"您已报名，{count}人。"


def you_wait(at: int) -> str:
    return f"您在候补第{at}位。"


def organisers_list(line: ActivityLine, people: int, parties: Sequence[str], waiting: Sequence[str]) -> str:
    """The list as its organiser reads it in chat; the page has it whole."""
    names = "\n".join(parties) or "还没有人报名。"
    queue = f"\n候补：{'；'.join(waiting)}" if waiting else ""
    return f"活动{line.number} {line.title}：{line.when}，已报{people}人，{line.seats}。\n{names}{queue}"


def party(at: int, who: str, count: int, guardian: str) -> str:
    return f"{at}. {who} {count}人" + (f"，接送：{guardian}" if guardian else "")


def signed_up(line: ActivityLine, count: int, *, reminded: bool) -> str:
    reminding = "前一天晚上提醒您；" if reminded else ""
    return (
        f"报上了：{line.title}，{count}人。\n{line.when}，{line.spot}。\n"
        f"{reminding}来不了回“不参加 {line.number}”，名额给下一位。"
    )


def on_the_list(line: ActivityLine, count: int, at: int) -> str:
    return (
        f"{line.title}名额不够{count}人，给您排在候补第{at}位。\n"
        f"有空位就告诉您；不等了回“不参加 {line.number}”。"
    )


def stays_away(line: ActivityLine) -> str:
    return f"已退：{line.title}，{line.when}。\n改主意了回“参加 {line.number}”。"


def moved_up(line: ActivityLine, count: int, until: str) -> str:
    return (
        f"有空位了，{line.title}已给您补上{count}人。\n{line.when}，{line.spot}。\n"
        f"来不了请在{until}前回“不参加 {line.number}”，让给下一位。"
    )


def reminder(line: ActivityLine, count: int) -> str:
    return (
        f"提醒：{line.title}，{line.when}，{line.spot}，您报了{count}人。\n"
        f"来不了请回“不参加 {line.number}”，名额给下一位。"
    )


def called_off(line: ActivityLine, why: str) -> str:
    return f"活动取消：{line.title}（{line.when}，{line.spot}）。\n原因：{why}"


def called_off_for_organiser(line: ActivityLine, told: int, why: str) -> str:
    return f"活动{line.number} {line.title}已取消，告诉了{told}位报名的人。\n原因：{why}"
