"""`linli rules`: out of the database, checked, published, rolled back."""

from __future__ import annotations

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
