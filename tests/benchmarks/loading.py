"""All that understands a message loaded once, in a process of its own: what that takes is printed as JSON.

`python -m tests.benchmarks.loading 20000` loads so many terms more than the shipped rules have.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Any

from bot.desk.roster import read_place_names
from bot.desk.understanding import understand
from intents.rule import RuleSet, Term, parse_rules, shipped_rules_text
from intents.terms import CompiledRules, compile_rules
from matching.gazetteer import Gazetteer

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
COMPOUNDS = DATA / "compounds-zhangzhou.csv"


def read(file: str) -> list[Mapping[str, Any]]:
    """The messages of a file, in its order."""
    return [json.loads(line) for line in (DATA / file).read_text(encoding="utf-8").split("\n") if line]


def rules_with(count: int) -> CompiledRules:
    """The shipped rules with so many words of three characters more, cut from real messages."""
    shipped = parse_rules(shipped_rules_text())
    return compile_rules(_with_more_words(shipped, count) if count else shipped)


def names() -> Gazetteer:
    """The 1,173 compounds."""
    return Gazetteer(read_place_names(COMPOUNDS))


def _with_more_words(rules: RuleSet, count: int) -> RuleSet:
    text = "".join(row["text"] for row in read("messages-dev.jsonl"))
    words = dict.fromkeys(text[at : at + 3] for at in range(len(text) - 3))
    more = tuple(Term(word, 0.1) for word in [word for word in words if word.isalnum()][:count])
    *others, last = rules.categories
    return replace(rules, categories=(*others, replace(last, words=(*last.words, *more))))


def _megabytes(what: str) -> float:
    found = re.search(rf"{what}:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found[1]) / 1024 if found else 0.0


def main() -> None:
    """Load, understand one message, and say how long and how much."""
    rules, gazetteer = rules_with(int(sys.argv[1])), names()
    understand("建瑞大厦3栋电梯坏了三天没人修", rules, gazetteer)
    sys.stdout.write(json.dumps({"terms": len(rules.texts), "seconds": process_time(), "now": _megabytes("VmRSS"),
                                 "most": _megabytes("VmHWM")}))


if __name__ == "__main__":
    main()
