"""teams.csv and stations.csv: every bad cell is named with what to do, a good row is what it says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.desk.roster import import_stations, import_teams
from bot.desk.rowcheck import Fault
from bot.desk.spreadsheet import Row, Table
from bot.desk.stationfile import parse_stations
from bot.desk.teamfile import parse_teams
from matching.station import Station
from matching.team import Team, TeamKind
from storage.unit_of_work import Store
from tests.bot.desk.riders import rides
from tests.builders import a_talk

TEAM = {
    "code": "r", "name": "千里顺风队", "kind": "rider", "place": "xinqiao", "leader": "V1", "weekly_quota": "20",
    "until_day": "2026-12-31", "members": "V1|V2",
}  # fmt: skip
STATION = {
    "code": "z1", "name": "榕御驿站", "place": "rongyu", "lng": "117.65", "lat": "24.51", "hours": "每天 08:00-22:00",
    "services": "饮水|换电", "keeper": "chen",
}  # fmt: skip
PLACES = {"rongyu": (117.6, 24.5), "xinqiao": None}


def table(*rows: dict[str, str]) -> Table:
    return Table(tuple(rows[0]), tuple(Row(at, row) for at, row in enumerate(rows, 2)))


def refused(parsed) -> list[tuple[str, str]]:
    return [(row.column, row.remedy) for row in parsed.refused]


def test_a_team_is_what_its_row_says() -> None:
    parsed = parse_teams(table(TEAM), {"xinqiao"}, {"V1", "V2"})

    assert parsed.refused == ()
    assert parsed.values == (
        Team("r", "千里顺风队", TeamKind.RIDER, "xinqiao", "V1", 20, date(2026, 12, 31), ("V1", "V2")),
    )


def test_what_a_team_need_not_say_is_empty() -> None:
    bare = {"code": "w", "name": "维修队", "kind": "repair"}

    assert parse_teams(table(bare), (), ()).values == (Team("w", "维修队", TeamKind.REPAIR),)


@pytest.mark.parametrize(
    ("column", "cell", "fault"),
    [
        ("code", "", Fault.EMPTY),
        ("name", "", Fault.EMPTY),
        ("kind", "", Fault.EMPTY),
        ("kind", "骑手", Fault.KIND_UNKNOWN),
        ("place", "nowhere", Fault.PLACE_UNKNOWN),
        ("leader", "V9", Fault.VOLUNTEER_UNKNOWN),
        ("members", "V1|V9", Fault.VOLUNTEER_UNKNOWN),
        ("weekly_quota", "很多", Fault.NUMBER_WRONG),
        ("weekly_quota", "-1", Fault.NUMBER_WRONG),
        ("until_day", "年底", Fault.DAY_WRONG),
    ],
)
def test_a_bad_cell_of_a_team_is_named(column: str, cell: str, fault: Fault) -> None:
    found = refused(parse_teams(table(TEAM | {column: cell}), {"xinqiao"}, {"V1", "V2"}))

    assert [name for name, _ in found] == [column]
    assert found[0][1].startswith(fault.value[0].partition("{")[0])


def test_the_same_code_twice_and_a_missing_column_are_named() -> None:
    assert refused(parse_teams(table(TEAM, TEAM), {"xinqiao"}, {"V1", "V2"}))[0][0] == "code"
    assert refused(parse_teams(table({"code": "r"}), (), ()))[0][0] == "name"


def test_a_station_is_what_its_row_says() -> None:
    parsed = parse_stations(table(STATION), PLACES, {"chen"})

    assert parsed.refused == ()
    assert parsed.values == (
        Station("z1", "榕御驿站", "rongyu", 117.65, 24.51, "每天 08:00-22:00", {"饮水": "", "换电": ""}, "chen"),
    )


@pytest.mark.parametrize(("place", "point"), [("rongyu", (117.6, 24.5)), ("xinqiao", (None, None))])
def test_a_station_without_coordinates_lies_where_its_place_does(place: str, point: tuple) -> None:
    row = STATION | {"lng": "", "lat": "", "place": place}
    (station,) = parse_stations(table(row), PLACES, {"chen"}).values

    assert (station.lng, station.lat) == point


@pytest.mark.parametrize(
    ("column", "cell", "fault"),
    [
        ("code", "", Fault.EMPTY),
        ("name", "", Fault.EMPTY),
        ("place", "", Fault.EMPTY),
        ("place", "nowhere", Fault.PLACE_UNKNOWN),
        ("keeper", "V9", Fault.KEEPER_UNKNOWN),
        ("hours", "看心情", Fault.SLOT_WRONG),
        ("services", "饮水|可以免费换电动车电池", Fault.SERVICE_LONG),
        ("lng", "24.51", Fault.LNG_WRONG),
        ("lat", "北纬", Fault.LAT_WRONG),
        ("lat", "", Fault.HALF_A_POINT),
    ],
)
def test_a_bad_cell_of_a_station_is_named(column: str, cell: str, fault: Fault) -> None:
    found = refused(parse_stations(table(STATION | {column: cell}), PLACES, {"chen"}))

    assert [name for name, _ in found] == [column]
    assert found[0][1].startswith(fault.value[0].partition("{")[0])


def test_the_same_station_twice_and_a_missing_column_are_named() -> None:
    assert refused(parse_stations(table(STATION, STATION), PLACES, {"chen"}))[0][0] == "code"
    assert refused(parse_stations(table({"code": "z1"}), PLACES, ()))[0][0] == "name"


def test_files_come_in_whole_and_twice_the_same_changes_nothing(store: Store, tmp_path: Path) -> None:
    rides(a_talk(store))
    teams, stations = tmp_path / "teams.csv", tmp_path / "stations.csv"
    teams.write_text("code,name,kind,leader,members\nc,快递队,courier,V2,V2|V3\n", encoding="utf-8")
    stations.write_text(
        "code,name,place,hours,services,keeper\nz1,榕御驿站,rongyu,每天 08:00-22:00,饮水|充电,V3\n", encoding="utf-8"
    )

    assert import_teams(store, teams, dry_run=True).summary() == "试运行，没有写入：队伍新增 1，改动 0，不变 0"
    assert import_teams(store, teams, dry_run=False).counts.added == 1
    assert import_teams(store, teams, dry_run=False).counts.same == 1
    assert import_stations(store, stations, dry_run=False).counts.added == 1
    assert import_stations(store, stations, dry_run=False).counts.same == 1
    assert store.read(lambda unit: unit.stations.all())[0].lng == 117.65

    stations.write_text("code,name,place,keeper\nz1,榕御驿站,rongyu,V9\n", encoding="utf-8")
    assert [row.column for row in import_stations(store, stations, dry_run=False).refused] == ["keeper"]
