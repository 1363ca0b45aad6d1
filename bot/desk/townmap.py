"""A map of the neighbourhood out of coordinates alone: circles where the open cases are, the more the larger."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk.desk import Desk
from bot.desk.overview import tallies_for
from bot.desk.picture import spot_of
from bot.desk.rights import Standing
from matching.territory import Node, NodeKind, Territory
from storage.unit_of_work import UnitOfWork

#: The drawing's own units.
WIDE, HIGH = 960.0, 620.0
_MARGIN = 56.0
_SMALLEST, _LARGEST, _GROWTH = 4.0, 28.0, 2.2
_METRES = 111_320.0
#: What a label takes: one character wide, one line high.
_LETTER, _LINE = 13.5, 17.0
#: How far a number reaches from the middle of its circle.
_DIGITS = 10.0
#: Left, top, right, bottom.
Box = tuple[float, float, float, float]
_DRAWN = frozenset({NodeKind.COMPOUND, NodeKind.LANE, NodeKind.PARK})
_SCALES = (50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)


@dataclass(frozen=True, slots=True)
class Spot:
    """One place of the map: its cases, and its circle; `x` is None where nobody measured where it lies. `label_x` is
    None where a label would lie on another one: then the table and the pointer name it; `clear` says that no other
    circle covers its middle, so that its number can stand there.
    """

    code: str
    name: str
    kind: NodeKind
    open: int
    late: int
    x: float | None = None
    y: float = 0.0
    radius: float = 0.0
    label_x: float | None = None
    label_y: float = 0.0
    clear: bool = True


@dataclass(frozen=True, slots=True)
class TownMap:
    """The spots, most open cases first, and a scale: so many metres are so many units."""

    spots: tuple[Spot, ...]
    metres: int
    length: float

    @property
    def drawn(self) -> tuple[Spot, ...]:
        """Those with a circle, the largest first so that none hides a smaller one."""
        return tuple(spot for spot in self.spots if spot.x is not None)


def town_map(desk: Desk, unit: UnitOfWork, standing: Standing, place: str, now: datetime) -> TownMap:
    """The map of a place ("" for everywhere) as somebody may see it."""
    town = desk.library.current(unit, now).town
    open_cases, late_cases = Counter[str](), Counter[str]()
    for tally in tallies_for(unit, town.territory, standing, now):
        spot = spot_of(town, tally.place)
        open_cases[spot] += tally.counts["open"]
        late_cases[spot] += tally.counts["late"]
    nodes = [
        node for node in town.territory.nodes()
        if (node.kind in _DRAWN or open_cases[node.code]) and not node.is_closed
        and standing.sees_place(town.territory, node.code)
        and (not place or town.territory.within(node.code, place))
    ]  # fmt: skip
    counted = [_spot(town.territory, node, open_cases[node.code], late_cases[node.code]) for node in nodes]
    if open_cases[""] and not place:
        counted.append(Spot("", "说不清在哪", NodeKind.DISTRICT, open_cases[""], late_cases[""]))
    counted.sort(key=_rank)
    return _laid_out(counted, {node.code: node for node in nodes})


def _rank(spot: Spot) -> tuple[int, int, str]:
    return (-spot.open, -spot.late, spot.code)


def _spot(territory: Territory, node: Node, number: int, late: int) -> Spot:
    return Spot(node.code, territory.title(node.code), node.kind, number, late)


def _laid_out(spots: Sequence[Spot], nodes: dict[str, Node]) -> TownMap:
    """Everything in its place: north above, east to the right, as large as it fits."""
    points = {
        code: (node.lng * math.cos(math.radians(node.lat)), node.lat)
        for code, node in nodes.items() if node.lng is not None and node.lat is not None and node.kind in _DRAWN
    }  # fmt: skip
    if not points:
        return TownMap(tuple(spots), 0, 0.0)
    west, east = _ends(x for x, _ in points.values())
    south, north = _ends(y for _, y in points.values())
    unit = min((WIDE - 2 * _MARGIN) / (east - west), (HIGH - 2 * _MARGIN) / (north - south))
    left, top = (WIDE - unit * (east - west)) / 2, (HIGH - unit * (north - south)) / 2
    round_ones = [
        _circled(spot, left + unit * (points[spot.code][0] - west), top + unit * (north - points[spot.code][1]))
        for spot in spots if spot.code in points
    ]  # fmt: skip
    taken = [_box_of(spot) for spot in round_ones]
    clear = [replace(spot, clear=_is_clear(spot, round_ones)) for spot in round_ones]
    placed = [_labelled(spot, taken) for spot in clear] + [spot for spot in spots if spot.code not in points]
    placed.sort(key=_rank)
    metres = max((one for one in _SCALES if one / _METRES * unit <= WIDE / 5), default=_SCALES[0])
    return TownMap(tuple(placed), metres, metres / _METRES * unit)


def _ends(values: Iterable[float]) -> tuple[float, float]:
    """The smallest and the largest, a little apart where they are one."""
    known = list(values)
    low, high = min(known), max(known)
    return (low, high) if high - low > 1e-4 else (low - 5e-4, high + 5e-4)


def _circled(spot: Spot, x: float, y: float) -> Spot:
    radius = min(_LARGEST, _SMALLEST + _GROWTH * math.sqrt(spot.open))
    return replace(spot, x=round(x, 1), y=round(y, 1), radius=round(radius, 1))


def _is_clear(spot: Spot, others: Iterable[Spot]) -> bool:
    return all(
        other is spot or math.hypot((other.x or 0.0) - (spot.x or 0.0), other.y - spot.y) > other.radius + _DIGITS
        for other in others
    )


def _box_of(spot: Spot) -> Box:
    x, reach = spot.x or 0.0, spot.radius * 0.8
    return (x - reach, spot.y - reach, x + reach, spot.y + reach)


def _labelled(spot: Spot, taken: list[Box]) -> Spot:
    """A spot with its label on its right, left, below or above where nothing else is; without one where all is full."""
    x, y, radius, wide = spot.x or 0.0, spot.y, spot.radius, _LETTER * len(spot.name)
    for label_x, label_y in (
        (x + radius + 4, y + 5), (x - radius - 4 - wide, y + 5), (x - wide / 2, y + radius + 15),
        (x - wide / 2, y - radius - 5),
    ):  # fmt: skip
        box = (label_x, label_y - _LINE + 4, label_x + wide, label_y + 4)
        if _fits(box, taken):
            taken.append(box)
            return replace(spot, label_x=round(label_x, 1), label_y=round(label_y, 1))
    return spot


def _fits(box: Box, taken: Iterable[Box]) -> bool:
    inside = box[0] >= 0 and box[1] >= 0 and box[2] <= WIDE and box[3] <= HIGH
    return inside and all(
        box[2] <= other[0] or other[2] <= box[0] or box[3] <= other[1] or other[3] <= box[1] for other in taken
    )
