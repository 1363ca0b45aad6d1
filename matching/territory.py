"""The tree of places, 区-街道-社区-小区-网格-楼栋 with lanes and parks: walk it, find a building in it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from matching.address import building_number

#: Metres of one degree of latitude.
_DEGREE = 111_320.0


class NodeKind(StrEnum):
    """What a place is. The words are those of places.csv."""

    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    COMPOUND = "compound"
    GRID = "grid"
    BUILDING = "building"
    LANE = "lane"
    PARK = "park"


#: A shared location stands for one of these; the middle of a street or district says nothing about it.
_POINTS = frozenset({NodeKind.COMPOUND, NodeKind.GRID, NodeKind.BUILDING, NodeKind.LANE, NodeKind.PARK})

#: A grid; where none is drawn, the place that it would be drawn in stands for it.
GRIDS = (NodeKind.GRID, NodeKind.COMPOUND, NodeKind.LANE, NodeKind.PARK)

#: These are named by the place that holds them: "3栋" alone says nothing.
_PARTS = frozenset({NodeKind.BUILDING, NodeKind.GRID})


@dataclass(frozen=True, slots=True)
class Node:
    """One place. `parent` is "" for a root; `lng` and `lat` are degrees or None where nobody measured. `successor` is
    "" while the place stands; a closed one keeps its cases and its line, and no message finds it by its name any more.
    """

    code: str
    parent: str
    kind: NodeKind
    name: str
    aliases: tuple[str, ...] = ()
    lng: float | None = None
    lat: float | None = None
    successor: str = ""

    @property
    def is_closed(self) -> bool:
        """Whether another place has taken its part."""
        return bool(self.successor)


class Territory:
    """All places of a town, immutable. A node whose parent is unknown counts as a root; a loop of parents
    ends where it would repeat (the import refuses both, a store may still hold them).
    """

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._nodes = {node.code: node for node in nodes}
        children: dict[str, list[Node]] = {}
        for node in self._nodes.values():
            holder = node.parent if node.parent in self._nodes else ""
            children.setdefault(holder, []).append(node)
        self._children = {code: tuple(found) for code, found in children.items()}
        self._buildings = self._number_buildings()

    def nodes(self) -> tuple[Node, ...]:
        """Every place, in the order given."""
        return tuple(self._nodes.values())

    def get(self, code: str) -> Node | None:
        """The place with this code, or None."""
        return self._nodes.get(code)

    def children(self, code: str) -> tuple[Node, ...]:
        """The places directly under this one, in the order given; those without a parent for ""."""
        return self._children.get(code, ())

    def below(self, code: str) -> tuple[str, ...]:
        """The codes of the place itself and of everything under it, nearer ones first; of an unknown code itself."""
        found = {code: None}
        waiting = [code]
        for above in waiting:  # grows while it is walked
            for node in self.children(above):
                if node.code not in found:
                    found[node.code] = None
                    waiting.append(node.code)
        return tuple(found)

    def lineage_or_top(self, code: str) -> tuple[Node, ...]:
        """As `lineage`; for an unknown code the roots, where whoever is responsible for all of it stands."""
        return self.lineage(code) or self.children("")

    def lineage(self, code: str) -> tuple[Node, ...]:
        """The place itself first, its root last; empty for an unknown code."""
        line: dict[str, Node] = {}
        node = self._nodes.get(code)
        while node is not None and node.code not in line:
            line[node.code] = node
            node = self._nodes.get(node.parent)
        return tuple(line.values())

    def within(self, code: str, ancestor: str) -> bool:
        """Whether a place is the ancestor itself or lies under it."""
        return any(node.code == ancestor for node in self.lineage(code))

    def title(self, code: str) -> str:
        """The name that people read: "榕御小区3栋", "修文路"; "" for an unknown code."""
        line = self.lineage(code)
        if not line:
            return ""
        name = line[0].name
        if line[0].kind not in _PARTS:
            return name
        holder = next((node for node in line[1:] if node.kind not in _PARTS), None)
        return name if holder is None or name.startswith(holder.name) else holder.name + name

    def building(self, code: str, number: str) -> Node | None:
        """The building that people call `number` ("3", "G2") in a compound, through a grid too, or None."""
        return self._buildings.get((code, number.upper()))

    def nearest(self, lng: float, lat: float, within_metres: float) -> Node | None:
        """The compound, grid, building, lane or park nearest to a point, or None when none is that near."""
        best, best_metres = None, within_metres
        for node in self._nodes.values():
            if node.kind in _POINTS and not node.is_closed and node.lng is not None and node.lat is not None:
                metres = distance((lng, lat), (node.lng, node.lat))
                if metres < best_metres or (best is None and metres <= within_metres):
                    best, best_metres = node, metres
        return best

    def _number_buildings(self) -> dict[tuple[str, str], Node]:
        found: dict[tuple[str, str], Node] = {}
        for node in self._nodes.values():
            if node.kind is not NodeKind.BUILDING or node.is_closed:
                continue
            numbers = [number for name in (node.name, *node.aliases) if (number := building_number(name))]
            for holder in self.lineage(node.parent):
                for number in numbers:
                    found.setdefault((holder.code, number), node)
                if holder.kind is not NodeKind.GRID:
                    break
        return found


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Metres between two points (lng, lat) on a flat map: within 0.1 % at the few kilometres that matter here."""
    across = (one[0] - other[0]) * math.cos(math.radians((one[1] + other[1]) / 2))
    return math.hypot(across, one[1] - other[1]) * _DEGREE
