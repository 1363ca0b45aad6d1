"""The board of a surge: for the office that runs it, nobody else."""

from __future__ import annotations

import pytest

from matching.team import Team, TeamKind
from storage.people import VolunteerRow
from tests.builders import DeskTalk

OFFICE = "openid-shequ"


@pytest.fixture
def talk(talk: DeskTalk) -> DeskTalk:
    rows = [
        VolunteerRow(f"v{at}", name, f"openid-v{at}", "rongyu-3", "", (), (), "", "", 5, vetted=False)
        for at, name in enumerate(("周晓梅", "戴晓燕"), 1)
    ]
    talk.store.run(lambda unit: unit.people.apply_volunteers(rows))
    team = Team("T1", "应急队", TeamKind.SURGE, "rongyu-sq", "v1", 0, None, ("v1", "v2"))
    talk.store.run(lambda unit: unit.teams.apply([team]))
    talk.desk.library.look_again()
    talk.says(OFFICE, "应急 台风 到3月9日")
    return talk


def test_the_office_sees_shifts_and_who_answered(talk: DeskTalk, reader) -> None:
    talk.says(OFFICE, "排班 明天 8:00-12:00 巡查 3人")
    talk.says(OFFICE, "好")
    talk.says(OFFICE, "点名")
    talk.says("openid-v1", "到")

    page = reader(OFFICE).sees("surge/1")

    assert "巡查" in page
    assert "周晓梅、戴晓燕" in page
    assert "缺1人" in page
    assert "没带位置" in page
    assert "没回" in page


def test_an_empty_board_says_what_to_do(reader) -> None:
    page = reader(OFFICE).sees("surge/1")
    assert "还没有排班" in page
    assert "还没点过名" in page


@pytest.mark.parametrize("who", ["openid-chen", "openid-v1", "resident"])
def test_nobody_else_finds_it(reader, who: str) -> None:
    page = reader(who).sees("surge/1")
    assert "待命" not in page


def test_a_number_that_is_none_leads_home(reader) -> None:
    assert "台风" not in reader(OFFICE).sees("surge/99")


def test_the_word_gives_the_link(talk: DeskTalk) -> None:
    assert "/surge/1" in talk.says(OFFICE, "应急")
