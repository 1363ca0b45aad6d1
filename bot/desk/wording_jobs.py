"""Every sentence about work and those who look for it. The tone is that of `wording`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HOW_TO_HIRE = (
    "请写：招工 保洁 榕御小区 工作日9-11点 20元/时 到12月10日\n"
    "先写做什么，再写在哪、几点、多少钱、招到哪天；不写日期就是30天。"
)
HOW_TO_SEEK = "请写：找活 保洁 做饭 上午\n写会做什么、什么时候有空；有合适的马上告诉您。"
FEES = (
    "这条不能发：招工不能向人收钱、要验证码或叫人贷款。\n"
    "应聘的人也请记住，凡是先交钱的活都别信，拿不准打96110问。"
)
NOT_THAT_DAY = "截止日期要在今天以后、90天以内。"
MANY_NOTICES = "您已有{count}条在招，先结束不用的：回“用工 结束 {first}”。"
NO_SUCH = "没有找到用工{number}，或已经结束。回“用工”看现在的。"
WHICH = "请写上号，比如“应聘 7 我明天能来”。回“用工”看现在的。"
YOUR_OWN = "用工{number}是您自己发的。不招了回“用工 结束 {number}”。"
NOT_YOURS = "用工{number}不是您发的，结束不了。"
NOBODY_HAS_ANSWERED = "{number}没有来应聘您的活，不能回话。"
NOTHING_NOW = "现在没有在招的活。\n找活回“找活 会做什么 什么时候有空”，招人回“招工 …”。"
ENDED = "用工{number} {what}已结束，不再告诉别人。"
_MEET = "第一次见面建议约在社区服务中心，别先交钱。"
_SAID_MOST = 200


@dataclass(frozen=True, slots=True)
class JobLine:
    """A notice as the sentences need it; what is empty is left out."""

    number: int
    what: str
    place: str = ""
    when: str = ""
    pay: str = ""
    until: str = ""

    @property
    def facts(self) -> str:
        """Where, when and for what money."""
        return "，".join(one for one in (self.place, self.when, self.pay) if one)

    @property
    def whole(self) -> str:
        """What it is and its facts."""
        return f"{self.number}. {self.what}" + (f"：{self.facts}" if self.facts else "")


def posted(job: JobLine, told: int) -> str:
    found = f"现在有{told}位合适的人，已告诉他们" if told else "有合适的人来找活就告诉对方"
    return (
        f"已发：用工{job.number} {job.what}{f'，{job.facts}' if job.facts else ''}。\n"
        f"{found}。到{job.until}自动结束，招到了回“用工 结束 {job.number}”。"
    )


def listed(jobs: Sequence[str], own: Sequence[JobLine]) -> str:
    """What is on offer near, and the reader's own notices."""
    mine = [f"您自己的：{'；'.join(f'{one.number} {one.what}' for one in own)}，结束回“用工 结束 号”。"] if own else []
    found = ["现在在招的：", *jobs, "想去回“应聘 号 一句话”，双方在这里说话，不露电话。"] if jobs else [NOTHING_NOW]
    return "\n".join((*found, *mine))


def fitting(job: JobLine, reasons: Sequence[str]) -> str:
    return job.whole + (f"（{'，'.join(reasons)}）" if reasons else "")


def seeking(number: int, skills: str, until: str, jobs: Sequence[str]) -> str:
    """The reply to somebody who looks for work."""
    found = ["现在合适的：", *jobs, "想去回“应聘 号 一句话”。"] if jobs else ["现在还没有合适的，有了马上告诉您。"]
    return "\n".join((f"记下了：找{skills or '活'}，到{until}。找到了回“用工 结束 {number}”。", *found))


def for_seeker(job: JobLine, reasons: Sequence[str], seek: int) -> str:
    why = f"（{'，'.join(reasons)}）" if reasons else ""
    return (
        f"有份活可能合适：{job.what}{why}。\n{job.facts or '详情请问招工的人'}。\n"
        f"想去回“应聘 {job.number} 一句话”；不找了回“用工 结束 {seek}”。"
    )


def applied(job: JobLine) -> str:
    return f"已转给招工的人：用工{job.number} {job.what}。\n对方回话就告诉您。{_MEET}"


def for_poster(job: JobLine, seeker: int, about: str, said: str) -> str:
    """What whoever posted a job reads of somebody who wants it."""
    words = f"\n对方说：“{said[:_SAID_MOST]}”" if said else ""
    return (
        f"用工{job.number} {job.what}，有人应聘{f'（{about}）' if about else ''}。{words}\n"
        f"想谈回“应聘 {seeker} 明天9点来看看”。{_MEET}"
    )


def for_applicant(job: JobLine, said: str) -> str:
    """What the seeker reads of the poster's answer."""
    return (
        f"用工{job.number} {job.what}，招工的人回您了。\n对方说：“{said[:_SAID_MOST]}”\n"
        f"要接着说回“应聘 {job.number} …”。{_MEET}"
    )


def answered(job: JobLine) -> str:
    return f"已转给应聘的人（用工{job.number} {job.what}）。"


def say_something(number: int) -> str:
    return f"请在“应聘 {number}”后面写一句话，比如“明天9点来看看”。"
