"""Import places, people and volunteers: all of a file or nothing, and twice the same changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from bot.desk.households import add_households, covered_places
from bot.desk.peoplefile import parse_people
from bot.desk.placefile import parse_places
from bot.desk.recipientfile import Known, parse_households, parse_recipients
from bot.desk.rotafile import parse_rotas
from bot.desk.rowcheck import Fault, Faults, Parsed, RowRefused, listed
from bot.desk.servicefile import parse_resources, parse_services
from bot.desk.spreadsheet import Row, SpreadsheetRefused, Table, read_table
from bot.desk.stationfile import Point, parse_stations
from bot.desk.teamfile import parse_teams
from bot.desk.volunteerfile import parse_volunteers, unknown_skills
from matching.gazetteer import PlaceName, place_names
from matching.street import house_addresses
from matching.territory import Node, NodeKind, Territory
from storage.errors import ImportRefused
from storage.places import ImportCounts
from storage.rotas import Turn
from storage.unit_of_work import Store, UnitOfWork

__all__ = [
    "ImportReport",
    "RowRefused",
    "SpreadsheetRefused",
    "import_households",
    "import_people",
    "import_places",
    "import_recipients",
    "import_resources",
    "import_rotas",
    "import_services",
    "import_stations",
    "import_teams",
    "import_volunteers",
    "parse_people",
    "parse_places",
    "parse_volunteers",
    "read_place_names",
]

Value = TypeVar("Value")

_NOTHING = ImportCounts(0, 0, 0)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do (`dry_run`). With anything in `refused` it did nothing."""

    what: str
    counts: ImportCounts
    refused: tuple[RowRefused, ...] = ()
    dry_run: bool = False
    notes: tuple[str, ...] = ()

    def summary(self) -> str:
        """One line for the person who imported, and one for each note."""
        counts = self.counts
        begin = "试运行，没有写入：" if self.dry_run else ""
        line = f"{begin}{self.what}新增 {counts.added}，改动 {counts.changed}，不变 {counts.same}"
        return "\n".join((line, *self.notes))


class _DryRunOver(Exception):
    """Everything was tried; carries what would have changed."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__()
        self.report = report


def import_places(store: Store, path: Path, *, dry_run: bool) -> ImportReport:
    """Add and change the places of a file. Raises SpreadsheetRefused when it can't be read, StoreUnavailable."""
    table = read_table(path)

    def work(unit: UnitOfWork) -> ImportReport:
        parsed = parse_places(table, unit.places.nodes())
        return _applied("地点", parsed, unit.places.apply)

    return _run(store, table, work, dry_run=dry_run)


def import_people(store: Store, path: Path, *, dry_run: bool) -> ImportReport:
    """Add and change the people of a file; the places must be there. Raises as `import_places`."""
    table = read_table(path)

    def work(unit: UnitOfWork) -> ImportReport:
        places = {node.code for node in unit.places.nodes()}
        parsed = parse_people(table, places, unit.people.people_rows())
        report = _applied("人员职责", parsed, unit.people.apply)
        alone = {row.code for row in unit.people.people_rows() if not row.openid and not row.bind_code}
        note = f"有 {len(alone)} 人既没有 openid 也没有绑定码，收不到通知：{'、'.join(sorted(alone)[:10])}"
        return replace(report, notes=(note,) if alone else ())

    return _run(store, table, work, dry_run=dry_run)


def import_volunteers(store: Store, path: Path, *, dry_run: bool, unit: str = "") -> ImportReport:
    """Add and change the volunteers of a file; the places must be there. Raises as `import_places`.

    With `unit` the file lists that unit's people (see `bot.desk.volunteerfile`).
    """
    table = read_table(path)

    def work(unit_of_work: UnitOfWork) -> ImportReport:
        people = unit_of_work.people
        places = {node.code for node in unit_of_work.places.nodes()}
        parsed = parse_volunteers(table, places, people.volunteer_rows(), unit)
        gone = people.left()
        left = sum(row.code in gone or row.openid in gone for row in parsed.values)
        report = _applied("志愿者", parsed, people.apply_volunteers)
        stayed_out = f"有 {left} 人自己退出了，没有再登记；想回来请本人回“报名”" if left else ""
        notes = (unknown_skills(parsed.values), stayed_out)
        return replace(report, notes=tuple(note for note in notes if note))

    return _run(store, table, work, dry_run=dry_run)


def import_rotas(store: Store, path: Path, *, dry_run: bool) -> ImportReport:
    """Put the turns of a file in the place of those of the same kinds; people and places must be there.

    Raises as `import_places`.
    """
    table = read_table(path)

    def work(unit: UnitOfWork) -> ImportReport:
        places = {node.code for node in unit.places.nodes()}
        parsed = parse_rotas(table, places, {row.code for row in unit.people.people_rows()})
        return _applied("值班表", parsed, lambda turns: _replace_turns(unit, turns))

    return _run(store, table, work, dry_run=dry_run)


def import_teams(store: Store, path: Path, *, dry_run: bool) -> ImportReport:
    """Add and change the teams of a file; places and volunteers must be there. Raises as `import_places`."""
    table = read_table(path)

    def work(unit: UnitOfWork) -> ImportReport:
        places = {node.code for node in unit.places.nodes()}
        parsed = parse_teams(table, places, {row.code for row in unit.people.volunteer_rows()})
        return _applied("队伍", parsed, unit.teams.apply)

    return _run(store, table, work, dry_run=dry_run)


def import_stations(store: Store, path: Path, *, dry_run: bool) -> ImportReport:
    """Add and change the stations of a file; places and keepers must be there. Raises as `import_places`."""
    table = read_table(path)

    def work(unit: UnitOfWork) -> ImportReport:
        keepers = {row.code for row in unit.people.people_rows()} | {row.code for row in unit.people.volunteer_rows()}
        parsed = parse_stations(table, {node.code: _point(node) for node in unit.places.nodes()}, keepers)
        return _applied("驿站", parsed, unit.stations.apply)

    return _run(store, table, work, dry_run=dry_run)


def _point(node: Node) -> Point | None:
    return (node.lng, node.lat) if node.lng is not None and node.lat is not None else None


def import_services(store: Store, path: Path, *, dry_run: bool) -> ImportReport:
    """Add and change the items of communities' catalogues; the places must be there. Raises as `import_places`."""
    table = read_table(path)

    def work(unit: UnitOfWork) -> ImportReport:
        parsed = parse_services(table, {node.code for node in unit.places.nodes()})
        return _applied("服务", parsed, unit.services.apply)

    return _run(store, table, work, dry_run=dry_run)


def import_resources(store: Store, path: Path, *, dry_run: bool) -> ImportReport:
    """Add and change what paired units lend; places and people must be there. Raises as `import_places`."""
    table = read_table(path)

    def work(unit: UnitOfWork) -> ImportReport:
        places = {node.code for node in unit.places.nodes()}
        parsed = parse_resources(table, places, {row.code for row in unit.people.people_rows()})
        return _applied("资源", parsed, unit.resources.apply)

    return _run(store, table, work, dry_run=dry_run)


def _replace_turns(unit: UnitOfWork, turns: tuple[Turn, ...]) -> ImportCounts:
    kinds = dict.fromkeys(turn.kind for turn in turns)
    known = [turn for turn in unit.rotas.all() if turn.kind in kinds]
    for kind in kinds:
        unit.rotas.replace(kind, [turn for turn in turns if turn.kind == kind])
    same = sum(turn in known for turn in turns)
    return ImportCounts(len(turns) - same, 0, same)


def import_recipients(store: Store, path: Path, *, dry_run: bool) -> ImportReport:
    """Add and change those who are visited; places, people, volunteers and teams must be there.

    Who has not agreed is kept and never visited; the report says how many. Raises as `import_places`.
    """
    table = read_table(path)

    def work(unit: UnitOfWork) -> ImportReport:
        known = Known(
            {node.code for node in unit.places.nodes()},
            {row.code for row in unit.people.people_rows()},
            {team.code for team in unit.teams.all()},
            {volunteer.code: volunteer for volunteer in unit.people.volunteers()},
        )
        parsed = parse_recipients(table, known)
        report = _applied("走访对象", parsed, unit.recipients.apply)
        against = [one.code for one in parsed.values if not one.consent]
        note = f"有 {len(against)} 位没有同意走访，不安排人去：{'、'.join(against[:10])}"
        return replace(report, notes=(note,) if against and not report.refused else ())

    return _run(store, table, work, dry_run=dry_run)


def import_households(store: Store, path: Path, *, dry_run: bool) -> ImportReport:
    """Add the doors of a file to the 家家访 that is under way there, and split what nobody has called at yet anew.

    Raises as `import_places`.
    """
    table = read_table(path)

    def work(unit: UnitOfWork) -> ImportReport:
        territory = Territory(unit.places.nodes())
        parsed = parse_households(table, covered_places(unit, territory))
        return _applied("住户", parsed, lambda doors: add_households(unit, territory, doors))

    return _run(store, table, work, dry_run=dry_run)


def read_place_names(path: Path) -> tuple[PlaceName, ...]:
    """The names in a places file, or in a bare list of compounds with the columns `name,aliases` (the name
    is its own code; an `address` counts as an alias). Raises SpreadsheetRefused, naming the first row to change.
    """
    table = read_table(path)
    if "kind" in table.columns:
        parsed = parse_places(table)
        if parsed.refused:
            raise SpreadsheetRefused(f"{path} {parsed.refused[0]}")
        return place_names(Territory(parsed.values))
    if "name" not in table.columns:
        raise SpreadsheetRefused(f"{path}：缺少 name 列 / the column name is missing")
    return tuple(
        PlaceName(name, NodeKind.COMPOUND, name, (*listed(row.get("aliases")), *house_addresses(row.get("address"))))
        for row in table.rows
        if (name := row.get("name"))
    )


def _run(
    store: Store, table: Table, work: Callable[[UnitOfWork], ImportReport], *, dry_run: bool
) -> ImportReport:
    """The work's report. A dry run does everything and takes it back, so that both count the same."""

    def tried(unit: UnitOfWork) -> ImportReport:
        report = work(unit)
        if dry_run:
            raise _DryRunOver(report)
        return report

    try:
        return store.run(tried)
    except _DryRunOver as over:
        return replace(over.report, dry_run=True)
    except ImportRefused as refused:
        return ImportReport("", _NOTHING, (_contradiction(table, refused),), dry_run)


def _applied(
    what: str, parsed: Parsed[Value], apply: Callable[[tuple[Value, ...]], ImportCounts]
) -> ImportReport:
    if parsed.refused:
        return ImportReport(what, _NOTHING, parsed.refused)
    return ImportReport(what, apply(parsed.values))


def _contradiction(table: Table, refused: ImportRefused) -> RowRefused:
    row = next((row for row in table.rows if row.get("code") == refused.code), Row(1, {}))
    faults = Faults()
    faults.note(row, "code", Fault.CONTRADICTS_STORE, reason=refused.reason)
    return faults.found()[0]
