"""The first conversation of the README, held with a real process through the simulator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.journeys.installation import Installation, free_port

README = Path(__file__).parents[2] / "README.md"
PHONES = {
    "居民": "demo-resident-1",
    "resident": "demo-resident-1",
    "3栋楼长": "demo-leader",
    "leader of building 3": "demo-leader",
}


def lines_under(heading: str) -> list[tuple[str, str, str]]:
    """Who, what is said, what is answered: the rows of the first table under a heading."""
    rows = README.read_text(encoding="utf-8").split(f"### {heading}\n")[1].split("###")[0].splitlines()
    cells = [tuple(cell.strip() for cell in row.strip("|").split("|")) for row in rows if row.startswith("| ")]
    return [(who, says, answer) for who, says, answer in cells if who in PHONES]


def pattern_of(answer: str) -> str:
    """The answer as printed, in one line; … stands for what differs from day to day."""
    return ".*".join(map(re.escape, answer.strip("`").split("…")))


def test_both_languages_tell_the_same_conversation() -> None:
    chinese, english = lines_under("第一次对话"), lines_under("A first conversation")

    assert len(chinese) == 4
    assert [(PHONES[who], says) for who, says, _ in chinese] == [(PHONES[who], says) for who, says, _ in english]


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[httpx.Client]:
    port = free_port()
    base = f"http://127.0.0.1:{port}/simulator"
    installation = Installation(tmp_path, f"{base}/api")
    installation.start("run", "--demo", port=port)
    try:
        installation.wait_until_ready(port)
        with httpx.Client(base_url=base, timeout=20, trust_env=False) as client:
            yield client
    finally:
        installation.stop()


def test_desk_answers_as_the_readme_says(simulator: httpx.Client) -> None:
    for who, says, answer in lines_under("第一次对话"):
        body = {"type": "text", "text": says}
        spoken = simulator.post(f"/phones/{PHONES[who]}/send", json=body).raise_for_status().json()

        assert re.match(pattern_of(answer), spoken["reply"]["text"].replace("\n", "")), spoken["reply"]["text"]
