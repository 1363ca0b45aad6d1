"""`linli poster` and `linli topics`."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.commands.demo import load_demo
from bot.commands.parser import build_parser
from intents.signature import packed, signature_of
from storage.engine import migrate
from storage.unit_of_work import open_store
from tests.builders import a_case


@pytest.fixture
def month(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Three residents spoke of one matter this month in the demo's neighbourhood; the month's name."""
    url, now = f"sqlite:///{tmp_path}/linli.db", datetime.now(UTC)
    monkeypatch.setenv("LINLI_DATABASE__URL", url)
    migrate(url)
    store = open_store(url)
    load_demo(store)
    for who in "abc":
        contact = store.run(lambda unit, who=who: unit.people.contact_of(who, now)).id
        signature = packed(signature_of("消防通道被车堵了"))
        case = a_case(reporter=contact, place="rongyu", created_at=now, signature=signature)
        store.run(lambda unit, case=case: unit.cases.add(case))
    store.close()
    return now.strftime("%Y-%m")


def test_topics_are_listed(month: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["topics"]) == 0
    assert "3位居民，3件" in capsys.readouterr().out
    assert main(["topics", "--month", month, "--place", "rongyu", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(topic["place"], topic["category"], topic["residents"]) for topic in found] == [("rongyu", "parking", 3)]


def test_a_poster_is_written_as_its_ending_says(month: str, tmp_path: Path) -> None:
    for name, begins in (("a.pdf", b"%PDF"), ("a.png", b"\x89PNG")):
        assert main(["poster", "rongyu", "--month", month, "--output", str(tmp_path / name)]) == 0
        assert (tmp_path / name).read_bytes().startswith(begins)


@pytest.mark.usefixtures("month")
def test_what_cannot_be_done_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    refused = (
        (["poster", "rongyu", "--output", str(tmp_path / "a.gif")], ".pdf 或 .png"),
        (["poster", "nowhere", "--output", str(tmp_path / "a.pdf")], "nowhere"),
        (["poster", "rongyu", "--output", str(tmp_path / "no" / "a.pdf")], "写不了"),
        (["topics", "--place", "nowhere"], "nowhere"),
    )
    for words, said in refused:
        assert main(words) == 1
        assert said in capsys.readouterr().err
    assert list(tmp_path.glob("a.*")) == []


def test_a_month_is_a_month() -> None:
    with pytest.raises(SystemExit):
        build_parser().parse_args(["topics", "--month", "2026-13"])
