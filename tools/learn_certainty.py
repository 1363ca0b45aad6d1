"""Learns `intents/rules/certainty.toml`: how likely a verdict is right, from verdicts on messages held out.

    python -m tools.learn_certainty CHAT.jsonl PETITIONS.jsonl [--unlabelled MORE.jsonl.gz]

A logistic model over what each verdict rests on (`intents/certainty.py`), measured with rules that never saw the
writer or the petition: for brief texts chat messages and, at half weight, titles; for long ones petitions.
scikit-learn is needed here only.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from intents.certainty import MEASURES
from intents.classify import judge
from intents.terms import CompiledRules
from intents.urgency import judge_urgency
from intents.weigh import weigh
from tools.learn_folds import FOLDS, Row, learn_folds, rows_of
from tools.learn_rules import RULES, TEXT_LENGTH

BINS = 10
#: Writers of chat messages that were asked for the hard ones only (the less obvious half, stories with
#: incidental words, borders of intent): 63 to 67 % right where the others are 73 to 83. With them the certainty
#: is too low for everybody else.
HARD_WRITERS = frozenset({"w3", "w6", "w7"})
TITLE_WEIGHT = 0.5
HEAD = """\
# 邻里的规则:一个判断有几成把握。由 tools/learn_certainty.py 从没参与学习的来信算出,可以手改。
#
# 分值是对数几率:bias 起始分,其余各乘上所量的数再相加,得出“判断对”的可能性。
#   share 第一名在各类里的份额(对数几率);score 它的得分;lead 领先第二名多少;lead_of_third 领先第三名多少;
#   none “不说事”领先第一名多少;hand、hand_of_second 手写的词给第一、第二名的分;two 说了两件事;
#   length 字数(对数的四分之一);report、followup、consult 来意是这一种。
# brief 用于 short 个字以内的来信,long 用于更长的。

[certainty]
short = 80
"""


@dataclass(frozen=True, slots=True)
class Held:
    """A verdict on a message its rules had not seen."""

    fold: int
    measures: tuple[float, ...]
    right: bool
    weight: float = 1.0


def held_out(
    rows: Sequence[Row], field: str, rules: Sequence[CompiledRules], weight: float = 1.0
) -> list[Held]:
    """The verdicts with a category on messages by rules learnt without them."""
    found = []
    for fold, row in rows:
        weighed = weigh(row[field][:TEXT_LENGTH], rules[fold])
        judged = judge(weighed, rules[fold], urgent=judge_urgency(weighed, rules[fold]).urgent)
        if judged.verdict.category is not None:
            found.append(Held(fold, judged.measures, judged.verdict.category == row["category"], weight))
    return found


def fit(verdicts: Sequence[Held]) -> LogisticRegression:
    """How likely verdicts are right by their measures."""
    model = LogisticRegression(C=1.0, max_iter=5000)
    return model.fit([held.measures for held in verdicts], [held.right for held in verdicts],
                     sample_weight=[held.weight for held in verdicts])


def error(verdicts: Sequence[Held]) -> float:
    """The expected calibration error when each part is judged by a model of the others."""
    sure = np.zeros(len(verdicts))
    for fold in range(FOLDS):
        model = fit([held for held in verdicts if held.fold != fold])
        places = [place for place, held in enumerate(verdicts) if held.fold == fold]
        sure[places] = model.predict_proba([verdicts[place].measures for place in places])[:, 1]
    right = np.array([held.right for held in verdicts], dtype=float)
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    return float(sum(abs(float((sure - right)[bins == place].sum())) for place in range(BINS)) / len(verdicts))


def as_text(name: str, model: LogisticRegression) -> str:
    """A model as a table of the rules file."""
    lines = [f"[certainty.{name}]", f"bias = {model.intercept_[0]:.4f}"]
    lines += [f"{measure} = {weight:.4f}" for measure, weight in zip(MEASURES, model.coef_[0], strict=True)]
    return "\n".join([*lines, ""])


def main() -> None:
    """Reads the files, learns, prints the calibration error and writes the rules file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--unlabelled", nargs="*", type=Path, default=[])
    asked = parser.parse_args()
    rows = rows_of(asked.files)
    rules = learn_folds(rows, asked.unlabelled)
    write(rows, rules)


def write(rows: Sequence[Row], rules: Sequence[CompiledRules]) -> None:
    """Fits both models on verdicts held out and writes the rules file."""
    chat = [(fold, row) for fold, row in rows if "intent" in row and row["writer"] not in HARD_WRITERS]
    petitions = [(fold, row) for fold, row in rows if "intent" not in row]
    brief = held_out(chat, "text", rules) + held_out(petitions, "title", rules, TITLE_WEIGHT)
    parts = [HEAD]
    for name, verdicts in (("brief", brief), ("long", held_out(petitions, "text", rules))):
        print(f"{name}: {len(verdicts)} verdicts, {sum(held.right for held in verdicts) / len(verdicts):.3f} right,"
              f" calibration error {error(verdicts):.3f}")
        parts.append(as_text(name, fit(verdicts)))
    (RULES / "certainty.toml").write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
