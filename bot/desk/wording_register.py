"""Every sentence about being a volunteer: signing up, resting, leaving, who looked at a skill. Tone of `wording`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from matching.volunteer import Engagement

KINDS: Mapping[Engagement, str] = MappingProxyType(
    {Engagement.STANDING: "常态报到", Engagement.ADVISING: "引领报到", Engagement.SERVICE: "志愿报到"}
)
HOW_TO = (
    "想当志愿者，说会什么、什么时候有空就行。\n"
    "比如“报名 水电维修 周末”，或“报名 陪老人聊天 工作日晚上 会闽南话”。\n"
    "社区活动要报名，回“活动”看号。"
)
QUESTION = "还差一样：怎么称呼您、住哪个小区几栋？比如回“周晓梅 榕御小区3栋”。"
QUESTION_NAME = "还差一样：怎么称呼您？开证明要用真名，比如回“周晓梅”。"
QUESTION_HOME = "还差一样：您住哪个小区几栋？就近的事先问您，比如回“榕御小区3栋”。"
CHANGE = "改一样回“报名 周三下午”或“报名 不要周日”；歇一阵回“休息到 12月1日”；不做了回“退出志愿”。"
ASKED_POLITELY = "有人需要时私信问您，接不接都行。"
ANYTHING = "什么都能搭把手"
REST_UNTIL_WHEN = "好，歇到哪天？比如回“休息到 12月1日”，或“休息 3天”。到时自动恢复。"
REST_OVER = "欢迎回来，有需要时再私信问您。"
NOT_RESTING = "您没有在休息，有需要时会私信问您。"
QUIT_ASK = "确定退出吗？退出后不再问您，做过的时长都留着。\n回“好”就退出；只想歇一阵，回“休息到 12月1日”。"
QUIT = "已退出，谢谢您帮过的每一次。\n时长都留着，想回来就回“报名”。"
NOT_WITHIN_MOST = "最多歇一年，请回“休息到 日期”。"
OPEN_REGISTER = "打开我的志愿登记"
#: What the page says after a form.
SAVED = "存好了，谢谢您。"
SAVED_WITHOUT_HOME = "存好了，谢谢您。\n还差住哪：在公众号回“报名 住榕御小区3栋”，就近的事先问您。"
RESTS = "好，这段时间不问您，到时自动恢复。"
NO_SUCH_DAY = "这一天不行：要从今天起、一年以内。"
HAS_LEFT = "已退出，时长都留着。想回来，在这里再存一次就行。"
STILL_HOLDS = "您还接着事，先在聊天里做完，或回“来不了 号 原因”，再退出。"
CERTIFIED = "证明开好了，在下面打开。"


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A volunteer's entry as she reads it herself. Texts are ready to read; an empty one is left out."""

    name: str
    skills: Sequence[str]
    unproven: Sequence[str]
    proven: Sequence[str]
    languages: Sequence[str]
    hours: str
    cap: int
    quiet: str
    home: str
    unit: str
    kinds: Sequence[Engagement]
    at_work: bool
    vetted: bool
    resting: str


def card(line: RegisterLine) -> str:
    able = [f"{skill}（已核实）" if skill in line.proven else skill for skill in line.skills]
    lines = [f"会：{'、'.join(able) or ANYTHING}"]
    if line.unproven:
        lines.append(f"要看证的：{'、'.join(line.unproven)}。带证给社区看过才派给您。")
    if line.languages:
        lines.append(f"语言：{'、'.join(line.languages)}")
    often = f"每周最多{line.cap}次"
    at_work = "，上班时间也可以" if line.at_work else ""
    lines.append(f"时间：{line.hours}，{often}{at_work}")
    if line.quiet:
        lines.append(f"免打扰：{line.quiet}")
    where = [f"住：{line.home}" if line.home else "", f"单位：{line.unit}" if line.unit else ""]
    if any(where):
        lines.append(" · ".join(part for part in where if part))
    kinds = [KINDS[kind] for kind in line.kinds if kind is not Engagement.SERVICE]  # one errand at a time is the rule
    more = [*kinds, "社区可托付"] if line.vetted else kinds
    if more:
        lines.append(f"报到：{'、'.join(more)}")
    if line.resting:
        lines.append(f"正在休息，到{line.resting}。")
    return "\n".join(lines)


def registered(line: RegisterLine) -> str:
    thanks = f"登记好了，{line.name}，谢谢您。" if line.name else "登记好了，谢谢您。"
    return "\n".join((thanks, card(line), ASKED_POLITELY))


def changed(line: RegisterLine) -> str:
    return "\n".join((f"改好了，{line.name}。" if line.name else "改好了。", card(line)))


def shown(line: RegisterLine) -> str:
    return "\n".join(("您的志愿登记：", card(line), CHANGE))


def welcome_back(line: RegisterLine) -> str:
    return "\n".join(("欢迎回来，登记恢复了。", card(line), ASKED_POLITELY))


def heard(skills: Sequence[str], languages: Sequence[str], hours: str) -> str:
    able = "、".join((*skills, *(f"会{language}" for language in languages))) or ANYTHING
    when = f" · {hours}" if hours else ""
    return (
        "听到了，您愿意帮忙，谢谢您。\n"
        f"记作：{able}{when}。\n"
        "回“好”就登记，有人需要时私信问您；不对就回“报名 会什么 什么时候有空”。"
    )


def unknown(words: Sequence[str]) -> str:
    return f"“{'、'.join(words)}”表里还没有，先照您说的记下。"


def resting(day: str) -> str:
    return f"好，歇到{day}，这之前不问您。\n想早点回来，回“结束休息”。"


def still_holds(listed: str) -> str:
    return f"您还接着{listed}，做完再退出，或先回“来不了 号 原因”，马上换人。"


def verified(name: str, skill: str) -> str:
    return f"记下了：{name}的{skill}已核实。"


def verified_for_volunteer(office: str, skill: str) -> str:
    return f"{office}已核实您的{skill}，以后这类事也会问您。"


def no_longer_verified(name: str, skill: str) -> str:
    return f"记下了：{name}的{skill}不再算已核实。"


def vetted(name: str, code: str) -> str:
    return f"记下了：{name}是社区可托付的志愿者，孩子和钥匙的事可以派。\n改主意回“取消可托付 {code}”。"


def vetted_for_volunteer(office: str) -> str:
    return f"{office}把您列为可托付的志愿者，以后孩子和钥匙的事也会问您。"


def no_longer_vetted(name: str) -> str:
    return f"记下了：{name}不再列为可托付，孩子和钥匙的事不再派。"


def several_of_that_name(name: str, listed: Sequence[str]) -> str:
    return f"有{len(listed)}位{name}：{'；'.join(listed)}。\n请把名字换成括号里的编码再发一次。"


def waiting_for_proof(rows: Sequence[tuple[str, str]]) -> str:
    lines = [f"{name}：{skills}" for name, skills in rows]
    return "\n".join(("等您看证的志愿者：", *lines, "看过就回“核实 姓名 技能”。"))


NOBODY_WAITS = "现在没有等着看证的志愿者。\n要核实谁，回“核实 姓名 技能”。"
