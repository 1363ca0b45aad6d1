"""What a proposal gains and changes, as plain values for JSON and as a table for people."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from bot.commands.labelling import CHAT, TEXT, TITLE
from bot.evaluation import LabelReport, Report, measure
from bot.trust import error_of
from intents.difference import TermChange, readable
from intents.masking import beginning
from intents.rule import NO_CATEGORY
from intents.verdict import Verdict

if TYPE_CHECKING:  # it loads numpy and scipy, and the terminal should not wait for them
    from intents.learn import Proposal, Trial
    from intents.suggest import Guard, Word
    from intents.sureness import Refit

_KINDS = {CHAT: "聊天", TITLE: "来信标题", TEXT: "来信正文"}
_WHAT = {"category": "类别", "intent": "意图"}
_LENGTHS = {True: "短来信", False: "长来信"}
_SAMPLES = {"better": "现在判错、建议的规则判对的，例如：", "worse": "反过来，现在判对、建议的规则判错的，例如："}
_MOST_SAMPLES = 5
#: So many characters of a message show what it is about and nobody.
_SAMPLE = 18
#: A category has become worse when its F1 fell by so much, on so many messages.
_WORSE_BY = 0.02
_WORSE_OF = 10
_INTENTS = {
    "report": "反映问题", "help": "求助", "volunteer_offer": "想当志愿者", "wish": "心愿", "status": "问进度",
    "followup": "接着说", "praise": "表扬", "smalltalk": "闲聊", "emergency": "紧急", "consult": "咨询",
    "gibberish": "乱码", "ad": "广告", "abuse": "辱骂",
}
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
        "sureness": [_sureness(one) for one in proposal.sureness],
        "samples": {"better": _samples(trials, names, better=True), "worse": _samples(trials, names, better=False)},
        "thin": [asdict(thin) | {"name": names.get(thin.label, "")} for thin in proposal.thin],
        "words": [_named(word, names) for word in proposal.words],
        "guards": [_named(guard, names) for guard in proposal.guards],
        "difference": [
            {"label": one.label, "name": names.get(one.label, "")}
            | {sort: _cut(getattr(one, sort), most) for sort in _CHANGES} for one in proposal.differences
        ],
    }


def gain_table(gains: Mapping[str, Any]) -> str:
    """The same for a terminal, in Chinese: first what came out and what to do, then the figures behind it."""
    lines = [
        f"学自 {gains['messages']} 条来信，用时 {gains['seconds']} 秒。{_corrections_line(gains)}",
        "",
        *_advice(gains),
        *_summary(gains),
        *_worse_lines(gains["gain"]),
        *_sample_lines(gains["samples"]),
        *_thin_lines(gains["thin"]),
        *_suggestion_lines(gains),
        "—— 以下是明细，可以不看 ——",
        "",
        *_figure_lines(gains),
        *_label_lines(gains["gain"]),
        *_difference_lines(gains["difference"]),
    ]
    return "\n".join([*lines, *_next_lines(gains)])


def _corrections_line(gains: Mapping[str, Any]) -> str:
    found = gains.get("corrections")
    if found is None:
        return ""
    if not found["messages"]:
        return "数据库里还没有人改过类别。"
    return (f"其中 {found['messages']} 条是大家在用的时候改过或认过类别的：居民 {found['resident']} 条"
            f"（{found['writers']} 位），办理人 {found['handler']} 条；改成别的类 {found['changed']} 条，"
            f"认可 {found['messages'] - found['changed']} 条。")


def _summary(gains: Mapping[str, Any]) -> list[str]:
    """What an office would ask first: of a hundred messages, how many go the right way, before and after."""
    lines = ["在没学过的来信上，每 100 条（现在的规则 → 建议的规则）："]
    for gain in gains["gain"]:
        kind = _KINDS[gain["kind"]]
        if gain["what"] == "intent":
            lines.append(f"  {kind}：听懂来意（反映、咨询、表扬…）{_of_hundred(gain['accuracy'])} 条")
            continue
        before, after = gain["trust"]["before"], gain["trust"]["after"]
        lines.append(
            f"  {kind}：类别判对 {_of_hundred(gain['accuracy'])} 条；"
            f"不用追问就能派 {_of_hundred(_pair(before, after, 'acted'))} 条，"
            f"派出去的每 100 条里派对 {_of_hundred(_pair(before, after, 'acted_right'))} 条"
        )
    return [*lines, *_sureness_lines(gains["sureness"]), ""]


def _sureness_lines(sureness: Sequence[Mapping[str, Any]]) -> list[str]:
    return [f"  {_LENGTHS[one['brief']]}的把握重新配过：它说的把握和实际判对的差距 {_of_hundred(one['error'])} 个百分点"
            for one in sureness if one["refitted"]]


def _sample_lines(samples: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[str]:
    lines: list[str] = []
    for sort, title in _SAMPLES.items():
        if samples[sort]:
            lines.append(title)
            lines += [f"  “{one['text']}”  {one['before']} → {one['after']}" for one in samples[sort]]
    return [*lines, ""] if lines else lines


def _next_lines(gains: Mapping[str, Any]) -> list[str]:
    if not gains.get("output"):
        return ["", "什么都没有改，也没有写文件。要留下这份建议：加 --output 建议.toml 再学一次。"]
    name = gains["output"]
    return ["", f"建议的规则写在 {name}，还没有生效；大家用的仍是现在的规则。",
            f"先试：linli evaluate FILE --rules {name}",
            f"生效：linli rules publish {name} --why 为什么改",
            "退回：linli rules history 看版本号，再 linli rules rollback N"]


def _names(text: str) -> dict[str, str]:
    """The Chinese names of the intents, and of the categories as the rules give them."""
    table = tomllib.loads(text).get("category", {})
    return {f"intent.{code}": name for code, name in _INTENTS.items()} | {f"category.{NO_CATEGORY}": "没有类别"} | {
        f"category.{code}": str(label["name"]) for code, label in table.items() if "name" in label}


def _named(suggestion: Word | Guard, names: Mapping[str, str]) -> dict[str, Any]:
    return asdict(suggestion) | {"name": names.get(f"category.{suggestion.category}", "")}


def _sureness(one: Refit) -> dict[str, Any]:
    before, after = (_round(error_of(sure, one.right)) for sure in (one.before, one.after))
    return {"brief": one.brief, "verdicts": len(one.right), "refitted": one.model is not None,
            "error": {"before": before, "after": after}}


def _samples(trials: Sequence[Trial], names: Mapping[str, str], *, better: bool) -> list[dict[str, str]]:
    """A few messages whose category the new rules get right and the old ones don't, or the other way round."""
    found: list[dict[str, str]] = []
    for trial in trials:
        said = [str(verdict.category or NO_CATEGORY) for verdict in (trial.before, trial.after)]
        right = [one == trial.message.category for one in said]
        if right == [not better, better]:
            before, after = (names.get(f"category.{code}", code) for code in said)
            one = {"text": beginning(trial.message.text, _SAMPLE), "before": before, "after": after}
            found += [] if one in found else [one]
    return found[:_MOST_SAMPLES]


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


def _figure_lines(gains: Mapping[str, Any]) -> list[str]:
    held = "同一个人写的都留在一份里" if gains["held_out"] == "writers" else "随机分"
    return [
        f"量法：来信分成 {gains['folds']} 份（{held}），每份由没学过它的规则来判。",
        "平均得分 = 各类 F1 的平均（1 最好）；把握误差 = 说有几成把握和实际判对几成平均差多少（0 最好）。",
        _row(["", "段数", "平均得分", "判对", "把握误差", "不问就办", "其中办对"]),
        *[_gain_line(gain) for gain in gains["gain"]],
        "",
    ]


def _gain_line(gain: Mapping[str, Any]) -> str:
    cells = [f"{_KINDS[gain['kind']]}·{_WHAT[gain['what']]}", str(gain["texts"]),
             _arrow(gain["macro_f1"]), _arrow(gain["accuracy"])]
    if "trust" in gain:
        before, after = gain["trust"]["before"], gain["trust"]["after"]
        cells += [_arrow(_pair(before, after, key)) for key in ("calibration_error", "acted", "acted_right")]
    return _row(cells)


def _advice(gains: Mapping[str, Any]) -> list[str]:
    if gains["known"]:
        return ["结论：看不出有没有提高。这些来信现在的规则几乎全判对，多半已经学过；请用没学过的来信再学再量。", ""]
    if not gains["gains"]:
        return ["结论：不建议发布。在没学过的来信上没有比现在的规则更好；多攒一些例子再学。", ""]
    return ["结论：可以发布。在没学过的来信上，总的来说比现在的规则好；发布前看一眼下面有没有变差的类。", ""]


def _thin_lines(thin: Sequence[Mapping[str, Any]]) -> list[str]:
    if not thin:
        return []
    have = "、".join(f"{_title(one)} {one['examples']} 条" for one in thin)
    return [f"例子太少、这次没有动的（至少要 {thin[0]['needed']} 条）：{have}", ""]


def _label_lines(gain: Sequence[Mapping[str, Any]]) -> list[str]:
    lines = []
    for one in gain:
        lines.append(f"{_KINDS[one['kind']]}·{_WHAT[one['what']]}，逐类得分（F1，条数在前）：")
        lines += [_row([f"  {_title(label)}", str(label["examples"]), _arrow(label)]) for label in one["labels"]]
        lines.append("")
    return lines


def _suggestion_lines(gains: Mapping[str, Any]) -> list[str]:
    lines = []
    if gains["words"]:
        lines.append("建议加的词（+分；学到的来信里，本类几条、别类几条说到它；例子）：")
        lines += [f"  {word['name'] or word['category']}：{word['text']}  +{word['weight']}  本类 {word['right']}、"
                  f"别类 {word['others']}  {'｜'.join(word['examples'])}" for word in gains["words"]]
        lines.append("")
    if gains["guards"]:
        lines.append("建议加的挡词（这样说到时，本类的词不算；能收回几次误判；例子）：")
        lines += [f"  {guard['name'] or guard['category']}：{_spoken(guard['pattern'])}  收回 {guard['misled']} 次"
                  f"  {'｜'.join(guard['examples'])}" for guard in gains["guards"]]
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


def _spoken(pattern: str) -> str:
    """A guard's pattern as people read it: 停车.{0,4}花盆 is 停车…花盆."""
    return re.sub(r"\.\{0,\d\}", "…", pattern)


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


def _worse_lines(gain: Sequence[Mapping[str, Any]]) -> list[str]:
    worse = [f"{_KINDS[one['kind']]}里的{_title(label)}（{_arrow(label)}，{label['examples']} 条）"
             for one in gain for label in one["labels"]
             if label["examples"] >= _WORSE_OF and label["after"] <= label["before"] - _WORSE_BY]
    return [f"变差的类（得分）：{'、'.join(worse)}", ""] if worse else []


def _pair(before: Mapping[str, float], after: Mapping[str, float], key: str) -> dict[str, float]:
    return {"before": before[key], "after": after[key]}


def _of_hundred(pair: Mapping[str, Any]) -> str:
    return f"{100 * pair['before']:.1f} → {100 * pair['after']:.1f}"


def _row(cells: Sequence[str]) -> str:
    first, *rest = cells
    return (_padded(first, 40) + "".join(_padded(cell, 7 if place == 0 else 17) for place, cell in enumerate(rest))
            ).rstrip()


def _padded(text: str, width: int) -> str:
    return text + " " * max(1, width - sum(2 if east_asian_width(mark) in "WF" else 1 for mark in text))


def _round(value: float) -> float:
    return round(value, 4)
