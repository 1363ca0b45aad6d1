"""Every sentence about an arbiter's decision and about what is not accepted. The tone is that of `wording`."""

from __future__ import annotations

from collections.abc import Sequence

from bot.desk.caseline import CaseLine, clocks, head

DECIDED_REASON = "街道裁定归{owner}"
LISTED = "#{number} {day}：{place}的{label}归{owner}（{reason}）"


def to_decide(case: CaseLine, said: str, claimed: Sequence[str]) -> str:
    """What an arbiter reads: the matter, why it was returned, and how to decide."""
    returned = "\n".join(f"{mark}{reason}" for mark, reason in zip("①②③", claimed, strict=False))
    return (
        f"【请裁定】{head(case)}\n{said}\n退回理由：\n{returned}\n"
        f"{case.signin}前请回“裁决 {case.number} 给谁、为什么”。裁定后不能再退，同类的以后照此派。"
    )


def yours(case: CaseLine, said: str, why: str, *, urgent: bool) -> str:
    """What whoever is decided for reads: that it is hers, why, and that it is not returned."""
    first = f"【加急】{head(case)}" if urgent else head(case)
    care = f"要照顾：{case.care}\n" if case.care else ""
    return (
        f"{first}\n{care}街道裁定归您：{why}\n{said}\n{clocks(case)}。\n"
        f"接单回“接单 {case.number}”，办好回“办结 {case.number} 做了什么”；裁定了的不能再退。"
    )


def brought(case: CaseLine) -> str:
    return f"{head(case)} 已第二次退回，请{case.who}裁定归谁，{case.signin}前定。"


def with_arbiter(case: CaseLine) -> str:
    """The resident: nobody passes her matter around any more."""
    return f"{head(case)}：\n归谁办说法不一，已请{case.who}定，{case.signin}前定下来；办结时限不变，{case.due}前。"


def decided(case: CaseLine, where: str, label: str) -> str:
    return f"{head(case)} 已裁定，交给{case.who}。\n以后{where}的{label}都照此派；要改回“撤销裁决 {case.number}”。"


def decided_for_resident(case: CaseLine) -> str:
    return f"{head(case)}：\n街道已定由{case.who}办，{case.signin}前接单，{case.due}前办结。"


def listed(lines: Sequence[str]) -> str:
    if not lines:
        return "您管的地方还没有裁定过。有争议的单会直接发给您。"
    return "\n".join(["现在照此派单的裁定：", *lines, "要撤销，回“撤销裁决 号”。"])


def revoked(line: str) -> str:
    return f"已撤销：{line}。\n以后按一般规则派；已经派出去的不变。"


# -- not accepted -------------------------------------------------------------------------------------


def declined(case: CaseLine, reason: str, door: str) -> str:
    """What the resident reads when a matter is not accepted: why, where to go, and that she may hold against it."""
    return (
        f"{head(case)} 我们受理不了：{reason}。\n请找{door}。\n"
        f"觉得不该这样，回“申诉 {case.number} 理由”，由街道另外的人复核。"
    )


def declined_for_office(case: CaseLine) -> str:
    return f"{head(case)} 已按不予受理告知居民，去处也说了。居民申诉会由别人复核。"


def declined_for_handler(case: CaseLine, reason: str) -> str:
    """Whoever had it in hand: an office has not accepted it."""
    return f"{head(case)} 不予受理（{reason}），您不用管了。"


def which_reason(number: int, reasons: Sequence[str]) -> str:
    return f"请写明原因和去处，比如“不受理 {number} 已在法院立案，请找受理法院”。\n常见原因：{'、'.join(reasons)}。"


def appealed(case: CaseLine) -> str:
    who = f"已请{case.who}复核" if case.who else "正在找人复核"
    return f"{head(case)}：{who}，{case.signin or '下一个工作日'}前答复您。"


def to_review(case: CaseLine, said: str, declined_why: str, why: str) -> str:
    return (
        f"【请复核】{head(case)}\n{said}\n原不受理：{declined_why}\n居民说：{why}\n{case.signin}前请回"
        f"“裁决 {case.number} 给谁、为什么”受理，或“不受理 {case.number} 原因，请找去处”维持。"
    )


def upheld(case: CaseLine, reason: str, door: str) -> str:
    """The second look agreed with the first; there is no third in the desk."""
    return f"{head(case)} 复核过了，还是受理不了：{reason}。\n请找{door}。仍不同意，可拨12345。"
