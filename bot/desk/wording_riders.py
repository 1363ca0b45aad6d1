"""Every sentence that riders and couriers read: short enough to be read at a red light, nothing to type."""

from __future__ import annotations

from collections.abc import Sequence

from bot.desk.caseline import STILL_SEARCHING, CaseLine, head

#: What can be told with one digit, the commonest first; the words are those that the case is opened with.
TAPS: tuple[tuple[str, str, str], ...] = (
    ("parking", "乱停车", "路上乱停车"),
    ("sanitation", "垃圾", "路上有垃圾"),
    ("facility", "路面井盖", "路面、井盖坏了"),
    ("facility", "路灯", "路灯坏了"),
    ("safety", "消防隐患", "消防通道被堵、有隐患"),
    ("noise", "噪音", "施工、商铺噪音"),
)
_NUMBERED = " ".join(f"{at} {label}" for at, (_, label, _) in enumerate(TAPS, 1))
_DONE_MOST = 24

MORE = "收到，放在一起了。"
PHOTO_FIRST = "照片收到。再发个位置就行，不用打字。"
VOICE_FIRST = "语音留着了，文字没听出来。再发个位置就行，不用打字。"
APART_GONE = "刚才那件已经分不开了。再发个位置、说一个词，就另外登记。"
HELP = (
    "路上看到事：发个位置，说一个词，或按数字回1到6；有照片一起发。\n"
    "停好了：看看附近有没有顺路的小事；出发：不打扰您\n附近驿站：喝水、充电、热饭\n我的队：您在哪个队"
)
ON_THE_WAY = "好，路上慢点。办好了回“完成 {number}”。"
NOT_A_RIDER = "这句是给顺风队骑手用的。您有事直接说，一句话就行。"
MOVING = "好，路上慢点，不打扰您。停下来回“停好了”。"
STOPPED_WHERE = "好。发个位置，我看看附近有没有顺路的事。\n30分钟内有了就告诉您；走了回“出发”。"
NOTHING_NEAR = "附近1公里现在没有顺路的事。\n30分钟内有了就告诉您；走了回“出发”。"


def spot_first(place: str) -> str:
    """A location has come: one word or one digit is all that is missing."""
    where = f"位置收到：{place}附近。" if place else "位置收到。"
    return f"{where}说一个词就登记，或回一个数：\n{_NUMBERED}"


def word_first(case: CaseLine) -> str:
    """A word has come without a place."""
    return f"收到，#{case.number} {case.label}。发个位置就行，不用打字。"


def tip_taken(case: CaseLine) -> str:
    """The tip is a case now, with whoever has it."""
    if not case.who:
        return f"收到，{head(case)}。\n{STILL_SEARCHING}路上慢点。"
    return f"收到，{head(case)}。\n已交给{case.who}，办好告诉您。路上慢点。"


def tip_joined(case: CaseLine) -> str:
    """Somebody told of it before: the rider follows that case."""
    who = f"{case.who}在办，" if case.who else ""
    return f"{head(case)}已有人报过，{who}办好一起告诉您。\n不是同一件，回“另外登记”。"


def tip_again(case: CaseLine) -> str:
    """The rider told of it herself."""
    return f"{head(case)}您报过，已补充进去。\n不是同一件，回“另外登记”。"


def result(case: CaseLine, done: str) -> str:
    """What came of a tip, in one line."""
    said = done if len(done) <= _DONE_MOST else done[: _DONE_MOST - 1] + "…"
    return f"#{case.number} {case.place}：{said}。没好回“不满意 {case.number}”。"


def errands(lines: Sequence[tuple[str, str, str]]) -> str:
    """What lies near, of each its head, how far, and when it is wanted."""
    listed = "\n".join(f"{head}，{far}。{facts}" for head, far, facts in lines)
    first = lines[0][0].split(" ")[0].removeprefix("#")
    return f"附近有{len(lines)}件顺路的事，接不接都行：\n{listed}\n接就回“接 {first}”，10分钟内有效；走了回“出发”。"


def metres(far: float) -> str:
    """A distance as people say it: 80米, 1.2公里."""
    tens = round(far / 10) * 10
    if tens < 1000:
        return f"{max(10, tens)}米"
    return f"{far / 1000:.1f}公里"
