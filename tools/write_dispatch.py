"""Writes into docs/volunteers.md what the benchmark measured: a table for each kind of week, over five seeds.

    make bench ARGS="--bench-output F -k dispatch"
    .venv/bin/python tools/write_dispatch.py docs/volunteers.md F/dispatch.json

Each table stands between `<!-- NAME -->` and `<!-- end -->`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

from tools.write_understanding import replace_part

Result = Mapping[str, Any]
#: The two kinds of weeks, as the benchmark and the document name them.
WEEKS = {"calls": "all needs urgent, as in the quick check", "mixed": "urgent, today's and planned needs"}
ROWS = {
    "linli": "**Linli, acceptance learnt**",
    "linli_known": "Linli, acceptance known",
    "linli_tired": "Linli, people grow tired",
    "nearest": "nearest first, one at a time",
    "broadcast": "everybody at once",
}
COLUMNS = {
    "value ratio": ("value_ratio", 3),
    "priced ratio": ("priced_ratio", 3),
    "over OPT-X": ("ex_ante_ratio", 3),
    "filled": ("fill", 3),
    "offers per filled": ("offers_per_filled", 1),
    "minutes p50": ("minutes_p50", 1),
    "p90": ("minutes_p90", 1),
    "questions p99": ("notifications_p99", 1),
    "load Gini": ("load_gini", 3),
    "area Gini": ("area_gini", 3),
    "same face": ("continuity", 2),
}


def main(arguments: list[str]) -> int:
    """Write the document's tables anew; 2 for wrong usage."""
    if len(arguments) != 2:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    path = Path(arguments[0])
    measured = json.loads(Path(arguments[1]).read_text(encoding="utf-8"))
    text = path.read_text(encoding="utf-8")
    for week in WEEKS:
        text = replace_part(text, week, table(measured[week]))
        text = replace_part(text, f"{week} by need", by_need(measured[week]))
    path.write_text(text, encoding="utf-8")
    return 0


def table(results: Sequence[Result]) -> str:
    """A line for each policy: the mean over the seeds, and ± half of what lies between the least and the most."""
    lines = [f"| | {' | '.join(COLUMNS)} |", f"|---|{'---|' * len(COLUMNS)}"]
    for name, title in ROWS.items():
        found = [{**result["policies"], **result["variants"]}[name] for result in results]
        cells = [spread([one[field] for one in found], digits) for field, digits in COLUMNS.values()]
        lines.append(f"| {title} | {' | '.join(cells)} |")
    return "\n".join(lines)


def by_need(results: Sequence[Result]) -> str:
    """The share met by urgency, kind and skill, of ours and of the nearest first: the mean over the seeds."""
    words = sorted({word for result in results for word in result["policies"]["linli"]["fill_by"]})
    lines = [f"| | {' | '.join(words)} |", f"|---|{'---|' * len(words)}"]
    for name in ("linli", "nearest", "broadcast"):
        shares = [result["policies"][name]["fill_by"] for result in results]
        cells = [f"{mean(share[word] for share in shares if word in share):.3f}" for word in words]
        lines.append(f"| {ROWS[name].replace(', acceptance learnt', '')} | {' | '.join(cells)} |")
    return "\n".join(lines)


def spread(values: Sequence[float], digits: int) -> str:
    """A mean and half the span."""
    return f"{mean(values):.{digits}f} ± {(max(values) - min(values)) / 2:.{digits}f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
