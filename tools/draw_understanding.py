"""Draws docs/understanding.md's pictures from what `linli evaluate --json` measured.

    .venv/bin/linli evaluate FILE... --places F --json > evaluation.json
    .venv/bin/python tools/draw_understanding.py evaluation.json docs/pictures

`make figures` does both. Chinese names stand beside the categories where a font for them is installed (Debian's
fonts-noto-cjk); without one the codes stand alone.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

mpl.use("Agg")
Results = Mapping[str, Mapping[str, Any]]
#: Okabe and Ito's colours hold for colour-blind eyes.
COLOURS = ("#0072B2", "#D55E00", "#009E73")
MARKERS = ("o", "s", "D")
GREY = "#777777"
NAMES = {"chat": "chat", "title": "petition titles", "text": "petition texts"}
CHINESE = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei")
RULES = Path(__file__).parent.parent / "intents" / "rules" / "rules.toml"
#: Fewer messages in a bin than this say nothing about it.
LEAST_IN_BIN = 5
LEAST_EXAMPLES = 10
#: What is asked for: of so many acted on, so many right.
SHARE_ASKED, RIGHT_ASKED = 0.75, 0.92


def main(arguments: list[str]) -> int:
    """Write three PNG files into a folder; 2 for wrong usage."""
    if len(arguments) != 2:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    measured: Results = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    # What has no floors is no set of messages by residents, but those that are there to mislead.
    results = {key: result for key, result in measured.items() if result.get("floors")}
    folder = Path(arguments[1])
    folder.mkdir(parents=True, exist_ok=True)
    chinese = next((font for font in CHINESE if font in font_manager.get_font_names()), None)
    mpl.rcParams["font.family"] = ["DejaVu Sans", *([chinese] if chinese else [])]
    _save(folder / "understanding-reliability.png", _draw_reliability, results)
    _save(folder / "understanding-risk.png", _draw_risk, results)
    _save(folder / "understanding-categories.png", _draw_categories, results, height=6.4,
          names=_names() if chinese else {})
    return 0


def _save(path: Path, draw: Any, results: Results, height: float = 5.0, **more: Any) -> None:
    figure, axes = plt.subplots(figsize=(7.6, height), dpi=120)
    draw(axes, results, **more)
    axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(path, metadata={"Software": None})
    plt.close(figure)


def _names() -> Mapping[str, str]:
    categories = tomllib.loads(RULES.read_text(encoding="utf-8"))["category"]
    return {code: table["name"] for code, table in categories.items()}


def _kind(key: str) -> str:
    return NAMES.get(key.rpartition(":")[2], NAMES["chat"])


def _title(axes: Axes, text: str, below: str) -> None:
    axes.set_title(text, loc="left", fontsize=11.5, pad=22)
    axes.text(0, 1.02, below, transform=axes.transAxes, fontsize=8.5, color=GREY)


def _draw_reliability(axes: Axes, results: Results) -> None:
    axes.plot([0, 1], [0, 1], color=GREY, linewidth=1, linestyle="--")
    lowest = 1.0
    for colour, marker, (key, result) in zip(COLOURS, MARKERS, results.items(), strict=False):
        bins = [one for one in result["reliability"] if one["messages"] >= LEAST_IN_BIN]
        said, right = [one["confidence"] for one in bins], [one["right"] for one in bins]
        lowest = min([lowest, *said, *right])
        label = f"{_kind(key)}: error {result['calibration_error']:.3f}"
        axes.plot(said, right, "-", color=colour, linewidth=1.4)
        axes.scatter(said, right, [14 + one["messages"] / 2 for one in bins], color=colour, marker=marker, label=label,
                     alpha=0.75, linewidths=0, zorder=3)
    floor = max(0.0, int(lowest * 10) / 10)
    axes.set(xlabel="confidence said", ylabel="share that was right", xlim=(floor, 1.02), ylim=(floor, 1.02))
    _title(axes, "Reliability: what is said to be sure is right that often",
           f"larger points hold more messages ({LEAST_IN_BIN} at least);"
           " above the dashed line it is right more often than it says")
    legend = axes.legend(frameon=False, loc="lower right", fontsize=9)
    for handle in legend.legend_handles:
        handle.set_sizes([36])


def _draw_risk(axes: Axes, results: Results) -> None:
    for colour, marker, (key, result) in zip(COLOURS, MARKERS, results.items(), strict=False):
        covered, right = ([one[field] for one in result["risk"]] for field in ("covered", "right"))
        axes.plot(covered, right, "-", marker=marker, markersize=5, color=colour, label=_kind(key))
        axes.plot(result["acted"], result["acted_right"], "*", color=colour, markersize=15, markeredgecolor="white")
    axes.axhline(RIGHT_ASKED, color=GREY, linewidth=1, linestyle="--")
    axes.axvline(SHARE_ASKED, color=GREY, linewidth=1, linestyle="--")
    axes.text(1.0, RIGHT_ASKED + 0.002, f"{RIGHT_ASKED:.2f} right is asked for", color=GREY, fontsize=8.5, ha="right")
    axes.text(SHARE_ASKED - 0.005, axes.get_ylim()[0] + 0.004, f"of {SHARE_ASKED:.2f} at least", color=GREY,
              fontsize=8.5, ha="right")
    axes.set(xlabel="share acted on without a question, the surest first", ylabel="share of those that was right")
    _title(axes, "Risk and coverage: the more is acted on, the more goes wrong",
           "a star is where the shipped floors act")
    axes.legend(frameon=False, loc="upper right", fontsize=9)


def _draw_categories(axes: Axes, results: Results, names: Mapping[str, str]) -> None:
    scores: dict[str, dict[str, float]] = {}
    for key, result in results.items():
        for label in result["category"]["labels"]:
            if label["support"] >= LEAST_EXAMPLES:
                scores.setdefault(label["label"], {})[_kind(key)] = label["f1"]
    order = sorted(scores, key=lambda name: sum(scores[name].values()) / len(scores[name]))
    for at, name in enumerate(order):
        axes.plot([min(scores[name].values()), max(scores[name].values())], [at, at], color="#cccccc", linewidth=1.5)
    for colour, marker, key in zip(COLOURS, MARKERS, results, strict=False):
        drawn = [(scores[name][_kind(key)], at) for at, name in enumerate(order) if _kind(key) in scores[name]]
        axes.scatter([score for score, _ in drawn], [at for _, at in drawn], 42, color=colour, marker=marker,
                     label=f"{_kind(key)}: {results[key]['category']['macro_f1']:.3f}", alpha=0.85, linewidths=0,
                     zorder=3)
    axes.set_yticks(range(len(order)), [f"{names.get(name, '')}  {name}".strip() for name in order], fontsize=9)
    least = min((score for found in scores.values() for score in found.values()), default=0.0)
    axes.set(xlabel=f"F1 (categories with {LEAST_EXAMPLES} or more examples)", xlim=(min(0.5, least - 0.05), 1.02))
    axes.grid(axis="x", color="#eeeeee")
    axes.set_axisbelow(True)
    _title(axes, "F1 by category on messages the rules were not made from", "in the legend the macro average")
    axes.legend(frameon=False, loc="lower right", fontsize=9)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
