"""Learns `intents/rules/certainty.toml`: how likely a verdict is right, from verdicts on messages held out.

    python -m tools.learn_certainty CHAT.jsonl PETITIONS.jsonl [--unlabelled MORE.jsonl.gz --without MEASURED.jsonl]

A logistic model over what each verdict rests on (`intents/certainty.py`), measured with rules that never saw the
writer or the petition: for brief texts chat messages and, at half weight, titles; for long ones petitions. The same
fit as `linli learn` makes, from nothing instead of from the shipped model.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from bot.trust import error_of
from intents.certainty import CertaintyModel, CertaintyRules
from intents.classify import judge_text
from intents.redraft import CERTAINTY_HEAD, certainty_text
from intents.sureness import HeldOut, cross_fitted, fit_model
from intents.terms import CompiledRules
from tools.learn_folds import FOLDS, Row, learn_folds, rows_of
from tools.learn_rules import RULES, TEXT_LENGTH

#: Writers of chat messages that were asked for the hard ones only (the less obvious half, stories with
#: incidental words, borders of intent): 63 to 67 % right where the others are 73 to 83. With them the certainty
#: is too low for everybody else.
HARD_WRITERS = frozenset({"w3", "w6", "w7"})
TITLE_WEIGHT = 0.5
#: Texts up to so many characters are brief.
SHORT = 80.0
HEAD = """\
# 邻里的规则:一个判断有几成把握。由 tools/learn_certainty.py 从没参与学习的来信算出,可以手改。
#
"""


def held_out(rows: Sequence[Row], field: str, rules: Sequence[CompiledRules], weight: float = 1.0) -> list[HeldOut]:
    """The verdicts with a category on messages by rules learnt without them."""
    found = []
    for fold, row in rows:
        judged = judge_text(row[field][:TEXT_LENGTH], rules[fold])
        if judged.verdict.category is not None:
            right = judged.verdict.category == row["category"]
            found.append(HeldOut(fold, field != "text" or "intent" in row, judged.measures, right, weight))
    return found


def fit(verdicts: Sequence[HeldOut]) -> CertaintyModel:
    """How likely verdicts are right by their measures."""
    return fit_model(verdicts, near=None)


def error(verdicts: Sequence[HeldOut]) -> float:
    """The expected calibration error when each part is judged by a model of the others."""
    _, sure = cross_fitted(verdicts, FOLDS, fit)
    return error_of(sure, [held.right for held in verdicts])


def main() -> None:
    """Reads the files, learns, prints the calibration error and writes the rules file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--unlabelled", nargs="*", type=Path, default=[])
    parser.add_argument("--without", nargs="*", type=Path, default=[])
    asked = parser.parse_args()
    rows = rows_of(asked.files)
    rules = learn_folds(rows, asked.unlabelled, asked.without)
    write(rows, rules)


def write(rows: Sequence[Row], rules: Sequence[CompiledRules]) -> None:
    """Fits both models on verdicts held out and writes the rules file."""
    chat = [(fold, row) for fold, row in rows if "writer" in row and row["writer"] not in HARD_WRITERS]
    petitions = [(fold, row) for fold, row in rows if "intent" not in row]
    brief = held_out(chat, "text", rules) + held_out(petitions, "title", rules, TITLE_WEIGHT)
    long = held_out(petitions, "text", rules)
    for name, verdicts in (("brief", brief), ("long", long)):
        print(f"{name}: {len(verdicts)} verdicts, {sum(held.right for held in verdicts) / len(verdicts):.3f} right,"
              f" calibration error {error(verdicts):.3f}")
    text = certainty_text(CertaintyRules(SHORT, fit(brief), fit(long)))
    (RULES / "certainty.toml").write_text(f"{HEAD}{CERTAINTY_HEAD}{text}", encoding="utf-8")


if __name__ == "__main__":
    main()
