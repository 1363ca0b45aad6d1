"""Learns the weights of `intents/likeness/likeness.toml` from pairs of reports. A development tool.

    python tools/learn_likeness.py REPORTS.jsonl CHAT-PAIRS.tsv [--half 0|1]

Reports have `title`, `text`, `issue` (who shares one writes of one matter) and `lookalike` (who shares one
only seems to): every pair teaches `full`, a look-alike as much as ten. Chat pairs (`same`, `earlier`,
`later`) teach `brief`; those of `part` "last" are left for measuring. With --half the issues of one half
are learnt from and the other half is left out. The tables are printed, to be put into the file.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from intents.duplicate import MEASURES, compare
from intents.signature import signature_of

LOOKALIKE_WEIGHT = 10.0
REGULAR = 0.3
#: Learnt from too little to be left to the data: numbers of another building are another matter.
GIVEN = {
    "full": {"conflict": -4.0, "floor": 0.0, "other_things": 0.0, "doings": 0.0},
    "brief": {"words": 2.0, "copied": 0.0, "opening": 0.0, "covered": 0.0, "conflict": -7.0, "floor": -5.0,
              "naming": 0.0},
}

Array = np.ndarray[Any, np.dtype[np.float64]]
Row = Mapping[str, Any]


def half_of(row: Row) -> int:
    """0 or 1: the half a report belongs to with all of its matter, or of its look-alikes."""
    group = row["issue"] or f"lookalike {row['lookalike']}"
    return sha256(group.encode()).digest()[0] % 2


def full_pairs(rows: list[Row]) -> tuple[Array, Array, Array]:
    """Measures, sameness and weight of every pair of reports."""
    signatures = [signature_of(f"{row['title']}。{row['text']}") for row in rows]
    found, same, weight = [], [], []
    for at, row in enumerate(rows):
        for before in range(at):
            other = rows[before]
            found.append(compare(signatures[before], signatures[at]))
            same.append(row["issue"] is not None and row["issue"] == other["issue"])
            seems = row.get("lookalike") is not None and row.get("lookalike") == other.get("lookalike")
            weight.append(LOOKALIKE_WEIGHT if seems else 1.0)
    return np.array(found), np.array(same, dtype=float), np.array(weight)


def learn(table: str, found: Array, same: Array, weight: Array) -> dict[str, float]:
    """The weights by name, `start` first; those of `GIVEN` are taken as they are and the others fit to them."""
    given = found @ np.array([GIVEN[table].get(name, 0.0) for name in MEASURES])
    free = [at for at, name in enumerate(MEASURES) if name not in GIVEN[table]]
    columns = np.hstack([np.ones((len(found), 1)), found[:, free]])
    signs = 2 * same - 1

    def loss(weights: Array) -> tuple[float, Array]:
        margins = signs * (columns @ weights + given)
        slope = -weight * signs * expit(-margins)
        pull = REGULAR * np.r_[0.0, weights[1:]]
        return float(weight @ np.logaddexp(0, -margins) + pull @ weights / 2), columns.T @ slope + pull

    learnt = minimize(loss, np.zeros(len(free) + 1), jac=True, method="L-BFGS-B").x
    by_name = {MEASURES[at]: float(value) for at, value in zip(free, learnt[1:], strict=True)}
    return {"start": float(learnt[0]), **{name: by_name.get(name, GIVEN[table].get(name, 0.0)) for name in MEASURES}}


def main() -> None:
    """Prints both tables."""
    parser = argparse.ArgumentParser(description="How much each measure of two reports says.")
    parser.add_argument("reports", type=Path)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--half", type=int, choices=(0, 1))
    given = parser.parse_args()
    rows = [json.loads(line) for line in given.reports.read_text(encoding="utf-8").split("\n") if line]
    if given.half is not None:
        rows = [row for row in rows if half_of(row) == given.half]
    with given.pairs.open(encoding="utf-8", newline="") as lines:
        chat = [row for row in csv.DictReader(lines, delimiter="\t") if row["part"] != "last"]
    brief = np.array([compare(signature_of(row["earlier"]), signature_of(row["later"])) for row in chat])
    same = np.array([float(row["same"] == "yes") for row in chat])
    for table, weights in (("brief", learn("brief", brief, same, np.ones(len(chat)))),
                           ("full", learn("full", *full_pairs(rows)))):
        print(f"[{table}]", *(f"{name} = {value:.2f}" for name, value in weights.items()), sep="\n")


if __name__ == "__main__":
    main()
