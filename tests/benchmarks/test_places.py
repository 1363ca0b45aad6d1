"""How well and how fast places are found in invented messages; run by `pytest -m benchmark`."""

from __future__ import annotations

import csv
import json
import random
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.desk.roster import read_place_names
from matching.gazetteer import Gazetteer, PlaceName
from matching.nameform import ENDINGS
from matching.place import PlaceFinding, find_place
from matching.territory import NodeKind

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


@pytest.fixture(scope="module")
def listed() -> frozenset[str]:
    return frozenset(name.name for name in read_place_names(DATA / "compounds-zhangzhou.csv"))


def share(hits: int, of: int, what: str) -> float:
    sys.stdout.write(f"{what}: {hits}/{of} = {hits / of:.3f}\n")
    return hits / of


def named(finding: PlaceFinding) -> str:
    return finding.match.name if finding.match else ""


def offered(finding: PlaceFinding) -> set[str]:
    """What the desk would ask about, where it would ask: 一期 and 二期 when the phase was left out."""
    return {rival.name for rival in finding.rivals} | {named(finding)}


def test_the_compound_is_right(found: Labelled, listed: frozenset[str]) -> None:
    naming = [(message, finding) for message, finding in found if message["compound"]]
    written = [one for one in naming if one[0]["compound"] in one[0]["text"]]
    corrupted = [one for one in naming if one[0]["compound"] not in one[0]["text"]]
    known = [one for one in corrupted if one[0]["compound"] in listed]

    for group, what, floor in (
        (naming, "all", 0.92),
        (written, "as listed", 0.95),
        (corrupted, "corrupted", 0.87),
        (known, "corrupted, of the list", 0.91),
    ):
        right = sum(named(finding) == message["compound"] for message, finding in group)
        asked = sum(message["compound"] in offered(finding) for message, finding in group)
        share(asked, len(group), f"compound right or asked about, {what}")
        assert share(right, len(group), f"compound right, {what}") >= floor


def test_no_place_is_invented(found: Labelled) -> None:
    silent = [finding for message, finding in found if not message["compound"]]

    assert share(sum(bool(named(finding)) for finding in silent), len(silent), "invented") <= 0.02


@pytest.mark.parametrize("part", ["building", "unit", "room"])
def test_the_address_is_exact(found: Labelled, part: str) -> None:
    given = [(message, finding) for message, finding in found if message[part]]
    right = sum(getattr(finding.address, part) == message[part] for message, finding in given)

    assert share(right, len(given), part) >= 0.97


def test_communities_beside_the_compounds_invent_nothing() -> None:
    compounds = read_place_names(DATA / "compounds-zhangzhou.csv")
    register = (DATA / "communities-zhangzhou.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(register.splitlines()))
    communities = [PlaceName(row["code"], NodeKind.COMMUNITY, row["name"]) for row in rows]
    both = Gazetteer([*compounds, *communities])
    messages = [json.loads(line) for line in (DATA / "chat-train.jsonl").read_text(encoding="utf-8").splitlines()]
    silent = [find_place(message["text"], both) for message in messages if not message["compound"]]
    said = [row["name"].replace("社区居委会", "社区").replace("村委会", "村") for row in rows]
    right = [find_place(f"我们{name}的路灯坏了", both) for name in said]

    assert share(sum(bool(named(finding)) for finding in silent), len(silent), "invented, with communities") <= 0.02
    hits = sum(row["name"] in offered(finding) for row, finding in zip(rows, right, strict=True))
    assert share(hits, len(rows), "community right") >= 0.97


def cost_of(gazetteer: Gazetteer) -> float:
    """Microseconds for a message: the mean over all of them, of five rounds the best."""
    lines = (DATA / "chat-dev.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    rounds = []
    for _ in range(5):
        begun = time.process_time()
        for text in texts:
            find_place(text, gazetteer)
        rounds.append((time.process_time() - begun) / len(texts) * 1e6)
    return min(rounds)


def test_a_message_costs_well_under_a_millisecond(gazetteer: Gazetteer) -> None:
    cost = cost_of(gazetteer)

    sys.stdout.write(f"{cost:.0f} µs a message with 1,173 names\n")
    assert cost < 300


def test_fifty_thousand_names_cost_less_than_a_millisecond() -> None:
    names = list(read_place_names(DATA / "compounds-zhangzhou.csv"))
    rng = random.Random(1)  # noqa: S311 - names for measuring, no secret
    signs = [sign for place in names for sign in place.name if "一" <= sign <= "龥"]
    roads = [alias.rstrip("0123456789号") for place in names for alias in place.aliases if alias.endswith("号")]
    endings = [ending for ending in ENDINGS if len(ending) == 2]
    while len(names) < 50_000:
        name = "".join(rng.choices(signs, k=rng.choice((2, 2, 3, 4)))) + rng.choice(endings)
        address = f"{rng.choice(roads)}{rng.randrange(1, 900)}号"
        names.append(PlaceName(f"{len(names)}", NodeKind.COMPOUND, name, (address,)))
    begun = time.process_time()
    many = Gazetteer(names)
    sys.stdout.write(f"{time.process_time() - begun:.1f} s to build\n")
    cost = cost_of(many)

    sys.stdout.write(f"{cost:.0f} µs a message with 50,000 names\n")
    assert cost < 1000
