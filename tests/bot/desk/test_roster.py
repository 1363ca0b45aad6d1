from __future__ import annotations

from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from bot.desk.roster import (
    ImportReport,
    SpreadsheetRefused,
    import_people,
    import_places,
    import_recipients,
    import_rotas,
    import_stations,
    import_teams,
    import_volunteers,
    read_place_names,
)
from bot.simulator.account import OWNERS
from matching.gazetteer import Gazetteer, PlaceName, place_names
from matching.place import find_place
from matching.responder import Directory
from matching.routing import Enquiry, Town, choose_responder, parse_preferences, shipped_preferences_text
from matching.territory import NodeKind, Territory
from storage.places import ImportCounts
from storage.unit_of_work import Store

PLACES = "code,parent,kind,name\nd,,district,芗城区\ny,d,compound,榕御小区\n"
PEOPLE = "code,name,role,place,categories,openid,bind_code\np1,陈建国,property,y,*,o-1,\np2,林,grid_worker,y,*,,77\n"
VOLUNTEERS = "code,name,home\nv1,周晓梅,y\n"


def a_file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


def demo(name: str) -> Path:
    with as_file(files("bot").joinpath("demo", name)) as path:
        return path


def test_the_second_import_changes_nothing(store: Store, tmp_path: Path) -> None:
    for importing, text, rows in (
        (import_places, PLACES, 2),
        (import_people, PEOPLE, 2),
        (import_volunteers, VOLUNTEERS, 1),
    ):
        path = a_file(tmp_path, text)
        assert importing(store, path, dry_run=False).counts == ImportCounts(rows, 0, 0)
        assert importing(store, path, dry_run=False).counts == ImportCounts(0, 0, rows)


def test_a_changed_row_is_counted_and_kept(store: Store, tmp_path: Path) -> None:
    import_places(store, a_file(tmp_path, PLACES), dry_run=False)

    report = import_places(store, a_file(tmp_path, PLACES.replace("榕御小区", "榕御花园")), dry_run=False)

    assert report.counts == ImportCounts(0, 1, 1)
    assert report.summary() == "地点新增 0，改动 1，不变 1"
    assert [node.name for node in store.read(lambda unit: unit.places.nodes())] == ["芗城区", "榕御花园"]


def test_a_dry_run_counts_and_writes_nothing(store: Store, tmp_path: Path) -> None:
    report = import_places(store, a_file(tmp_path, PLACES), dry_run=True)

    assert report.summary() == "试运行，没有写入：地点新增 2，改动 0，不变 0"
    assert store.read(lambda unit: unit.places.nodes()) == ()


def test_one_bad_row_keeps_the_whole_file_out(store: Store, tmp_path: Path) -> None:
    report = import_places(store, a_file(tmp_path, PLACES + "z,nowhere,compound,丽都花园\n"), dry_run=False)

    assert [(refused.line, refused.column) for refused in report.refused] == [(4, "parent")]
    assert store.read(lambda unit: unit.places.nodes()) == ()


def test_people_need_their_places(store: Store, tmp_path: Path) -> None:
    report = import_people(store, a_file(tmp_path, PEOPLE), dry_run=False)

    assert {refused.column for refused in report.refused} == {"place"}
    assert import_volunteers(store, a_file(tmp_path, VOLUNTEERS), dry_run=False).refused[0].column == "home"


def test_people_whom_no_notice_reaches_are_named(store: Store, tmp_path: Path) -> None:
    import_places(store, a_file(tmp_path, PLACES), dry_run=False)

    report = import_people(store, a_file(tmp_path, PEOPLE.replace(",77\n", ",\n")), dry_run=False)

    assert report.summary().endswith("有 1 人既没有 openid 也没有绑定码，收不到通知：p2")


def test_what_contradicts_the_store_is_a_refused_row(store: Store, tmp_path: Path) -> None:
    import_places(store, a_file(tmp_path, PLACES), dry_run=False)
    import_volunteers(store, a_file(tmp_path, "code,name,openid\nv1,周,o-1\n"), dry_run=False)

    report = import_volunteers(store, a_file(tmp_path, "code,name,openid\nv2,林,o-1\n"), dry_run=False)

    assert [(refused.line, refused.column, refused.value) for refused in report.refused] == [(2, "code", "v2")]
    assert "与系统里已有的资料冲突" in report.refused[0].remedy


def test_a_places_file_gives_the_names_of_all_places(tmp_path: Path) -> None:
    text = "code,parent,kind,name,aliases\nd,,district,芗城区,\ny,d,compound,榕御小区,榕御\nb,y,building,3栋,\n"

    assert read_place_names(a_file(tmp_path, text)) == (
        PlaceName("d", NodeKind.DISTRICT, "芗城区"),
        PlaceName("y", NodeKind.COMPOUND, "榕御小区", ("榕御",)),
    )


def test_a_bare_list_of_compounds_is_enough(tmp_path: Path) -> None:
    text = "name,aliases,district,address\n榕御小区,榕御|榕玉,芗城区,瑞京路8号\n,,\n"

    assert read_place_names(a_file(tmp_path, text)) == (
        PlaceName("榕御小区", NodeKind.COMPOUND, "榕御小区", ("榕御", "榕玉", "瑞京路8号")),
    )


@pytest.mark.parametrize("text", ["code,aliases\ny,榕御\n", "code,parent,kind,name\ny,lost,compound,榕御小区\n"])
def test_a_list_that_cannot_be_used_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SpreadsheetRefused):
        read_place_names(a_file(tmp_path, text))


def test_the_demo_neighbourhood_is_imported_whole(store: Store) -> None:
    reports: list[ImportReport] = [
        import_places(store, demo("places.csv"), dry_run=False),
        import_people(store, demo("people.csv"), dry_run=False),
        import_volunteers(store, demo("volunteers.csv"), dry_run=False),
        import_rotas(store, demo("rotas.csv"), dry_run=False),
        import_teams(store, demo("teams.csv"), dry_run=False),
        import_recipients(store, demo("recipients.csv"), dry_run=False),
        import_stations(store, demo("stations.csv"), dry_run=False),
    ]

    assert {report.refused for report in reports} == {()}
    assert {report.notes for report in reports} == {()}


def test_in_the_demo_every_matter_of_every_place_has_somebody(store: Store) -> None:
    import_places(store, demo("places.csv"), dry_run=False)
    import_people(store, demo("people.csv"), dry_run=False)
    nodes, people = store.read(lambda unit: (unit.places.nodes(), unit.people.directory()))
    town = Town(Territory(nodes), Directory(people), parse_preferences(shipped_preferences_text()))
    openids = {row.code: row.openid for row in store.read(lambda unit: unit.people.people_rows())}

    for node in nodes:
        for category in town.preferences.labels:
            choice = choose_responder(Enquiry(node.code, category, date(2026, 5, 5)), town)
            assert choice is not None
            assert not choice.reasons[0].startswith("还没有人")

    finding = find_place("榕御小区3栋楼下老是有人乱停车", Gazetteer(place_names(town.territory)))
    assert finding.match is not None
    building = town.territory.building(finding.match.code, finding.address.building)
    assert building is not None
    phones = {"parking": "demo-leader", "property_fee": "demo-property", "volunteer": "demo-p0014"}
    for category, openid in phones.items():
        choice = choose_responder(Enquiry(building.code, category, date(2026, 5, 5)), town)
        assert choice is not None
        assert openids[choice.responder.code] == openid


def test_in_the_demo_every_meeting_and_mediation_has_its_people(store: Store) -> None:
    import_places(store, demo("places.csv"), dry_run=False)
    import_people(store, demo("people.csv"), dry_run=False)
    import_rotas(store, demo("rotas.csv"), dry_run=False)
    nodes, turns, rows = store.read(lambda unit: (unit.places.nodes(), unit.rotas.all(), unit.people.people_rows()))
    community = {node.code for node in nodes if node.kind is NodeKind.COMMUNITY}
    compounds = {node.code for node in nodes if node.kind is NodeKind.COMPOUND}

    assert {turn.place for turn in turns if turn.kind == "mediation"} == community
    assert {turn.place for turn in turns if turn.kind == "unit"} == community
    assert {turn.place for turn in turns if turn.kind == "committee"} == compounds
    roles = {row.openid: row.role for row in rows}
    phones = {owner.openid: roles.get(owner.openid) for owner in OWNERS}
    shown = {"estate_secretary", "community", "street", "mediator", "property", "building_leader", None}
    assert set(phones.values()) == shown
    assert {openid for openid, role in phones.items() if role is None} == {
        "demo-resident-1", "demo-resident-2", "demo-volunteer", "demo-rider",
    }  # fmt: skip
