"""`linli import recipients`: all of a file or nothing, every bad row named; nobody is visited who has not agreed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.desk.roster import ImportReport, import_recipients
from matching.team import Team, TeamKind
from matching.visit import Recipient
from storage.people import VolunteerRow
from tests.builders import DeskTalk

COLUMNS = "code,name,place,room,phone,languages,gender,minor,consent,note,every_days,slot,usual,team,coordinator"
GOOD = "chen,陈阿婆,rongyu-3,501,13800000000,闽南语,女,否,是,爱听芗剧,7,周二 09:00-11:00,zhou,visit,lin"


@pytest.fixture
def talk(talk: DeskTalk) -> DeskTalk:
    row = VolunteerRow("zhou", "周晓梅", "openid-zhou", "rongyu-4", "", (), ("闽南语",), "女", "", 5, vetted=False)
    talk.store.run(lambda unit: unit.people.apply_volunteers([row]))
    talk.store.run(lambda unit: unit.teams.apply([Team("visit", "走访队", TeamKind.VISIT, "rongyu-sq")]))
    return talk


def imported(talk: DeskTalk, tmp_path: Path, *rows: str, columns: str = COLUMNS, dry_run: bool = False) -> ImportReport:
    file = tmp_path / "recipients.csv"
    file.write_text("\n".join((columns, *rows)) + "\n", encoding="utf-8")
    return import_recipients(talk.store, file, dry_run=dry_run)


def kept(talk: DeskTalk) -> list[Recipient]:
    return talk.store.read(lambda unit: unit.recipients.all())


def test_rows_come_in_as_they_say_and_twice_the_same_changes_nothing(talk: DeskTalk, tmp_path: Path):
    assert "走访对象新增 1" in imported(talk, tmp_path, GOOD).summary()
    assert "不变 1" in imported(talk, tmp_path, GOOD).summary()
    assert kept(talk) == [
        Recipient(
            "chen", "陈阿婆", "rongyu-3", "501", "13800000000", 0, ("闽南语",), "女", False, True, "爱听芗剧", 7,
            "周二 09:00-11:00", "zhou", "visit", "lin",
        )
    ]  # fmt: skip


def test_little_is_enough_and_who_has_not_agreed_is_counted(talk: DeskTalk, tmp_path: Path):
    rows = "li,李阿公,rongyu-5,", "wu,吴奶奶,rongyu-5,同意"
    report = imported(talk, tmp_path, *rows, columns="code,name,place,consent")
    assert "有 1 位没有同意走访，不安排人去：li" in report.summary()
    assert [(one.every_days, one.consent) for one in kept(talk)] == [(7, False), (7, True)]


def test_a_dry_run_writes_nothing(talk: DeskTalk, tmp_path: Path):
    assert imported(talk, tmp_path, GOOD, dry_run=True).dry_run
    assert kept(talk) == []


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",陈阿婆,rongyu-3,,,,,,是,,,,,,", "code"),
        ("a,,rongyu-3,,,,,,是,,,,,,", "name"),
        ("a,陈阿婆,nowhere,,,,,,是,,,,,,", "place"),
        ("a,陈阿婆,rongyu-3,,,,,,也许,,,,,,", "consent"),
        ("a,陈阿婆,rongyu-3,,,,,几岁,是,,,,,,", "minor"),
        ("a,陈阿婆,rongyu-3,,,,妇,,是,,,,,,", "gender"),
        ("a,陈阿婆,rongyu-3,,,,,,是,,0,,,,", "every_days"),
        ("a,陈阿婆,rongyu-3,,,,,,是,,常去,,,,", "every_days"),
        ("a,陈阿婆,rongyu-3,,,,,,是,,,早上,,,", "slot"),
        ("a,陈阿婆,rongyu-3,,,,,,是,,,,nobody,,", "usual"),
        ("a,小明,rongyu-3,,,,,是,是,,,,zhou,,", "usual"),
        ("a,陈阿公,rongyu-3,,,,男,,是,,,,zhou,,", "usual"),
        ("a,陈阿婆,rongyu-3,,,,,,是,,,,,nobody,", "team"),
        ("a,陈阿婆,rongyu-3,,,,,,是,,,,,,nobody", "coordinator"),
    ],
    ids=[
        "no code", "no name", "no such place", "consent", "minor", "gender", "never", "no number", "hours",
        "no such visitor", "a child's", "a man's", "no such team", "no such coordinator",
    ],
)  # fmt: skip
def test_a_bad_row_is_named_and_nothing_is_written(talk: DeskTalk, tmp_path: Path, row: str, column: str):
    report = imported(talk, tmp_path, GOOD, row)
    assert [(refused.line, refused.column) for refused in report.refused] == [(3, column)]
    assert kept(talk) == []


def test_a_code_that_stands_twice_and_columns_that_are_missing_are_named(talk: DeskTalk, tmp_path: Path):
    assert [one.column for one in imported(talk, tmp_path, GOOD, GOOD).refused] == ["code"]
    missing = imported(talk, tmp_path, "a,b", columns="code,name").refused
    assert {one.column for one in missing} == {"place", "consent"}
