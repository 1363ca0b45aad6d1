"""What a replay says, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.desk.replay_view import KINDS, Change, Outcome, Replay
from intents.masking import beginning

_SAMPLE = 24
_MOST = 50


def replay_table(found: Replay, labels: Mapping[str, str]) -> str:
    """The figures, whose load changes, golden messages broken, then the changes, the newest first."""
    counted = "、".join(f"{called} {found.counts[kind]}" for kind, called in KINDS.items() if found.counts[kind])
    mended = len(found.golden) - len(found.broken)
    lines = [
        f"最近 {found.weeks} 周的 {found.messages} 条来信，用时 {found.seconds} 秒：{found.changed} 条会变"
        + (f"（{counted}）" if counted else ""),
        f"标准消息 {found.golden_count} 条：弄坏 {len(found.broken)} 条，修好 {mended} 条",
        *[f"  {'弄坏' if one.broken else '修好'} {one.key} “{beginning(one.text, _SAMPLE)}” "
          f"应当 {one.meant}；{one.before} → {one.after}" for one in found.golden],
    ]
    if found.loads:
        lines += ["谁的件数会变：", *[f"  {one.who}：{one.before} → {one.after}" for one in found.loads[:_MOST]]]
    if found.changes:
        lines += ["会变的来信：", *[line for one in found.changes[:_MOST] for line in _change_lines(one, labels)]]
    if found.changed > _MOST:
        lines.append(f"……还有 {found.changed - _MOST} 条；加 --json 看全部")
    return "\n".join(lines)


def _change_lines(one: Change, labels: Mapping[str, str]) -> Iterator[str]:
    text = "（不公开）" if one.private else f"“{beginning(one.text, _SAMPLE)}”"
    yield f"  #{one.case} {text} {_shown(one.before, labels)} → {_shown(one.after, labels)}"
    if one.causes:
        yield f"      因为 {'、'.join(one.causes)}"


def _shown(outcome: Outcome, labels: Mapping[str, str]) -> str:
    label = labels.get(outcome.category, outcome.category) or "不立案"
    return " ".join(part for part in (label, outcome.who, "紧急" if outcome.urgent else "", outcome.due[:16]) if part)
