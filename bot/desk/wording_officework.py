"""Every sentence that follows from what the console does with a case. The tone is that of `wording`."""

from __future__ import annotations

from bot.desk.caseline import CaseLine, clocks, head


def urged(case: CaseLine, who: str, words: str) -> str:
    """What a handler reads whom an office reminds."""
    said = f"：{words}" if words else ""
    return f"{head(case)} {who}催您{said}\n{clocks(case)}。能办请接着办，办不了请在单子里说明或回“延期 {case.number}”。"


def urged_by_you(case: CaseLine) -> str:
    return f"{head(case)}：已提醒{case.who}。"


def left_note(case: CaseLine, who: str, words: str) -> str:
    """What a handler reads that an office wrote on his case."""
    return f"{head(case)} {who}留言：\n{words}"


def note_kept(case: CaseLine) -> str:
    told = f"，已告诉{case.who}" if case.who else ""
    return f"{head(case)}：留言记下了{told}。"


def corrected(case: CaseLine, was: str) -> str:
    handed = f"，现在由{case.who}办" if case.who else "，正在找负责的人"
    return f"{head(case)}：类别由“{was}”改好了{handed}。"


def right_already(case: CaseLine) -> str:
    return f"{head(case)}：类别本来就是这个，已记下您确认过。"


def extended_by_you(case: CaseLine) -> str:
    return f"{head(case)}：期限改到{case.due}，办的人和居民都会收到。"


def merged(case: CaseLine, into: CaseLine) -> str:
    return f"{head(case)}：已并入{head(into)}，报的人跟着那一件，会收到通知。"


def merged_for_resident(case: CaseLine, into: CaseLine) -> str:
    """What a resident reads whose case is the matter of an earlier one."""
    who = f"，由{into.who}负责" if into.who else ""
    due = f"，{into.due}前办结" if into.due and not into.late else ""
    return f"{head(case)}：和{head(into)}是同一件事，合在一起办{who}{due}。办好了一起告诉您。"


def merged_for_handler(case: CaseLine, into: CaseLine) -> str:
    return f"{head(case)} 已并入#{into.number}，这一件您不用再办。"


NOBODY_TO_ACT_AS = "您的账户在这里没有对应的街道、社区或物业，只能看。请管理员在“人员”里登记。"
CANNOT_MERGE = "#{into} 已经结束、不公开，或者就是这一件，不能并进去。"
NOT_A_PERSON = "没有找到要转给的人，请从名单里选。"
SEALED = "这一件不公开，要先调阅，经第二个人同意才能看。"
NOT_NOW = "#{number} 现在是“{state}”，不能这样办。"
NOT_OFFERED = "#{number} 现在是“{state}”，这一步不由您的账户来做。"
NOT_YOURS = "#{number} 这一步要由别人来做：{who}。"
