"""What can be brought in from a table at the console: how each is read, kept, seen as rows and taken away again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from bot.desk.clerk import RosterRefused
from bot.desk.labels import ROLES
from bot.desk.peoplefile import parse_people
from bot.desk.placefile import parse_places
from bot.desk.placing import KINDS
from bot.desk.rotafile import parse_rotas
from bot.desk.rowcheck import Parsed
from bot.desk.spreadsheet import Row, Table
from bot.desk.teamfile import parse_teams
from bot.desk.volunteerfile import parse_volunteers
from matching.team import Team, TeamKind
from matching.territory import Node, NodeKind
from storage.people import PersonRow, VolunteerRow
from storage.rotas import Turn
from storage.unit_of_work import UnitOfWork

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ImportKind:
    """One kind of table. `rows` are all there are now, by key; `remove` takes away what an import had added, `put`
    writes records as they were. `at` names the columns that hold places.
    """

    name: str
    columns: tuple[str, ...]
    at: tuple[str, ...]
    parse: Callable[[UnitOfWork, Table], Parsed[Any]]
    apply: Callable[[UnitOfWork, tuple[Any, ...]], object]
    rows: Callable[[UnitOfWork], dict[str, Record]]
    put: Callable[[UnitOfWork, list[Record]], object]
    remove: Callable[[UnitOfWork, list[Record]], object]


#: Columns as a clerk may head them.
HEADINGS: Mapping[str, str] = MappingProxyType({
    "编码": "code", "上级": "parent", "类型": "kind", "名称": "name", "姓名": "name", "别名": "aliases",
    "地址": "address", "经度": "lng", "纬度": "lat", "职责": "role", "地点": "place", "类别": "categories",
    "电话": "phone", "b角": "backup", "绑定码": "bind_code", "住处": "home", "工作处": "work", "技能": "skills",
    "语言": "languages", "性别": "gender", "时段": "slots", "每周次数": "weekly_cap", "可托付": "vetted",
    "已核实": "verified", "方式": "kinds", "单位": "unit", "队长": "leader", "成员": "members",
    "每周邀请": "weekly_quota", "截止": "until_day", "人员": "person", "机构": "organisation", "开始": "from_day",
})  # fmt: skip
#: A column's name for people; the first heading that stands for it.
LABELS: Mapping[str, str] = MappingProxyType({
    **{column: heading.upper() for heading, column in reversed(list(HEADINGS.items()))},
    "quiet": "免打扰", "at_work": "上班可去", "offers_cap": "每周最多问", "resting_until": "休息到",
    "successor": "接替",
})  # fmt: skip
_WORDS: Mapping[str, Mapping[str, str]] = {
    "kind": {label: kind.value for kind, label in KINDS.items()},
    "role": {label: role.value for role, label in ROLES.items()} | {"楼栋长": "building_leader"},
}


def in_our_words(table: Table) -> Table:
    """The table with columns, kinds and roles in the words of our files where a clerk wrote hers."""
    columns = {column: HEADINGS.get(column, column) for column in table.columns}
    rows = tuple(Row(row.line, dict(_cells(row, columns))) for row in table.rows)
    return Table(tuple(columns.values()), rows)


def _cells(row: Row, columns: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for column, ours in columns.items():
        cell = row.get(column)
        yield ours, _WORDS.get(ours, {}).get(cell, cell)


def _told(value: object, *without: str) -> Record:
    found = asdict(value)  # type: ignore[call-overload]  # only dataclasses are handed in
    told = {name: _plain(cell) for name, cell in found.items() if name not in without}
    return dict(told)


def _plain(cell: object) -> object:
    if isinstance(cell, tuple):
        return list(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def _tuples(record: Record) -> dict[str, Any]:
    return {name: tuple(cell) if isinstance(cell, list) else cell for name, cell in record.items()}


def _codes(unit: UnitOfWork) -> set[str]:
    return {node.code for node in unit.places.nodes()}


# -- places ----------------------------------------------------------------------------------------


def _node(record: Record) -> Node:
    return Node(**{**_tuples(record), "kind": NodeKind(record["kind"])})


def _remove_places(unit: UnitOfWork, records: list[Record]) -> None:
    """The lowest first, so that nothing hangs on what goes."""
    waiting = {record["code"]: record for record in records}
    while waiting:
        parents = {record["parent"] for record in waiting.values()}
        lowest = [code for code in waiting if code not in parents] or list(waiting)
        for code in lowest:
            if unit.staff.hang_on(code):
                raise RosterRefused(f"“{waiting[code]['name']}”上已经有诉求、职责或下级了，不能撤销；可以关闭它")
            unit.places.remove(code)
            del waiting[code]


# -- people ----------------------------------------------------------------------------------------


def _put_people(unit: UnitOfWork, records: list[Record]) -> None:
    unit.people.apply([PersonRow(**{**_tuples(record), "openid": ""}) for record in records])


def _remove_people(unit: UnitOfWork, records: list[Record]) -> None:
    for record in records:
        unit.staff.drop_duty(record["code"], record["role"], record["place"])
    left = {person.code for person in unit.people.directory()}
    for code, name in {record["code"]: record["name"] for record in records}.items():
        member = unit.staff.load(code)
        if code in left or member is None:
            continue
        if member.subscribed is not None or not unit.staff.remove(code):
            raise RosterRefused(f"“{name}”已经绑定或已经有诉求了，不能撤销；可以到本人那一页去掉职责")


# -- volunteers and teams -----------------------------------------------------------------------------


def _remove_volunteers(unit: UnitOfWork, records: list[Record]) -> None:
    for record in records:
        code = record["code"]
        bound = (unit.people.volunteer_row(code) or VolunteerRow(**{**_tuples(record), "openid": ""})).openid
        if bound or unit.teams.of(code) or unit.hours.of_volunteer(code):
            raise RosterRefused(f"志愿者 {code} 已经绑定、入队或有服务记录了，不能撤销")
        unit.people.remove_volunteer(code)


def _team(record: Record) -> Team:
    until = record["until_day"]
    kind, until_day = TeamKind(record["kind"]), date.fromisoformat(until) if until else None
    return Team(**{**_tuples(record), "kind": kind, "until_day": until_day})


def _remove_teams(unit: UnitOfWork, records: list[Record]) -> None:
    for record in records:
        unit.teams.remove(record["code"])


# -- rotas -------------------------------------------------------------------------------------------


def _apply_rotas(unit: UnitOfWork, turns: tuple[Turn, ...]) -> None:
    for kind in dict.fromkeys(turn.kind for turn in turns):
        unit.rotas.replace(kind, [turn for turn in turns if turn.kind == kind])


def _turn(record: Record) -> Turn:
    days = {name: date.fromisoformat(record[name]) if record[name] else None for name in ("from_day", "until_day")}
    return Turn(**{**record, **days})


def _put_rotas(unit: UnitOfWork, records: list[Record]) -> None:
    back = [_turn(record) for record in records]
    for kind in dict.fromkeys(turn.kind for turn in back):
        standing = [turn for turn in unit.rotas.all() if turn.kind == kind]
        unit.rotas.replace(kind, [*standing, *(turn for turn in back if turn.kind == kind)])


def _remove_rotas(unit: UnitOfWork, records: list[Record]) -> None:
    gone = [_turn(record) for record in records]
    for kind in dict.fromkeys(turn.kind for turn in gone):
        unit.rotas.replace(kind, [turn for turn in unit.rotas.all() if turn.kind == kind and turn not in gone])


def _key(record: Record) -> str:
    return " ".join(str(cell) for cell in record.values() if cell)


IMPORTS: Mapping[str, ImportKind] = MappingProxyType({
    "places": ImportKind(
        "地点", ("code", "parent", "kind", "name", "aliases", "lng", "lat"), ("code", "parent"),
        lambda unit, table: parse_places(table, unit.places.nodes()),
        lambda unit, values: unit.places.apply(values),
        lambda unit: {node.code: _told(node) for node in unit.places.nodes()},
        lambda unit, records: unit.places.apply([_node(record) for record in records]),
        _remove_places,
    ),
    "people": ImportKind(
        "人员职责", ("code", "name", "role", "place", "categories", "phone", "backup", "bind_code"), ("place",),
        lambda unit, table: parse_people(table, _codes(unit), unit.people.people_rows()),
        lambda unit, values: unit.people.apply(values),
        lambda unit: {f"{r.code} {r.role} {r.place}": _told(r, "openid") for r in unit.people.people_rows()},
        _put_people,
        _remove_people,
    ),
    "volunteers": ImportKind(
        "志愿者",
        ("code", "name", "home", "work", "skills", "languages", "gender", "slots", "weekly_cap", "vetted", "verified",
         "kinds", "unit"),
        ("home", "work"),
        lambda unit, table: parse_volunteers(table, _codes(unit), unit.people.volunteer_rows(), ""),
        lambda unit, values: unit.people.apply_volunteers(values),
        lambda unit: {row.code: _told(row, "openid") for row in unit.people.volunteer_rows()},
        lambda unit, records: unit.people.apply_volunteers(
            [VolunteerRow(**{**_tuples(record), "openid": ""}) for record in records]
        ),
        _remove_volunteers,
    ),
    "teams": ImportKind(
        "队伍", ("code", "name", "kind", "place", "leader", "members", "weekly_quota", "until_day"), ("place",),
        lambda unit, table: parse_teams(table, _codes(unit), {row.code for row in unit.people.volunteer_rows()}),
        lambda unit, values: unit.teams.apply(values),
        lambda unit: {team.code: _told(team) for team in unit.teams.all()},
        lambda unit, records: unit.teams.apply([_team(record) for record in records]),
        _remove_teams,
    ),
    "rotas": ImportKind(
        "值班表", ("kind", "person", "organisation", "place", "from_day", "until_day"), ("place",),
        lambda unit, table: parse_rotas(table, _codes(unit), {row.code for row in unit.people.people_rows()}),
        _apply_rotas,
        lambda unit: {_key(record): record for record in (_told(turn) for turn in unit.rotas.all())},
        _put_rotas,
        _remove_rotas,
    ),
})  # fmt: skip
