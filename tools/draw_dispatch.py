"""Draws docs/volunteers.md's pictures from what the benchmark measured.

    make bench ARGS="--bench-output F -k dispatch"
    .venv/bin/python tools/draw_dispatch.py F/dispatch.json docs/pictures
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot as plt

mpl.use("Agg")
Result = Mapping[str, Any]
#: Okabe and Ito's colours hold for colour-blind eyes.
COLOURS = {"linli": "#0072B2", "nearest": "#D55E00", "broadcast": "#009E73"}
NAMES = {"linli": "Linli", "nearest": "nearest first", "broadcast": "everybody at once"}
GREY = "#777777"
FLOOR, GOAL = 0.87, 0.92


def main(arguments: list[str]) -> int:
    """Write two PNG files into a folder; 2 for wrong usage."""
    if len(arguments) != 2:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    measured = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    folder = Path(arguments[1])
    folder.mkdir(parents=True, exist_ok=True)
    _ratios(measured, folder / "dispatch-ratios.png")
    _costs(measured["calls"], folder / "dispatch-costs.png")
    return 0


def _ratios(measured: Mapping[str, Sequence[Result]], path: Path) -> None:
    """Value and priced ratio of each policy, a point for each seed."""
    figure, sides = plt.subplots(1, 2, figsize=(9.6, 4.2), dpi=120, sharey=True)
    titles = {"calls": "all needs urgent", "mixed": "urgent, today's, planned"}
    for axes, (week, title) in zip(sides, titles.items(), strict=True):
        for at, name in enumerate(NAMES):
            for offset, field, marker in ((-0.14, "value_ratio", "o"), (0.14, "priced_ratio", "s")):
                values = [result["policies"][name][field] for result in measured[week]]
                filled = COLOURS[name] if field == "priced_ratio" else "white"
                axes.scatter([at + offset] * len(values), values, 34, facecolors=filled, edgecolors=COLOURS[name],
                             marker=marker, zorder=3)
                side = 0.07 if offset > 0 else -0.07
                axes.text(at + offset + side, mean(values), f"{mean(values):.2f}", va="center", fontsize=8.5,
                          ha="left" if offset > 0 else "right")
        axes.axhline(FLOOR, color=GREY, linewidth=1, linestyle="--")
        axes.axhline(GOAL, color=GREY, linewidth=1, linestyle=":")
        axes.set_xticks(range(len(NAMES)), NAMES.values(), fontsize=9)
        axes.set_xlim(-0.55, len(NAMES) - 0.4)
        axes.set_title(title, loc="left", fontsize=10.5)
        axes.spines[["top", "right"]].set_visible(False)
    sides[0].set_ylabel("share of the best in hindsight")
    sides[1].text(2.62, FLOOR, f"floor {FLOOR}", color=GREY, fontsize=8, va="center")
    sides[1].text(2.62, GOAL, f"goal {GOAL}", color=GREY, fontsize=8, va="center")
    sides[0].set_ylim(0.25, 1.03)
    figure.suptitle("○ value   ■ value less questions and waiting; a point for each of five seeds", x=0.01, ha="left",
                    fontsize=10)
    figure.tight_layout()
    figure.savefig(path, metadata={"Software": None})
    plt.close(figure)


def _costs(results: Sequence[Result], path: Path) -> None:
    """What a need met costs: questions against minutes, a point for each seed."""
    figure, axes = plt.subplots(figsize=(7.6, 4.4), dpi=120)
    for name, title in NAMES.items():
        found = [result["policies"][name] for result in results]
        axes.scatter([one["offers_per_filled"] for one in found], [one["minutes_p90"] for one in found], 44,
                     color=COLOURS[name], label=f"{title}: filled {mean(one['fill'] for one in found):.0%}",
                     marker="os^"[list(NAMES).index(name)])
    axes.set(xscale="log", xlabel="questions for each need met", ylabel="minutes until nine of ten are accepted")
    axes.set_xticks([2, 4, 8, 16, 32], ["2", "4", "8", "16", "32"])
    axes.minorticks_off()
    axes.set_ylim(bottom=0)
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_title("Questions against time, all needs urgent", loc="left", fontsize=11.5)
    axes.legend(frameon=False, fontsize=9)
    figure.tight_layout()
    figure.savefig(path, metadata={"Software": None})
    plt.close(figure)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
