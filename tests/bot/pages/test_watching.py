"""The supervisor's list: what goes wrong below her place, narrowed, as a table; read-only and nobody else's."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest

from tests.builders import DeskTalk, a_person, people

DUBAN, CHEN = "openid-duban", "openid-chen"


@pytest.fixture
def talk(talk: DeskTalk) -> DeskTalk:
    """Two cases in 榕御小区 that nobody has taken in time."""
    staff = [*people(), a_person("duban", "纪委督办室", "supervisor", "xiangcheng")]
    talk.store.run(lambda unit: unit.people.apply(staff))
    talk.later()
    talk.says("resident", "榕御小区3栋楼下乱停车，电话13812345678")
    talk.says("other", "江滨花园2栋太吵了")
    talk.later(hours=5)
    return talk


def test_what_nobody_took_is_listed_and_opens(reader):
    duban = reader(DUBAN)
    assert "督办清单" in duban.sees()
    page = duban.sees("watch")
    assert "超时没接单" in page
    assert "#1" in page
    assert "#2" in page
    assert "1/take" not in duban.sees("1")


def test_the_list_is_narrowed_by_place_and_category(reader):
    duban = reader(DUBAN)
    assert "#2" not in duban.sees("watch?place=rongyu&category=")
    assert "#1" not in duban.sees("watch?place=&category=noise")
    assert "现在没有超期" in duban.sees("watch?place=rongyu&category=noise")


def test_what_is_late_stands_before_what_was_not_taken(talk: DeskTalk, reader):
    talk.says(CHEN, "接单 1")
    talk.later(days=30)
    page = reader(DUBAN).sees("watch")
    assert "超期没办结" in page
    assert page.count("#1 ") == 1


def test_the_table_names_nobody_who_reported(reader):
    duban = reader(DUBAN)
    answer = duban.client.get(duban.address("watch.csv"))
    rows = list(csv.DictReader(answer.text.removeprefix("\ufeff").splitlines()))
    assert [row["号"] for row in rows] == ["1", "2"]
    assert rows[0]["地点"] == "榕御小区3栋"
    assert "13812345678" not in answer.text
    assert "resident" not in answer.text


def test_nobody_else_has_such_a_list(reader):
    chen = reader(CHEN)
    assert "督办清单" not in chen.sees()
    assert "我手上的" in chen.sees("watch")
    answer = chen.client.get(chen.address("watch.csv"))
    assert answer.text.strip("\ufeff\r\n") == "号"


def test_a_private_case_is_not_on_it(talk: DeskTalk, reader):
    case = talk.case(1)
    talk.store.run(lambda unit: unit.cases.save(replace(case, private=True)))
    assert "#1 " not in reader(DUBAN).sees("watch")


def test_no_cell_of_the_table_is_run_as_a_formula(talk: DeskTalk, reader):
    talk.store.run(lambda unit: unit.cases.save(replace(talk.case(1), place_text="=1+1号楼")))
    duban = reader(DUBAN)
    assert ",'=1+1号楼," in duban.client.get(duban.address("watch.csv")).text
