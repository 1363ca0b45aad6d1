"""What a handler's words say of the points of a case: which are done, which cannot be and why. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from matching.case import Point, PointState

_MARKS = "①②③④⑤"
_DIGITS = {mark: at for row in (_MARKS, "12345", "一二三四五", "１２３４５") for at, mark in enumerate(row, 1)}
#: A digit that names a point, and none that counts or dates something ("2次上门", "3栋", "1.5米").
_MARK = re.compile(
    r"[①②③④⑤]|(?:(?<=^)|(?<=[\s,，。;；、和及跟与：:]))第?[1-5１-５一二三四五](?![\d])(?:[件个点条项](?!人|小时|半)|[、,，:：)）]|[.．](?!\d))?"
    r"(?!\s*[栋幢座号樓楼室单年月日天点次个人辆户米元块盏处只台位层吨车株棵]|[:：.]\d)"
)
_BETWEEN = re.compile(r"[\s,，、和及跟与]*")
_ALL = re.compile(
    r"(?<!没)(?:都|全部?|均|[两2][件个样条]都|[三3][件个样条]都)(?:已经?)?(?:给|帮)?"
    r"(?:办|修|弄|处理|解决|清理?|换|装|搞|做|落实|整改|完成?|打扫)?(?:好|完成?|妥|到位|定|掉|毕|干净|解决|修复?|清|换|装|办)了?"
)
_NOT_DONE = re.compile(
    r"办不|做不|修不|装不|换不|不能|不行|无法|没法|不了|等|下周|下个?月|下半年|明天|后天|明年|暂|排期|不归|不属|不在|不是"
    r"|需|待|要(?:先|再|到)|还没|没(?:有)?(?:修|办|装|弄|解决|好|法|钱|人)|未|来不及|约了|计划|预计|将|因为|报修|上报|申请|协调中|拒"
)


def read_ticks(words: str, count: int) -> Mapping[int, tuple[PointState, str]] | None:
    """What is said of which of `count` points (from 1): done or explained, with the words for it.

    None when no point is named and nothing says that all are done. "都好了" ticks all.
    """
    said = words.strip()
    named = _named(said, count)
    if named:
        return {at: (state_of(note), note) for at, note in named.items()}
    if _ALL.search(said) and not _NOT_DONE.search(said):
        return dict.fromkeys(range(1, count + 1), (PointState.DONE, ""))
    return None


def _named(said: str, count: int) -> dict[int, str]:
    marks = [found for found in _MARK.finditer(said) if _at(found) <= count]
    if not marks or marks[0].start() > 0:
        marks = [mark for mark in marks if mark.group()[0] in _MARKS]  # behind other words only ①② are sure
    notes: dict[int, str] = {}
    waiting: list[int] = []
    for at, mark in enumerate(marks):
        end = marks[at + 1].start() if at + 1 < len(marks) else len(said)
        waiting.append(_at(mark))
        between = said[mark.end() : end]
        if at + 1 < len(marks) and _BETWEEN.fullmatch(between):
            continue
        notes.update(dict.fromkeys(waiting, between.strip(" ，,。.；;：:、\n")))
        waiting = []
    return notes


def _at(mark: re.Match[str]) -> int:
    return next(_DIGITS[character] for character in mark.group() if character in _DIGITS)


def state_of(note: str) -> PointState:
    """What words about one point say became of it."""
    return PointState.EXPLAINED if _NOT_DONE.search(note) else PointState.DONE


def ticked(points: tuple[Point, ...], ticks: Mapping[int, tuple[PointState, str]]) -> tuple[Point, ...]:
    """The points with what was said of them; a point that is not named stays as it is."""
    return tuple(
        replace(point, state=ticks[at][0], note=ticks[at][1]) if at in ticks else point
        for at, point in enumerate(points, 1)
    )
