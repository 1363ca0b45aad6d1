"""Cards to print: which stand for the stairwells of a place, which bind somebody on duty."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.desk import wording_cards
from bot.desk.labels import ROLES
from matching.responder import Responder, Role
from matching.routing import Town
from matching.territory import Node, NodeKind
from storage.staff import Member

_STAIRS = (NodeKind.BUILDING, NodeKind.LANE)
_LEADERS: Mapping[Role, str] = {Role.BUILDING_LEADER: "楼栋长", Role.LANE_LEADER: "巷长"}


@dataclass(frozen=True, slots=True)
class Card:
    """One card: its head, place, as what and who, the scene that its code leads to, and two lines below."""

    head: str
    place: str
    role: str
    name: str
    scene: str
    how: str
    foot: str
    scan: str = wording_cards.SCAN


def stairwells(town: Town, at: str) -> list[Node]:
    """The buildings and lanes of a place, itself included, that stand, by number."""
    nodes = [town.territory.get(code) for code in town.territory.below(at)]
    standing = [node for node in nodes if node is not None and node.kind in _STAIRS and not node.is_closed]
    return sorted(standing, key=lambda node: (node.parent, int("".join(filter(str.isdecimal, node.name)) or 0)))


def leader_of(town: Town, place: str) -> tuple[Responder, Role] | None:
    """Who leads a building or lane, or None."""
    return next(((one, duty.role) for one, duty in town.directory.at(place) if duty.role in _LEADERS), None)


def stairwell_card(town: Town, node: Node, party: Collection[str]) -> Card:
    """The card of a building or lane with its leader's name; `party` are the codes of those who say 党员 there."""
    found = leader_of(town, node.code)
    role = wording_cards.leader(_LEADERS[found[1]], party=found[0].code in party) if found else ""
    name = found[0].name if found else wording_cards.NOBODY
    title = town.territory.title(node.code)
    return Card(wording_cards.HEAD, title, role, name, node.code, wording_cards.HOW, wording_cards.EMERGENCY)


def bind_card(town: Town, person: Responder, member: Member) -> Card:
    """The card that binds somebody; her first duty stands on it."""
    duty = next(iter(person.duties), None)
    place, role = (town.territory.title(duty.place), ROLES[duty.role]) if duty else ("", "")
    foot = wording_cards.bind_word(member.bind_code)
    how, scan = wording_cards.BIND_HOW, wording_cards.BIND_SCAN
    return Card(wording_cards.BIND_HEAD, place, role, member.name, member.bind_code, how, foot, scan)
