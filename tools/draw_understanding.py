"""Draws docs/understanding.md's pictures from what `linli evaluate --json` measured.

    .venv/bin/linli evaluate FILE... --places F --json > evaluation.json
    .venv/bin/python tools/draw_understanding.py evaluation.json docs/pictures
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

mpl.use("Agg")
Results = Mapping[str, Mapping[str, Any]]
#: Okabe and Ito's colours hold for colour-blind eyes.
COLOURS = ("#0072B2", "#D55E00", "#009E73")
NAMES = {"chat": "chat", "title": "petition titles", "text": "petition texts"}


def main(arguments: list[str]) -> int:
    """Write three PNG files into a folder; 2 for wrong usage."""
    if len(arguments) != 2:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    results: Results = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    folder = Path(arguments[1])
    folder.mkdir(parents=True, exist_ok=True)
    _save(folder / "understanding-reliability.png", _draw_reliability, results)
    _save(folder / "understanding-risk.png", _draw_risk, results)
    _save(folder / "understanding-categories.png", _draw_categories, results)
    return 0


def _save(path: Path, draw: Any, results: Results) -> None:
    figure, axes = plt.subplots(figsize=(7.2, 4.6), dpi=110)
    draw(axes, results)
    axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(path, metadata={"Software": None})
    plt.close(figure)


def _name(key: str) -> str:
    kind = key.rpartition(":")[2]
    return NAMES.get(kind, NAMES["chat"])


def _draw_reliability(axes: Axes, results: Results) -> None:
    axes.plot([0, 1], [0, 1], color="#999999", linewidth=1, linestyle="--")
    for colour, (key, result) in zip(COLOURS, results.items(), strict=False):
        bins = [one for one in result["reliability"] if one["messages"] >= 5]
        said, right = [one["confidence"] for one in bins], [one["right"] for one in bins]
        error = result["calibration_error"]
        axes.plot(said, right, "o-", color=colour, label=f"{_name(key)} (error {error:.3f})")
    axes.set(xlabel="confidence said", ylabel="share that was right", xlim=(0.3, 1), ylim=(0.3, 1.01))
    axes.set_title("Reliability: what is said to be sure is right that often", loc="left", fontsize=11)
    axes.legend(frameon=False, loc="lower right")


def _draw_risk(axes: Axes, results: Results) -> None:
    for colour, (key, result) in zip(COLOURS, results.items(), strict=False):
        covered, right = ([one[field] for one in result["risk"]] for field in ("covered", "right"))
        axes.plot(covered, right, "o-", color=colour, label=_name(key))
        axes.plot(result["acted"], result["acted_right"], "*", color=colour, markersize=13)
    axes.axhline(0.92, color="#999999", linewidth=1, linestyle="--")
    axes.set(xlabel="share acted on without a question, the surest first", ylabel="share of those that was right")
    axes.set_title("Risk and coverage; a star is where the shipped floors act", loc="left", fontsize=11)
    axes.legend(frameon=False, loc="lower left")


def _draw_categories(axes: Axes, results: Results) -> None:
    scores: dict[str, dict[str, float]] = {}
    for key, result in results.items():
        for label in result["category"]["labels"]:
            if label["support"] >= 10:
                scores.setdefault(label["label"], {})[_name(key)] = label["f1"]
    names = sorted(scores, key=lambda name: sum(scores[name].values()) / len(scores[name]))
    for colour, kind in zip(COLOURS, dict.fromkeys(_name(key) for key in results), strict=False):
        drawn = [(scores[name][kind], at) for at, name in enumerate(names) if kind in scores[name]]
        axes.plot([score for score, _ in drawn], [at for _, at in drawn], "o", color=colour, label=kind)
    axes.set_yticks(range(len(names)), names, fontsize=8)
    axes.set(xlabel="F1 (categories with ten or more examples)", xlim=(0.4, 1.02))
    axes.grid(axis="y", color="#eeeeee")
    axes.set_title("F1 by category on messages the rules were not made from", loc="left", fontsize=11)
    axes.legend(frameon=False, loc="lower right", fontsize=8)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
