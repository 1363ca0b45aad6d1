"""Reading rotas.csv: who is on duty for what from which day to which."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from bot.desk.rowcheck import Fault, Faults, Parsed
from bot.desk.spreadsheet import Row, Table
from storage.rotas import Turn

#: What a rota is for: mediators, an owners' committee's voice, a paired unit's, who answers firms (惠企服务团).
ROTA_KINDS = ("mediation", "committee", "unit", "firm")
_REQUIRED = ("kind", "person", "organisation", "place")


def parse_rotas(table: Table, places: Collection[str], people: Collection[str]) -> Parsed[Turn]:
    """The turns of a table; `from` and `to` are days (2026-11-01) or empty. Raises nothing."""
    faults = Faults()
    if faults.missing_columns(table, _REQUIRED):
        return Parsed((), faults.found())
    turns = [_turn(row, places, people, faults) for row in table.rows]
    return Parsed(tuple(turns), faults.found())


def _turn(row: Row, places: Collection[str], people: Collection[str], faults: Faults) -> Turn:
    faults.require(row, "kind", "place")
    if row.get("kind") and row.get("kind") not in ROTA_KINDS:
        faults.note(row, "kind", Fault.KIND_UNKNOWN, words=", ".join(ROTA_KINDS))
    if row.get("place") and row.get("place") not in places:
        faults.note(row, "place", Fault.PLACE_UNKNOWN)
    if row.get("person") and row.get("person") not in people:
        faults.note(row, "person", Fault.PERSON_UNKNOWN)
    if not row.get("person") and not row.get("organisation"):
        faults.note(row, "organisation", Fault.EMPTY)
    begin, end = _day(row, "from", faults), _day(row, "to", faults)
    if begin and end and end < begin:
        faults.note(row, "to", Fault.DAYS_REVERSED)
    return Turn(row.get("kind"), row.get("person"), row.get("organisation"), row.get("place"), begin, end)


def _day(row: Row, column: str, faults: Faults) -> date | None:
    text = row.get(column)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        faults.note(row, column, Fault.DAY_WRONG)
        return None
