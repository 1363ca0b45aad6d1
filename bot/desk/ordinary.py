"""Ordinary sentences that begin like a chat word ("退回来的垃圾费收到了", "公开3栋的账目"): they are nobody's command.

Pure: what was read and who said it in, whether it is a sentence out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from bot.desk.chatwords import Command, Verb

#: Words that are commands from whoever is on duty alone; a resident who begins with one just talks.
HANDLERS_ONLY = frozenset({
    Verb.SAY, Verb.INQUIRE, Verb.SCHEDULE, Verb.WAIT_OUTSIDE, Verb.EXTEND, Verb.AGREE, Verb.DISAGREE, Verb.LEAVE,
    Verb.BACK, Verb.CHECK, Verb.WATCH, Verb.WHISTLE, Verb.HEED, Verb.CONTACT, Verb.ARRIVE, Verb.REPORT, Verb.RATE,
    Verb.REPLY, Verb.CONCLUDE, Verb.DUTIES, Verb.SHOW, Verb.KEEP_BACK, Verb.TOPIC,
    Verb.ARRANGE, Verb.SETTLE_ON, Verb.INSPECT, Verb.CONSULT, Verb.SECOND, Verb.STAY_AWAY,
    Verb.POSITION, Verb.MINUTES, Verb.DECIDE, Verb.ADJOURN, Verb.VERIFY, Verb.UNVERIFY, Verb.VET, Verb.UNVET,
})
#: Without the number of a case these say nothing: a digit behind them that is no such number counts or dates
#: something ("报告3栋有人打架", "决定3月1日换物业").
_NUMBERED = frozenset({
    Verb.CONTACT, Verb.REPORT, Verb.RATE, Verb.REPLY, Verb.CONCLUDE, Verb.MEDIATE, Verb.ARRANGE, Verb.SETTLE_ON,
    Verb.OBJECT, Verb.ENDORSE, Verb.CONSULT, Verb.SECOND, Verb.SHOW, Verb.ASK_ALL, Verb.STAY_AWAY, Verb.POSITION,
    Verb.MINUTES, Verb.DECIDE, Verb.AGREE, Verb.DISAGREE, Verb.DECLINE, Verb.DISCLOSE, Verb.INSPECT,
    Verb.JOIN, Verb.NOT_JOIN, Verb.CALL_OFF, Verb.ACTIVITIES, Verb.APPLY,
    Verb.LEND, Verb.NOT_LEND, Verb.GIVE_BACK,
})
#: Words about cases in hand: from somebody who has none in hand only the bare word, or one with a number, is meant so.
_WORK = frozenset({Verb.TAKE, Verb.FINISH, Verb.PASS_ON, Verb.RETURN})
#: How a sentence goes on behind the word, whoever says it, the number of a case in front or not.
_SENTENCES: Mapping[Verb, re.Pattern[str]] = MappingProxyType({
    Verb.TAKE: re.compile(r"[\d#＃№\s号]*接单(?:的|员|骑手)"),
    Verb.FINISH: re.compile(r"[\d#＃№\s号]*办结(?:婚|业|的|率|时间|要|太?慢|了?[吗没])"),
    Verb.PASS_ON: re.compile(r"[\d#＃№\s号]*转办(?:的|过户|手续|到哪|要|了?[吗没])"),
    Verb.RETURN: re.compile(r"[\d#＃№\s号]*退回(?:来|去|的|要|押金|定金|了?[吗没]|给我)"),
    Verb.BIND: re.compile(r"绑定[\s:：]*(?:微信|支付宝|手机|医保|社保|银行|身份证|户号|失败|不[了上成]|怎么)"),
})


def is_sentence(command: Command, text: str, *, on_duty: bool) -> bool:
    """Whether a text that was read as a command is a person's own words all the same.

    `on_duty` says that its sender holds a duty; a resident never means a word that is for those on duty alone.
    """
    if not on_duty and command.verb in HANDLERS_ONLY:
        return True
    if command.number is None and command.rest:
        counts = command.verb in _NUMBERED
        if counts or (command.verb in _WORK and not on_duty):
            return True
    sentence = _SENTENCES.get(command.verb)
    return sentence is not None and sentence.match(text.strip()) is not None
