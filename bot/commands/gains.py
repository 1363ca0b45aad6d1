"""What a proposal gains and changes, as plain values for JSON and as a table for people."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from bot.commands.labelling import CHAT, TEXT, TITLE
from bot.evaluation import LabelReport, Report, measure
from intents.difference import TermChange, readable
from intents.rule import NO_CATEGORY
from intents.verdict import Verdict

if TYPE_CHECKING:  # it loads numpy and scipy, and the terminal should not wait for them
    from intents.learn import Proposal, Trial

_KINDS = {CHAT: "聊天", TITLE: "来信标题", TEXT: "来信正文"}
_WHAT = {"category": "类别", "intent": "意图"}
_CHANGES = {"added": "新增", "removed": "去掉", "changed": "变化大"}


def gains_of(proposal: Proposal, most: int) -> dict[str, Any]:
    """All that is told of a proposal; of the changes of a label at most so many of each sort, the largest first."""
    trials = proposal.trials
    kinds = [kind for kind in _KINDS if any(trial.message.kind == kind for trial in trials)]
    names = _names(proposal.text)
    return {
        "messages": len({trial.message.message for trial in trials}),
        "texts": len(trials),
        "held_out": "writers" if proposal.folds.by_writer else "folds",
        "folds": proposal.folds.count,
        "gains": proposal.gains,
        "known": proposal.known,
        "strength": proposal.strength,
        "gain": [gain for kind in kinds
                 for gain in _gains(kind, [trial for trial in trials if trial.message.kind == kind], names)],
        "thin": [asdict(thin) | {"name": names.get(thin.label, "")} for thin in proposal.thin],
        "words": [asdict(word) for word in proposal.words],
        "guards": [asdict(guard) for guard in proposal.guards],
        "difference": [
            {"label": one.label, "name": names.get(one.label, "")}
            | {sort: _cut(getattr(one, sort), most) for sort in _CHANGES} for one in proposal.differences
        ],
    }


def gain_table(gains: Mapping[str, Any]) -> str:
    """The same for a terminal, in Chinese."""
    held = "整个写信人留出" if gains["held_out"] == "writers" else "随机留出"
    lines = [
        f"学自 {gains['messages']} 条来信（{gains['texts']} 段文字），用时 {gains['seconds']} 秒。",
        f"交叉验证：{held}，分 {gains['folds']} 份，每份由没见过它的规则来判。前 → 后：",
        "",
        _row(["", "段数", "macro-F1", "判对", "把握误差", "不问就办", "其中办对"]),
        *[_gain_line(gain) for gain in gains["gain"]],
        "",
        *_advice(gains),
        *_label_lines(gains["gain"]),
        *_suggestion_lines(gains),
        *_difference_lines(gains["difference"]),
    ]
    if gains.get("output"):
        name = gains["output"]
        lines += ["", f"规则已写到 {name}，尚未生效。",
                  f"试用：linli evaluate FILE --rules {name}；发布：linli rules publish {name} --why …"]
    else:
        lines += ["", "没有写文件；加 --output F 把规则写到 F。"]
    return "\n".join(lines)


def _names(text: str) -> dict[str, str]:
    """The Chinese names of the categories, as the rules give them."""
    table = tomllib.loads(text).get("category", {})
    return {f"category.{code}": str(label["name"]) for code, label in table.items() if "name" in label}


def _gains(kind: str, trials: Sequence[Trial], names: Mapping[str, str]) -> list[dict[str, Any]]:
    before = _measured(trials, [trial.before for trial in trials])
    after = _measured(trials, [trial.after for trial in trials])
    found = [_gain(kind, "category", (before.category, after.category), names)
             | {"trust": {"before": _trust(before), "after": _trust(after)}}]
    if before.intent is not None and after.intent is not None:
        found.append(_gain(kind, "intent", (before.intent, after.intent), names))
    return found


def _measured(trials: Sequence[Trial], verdicts: Sequence[Verdict]) -> Report:
    gold = [{"category": "" if trial.message.category == NO_CATEGORY else trial.message.category,
             "intent": trial.message.intent, "secondary": list(trial.message.secondary)} for trial in trials]
    return measure(gold, [asdict(verdict) for verdict in verdicts])


def _gain(
    kind: str, what: str, reports: tuple[LabelReport, LabelReport], names: Mapping[str, str]
) -> dict[str, Any]:
    before, after = reports
    old = {score.label: score.f1 for score in before.labels}
    return {
        "kind": kind, "what": what, "texts": after.messages,
        "macro_f1": {"before": _round(before.macro_f1), "after": _round(after.macro_f1)},
        "accuracy": {"before": _round(before.accuracy), "after": _round(after.accuracy)},
        "labels": [{"label": score.label, "name": names.get(f"{what}.{score.label}", ""), "examples": score.support,
                    "before": _round(old.get(score.label, 0.0)), "after": _round(score.f1)}
                   for score in after.labels if score.support],
    }


def _trust(report: Report) -> dict[str, float]:
    return {"calibration_error": _round(report.calibration_error), "acted": _round(report.acted),
            "acted_right": _round(report.acted_right)}


def _cut(changes: Sequence[TermChange], most: int) -> dict[str, Any]:
    return {"terms": [{"term": readable(change.term), "before": change.before, "after": change.after}
                      for change in changes[:most]], "more": max(0, len(changes) - most)}


def _gain_line(gain: Mapping[str, Any]) -> str:
    cells = [f"{_KINDS[gain['kind']]}·{_WHAT[gain['what']]}", str(gain["texts"]),
             _arrow(gain["macro_f1"]), _arrow(gain["accuracy"])]
    if "trust" in gain:
        before, after = gain["trust"]["before"], gain["trust"]["after"]
        cells += [_arrow({"before": before[key], "after": after[key]})
                  for key in ("calibration_error", "acted", "acted_right")]
    return _row(cells)


def _advice(gains: Mapping[str, Any]) -> list[str]:
    lines = []
    if gains["known"]:
        lines.append("注意：这些来信原规则几乎全判对，多半已经学过；“前”的数字偏高，看不出提高。请用没学过的来信量。")
    elif not gains["gains"]:
        lines.append("注意：在没见过的来信上没有比原规则更好，不建议发布；多攒一些例子再学。")
    lines += [f"例子太少，保留原来的分值：{_title(thin)} 有 {thin['examples']} 条，至少要 {thin['needed']} 条。"
              for thin in gains["thin"]]
    return [*lines, ""] if lines else lines


def _label_lines(gain: Sequence[Mapping[str, Any]]) -> list[str]:
    lines = []
    for one in gain:
        lines.append(f"{_KINDS[one['kind']]}·{_WHAT[one['what']]}，逐类 F1：")
        lines += [_row([f"  {_title(label)}", str(label["examples"]), _arrow(label)]) for label in one["labels"]]
        lines.append("")
    return lines


def _suggestion_lines(gains: Mapping[str, Any]) -> list[str]:
    lines = []
    if gains["words"]:
        lines.append("建议加的词（本类里几条、别类里几条说到它）：")
        lines += [f"  {word['category']}  {word['text']} {word['weight']}  {word['right']}/{word['others']}"
                  f"  {'｜'.join(word['examples'])}" for word in gains["words"]]
        lines.append("")
    if gains["guards"]:
        lines.append("建议加的挡词（出现时本类的词不算；可收回几次误判）：")
        lines += [f"  {guard['category']}  {guard['pattern']}  {guard['misled']}  {'｜'.join(guard['examples'])}"
                  for guard in gains["guards"]]
        lines.append("")
    return lines


def _difference_lines(difference: Sequence[Mapping[str, Any]]) -> list[str]:
    lines = ["词和分值的变化："] if difference else ["词和分值没有变化。"]
    for one in difference:
        lines.append(f"  {_title(one)}")
        for sort, title in _CHANGES.items():
            cut = one[sort]
            if cut["terms"]:
                terms = "、".join(_change(sort, term) for term in cut["terms"])
                more = f" …还有 {cut['more']} 个" if cut["more"] else ""
                lines.append(f"    {title}：{terms}{more}")
    return lines


def _change(sort: str, term: Mapping[str, Any]) -> str:
    if sort == "added":
        return f"{term['term']} {term['after']:+.1f}"
    if sort == "removed":
        return f"{term['term']} ({term['before']:+.1f})"
    return f"{term['term']} {term['before']:+.1f}→{term['after']:+.1f}"


def _title(label: Mapping[str, Any]) -> str:
    code = str(label["label"]).partition(".")[2] or str(label["label"])
    return f"{label['name']} {code}".strip()


def _arrow(pair: Mapping[str, Any]) -> str:
    return f"{pair['before']:.3f} → {pair['after']:.3f}"


def _row(cells: Sequence[str]) -> str:
    first, *rest = cells
    return (_padded(first, 40) + "".join(_padded(cell, 7 if place == 0 else 17) for place, cell in enumerate(rest))
            ).rstrip()


def _padded(text: str, width: int) -> str:
    return text + " " * max(1, width - sum(2 if east_asian_width(mark) in "WF" else 1 for mark in text))


def _round(value: float) -> float:
    return round(value, 4)
