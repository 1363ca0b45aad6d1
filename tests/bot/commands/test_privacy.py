"""`linli anonymise` and `linli retention`."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.__main__ import main
from storage.engine import migrate
from storage.unit_of_work import Store, open_store
from tests.storage.builders import a_case

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'linli.db'}"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LINLI_DATABASE__URL", url)
    migrate(url)
    return url


def kept(url: str) -> Store:
    return open_store(url)


def put(url: str, **given) -> int:
    store = kept(url)
    contact = store.run(lambda unit: unit.people.contact_of("o-mei", LONG_AGO))
    number = store.run(lambda unit: unit.cases.add(a_case(reporter=contact.id, summary="楼下乱停车", **given)))
    store.close()
    return number


def summary(url: str, number: int) -> str:
    store = kept(url)
    case = store.read(lambda unit: unit.cases.load(number))
    store.close()
    assert case is not None
    return case.summary


@pytest.mark.parametrize("by", ["--openid", "--case"])
def test_a_person_is_emptied(url: str, by: str, capsys):
    number = put(url)
    assert main(["anonymise", by, "o-mei" if by == "--openid" else str(number)]) == 0
    assert "找不回来" in capsys.readouterr().out
    assert summary(url, number) == ""


@pytest.mark.parametrize("asked", [["--openid", "nobody"], ["--case", "99"]])
def test_nobody_is_refused(url: str, asked: list[str], capsys):
    number = put(url)
    assert main(["anonymise", *asked]) == 1
    assert "没有找到" in capsys.readouterr().err
    assert summary(url, number)


@pytest.mark.usefixtures("url")
def test_who_is_meant_must_be_said():
    with pytest.raises(SystemExit) as stopped:
        main(["anonymise"])
    assert stopped.value.code == 2


def test_a_dry_run_only_counts(url: str, capsys):
    number = put(url, state="closed", closed_at=LONG_AGO, touched_at=LONG_AGO)

    assert main(["retention", "--dry-run", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"contacts": 1, "cases": 1, "dry_run": True}
    assert summary(url, number)

    assert main(["retention"]) == 0
    assert "居民信息 1 人，旧单文字 1 件" in capsys.readouterr().out
    assert summary(url, number) == ""
