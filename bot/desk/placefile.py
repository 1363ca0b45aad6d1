"""Reading places.csv: every row a node of the territory, or named with what to change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.desk.rowcheck import Fault, Faults, Parsed, listed
from bot.desk.spreadsheet import Row, Table
from matching.street import house_addresses
from matching.territory import Node, NodeKind

_REQUIRED = ("code", "parent", "kind", "name")
#: China's extent; a swapped pair falls out of it.
_LNG = (73.0, 136.0)
_LAT = (3.0, 54.0)
_KINDS = ", ".join(NodeKind)


def parse_places(table: Table, known: Iterable[Node] = ()) -> Parsed[Node]:
    """The places of a table. A parent may stand in the table or be `known`; an address in the optional column
    `address` (水仙大街28号) becomes an alias. Raises nothing.
    """
    faults = Faults()
    if faults.missing_columns(table, _REQUIRED):
        return Parsed((), faults.found())
    parents = {node.code: node.parent for node in known}
    parents |= {row.get("code"): row.get("parent") for row in table.rows}
    lines: dict[str, int] = {}
    nodes = []
    for row in table.rows:
        faults.require(row, "code", "name")
        _check_code(row, lines, faults)
        _check_parent(row, parents, faults)
        node = _node(row, faults)
        if node is not None:
            nodes.append(node)
    return Parsed(tuple(nodes), faults.found())


def _check_code(row: Row, lines: dict[str, int], faults: Faults) -> None:
    first = lines.setdefault(row.get("code"), row.line)
    if row.get("code") and first != row.line:
        faults.note(row, "code", Fault.CODE_TWICE, other=first)


def _check_parent(row: Row, parents: Mapping[str, str], faults: Faults) -> None:
    code, parent = row.get("code"), row.get("parent")
    if parent and parent not in parents:
        faults.note(row, "parent", Fault.PARENT_UNKNOWN)
        return
    seen = {code}
    while parent and parent not in seen:
        seen.add(parent)
        parent = parents.get(parent, "")
    if parent and parent == code:
        faults.note(row, "parent", Fault.PARENT_LOOP)


def _node(row: Row, faults: Faults) -> Node | None:
    lng, lat = point_of(row, faults)
    try:
        kind = NodeKind(row.get("kind"))
    except ValueError:
        faults.note(row, "kind", Fault.KIND_UNKNOWN, words=_KINDS)
        return None
    aliases = (*listed(row.get("aliases")), *house_addresses(row.get("address")))
    return Node(row.get("code"), row.get("parent"), kind, row.get("name"), aliases, lng, lat)


def point_of(row: Row, faults: Faults) -> tuple[float | None, float | None]:
    """Where a row says something lies, lng and lat, None where it says nothing that can be; half a point is noted."""
    lng = _degrees(row, "lng", _LNG, faults)
    lat = _degrees(row, "lat", _LAT, faults)
    if bool(row.get("lng")) != bool(row.get("lat")):
        faults.note(row, "lat" if row.get("lng") else "lng", Fault.HALF_A_POINT)
    return lng, lat


def _degrees(row: Row, column: str, limits: tuple[float, float], faults: Faults) -> float | None:
    text = row.get(column)
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if limits[0] <= value <= limits[1]:
        return value
    faults.note(row, column, Fault.LNG_WRONG if column == "lng" else Fault.LAT_WRONG)
    return None
