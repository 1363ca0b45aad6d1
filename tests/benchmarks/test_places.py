"""How well and how fast places are found in invented messages; run by `pytest -m benchmark`."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.desk.roster import read_place_names
from matching.gazetteer import Gazetteer
from matching.place import PlaceFinding, find_place

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"the measuring texts are not there: {DATA.name}"),
]

Labelled = list[tuple[Mapping[str, Any], PlaceFinding]]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(read_place_names(DATA / "compounds-zhangzhou.csv"))


@pytest.fixture(scope="module", params=["chat-train.jsonl", "chat-dev.jsonl"])
def found(request: pytest.FixtureRequest, gazetteer: Gazetteer) -> Labelled:
    lines = (DATA / request.param).read_text(encoding="utf-8").splitlines()
    messages = [json.loads(line) for line in lines]
    return [(message, find_place(message["text"], gazetteer)) for message in messages]


def share(hits: int, of: int, what: str) -> float:
    sys.stdout.write(f"{what}: {hits}/{of} = {hits / of:.3f}\n")
    return hits / of


def named(finding: PlaceFinding) -> str:
    return finding.match.name if finding.match else ""


def test_the_compound_is_right(found: Labelled) -> None:
    naming = [(message, finding) for message, finding in found if message["compound"]]
    written = [one for one in naming if one[0]["compound"] in one[0]["text"]]
    corrupted = [one for one in naming if one[0]["compound"] not in one[0]["text"]]

    for group, what, floor in (
        (naming, "all", 0.90),
        (written, "as listed", 0.94),
        (corrupted, "corrupted", 0.80),
    ):
        right = sum(named(finding) == message["compound"] for message, finding in group)
        assert share(right, len(group), f"compound right, {what}") >= floor


def test_no_place_is_invented(found: Labelled) -> None:
    silent = [finding for message, finding in found if not message["compound"]]

    assert share(sum(bool(named(finding)) for finding in silent), len(silent), "invented") <= 0.02


@pytest.mark.parametrize("part", ["building", "unit", "room"])
def test_the_address_is_exact(found: Labelled, part: str) -> None:
    given = [(message, finding) for message, finding in found if message[part]]
    right = sum(getattr(finding.address, part) == message[part] for message, finding in given)

    assert share(right, len(given), part) >= 0.92


def test_a_message_costs_well_under_a_millisecond(gazetteer: Gazetteer) -> None:
    texts = [
        json.loads(line)["text"]
        for line in (DATA / "chat-dev.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    begun = time.process_time()
    for text in texts:
        find_place(text, gazetteer)
    cost = (time.process_time() - begun) / len(texts) * 1e6

    sys.stdout.write(f"{cost:.0f} µs a message\n")
    assert cost < 300
