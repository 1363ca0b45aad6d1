from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from bot.desk.peoplefile import parse_people
from bot.desk.spreadsheet import Row, Table
from storage.people import PersonRow

PEOPLE = "code,name,role,place,categories,openid,phone,backup,bind_code\n"
PLACES = frozenset({"y", "y-3"})
KNOWN = PersonRow("k", "老林", "property", "y", ("*",), "o-k", "", "", "8888")


def a_table(text: str) -> Table:
    lines = csv.DictReader(io.StringIO(text))
    rows = tuple(Row(number, {key: value or "" for key, value in line.items()}) for number, line in enumerate(lines, 2))
    return Table(tuple(lines.fieldnames or ()), rows)


def people_faults(text: str, *known: PersonRow) -> list[tuple[int, str]]:
    parsed = parse_people(a_table(PEOPLE + text), PLACES, known)
    return [(refused.line, refused.column) for refused in parsed.refused]


def test_a_good_row_becomes_a_duty() -> None:
    parsed = parse_people(
        a_table(PEOPLE + "p1,陈建国,building_leader,y-3,parking|noise,o-1,138,k,9999\n"), PLACES, [KNOWN]
    )

    assert parsed.refused == ()
    assert parsed.values == (
        PersonRow("p1", "陈建国", "building_leader", "y-3", ("parking", "noise"), "o-1", "138", "k", "9999"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "p1,陈,property,y,*,,,,\np1,陈,grid_worker,y,*,,,,\n",
        "p1,陈,property,y,,,,,\n",
        "p1,陈,property,y,*,o,,,\np1,陈,property,y-3,*,o,,,\n",
        "p1,陈,property,y,*,,,p2,\np2,林,property,y-3,*,,,p1,\n",
    ],
)
def test_what_is_unusual_and_right_passes(text: str) -> None:
    assert people_faults(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (",,,,*,,,,\n", [(2, "code"), (2, "name"), (2, "role"), (2, "place")]),
        ("p1,陈,boss,y,*,,,,\n", [(2, "role")]),
        ("p1,陈,property,z,*,,,,\n", [(2, "place")]),
        ("p1,陈,property,y,parking|singing,,,,\n", [(2, "categories")]),
        ("p1,陈,property,y,*,,,p1,\n", [(2, "backup")]),
        ("p1,陈,property,y,*,,,p7,\n", [(2, "backup")]),
        ("p1,陈,property,y,*,o,,,\np2,林,property,y,*,o,,,\n", [(3, "openid")]),
        ("p1,陈,property,y,*,,,,77\np2,林,property,y,*,,,,77\n", [(3, "bind_code")]),
        ("p1,陈,property,y,*,,,,\np1,林,property,y-3,*,,,,\n", [(3, "name")]),
        ("p1,陈,property,y,*,,,,\np1,陈,property,y,noise,,,,\n", [(3, "role")]),
        ("p1,陈,property,y,*,,,,8888\n", [(2, "bind_code")]),
    ],
)
def test_a_bad_duty_is_named_with_its_column(text: str, found: list[tuple[int, str]]) -> None:
    assert people_faults(text, KNOWN) == found


def test_a_person_of_the_table_may_give_away_the_bind_code() -> None:
    assert people_faults("k,老林,property,y,*,,,,7777\np1,陈,property,y,*,,,,8888\n", KNOWN) == []
    assert people_faults("k,老林,property,y,*,,,,8888\n", replace(KNOWN, bind_code="")) == []


def test_missing_columns_are_named() -> None:
    refused = parse_people(a_table("code,name\np1,陈\n"), PLACES).refused

    assert [(one.line, one.column) for one in refused] == [(1, "role"), (1, "place")]
