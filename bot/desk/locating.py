"""From what a message says about places to a node of the tree, or to the one question that is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.desk import wording
from bot.desk.desk import Visit, responder_for
from bot.desk.dialogue import Asked, Option, Question
from bot.desk.understanding import Understanding
from matching.place import PlaceFinding
from matching.territory import Node, NodeKind, Territory

#: Further than this a location message names no place of ours (a compound is some 300 m across).
NEAR_METRES = 800
_MOST_OPTIONS = 3
#: In these a house number says where.
_LARGER_THAN_A_HOUSE = frozenset({NodeKind.LANE, NodeKind.COMMUNITY, NodeKind.STREET, NodeKind.DISTRICT})


@dataclass(frozen=True, slots=True)
class Where:
    """A place found. `text` is how people read it; `from_home` when it is the resident's own home."""

    code: str
    text: str
    from_home: bool = False


def locate(visit: Visit, understood: Understanding) -> Where | None:
    """Where a message's matter is: named, sent as a location lately, or the resident's home. None: not known.

    Several places that fit equally well are no answer either, nor is a road that is no place of ours (see
    `missing_place`).
    """
    finding = understood.place
    if finding.rivals:
        return None
    building = finding.address.building
    if finding.match is not None:
        return on_road(visit, _at_house(visit, finding, building), _road_of(finding))
    sent = _sent_location(visit) or _noted_place(visit)
    if sent is not None:
        return on_road(visit, in_building(visit, sent, building), finding.house)
    if visit.contact.home and not _says_elsewhere(finding):
        home = in_building(visit, visit.contact.home, building)
        return Where(home.code, home.text, from_home=True)
    return None


def in_building(visit: Visit, code: str, building: str) -> Where:
    """The building of a compound, or the compound with the number as text where the tree has no such building."""
    territory = visit.knowledge.town.territory
    if building:
        code = holder_of(territory, code)  # "是4栋，说错了" of a case in 3栋
    node = territory.building(code, building) if building else None
    if node is not None:
        return Where(node.code, territory.title(node.code))
    number = f"{building}栋" if building else ""
    return Where(code, territory.title(code) + number)


def on_road(visit: Visit, where: Where, road: str) -> Where:
    """The place with a road or house number behind it as it was written: 修文路12号, 榕御社区（人民里25号）.

    A compound has buildings instead and stays as it is.
    """
    node = visit.knowledge.town.territory.get(where.code)
    if node is None or node.kind not in _LARGER_THAN_A_HOUSE or not road:
        return where
    return replace(where, text=road if road.startswith(where.text) else f"{where.text}（{road}）")


def _at_house(visit: Visit, finding: PlaceFinding, building: str) -> Where:
    """The place found; the house of a lane where the tree has it, as it has a compound's buildings."""
    match, street = finding.match, finding.street
    code = match.code if match is not None else ""
    own = match is not None and street is not None and match.start <= street.start < match.end
    house = visit.knowledge.town.territory.building(code, street.house) if own and street is not None else None
    return in_building(visit, house.code if house is not None and not building else code, building)


def _road_of(finding: PlaceFinding) -> str:
    """What a message says of a road besides the name of the place: 修文路巷尾 of the lane 修文路; "" for nothing."""
    street, match = finding.street, finding.match
    if street is None or match is None or (match.start <= street.start and street.end <= match.end):
        return ""
    return street.text


def _says_elsewhere(finding: PlaceFinding) -> bool:
    """Whether a message names a road so exactly that the matter is hardly at home."""
    return finding.street is not None and bool(finding.street.house or finding.street.corner)


def missing_place(visit: Visit, understood: Understanding, where: Where | None, category: str) -> Question | None:
    """The question about the place that must be asked before acting, or None when the place is good enough."""
    if where is None:
        return Question(Asked.PLACE, place_options(visit, understood.place))
    if understood.place.address.building or where.from_home:
        return None
    return Question(Asked.BUILDING) if _leaders_differ(visit, where.code, category) else None


def place_options(visit: Visit, finding: PlaceFinding) -> tuple[Option, ...]:
    """The places that fit equally well, or those along the road that was named, at most three, as numbered answers."""
    town = visit.knowledge.town.territory
    codes = [rival.code for rival in finding.rivals]
    if finding.match is None and finding.street is not None:
        codes = list(visit.knowledge.gazetteer.roads.along(finding.street))
    return tuple(Option(code, town.title(code)) for code in codes[:_MOST_OPTIONS])


def _leaders_differ(visit: Visit, code: str, category: str) -> bool:
    """Whether the building decides who is responsible: only then is it worth a question."""
    town = visit.knowledge.town
    node = town.territory.get(code)
    if node is None or node.kind is not NodeKind.COMPOUND:
        return False
    for building in _buildings_of(visit, code):
        if town.directory.at(building.code):
            choice = responder_for(visit, building.code, category)
            return choice is not None and choice.node.kind is NodeKind.BUILDING
    return False


def _buildings_of(visit: Visit, code: str) -> Iterator[Node]:
    for child in visit.knowledge.town.territory.children(code):
        if child.kind is NodeKind.BUILDING:
            yield child
        elif child.kind is NodeKind.GRID:
            yield from _buildings_of(visit, child.code)


def holder_of(territory: Territory, code: str) -> str:
    """The compound, lane or park that a place is or lies in; the place itself where there is none."""
    for node in territory.lineage(code):
        if node.kind in (NodeKind.COMPOUND, NodeKind.LANE, NodeKind.PARK):
            return node.code
    return code


def _sent_location(visit: Visit) -> str | None:
    """The place nearest to a location the sender sent a moment ago and that belongs to no case yet."""
    if visit.first:
        return None
    since = visit.now - timedelta(minutes=visit.desk.customs.attachment_minutes)
    for message in reversed(visit.unit.cases.loose_messages(visit.contact.id, since)):
        if message.lat is not None and message.lng is not None:
            return nearest(visit, message.lng, message.lat)
    return None


def note_place(visit: Visit, understood: Understanding) -> str:
    """Keep a place that was said without a matter, for the matter that follows within minutes; the reply."""
    match, building = understood.place.match, understood.place.address.building
    where = in_building(visit, match.code if match else "", building)
    kept = timedelta(minutes=visit.desk.customs.attachment_minutes)
    visit.desk.memory.put(_noted_key(visit), where.code, kept)
    return wording.place_noted(where.text)


def live_at(visit: Visit, understood: Understanding) -> bool:
    """Keep with the visitor's contact where a message says that she lives, as if she had scanned her stairwell's code;
    False where it names no place.
    """
    match, address = understood.place.match, understood.place.address
    if match is None:
        return False
    home = in_building(visit, match.code, address.building).code
    room = "-".join(part for part in (address.unit, address.room) if part) if address.room else ""
    visit.contact = replace(visit.contact, home=home, room=room)
    visit.unit.people.save(visit.contact)
    return True


def _noted_place(visit: Visit) -> str | None:
    return visit.desk.memory.get(_noted_key(visit))


def _noted_key(visit: Visit) -> str:
    return f"place:{visit.contact.id}"


def nearest(visit: Visit, lng: float, lat: float) -> str | None:
    """The code of the compound, lane, park or building nearest to a point, None when none is near."""
    node = visit.knowledge.town.territory.nearest(lng, lat, NEAR_METRES)
    return node.code if node is not None else None
