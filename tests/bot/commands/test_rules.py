"""`linli rules`: out of the database, checked, published, rolled back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.__main__ import main


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)


def exported(capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["rules", "export"]) == 0
    return capsys.readouterr().out


def test_rules_go_out_and_come_back_as_a_numbered_revision(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    text = exported(capsys)
    changed = text.replace('"乱停车 2.5"', '"乱停车 2.6"', 1)
    (tmp_path / "mine.toml").write_text(changed, encoding="utf-8")

    assert main(["rules", "check", "mine.toml"]) == 0
    assert main(["rules", "publish", "mine.toml", "--why", "乱停车说得更重"]) == 0
    capsys.readouterr()
    assert exported(capsys) == changed
    assert main(["rules", "history"]) == 0
    assert "乱停车说得更重" in capsys.readouterr().out


def test_a_bad_file_is_refused_with_its_place_and_nothing_is_published(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    before = exported(capsys)
    (tmp_path / "bad.toml").write_text(before.replace('"乱停车 2.5"', '"乱停车 许多"', 1), encoding="utf-8")

    assert main(["rules", "publish", "bad.toml", "--why", "试试"]) == 1
    assert "parking" in capsys.readouterr().err
    assert exported(capsys) == before


def test_rolling_back_makes_an_earlier_text_live_under_a_new_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    first = exported(capsys)
    (tmp_path / "one.toml").write_text(first, encoding="utf-8")
    (tmp_path / "two.toml").write_text(first.replace('"乱停车 2.5"', '"乱停车 2.6"', 1), encoding="utf-8")
    for name in ("one", "two"):
        assert main(["rules", "publish", f"{name}.toml", "--why", name]) == 0

    assert main(["rules", "rollback", "1"]) == 0
    capsys.readouterr()
    assert exported(capsys) == first
    assert main(["rules", "rollback", "99"]) == 1
    assert "没有这个版本" in capsys.readouterr().err


def test_a_file_is_replayed_before_anybody_publishes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    text = exported(capsys)
    (tmp_path / "same.toml").write_text(text, encoding="utf-8")
    assert main(["rules", "replay", "same.toml", "--weeks", "2"]) == 0
    assert "最近 2 周的 0 条来信" in capsys.readouterr().out

    head = '[category.noise]\nname = "噪音扰民"'
    worse = text.replace(head, f'{head}\nguards = ["[吵响]"]', 1)
    assert worse != text
    (tmp_path / "worse.toml").write_text(worse, encoding="utf-8")
    said = main(["rules", "replay", "worse.toml", "--json"])
    found = json.loads(capsys.readouterr().out)
    broken = [one for one in found["golden"] if one["broken"]]
    assert said == (1 if broken else 0)
    assert broken
    assert main(["rules", "replay", "worse.toml"]) == 1
    assert "弄坏 hard-" in capsys.readouterr().out
    assert main(["rules", "replay", "same.toml", "--weeks", "200"]) == 1
    assert exported(capsys) == text
