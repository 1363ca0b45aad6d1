"""The chat words as people type them, and what a refusal reads like. The tone is that of `wording`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.desk import refusals
from bot.desk.dialogue import Verb

_WORDS: Mapping[Verb, str] = MappingProxyType(
    {
        Verb.STATUS: "进度",
        Verb.ADD: "补充",
        Verb.CORRECT: "改",
        Verb.WITHDRAW: "取消",
        Verb.ACCEPT: "满意",
        Verb.REJECT: "不满意",
        Verb.TAKE: "接单",
        Verb.FINISH: "办结",
        Verb.PASS_ON: "转办",
        Verb.RETURN: "退回",
        Verb.RULE: "裁决",
        Verb.REVOKE: "撤销裁决",
        Verb.DECLINE: "不受理",
        Verb.APPEAL: "申诉",
        Verb.WHISTLE: "吹哨",
        Verb.HEED: "应哨",
        Verb.CONTACT: "联系",
        Verb.ARRIVE: "到场",
        Verb.REPORT: "报告",
        Verb.RATE: "评",
        Verb.REPLY: "答辩",
        Verb.CONCLUDE: "收哨",
        Verb.DUTIES: "责任清单",
        Verb.SAY: "回复",
        Verb.INQUIRE: "追问",
        Verb.SCHEDULE: "排期",
        Verb.WAIT_OUTSIDE: "等外",
        Verb.EXTEND: "延期",
        Verb.AGREE: "同意",
        Verb.DISAGREE: "不同意",
        Verb.LEAVE: "请假",
        Verb.BACK: "销假",
        Verb.CHECK: "核查",
        Verb.CONFIRM: "核查",
        Verb.REFUTE: "核查",
        Verb.WATCH: "督办",
        Verb.HOLDS: "还好",
        Verb.CONTACTED: "有",
        Verb.ASK_ALL: "议事",
        Verb.VOTE: "投",
        Verb.CALL_MEETING: "开会",
        Verb.ATTEND: "参会",
        Verb.STAY_AWAY: "不参会",
        Verb.POSITION: "意见",
        Verb.MINUTES: "纪要",
        Verb.DECIDE: "决定",
        Verb.ADJOURN: "散会",
        Verb.MEETINGS: "会议",
        Verb.WHO_LOOKED: "谁看过",
        Verb.DISCLOSE: "公开",
        Verb.CONCEAL: "不公开",
        Verb.FORGET: "删除我的信息",
        Verb.FORGET_SURELY: "确认删除",
        Verb.MEDIATE: "调解",
        Verb.ARRANGE: "约",
        Verb.SETTLE_ON: "协议",
        Verb.ENDORSE: "认可",
        Verb.OBJECT: "不认可",
        Verb.INSPECT: "复查",
        Verb.CONSULT: "调阅",
        Verb.SECOND: "双签",
        Verb.SHOW: "晒",
        Verb.KEEP_BACK: "不晒",
        Verb.TOPIC: "每月一题",
        Verb.MINE: "我的",
        Verb.BIND: "绑定",
        Verb.HELP: "帮助",
        Verb.HUMAN: "人工",
    }
)

#: What a refusal reads like in chat; `{…}` are the refusal's own fields. A test holds it complete.
REFUSALS: Mapping[type[refusals.DeskRefusal], str] = MappingProxyType(
    {
        refusals.NoSuchCase: "没有找到#{number}。回“进度”看您在办的事。",
        refusals.NotYours: "#{number} 不在您手上，改不了。回“我的”看您手上的单。",
        refusals.NotForYou: "#{number} 不能由您{word}，要由社区或街道来定。",
        refusals.NotAHandler: "您还没有绑定工作身份。请向社区要绑定码，回“绑定 码”。",
        refusals.NothingFits: "现在没有能回“{word}”的事。回“进度”或“我的”看看。",
        refusals.SeveralFit: "您有{listed}，是哪一件？请写上号，比如“{word} {first}”。",
        refusals.MoveNotNow: "#{number} 现在是“{state}”，不能{word}。",
        refusals.WordsMissing: "请在“{word} {number}”后面写一句{what}。",
        refusals.DecidedAlready: "#{number} 街道已裁定归您，不能再退。办不了请回“转办 {number} 给谁、为什么”。",
        refusals.YoursToDecide: "#{number} 正等您裁定，请回“裁决 {number} 给谁、为什么”。",
        refusals.NothingToDecide: "#{number} 没有争议，不用裁决。要转请回“转办 {number} 给谁、为什么”。",
        refusals.NobodyNamed: "#{number} 没看出归谁。请写姓名或“物业”“网格员”“社区”这样的身份，再加理由。",
        refusals.NotAnArbiter: "裁决由街道或区指挥中心来做，您这边没有这个权限。",
        refusals.NoSuchRuling: "没有找到#{number}这条裁定。回“裁决”看现在有哪些。",
        refusals.WhichNumber: "请写上号，比如“{word} {example} …”。",
        refusals.AppealedAlready: "#{number} 已经复核过一次。仍不同意，可拨12345。",
        refusals.NoDay: "没看懂是哪天。请这样写：“{word} {number} 11月28日 原因”，也可以写明天、周六、3天后。",
        refusals.NoSpan: "没看懂是哪几天。请这样写：“请假 11月25日到11月28日”，也可以写“请假 3天”。",
        refusals.DayOutOfReach: "{day}不行：要从明天算起，{most}天以内。",
        refusals.AskedTwice: "#{number} 已经问过两次，办结时间不能再停。要说话请回“回复 {number} …”。",
        refusals.TermIsLonger: "#{number} 本来就到{due}，不用延。",
        refusals.AskedAlready: "#{number} 的延期已经报上去了，正等批。",
        refusals.NobodyGrants: "#{number} 上面没有能批延期的人，时限不变。",
        refusals.NothingAsked: "#{number} 现在没有等您批的延期。",
        refusals.NoSuchPoint: "#{number} 没有第{at}样。翻到这件事的开头再看看。",
        refusals.NotYoursToCheck: "#{number} 没有请您核查。回“核查”看等您看的。",
        refusals.NotASupervisor: "督办由督办员和挂钩领导来看，您这边没有这个权限。",
        refusals.NotAWhistler: "吹哨由街道或区指挥中心来，您这边没有这个权限。",
        refusals.NobodyToCall: "#{number} 没找到{said}。\n可以叫：{names}。",
        refusals.MeetingOutOfTime: "#{number} 到场时间要在现在之后、{until}之前。",
        refusals.CalledAlready: "#{number} 这几家都已经叫过了。回“吹哨”看各家到哪一步。",
        refusals.NoWhistle: "#{number} 现在没有在吹的哨。",
        refusals.NotCalled: "#{number} 没有叫您。回“我的”看叫了您的哨。",
        refusals.WhichCalled: "#{number} 评哪一家？写上名字，比如“评 {number} {names} 4 理由”里的一家。",
        refusals.NotReported: "#{number} {who}还没报结果，等报了再评。",
        refusals.NotRated: "#{number} 街道还没给您评分，不用答辩。",
        refusals.NotADutyReader: "责任清单由督办员和区指挥中心来看，您这边没有这个权限。",
        refusals.NotAnOffice: "“{word}”由社区或街道来定，您这边没有这个权限。",
        refusals.NotForTheLedger: "#{number} 不能晒：只晒办完的、不涉及隐私的事。",
        refusals.TellsTooMuch: "#{number} 这句话不能晒：里面有{what}。请换个说法，回“晒 {number} 一句话”。",
        refusals.NoSuchTopic: "没有第{at}题，现在有{most}题。回“每月一题”看看。",
        refusals.CannotMediate: "#{number} 现在不能转调解：要在办的、没有吹哨的事。",
        refusals.NobodyNeutral: "#{number} 眼下找不到不偏向哪一方的调解员，请街道安排。",
        refusals.NoMediation: "#{number} 现在没有在谈的调解。",
        refusals.OtherSideMissing: "#{number} 另一方还没加入。请让他发“调解 {number} {code}”，再写协议。",
        refusals.NobodySeconds: "#{number} 要双签，可上面没有第二个能签的人。请街道或区里补上。",
        refusals.NothingToSecond: "#{number} 现在没有等您双签的事。",
        refusals.UnknownCategory: "没有“{said}”这一类。\n可以回：{choices}。",
        refusals.UnknownBindCode: "绑定码不对。请向社区核对后再回“绑定 码”。",
    }
)


def refusal(refused: refusals.DeskRefusal) -> str:
    """The sentence for a refusal, with its fields filled in."""
    return REFUSALS[type(refused)].format(**refused.fields)


def word_of(verb: Verb) -> str:
    """The chat word of a verb, as people type it."""
    return _WORDS[verb]
