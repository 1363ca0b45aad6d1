"""How well what is needed is read: skills, people and time of requests labelled by hand (`make bench`)."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from intents.needs.reading import read_need
from intents.needs.when import When

pytestmark = pytest.mark.benchmark

LABELLED = Path(__file__).parent.parent / "data" / "needs" / "labelled.jsonl"
SOURCES = ("chat-dev", "invented", "fresh")


def labelled(source: str) -> list[Mapping[str, Any]]:
    lines = LABELLED.read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["from"] == source]


def as_label(when: When | None) -> str:
    if when is None:
        return ""
    told = [when.day, str(when.part or ""), when.start.strftime("%H:%M") if when.start else ""]
    flags = (("now", when.now), ("repeats", when.repeats), ("vague", when.vague))
    return " ".join(part for part in told if part) or next((name for name, given in flags if given), "")


@pytest.mark.parametrize("source", SOURCES)
def test_what_is_needed_is_read(source: str):
    rows = labelled(source)
    counted: Counter[str] = Counter()
    missed = []
    for row in rows:
        read = read_need(row["text"])
        found, wanted = {skill.name for skill in read.skills}, set(row["skills"])
        counted += Counter(found=len(found), wanted=len(wanted), right=len(found & wanted))
        counted += Counter(exact=found == wanted, people=read.people == row["people"])
        likely = {read.likely.name} if read.likely is not None else set()
        counted += Counter(asked=len((found | likely) & wanted), when=as_label(read.when) == row["when"])
        if found != wanted or as_label(read.when) != row["when"] or read.people != row["people"]:
            missed.append(f"  {sorted(found)} {sorted(likely)} {read.people} {as_label(read.when)!r} for {row}")
    recall, precision = counted["right"] / counted["wanted"], counted["right"] / counted["found"]
    sys.stdout.write(
        f"\n{source}: {len(rows)} requests, skills recall {recall:.3f} precision {precision:.3f} "
        f"exact {counted['exact'] / len(rows):.3f}, with the question {counted['asked'] / counted['wanted']:.3f}; "
        f"people {counted['people'] / len(rows):.3f}, when {counted['when'] / len(rows):.3f}\n"
    )
    sys.stdout.write("".join(f"{line}\n" for line in missed))
    assert precision >= 0.8
    assert counted["asked"] / counted["wanted"] >= 0.8
    assert counted["people"] / len(rows) >= 0.9
    assert counted["when"] / len(rows) >= 0.85
