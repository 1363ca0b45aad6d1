"""The chat words: what people type to make the desk do something, and how each is written.

Pure: text in, a command out. What is done about it stands in `casework`.
"""

from __future__ import annotations

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
    # volunteers: what one is asked, claims and does
    DECLINE_OFFER = "decline_offer"
    DONE = "done"
    RELEASE = "release"
    NO_SHOW = "no_show"
    RESCHEDULE = "reschedule"
    ORDER = "order"
    # who one is
    SIGN_UP = "sign_up"
    REST = "rest"
    REST_OVER = "rest_over"
    HOURS = "hours"
    CERTIFICATE = "certificate"
    QUIT = "quit"
    VERIFY = "verify"
    UNVERIFY = "unverify"
    VET = "vet"
    UNVET = "unvet"
    # care
    WISHES = "wishes"
    ADOPT = "adopt"
    LET_IN = "let_in"
    VISIT = "visit"
    DOORS = "doors"
    # riders
    STOPPED = "stopped"
    MOVING = "moving"
    STATIONS = "stations"
    STATION = "station"
    TEAM = "team"
    MEMBER = "member"
    LEAVE_TEAM = "leave_team"
    # services and exchange
    CATALOGUE = "catalogue"
    ACTIVITIES = "activities"
    ANNOUNCE = "announce"
    JOIN = "join"
    NOT_JOIN = "not_join"
    CALL_OFF = "call_off"
    JOBS = "jobs"
    HIRE = "hire"
    SEEK_WORK = "seek_work"
    APPLY = "apply"
    FIRM = "firm"
    RESOURCES = "resources"
    BORROW = "borrow"
    LEND = "lend"
    NOT_LEND = "not_lend"
    GIVE_BACK = "give_back"
    # surge
    SURGE = "surge"
    SHIFTS = "shifts"
    ROLL_CALL = "roll_call"
    PRESENT = "present"
    STAND_DOWN = "stand_down"
    MINE = "mine"
    BIND = "bind"
    HELP = "help"
    HUMAN = "human"


@dataclass(frozen=True, slots=True)
class Command:
    """A command as written: its verb, the number (None when left out) and the rest of the words.

    `own` says that the number is that of a need without a case (Z12).
    """

    verb: Verb
    number: int | None = None
    rest: str = ""
    own: bool = False


#: A case's number, unless the digits count or date something: "办结 3栋已清", "办结 2次上门", "办结 12:30 修好".
_NUMBER = (
    r"(?:[#＃№]?\s*(?P<own>[ZzＺｚ]?)(?P<number>\d{1,9})(?:号|單|单)?"
    r"(?!\d|\s*[栋幢座号樓楼室]|[单年月日天点次个人辆户米元块#]|[:：.\-]\d))?"
)
#: What may follow a word that takes a number only: "满意，谢谢你们", "取消吧".
_COURTESY = r"[\s,，。.!！?？~]*(?:[吧了啊]|(?:多谢|谢谢|感谢|辛苦).{0,8})?[\s。.!！?？~]*"
_REST = r"[\s,，:：。.、]*(?P<rest>.*)"

#: A handler's words that begin many a sentence of a resident: only a number or a blank behind them makes a command.
_TOLD_APART = r"(?=\s*[#＃№]?\s*[ZzＺｚ]?\d|[\s:：])"
_SPACED = r"(?=[\s:：])"
_NUMBERED = r"(?=\s*[#＃№]?\s*[ZzＺｚ]?\d)"

# Order matters: a longer word stands before the word it begins with (不满意 before 满意).
_TAKING_REST: tuple[tuple[str, Verb], ...] = (
    ("补充", Verb.ADD),
    ("(?:很|非常|十分|一点[都也]|还是|我)?不(?:太|怎么|是很)?满意", Verb.REJECT),
    ("接单", Verb.TAKE),
    # words behind the number go to whoever waits: "接 12 我二十分钟到", not "接12岁的孩子"
    (r"接(?=\s*[#＃№]?\s*[ZzＺｚ]?\d{1,9}(?:号|单)?[\s,，。]+\S)", Verb.TAKE),
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
    (f"不接(?:单)?{_TOLD_APART}", Verb.DECLINE_OFFER),
    (f"(?:已经?)?完成{_NUMBERED}", Verb.DONE),
    (f"(?:我)?(?:[来去]不了|放弃){_NUMBERED}", Verb.RELEASE),
    (f"(?:人?没来|爽约){_NUMBERED}", Verb.NO_SHOW),
    (f"改时间{_TOLD_APART}", Verb.RESCHEDULE),
    (f"派单{_TOLD_APART}", Verb.ORDER),
    (r"(?:我?[要想]?)报名(?=[\s:：,，]|$)", Verb.SIGN_UP),
    (r"休息(?:到|至|(?=\s*[\d一两二三四五六七八九十]+\s*(?:天|周|个星期)))", Verb.REST),
    (r"(?:志愿)?(?:服务)?证明(?=[\s:：]|$)", Verb.CERTIFICATE),
    (f"(?:取消|撤销)核实{_SPACED}", Verb.UNVERIFY),
    (r"核实(?=[\s:：]|$)", Verb.VERIFY),
    (f"(?:取消|撤销|不)可托付{_SPACED}", Verb.UNVET),
    (f"可托付{_SPACED}", Verb.VET),
    (f"认领{_NUMBERED}", Verb.ADOPT),
    (r"(?:微)?心愿(?:墙|单|榜)?(?=\s*[#＃№]?\s*[ZzＺｚ]?\d|\s*第\s*\d{1,2}\s*页)", Verb.WISHES),
    (f"走访{_TOLD_APART}", Verb.VISIT),
    (f"家家访{_TOLD_APART}", Verb.DOORS),
    (f"驿站{_SPACED}", Verb.STATION),
    (r"队员(?=[\s:：]*(?:加|减|去掉|删))", Verb.MEMBER),
    (r"退队(?=[\s:：]|$)", Verb.LEAVE_TEAM),
    (f"点单{_TOLD_APART}", Verb.CATALOGUE),
    (f"发活动{_SPACED}", Verb.ANNOUNCE),
    (f"不参加{_NUMBERED}", Verb.NOT_JOIN),
    (f"参加{_NUMBERED}", Verb.JOIN),
    (f"活动{_NUMBERED}", Verb.ACTIVITIES),
    (f"取消活动{_NUMBERED}", Verb.CALL_OFF),
    (f"招工{_SPACED}", Verb.HIRE),
    (r"用工帮?(?=\s*[#＃№]?\s*\d|\s+(?:结束|停止))", Verb.JOBS),
    (f"找(?:活|工作?){_SPACED}", Verb.SEEK_WORK),
    (f"应聘{_NUMBERED}", Verb.APPLY),
    (f"(?:问企|惠企){_SPACED}", Verb.FIRM),
    (f"借出{_NUMBERED}", Verb.LEND),
    (f"不借{_NUMBERED}", Verb.NOT_LEND),
    (f"归还{_NUMBERED}", Verb.GIVE_BACK),
    (f"借用?{_SPACED}", Verb.BORROW),
    (f"资源{_SPACED}", Verb.RESOURCES),
    (f"应急{_SPACED}", Verb.SURGE),
    (f"排班{_TOLD_APART}", Verb.SHIFTS),
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
    (r"(?P<rest>不(?:用|要)?|别)?(?:可以|同意|愿意)?(?:直接)?(?:送)?上门(?=[\s#＃№ZzＺｚ\d])", Verb.LET_IN),
    ("应哨", Verb.HEED),
    ("(?:已经?)?到场", Verb.ARRIVE),
)
_BARE: tuple[tuple[str, Verb], ...] = (
    ("删除我的(?:个人)?信息|注销", Verb.FORGET),
    ("确认删除", Verb.FORGET_SURELY),
    ("销假", Verb.BACK),
    ("晒", Verb.SHOW),
    ("不接单?", Verb.DECLINE_OFFER),
    ("(?:已经?)?完成了?", Verb.DONE),
    ("我?[想要]?休息(?:一下|一阵|一段时间)?", Verb.REST),
    ("结束休息|恢复接单|休息好了", Verb.REST_OVER),
    ("(?:我的|志愿|服务)时长", Verb.HOURS),
    ("退出志愿(?:者|服务)?|不做志愿者了", Verb.QUIT),
    ("(?:看看?|有什么)?(?:微)?心愿(?:墙|单|榜)?|[^，。？?]{0,14}认领.{0,8}心愿.{0,6}", Verb.WISHES),
    ("走访", Verb.VISIT),
    ("家家访", Verb.DOORS),
    ("我?停好(?:车)?了|我?可以接单了?", Verb.STOPPED),
    ("我?(?:出发|上路)了?", Verb.MOVING),
    ("(?:附近)?的?(?:红色)?驿站(?:在哪)?", Verb.STATIONS),
    ("我的?队伍?|我们?队", Verb.TEAM),
    ("队员", Verb.MEMBER),
    ("点单|服务(?:清单|菜单|目录)", Verb.CATALOGUE),
    ("(?:近期|最近)?(?:有什么)?活动", Verb.ACTIVITIES),
    ("用工帮?", Verb.JOBS),
    ("我?[想要]?招工", Verb.HIRE),
    ("我?[想要]?找活(?:干|做)?", Verb.SEEK_WORK),
    ("资源", Verb.RESOURCES),
    ("问企|惠企(?:服务团?)?", Verb.FIRM),
    ("应急", Verb.SURGE),
    ("排班|班表", Verb.SHIFTS),
    ("点名", Verb.ROLL_CALL),
    ("(?:我?已?到了?|在岗)", Verb.PRESENT),
    ("(?:应急)?解除(?:应急)?", Verb.STAND_DOWN),
    ("吹哨", Verb.WHISTLE),
    ("派单", Verb.ORDER),
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
            return Command(verb, int(number) if number else None, rest, bool(groups.get("own")))
    return None
