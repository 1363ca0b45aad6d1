"""A district that nobody lives in, of the size that the seed names: its places and everybody on duty there."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matching.territory import Node, NodeKind
from storage.people import PersonRow
from tests.journeys.invented import compound_names

_SURNAMES = "林陈黄张吴王郑许蔡曾郭李洪杨苏庄江沈周戴"
_GIVEN = """
国栋 美玲 志强 秀英 文彬 丽华 建平 淑珍 伟民 雅芳 俊杰 玉兰 明辉 慧敏 天赐 素云 海滨 桂花 振兴 晓燕
家豪 月娥 炳坤 彩霞 永福 惠玲 耀东 宝珠 清源 碧霞
"""
GIVEN = _GIVEN.split()
_LEADER = ("parking", "noise", "neighbor", "sanitation", "safety", "care", "other")
_PROPERTY = ("property_fee", "property_service", "facility", "utilities", "sanitation", "parking", "safety")
_SECRETARY = ("property_service", "property_fee", "neighbor", "other")
_DEPARTMENTS = (
    ("城市管理局", ("illegal_construction", "sanitation")),
    ("住房和城乡建设局", ("housing", "facility", "property_fee", "property_service", "utilities")),
    ("交通运输局", ("transport",)),
    ("民政局", ("care",)),
    ("教育局", ("child",)),
    ("人力资源和社会保障局", ("employment",)),
    ("公安分局", ("safety", "noise")),
    ("行政服务中心", ("civic",)),
    ("市场监督管理局", ("other",)),
    ("社会治理指挥中心", ("*",)),
)
_BUILDINGS = 8
DISTRICT = "D"


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of everything."""

    streets: int
    communities: int
    compounds: int
    lanes: int
    grids: int
    leaders: int
    workers: int


#: 芗城 as the seed counts it (82 communities, 211 estates, 61 lanes, 396 grids, 587 leaders, 1,012 grid workers).
SEED = Size(streets=8, communities=82, compounds=211, lanes=61, grids=396, leaders=587, workers=1_012)
#: The same on a table: some thirtieth of it, with everything that the district has.
SMALL = Size(streets=2, communities=3, compounds=6, lanes=2, grids=9, leaders=16, workers=24)


@dataclass(frozen=True, slots=True)
class District:
    """The places, the duties, and where residents live: compound and the number of the building."""

    nodes: Sequence[Node]
    staff: Sequence[PersonRow]
    homes: Sequence[tuple[str, str]]

    def compound(self, code: str) -> str:
        """The name of a compound or lane."""
        return next(node.name for node in self.nodes if node.code == code)


def a_district(size: Size, chance: random.Random) -> District:
    """The district of that size; the same for the same chance."""
    nodes = list(_places(size))
    staff = list(_staff(size, nodes, chance))
    homes = [(node.code, str(number)) for node in nodes if node.kind is NodeKind.COMPOUND
             for number in range(1, _BUILDINGS + 1)]
    homes += [(node.code, "") for node in nodes if node.kind is NodeKind.LANE]
    return District(nodes, staff, homes)


def _places(size: Size) -> Iterator[Node]:
    yield Node(DISTRICT, "", NodeKind.DISTRICT, "榕城区", (), None, None)
    for number in range(size.streets):
        yield Node(f"S{number}", DISTRICT, NodeKind.STREET, f"榕江{number + 1}街道", (), None, None)
    for number in range(size.communities):
        street, name = f"S{number % size.streets}", f"榕社{number + 1}社区"
        yield Node(f"C{number}", street, NodeKind.COMMUNITY, name, (), None, None)
    for number in range(size.lanes):
        yield Node(f"L{number}", f"C{number % size.communities}", NodeKind.LANE, f"榕桥{number + 1}巷", (), None, None)
    for number, name in enumerate(compound_names()[: size.compounds]):
        yield Node(f"P{number}", f"C{number % size.communities}", NodeKind.COMPOUND, name, (), None, None)
        grids = [f"P{number}-g{at}" for at in range(2 if number < size.grids - size.compounds else 1)]
        for at, grid in enumerate(grids, 1):
            yield Node(grid, f"P{number}", NodeKind.GRID, f"第{at}网格", (), None, None)
        for building in range(1, _BUILDINGS + 1):
            grid = grids[(building - 1) * len(grids) // _BUILDINGS]
            yield Node(f"P{number}-{building}", grid, NodeKind.BUILDING, f"{building}栋", (), None, None)


def _staff(size: Size, nodes: Sequence[Node], chance: random.Random) -> Iterator[PersonRow]:
    """Offices stand in for nobody; leaders and grid workers have a backup beside them."""
    for at, (name, categories) in enumerate(_DEPARTMENTS):
        yield _duty(f"B{at}", f"榕城区{name}", "department", DISTRICT, categories)
    yield _duty("U0", "督办员郑明", "supervisor", DISTRICT, ("*",))
    for at in range(size.streets):
        yield _duty(f"T{at}", f"榕江{at + 1}街道综合治理办公室", "street", f"S{at}", ("*",))
        yield _duty(f"H{at}", f"{_name(chance)}", "paired_leader", f"S{at}", ("*",))
        yield _duty(f"M{at}", f"{_name(chance)}", "mediator", f"S{at}", ("*",))
    for at in range(size.communities):
        yield _duty(f"O{at}", f"榕社{at + 1}社区居委会", "community", f"C{at}", ("*",))
        yield _duty(f"V{at}", f"榕社{at + 1}社区志愿服务队", "team", f"C{at}", ("volunteer",), backup=f"O{at}")
    for at in range(size.lanes):
        yield _duty(f"X{at}", _name(chance), "lane_leader", f"L{at}", (*_LEADER, "facility", "utilities"))
    for at in range(size.compounds):
        yield _duty(f"W{at}", f"{compound_names()[at]}物业服务中心", "property", f"P{at}", _PROPERTY)
        yield _duty(f"E{at}", _name(chance), "estate_secretary", f"P{at}", _SECRETARY)
    buildings = [node.code for node in nodes if node.kind is NodeKind.BUILDING]
    grids = [node.code for node in nodes if node.kind is NodeKind.GRID]
    yield from _beside("K", "building_leader", chance.sample(buildings, size.leaders), _LEADER, chance)
    yield from _beside("G", "grid_worker", [grids[at % len(grids)] for at in range(size.workers)], ("*",), chance)


def _beside(
    mark: str, role: str, places: Sequence[str], categories: tuple[str, ...], chance: random.Random
) -> Iterator[PersonRow]:
    """People of one role, each the backup of the next one's."""
    for at, place in enumerate(sorted(places)):
        backup = at ^ 1 if at ^ 1 < len(places) else at - 1
        yield _duty(f"{mark}{at}", _name(chance), role, place, categories, backup=f"{mark}{backup}")


def _duty(code: str, name: str, role: str, place: str, categories: tuple[str, ...], *, backup: str = "") -> PersonRow:
    return PersonRow(code, name, role, place, categories, f"on-{code}", "", backup, f"bind-{code}")


def _name(chance: random.Random) -> str:
    return chance.choice(_SURNAMES) + chance.choice(GIVEN)
