"""Reading services.csv (点单: a community's catalogue) and resources.csv (what paired units lend): bad rows named."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from bot.desk.rowcheck import Fault, Faults, Parsed, listed
from bot.desk.spreadsheet import Row, Table
from intents.needs.skills import skill_of
from matching.need import Part
from matching.resource import Resource, ResourceKind
from matching.service import Mode, Service, parse_parts

_SERVICE = ("code", "place", "number", "name")
_RESOURCE = ("code", "unit", "place", "kind", "name")
_MODES, _KINDS = tuple(Mode), tuple(ResourceKind)
_USUAL_MINUTES = 60
_MINUTES_MOST = 600


def parse_services(table: Table, places: Collection[str]) -> Parsed[Service]:
    """The items of a table; a number stands once at a place. Raises nothing."""
    faults = Faults()
    if faults.missing_columns(table, _SERVICE):
        return Parsed((), faults.found())
    codes: dict[str, int] = {}
    numbers: dict[tuple[str, str], int] = {}
    found = []
    for row in table.rows:
        _check_row(row, _SERVICE, places, (codes, faults))
        first = numbers.setdefault((row.get("place"), row.get("number")), row.line)
        if first != row.line:
            faults.note(row, "number", Fault.NUMBER_TWICE, other=first)
        found.append(_service(row, faults))
    return Parsed(tuple(found), faults.found())


def _service(row: Row, faults: Faults) -> Service:
    parts = parse_parts(row.get("parts"))
    if parts is None:
        faults.note(row, "parts", Fault.PARTS_WRONG)
    parts = tuple(_as_known(part) for part in parts or (Part(""),))
    minutes = _whole(row, "minutes", faults, _USUAL_MINUTES)
    if not 0 < minutes <= _MINUTES_MOST:
        faults.note(row, "minutes", Fault.NUMBER_WRONG)
    return Service(
        code=row.get("code"),
        place=row.get("place"),
        number=_whole(row, "number", faults, 0),
        name=row.get("name"),
        aliases=listed(row.get("aliases")),
        mode=Mode(_word(row, "mode", _MODES, faults)),
        parts=parts,
        minutes=minutes,
        note=row.get("note"),
        until=_day(row, "until_day", faults),
    )


def _as_known(part: Part) -> Part:
    """The hands under the name that the table of skills has; what must be verified there is verified here."""
    skill = skill_of(part.skill) if part.skill else None
    return part if skill is None else Part(skill.name, part.count, part.verified or skill.verified)


def parse_resources(table: Table, places: Collection[str], people: Collection[str]) -> Parsed[Resource]:
    """What units lend, as the rows of a table say; `keeper` is a person's code or empty. Raises nothing."""
    faults = Faults()
    if faults.missing_columns(table, _RESOURCE):
        return Parsed((), faults.found())
    codes: dict[str, int] = {}
    found = []
    for row in table.rows:
        _check_row(row, _RESOURCE, places, (codes, faults))
        if row.get("keeper") and row.get("keeper") not in people:
            faults.note(row, "keeper", Fault.PERSON_UNKNOWN)
        found.append(
            Resource(
                row.get("code"), row.get("unit"), row.get("place"),
                ResourceKind(_word(row, "kind", _KINDS, faults)), row.get("name"), listed(row.get("aliases")),
                _whole(row, "count", faults, 1), row.get("keeper"), row.get("note"),
            )
        )  # fmt: skip
    return Parsed(tuple(found), faults.found())


def _check_row(
    row: Row, required: Collection[str], places: Collection[str], known: tuple[dict[str, int], Faults]
) -> None:
    codes, faults = known
    faults.require(row, *required)
    first = codes.setdefault(row.get("code"), row.line)
    if first != row.line:
        faults.note(row, "code", Fault.CODE_TWICE, other=first)
    if row.get("place") and row.get("place") not in places:
        faults.note(row, "place", Fault.PLACE_UNKNOWN)


def _word(row: Row, column: str, words: tuple[str, ...], faults: Faults) -> str:
    """The fixed word of a cell; the first one for an empty cell, and for a wrong one once that is noted."""
    said = row.get(column)
    if said and said not in words:
        faults.note(row, column, Fault.KIND_UNKNOWN, words=", ".join(words))
    return said if said in words else words[0]


def _whole(row: Row, column: str, faults: Faults, usual: int) -> int:
    said = row.get(column)
    if not said:
        return usual
    if not (said.isascii() and said.isdigit() and len(said) <= 6):
        faults.note(row, column, Fault.NUMBER_WRONG)
        return usual
    return int(said)


def _day(row: Row, column: str, faults: Faults) -> date | None:
    said = row.get(column)
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        faults.note(row, column, Fault.DAY_WRONG)
        return None
