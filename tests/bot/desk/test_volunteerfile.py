from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk.spreadsheet import Table
from bot.desk.volunteerfile import parse_volunteers, unknown_skills
from storage.people import VolunteerRow
from tests.bot.desk.test_peoplefile import PLACES, a_table

VOLUNTEERS = "code,name,openid,home,work,skills,languages,gender,slots,weekly_cap,vetted\n"
MORE = "verified,kinds,unit,quiet,at_work,offers_cap,resting_until"
HEAD = VOLUNTEERS.strip()
WITH_MORE = f"{HEAD},{MORE}\n"
ZHOU = VolunteerRow(
    "v1", "周晓梅", "o-1", "y", "", ("水电维修", "陪诊"), ("普通话",), "女",
    "工作日 18:00-21:00|周末 9:00-17:00", 3, vetted=True,
)  # fmt: skip


def faults(table: Table, *known: VolunteerRow, unit: str = "") -> list[tuple[int, str]]:
    return [(refused.line, refused.column) for refused in parse_volunteers(table, PLACES, known, unit).refused]


def test_a_file_of_the_first_columns_is_read_as_ever() -> None:
    first = "v1,周晓梅,o-1,y,,水电维修|陪诊,普通话,女,工作日 18:00-21:00 | 周末 9:00-17:00,3,是\n"
    parsed = parse_volunteers(a_table(VOLUNTEERS + first + "v2,林,,,,,,,,,\n"), PLACES)

    assert parsed.refused == ()
    assert parsed.values == (ZHOU, VolunteerRow("v2", "林", "", "", "", (), (), "", "", 2, vetted=False))


def test_further_columns_are_read_where_they_stand() -> None:
    row = "v1,周,,,,医生,,,,,,医生,引领|standing,龙文区财政局,每天 12:00-14:00,是,3,2026-12-01\n"
    (value,) = parse_volunteers(a_table(WITH_MORE + row), PLACES).values

    assert (value.verified, value.kinds, value.unit) == (("医疗护理",), ("advising", "standing"), "龙文区财政局")
    assert (value.quiet, value.at_work, value.offers_cap) == ("每天 12:00-14:00", True, 3)
    assert value.resting_until == "2026-12-01"


def test_a_column_that_is_not_there_leaves_what_is_stored() -> None:
    stored = replace(ZHOU, verified=("陪诊",), unit="龙文区财政局", resting_until="2026-12-01", offers_cap=2)
    (value,) = parse_volunteers(a_table("code,name,skills\nv1,周小梅,陪诊\n"), PLACES, [stored]).values

    assert value == replace(stored, name="周小梅", skills=("陪诊",))


def test_skills_and_languages_are_named_as_the_table_names_them() -> None:
    row = "v1,周,,,,水电工|修灯|开铲车,闽南话|法语,女性,,,\n"
    (value,) = parse_volunteers(a_table(VOLUNTEERS + row), PLACES).values

    assert value.skills == ("水电维修", "开铲车")
    assert value.languages == ("闽南语", "法语")
    assert value.gender == "女"
    assert unknown_skills([value]) == "有 1 个技能不在技能表里，照原样记下：开铲车"
    assert unknown_skills([ZHOU]) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("v1,,,,,,,,,,\n", [(2, "name")]),
        ("v1,周,,,,,,,,,\nv1,林,,,,,,,,,\n", [(3, "code")]),
        ("v1,周,,z,q,,,,,,\n", [(2, "home"), (2, "work")]),
        ("v1,周,o,,,,,,,,\nv2,林,o,,,,,,,,\n", [(3, "openid")]),
        ("v1,周,,,,,,,晚上,,\n", [(2, "slots")]),
        ("v1,周,,,,,,,火星日 9:00-10:00,,\n", [(2, "slots")]),
        ("v1,周,,,,,,,,两次,\n", [(2, "weekly_cap")]),
        ("v1,周,,,,,,,,,也许\n", [(2, "vetted")]),
        ("v1,周,,,,,,都行,,,\n", [(2, "gender")]),
    ],
    ids=["no name", "code twice", "places", "openid twice", "no hours", "no day", "no number", "no truth", "gender"],
)
def test_a_bad_volunteer_is_named_with_its_column(text: str, found: list[tuple[int, str]]) -> None:
    assert faults(a_table(VOLUNTEERS + text)) == found


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (",天天,,,,,", "kinds"), (",,,晚上,,,", "quiet"), (",,,,也许,,", "at_work"), (",,,,,三,", "offers_cap"),
        (",,,,,,明天", "resting_until"),
    ],
    ids=["kinds", "quiet", "at work", "offers", "rest"],
)  # fmt: skip
def test_a_bad_further_cell_is_named_too(cells: str, column: str) -> None:
    assert faults(a_table(f"{WITH_MORE}v1,周,,,,,,,,,,{cells}\n")) == [(2, column)]


def test_missing_columns_are_named() -> None:
    assert faults(a_table("code\nv1\n")) == [(1, "name")]
    assert faults(a_table("openid\no-1\n"), unit="财政局") == [(1, "name")]


# -- a unit's list -----------------------------------------------------------------------------------


def of_unit(text: str, *known: VolunteerRow) -> tuple[VolunteerRow, ...]:
    parsed = parse_volunteers(a_table(text), PLACES, known, "财政局")
    assert parsed.refused == ()
    return parsed.values


def test_a_list_of_names_is_enough_and_the_second_reading_finds_the_same_people() -> None:
    first = of_unit("name\n周晓梅\n林强\n")
    assert [row.unit for row in first] == ["财政局", "财政局"]
    assert len({row.code for row in first}) == 2
    assert of_unit("name\n林强\n周晓梅\n", *first) == (first[1], first[0])


def test_who_signed_up_herself_keeps_her_code_and_all_she_said() -> None:
    (value,) = of_unit("name,openid,skills\n周小梅,o-1,\n", ZHOU)
    assert value == replace(ZHOU, name="周小梅", unit="财政局")


def test_an_account_that_comes_later_joins_the_name() -> None:
    (first,) = of_unit("name\n周晓梅\n")
    (second,) = of_unit("name,openid\n周晓梅,o-1\n", first)
    assert (second.code, second.openid) == (first.code, "o-1")


def test_two_of_one_name_are_told_apart_by_account_or_code() -> None:
    assert faults(a_table("name\n周晓梅\n周晓梅\n"), unit="财政局") == [(3, "name")]
    two = of_unit("name,openid\n周晓梅,o-1\n周晓梅,o-2\n")
    assert len({row.code for row in two}) == 2
    assert of_unit("name,openid\n周晓梅,o-1\n周晓梅,o-2\n", *two) == two


def test_nobody_is_taken_from_another_unit() -> None:
    assert faults(a_table("code,name\nv1,周晓梅\n"), replace(ZHOU, unit="税务局"), unit="财政局") == [(2, "name")]
