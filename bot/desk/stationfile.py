"""Reading stations.csv: where each 红色驿站 is, when it is open, what it offers and who keeps it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.desk.placefile import point_of
from bot.desk.rowcheck import Fault, Faults, Parsed, listed
from bot.desk.spreadsheet import Row, Table
from matching.slot import parse_slot
from matching.station import SERVICE_MOST, SERVICES, Station

_REQUIRED = ("code", "name", "place")
Point = tuple[float, float]


def parse_stations(table: Table, places: Mapping[str, Point | None], keepers: Collection[str]) -> Parsed[Station]:
    """The stations of a table. `places` are the places there are with their points (lng, lat), `keepers` the codes
    of people on duty and of volunteers; a station without coordinates lies where its place does. Raises nothing.
    """
    faults = Faults()
    if faults.missing_columns(table, _REQUIRED):
        return Parsed((), faults.found())
    lines: dict[str, int] = {}
    for row in table.rows:
        first = lines.setdefault(row.get("code"), row.line)
        if first != row.line:
            faults.note(row, "code", Fault.CODE_TWICE, other=first)
    stations = [_station(row, places, keepers, faults) for row in table.rows]
    return Parsed(tuple(stations), faults.found())


def _station(row: Row, places: Mapping[str, Point | None], keepers: Collection[str], faults: Faults) -> Station:
    faults.require(row, *_REQUIRED)
    if row.get("place") and row.get("place") not in places:
        faults.note(row, "place", Fault.PLACE_UNKNOWN)
    if row.get("keeper") and row.get("keeper") not in keepers:
        faults.note(row, "keeper", Fault.KEEPER_UNKNOWN)
    hours = listed(row.get("hours"))
    if any(parse_slot(hour) is None for hour in hours):
        faults.note(row, "hours", Fault.SLOT_WRONG)
    services = listed(row.get("services"))
    if any(len(service) > SERVICE_MOST for service in services):
        faults.note(row, "services", Fault.SERVICE_LONG, most=SERVICE_MOST, words="、".join(SERVICES))
    lng, lat = point_of(row, faults)
    point = (lng, lat) if lng is not None and lat is not None else places.get(row.get("place"))
    return Station(
        code=row.get("code"),
        name=row.get("name"),
        place=row.get("place"),
        lng=point[0] if point else None,
        lat=point[1] if point else None,
        hours="|".join(hours),
        services=dict.fromkeys(services, ""),
        keeper=row.get("keeper"),
    )

