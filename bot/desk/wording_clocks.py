"""Every sentence that the clocks say: who kept silent, who has it now, what is stuck. The tone is that of `wording`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.desk.caseline import CaseLine, clocks, head

NOT_FINISHED = "没按时办结"
NOT_DECIDED = "没按时裁定"
NOBODY_HAD_IT = "没有人接手"
#: What a digest calls a matter that is nobody's business but its handler's.
NOT_TOLD = "不便公开的事"
NOT_CHECKED = "报了办结，没有人去核查"
_DIGEST_MOST = 5


def not_signed(minutes: int) -> str:
    """What a handler did not do, behind his name: "30分钟没接单"."""
    span = f"{minutes}分钟" if minutes < 60 else f"{minutes // 60}小时"
    return f"{span}没接单"


def climbed_away(case: CaseLine, why: str) -> str:
    """Who kept silent: it is his no more."""
    return f"{head(case)}：\n{why}，已转给{case.who}，您不用管了。"


def climbed_for_resident(case: CaseLine) -> str:
    """The resident: why it moved, who has it now, by when."""
    return f"{head(case)}：\n{case.climbed}。\n现在由{case.who}负责，{clocks(case)}。"


def found_for_resident(case: CaseLine) -> str:
    return f"{head(case)}：\n找到人了，交给{case.who}，{clocks(case)}。"


def first_word_missing(case: CaseLine) -> str:
    """Whoever has it: the resident has heard nothing from a person yet."""
    return f"{head(case)}：居民还没听到您一句话。\n请回“回复 {case.number} 什么时候来、怎么办”，会转给居民。"


def digest(place: str, cases: Sequence[tuple[CaseLine, str]]) -> str:
    """What is stuck at a leader's place, the longest first, a few lines; each with since when."""
    lines = [f"{place}有{len(cases)}件卡住的事，请过问："]
    lines += [f"{head(case)}：{case.who or '没有人接'}，{since}起没动" for case, since in cases[:_DIGEST_MOST]]
    if len(cases) > _DIGEST_MOST:
        lines.append(f"还有{len(cases) - _DIGEST_MOST}件。")
    return "\n".join(lines)


def digest_card(count: int, now: datetime) -> Mapping[str, str]:
    """The digest in the fields that a template has; `now` is local."""
    return {
        "number": f"{count}", "matter": "卡住的事", "state": "请过问", "due": now.strftime("%Y-%m-%d %H:%M"),
    }


def stuck_for_resident(case: CaseLine) -> str:
    return f"{head(case)}：\n还没有办成，已报上级领导过问，有进展马上告诉您。"


def stuck_urgent(case: CaseLine) -> str:
    """A leader, at once: there is danger and nobody is left to send."""
    return f"【加急】{head(case)}\n{case.who or '没有人'}一直没应，请马上过问。"
