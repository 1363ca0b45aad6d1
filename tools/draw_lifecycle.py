"""Draws docs/pictures/lifecycle.svg from the table of moves: `.venv/bin/python tools/draw_lifecycle.py`.

Where each state stands on the picture is written here; which arrows there are, and what stands on them, comes from
`matching.lifecycle`. A test compares the file with what is drawn now.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from bot.desk.labels import STATES
from matching.case import Action, State
from matching.lifecycle import ENDED, IN_HAND, TRANSITIONS

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "lifecycle.svg"
WIDTH, HEIGHT = 1240, 730
#: The middle of each state's box.
AT: Mapping[State, tuple[int, int]] = {
    State.NEW: (110, 100),
    State.AWAITING_INFO: (110, 330),
    State.AWAITING_DISPATCH: (330, 100),
    State.AWAITING_SIGNIN: (580, 120),
    State.JOINT: (580, 290),
    State.IN_PROGRESS: (830, 120),
    State.SCHEDULED: (745, 265),
    State.AWAITING_OUTSIDE: (920, 265),
    State.REDO: (835, 450),
    State.AWAITING_VERDICT: (1150, 120),
    State.CLOSED: (1150, 400),
    State.NOT_ACCEPTED: (330, 600),
    State.MERGED: (580, 600),
    State.ARCHIVED: (1150, 600),
}
BOX = (128, 44)
#: Left, top, right, bottom of the frame around what somebody has in hand.
FRAME = (480, 60, 1000, 510)
#: Where an arrow leaves the frame, by where it leads.
LEAVES: Mapping[State, tuple[int, int]] = {
    State.AWAITING_DISPATCH: (480, 200),
    State.AWAITING_INFO: (480, 345),
    State.AWAITING_VERDICT: (1000, 135),
    State.CLOSED: (1000, 400),
    State.NOT_ACCEPTED: (480, 450),
    State.MERGED: (580, 510),
}
WORDS: Mapping[Action, str] = {
    Action.OPEN: "地点和事情清楚", Action.ASK: "问一句", Action.ANSWER: "居民回答",
    Action.GIVE_UP_ASKING: "30分钟没回答",
    Action.DISPATCH: "派单", Action.TAKE: "接单", Action.FINISH: "办结", Action.PASS_ON: "转办", Action.RETURN: "退回",
    Action.ACCEPT: "满意", Action.REJECT: "不满意", Action.WITHDRAW: "取消", Action.CORRECT: "改类别",
    Action.MERGE: "并案", Action.ADD: "补充", Action.SAY: "回复", Action.INQUIRE: "追问", Action.SCHEDULE: "排期",
    Action.WAIT_OUTSIDE: "等外", Action.RESUME: "继续办", Action.EXTEND: "延期", Action.ESCALATE: "没动静，上移",
    Action.WHISTLE: "吹哨", Action.CONCLUDE: "收哨", Action.DECLINE: "不予受理", Action.APPEAL: "申诉",
    Action.CONFIRM: "核查通过", Action.REFUTE: "核查没通过", Action.RECHECK: "回访", Action.ARCHIVE: "归档",
}  # fmt: skip
#: An action from several states of the frame leaves the frame itself; with a star where not from each of them.
FROM_FRAME = 2
#: Possible nearly everywhere: said in a note, or beside the box.
ASIDE = frozenset({Action.WITHDRAW, Action.CORRECT})
_STYLE = """
text { font: 14px system-ui, "PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
.box { fill: #fff; stroke: #0B6E4F; stroke-width: 1.5; } .ended { fill: #F2F2F2; stroke: #767676; }
.frame { fill: #F4FAF7; stroke: #0B6E4F; stroke-dasharray: 6 4; } .line { stroke: #555; fill: none; }
.word { font-size: 12px; fill: #333; paint-order: stroke; stroke: #fff; stroke-width: 4px; }
.note { font-size: 13px; fill: #333; } .code { font-size: 10px; fill: #767676; }
"""

_TIP = (
    '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0 0 10 5 0 10z" fill="#555"/></marker></defs>'
)

Point = tuple[float, float]


def picture() -> str:
    """The whole picture as SVG."""
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        "<title>一件事从头到尾</title>",
        f"<style>{_STYLE}</style>",
        _TIP,
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        *_frame(),
        *(line for line, _ in _arrows()),
        *(box for state in State for box in _box(state)),
        *(word for _, word in _arrows()),
        *_notes(),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _frame() -> Iterator[str]:
    left, top, right, bottom = FRAME
    yield f'<rect class="frame" x="{left}" y="{top}" width="{right - left}" height="{bottom - top}" rx="12"/>'
    yield f'<text class="note" x="{left + 14}" y="{bottom - 14}">有人在手上：三个时钟都在走</text>'


def _box(state: State) -> Iterator[str]:
    (x, y), (width, height) = AT[state], BOX
    kind = "box ended" if state in ENDED else "box"
    yield (
        f'<rect class="{kind}" x="{x - width // 2}" y="{y - height // 2}" width="{width}" height="{height}" rx="8"/>'
    )
    yield f'<text x="{x}" y="{y + 1}" text-anchor="middle">{STATES[state]}</text>'
    yield f'<text class="code" x="{x}" y="{y + 15}" text-anchor="middle">{state}</text>'


def _moving() -> Mapping[Action, Mapping[State, list[State]]]:
    """For each action that moves a case: where to, and from which states."""
    found: dict[Action, dict[State, list[State]]] = defaultdict(lambda: defaultdict(list))
    for (before, action), after in TRANSITIONS.items():
        if before is not after:
            found[action][after].append(before)
    return found


def _arrows() -> Iterator[tuple[str, str]]:
    """Each arrow with the words on it; two states one way share one arrow."""
    single: dict[tuple[State, State], list[str]] = defaultdict(list)
    framed: dict[State, list[str]] = defaultdict(list)
    for action, targets in _moving().items():
        for after, sources in targets.items():
            held = [before for before in sources if before in IN_HAND] if _leaves_the_frame(after, sources) else []
            if held and after in LEAVES and action not in ASIDE:
                framed[after].append(WORDS[action] + ("" if len(held) == len(IN_HAND) else "*"))
            for before in () if action in ASIDE else sources:
                if before not in held:
                    single[before, after].append(WORDS[action])
    for after, words in framed.items():
        yield _arrow(LEAVES[after], _edge(AT[after], LEAVES[after]), words)
    for (before, after), words in single.items():
        yield _between(before, after, words, both=(after, before) in single)


def _leaves_the_frame(after: State, sources: list[State]) -> bool:
    """Whether an action is drawn from the frame, or (to 几家一起办) not drawn inside it but said there."""
    many = sum(before in IN_HAND for before in sources) >= FROM_FRAME
    return many and (after not in IN_HAND or after is State.JOINT)


def _between(before: State, after: State, words: list[str], *, both: bool) -> tuple[str, str]:
    """An arrow from box to box, a little aside where another comes back."""
    start, end = _edge(AT[before], AT[after]), _edge(AT[after], AT[before])
    if both:
        dx, dy = end[0] - start[0], end[1] - start[1]
        length = math.hypot(dx, dy) or 1
        aside = (-dy / length * 9, dx / length * 9)
        start, end = (start[0] + aside[0], start[1] + aside[1]), (end[0] + aside[0], end[1] + aside[1])
    return _arrow(start, end, words, at=0.36 if both else 0.5)


def _edge(middle: Point, towards: Point) -> Point:
    """Where the line from a box's middle to a point leaves the box."""
    dx, dy = towards[0] - middle[0], towards[1] - middle[1]
    reach = min(
        (BOX[0] / 2) / abs(dx) if dx else math.inf,
        (BOX[1] / 2) / abs(dy) if dy else math.inf,
    )
    return middle[0] + dx * reach, middle[1] + dy * reach


def _arrow(start: Point, end: Point, words: list[str], at: float = 0.5) -> tuple[str, str]:
    (x1, y1), (x2, y2) = start, end
    line = f'<path class="line" marker-end="url(#tip)" d="M{x1:.0f} {y1:.0f} {x2:.0f} {y2:.0f}"/>'
    x, y = x1 + (x2 - x1) * at, y1 + (y2 - y1) * at
    rows = [f'<tspan x="{x:.0f}" dy="{0 if not row else 15}">{escape(word)}</tspan>' for row, word in enumerate(words)]
    top = y + 4 - 15 * (len(words) - 1) / 2
    return line, f'<text class="word" text-anchor="middle" y="{top:.0f}">{"".join(rows)}</text>'


def _notes() -> Iterator[str]:
    aside = [
        f"{WORDS[action]}（到“{STATES[after]}”）"
        for action, targets in _moving().items()
        for after in targets
        if action in ASIDE
    ]
    still = dict.fromkeys(WORDS[action] for (before, action), after in TRANSITIONS.items() if before is after)
    x, y = AT[State.JOINT]
    blown = f"{WORDS[Action.WHISTLE]}：从在手上的任何一步"
    yield f'<text class="word" x="{x}" y="{y + 40}" text-anchor="middle">{blown}</text>'
    notes = (
        f"没有结束就可以：{'、'.join(aside)}。",
        f"不换状态：{'、'.join(still)}。",
        "* 框里不是每一步都可以，以 matching/lifecycle.py 的表为准。",
    )
    for row, note in enumerate(notes):
        yield f'<text class="note" x="46" y="{HEIGHT - 54 + 22 * row}">{note}</text>'


def main() -> None:
    """Write the picture."""
    PICTURE.write_text(picture(), encoding="utf-8")
    print(f"{PICTURE.name}: {len(TRANSITIONS)} moves")


if __name__ == "__main__":
    main()
