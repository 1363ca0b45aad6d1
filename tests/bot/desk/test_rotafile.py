"""`linli import rotas`: every bad row is named, and a kind is replaced as a whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.desk.meeting_tables import meeting_records, poll_records
from bot.desk.roster import import_rotas
from storage.rotas import Turn
from tests.builders import ZONE, DeskTalk

HEADER = "kind,person,organisation,place,from,to\n"


def imported(talk: DeskTalk, tmp_path: Path, rows: str, *, dry_run: bool = False):
    file = tmp_path / "rotas.csv"
    file.write_text(HEADER + rows, encoding="utf-8")
    return import_rotas(talk.store, file, dry_run=dry_run)


def turns(talk: DeskTalk) -> list[Turn]:
    return talk.store.read(lambda unit: unit.rotas.all())


def test_turns_are_put_in_and_twice_the_same_changes_nothing(talk: DeskTalk, tmp_path: Path):
    rows = "unit,lin,区档案局,rongyu-sq,2026-01-01,\nmediation,shequ,司法所,xinqiao,2026-01-01,2026-06-30\n"
    assert "新增 2" in imported(talk, tmp_path, rows).summary()
    assert "新增 0，改动 0，不变 2" in imported(talk, tmp_path, rows).summary()

    assert turns(talk) == [
        Turn("unit", "lin", "区档案局", "rongyu-sq", date(2026, 1, 1)),
        Turn("mediation", "shequ", "司法所", "xinqiao", date(2026, 1, 1), date(2026, 6, 30)),
    ]
    on_duty = talk.store.read(lambda unit: unit.rotas.on_duty("mediation", date(2026, 7, 1)))
    assert on_duty == []


def test_a_kind_is_replaced_and_others_stay(talk: DeskTalk, tmp_path: Path):
    imported(talk, tmp_path, "unit,lin,区档案局,rongyu-sq,,\ncommittee,li,业委会,rongyu,,\n")
    imported(talk, tmp_path, "unit,,市二院,rongyu-sq,,\n")
    assert [turn.organisation for turn in turns(talk)] == ["业委会", "市二院"]


def test_a_dry_run_writes_nothing(talk: DeskTalk, tmp_path: Path):
    assert imported(talk, tmp_path, "unit,,市二院,rongyu-sq,,\n", dry_run=True).dry_run
    assert turns(talk) == []


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("guard,lin,局,rongyu-sq,,", "kind"),
        ("unit,nobody,局,rongyu-sq,,", "person"),
        ("unit,lin,局,nowhere,,", "place"),
        ("unit,,,rongyu-sq,,", "organisation"),
        ("unit,lin,局,rongyu-sq,明天,", "from"),
        ("unit,lin,局,rongyu-sq,2026-02-01,2026-01-01", "to"),
        (",lin,局,rongyu-sq,,", "kind"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_written(talk: DeskTalk, tmp_path: Path, row: str, column: str):
    report = imported(talk, tmp_path, f"unit,,市二院,rongyu-sq,,\n{row}\n")
    assert [(refused.line, refused.column) for refused in report.refused] == [(3, column)]
    assert turns(talk) == []


def test_a_missing_column_is_named(talk: DeskTalk, tmp_path: Path):
    file = tmp_path / "rotas.csv"
    file.write_text("kind,person\nunit,lin\n", encoding="utf-8")
    assert {refused.column for refused in import_rotas(talk.store, file, dry_run=False).refused} == {
        "organisation", "place",
    }


def test_polls_and_meetings_leave_as_tables_without_a_voter(talk: DeskTalk):
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.says("openid-shequ", "议事 1 装道闸吗？装/不装 3天")
    talk.says("openid-shequ", "开会 例会 周五19:30 社区")

    [poll] = talk.store.read(lambda unit: list(poll_records(unit, None, ZONE)))
    [meeting] = talk.store.read(lambda unit: list(meeting_records(unit, None, ZONE)))
    assert (poll["case"], poll["options"], poll["closed_at"]) == (1, ["装", "不装"], None)
    assert (meeting["kind"], meeting["chair"], meeting["came"]) == ("five_parties", "居委会", [])
    assert not {"contact", "openid", "household"} & (poll.keys() | meeting.keys())
    assert talk.store.read(lambda unit: list(meeting_records(unit, talk.now.replace(year=2030), ZONE))) == []
