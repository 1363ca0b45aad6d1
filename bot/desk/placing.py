"""The tree changed at the console: places added, renamed, moved, closed with a successor, opened again."""

from __future__ import annotations

import re
import secrets
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.desk.clerk import Clerk, RosterRefused
from matching.address import building_number
from matching.territory import Node, NodeKind, Territory

_NAME_MOST, _ALIASES_MOST, _AT_ONCE = 40, 30, 200
_LNG, _LAT = (73.0, 136.0), (3.0, 54.0)
_RANGE = re.compile(r"(?P<before>\D{0,8}?)(?P<first>\d{1,3})\s*[-–—~至到]\s*(?P<last>\d{1,3})(?P<behind>\D{1,8})")
_BETWEEN = re.compile(r"[\n,，、;；|｜]+")
#: What may stand directly in what; a root is a district or a street.
_INSIDE = {
    NodeKind.DISTRICT: ("",),
    NodeKind.STREET: ("", NodeKind.DISTRICT),
    NodeKind.COMMUNITY: (NodeKind.STREET, NodeKind.DISTRICT),
    NodeKind.COMPOUND: (NodeKind.COMMUNITY, NodeKind.STREET),
    NodeKind.GRID: (NodeKind.COMMUNITY, NodeKind.COMPOUND),
    NodeKind.BUILDING: (NodeKind.COMPOUND, NodeKind.GRID, NodeKind.LANE, NodeKind.COMMUNITY),
    NodeKind.LANE: (NodeKind.COMMUNITY, NodeKind.STREET),
    NodeKind.PARK: (NodeKind.COMMUNITY, NodeKind.STREET),
}
KINDS = {
    NodeKind.DISTRICT: "区县", NodeKind.STREET: "街道乡镇", NodeKind.COMMUNITY: "社区", NodeKind.COMPOUND: "小区",
    NodeKind.GRID: "网格", NodeKind.BUILDING: "楼栋", NodeKind.LANE: "街巷", NodeKind.PARK: "公园广场",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlaceTerms:
    """What a form says of a place. `name` may be several for new ones: 1-30栋, or one a line; a code left empty is
    made. Coordinates are text as typed.
    """

    name: str
    kind: str = ""
    parent: str = ""
    code: str = ""
    aliases: str = ""
    lng: str = ""
    lat: str = ""


def kinds_below(node: Node | None) -> list[NodeKind]:
    """What may be put directly into a place, None for the top."""
    holder = node.kind if node is not None else ""
    return [kind for kind, above in _INSIDE.items() if holder in above]


def add_places(clerk: Clerk, terms: PlaceTerms) -> list[Node]:
    """The new places, one for each name that was typed. Raises RosterRefused; nothing is kept then."""
    parent = terms.parent
    if parent or clerk.standing.place:
        clerk.check_place(parent)
    kind = _kind(clerk.territory, terms.kind, parent)
    names = _names(terms.name)
    if len(names) > 1 and terms.code:
        raise RosterRefused("一次加几处时编码由系统来编，请把编码留空")
    taken = {node.code for node in clerk.territory.nodes()}
    here = {node.name for node in clerk.territory.children(parent) if not node.is_closed}
    added = []
    for name in names:
        if name in here:
            raise RosterRefused(f"这里已经有“{name}”了")
        code = _new_code(terms.code, parent, name, taken)
        node = Node(code, parent, kind, name, _aliases(terms.aliases), *_point(terms))
        taken.add(code)
        here.add(name)
        clerk.unit.places.save(node)
        clerk.record(("add", "place", code), {}, _told(node))
        added.append(node)
    return added


def change_place(clerk: Clerk, code: str, terms: PlaceTerms) -> Node:
    """The place with another name, aliases, point or another holder. Raises RosterRefused."""
    clerk.check_place(code)
    before = _got(clerk, code)
    if terms.parent != before.parent:
        _check_move(clerk, before, terms.parent)
    names = _names(terms.name)
    if len(names) != 1:
        raise RosterRefused("这里只改一处，请写一个名字")
    siblings = clerk.territory.children(terms.parent)
    if any(one.name == names[0] and one.code != code and not one.is_closed for one in siblings):
        raise RosterRefused(f"这里已经有“{names[0]}”了")
    lng, lat = _point(terms)
    after = replace(before, parent=terms.parent, name=names[0], aliases=_aliases(terms.aliases), lng=lng, lat=lat)
    if after != before:
        clerk.unit.places.save(after)
        clerk.record(("change", "place", code), _told(before), _told(after))
    return after


def close_place(clerk: Clerk, code: str, successor: str) -> Node:
    """The place closed: its cases stay, another one answers to its names from now on. Raises RosterRefused."""
    clerk.check_place(code)
    clerk.check_place(successor)
    before, heir = _got(clerk, code), _got(clerk, successor)
    if heir.is_closed or clerk.territory.within(successor, code):
        raise RosterRefused("接替的地点要还在用，也不能在它自己下面，请另选一处")
    standing = [one for one in clerk.territory.children(code) if not one.is_closed]
    if standing:
        raise RosterRefused(f"下面还有{len(standing)}处在用（{standing[0].name}等），请先把它们移走或关闭")
    closed = replace(before, successor=successor)
    names = tuple(dict.fromkeys((*heir.aliases, *(n for n in (before.name, *before.aliases) if n != heir.name))))
    heard = replace(heir, aliases=names)
    clerk.unit.places.save(closed)
    clerk.unit.places.save(heard)
    clerk.record(("close", "place", code), _told(before), _told(closed))
    clerk.record(("change", "place", successor), _told(heir), _told(heard))
    return closed


def reopen_place(clerk: Clerk, code: str) -> Node:
    """The place stands again and takes its names back. Raises RosterRefused."""
    clerk.check_place(code)
    before = _got(clerk, code)
    heir = clerk.territory.get(before.successor)
    opened = replace(before, successor="")
    clerk.unit.places.save(opened)
    clerk.record(("reopen", "place", code), _told(before), _told(opened))
    if heir is not None:
        own = {before.name, *before.aliases}
        given_back = replace(heir, aliases=tuple(name for name in heir.aliases if name not in own))
        clerk.unit.places.save(given_back)
        clerk.record(("change", "place", heir.code), _told(heir), _told(given_back))
    return opened


def _got(clerk: Clerk, code: str) -> Node:
    node = clerk.territory.get(code)
    if node is None:
        raise RosterRefused("没有这个地点，请从列表里选")
    return node


def _check_move(clerk: Clerk, node: Node, parent: str) -> None:
    if parent or clerk.standing.place:
        clerk.check_place(parent)
    if parent and clerk.territory.within(parent, node.code):
        raise RosterRefused("不能移到它自己下面")
    _kind(clerk.territory, node.kind, parent)


def _kind(territory: Territory, said: str, parent: str) -> NodeKind:
    try:
        kind = NodeKind(said)
    except ValueError:
        raise RosterRefused("请选这是什么地点") from None
    holder = territory.get(parent)
    if holder is not None and holder.is_closed:
        raise RosterRefused("上级已经关闭，请选还在用的上级")
    if kind not in kinds_below(holder):
        where = KINDS[holder.kind] if holder is not None else "最上层"
        raise RosterRefused(f"{KINDS[kind]}不能直接放在{where}下面，请另选上级")
    return kind


def _names(said: str) -> list[str]:
    """The names in what was typed: 1-30栋 is thirty."""
    found: dict[str, None] = {}
    for part in _BETWEEN.split(said):
        name = part.strip()
        spread = _RANGE.fullmatch(name)
        if spread is not None and int(spread["first"]) < int(spread["last"]):
            numbers = range(int(spread["first"]), int(spread["last"]) + 1)
            found |= dict.fromkeys(f"{spread['before']}{number}{spread['behind']}" for number in numbers)
        elif name:
            found[name] = None
    if not found:
        raise RosterRefused("请写名字")
    if len(found) > _AT_ONCE:
        raise RosterRefused(f"一次最多加{_AT_ONCE}处")
    if any(len(name) > _NAME_MOST for name in found):
        raise RosterRefused(f"名字最多{_NAME_MOST}个字")
    return list(found)


def _aliases(said: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(part.strip() for part in _BETWEEN.split(said) if part.strip()))
    if len(names) > _ALIASES_MOST or any(len(name) > _NAME_MOST for name in names):
        raise RosterRefused(f"别名最多{_ALIASES_MOST}个，每个最多{_NAME_MOST}个字")
    return names


def _point(terms: PlaceTerms) -> tuple[float | None, float | None]:
    if not terms.lng.strip() and not terms.lat.strip():
        return None, None
    try:
        lng, lat = float(terms.lng), float(terms.lat)
    except ValueError:
        raise RosterRefused("经度和纬度要么都填数字，要么都留空") from None
    if not (_LNG[0] <= lng <= _LNG[1] and _LAT[0] <= lat <= _LAT[1]):
        raise RosterRefused("经度应在73到136之间，纬度在3到54之间，看看是不是写反了")
    return lng, lat


def _new_code(said: str, parent: str, name: str, taken: set[str]) -> str:
    code = said.strip()
    if code:
        if code in taken:
            raise RosterRefused(f"编码 {code} 已经有了，请换一个或留空")
        if not re.fullmatch(r"[\w.-]{1,60}", code):
            raise RosterRefused("编码只能用字母、数字、点和横线")
        return code
    number = building_number(name)
    code = f"{parent}-{number}".lower() if number and parent else ""
    while not code or code in taken:
        code = f"{parent or 'place'}-{secrets.token_hex(3)}"
    return code


def _told(node: Node) -> dict[str, Any]:
    return {**asdict(node), "kind": node.kind.value, "aliases": "、".join(node.aliases)}
