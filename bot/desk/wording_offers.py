"""Every sentence about what volunteers are asked, claim, give back and do. The tone is that of `wording`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.desk.needline import NeedLine
from matching.offers import OfferState

#: Why somebody does not come, as buttons on the page and as words behind 不接.
DECLINE_REASONS = ("没空", "太远", "不会", "身体不适", "其他")
FILLED = "已有人接"
LIST_ASKED, LIST_HELD = "等我回话的", "我接下的"
WAITS_FOR_YOU, WAITS_FOR_REQUESTER = "等您回话", "等居民评价"
#: What became of an offer, as the coordinator reads it.
ENDS: Mapping[OfferState, str] = MappingProxyType(
    {
        OfferState.ASKED: "等回话",
        OfferState.CLAIMED: "接了",
        OfferState.DECLINED: "这次不方便",
        OfferState.SILENT: "没回话",
        OfferState.FILLED: "别人先接了",
        OfferState.LATE: "晚了一步",
        OfferState.WITHDRAWN: "不用去了",
        OfferState.RELEASED: "临时来不了",
        OfferState.NO_SHOW: "没到",
        OfferState.DONE: "说做好了",
        OfferState.CONFIRMED: "做好了",
    }
)
NEW = "请您帮忙"
REQUESTER, A_NEED = "居民", "志愿服务"
#: Why a need is over that nobody met.
SOLVED, WITHDRAWN = "已经办好了", "居民说不用了"
#: What a volunteer did who says nothing more.
DID_IT = "已上门做好"
DID_IT_IN = "已上门做好，用了{span}"


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _company(need: NeedLine, others: Sequence[str]) -> str:
    """With whom, as far as it is known."""
    if need.people == 1:
        return "一个人去就行"
    if others:
        return f"共{need.people}人，和{'、'.join(others)}一起"
    return f"共{need.people}人一起去"


def offer(need: NeedLine, part: str, others: Sequence[str], until: str) -> str:
    """What a volunteer is asked: what, where to the building, when, how long, with whom, and by when she answers."""
    return _lines(
        f"{NEW}：{need.head}",
        f"{need.facts}，{_company(need, others)}。",
        f"要会{part}。" if part and part not in need.what else "",
        f"另外要：{need.asks}。" if need.asks else "",
        f"{until}前回“接 {need.said}”；不方便回“不接 {need.said} 原因”，没关系。",
    )


# -- claimed -------------------------------------------------------------------------------------------


def claimed(need: NeedLine, others: Sequence[str], said: str = "") -> str:
    """The reply to whoever was first: where exactly, when, with whom, what the resident said, what to say when."""
    return _lines(
        f"#{need.said} 是您的了，谢谢。{need.what}",
        f"地点：{need.address}",
        f"时间：{need.facts}，{_company(need, others)}。",
        f"要知道：{need.note}" if need.note else "",
        f"居民说：{said}" if said else "",
        f"带话回“回复 {need.said} …”，做好回“完成 {need.said}”，去不了尽早回“来不了 {need.said} 原因”。",
    )


def assigned(need: NeedLine, others: Sequence[str]) -> str:
    """What somebody reads who goes without having been asked: a rota's turn, a shift, a team's order."""
    return _lines(
        f"轮到您：{need.head}",
        f"地点：{need.address}",
        f"时间：{need.facts}，{_company(need, others)}。",
        f"要知道：{need.note}" if need.note else "",
        f"做好回“完成 {need.said}”，去不了尽早回“来不了 {need.said} 原因”，马上换人。",
    )


def coming(who: str, arrives: str, words: str) -> str:
    """Who comes and when, with what she says herself; the case's history keeps it."""
    return f"{who}接了，{arrives}。" + (f"带话：{words}" if words else "")


def on_the_way(need: NeedLine, coming: str) -> str:
    """What the requester reads once somebody has claimed it."""
    return f"{need.head}：\n{coming}" + ("" if need.people == 1 else f"（{need.progress}）")


def claimed_for_handler(need: NeedLine, who: str, arrives: str) -> str:
    """The one responsible for the case: he stays so, and need not look for anybody."""
    return f"{need.head}：\n{who}接了，{arrives}。您不用另找人，办好后请居民评价。"


def all_here(need: NeedLine, others: Sequence[str]) -> str:
    """Everybody who goes, once the last hand is found."""
    return f"{need.head}：人齐了，{need.facts}。\n和您一起去的：{'、'.join(others)}。"


def is_filled(need: NeedLine) -> str:
    """The others who were asked: told at once."""
    return f"{need.head}：已有人接了，您不用跑了，谢谢。"


def late(need: NeedLine) -> str:
    """The reply to a claim that came too late."""
    return f"{need.head}：刚刚已有人接了，谢谢您肯帮忙，下次再请您。"


def over(need: NeedLine) -> str:
    return f"{need.head}：这件已经不用人了，谢谢您肯帮忙。"


def claimed_already(need: NeedLine) -> str:
    return f"#{need.said} 已经是您的了。\n地点：{need.address}\n时间：{need.facts}。做好回“完成 {need.said}”。"


# -- not claimed ---------------------------------------------------------------------------------------


def declined(need: NeedLine) -> str:
    return f"好的，#{need.said} 去问别人，没关系。想歇几天回“休息 3天”。"


def released(need: NeedLine) -> str:
    return f"知道了，#{need.said} 马上另找人，也告诉居民了。谢谢您说一声。"


def released_for_requester(need: NeedLine, who: str) -> str:
    return f"{need.head}：\n{who}临时来不了，正在另找人，找到马上告诉您。"


def released_for_coordinator(need: NeedLine, who: str, why: str) -> str:
    reason = f"，原因：{why}" if why else ""
    return f"{need.head}：\n{who}来不了{reason}。正在另找人，{need.facts}，{need.progress}。"


def cannot_come(who: str) -> str:
    """What the case's history keeps."""
    return f"{who}临时来不了，正在另找人"


def company_gone(need: NeedLine, who: str, *, alone_not: bool) -> str:
    """Whoever was to go with somebody who gave it back."""
    then = "另一位找到前请先别一个人去。" if alone_not else "在另找人。"
    return f"{need.head}：\n{who}来不了，{then}"


def no_show_noted(need: NeedLine) -> str:
    """Whoever said that nobody came."""
    return f"{need.head}：记下了，对不住。正在另找人，找到马上告诉您。"


def no_show_for_coordinator(need: NeedLine, who: str) -> str:
    """The coordinator, and nobody else, hears who did not come."""
    return f"{need.head}：\n{who}没有到。可能遇上事了，请您打个电话问问；这边在另找人。"


# -- nobody --------------------------------------------------------------------------------------------


def fallen_back(need: NeedLine, why: str, asked: int, how: str = "") -> str:
    """The person on duty who has it now, by name; `how` instead of the usual ways to have it done."""
    tried = f"问了{asked}位志愿者，" if asked and str(asked) not in why else ""
    said = f"办结 {need.said} 做了什么" if need.said.isdigit() else f"完成 {need.said}"
    how = how or f"请您安排人或请物业、家政上门；办好回“{said}”。"
    return f"{need.head}\n{tried}{why}，交给您：{need.facts}，还差{need.people - need.have}人。\n{how}"


def fallen_back_for_requester(need: NeedLine, who: str) -> str:
    return f"{need.head}：\n志愿者一时没有空，已交给{who}来安排，会给您回话。"


def nobody_for_requester(need: NeedLine) -> str:
    return f"{need.head}：\n志愿者一时没有空，值班的人也还没找到。急的话请直接打给社区居委会。"


def fallen_back_for_coordinator(need: NeedLine, who: str) -> str:
    return f"{need.head}：没有志愿者接，已交给{who}。"


def cancelled(need: NeedLine, why: str) -> str:
    """Those who were asked, and those who had claimed it."""
    reason = f"（{why}）" if why else ""
    return f"{need.head}：不用去了{reason}。谢谢您。"


def status(need: NeedLine, state: str, who: str) -> str:
    """Where a need without a case stands."""
    coming = f"\n{who}接了，{need.facts}。" if who else f"\n{need.facts}。"
    return f"{need.head}：{state}，{need.progress}。{coming}"


def withdrawn(need: NeedLine) -> str:
    return f"{need.head} 已取消，问过的和要去的都告诉了。"


def not_wanted(said: str) -> str:
    """Whoever was to come to somebody who has left and whose words are gone."""
    return f"您接下的 #{said} 不用去了，居民已经注销。谢谢您。"


def changed(need: NeedLine) -> str:
    """Those who hold it, when the facts changed."""
    return f"{need.head} 改了：\n{need.facts}。去不了请回“来不了 {need.said}”。"


def changed_for_asked(need: NeedLine) -> str:
    return f"{need.head} 改了：\n{need.facts}。能去回“接 {need.said}”，不方便回“不接 {need.said}”。"


# -- reminded, done ------------------------------------------------------------------------------------


def reminder(need: NeedLine, others: Sequence[str]) -> str:
    return _lines(
        f"提醒您：{need.head}",
        f"{need.facts}，{_company(need, others)}。地点：{need.address}",
        f"去不了请马上回“来不了 {need.said} 原因”。",
    )


def is_it_done(need: NeedLine) -> str:
    """Asked once of somebody who holds it, when its time has passed."""
    return f"{need.head}：做好了吗？\n做好了回“完成 {need.said}”；没去成回“来不了 {need.said} 原因”。"


def done(need: NeedLine) -> str:
    return f"辛苦了，#{need.said} 记下了。居民说好就记进您的时长。"


def done_of_team(need: NeedLine, missing: int) -> str:
    return f"辛苦了，#{need.said} 记下了。还有{missing}位没回完成。"


def done_for_requester(need: NeedLine, who: str) -> str:
    """The requester of a need without a case: one question."""
    return f"{need.head}：\n{who}说做好了。做好了吗？回“满意 {need.said}”或“不满意 {need.said} 哪里没好”。"


def done_for_handler(need: NeedLine, who: str) -> str:
    return f"{need.head}：\n{who}说做好了，已问居民。"


def to_close_for_handler(need: NeedLine, who: str) -> str:
    """The responsible one of a case that a volunteer cannot report as done herself."""
    return f"{need.head}：\n{who}说做好了，请您核实后回“办结 {need.said} 做了什么”。"


def finished_by_handler(need: NeedLine) -> str:
    return f"{need.head}：\n负责的人已报办好。您还没去就不用去了，去过的等居民评价后记时长。"


def done_already(need: NeedLine) -> str:
    return f"#{need.said} 已经记下做好了，谢谢您。"


def thanked(need: NeedLine, credited: str) -> str:
    """A volunteer, when the requester says that it is good."""
    return f"{need.head}：办好了，谢谢您。\n{credited}"


def thanked_in_words(need: NeedLine, said: str) -> str:
    return f"{need.head}：居民让我们转告您：{said}"


def confirmed(need: NeedLine) -> str:
    return f"好，{need.head} 就算完成了，已谢过志愿者。"


def not_good(need: NeedLine) -> str:
    """The requester who says it is not good."""
    return f"{need.head}：对不住，马上再找人，找到马上告诉您。"


def not_good_for_volunteer(need: NeedLine, why: str) -> str:
    reason = f"：{why}" if why else ""
    return f"{need.head}：居民说还没好{reason}。\n您方便再去一趟就回“接 {need.said}”；不方便也没关系，在另找人。"


def is_it_done_for_handler(need: NeedLine) -> str:
    """Asked once of the person on duty who was given it, when its time has passed."""
    said = f"办结 {need.said} 做了什么" if need.said.isdigit() else f"完成 {need.said}"
    return f"{need.head}：办好了吗？\n办好了回“{said}”。"


def overdue_for_coordinator(need: NeedLine, who: str) -> str:
    """The coordinator, a day after its time, when nobody has said that it was done."""
    return f"{need.head}：\n过了时间，{who}还没说做好没有。做好了回“完成 {need.said}”，没去回“没来 {need.said}”。"


def said_by(need: NeedLine, who: str, words: str) -> str:
    """A volunteer's words to the requester, or back."""
    return f"{need.head}\n{who}带话：{words}"


def passed_on(need: NeedLine) -> str:
    return f"#{need.said} 的话已带到。"


# -- lists ---------------------------------------------------------------------------------------------


def mine(asked: Sequence[tuple[NeedLine, str]], held: Sequence[NeedLine]) -> str:
    """What waits for a volunteer's answer, each with its end, and what she has claimed."""
    if not asked and not held:
        return "现在没有请您帮忙的事，有了会告诉您。"
    lines = ["等您回话的："] if asked else []
    lines += [f"{need.head}：{need.facts}，{until}前回“接 {need.said}”" for need, until in asked]
    lines += ["您接下的："] if held else []
    lines += [f"#{need.said} {need.what}：{need.facts}，{need.address}" for need in held]
    return "\n".join(lines)


HELP = (
    "志愿者的话：\n接 12；不接 12 原因；来不了 12 原因\n回复 12 …：给居民带句话\n完成 12：做好了\n"
    "我的：等您回话的和您接下的\n休息 3天、休息到 12月1日；结束休息\n我的时长；证明\n"
    "心愿、认领 12；走访、走访 Z12 一句话；家家访"
)
