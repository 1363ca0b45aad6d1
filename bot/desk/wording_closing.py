"""Every sentence about closing: what is missing, the verdict, the second pair of eyes, what is asked later.

The tone is that of `wording`.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.desk.caseline import CaseLine, clocks, head
from matching.case import Point, PointState

TWICE = "两次没办好"
HOLDS, NOT_ANSWERED = "居民说还好", "回访7天没有回答"
VERDICT_ASK = "办好了吗？回 1 办好了 2 没办好；都好就回“满意”。"
CONTENT_ASK = "再问一句，满意吗？回 1 满意 2 不满意，可以带上原因。"
WAS_CONTACTED = "这次有人联系过您吗？回 1 有 2 没有。"
NOTED = "记下了，谢谢您告诉我们。"
NOTED_CONTENT = "记下了，谢谢您。又坏了随时说一声。"
GLAD = "那就好，谢谢您。又坏了随时说一声。"

_MARKS = "①②③④⑤"
_NOTED_FOR = "记下了，督办的人会看到。"


def missing(case: CaseLine, points: Sequence[Point], *, photo: bool) -> str:
    """What a handler reads who proposes to close and has not said everything."""
    still = [f"{mark}{point.text}" for mark, point in zip(_MARKS, points, strict=False) if not point.state]
    if not still:
        return (
            f"{head(case)}：请发一张办好的照片，\n收到就报办结，不用再说。\n"
            f"拍不了也行，回“办结 {case.number} 无照片：原因”。"
        )
    also = "\n另请发一张办好的照片；拍不了写“无照片：原因”。" if photo else ""
    return (
        f"{head(case)}：居民问的这几样都办好了吗？\n{chr(10).join(still)}\n"
        f"都好了回“办结 {case.number} 都好了”；分开说就写“办结 {case.number} ①已修 ②等配件，下周装”。{also}"
    )


def verdict(case: CaseLine, done: str, points: Sequence[Point]) -> str:
    """What the resident reads when it is said to be done: each point with what became of it, and one question."""
    first = f"#{case.number} {case.who}说：{done}。" if done else f"#{case.number} {case.who}说办完了："
    lines = [f"{mark}{point.text}：{_became(point)}" for mark, point in zip(_MARKS, points, strict=False)]
    return "\n".join([first, *lines, VERDICT_ASK])


def _became(point: Point) -> str:
    if point.state is PointState.EXPLAINED:
        return f"还没办成，{point.note}"
    return point.note or "办好了"


def verdict_reminder(case: CaseLine, *, last: bool) -> str:
    then = "\n明天还没有您的话，就请没经手的人去看一眼。" if last else ""
    return f"{head(case)}：{case.who}说办好了，等您一句话。\n{VERDICT_ASK}{then}"


# -- the verdict -------------------------------------------------------------------------------------


def closed_and_content(case: CaseLine) -> str:
    return f"{head(case)} 已办结，谢谢您。\n{CONTENT_ASK}"


def closed_discontent(case: CaseLine) -> str:
    return f"{head(case)} 按办好了结案。\n您不满意的地方{_NOTED_FOR}没办好回“不满意 {case.number} 没办好”，就重新办。"


def noted_discontent(case: CaseLine) -> str:
    return f"{_NOTED_FOR}\n要是没办好，回“不满意 {case.number} 没办好”，就重新办。"


def solved_for_handler(case: CaseLine) -> str:
    return f"{head(case)}：居民说办好了，已办结。辛苦了。"


def content_for_handler(case: CaseLine) -> str:
    return f"{head(case)}：居民说满意。辛苦了。"


def discontent_for_supervisor(case: CaseLine, why: str) -> str:
    """Who supervises: the matter is solved, the way was not right. It is no reason to blame anybody before asking."""
    said = f"居民说：{why}" if why else "居民没有写原因"
    return f"{head(case)}：办好了，居民对经过不满意。\n{said}\n经办：{case.who or '已换人'}。请先了解经过。"


def reopened_higher(case: CaseLine) -> str:
    return f"{head(case)}：{TWICE}，已交给上一级。\n现在由{case.who}负责，{clocks(case)}。"


def raised_away(case: CaseLine) -> str:
    return f"{head(case)}：\n{TWICE}，已由上一级{case.who}接办，您不用管了。"


def again_after(number: int, why: str) -> str:
    return f"接着#{number}：{why}"


def opened_anew(number: int, receipt: str) -> str:
    return f"#{number} 已经归档，给您接着另开一件。\n{receipt}"


# -- the second pair of eyes -------------------------------------------------------------------------


def check_task(case: CaseLine, said: str, done: str, until: str) -> str:
    return (
        f"【请核查】{head(case)}\n居民一直没回话，请您去看一眼是不是办好了。\n居民说：{said}\n{case.who}说：{done}\n"
        f"{until}前回“核查 {case.number} 通过”，或“核查 {case.number} 没办好 原因”。"
    )


def check_taken_over(case: CaseLine, title: str) -> str:
    return f"{head(case)} 的核查已请{title}去看，您不用看了。"


def check_over(case: CaseLine) -> str:
    return f"{head(case)}：居民已经回话，您不用去看了。"


def checks(cases: Sequence[CaseLine]) -> str:
    if not cases:
        return "没有等您核查的事。"
    lines = [f"{head(case)}：{case.who}说办好了" for case in cases]
    return "\n".join([f"等您核查的有{len(cases)}件：", *lines, f"看过回“核查 {cases[0].number} 通过”或“没办好 原因”。"])


def which_check(number: int) -> str:
    return f"办好了回“核查 {number} 通过”，\n没办好回“核查 {number} 没办好 原因”。"


def check_passed(case: CaseLine) -> str:
    return f"{head(case)} 核查通过，已办结。谢谢您跑一趟。"


def check_failed(case: CaseLine) -> str:
    return f"{head(case)} 记为没办好，\n已请{case.who or '负责的人'}再办。谢谢您跑一趟。"


def checked_for_handler(case: CaseLine) -> str:
    return f"{head(case)}：核查通过，已办结。辛苦了。"


def checked_for_resident(case: CaseLine, title: str) -> str:
    return f"{head(case)}：\n{title}看过，算办好了，先办结。\n没办好随时回“不满意 {case.number} 原因”，就重新办。"


def refuted_for_resident(case: CaseLine, title: str) -> str:
    return f"{head(case)}：\n{title}看过，还没办好。\n已请{case.who or '负责的人'}再办，{case.due}前办结。"


# -- weeks later -------------------------------------------------------------------------------------


def still_well(case: CaseLine) -> str:
    return f"回访一句：{head(case)}，\n现在还好吗？回 1 还好 2 又坏了。"


# -- signs -------------------------------------------------------------------------------------------


def flags(days: int, lines: Sequence[str]) -> str:
    if not lines:
        return f"近{days}天没有看到要核实的办结。"
    return "\n".join([f"近{days}天这些办结请核实（只是线索）：", *lines])


def flag(who: str, reason: str, examples: Sequence[int]) -> str:
    return f"{who}：{reason}，如{'、'.join(f'#{number}' for number in examples)}"
