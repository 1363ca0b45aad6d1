"""Where a talk stands: the words that are commands, the one open question, and how an answer to it is read.

Pure: text in, values out. What is done about it stands in `intake`, `reporting` and `casework`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum


class Verb(StrEnum):
    """What a chat word does (the table "Words in chat" of the interfaces)."""

    STATUS = "status"
    ADD = "add"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    REJECT = "reject"
    TAKE = "take"
    FINISH = "finish"
    PASS_ON = "pass_on"  # noqa: S105 - a chat word, no password
    RETURN = "return"
    RULE = "rule"
    REVOKE = "revoke"
    DECLINE = "decline"
    APPEAL = "appeal"
    WHISTLE = "whistle"
    HEED = "heed"
    CONTACT = "contact"
    ARRIVE = "arrive"
    REPORT = "report"
    RATE = "rate"
    REPLY = "reply"
    CONCLUDE = "conclude"
    DUTIES = "duties"
    SAY = "say"
    INQUIRE = "inquire"
    SCHEDULE = "schedule"
    WAIT_OUTSIDE = "wait_outside"
    EXTEND = "extend"
    AGREE = "agree"
    DISAGREE = "disagree"
    LEAVE = "leave"
    BACK = "back"
    CHECK = "check"
    CONFIRM = "confirm"  # what 核查 comes to, as pages say it
    REFUTE = "refute"
    WATCH = "watch"
    HOLDS = "holds"  # the answer to a question weeks later; no word of its own
    CONTACTED = "contacted"  # the answer to whether anybody got in touch; no word of its own
    ASK_ALL = "ask_all"
    VOTE = "vote"
    CALL_MEETING = "call_meeting"
    ATTEND = "attend"
    STAY_AWAY = "stay_away"
    POSITION = "position"
    MINUTES = "minutes"
    DECIDE = "decide"
    ADJOURN = "adjourn"
    MEETINGS = "meetings"
    WHO_LOOKED = "who_looked"
    DISCLOSE = "disclose"
    CONCEAL = "conceal"
    FORGET = "forget"
    FORGET_SURELY = "forget_surely"
    MEDIATE = "mediate"
    ARRANGE = "arrange"
    SETTLE_ON = "settle_on"
    ENDORSE = "endorse"
    OBJECT = "object"
    INSPECT = "inspect"
    CONSULT = "consult"
    SECOND = "second"
    SHOW = "show"
    KEEP_BACK = "keep_back"
    TOPIC = "topic"
    MINE = "mine"
    BIND = "bind"
    HELP = "help"
    HUMAN = "human"


@dataclass(frozen=True, slots=True)
class Command:
    """A command as written: its verb, the case's number (None when left out) and the rest of the words."""

    verb: Verb
    number: int | None = None
    rest: str = ""


#: A case's number, unless the digits count or date something: "办结 3栋已清", "办结 2次上门", "办结 12:30 修好".
_NUMBER = (
    r"(?:[#＃№]?\s*(?P<number>\d{1,9})(?:号|單|单)?"
    r"(?!\d|\s*[栋幢座号樓楼室]|[单年月日天点次个人辆户米元块#]|[:：.\-]\d))?"
)
#: What may follow a word that takes a number only: "满意，谢谢你们", "取消吧".
_COURTESY = r"[\s,，。.!！?？~]*(?:[吧了啊]|(?:多谢|谢谢|感谢|辛苦).{0,8})?[\s。.!！?？~]*"
_REST = r"[\s,，:：。.、]*(?P<rest>.*)"

#: A handler's words that begin many a sentence of a resident: only a number or a blank behind them makes a command.
_TOLD_APART = r"(?=\s*[#＃№]?\s*\d|[\s:：])"
_NUMBERED = r"(?=\s*[#＃№]?\s*\d)"

# Order matters: a longer word stands before the word it begins with (不满意 before 满意).
_TAKING_REST: tuple[tuple[str, Verb], ...] = (
    ("补充", Verb.ADD),
    ("(?:很|非常|十分|一点[都也]|还是|我)?不(?:太|怎么|是很)?满意", Verb.REJECT),
    ("接单", Verb.TAKE),
    ("办结", Verb.FINISH),
    ("转办", Verb.PASS_ON),
    ("退回", Verb.RETURN),
    # "回复1" picks an answer; only words behind the number are said to somebody
    (r"回复(?=\s*[#＃№]?\s*\d{1,9}号?[\s,，:：]*[^\s\d]|[\s:：]+\D)", Verb.SAY),
    (f"追问{_TOLD_APART}", Verb.INQUIRE),
    (f"排期{_TOLD_APART}", Verb.SCHEDULE),
    (f"等外(?:单位|面)?{_TOLD_APART}", Verb.WAIT_OUTSIDE),
    (f"延期{_TOLD_APART}", Verb.EXTEND),
    (r"不同意(?=\s*[#＃№]?\s*\d)", Verb.DISAGREE),
    (r"同意(?=\s*[#＃№]?\s*\d)", Verb.AGREE),
    ("请假", Verb.LEAVE),
    (f"吹哨{_TOLD_APART}", Verb.WHISTLE),
    (f"应哨{_TOLD_APART}", Verb.HEED),
    (f"(?:已经?)?联系(?:街道)?{_NUMBERED}", Verb.CONTACT),
    (f"(?:已经?)?到场{_TOLD_APART}", Verb.ARRIVE),
    (f"报告{_NUMBERED}", Verb.REPORT),
    (f"评{_NUMBERED}", Verb.RATE),
    (f"答辩{_NUMBERED}", Verb.REPLY),
    (f"收哨{_NUMBERED}", Verb.CONCLUDE),
    (r"核查(?=\s*[#＃№]?\s*\d|[\s:：,，]|$)", Verb.CHECK),
    (rf"(?:我?(?:想要?|申请)|参加)?调解{_NUMBERED}|我?(?:想要?|申请)(?:请人)?调解(?:一下)?$", Verb.MEDIATE),
    (f"约{_NUMBERED}", Verb.ARRANGE),
    (f"协议{_NUMBERED}", Verb.SETTLE_ON),
    (f"不认可{_NUMBERED}", Verb.OBJECT),
    (f"认可{_NUMBERED}", Verb.ENDORSE),
    (r"复查(?=\s*[#＃№]?\s*\d|$)", Verb.INSPECT),
    (f"调阅{_NUMBERED}", Verb.CONSULT),
    (f"双签{_NUMBERED}", Verb.SECOND),
    (f"晒{_NUMBERED}", Verb.SHOW),
    (f"议事{_NUMBERED}", Verb.ASK_ALL),
    (r"开会(?=[\s:：]+(?:五方)?(?:例会|联席|议事|小区议事))", Verb.CALL_MEETING),
    (f"不参会{_NUMBERED}", Verb.STAY_AWAY),
    (f"意见{_NUMBERED}", Verb.POSITION),
    (f"纪要{_NUMBERED}", Verb.MINUTES),
    (f"决定{_NUMBERED}", Verb.DECIDE),
    ("撤销裁[决定]", Verb.REVOKE),
    (r"裁[决定](?=\s*[#＃№]?\s*\d|[\s:：]|$)", Verb.RULE),
    (r"不予?受理(?=\s*[#＃№]?\s*\d)", Verb.DECLINE),
    (r"公开(?=\s*[#＃№]?\s*\d{1,9}号?(?:[\s,，:：。]|$)|$)", Verb.DISCLOSE),
    (r"申诉(?=\s*[#＃№]?\s*\d|[\s:：,，]|$)", Verb.APPEAL),
)
_NUMBER_ONLY: tuple[tuple[str, Verb], ...] = (
    ("谁看过", Verb.WHO_LOOKED),
    ("参会", Verb.ATTEND),
    ("散会", Verb.ADJOURN),
    ("会议", Verb.MEETINGS),
    ("不公开", Verb.CONCEAL),
    ("不晒", Verb.KEEP_BACK),
    ("每月一题", Verb.TOPIC),
    ("查进度|进度|查询", Verb.STATUS),
    ("取消|撤回|撤销", Verb.WITHDRAW),
    ("(?:非常|很|挺|十分|比较|我)?满意[了的]?", Verb.ACCEPT),
    ("接", Verb.TAKE),
    ("应哨", Verb.HEED),
    ("(?:已经?)?到场", Verb.ARRIVE),
)
_BARE: tuple[tuple[str, Verb], ...] = (
    ("删除我的(?:个人)?信息|注销", Verb.FORGET),
    ("确认删除", Verb.FORGET_SURELY),
    ("销假", Verb.BACK),
    ("晒", Verb.SHOW),
    ("吹哨", Verb.WHISTLE),
    ("责任清单", Verb.DUTIES),
    ("督办", Verb.WATCH),
    ("我的|我的任务|我的单|待办", Verb.MINE),
    ("帮助|help|怎么用|菜单|功能", Verb.HELP),
    ("我?[要想]?[转找]?人工(?:服务|客服)?", Verb.HUMAN),
)

_PATTERNS: tuple[tuple[re.Pattern[str], Verb], ...] = (
    *((re.compile(rf"(?:{word})\s*{_NUMBER}{_REST}", re.DOTALL), verb) for word, verb in _TAKING_REST),
    *((re.compile(rf"(?:{word})\s*{_NUMBER}{_COURTESY}"), verb) for word, verb in _NUMBER_ONLY),
    *((re.compile(rf"(?:{word})[。.!！?？~]*", re.IGNORECASE), verb) for word, verb in _BARE),
    (re.compile(r"改(?:成|为|到)?[\s:：]+(?P<rest>.+)|改(?:成|为)(?P<rest2>.+)", re.DOTALL), Verb.CORRECT),
    (re.compile(r"投票?(?P<rest>[\s\d,，:：号第项选个]*\d[\s号项个。.]*)"), Verb.VOTE),
    (re.compile(r"绑定[\s:：]*(?P<rest>\S+)"), Verb.BIND),
)
_SLIPS = str.maketrans({"單": "单", "辦": "办", "結": "结", "滿": "满", "補": "补", "轉": "转", "進": "进", "綁": "绑"})


#: The kind inside the word stands behind the number for whoever reads it: "吹急哨 12 消防", "吹哨 12 急 消防".
_KIND_INSIDE = re.compile(r"吹([急硬])哨(\s*[#＃№]?\s*\d{1,9}号?)")


#: The number before the word, as on a list one answers: "12接单", "#12 办结 修好了".
_NUMBER_FIRST = re.compile(
    r"[#＃№]?\s*(?P<number>\d{1,9})\s*号?[\s,，:：]*"
    r"(?P<word>接单|办结|转办|退回|回复|追问|排期|等外|延期|不同意|同意|核查|吹哨|应哨|(?:联系|到场|报告)(?=[\s,，:：。]|$)"
    r"|答辩|收哨|裁决|裁定|不予受理|不受理|申诉|补充|不满意|满意|取消|进度)(?P<rest>.*)",
    re.DOTALL,
)


def read_command(text: str) -> Command | None:
    """The command a text is, or None when it is something said in a person's own words."""
    said = text.strip().translate(_SLIPS)
    said = _NUMBER_FIRST.sub(r"\g<word> \g<number> \g<rest>", said) if _NUMBER_FIRST.fullmatch(said) else said
    said = _KIND_INSIDE.sub(r"吹哨\g<2> \g<1>哨 ", said, count=1) if said.startswith("吹") else said
    for pattern, verb in _PATTERNS:
        found = pattern.fullmatch(said)
        if found is not None:
            groups = found.groupdict()
            number = groups.get("number")
            rest = (groups.get("rest") or groups.get("rest2") or "").strip()
            return Command(verb, int(number) if number else None, rest)
    return None


_TAKEN = re.compile(r"(?:收到|好的?|我来|我去|马上[来去到]?(?:处理|看看)?|[1１])[。.!！~]*")
_SATISFIED = re.compile(
    r"(?:已经?)?(?:解决|好|修好|弄好|处理好|可以)了?[\s,，。!！~]*(?:谢谢|多谢)?(?:您|你)?[。.!！~]*"
)


_UNSATISFIED = re.compile(
    r"(?:还是|根本|压根|现在|到现在|[还又都并也])*(?:没有?|未)"
    r"(?:人?来|人管|解决|修好|弄好|处理好?|办好?|好|干净|用).{0,20}",
    re.DOTALL,
)


def sounds_unsatisfied(text: str) -> bool:
    """Whether a resident who is asked for a verdict says in other words that it is not solved ("还是没修好")."""
    return _UNSATISFIED.fullmatch(text.strip()) is not None


_WITHDRAWN = re.compile(
    r"(?:(?:取消|撤销|撤回|算了)[吧了]?[\s,，。]*(?:不用|不要|不必)[来办修管]?了?|(?:不用|不要|不必)(?:来|办|修|管|处理)了)"
    r"[吧啊]?[\s,，。.!！~]*(?:谢谢.{0,6})?"
)


def sounds_withdrawn(text: str) -> bool:
    """Whether a resident says in other words that nothing need be done ("算了，不用来了")."""
    return _WITHDRAWN.fullmatch(text.strip()) is not None


def sounds_like_taking(text: str) -> bool:
    """Whether a handler with a waiting task says in other words that it is taken ("收到", "马上去")."""
    return _TAKEN.fullmatch(text.strip()) is not None


_THANKS = re.compile(
    r"(?:好的?|嗯|行|哦)?[\s,，]*(?:(?:非常|太|真)?(?:多谢|谢谢|感谢|感恩|辛苦|谢啦|谢了)"
    r"(?:您|你们?|大家|各位|社区|师傅|楼长|领导|[了啦啊哦哈呀\s,，~～!！。.🙏🌹])*)+"
)


def sounds_like_thanks(text: str) -> bool:
    """Whether a message only thanks ("好的 谢谢您", "辛苦了")."""
    return _THANKS.fullmatch(text.strip()) is not None


def sounds_satisfied(text: str) -> bool:
    """Whether a resident who is asked for a verdict says in other words that it is solved ("修好了 谢谢")."""
    return _SATISFIED.fullmatch(text.strip()) is not None


class Asked(StrEnum):
    """What the one question is about."""

    PLACE = "place"          # which compound or lane?
    BUILDING = "building"    # which building of the compound?
    CATEGORY = "category"    # which of these matters?
    MATTERS = "matters"      # are these the matters of the message?
    HANDLER = "handler"      # whatever the one who has the case wants to know
    SAME = "same"            # is it the matter that somebody else reported? its one option is that case


@dataclass(frozen=True, slots=True)
class Option:
    """One numbered answer: a place's or category's code and what people read."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """The one question before acting. `options` are numbered from 1; the last number means none of them."""

    asked: Asked
    options: tuple[Option, ...] = ()


def write_question(question: Question) -> str:
    """A question as text for the case's row."""
    body = {"asked": question.asked, "options": [[o.code, o.label] for o in question.options]}
    return json.dumps(body, ensure_ascii=False)


def read_question(text: str) -> Question | None:
    """The question stored with a case, or None when none is open."""
    if not text:
        return None
    body = json.loads(text)
    options = tuple(Option(code, label) for code, label in body["options"])
    return Question(Asked(body["asked"]), options)


def asks_same(text: str) -> bool:
    """Whether a stored question is if the matter is one that somebody else reported."""
    question = read_question(text)
    return question is not None and question.asked is Asked.SAME


_CHOICE = re.compile(r"(?:选|第|回复?)?\s*([1-9一二三四五①②③④⑤])\s*(?:个|项|号)?[.。、)）]?")
_DIGITS = {mark: at for row in ("一二三四五", "①②③④⑤") for at, mark in enumerate(row, 1)}


def read_choice(question: Question, text: str) -> Option | int | None:
    """The option a numbered or literal answer picks; 0 for "none of these"; None when it is no such answer."""
    said = text.strip()
    for option in question.options:
        if said in (option.code, option.label):
            return option
    if said in ("都不是", "不是", "都不对", "没有"):
        return 0 if question.options else None
    found = _CHOICE.fullmatch(said)
    if found is None or not question.options:
        return None
    number = _number(found.group(1))
    if number <= len(question.options):
        return question.options[number - 1]
    return 0 if number == len(question.options) + 1 else None


_YES = re.compile(
    r"(?:对|对的|是|是的|嗯+|没错|好|好的|可以|确认|都[对是要有]"
    r"|1[和、,，]?2|①②|[两2][件个]都(?:对|是|要|有|办)|ok|👌)[了啊呀哦。.!！\s]*", re.IGNORECASE
)
_ONLY = re.compile(r"(?:只有|就|只要?|是)?\s*第?([1-5一二三四五①②③④⑤])\s*(?:件|个)?(?:就行|就好|对)?[。.!！]*")
_NOT = re.compile(r"第?([1-5一二三四五①②③④⑤])\s*(?:件|个)?\s*(?:不对|不是|不要|错了?|去掉|删掉|取消)[了。.!！]*")


def read_confirmed(count: int, text: str) -> frozenset[int] | None:
    """Which of `count` matters (from 1) an answer to the confirming card keeps; None when it is no such answer."""
    said, every = text.strip(), frozenset(range(1, count + 1))
    if _YES.fullmatch(said):
        return every
    if found := _NOT.fullmatch(said):
        return every - {_number(found[1])}
    if found := _ONLY.fullmatch(said):
        return every & {_number(found[1])} or None
    return None


_SAME = re.compile(
    r"(?:回复?|选|第)?\s*[1一①]\s*[.。、)）]?(?:\s*是)?|(?:[是对嗯]|是的|对的|没错|好的?)[,，\s]*(?:一起跟进|同一件(?:事)?)?|就?是?(?:同一件|一样的?|这件|这个)(?:事)?|一起跟进"
    r"|ok|yes",
    re.IGNORECASE,
)
_NOT_SAME = re.compile(
    r"(?:回复?|选|第)?\s*[2二②]\s*[.。、)）]?(?:\s*不是)?|(?:不是|不一样|不同|不对|都不是)(?:的|同一件|一件事|同一件事|这件|这个)?"
    r"|(?:不是[,，\s]*)?另外登记|另一件(?:事)?|no",
    re.IGNORECASE,
)
_END = "了啊呀哦吧的。.!！~～ "


def read_same(text: str) -> bool | None:
    """Whether an answer says that it is the same matter; None when it is no such answer."""
    said = text.strip().rstrip(_END)
    if _NOT_SAME.fullmatch(said):
        return False
    return True if _SAME.fullmatch(said) else None


def _number(mark: str) -> int:
    return _DIGITS.get(mark) or int(mark)


_NEXT_MATTER = re.compile(r"\s*(?:对了|另外|还有一?[件个]|再说一?[件个]|再报一?[件个]|第[二三23][件个]|顺便)")


def begins_another_matter(text: str) -> bool:
    """Whether a message says itself that it is about something else ("对了另外一件事")."""
    return _NEXT_MATTER.match(text) is not None
