"""Every sentence that residents read in WeChat; handlers' and what is refused stand next door.

The tone is set in one place: short, spoken, 您; what happened, who has it, by when, what to do next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.desk.caseline import STILL_SEARCHING, CaseLine, clocks, crowd, head
from bot.desk.dialogue import Asked, Question
from bot.desk.labels import STATES
from intents.verdict import Danger, Intent
from matching.case import State

WELCOME = (
    "您好，这里是邻里服务台。\n"
    "有事直接说，比如：榕御小区3栋楼下乱停车。也可以发照片、位置。\n"
    "每件事都告诉您谁在办、什么时候办好。查进度回“进度”，找人回“人工”。"
)
WELCOME_HOME = (
    "您好，这里是邻里服务台。已记下您在{place}，以后说事不用再报地址。\n"
    "{leader}有事直接说；搬走了，扫新楼道的码就行。"
)
HOME_LEADER = "{title}负责这里。"
HELP_RESIDENT = (
    "直接说事就行，一句话也可以。\n"
    "进度：谁在办、何时办好\n补充 …：再添几句\n改 物业收费：归错类了\n取消 12：不用办了\n"
    "满意 / 不满意 原因：办完您说了算\n人工：找值班的人\n"
    "点单、活动、用工：社区的服务、活动和活\n报名 会什么 哪天有空：当志愿者\n"
    "谁看过、公开、想调解、删除我的信息：照着发就行\n着火、漏气、困电梯，先打119、110、120。"
)
HUMAN = "已请{title}联系您，{when}前回话。急事请直接打110、119、120。"
HUMAN_NOBODY = "已转给值班人员，会尽快回您。急事请直接打110、119、120。"

SAY_WHAT = MappingProxyType(
    {
        "photo": "照片收到了。请再说一句：什么事、在哪个小区哪一栋？",
        "voice": "语音收到了，也替您留着，但我还听不懂。麻烦打几个字：什么事、在哪里？",
        "location": "位置收到了。请再说一句：那里怎么了？",
        "nothing": "没看明白，麻烦您说一句：什么事、在哪个小区哪一栋？",
        "report": "请直接说：什么事、在哪个小区哪一栋？也可以发照片、位置。",
        "followup": "没有找到您正在办的事。请说一句：什么事、在哪里？我马上登记。",
    }
)
ATTACHED = MappingProxyType(
    {
        "photo": "照片已放进#{number}，{who}看得到。",
        "voice": "语音已放进#{number}，{who}听得到（我还听不懂语音，要紧的话请打字）。",
        "location": "位置已放进#{number}，{who}看得到。",
        "text": "已补充到{head}，{who}看得到。",
    }
)
WAITING_WHO = "负责的人"
NO_CASE_NEEDED: Mapping[Intent, str] = MappingProxyType(
    {
        Intent.SMALLTALK: "您好，我在。小区里有什么事，直接说就行。",
        Intent.PRAISE: "谢谢您告诉我们，这句话会转给办事的人。",
        Intent.ABUSE: "您先消消气。是什么事、在哪里，说给我听，我来找人办。",
        Intent.AD: "这里只办小区里的事，广告就不登记了。",
        Intent.GIBBERISH: "没看明白，麻烦您说一句：什么事、在哪个小区哪一栋？",
        Intent.FOLLOWUP: SAY_WHAT["followup"],
    }
)
NOT_AT_ALL = "不客气，有事再说一声。"
LET_LIE = "好，先不办，什么都没有发出去。"
THANKS_ASK_VERDICT = "谢谢！#{number} 算办好了吗？回“满意”就结案，没好回“不满意 原因”。"

DANGERS: Mapping[Danger | None, str] = MappingProxyType(
    {
        Danger.FIRE: "先拨119！人先撤离，弯腰走楼梯，别坐电梯。",
        Danger.GAS: "先开窗、别开灯别打火，到屋外再拨119和燃气抢修电话。",
        Danger.LIFT: "先拨119，按轿厢里的警铃，别扒门。",
        Danger.COLLAPSE: "先离开，拨119，别再靠近。",
        Danger.FALLING: "先离开楼下，别让人靠近；有人受伤拨120，有人乱扔拨110。",
        Danger.MEDICAL: "先拨120，守在旁边别乱搬动。",
        Danger.VIOLENCE: "先到安全的地方，拨110。",
        Danger.MISSING: "先拨110报警，说清走失的人穿什么、在哪里不见的。",
        Danger.WATER: "先关总阀、离开有电的地方；有人被困拨119。",
        Danger.ELECTRIC: "别碰、别靠近，拨119；有人触电拨120。",
        None: "有危险先拨110、119、120。",
    }
)
WHERE_NOW = "在哪个小区、哪一栋？快回一句，也可以发位置。"
ALSO_TOLD = "已同时通知{names}。"

MORE_FOLLOWS = "\n（回复任意文字继续）"
UNAVAILABLE = "系统正忙，刚才这句没有存下来。请过一分钟再发一次；急事请打110、119、120。"


_MARKS = "①②③④⑤"
_PUT_RIGHT = "说得不对请回“改 …”。"
_PUT_RIGHT_OR_ADD = "说得不对请回“改 …”，要添几句直接说。"


def receipt(case: CaseLine) -> str:
    """What the resident reads when a case has been opened and given to somebody."""
    if not case.who:
        return f"收到，{head(case)}。\n{STILL_SEARCHING}" + (f"\n{case.helping}" if case.helping else _PUT_RIGHT)
    why = f"（{case.why}）" if case.why else ""
    note = f"{case.note}\n" if case.note else ""
    often = f"同样的事这里90天内第{case.times}次了，已一并说明。\n" if case.times > 1 else ""
    return (
        f"收到，{head(case)}。\n已交给{case.who}{why}，{clocks(case)}。\n{often}{note}"
        f"{case.helping or _PUT_RIGHT_OR_ADD}"
    )


def receipts(cases: Sequence[CaseLine]) -> str:
    """One reply for one or several matters of a message."""
    if len(cases) == 1:
        return receipt(cases[0])
    lines = [f"收到，您说了{len(cases)}件事："]
    for mark, case in zip(_MARKS, cases, strict=False):
        where = f"已交给{case.who}，{clocks(case)}。" if case.who else STILL_SEARCHING
        lines.append(f"{mark}{head(case)}。{where}")
    lines += [f"#{case.number} {case.helping}" for case in cases if case.helping]
    lines.append("哪件不对，回“改 …”或“取消 号”。")
    return "\n".join(lines)


def question(case: CaseLine, asked: Question, also: Sequence[CaseLine] = ()) -> str:
    """The one question before acting; answers are numbered. `also` are further cases that wait for the same answer."""
    numbered = " ".join(f"{at}. {o.label}" for at, o in enumerate(asked.options, 1))
    none = f" {len(asked.options) + 1}. 都不是" if asked.options else ""
    matters = "、".join(f"#{one.number} {one.label}" for one in (case, *also))
    where = f" · {case.place}" if case.place else ""
    if asked.asked is Asked.CATEGORY:
        return f"收到，#{case.number}{where}。您说的是哪件事？\n回 {numbered}{none}"
    if asked.asked is Asked.BUILDING:
        return f"收到，{matters}{where}。是哪一栋？\n回楼栋号就行，比如“3栋”；不清楚回“不知道”。"
    if asked.options:
        return f"收到，{matters}{where}。是哪一个？\n回 {numbered}{none}"
    if case.place:
        return f"收到，{matters}{where}。这里属于哪个小区或社区？\n回名字就行，也可以发位置；不清楚回“不知道”。"
    return f"收到，{matters}。在哪个小区、哪一栋？\n回名字就行，比如“榕御小区3栋”，也可以发位置。"


_SAME_ANSWERS = "回 1 是，一起跟进 2 不是，另外登记"


def seen_before(number: int, earlier: CaseLine, day: str, things: Sequence[str]) -> str:
    """What somebody else reported, for a resident who may mean the same: nothing of who or in which words.

    `number` is her own report's; the earlier one's she learns when she joins it.
    """
    about = f"（{'、'.join(things)}）" if things else ""
    return (
        f"收到，#{number}。{day}已有人反映：\n{earlier.label}{about} · {earlier.place}，{STATES[earlier.state]}。"
        f"{_who_by_when(earlier)}\n是同一件吗？{_SAME_ANSWERS}"
    )


def _who_by_when(case: CaseLine) -> str:
    if not case.who:
        return ""
    return f"{case.who}负责。" if case.state is State.AWAITING_VERDICT else f"{case.who}负责，{case.due}前办结。"


JOINED_TOO_LATE = "那件刚刚已经了结，您这件另外登记了。"


def joined(case: CaseLine) -> str:
    """What a resident reads who joined an earlier report; where it is said to be done she is asked too."""
    first = f"好，一起跟进{head(case)}。\n您是第{case.reporters}位反映的，"
    if case.state is State.AWAITING_VERDICT:
        return f"{first}{case.who}说办好了。\n您满意吗？回“满意”或“不满意 原因”。"
    who = f"{case.who}负责，{case.due}前办结，" if case.who else ""
    return f"{first}{who}办好了一起告诉您。"


def said_again(case: CaseLine) -> str:
    """What a resident reads who reports once more what is on its way already."""
    if case.state is State.AWAITING_VERDICT:
        return f"这件您报过：{head(case)}。\n{case.who}说办好了；没办好回“不满意 原因”，就重新办。"
    return (
        f"这件您报过：{head(case)}，{STATES[case.state]}。\n刚才的话已补充进去，{case.who or WAITING_WHO}看得到。"
        "\n要是另一件，请以“另外”开头再说一遍。"
    )


def not_followed(case: CaseLine) -> str:
    return f"{head(case)}：不再通知您了，事情照样办。"


def goes_on_without(case: CaseLine) -> str:
    return f"{head(case)}：不再通知您了。还有邻居反映同一件，会接着办。"


def closed_by_another(case: CaseLine) -> str:
    return f"{head(case)}：有邻居说办好了，已办结。\n没办好回“不满意 {case.number} 原因”，就重新打开。"


def confirm_matters(cases: Sequence[CaseLine]) -> str:
    """One card before several cases are opened in earnest."""
    lines = [f"{mark}{head(case)}" for mark, case in zip(_MARKS, cases, strict=False)]
    return "您反映：\n" + "\n".join(lines) + "\n对吗？回“对”就分头去办；只有一件就回它的序号，比如“1”。"


def asked_again(case: CaseLine, asked: Question) -> str:
    """More words came and the question is still open: said shorter than the first time."""
    missing = {
        Asked.PLACE: "在哪个小区、哪一栋",
        Asked.BUILDING: "是哪一栋",
        Asked.CATEGORY: "是哪件事",
        Asked.MATTERS: "这几件都对吗",
        Asked.SAME: "和前面说的是同一件吗",
        Asked.HANDLER: "办事的人问您的那句",
    }[asked.asked]
    if asked.asked is Asked.SAME:
        return f"记下了，#{case.number}。还差一句：{missing}？\n{_SAME_ANSWERS}"
    numbered = " ".join(f"{at}. {o.label}" for at, o in enumerate(asked.options, 1))
    return f"记下了，#{case.number}。还差一句：{missing}？" + (f"\n回 {numbered}" if numbered else "")


def place_noted(place: str) -> str:
    """A place and nothing else: it is kept for the matter that follows."""
    return f"{place}，记下了。那里怎么了？说一句就行。"


def home_note(place: str) -> str:
    """A line that shows that the place came from the resident's own home."""
    return f"您没说地方，按您家{place}登记的；不对就说一句是哪里。"


def emergency(danger: Danger | None, case: CaseLine, told: Sequence[str], *, ask_place: bool) -> str:
    """The first words when somebody is in danger: the number to dial, then who knows, then what is missing."""
    names = "、".join(told)
    lines = [DANGERS[danger], f"{head(case)}，加急。" + (ALSO_TOLD.format(names=names) if names else "")]
    if ask_place:
        lines.append(WHERE_NOW)
    return "\n".join(lines)


def status(case: CaseLine) -> str:
    """Where a case stands, who has it and by when, in the words handlers read too."""
    return f"{head(case)}：{STATES[case.state]}{crowd(case)}。{_standing(case)}"


def _standing(case: CaseLine) -> str:
    match case.state:
        case State.AWAITING_INFO:
            return f"\n{_asking(case)}"
        case State.AWAITING_SIGNIN | State.REDO:
            return f"\n已交给{case.who}，{clocks(case)}。"
        case State.IN_PROGRESS | State.JOINT:
            return f"\n{case.who}在办，{clocks(case)}。"
        case State.SCHEDULED | State.AWAITING_OUTSIDE:
            return f"\n{case.who}在办，约在{case.until}，{clocks(case)}。"
        case State.AWAITING_VERDICT:
            return f"\n{case.who}说办好了。您满意吗？回“满意”或“不满意 原因”。"
    return ""


def _asking(case: CaseLine) -> str:
    """What is asked of the resident, said again."""
    if case.asked is Asked.SAME:
        return f"还差您一句：和已有人反映的是同一件吗？{_SAME_ANSWERS}"
    if case.asked is Asked.HANDLER:
        return f"{case.who}问了您一句，等您回答；{case.until}前没回就先办着。\n{clocks(case)}。"
    located = case.place and case.asked is not Asked.PLACE
    return "还差您一句：是哪一栋、哪件事。" if located else "还不知道在哪里，请说一句小区和楼栋。"


def taken_for_resident(case: CaseLine, said: str = "") -> str:
    """What the resident reads when somebody takes her case, with what he said to it."""
    return f"{head(case)}：\n{case.who}{clocks(case)}。" + (f"\n他说：{said}" if said else "")


def verdict(case: CaseLine, done: str) -> str:
    return f"#{case.number} {case.who}说：{done}。\n您满意吗？回“满意”或“不满意 原因”。"


def passed_for_resident(case: CaseLine) -> str:
    if not case.who:
        return f"{head(case)}：{STILL_SEARCHING}"
    return f"{head(case)}：\n已转给{case.who}，{clocks(case)}。"


def withdrawn(case: CaseLine) -> str:
    return f"{head(case)} 已取消，不再办理。又有事直接说。"


def corrected(case: CaseLine) -> str:
    if not case.who:
        return f"已改：{head(case)}。{STILL_SEARCHING}"
    return f"已改：{head(case)}。\n交给{case.who}，{clocks(case)}。" + (f"\n{case.helping}" if case.helping else "")


def added(case: CaseLine, *, ask_place: bool) -> str:
    """What a resident reads when her words went into a case; an emergency asks for its place until it is known."""
    text = ATTACHED["text"].format(head=head(case), who=case.who or WAITING_WHO)
    return f"{text}\n{WHERE_NOW}" if ask_place else text


def closed(case: CaseLine) -> str:
    return f"{head(case)} 已办结。谢谢您说一声。"


def closed_already(case: CaseLine) -> str:
    return f"您是说{head(case)}吗？没办好回“不满意 原因”，就重新打开。\n是别的事，再说一句什么事、在哪里。"


def reopened(case: CaseLine) -> str:
    who = case.who or WAITING_WHO
    return f"{head(case)} 已重新打开，请{who}再办，{case.due}前办结。"


def statuses(cases: Sequence[CaseLine]) -> str:
    if not cases:
        return "您现在没有在办的事。有事直接说就行。"
    return "\n".join(status(case) for case in cases)
