"""The table and the JSON of a run."""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Protocol

GOALS = {
    "p99 at half the top rate": "under 100 ms",
    "top rate beside the bare echo": "at least 0.4, goal 1.0",
    "top rate beside the straightforward build": "at least 6, goal 14",
}


class Figures(Protocol):
    """What a report needs of a contender."""

    title: str
    rates: list[float]
    cpu_micros: list[float]
    p50: list[float]
    p99: list[float]
    half_p50: list[float]
    half_p99: list[float]
    starts: list[float]
    memory: int
    replies: int
    wrong: list[str]
    cases: set[str]


@dataclass(frozen=True, slots=True)
class Results:
    """A whole run."""

    ceiling: float
    texts: str
    contenders: Sequence[tuple[str, Figures]]


def _spread(values: Sequence[float], digits: int = 0) -> str:
    if not values:
        return "–"
    return f"{median(values):,.{digits}f} ({min(values):,.{digits}f}–{max(values):,.{digits}f})"


def ratio(results: Results, name: str, reference: str) -> float | None:
    """The median over the rounds of one's rate divided by the other's; None when one was left out."""
    by_name = dict(results.contenders)
    if name not in by_name or reference not in by_name:
        return None
    pairs = zip(by_name[name].rates, by_name[reference].rates, strict=True)
    return median(mine / theirs for mine, theirs in pairs)


def _times(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def as_markdown(results: Results, options: argparse.Namespace) -> str:
    """The table with medians (least to most) of the rounds, ratios as medians of the rounds' ratios."""
    columns = (
        "build",
        "replies/s",
        "× (a)",
        "× (c)",
        "CPU µs/reply",
        "p50 ms",
        "p99 ms",
        "p50 ms, half rate",
        "p99 ms, half rate",
        "start s",
        "MB",
        "replies",
        "cases",
        "wrong",
    )
    how = (
        f"{options.rounds} interleaved rounds of {options.seconds:g} s, {options.connections} connections, "
        f"server on core 0, client on another; texts: {results.texts}. Median (least–most) of the rounds."
    )
    where = (
        f"The client alone reaches {results.ceiling:,.0f}/s. Load of the machine at the end: "
        f"{os.getloadavg()[0]:.1f}. CPython {platform.python_version()}."
    )
    lines = [how, where, "", f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]
    for name, figures in results.contenders:
        cells = [
            figures.title,
            _spread(figures.rates),
            _times(ratio(results, name, "fastapi-echo")),
            _times(ratio(results, name, "straightforward")),
            _spread(figures.cpu_micros),
            _spread(figures.p50, 1),
            _spread(figures.p99, 1),
            _spread(figures.half_p50, 1),
            _spread(figures.half_p99, 1),
            _spread(figures.starts, 2),
            f"{figures.memory}",
            f"{figures.replies:,}",
            f"{len(figures.cases):,}",
            f"{len(figures.wrong)}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    lines += [
        f"\n{name}: wrong: {wrong}" for name, figures in results.contenders for wrong in figures.wrong[:3]
    ]
    return "\n".join(lines) + "\n"


def write(results: Results, options: argparse.Namespace, folder: Path) -> None:
    """gateway.md and gateway.json in the folder, which is made when it isn't there."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "gateway.md").write_text(as_markdown(results, options), "utf-8")
    contenders = {
        name: {
            "replies_per_second": figures.rates,
            "cpu_micros": figures.cpu_micros,
            "p50_ms": figures.p50,
            "p99_ms": figures.p99,
            "p50_ms_half_rate": figures.half_p50,
            "p99_ms_half_rate": figures.half_p99,
            "start_seconds": figures.starts,
            "memory_mb": figures.memory,
            "replies": figures.replies,
            "cases": len(figures.cases),
            "wrong": figures.wrong,
            "beside_fastapi_echo": ratio(results, name, "fastapi-echo"),
            "beside_straightforward": ratio(results, name, "straightforward"),
        }
        for name, figures in results.contenders
    }
    document = {
        "client_ceiling": results.ceiling,
        "rounds": options.rounds,
        "seconds": options.seconds,
        "connections": options.connections,
        "texts": results.texts,
        "goals": GOALS,
        "contenders": contenders,
    }
    (folder / "gateway.json").write_text(json.dumps(document, ensure_ascii=False, indent=1), "utf-8")
