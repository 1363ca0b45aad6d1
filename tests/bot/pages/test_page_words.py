"""Every sentence of the pages keeps the tone; the key that signs links is made once; the thin line of the lists."""

from __future__ import annotations

import inspect
from datetime import timedelta
from pathlib import Path

import pytest

from bot.desk import wording_forms, wording_pages
from bot.desk.casesheet import span_of
from bot.errors import SettingsRefused
from bot.pages.key import page_key
from bot.settings import load
from tests.tone import assert_tone

FIELDS = {
    "number": 128, "most": 10, "span": "3小时", "label": "修文路", "who": "12栋楼长陈**", "words": "是哪辆车",
    "day": "11月30日", "stars": 4, "why": "来得快",
}  # fmt: skip


def sentences() -> list[str]:
    """Every text of both modules, tables and tuples too."""
    found: list[str] = []
    for module in (wording_pages, wording_forms):
        for name, value in vars(module).items():
            if name.isupper() and not name.startswith("_"):
                found += _texts(value)
    return [text.format(**FIELDS) for text in found if text]


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, wording_forms.Form):
        parts = (value.label, value.hint, value.ask, value.whom, value.whom_else, value.day, value.spot, value.pick)
        return [*parts, *(label for _, label in value.picks)]
    if isinstance(value, tuple):
        return [text for part in value for text in _texts(part)]
    return [text for part in value.values() for text in _texts(part)] if hasattr(value, "values") else []


def test_the_tone_is_kept():
    assert len(sentences()) > 150
    for text in sentences():
        assert_tone(text)


def test_there_are_no_sentences_in_functions():
    assert [name for name, _ in inspect.getmembers(wording_pages, inspect.isfunction)] == []


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(seconds=20), "1分钟"),
        (timedelta(minutes=59), "59分钟"),
        (timedelta(hours=1), "1小时"),
        (timedelta(hours=47, minutes=59), "47小时"),
        (timedelta(days=2), "2天"),
    ],
)
def test_spans_are_said_as_people_say_them(span: timedelta, said: str):
    assert span_of(span) == said


def settings_in(folder: Path, key: str = ""):
    return load(None, {"LINLI_DATABASE__URL": f"sqlite:///{folder}/linli.db", "LINLI_SERVER__SECRET_KEY": key})


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path):
    first = page_key(settings_in(tmp_path / "data"))
    assert len(first) >= 32
    assert page_key(settings_in(tmp_path / "data")) == first
    kept = list((tmp_path / "data").iterdir())
    assert [path.name for path in kept] == ["page-key"]
    assert kept[0].stat().st_mode & 0o077 == 0
    assert page_key(settings_in(tmp_path / "other")) != first


def test_a_key_that_is_set_is_used_and_none_is_made(tmp_path: Path):
    assert page_key(settings_in(tmp_path / "data", "set")) == "set"
    assert not (tmp_path / "data").exists()


def test_a_key_that_cannot_be_kept_is_asked_for(tmp_path: Path):
    (tmp_path / "data").write_text("a file where a folder should be")
    with pytest.raises(SettingsRefused) as refused:
        page_key(settings_in(tmp_path / "data"))
    assert refused.value.key == "server.secret_key"
